import { formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { basketsTexts } from '../../i18n/baskets.ts';
import type { Found } from './basketsModel.svelte.ts';

/** Something to offer to a customer. */
export interface Offer {
  readonly item: number;
  readonly name: string;
  readonly score: number;
  readonly reason: string;
}

/** What to offer to a customer, by position, best first. */
export function offersTo({ answer: { offers }, items }: Found, customer: number): readonly Offer[] {
  if (offers === null) return [];
  const words = t(basketsTexts);
  return Array.from({ length: offers.length }, (_, rank) => customer * offers.length + rank).flatMap((at) => {
    const item = offers.items[at] ?? -1;
    const because = offers.because[at] ?? -1;
    if (item < 0) return [];
    const reason = because < 0 ? '' : words.because(items[because] ?? '');
    return [{ item, name: items[item] ?? '', score: offers.scores[at] ?? 0, reason }];
  });
}

/** The customers for whom an item is worth offering, by position, the likeliest first. */
export function customersFor({ answer: { offers } }: Found, item: number): readonly number[] {
  if (offers === null) return [];
  const found: { customer: number; score: number }[] = [];
  offers.items.forEach((offered, at) => {
    if (offered === item)
      found.push({ customer: Math.floor(at / offers.length), score: offers.scores[at] ?? 0 });
  });
  return found.sort((a, b) => b.score - a.score || a.customer - b.customer).map(({ customer }) => customer);
}

/** Customers by how much speaks for their best offer. */
export function bestCustomers({ answer: { offers } }: Found): readonly number[] {
  if (offers === null) return [];
  const score = (customer: number): number => offers.scores[customer * offers.length] ?? 0;
  return Array.from(offers.accounts.keys())
    .filter((customer) => (offers.items[customer * offers.length] ?? -1) >= 0)
    .sort((a, b) => score(b) - score(a) || a - b);
}

/** Of a hit rate: less is no more than luck. */
const leastGain = 0.01;

/** How the offers would have done beside the best sellers, in a sentence; empty where that cannot be told. */
export function checkText({ answer: { check } }: Found): string {
  if (check === null || check.likeness.people === 0) return '';
  const words = t(basketsTexts);
  const [hit, popular] = [check.likeness, check.popularity].map(({ hitRate }) => formatPercent(hitRate, 0));
  const said = (check.by === 'time' ? words.checkTime : words.checkLeftOut)(hit ?? '', popular ?? '');
  const isBetter = check.likeness.hitRate > check.popularity.hitRate + leastGain;
  return isBetter ? said : `${said}${words.noBetter}`;
}
