import { orderKinds, orderStatuses } from '../domain/objects.ts';
import type { OrderColumns } from '../domain/orderColumns.ts';

/** What was sold and what of it came back, at 10⁻⁴ of the major unit, and in how many orders and returns. */
export interface ReturnRate {
  readonly soldUnits: number;
  readonly returnedUnits: number;
  readonly orders: number;
  readonly returns: number;
}

export interface ReturnRates {
  /** The one that most orders are in; empty without orders. What is in others is left out. */
  readonly currency: string;
  readonly hasOthers: boolean;
  readonly book: ReturnRate;
  /** Products that were sold or given back, by id. */
  readonly products: ReadonlyMap<string, ReturnRate>;
}

const [placed, returned] = [orderKinds.indexOf('order'), orderKinds.indexOf('return')];
const [draft, cancelled] = [orderStatuses.indexOf('draft'), orderStatuses.indexOf('cancelled')];

/** Rates of the book and of each product; drafts, cancelled orders and adjustments do not count. Linear in lines. */
export function returnRatesOf(columns: OrderColumns): ReturnRates {
  const { orderKind, orderStatus, orderCurrency, lineStart } = columns;
  const counts = new Float64Array(columns.currencies.length);
  const isCounted = (order: number): boolean =>
    (orderKind[order] === placed || orderKind[order] === returned) &&
    orderStatus[order] !== draft &&
    orderStatus[order] !== cancelled;
  for (let order = 0; order < orderKind.length; order++)
    if (isCounted(order) && orderKind[order] === placed) counts[orderCurrency[order]!]! += 1;
  const currency = counts.indexOf(Math.max(...counts));
  const places = columns.products.length;
  const sums = [0, 1].map(() => ({ units: new Float64Array(places), orders: new Float64Array(places) }));
  const whole = [0, 1].map(() => ({ units: 0, orders: 0 }));
  const seen = new Int32Array(places).fill(-1);
  let hasOthers = false;
  for (let order = 0; order < orderKind.length; order++) {
    if (!isCounted(order)) continue;
    if (orderCurrency[order] !== currency) {
      hasOthers = true;
      continue;
    }
    const way = orderKind[order] === returned ? 1 : 0;
    const [sum, all] = [sums[way]!, whole[way]!];
    all.orders++;
    for (let line = lineStart[order]!; line < lineStart[order + 1]!; line++) {
      const units =
        columns.lineQuantity[line]! * columns.linePrice[line]! * (1 - columns.lineDiscount[line]!);
      // Of a return the sign of its quantities says nothing.
      const counted = way === 1 ? Math.abs(units) : units;
      all.units += counted;
      const product = columns.lineProduct[line]!;
      if (product < 0) continue;
      sum.units[product]! += counted;
      if (seen[product] === order) continue;
      seen[product] = order;
      sum.orders[product]! += 1;
    }
  }
  const [sold, back] = [sums[0]!, sums[1]!];
  return {
    currency: columns.currencies[currency] ?? '',
    hasOthers,
    book: rateOf(whole[0]!.units, whole[1]!.units, whole[0]!.orders, whole[1]!.orders),
    products: new Map(
      columns.products.flatMap((id, i) => {
        const rate = rateOf(sold.units[i]!, back.units[i]!, sold.orders[i]!, back.orders[i]!);
        return rate.orders + rate.returns === 0 ? [] : [[id, rate] as const];
      }),
    ),
  };
}

/** Shares of value and of orders; null where nothing was sold. */
export function sharesOf({ soldUnits, returnedUnits, orders, returns }: ReturnRate): {
  readonly value: number | null;
  readonly orders: number | null;
} {
  return {
    value: soldUnits > 0 ? returnedUnits / soldUnits : null,
    orders: orders > 0 ? returns / orders : null,
  };
}

function rateOf(soldUnits: number, returnedUnits: number, orders: number, returns: number): ReturnRate {
  return { soldUnits, returnedUnits, orders, returns };
}
