import type { Random } from '../../domain/random.ts';
import { between, isDrawn, randomOf, weighted } from './draw.ts';

/** How a customer buys: what recency, frequency and amounts should bring out again. */
interface Behaviour {
  /** Share of all customers. */
  readonly share: number;
  /** Orders in relation to others. */
  readonly orders: number;
  /** Days before the end of the book between which the last order lies. */
  readonly last: readonly [number, number];
  /** Days before the end between which the first order lies. */
  readonly first: readonly [number, number];
}

/** Days of history in a book: 24 months. */
export const historyDays = 730;

const behaviours = {
  champion: { share: 0.08, orders: 12, last: [0, 24], first: [560, 729] },
  loyal: { share: 0.15, orders: 6, last: [4, 60], first: [420, 729] },
  occasional: { share: 0.25, orders: 2.5, last: [20, 260], first: [300, 729] },
  fresh: { share: 0.1, orders: 1.5, last: [0, 40], first: [10, 75] },
  quiet: { share: 0.12, orders: 6, last: [110, 220], first: [520, 729] },
  asleep: { share: 0.2, orders: 1.7, last: [300, 560], first: [420, 729] },
  prospect: { share: 0.1, orders: 0, last: [0, 0], first: [0, 0] },
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof behaviours;
const names = Object.keys(behaviours) as BehaviourName[];
const shares = names.map((name) => behaviours[name].share);

/** Mean of `orders` over all customers. */
export const meanOrders = names.reduce(
  (sum, name) => sum + behaviours[name].share * behaviours[name].orders,
  0,
);

export function behaviourOf(seed: number, account: number): BehaviourName {
  return names[weighted(randomOf(seed, 'behaviour', account), shares)] ?? 'prospect';
}

/** Days since 1970-01-01 on which a customer ordered, in no order; as many as `scale` makes of their habit. */
export function orderDays(seed: number, account: number, scale: number, endDay: number): number[] {
  const random = randomOf(seed, 'behaviour', account);
  const behaviour: Behaviour = behaviours[names[weighted(random, shares)] ?? 'prospect'];
  if (behaviour.orders === 0) return [];
  const count = Math.max(1, Math.round(behaviour.orders * scale * (0.5 + random())));
  const last = endDay - between(random, ...behaviour.last);
  const first = Math.min(last, endDay - between(random, ...behaviour.first));
  return Array.from({ length: count }, (_, i) => {
    const day = i === 0 ? last : i === 1 ? first : between(random, first, last);
    return workdayOf(random, day, endDay - historyDays);
  });
}

/** Customers seldom order on a weekend: most of those days move back to the Friday. */
function workdayOf(random: Random, day: number, earliest: number): number {
  const daysPastFriday = (day + 6) % 7;
  const isWeekend = daysPastFriday === 1 || daysPastFriday === 2;
  return isWeekend && isDrawn(random, 0.8) ? Math.max(earliest, day - daysPastFriday) : day;
}
