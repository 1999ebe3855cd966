/** Purchases in any order, one entry each. */
export interface Purchases {
  /** Customer, 0 to `customers` − 1. */
  readonly customer: ArrayLike<number>;
  /** Whole days since 1970-01-01. */
  readonly day: ArrayLike<number>;
  /** In any one currency and unit. */
  readonly amount: ArrayLike<number>;
}

/** What models of customer value know of each customer with a purchase up to the end of the observed time. */
export interface PurchaseHistories {
  /** x: days with a purchase, after the first. */
  readonly repeats: Float64Array;
  /** t_x: time from the first purchase to the last; 0 without repeats. */
  readonly lastAt: Float64Array;
  /** T: time from the first purchase to the end of the observed time. */
  readonly age: Float64Array;
}

export interface ObservedPurchases extends PurchaseHistories {
  /** The customer of each entry, rising. */
  readonly customer: Int32Array;
  /** Mean amount of a day with a repeated purchase; 0 without. */
  readonly meanAmount: Float64Array;
  /** Days with a purchase after the observed time, up to and with `holdoutEndDay`. */
  readonly later: Float64Array;
}

export interface ObservedTime {
  readonly customers: number;
  /** The last day that is observed. */
  readonly endDay: number;
  /** The last day of the time that a forecast is compared with; by default nothing lies after `endDay`. */
  readonly holdoutEndDay?: number;
  /** Days in the unit of time; 7 by default: weeks. */
  readonly unitDays?: number;
}

export type HistoryFlaw =
  | { readonly type: 'no-rows' }
  | { readonly type: 'not-finite'; readonly row: number }
  /** A count below 0 or broken, a last purchase after the end, or repeats without time between them. */
  | { readonly type: 'bad-history'; readonly row: number };

/**
 * Histories of customers from their purchases; those of one day count as one. Customers without a purchase up to the end are
 * left out. Linear in purchases, but for sorting those of each customer.
 */
export function purchaseHistories(
  purchases: Purchases,
  { customers, endDay, holdoutEndDay = endDay, unitDays = 7 }: ObservedTime,
): ObservedPurchases {
  const { start, order } = byCustomer(purchases, customers);
  const { day, amount } = purchases;
  const found = { customer: new Int32Array(customers), count: 0 };
  const columns = Array.from({ length: 5 }, () => new Float64Array(customers));
  const [repeats, lastAt, age, meanAmount, later] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let c = 0; c < customers; c++) {
    let [first, last, days, sum, after] = [Number.NaN, Number.NaN, 0, 0, 0];
    const own = order.subarray(start[c], start[c + 1]);
    for (let i = 0; i < own.length && day[own[i]!]! <= holdoutEndDay; i++) {
      const at = day[own[i]!]!;
      const isNew = i === 0 || at !== day[own[i - 1]!];
      if (at > endDay) after += isNew ? 1 : 0;
      else {
        if (isNew) days++;
        if (days === 1) first = at;
        else sum += amount[own[i]!]!;
        last = at;
      }
    }
    if (days === 0) continue;
    const at = found.count++;
    found.customer[at] = c;
    repeats[at] = days - 1;
    lastAt[at] = (last - first) / unitDays;
    age[at] = (endDay - first) / unitDays;
    meanAmount[at] = days > 1 ? sum / (days - 1) : 0;
    later[at] = after;
  }
  const cut = (column: Float64Array) => column.slice(0, found.count);
  return {
    customer: found.customer.slice(0, found.count),
    repeats: cut(repeats),
    lastAt: cut(lastAt),
    age: cut(age),
    meanAmount: cut(meanAmount),
    later: cut(later),
  };
}

/** What keeps histories from being used, or null. */
export function historyFlaw({ repeats, lastAt, age }: PurchaseHistories): HistoryFlaw | null {
  if (repeats.length === 0) return { type: 'no-rows' };
  for (let row = 0; row < repeats.length; row++) {
    const [x, last, all] = [repeats[row]!, lastAt[row]!, age[row]!];
    if (!Number.isFinite(x) || !Number.isFinite(last) || !Number.isFinite(all))
      return { type: 'not-finite', row };
    const isEven = x === 0 ? last === 0 : last > 0;
    if (x < 0 || !Number.isInteger(x) || last > all || !isEven) return { type: 'bad-history', row };
  }
  return null;
}

/** Different histories and how many customers have each: fits look at them once. */
export interface DistinctHistories extends PurchaseHistories {
  readonly count: Float64Array;
  readonly most: number;
}

export function distinctHistories({ repeats, lastAt, age }: PurchaseHistories): DistinctHistories {
  const order = Int32Array.from(repeats.keys()).sort(
    (i, j) => repeats[i]! - repeats[j]! || lastAt[i]! - lastAt[j]! || age[i]! - age[j]!,
  );
  const columns = Array.from({ length: 4 }, () => new Float64Array(order.length));
  const [x, last, all, count] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  let size = 0;
  for (const i of order) {
    const before = size - 1;
    if (size > 0 && x[before] === repeats[i] && last[before] === lastAt[i] && all[before] === age[i])
      count[before]! += 1;
    else {
      x[size] = repeats[i]!;
      last[size] = lastAt[i]!;
      all[size] = age[i]!;
      count[size++] = 1;
    }
  }
  const cut = (column: Float64Array) => column.slice(0, size);
  return {
    repeats: cut(x),
    lastAt: cut(last),
    age: cut(all),
    count: cut(count),
    most: size === 0 ? 0 : x[size - 1]!,
  };
}

/** Positions of the purchases of each customer, by day: those of c are `order[start[c] … start[c + 1])`. */
function byCustomer(
  { customer, day }: Purchases,
  customers: number,
): { readonly start: Int32Array; readonly order: Int32Array } {
  const start = new Int32Array(customers + 1);
  for (let i = 0; i < customer.length; i++) start[customer[i]! + 1]! += 1;
  for (let c = 0; c < customers; c++) start[c + 1]! += start[c]!;
  const next = start.slice();
  const order = new Int32Array(customer.length);
  for (let i = 0; i < customer.length; i++) order[next[customer[i]!]!++] = i;
  for (let c = 0; c < customers; c++)
    order.subarray(start[c], start[c + 1]).sort((i, j) => day[i]! - day[j]! || i - j);
  return { start, order };
}
