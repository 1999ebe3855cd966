import { ordersByCurrency } from '../../analytics/customerFigures.ts';
import { databaseErrorOf, type DatabaseError } from '../../database/errors.ts';
import { BookDatabase } from '../../database/schema.ts';
import type { OrderColumns } from '../../domain/orderColumns.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { loadOrderColumns } from '../../read/orderColumns.ts';

/** Where the orders come from: the book of that name on this device, or columns already at hand. */
export type OrderSource =
  | { readonly type: 'book'; readonly name: string }
  | { readonly type: 'columns'; readonly columns: OrderColumns };

/** A book whose last order is older than this is looked at as of the day after that order, not as of today. */
export const freshDays = 45;

/** The orders of a source as columns. */
export async function loadColumns(source: OrderSource): Promise<Result<OrderColumns, DatabaseError>> {
  if (source.type === 'columns') return ok(source.columns);
  const db = new BookDatabase(source.name, 'relaxed');
  try {
    await db.open();
    return ok(await loadOrderColumns(db));
  } catch (thrown) {
    const error = databaseErrorOf(thrown);
    if (error === undefined) throw thrown;
    return err(error);
  } finally {
    db.close();
  }
}

/** The place of a currency among those of the orders; without one asked for, of the one with most orders. */
export function currencyOf(columns: OrderColumns, wanted: string | null): number {
  const asked = wanted === null ? -1 : columns.currencies.indexOf(wanted);
  if (asked >= 0) return asked;
  const counts = ordersByCurrency(columns);
  return counts.indexOf(Math.max(...counts));
}

/** The last day that is looked at: today, or in an older book the one of the last order, which was a day before `latest`. */
export function lastLookedAt(today: number, latest: number): number {
  return Math.abs(today - latest) <= freshDays ? today : latest - 1;
}
