import { noDay } from '../domain/orderBlock.ts';
import type { OrderColumns } from '../domain/orderColumns.ts';
import { roundHalfAway } from '../domain/money.ts';

/**
 * Which orders count, and how.
 * - `net`: orders that are open or done; returns and adjustments are taken off what the customer spent.
 * - `reference`: returns left out, lines with quantity or price at or below zero left out, nothing netted; the rule by
 *   which published results on Online Retail were computed.
 */
export interface Population {
  readonly rule: 'net' | 'reference';
  /** Day from which recency counts back, in days since 1970-01-01; later orders are left out. */
  readonly snapshotDay: number;
  /** First day that counts, or null for all. */
  readonly fromDay: number | null;
  /** Position in `OrderColumns.currencies`: amounts of different currencies are never added. */
  readonly currency: number;
}

/** Orders that did not count, each under the first reason that applied, and lines left out of orders that did. */
export interface LeftOut {
  readonly anonymous: number;
  readonly notPlaced: number;
  readonly outsidePeriod: number;
  readonly otherCurrency: number;
  /** Whole returns left out by the `reference` rule. */
  readonly returns: number;
  /** Lines left out by the `reference` rule. */
  readonly linesNotPositive: number;
  /** Accounts that have returns or adjustments in the period and no order. */
  readonly accountsWithoutOrder: number;
}

/** One entry per customer with at least one order, by rising account index. Amounts are integers at 10⁻⁴ of the major unit. */
export interface CustomerFigures {
  /** Positions in `OrderColumns.accounts`. */
  readonly account: Int32Array;
  /** Whole days from the last order to the snapshot. */
  readonly recencyDays: Float64Array;
  /** Whole days from the first order in the period to the snapshot. */
  readonly tenureDays: Float64Array;
  /** Number of distinct orders. */
  readonly orders: Float64Array;
  /** Number of days with an order. */
  readonly purchaseDays: Float64Array;
  readonly lines: Float64Array;
  /** Orders less returns, with adjustments. */
  readonly netUnits: Float64Array;
  /** Orders alone. */
  readonly grossUnits: Float64Array;
  /** Returns alone, not below zero. */
  readonly returnedUnits: Float64Array;
  readonly totals: { readonly orders: number; readonly lines: number; readonly netUnits: number };
  readonly leftOut: LeftOut;
}

const kindReturn = 1;
const kindAdjustment = 2;
const statusDraft = 0;
const statusCancelled = 3;

/**
 * Recency, frequency, spending and the like of each customer, by one pass over orders and lines. Each line is
 * quantity × price × (1 − discount), rounded to 10⁻⁴ half away from zero; sums are exact below 2⁵³ units.
 */
export function customerFigures(columns: OrderColumns, population: Population): CustomerFigures {
  const { orderAccount, orderDay, orderKind, orderStatus, orderCurrency, lineStart } = columns;
  const size = columns.accounts.length;
  const last = new Int32Array(size).fill(noDay);
  const first = new Int32Array(size).fill(noDay);
  const touched = new Uint8Array(size);
  const orders = new Float64Array(size);
  const lines = new Float64Array(size);
  const net = new Float64Array(size);
  const gross = new Float64Array(size);
  const returned = new Float64Array(size);
  const isReference = population.rule === 'reference';
  const { snapshotDay, currency } = population;
  const fromDay = population.fromDay ?? noDay + 1;
  const visits: Visits = { account: [], day: [] };
  const leftOut = {
    anonymous: 0,
    notPlaced: 0,
    outsidePeriod: 0,
    otherCurrency: 0,
    returns: 0,
    linesNotPositive: 0,
    accountsWithoutOrder: 0,
  };
  const sum = { units: 0, lines: 0 };

  for (let order = 0; order < orderAccount.length; order++) {
    const account = orderAccount[order]!;
    const day = orderDay[order]!;
    const status = orderStatus[order]!;
    const kind = orderKind[order]!;
    if (account < 0) leftOut.anonymous++;
    else if (status === statusDraft || status === statusCancelled) leftOut.notPlaced++;
    else if (day < fromDay || day > snapshotDay) leftOut.outsidePeriod++;
    else if (orderCurrency[order] !== currency) leftOut.otherCurrency++;
    else if (isReference && kind === kindReturn) leftOut.returns++;
    else {
      const from = lineStart[order]!;
      const to = lineStart[order + 1]!;
      addLines(columns, from, to, isReference, sum);
      if (isReference) leftOut.linesNotPositive += to - from - sum.lines;
      if (isReference && sum.lines === 0) continue;
      touched[account] = 1;
      if (kind === kindReturn) {
        const back = Math.abs(sum.units);
        returned[account]! += back;
        net[account]! -= back;
      } else if (kind === kindAdjustment && !isReference) {
        net[account]! += sum.units;
      } else {
        orders[account]! += 1;
        visits.account.push(account);
        visits.day.push(day);
        lines[account]! += sum.lines;
        gross[account]! += sum.units;
        net[account]! += sum.units;
        if (day > last[account]!) last[account] = day;
        if (first[account] === noDay || day < first[account]!) first[account] = day;
      }
    }
  }

  const customers = positionsWhere(size, (i) => orders[i]! > 0);
  leftOut.accountsWithoutOrder = touched.reduce((count, flag) => count + flag, 0) - customers.length;
  const pick = (values: Float64Array) => Float64Array.from(customers, (i) => values[i]!);
  const picked = { orders: pick(orders), lines: pick(lines), netUnits: pick(net) };
  return {
    account: customers,
    recencyDays: Float64Array.from(customers, (i) => snapshotDay - last[i]!),
    tenureDays: Float64Array.from(customers, (i) => snapshotDay - first[i]!),
    purchaseDays: pick(distinctDays(visits, size)),
    ...picked,
    grossUnits: pick(gross),
    returnedUnits: pick(returned),
    totals: { orders: total(picked.orders), lines: total(picked.lines), netUnits: total(picked.netUnits) },
    leftOut,
  };
}

