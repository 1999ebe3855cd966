import { formatCount, formatList, formatNumber } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { planTexts } from '../../i18n/plan.ts';
import type { PlanFound } from './planModel.svelte.ts';
import { groupName, nameAt } from './rowNames.ts';

type Found<K extends PlanFound['kind']> = Extract<PlanFound, { readonly kind: K }>;

/** The finding in a sentence. */
export function ledeOf(found: PlanFound): string {
  switch (found.kind) {
    case 'budget':
      return budgetLede(found);
    case 'selection':
      return selectionLede(found);
    case 'contacts':
      return contactsLede(found);
  }
}

function budgetLede({ answer: { amounts, spent, value }, settings: { rows } }: Found<'budget'>): string {
  const words = t(planTexts);
  const most = amounts.indexOf(Math.max(...amounts));
  const amount = amounts[most] ?? 0;
  if (value <= 0) return words.ledeNothing;
  return words.ledeBudget(formatNumber(spent), formatNumber(value), nameAt(rows, most), formatNumber(amount));
}

function selectionLede({ answer: { items, worth }, data, worth: all }: Found<'selection'>): string {
  const words = t(planTexts);
  if (items.length === 0) return words.ledeNone;
  const say = data === undefined ? words.ledeTaken : words.ledeCustomers;
  return say(formatCount(items.length), formatCount(all.length), formatNumber(worth));
}

function contactsLede({ answer: { action }, settings: { states } }: Found<'contacts'>): string {
  const words = t(planTexts);
  const now = states.flatMap((_, at) => (action[at] === 1 ? [nameAt(states, at)] : []));
  if (now.length === 0) return words.ledeContactNobody;
  return now.length === states.length ? words.ledeContactAll : words.ledeContacts(formatList(now));
}

/** Whether the budget is used up, and what more of it would be worth. */
export function budgetReason({ answer, settings: { budget } }: Found<'budget'>): string {
  const words = t(planTexts);
  if (budget === null) return '';
  const left = budget - answer.spent;
  const isUsed = left <= 1e-6 * Math.max(1, budget);
  const price = answer.prices.find(({ limit }) => limit.type === 'budget')?.price ?? 0;
  const more = isUsed && price < 1 ? words.notWorth : '';
  return [isUsed ? words.allSpent : words.unspent(formatNumber(left)), more].join(' ').trim();
}

/** What more room brings, for each limit that holds something back. */
export function priceTexts({ answer, settings: { rows, groups } }: Found<'budget'>): readonly string[] {
  const words = t(planTexts);
  return answer.prices.flatMap(({ limit, price }) => {
    const text = formatNumber(price, price < 1 ? 3 : 2);
    switch (limit.type) {
      case 'budget':
        return words.priceBudget(text);
      case 'most':
        return words.priceMost(nameAt(rows, limit.row), text);
      case 'least':
        return words.priceLeast(nameAt(rows, limit.row), text);
      case 'group': {
        const group = groups[limit.group];
        return group === undefined
          ? []
          : words.priceGroup(groupName(group, rows), group.unit === 'share', text);
      }
    }
  });
}

/** What a customer of the state that is worth most brings, with the plan and without. */
export function contactsReason({ answer, settings: { states, periods } }: Found<'contacts'>): string {
  const gains = Array.from(answer.value, (value, at) => value - (answer.without[at] ?? 0));
  const best = Math.max(0, gains.indexOf(Math.max(...gains)));
  return t(planTexts).worthOf(
    nameAt(states, best),
    formatNumber(answer.value[best] ?? 0),
    formatNumber(answer.without[best] ?? 0),
    formatCount(periods ?? 0),
  );
}

/** The plan that lasts, beside the one of now. */
export function lastingText({
  answer: { action, lasting },
  settings: { states },
}: Found<'contacts'>): string {
  const words = t(planTexts);
  if (lasting === null) return words.lastingNone;
  if (lasting.action.every((each, at) => each === action[at])) return words.lastingSame;
  const named = states.flatMap((_, at) => (lasting.action[at] === 1 ? [nameAt(states, at)] : []));
  return named.length === 0 ? words.lastingNobody : words.lastingDiffers(formatList(named));
}

/** Neighbouring periods with the same plan for all states: first and last of each, from 0. */
export function spansOf({ answer: { action }, settings }: Found<'contacts'>): readonly {
  readonly from: number;
  readonly to: number;
}[] {
  const width = settings.states.length;
  const planOf = (period: number) => action.slice(period * width, (period + 1) * width).join();
  const spans: { from: number; to: number }[] = [];
  for (let period = 0; period < action.length / width; period++) {
    const last = spans.at(-1);
    if (last !== undefined && planOf(last.from) === planOf(period)) last.to = period;
    else spans.push({ from: period, to: period });
  }
  return spans;
}
