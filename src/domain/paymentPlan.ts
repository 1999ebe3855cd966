import { addMonths, dateToDay, dayToDate, type IsoDate } from './dates.ts';
import { err, ok, type Result } from './result.ts';

/** One payment of a plan. */
export interface Instalment {
  readonly due: IsoDate;
  readonly minor: number;
}

export const planIntervals = ['weeks', 'months', 'quarters'] as const;
export type PlanInterval = (typeof planIntervals)[number];

/** Into how many equal parts, or which shares in hundredths of a percent. */
export type PlanParts = { readonly equal: number } | { readonly shares: readonly number[] };

export interface PlanRequest {
  readonly totalMinor: number;
  readonly parts: PlanParts;
  readonly first: IsoDate;
  readonly interval: PlanInterval;
}

export type PlanProblem =
  /** There is nothing to be paid, or less than one minor unit for each part. */
  | { readonly type: 'too-little' }
  | { readonly type: 'part-count' }
  /** The shares do not come to the whole. */
  | { readonly type: 'shares'; readonly sum: number };

/** Payments of one plan at most: they are written in one step. */
export const mostInstalments = 60;
/** Hundredths of a percent in a whole. */
export const wholeShare = 10_000;

/** Cuts a sum into payments that come to it exactly: each is rounded down, and what that leaves is on the last. */
export function planPayments(request: PlanRequest): Result<readonly Instalment[], PlanProblem> {
  const { totalMinor, parts, first, interval } = request;
  const count = 'equal' in parts ? parts.equal : parts.shares.length;
  if (!Number.isInteger(count) || count < 1 || count > mostInstalments) return err({ type: 'part-count' });
  if ('shares' in parts) {
    const sum = parts.shares.reduce((total, share) => total + share, 0);
    if (sum !== wholeShare || parts.shares.some((share) => share <= 0)) return err({ type: 'shares', sum });
  }
  const amounts = Array.from({ length: count }, (_, i) =>
    'equal' in parts ? Math.floor(totalMinor / count) : shareOf(totalMinor, parts.shares[i] ?? 0),
  );
  const before = amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0);
  amounts[count - 1] = totalMinor - before;
  if (amounts.some((amount) => amount <= 0)) return err({ type: 'too-little' });
  return ok(amounts.map((minor, i) => ({ minor, due: dueAfter(first, interval, i) })));
}

/** Rounded down; exact also where the product is beyond 2⁵³. */
function shareOf(totalMinor: number, share: number): number {
  return Number((BigInt(totalMinor) * BigInt(share)) / BigInt(wholeShare));
}

function dueAfter(first: IsoDate, interval: PlanInterval, times: number): IsoDate {
  if (interval === 'weeks') return dayToDate(dateToDay(first) + 7 * times);
  return addMonths(first, interval === 'quarters' ? 3 * times : times);
}
