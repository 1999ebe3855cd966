import { dayToDate } from '../../domain/dates.ts';
import { firstPipelines } from '../../domain/pipelines.ts';
import type { Random } from '../../domain/random.ts';
import type { Values } from '../../domain/record.ts';
import { contactValues, customerAt } from './customers.ts';
import { between, isDrawn, pick, randomOf, weighted } from './draw.ts';
import type { WorkSource } from './workSource.ts';

/** Of deals, in the order of the stages: many begin, some are won, some lost. */
const stageWeights = [16, 13, 11, 8, 12, 9];
/** Of the open ones, how many in ten have something planned. */
export const plannedInTen = 7;

/** The company that a deal is with. */
export function accountOfDeal(
  { words, seed, accounts }: Pick<WorkSource, 'words' | 'seed' | 'accounts'>,
  n: number,
): number {
  const random = randomOf(seed, 'deal', n);
  for (let tries = 0; tries < 20; tries++) {
    const account = between(random, 0, accounts - 1);
    if (customerAt(words, seed, account).isCompany) return account;
  }
  return 0;
}

/** The stage of a deal: its position in the first pipeline. */
export function stageOfDeal({ seed }: Pick<WorkSource, 'seed'>, n: number): number {
  return weighted(randomOf(seed, 'dealStage', n), stageWeights);
}

export function dealValues(source: WorkSource, n: number): Values {
  const { words, seed, endDay, ids, members } = source;
  const random = randomOf(seed, 'dealValues', n);
  const account = accountOfDeal(source, n);
  const customer = customerAt(words, seed, account);
  const stage = firstPipelines[0].stages[stageOfDeal(source, n)];
  const age = between(random, 4, 160);
  const inStage = Math.min(age, Math.floor(random() * random() * 60));
  const isClosed = stage?.outcome !== 'open';
  const closeDay = isClosed
    ? endDay - Math.floor(random() * random() * 90)
    : endDay + between(random, -6, 110);
  const contact = source.contactOf(account);
  const owner = members[customer.owner % members.length];
  return {
    name: pick(random, words.deals),
    account: ids.account(account),
    ...(contact === undefined ? {} : { contacts: [contact] }),
    amount: { minor: amountOf(random, customer.weight), currency: customer.currency },
    pipeline: firstPipelines[0].id,
    stage: stage?.id ?? '',
    closeDate: dayToDate(closeDay),
    openedOn: dayToDate(Math.min(endDay, closeDay) - age),
    stageSince: dayToDate(isClosed ? closeDay : endDay - inStage),
    source: pick(random, words.sources),
    ...(isClosed ? { closedFrom: closedFromAt(source, n, stage?.outcome === 'won') } : {}),
    ...(stage?.outcome === 'lost'
      ? { lostReason: pick(random, ['price', 'price', 'competitor', 'budget', 'timing', 'silence'] as const) }
      : {}),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Most are won out of a negotiation; lost ones go at any stage. The draws are of their own: everything else stays as it was. */
function closedFromAt({ seed }: Pick<WorkSource, 'seed'>, n: number, isWon: boolean): string {
  const weights = isWon ? [0, 1, 3, 8] : [2, 4, 5, 3];
  const at = weighted(randomOf(seed, 'dealClosedFrom', n), weights);
  return firstPipelines[0].stages[at]?.id ?? '';
}

export function leadValues(source: WorkSource, n: number): Values {
  const { words, seed, accounts, endDay, members } = source;
  const random = randomOf(seed, 'lead', n);
  const like = accounts + n;
  const customer = customerAt(words, seed, like);
  const { name, title, phones, emails } = contactValues(
    words,
    seed,
    like + 1_000_000,
    { id: '', n: like },
    members,
  );
  const owner = members[customer.owner % members.length];
  const isTaken = isDrawn(random, 0.6);
  const status = isTaken ? pick(random, ['assigned', 'working', 'working', 'recycled'] as const) : 'new';
  const isRecycled = status === 'recycled';
  return {
    ...{ name: name ?? '', company: customer.name },
    ...(title === undefined ? {} : { title }),
    ...(phones === undefined ? {} : { phones }),
    ...(emails === undefined ? {} : { emails }),
    region: customer.place.region,
    source: pick(random, words.sources),
    status,
    ...(isTaken && !isRecycled && owner !== undefined ? { owner } : {}),
    ...(isRecycled && owner !== undefined ? givenBack(random, endDay, owner) : {}),
    ...(isDrawn(random, 0.4)
      ? { amount: { minor: amountOf(random, customer.weight), currency: customer.currency } }
      : {}),
  };
}

/** A lead that somebody has given up, and why. */
function givenBack(random: Random, endDay: number, formerOwner: string): Values {
  const daysAgo = between(random, 3, 60);
  return {
    formerOwner,
    pooledAt: (endDay - daysAgo) * 86_400_000,
    releaseReason: pick(random, ['silence', 'budget', 'noFit'] as const),
  };
}

/** Whole thousands, in the minor unit. */
function amountOf(random: Random, weight: number): number {
  return between(random, 8, 60) * Math.max(1, Math.round(weight)) * 100_000;
}
