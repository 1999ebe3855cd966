import type { CustomerFigures } from './customerFigures.ts';
import { median } from './quantile.ts';

/** Whom to call first, and what is at stake. */
export interface CallList {
  /** Positions in the figures, largest spenders first. */
  readonly customers: Int32Array;
  readonly netUnits: number;
  /** Median days since their last order. */
  readonly silentDays: number;
  /** Median of silence over the customer's own usual gap between orders, of those with two orders or more; NaN without. */
  readonly silenceInGaps: number;
  /** Customers in the group they were taken from. */
  readonly groupSize: number;
}

/** As many calls as a small team makes in a week. */
const mostCalls = 60;

/**
 * The largest of a group: by falling net spend, until they hold half of what the whole group spent, 60 at most. Customers
 * who spent nothing net are never among them. Empty for an empty group.
 */
export function callFirst(figures: CustomerFigures, isInGroup: (position: number) => boolean): CallList {
  const group: number[] = [];
  let groupUnits = 0;
  for (let i = 0; i < figures.account.length; i++) {
    if (!isInGroup(i)) continue;
    group.push(i);
    groupUnits += Math.max(0, figures.netUnits[i]!);
  }
  const ranked = group.sort((a, b) => figures.netUnits[b]! - figures.netUnits[a]! || a - b);
  let taken = 0;
  let netUnits = 0;
  while (taken < ranked.length && taken < mostCalls && netUnits < groupUnits / 2) {
    netUnits += figures.netUnits[ranked[taken]!]!;
    taken++;
  }
  const customers = Int32Array.from(ranked.slice(0, taken));
  return {
    customers,
    netUnits,
    silentDays: median(Array.from(customers, (i) => figures.recencyDays[i]!)),
    silenceInGaps: median(Array.from(customers, (i) => silenceInGaps(figures, i)).filter(Number.isFinite)),
    groupSize: group.length,
  };
}

/** Days since the last order over the mean days between orders; NaN for a single order or orders all on one day. */
function silenceInGaps({ recencyDays, tenureDays, orders }: CustomerFigures, i: number): number {
  const span = tenureDays[i]! - recencyDays[i]!;
  return span > 0 && orders[i]! > 1 ? recencyDays[i]! / (span / (orders[i]! - 1)) : Number.NaN;
}
