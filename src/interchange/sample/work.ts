import { dayToDate } from '../../domain/dates.ts';
import { activityTypes, behaviourKinds, channels, type ActivityType } from '../../domain/objects.ts';
import { firstPipelines } from '../../domain/pipelines.ts';
import type { Random } from '../../domain/random.ts';
import type { Values } from '../../domain/record.ts';
import { behaviourOf, type BehaviourName } from './behaviour.ts';
import { customerAt } from './customers.ts';
import { between, isDrawn, pick, randomOf, weighted } from './draw.ts';
import { accountOfDeal, plannedInTen, stageOfDeal } from './selling.ts';
import type { WorkSource } from './workSource.ts';

const msPerDay = 86_400_000;
const msPerMinute = 60_000;
/** The demo's company works in China: its mornings are 8 hours before those of UTC. */
const zoneMinutes = 8 * 60;
const historyDays = 540;
const typeWeights = [34, 18, 22, 12, 6, 8];

/** How many days ago somebody last spoke with customers of each habit, at least. */
const silentDays = {
  champion: 0,
  loyal: 0,
  occasional: 6,
  fresh: 0,
  quiet: 45,
  asleep: 200,
  prospect: 0,
} as const satisfies Record<BehaviourName, number>;

export function activityValues(source: WorkSource, n: number): Values {
  const { words, seed, endDay, ids, members } = source;
  const random = randomOf(seed, 'activity', n);
  const account = drawAccount(random, source.accounts);
  const customer = customerAt(words, seed, account);
  const type = activityTypes[weighted(random, typeWeights)] ?? 'call';
  const { subject, body } = pick(random, words.talks[type]);
  const ago = silentDays[behaviourOf(seed, account)] + Math.floor(random() * random() * historyDays);
  const minute = between(random, 9 * 60, 18 * 60 - 1);
  const contact = isDrawn(random, 0.8) ? source.contactOf(account) : undefined;
  const owner = members[customer.owner % members.length];
  return {
    type,
    subject,
    body,
    at: instantOf(endDay - ago, ago === 0 ? Math.min(minute, 10 * 60) : minute),
    account: ids.account(account),
    ...(contact === undefined ? {} : { contacts: [contact] }),
    ...(type === 'note' ? {} : { direction: isDrawn(random, 0.62) ? 'out' : 'in' }),
    ...durationOf(random, type),
    ...(type !== 'note' && isDrawn(random, 0.45) ? ratings(random) : {}),
    ...(type === 'visit' ? { place: customer.place.region } : {}),
    ...(owner === undefined ? {} : { owner }),
  };
}

export function needValues(source: WorkSource, n: number): Values {
  const { words, seed, endDay, ids, members } = source;
  const random = randomOf(seed, 'need', n);
  const account = drawAccount(random, source.accounts);
  const { title, topic } = pick(random, words.needs);
  const ago = Math.floor(random() * random() * historyDays);
  const status =
    ago > 120 || isDrawn(random, 0.4) ? pick(random, ['met', 'met', 'declined'] as const) : 'open';
  const contact = isDrawn(random, 0.6) ? source.contactOf(account) : undefined;
  const owner = members[customerAt(words, seed, account).owner % members.length];
  return {
    title,
    topic,
    status: status === 'open' && isDrawn(random, 0.35) ? 'inProgress' : status,
    account: ids.account(account),
    ...(contact === undefined ? {} : { contact }),
    ...(isDrawn(random, 0.5) ? { product: ids.product(between(random, 0, source.products - 1)) } : {}),
    date: dayToDate(endDay - ago),
    channel: pick(random, channels),
    importance: between(random, 2, 5),
    ...(status === 'open'
      ? {}
      : { satisfaction: status === 'met' ? between(random, 3, 5) : between(random, 1, 3) }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Most are done; the rest lies around today: a few overdue, a few due, more to come. */
export function taskValues(source: WorkSource, n: number): Values {
  const { words, seed, endDay, ids, members } = source;
  const random = randomOf(seed, 'task', n);
  const deal = dealOfTask(source, n);
  const drawn = drawAccount(random, source.accounts);
  const account = deal === undefined ? drawn : accountOfDeal(source, deal);
  const isDone = isDrawn(random, 0.6) && deal === undefined;
  const day = isDone ? endDay - between(random, 1, 240) : endDay + weightedDay(random);
  const hasTime = isDrawn(random, 0.35);
  const contact = isDrawn(random, 0.5) ? source.contactOf(account) : undefined;
  const owner = members[customerAt(words, seed, account).owner % members.length];
  return {
    title: pick(random, words.tasks),
    status: isDone ? 'done' : 'open',
    due: dayToDate(day),
    ...(hasTime
      ? { time: `${String(between(random, 9, 17)).padStart(2, '0')}:${pick(random, ['00', '30'])}` }
      : {}),
    priority: ['low', 'normal', 'high', 'urgent'][weighted(random, [2, 10, 4, 1])] ?? 'normal',
    account: ids.account(account),
    ...(deal === undefined ? {} : { deal: source.dealOf(deal) }),
    ...(contact === undefined ? {} : { contact }),
    ...(isDone ? { doneAt: instantOf(day, between(random, 9 * 60, 18 * 60)) } : {}),
    ...(owner === undefined ? {} : { owner }),
  };
}

export function behaviourValues(source: WorkSource, n: number): Values {
  const { words, seed, endDay, ids, products } = source;
  const random = randomOf(seed, 'behaviourEvent', n);
  const kind = pick(random, behaviourKinds);
  const at = instantOf(endDay - between(random, 0, 90), between(random, 7 * 60, 23 * 60));
  const isOnProduct = kind === 'viewed' || kind === 'basket' || kind === 'rated';
  return {
    kind,
    at,
    account: ids.account(drawAccount(random, source.accounts)),
    ...(isOnProduct && products > 0 ? { product: ids.product(between(random, 0, products - 1)) } : {}),
    ...(kind === 'searched' ? { subject: pick(random, words.searches) } : {}),
    ...(kind === 'rated' ? { value: between(random, 1, 5) } : {}),
  };
}

/** The first tasks are the next steps of deals that are open: seven in ten have one. */
function dealOfTask(source: WorkSource, n: number): number | undefined {
  const isPlanned = n < source.deals && n % 10 < plannedInTen;
  const isOpen = firstPipelines[0].stages[stageOfDeal(source, n)]?.outcome === 'open';
  return isPlanned && isOpen ? n : undefined;
}

/** A third of all work is about a twentieth of the customers. */
function drawAccount(random: Random, accounts: number): number {
  const few = Math.max(1, Math.floor(accounts / 20));
  return Math.floor(random() * (isDrawn(random, 1 / 3) ? few : accounts));
}

function weightedDay(random: Random): number {
  switch (weighted(random, [12, 14, 40, 34])) {
    case 0:
      return -between(random, 1, 9);
    case 1:
      return 0;
    case 2:
      return between(random, 1, 14);
    default:
      return between(random, 15, 90);
  }
}

function durationOf(random: Random, type: ActivityType): Values {
  if (type === 'call') return { duration: between(random, 1, 24) };
  return type === 'visit' || type === 'meeting' ? { duration: between(random, 2, 9) * 15 } : {};
}

function ratings(random: Random): Values {
  return { quality: between(random, 2, 5), satisfaction: between(random, 1, 5) };
}

function instantOf(day: number, minute: number): number {
  return day * msPerDay + (minute - zoneMinutes) * msPerMinute;
}
