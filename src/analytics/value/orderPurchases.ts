import type { OrderColumns } from '../../domain/orderColumns.ts';
import { unitsPerMajor } from '../../domain/money.ts';
import { eachPlacedOrder } from '../customerFigures.ts';
import type { Purchases } from './purchaseHistory.ts';

/** The orders that customers placed in one currency, by the index of their account; amounts in major units. Returns are left out. */
export function purchasesOf(columns: OrderColumns, currency: number): Purchases {
  const [customer, day, amount]: [number[], number[], number[]] = [[], [], []];
  eachPlacedOrder(columns, currency, (order, units) => {
    customer.push(columns.orderAccount[order]!);
    day.push(columns.orderDay[order]!);
    amount.push(units / unitsPerMajor);
  });
  return { customer, day, amount };
}
