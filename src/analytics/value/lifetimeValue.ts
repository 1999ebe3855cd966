import { bgNbdExpected, type BgNbd } from './bgNbd.ts';
import { expectedAmount, type GammaGamma, type Spending } from './gammaGamma.ts';
import type { PurchaseHistories } from './purchaseHistory.ts';

export interface Horizon {
  /** Periods ahead; 12 by default. */
  readonly periods?: number;
  /** Length of a period in the unit of the histories; 4.345 weeks by default: a month. */
  readonly periodLength?: number;
  /** Interest of one period, by which what comes later counts less; 0.01 by default. */
  readonly discount?: number;
  /** Share of an amount that is earned; 1 by default. */
  readonly margin?: number;
}

/**
 * What each customer will bring: purchases expected in each period × mean amount, discounted from the period's end.
 * Source: Fader, Hardie and Lee, RFM and CLV, 2005, with monthly sums.
 */
export function lifetimeValues(
  model: BgNbd,
  amounts: GammaGamma,
  customers: PurchaseHistories & Spending,
  { periods = 12, periodLength = 4.345, discount = 0.01, margin = 1 }: Horizon = {},
): Float64Array {
  const values = new Float64Array(customers.repeats.length);
  const amount = expectedAmount(amounts, customers);
  let before = new Float64Array(values.length);
  for (let period = 1; period <= periods; period++) {
    const until = bgNbdExpected(model, customers, periodLength * period);
    const factor = margin / (1 + discount) ** period;
    for (let i = 0; i < values.length; i++) values[i]! += (until[i]! - before[i]!) * amount[i]! * factor;
    before = until as Float64Array<ArrayBuffer>;
  }
  return values;
}

/** The textbook's value of a customer: orders per year × mean order × years as a customer × loyalty (a share, 0 to 1). */
export function simpleLifetimeValues(
  ordersPerYear: ArrayLike<number>,
  meanOrder: ArrayLike<number>,
  years: number,
  loyalty: number,
): Float64Array {
  return Float64Array.from(ordersPerYear, (rate, i) => rate * meanOrder[i]! * years * loyalty);
}
