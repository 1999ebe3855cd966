import { dayAfterLastOrder, eachPlacedOrder } from '../../analytics/customerFigures.ts';
import type { SurvivalError } from '../../analytics/survival/kaplanMeier.ts';
import type { Staying, StayingRequest } from '../../analytics/survival/staying.ts';
import type { DemandError, DemandForecast } from '../../analytics/value/demand.ts';
import type { OrderLines } from '../../analytics/value/nextPurchase.ts';
import type { DatabaseError } from '../../database/errors.ts';
import { dayToDate } from '../../domain/dates.ts';
import type { OrderColumns } from '../../domain/orderColumns.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { currencyOf, lastLookedAt, loadColumns, type OrderSource } from './orderSource.ts';

/** Of all customers by their orders: who is silent for longer has left. */
export interface OrderStayingRequest {
  readonly source: OrderSource;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly silentDays: number;
}

export type StayingAnswer = Staying;

export interface DemandRequest {
  readonly source: OrderSource;
  readonly today: number;
  /** A product's id, or null for all. */
  readonly product: string | null;
  readonly unit: 'week' | 'month';
  readonly measure: 'amount' | 'quantity' | 'orders';
  /** Periods to forecast. */
  readonly periods: number;
}

export interface DemandAnswer extends DemandForecast {
  /** What was, by whole periods, and the day on which the first of them began. */
  readonly series: Float64Array;
  /** First day of each period, of those that were and then of those to come. */
  readonly starts: Int32Array;
  readonly currency: string;
  /** Ids of the products with the highest sums, the highest first, at most 100. */
  readonly products: readonly string[];
}

export interface NextPurchaseRequest {
  readonly source: OrderSource;
  readonly today: number;
  readonly horizonDays: number;
}

export interface NextPurchaseAnswer {
  /** Account id of each entry. */
  readonly accounts: readonly string[];
  /** The chance that they buy within the horizon. */
  readonly chance: Float64Array;
  /** How well the same was told one horizon earlier, of what has happened since; null where there was too little to learn from. */
  readonly auc: number | null;
  readonly rows: number;
  readonly buyers: number;
  readonly endDay: number;
}

type NoOrders = { readonly type: 'no-orders' };

export interface TimingTasks {
  staying: { request: StayingRequest; answer: StayingAnswer; error: SurvivalError };
  orderStaying: {
    request: OrderStayingRequest;
    answer: StayingAnswer;
    error: SurvivalError | NoOrders | DatabaseError;
  };
  demand: { request: DemandRequest; answer: DemandAnswer; error: DemandError | NoOrders | DatabaseError };
  nextPurchase: {
    request: NextPurchaseRequest;
    answer: NextPurchaseAnswer;
    error: NoOrders | DatabaseError | { readonly type: 'too-few-purchases' };
  };
}

type Works = {
  readonly [T in keyof TimingTasks]: (
    request: TimingTasks[T]['request'],
  ) => Promise<Result<TimingTasks[T]['answer'], TimingTasks[T]['error']>>;
};

const unitsPerMajor = 10_000;
const mostProducts = 100;
/** Years of weeks and months: what came before is another time. */
const mostPeriods = { week: 260, month: 120 };

/** When customers leave, what will be sold, and who buys next. */
export const timingWork: Works = {
  async staying(request) {
    const { stayingOf } = await import('../../analytics/survival/staying.ts');
    return stayingOf(request);
  },

  async orderStaying({ source, today, silentDays }) {
    const loaded = await loadOrders(source, today);
    if (!loaded.ok) return loaded;
    const { columns, currency, endDay } = loaded.value;
    const [{ purchasesOf }, { orderDurations }, { kaplanMeier }] = await Promise.all([
      import('../../analytics/value/orderPurchases.ts'),
      import('../../analytics/value/orderDurations.ts'),
      import('../../analytics/survival/kaplanMeier.ts'),
    ]);
    const purchases = purchasesOf(columns, currency);
    const curve = kaplanMeier(orderDurations(purchases, columns.accounts.length, endDay, silentDays));
    if (!curve.ok) return curve;
    const none = {
      groups: [],
      difference: null,
      factors: [],
      factorRows: 0,
      concordance: null,
      flaw: null,
      unknown: 0,
    };
    return ok({ curve: curve.value, ...none });
  },

  async demand({ source, today, product, unit, measure, periods }) {
    const loaded = await loadOrders(source, today);
    if (!loaded.ok) return loaded;
    const { columns, currency, endDay } = loaded.value;
    const { demandSeries, forecastDemand } = await import('../../analytics/value/demand.ts');
    const wanted = product === null ? -1 : columns.products.indexOf(product);
    const sales = salesOf(columns, currency, product === null ? null : wanted, measure);
    const periodOf = unit === 'week' ? weekOf : monthOf;
    const place = sales.day.map(periodOf);
    // The period of the last day is not over.
    const last = periodOf(endDay + 1) - 1;
    let first = last;
    for (const each of place) first = Math.min(first, each);
    first = Math.max(first, last - mostPeriods[unit] + 1);
    const series = demandSeries(place, sales.amount, {
      ...{ fromDay: first, periods: last - first + 1, unitDays: 1 },
    });
    const forecast = forecastDemand(series, { periods, season: unit === 'week' ? 52 : 12 });
    if (!forecast.ok) return forecast;
    const startOf = unit === 'week' ? (week: number) => 7 * week - 3 : firstDayOfMonth;
    return ok({
      ...forecast.value,
      series,
      starts: Int32Array.from({ length: series.length + periods }, (_, i) => startOf(first + i)),
      currency: columns.currencies[currency]!,
      products: bestProducts(columns, currency),
    });
  },

  async nextPurchase({ source, today, horizonDays }) {
    const loaded = await loadOrders(source, today);
    if (!loaded.ok) return loaded;
    const { columns, currency, endDay } = loaded.value;
    const [{ boughtWithin, nextPurchase }, { rankingOf, rocAuc }] = await Promise.all([
      import('../../analytics/value/nextPurchase.ts'),
      import('../../analytics/validation/ranking.ts'),
    ]);
    const lines = linesOf(columns, currency);
    const customers = columns.accounts.length;
    const now = nextPurchase(lines, customers, endDay + 1, horizonDays);
    if (!now.ok) return err({ type: 'too-few-purchases' });
    const cut = endDay + 1 - horizonDays;
    const earlier = nextPurchase(lines, customers, cut, horizonDays);
    const { customer, chance, rows, buyers } = now.value;
    const truth = earlier.ok
      ? boughtWithin(lines, earlier.value.customer, customers, cut, horizonDays)
      : null;
    return ok({
      ...{ accounts: Array.from(customer, (own) => columns.accounts[own]!), chance, rows, buyers, endDay },
      auc: earlier.ok && truth !== null ? rocAuc(rankingOf(truth, earlier.value.chance)) : null,
    });
  },
};

