import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import { concentrationOf, type Concentration } from '../concentration.ts';
import { bgNbdAlive, bgNbdExpected, fitBgNbd, type BgNbd, type ValueFitError } from './bgNbd.ts';
import { fitGammaGamma, type GammaGamma } from './gammaGamma.ts';
import { holdoutCheck, type HoldoutCheck } from './holdout.ts';
import { lifetimeValues, simpleLifetimeValues } from './lifetimeValue.ts';
import { fitParetoNbd, paretoNbdExpected } from './paretoNbd.ts';
import { valueSpread, type ValueSpread } from './valueSpread.ts';
import { purchaseHistories, type ObservedPurchases, type Purchases } from './purchaseHistory.ts';

/** What each customer will probably do in the next twelve months, one entry per customer with a purchase. */
export interface CustomerValue {
  /** Index of the account, rising. */
  readonly customer: Int32Array;
  /** Days with a purchase after the first. */
  readonly repeats: Float64Array;
  /** Chance that the customer has not left for good. */
  readonly alive: Float64Array;
  /** Days with a purchase expected in the twelve months. */
  readonly expected: Float64Array;
  /** What they will bring, discounted by 1 % a month; in the unit of the amounts. */
  readonly value: Float64Array;
  /** Where it lies with a chance of four in five, of each and of all together. */
  readonly spread: ValueSpread;
  readonly model: BgNbd;
  /** Null where all spend the same, or too little is known: then the mean of what was spent. */
  readonly amounts: GammaGamma | null;
  /** The same model fitted to the first three quarters of the time, against what came after; null where that time is too short. */
  readonly check: (HoldoutCheck & { readonly days: number }) | null;
  /** How unevenly what they will bring is spread. */
  readonly concentration: Concentration;
  /** The textbook's rate: days with a purchase in a year × mean amount of one; times years and loyalty it is a value. */
  readonly yearly: Float64Array;
}

export type CustomerValueError =
  | ValueFitError
  /** Fewer customers with a second purchase than it takes to see a rhythm. */
  | { readonly type: 'too-few-repeats'; readonly repeats: number; readonly needed: number };

/** Customers who bought on a second day, at least. */
export const leastRepeaters = 30;
const unitDays = 7;
const yearInWeeks = 52.14;
const leastCheckDays = 28;
const leastWeeks = 4.345;

/** From all purchases up to `endDay`; the same seed gives the same spread. Source: Fader, Hardie and Lee, RFM and CLV, 2005. */
export function customerValue(
  purchases: Purchases,
  customers: number,
  endDay: number,
  seed: number,
): Result<CustomerValue, CustomerValueError> {
  const histories = purchaseHistories(purchases, { customers, endDay, unitDays });
  const repeaters = histories.repeats.reduce((count, x) => count + Number(x > 0), 0);
  if (repeaters < leastRepeaters)
    return err({ type: 'too-few-repeats', repeats: repeaters, needed: leastRepeaters });
  const fitted = fitBgNbd(histories);
  if (!fitted.ok) return fitted;
  const { model } = fitted.value;
  const spending = fitGammaGamma(histories);
  const amounts = spending.ok && spending.value.model.q > 1 ? spending.value.model : null;
  const expected = bgNbdExpected(model, histories, yearInWeeks);
  const value =
    amounts === null
      ? expected.map((count) => count * meanAmount(purchases))
      : lifetimeValues(model, amounts, histories);
  const spread = valueSpread(histories, {
    ...{ model, amounts, meanAmount: meanAmount(purchases), random: seededRandom(seed) },
  });
  return ok({
    ...{ customer: histories.customer, repeats: histories.repeats, model, amounts, expected },
    alive: bgNbdAlive(model, histories),
    ...{ value, spread, concentration: concentrationOf(value), yearly: yearlyAmounts(purchases, histories) },
    check: checkOf(purchases, customers, endDay),
  });
}

function checkOf(purchases: Purchases, customers: number, endDay: number): CustomerValue['check'] {
  const hidden = hiddenQuarter(purchases, customers, endDay);
  if (hidden === null) return null;
  const { observed, days } = hidden;
  const fitted = fitBgNbd(observed);
  if (!fitted.ok) return null;
  const expected = bgNbdExpected(fitted.value.model, observed, days / unitDays);
  return { ...holdoutCheck(observed.repeats, observed.later, expected), days };
}

/**
 * How the older Pareto/NBD does on the customers on which BG/NBD is checked; null where it does not fit or there is too little
 * time. Minutes where its parameters run off.
 */
export function paretoCheck(purchases: Purchases, customers: number, endDay: number): HoldoutCheck | null {
  const hidden = hiddenQuarter(purchases, customers, endDay);
  if (hidden === null) return null;
  const { observed, days } = hidden;
  const fitted = fitParetoNbd(observed);
  if (!fitted.ok) return null;
  const expected = paretoNbdExpected(fitted.value.model, observed, days / unitDays);
  return holdoutCheck(observed.repeats, observed.later, expected);
}

/** The first three quarters of the time, with what came in the last. */
function hiddenQuarter(
  purchases: Purchases,
  customers: number,
  endDay: number,
): { readonly observed: ObservedPurchases; readonly days: number } | null {
  let firstDay = Infinity;
  for (let i = 0; i < purchases.day.length; i++) firstDay = Math.min(firstDay, purchases.day[i]!);
  const days = Math.floor((endDay - firstDay) / 4);
  if (!(days >= leastCheckDays)) return null;
  const until = { customers, endDay: endDay - days, holdoutEndDay: endDay, unitDays };
  return { observed: purchaseHistories(purchases, until), days };
}

/** Of somebody seen for less than a year as if they went on so; of less than a month, as if it had been one. */
function yearlyAmounts({ customer, amount }: Purchases, histories: ObservedPurchases): Float64Array {
  const sums = new Float64Array(1 + histories.customer.reduce((most, each) => Math.max(most, each), 0));
  for (let i = 0; i < amount.length; i++) if (customer[i]! < sums.length) sums[customer[i]!]! += amount[i]!;
  const days = histories.repeats.map((repeats) => repeats + 1);
  const rate = days.map((count, i) => (count * yearInWeeks) / Math.max(leastWeeks, histories.age[i]!));
  const mean = days.map((count, i) => sums[histories.customer[i]!]! / count);
  return simpleLifetimeValues(rate, mean, 1, 1);
}

function meanAmount({ amount }: Purchases): number {
  let sum = 0;
  for (let i = 0; i < amount.length; i++) sum += amount[i]!;
  return sum / Math.max(1, amount.length);
}
