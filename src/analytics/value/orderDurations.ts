import type { Durations } from '../survival/kaplanMeier.ts';
import type { Purchases } from './purchaseHistory.ts';

/**
 * How long customers went on buying, in days from their first purchase: those silent for more than `silentDays` up to `endDay`
 * have ended with their last purchase, the others go on.
 */
export function orderDurations(
  { customer, day }: Purchases,
  customers: number,
  endDay: number,
  silentDays: number,
): Durations {
  const first = new Float64Array(customers).fill(Infinity);
  const last = new Float64Array(customers).fill(-Infinity);
  for (let i = 0; i < customer.length; i++) {
    if (day[i]! > endDay) continue;
    first[customer[i]!] = Math.min(first[customer[i]!]!, day[i]!);
    last[customer[i]!] = Math.max(last[customer[i]!]!, day[i]!);
  }
  const known = Int32Array.from(first.keys()).filter((own) => Number.isFinite(first[own]));
  const hasEnded = (own: number): boolean => endDay - last[own]! > silentDays;
  return {
    time: Float64Array.from(known, (own) => (hasEnded(own) ? last[own]! : endDay) - first[own]!),
    ended: Float64Array.from(known, (own) => Number(hasEnded(own))),
  };
}