async function loadOrders(
  source: OrderSource,
  today: number,
): Promise<Result<{ columns: OrderColumns; currency: number; endDay: number }, NoOrders | DatabaseError>> {
  const loaded = await loadColumns(source);
  if (!loaded.ok) return loaded;
  const latest = dayAfterLastOrder(loaded.value);
  if (latest === null) return err({ type: 'no-orders' });
  return ok({
    columns: loaded.value,
    currency: currencyOf(loaded.value, null),
    endDay: lastLookedAt(today, latest),
  });
}

/** Weeks begin on Monday: day 4 of 1970 was the first. */
function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

function monthOf(day: number): number {
  const [year = 1970, month = 1] = dayToDate(day).split('-').map(Number);
  return 12 * year + month - 1;
}

function firstDayOfMonth(month: number): number {
  return Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000);
}

function salesOf(
  columns: OrderColumns,
  currency: number,
  product: number | null,
  measure: DemandRequest['measure'],
): { readonly day: number[]; readonly amount: number[] } {
  const { orderDay, lineStart, lineProduct, lineQuantity, linePrice, lineDiscount } = columns;
  const [day, amount]: [number[], number[]] = [[], []];
  eachPlacedOrder(columns, currency, (order) => {
    let sum = 0;
    let isIn = product === null;
    for (let line = lineStart[order]!; line < lineStart[order + 1]!; line++) {
      if (product !== null && lineProduct[line] !== product) continue;
      isIn = true;
      const quantity = lineQuantity[line]!;
      sum += measure === 'quantity' ? quantity : quantity * linePrice[line]! * (1 - lineDiscount[line]!);
    }
    if (!isIn) return;
    day.push(orderDay[order]!);
    amount.push(measure === 'orders' ? 1 : measure === 'amount' ? sum / unitsPerMajor : sum);
  });
  return { day, amount };
}

function bestProducts(columns: OrderColumns, currency: number): readonly string[] {
  const sums = new Float64Array(columns.products.length);
  eachLine(columns, currency, (line) => {
    const product = columns.lineProduct[line]!;
    if (product >= 0) sums[product]! += columns.lineQuantity[line]! * columns.linePrice[line]!;
  });
  return [...sums.keys()]
    .sort((a, b) => sums[b]! - sums[a]!)
    .slice(0, mostProducts)
    .map((product) => columns.products[product]!);
}

function linesOf(columns: OrderColumns, currency: number): OrderLines {
  const { orderAccount, orderDay, lineProduct, lineQuantity, linePrice, lineDiscount } = columns;
  const lines = {
    customer: [] as number[],
    day: [] as number[],
    order: [] as number[],
    product: [] as number[],
    amount: [] as number[],
  };
  eachLine(columns, currency, (line, order) => {
    lines.customer.push(orderAccount[order]!);
    lines.day.push(orderDay[order]!);
    lines.order.push(order);
    lines.product.push(lineProduct[line]!);
    lines.amount.push((lineQuantity[line]! * linePrice[line]! * (1 - lineDiscount[line]!)) / unitsPerMajor);
  });
  return lines;
}

function eachLine(
  columns: OrderColumns,
  currency: number,
  visit: (line: number, order: number) => void,
): void {
  eachPlacedOrder(columns, currency, (order) => {
    for (let line = columns.lineStart[order]!; line < columns.lineStart[order + 1]!; line++)
      visit(line, order);
  });
}