interface Visits {
  readonly account: number[];
  readonly day: number[];
}

/** Days on which each account ordered. An account's days, shifted to be positive, take a range of their own of 270 years. */
function distinctDays({ account, day }: Visits, size: number): Float64Array {
  const width = 100_000;
  const keys = Float64Array.from(account, (own, i) => own * width + width / 2 + day[i]!).sort();
  const days = new Float64Array(size);
  keys.forEach((key, i) => {
    if (i === 0 || key !== keys[i - 1]) days[Math.floor(key / width)]! += 1;
  });
  return days;
}

/** Day after the last placed order of a known customer, the snapshot that makes the freshest customer one day old; null without orders. */
export function dayAfterLastOrder(columns: OrderColumns): number | null {
  let last = noDay;
  for (let i = 0; i < columns.orderDay.length; i++) {
    if (isPlacedByCustomer(columns, i)) last = Math.max(last, columns.orderDay[i]!);
  }
  return last === noDay ? null : last + 1;
}

/** Number of placed orders of known customers in each currency. */
export function ordersByCurrency(columns: OrderColumns): Float64Array {
  const counts = new Float64Array(columns.currencies.length);
  for (let i = 0; i < columns.orderCurrency.length; i++) {
    if (isPlacedByCustomer(columns, i)) counts[columns.orderCurrency[i]!]! += 1;
  }
  return counts;
}

/** Calls for every placed order of a known customer in one currency, with what its lines come to at 10⁻⁴ of the major unit. */
export function eachPlacedOrder(
  columns: OrderColumns,
  currency: number,
  visit: (order: number, units: number) => void,
): void {
  const sum = { units: 0, lines: 0 };
  for (let order = 0; order < columns.orderAccount.length; order++) {
    if (columns.orderCurrency[order] !== currency || !isPlacedByCustomer(columns, order)) continue;
    addLines(columns, columns.lineStart[order]!, columns.lineStart[order + 1]!, false, sum);
    visit(order, sum.units);
  }
}

function isPlacedByCustomer(columns: OrderColumns, order: number): boolean {
  const status = columns.orderStatus[order];
  const isPlaced = status !== statusDraft && status !== statusCancelled;
  return isPlaced && columns.orderKind[order] === 0 && columns.orderAccount[order]! >= 0;
}

/** Writes units and number of the counted lines into `sum`, reused to spare an object per order. */
function addLines(
  { lineQuantity, linePrice, lineDiscount }: OrderColumns,
  from: number,
  to: number,
  onlyPositive: boolean,
  sum: { units: number; lines: number },
): void {
  sum.units = 0;
  sum.lines = 0;
  for (let line = from; line < to; line++) {
    const quantity = lineQuantity[line]!;
    const price = linePrice[line]!;
    if (onlyPositive && !(quantity > 0 && price > 0)) continue;
    const units = quantity * price * (1 - lineDiscount[line]!);
    sum.units += Number.isInteger(units) ? units : roundHalfAway(units);
    sum.lines++;
  }
}

function positionsWhere(size: number, isWanted: (position: number) => boolean): Int32Array {
  const found = new Int32Array(size);
  let count = 0;
  for (let i = 0; i < size; i++) if (isWanted(i)) found[count++] = i;
  return found.slice(0, count);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
