import { err, ok, type Result } from '../../domain/result.ts';
import type { FitError } from '../learning/learner.ts';
import { fitLogistic, predictLogistic, type LogisticModel } from '../learning/logistic.ts';
import { matrixOf, type Matrix } from '../matrix.ts';

/** Lines of orders, one entry each, in any order. */
export interface OrderLines {
  /** Customer, 0 to `customers` − 1. */
  readonly customer: ArrayLike<number>;
  /** Days since 1970-01-01. */
  readonly day: ArrayLike<number>;
  /** Any number that the lines of one order share. */
  readonly order: ArrayLike<number>;
  readonly product: ArrayLike<number>;
  readonly amount: ArrayLike<number>;
}

/** The columns of `PurchaseFeatures.features`, in their order. */
export const purchaseFeatureNames = ['recency', 'tenure', 'orders', 'amount', 'products', 'gap'] as const;

export interface PurchaseFeatures {
  /** Customers with a purchase before the cut, rising. */
  readonly customer: Int32Array;
  /** For each of them: days since the last and the first purchase, ln(1 + orders), ln(1 + amount), ln(1 + products), mean days
   *  between purchase days (those since the only one where there is one). */
  readonly features: Matrix;
}

/** What is known of each customer from lines before the day `cutDay`. */
export function purchaseFeatures(lines: OrderLines, customers: number, cutDay: number): PurchaseFeatures {
  const { customer, day, order, product, amount } = lines;
  const first = new Float64Array(customers).fill(Number.POSITIVE_INFINITY);
  const last = new Float64Array(customers).fill(Number.NEGATIVE_INFINITY);
  const total = new Float64Array(customers);
  for (let i = 0; i < customer.length; i++) {
    if (day[i]! >= cutDay) continue;
    const own = customer[i]!;
    first[own] = Math.min(first[own]!, day[i]!);
    last[own] = Math.max(last[own]!, day[i]!);
    total[own]! += amount[i]!;
  }
  const distinct = (column: ArrayLike<number>) =>
    distinctPerCustomer(customer, column, day, customers, cutDay);
  const [orders, products, days] = [distinct(order), distinct(product), distinct(day)];
  const known = Int32Array.from({ length: customers }, (_, own) => own).filter((own) => days[own]! > 0);
  const pick = (value: (own: number) => number) => Float64Array.from(known, value);
  return {
    customer: known,
    features: matrixOf([
      pick((own) => cutDay - last[own]!),
      pick((own) => cutDay - first[own]!),
      pick((own) => Math.log1p(orders[own]!)),
      pick((own) => Math.log1p(Math.max(0, total[own]!))),
      pick((own) => Math.log1p(products[own]!)),
      pick((own) => (days[own]! > 1 ? (last[own]! - first[own]!) / (days[own]! - 1) : cutDay - first[own]!)),
    ]),
  };
}

/** 1 for each customer of `of` who buys from `cutDay` on within `horizonDays`, else 0. */
export function boughtWithin(
  { customer, day }: OrderLines,
  of: Int32Array,
  customers: number,
  cutDay: number,
  horizonDays: number,
): Float64Array {
  const buys = new Uint8Array(customers);
  for (let i = 0; i < customer.length; i++)
    if (day[i]! >= cutDay && day[i]! < cutDay + horizonDays) buys[customer[i]!] = 1;
  return Float64Array.from(of, (own) => buys[own]!);
}

export interface NextPurchase {
  readonly customer: Int32Array;
  /** The chance that each of them buys within the horizon from today. */
  readonly chance: Float64Array;
  readonly model: LogisticModel;
  /** Rows that the model learnt from, and how many of them bought. */
  readonly rows: number;
  readonly buyers: number;
}

/**
 * Who will buy within `horizonDays` from `today`: learnt from what was known that long ago and who has bought since, applied to
 * what is known now. Logistic regression with penalty c = 1 on z-scores.
 */
export function nextPurchase(
  lines: OrderLines,
  customers: number,
  today: number,
  horizonDays: number,
): Result<NextPurchase, FitError> {
  const past = purchaseFeatures(lines, customers, today - horizonDays);
  const target = boughtWithin(lines, past.customer, customers, today - horizonDays, horizonDays);
  const fit = fitLogistic({ features: past.features, target });
  if (!fit.ok) return err(fit.error);
  const now = purchaseFeatures(lines, customers, today);
  const { model } = fit.value;
  return ok({
    customer: now.customer,
    chance: predictLogistic(model, now.features),
    model,
    rows: target.length,
    buyers: target.reduce((sum, label) => sum + label, 0),
  });
}

function distinctPerCustomer(
  customer: ArrayLike<number>,
  column: ArrayLike<number>,
  day: ArrayLike<number>,
  customers: number,
  cutDay: number,
): Float64Array {
  const seen = Array.from({ length: customers }, () => new Set<number>());
  for (let i = 0; i < customer.length; i++) if (day[i]! < cutDay) seen[customer[i]!]!.add(column[i]!);
  return Float64Array.from(seen, (values) => values.size);
}
