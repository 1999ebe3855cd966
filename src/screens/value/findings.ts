import { largestOf } from '../../domain/largest.ts';
import type { ValueAnswer } from '../../workers/analysisTasks.ts';

/** A customer by the position of their entry, with what they would bring if they were a customer for certain. */
export interface ValuedCustomer {
  readonly at: number;
  readonly id: string;
  readonly alive: number;
  readonly value: number;
  readonly ifStays: number;
  /** Where the value lies with a chance of four in five. */
  readonly low: number;
  readonly high: number;
}

/** Below this chance somebody is about to be lost, and below the second one is gone. */
const lost = { below: 0.5, from: 0.05 };

/** Those who bring most, and those who would but have probably left: `count` of each. */
export function valuedCustomers(
  answer: ValueAnswer,
  count: number,
): { readonly best: readonly ValuedCustomer[]; readonly atRisk: readonly ValuedCustomer[] } {
  const { accounts, alive, value, repeats, spread } = answer;
  const ifStays = value.map((each, at) => (alive[at]! > 0 ? each / alive[at]! : 0));
  const isAtRisk = (at: number): boolean =>
    alive[at]! < lost.below && alive[at]! >= lost.from && repeats[at]! > 0;
  const customerAt = (at: number): ValuedCustomer => ({
    ...{ at, id: accounts[at] ?? '', alive: alive[at] ?? 0, value: value[at] ?? 0 },
    ...{ ifStays: ifStays[at] ?? 0, low: spread.low[at] ?? 0, high: spread.high[at] ?? 0 },
  });
  return {
    best: largestOf(value, count).map(customerAt),
    atRisk: largestOf(ifStays, count, isAtRisk).map(customerAt),
  };
}

/** What all will bring, and the share of the tenth who bring most. */
export function totalOf(answer: ValueAnswer): Total {
  const known = totals.get(answer);
  if (known !== undefined) return known;
  const total = sumUp(answer.value);
  totals.set(answer, total);
  return total;
}

interface Total {
  readonly total: number;
  readonly topTenth: number;
}

/** Of many customers it takes a moment, and several parts of a page ask. */
const totals = new WeakMap<ValueAnswer, Total>();

function sumUp(value: Float64Array): Total {
  const falling = value.toSorted().reverse();
  const total = falling.reduce((sum, each) => sum + each, 0);
  const tenth = falling.subarray(0, Math.ceil(falling.length / 10)).reduce((sum, each) => sum + each, 0);
  return { total, topTenth: total > 0 ? tenth / total : 0 };
}

/** How far what was expected lies from what came, as a share of it; undefined where it could not be checked. */
export function checkGap({ check }: ValueAnswer): number | undefined {
  if (check === null) return undefined;
  return Math.abs(check.expectedTotal - check.actualTotal) / Math.max(1, check.actualTotal);
}
