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
  const all = answer.accounts.map((id, at): ValuedCustomer => {
    const alive = answer.alive[at] ?? 0;
    const value = answer.value[at] ?? 0;
    const { low, high } = answer.spread;
    const ifStays = alive > 0 ? value / alive : 0;
    return { at, id, alive, value, ifStays, low: low[at] ?? 0, high: high[at] ?? 0 };
  });
  const isAtRisk = ({ alive, at }: ValuedCustomer): boolean =>
    alive < lost.below && alive >= lost.from && (answer.repeats[at] ?? 0) > 0;
  return {
    best: all.toSorted((a, b) => b.value - a.value || a.at - b.at).slice(0, count),
    atRisk: all
      .filter(isAtRisk)
      .sort((a, b) => b.ifStays - a.ifStays || a.at - b.at)
      .slice(0, count),
  };
}

/** What all will bring, and the share of the tenth who bring most. */
export function totalOf({ value }: ValueAnswer): { readonly total: number; readonly topTenth: number } {
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
