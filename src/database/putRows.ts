import { Dexie, type Table } from 'dexie';

/** From so many values on, Dexie tells whoever watches a table that all of it may have changed. */
const toldAtOnce = 50;

/**
 * Puts many rows in the current transaction. Dexie sets two handlers on the request of every row, which for 200,000 rows took 4.5 s and
 * the memory of the handlers: here only the last few go through it, so many that all who watch the table hear of it. A row that cannot be
 * put rejects the transaction.
 */
export async function putRows<T, Key>(table: Table<T, Key>, rows: readonly T[]): Promise<void> {
  const first = Math.max(0, rows.length - toldAtOnce);
  putUntold(table, rows.slice(0, first));
  await table.bulkPut(rows.slice(first));
}

/**
 * The same, and who watches the table hears nothing. A request holds its handlers until the next full collection, and Dexie's hold what
 * was put: in a first synchronisation that was most of what the engine's heap was full of.
 */
export function putUntold<T, Key>(table: Table<T, Key>, rows: readonly T[]): void {
  const store = Dexie.currentTransaction?.idbtrans.objectStore(table.name);
  if (store === undefined) throw new Error('rows are put in a transaction');
  for (const row of rows) store.put(row);
}
