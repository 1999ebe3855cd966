import { orderKinds, orderStatuses } from '../../domain/objects.ts';
import type { OrderColumns } from '../../domain/orderColumns.ts';
import { basketsOf, type Baskets } from './baskets.ts';

export interface OrderBaskets {
  readonly baskets: Baskets;
  /** Of baskets by customer: the place of each in `accounts`. Empty for baskets by order. */
  readonly customers: Int32Array;
}

/** Which orders count: all, those of some customers, and of these those before a day or from it on. */
export interface OrderChoice {
  /** 1 for each account that counts; null for all, and for orders of nobody known. */
  readonly isWanted: Uint8Array | null;
  readonly beforeDay?: number;
  readonly fromDay?: number;
}

const [placed, draft, cancelled] = [
  orderKinds.indexOf('order'),
  orderStatuses.indexOf('draft'),
  orderStatuses.indexOf('cancelled'),
];

/** The products of each placed order; drafts, cancelled orders and returns do not count. Linear in lines. */
export function basketsByOrder(columns: OrderColumns, choice: OrderChoice): OrderBaskets {
  const [basket, item]: [number[], number[]] = [[], []];
  let count = 0;
  eachOrder(columns, choice, (order) => {
    for (let line = columns.lineStart[order]!; line < columns.lineStart[order + 1]!; line++) {
      basket.push(count);
      item.push(columns.lineProduct[line]!);
    }
    count++;
  });
  return { baskets: basketsOf(basket, item, count, columns.products.length), customers: new Int32Array(0) };
}

/** What each customer has ever bought. */
export function basketsByCustomer(columns: OrderColumns, choice: OrderChoice): OrderBaskets {
  const place = new Int32Array(columns.accounts.length).fill(-1);
  const customers: number[] = [];
  const [basket, item]: [number[], number[]] = [[], []];
  eachOrder(columns, choice, (order) => {
    const account = columns.orderAccount[order]!;
    if (account < 0) return;
    if (place[account]! < 0) place[account] = customers.push(account) - 1;
    for (let line = columns.lineStart[order]!; line < columns.lineStart[order + 1]!; line++) {
      basket.push(place[account]!);
      item.push(columns.lineProduct[line]!);
    }
  });
  const baskets = basketsOf(basket, item, customers.length, columns.products.length);
  return { baskets, customers: Int32Array.from(customers) };
}

/** The day before which a share of the counted orders was placed; undefined without orders. */
export function dayAtShare(columns: OrderColumns, choice: OrderChoice, share: number): number | undefined {
  const days: number[] = [];
  eachOrder(columns, choice, (order) => days.push(columns.orderDay[order]!));
  const sorted = Int32Array.from(days).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function eachOrder(
  { orderAccount, orderDay, orderKind, orderStatus }: OrderColumns,
  { isWanted, beforeDay = Infinity, fromDay = -Infinity }: OrderChoice,
  visit: (order: number) => void,
): void {
  for (let order = 0; order < orderAccount.length; order++) {
    const status = orderStatus[order];
    if (orderKind[order] !== placed || status === draft || status === cancelled) continue;
    if (isWanted !== null && isWanted[orderAccount[order]!] !== 1) continue;
    const day = orderDay[order]!;
    if (day < beforeDay && day >= fromDay) visit(order);
  }
}
