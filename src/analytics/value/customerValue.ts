import { err, ok, type Result } from '../../domain/result.ts';
import { bgNbdAlive, bgNbdExpected, fitBgNbd, type BgNbd, type ValueFitError } from './bgNbd.ts';
import { fitGammaGamma, type GammaGamma } from './gammaGamma.ts';
import { holdoutCheck, type HoldoutCheck } from './holdout.ts';
import { lifetimeValues } from './lifetimeValue.ts';
import { purchaseHistories, type Purchases } from './purchaseHistory.ts';

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
  readonly model: BgNbd;
  /** Null where all spend the same, or too little is known: then the mean of what was spent. */
  readonly amounts: GammaGamma | null;
  /** The same model fitted to the first three quarters of the time, against what came after; null where that time is too short. */
  readonly check: (HoldoutCheck & { readonly days: number }) | null;
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

/** From all purchases up to `endDay`. Source: Fader, Hardie and Lee, RFM and CLV, 2005. */
export function customerValue(
  purchases: Purchases,
  customers: number,
  endDay: number,
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
  return ok({
    ...{ customer: histories.customer, repeats: histories.repeats, model, amounts, expected },
    alive: bgNbdAlive(model, histories),
    value:
      amounts === null
        ? expected.map((count) => count * meanAmount(purchases))
        : lifetimeValues(model, amounts, histories),
    check: checkOf(purchases, customers, endDay),
  });
}

function checkOf(purchases: Purchases, customers: number, endDay: number): CustomerValue['check'] {
  let firstDay = Infinity;
  for (let i = 0; i < purchases.day.length; i++) firstDay = Math.min(firstDay, purchases.day[i]!);
  const days = Math.floor((endDay - firstDay) / 4);
  if (!(days >= leastCheckDays)) return null;
  const observed = purchaseHistories(purchases, {
    ...{ customers, endDay: endDay - days, holdoutEndDay: endDay, unitDays },
  });
  const fitted = fitBgNbd(observed);
  if (!fitted.ok) return null;
  const expected = bgNbdExpected(fitted.value.model, observed, days / unitDays);
  return { ...holdoutCheck(observed.repeats, observed.later, expected), days };
}

function meanAmount({ amount }: Purchases): number {
  let sum = 0;
  for (let i = 0; i < amount.length; i++) sum += amount[i]!;
  return sum / Math.max(1, amount.length);
}
