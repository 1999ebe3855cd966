import type { BookDatabase } from '../database/schema.ts';
import { readRows } from '../database/rows.ts';
import { batchStatusOf } from '../domain/batch.ts';
import type { RecordId, ShardId } from '../domain/ids.ts';
import { linesOf } from '../domain/order.ts';
import { isPristine, keptRegister, valuesOf, type RecordRow } from '../domain/record.ts';
import { engineTransaction, type EngineState } from './engineTransaction.ts';
import { changeRows, changeTables } from './engineWrite.ts';
import { maxRowsAtOnce } from './projection.ts';

/**
 * Before the records that a batch created are hidden for good: those that something outside the batch refers to get a
 * mark of their own, which keeps them visible. Linear in orders and contacts.
 */
export async function keepReferenced(state: EngineState, batch: RecordId): Promise<void> {
  const db = state.book.relaxed;
  const row = await db.batches.get(batch);
  if (row === undefined || batchStatusOf(row) !== 'undone') return;
  const referenced = [...(await referencesFromOutside(db, batch))];
  const created: RecordId[] = [];
  for (let start = 0; start < referenced.length; start += 1_000) {
    const rows = await readRows(db, referenced.slice(start, start + 1_000));
    for (const each of rows) if (each?.batch === batch && isPristine(each)) created.push(each.id);
  }
  for (let start = 0; start < created.length; start += maxRowsAtOnce) {
    const ids = created.slice(start, start + maxRowsAtOnce);
    await engineTransaction(state, 'relaxed', changeTables(ids), (scope) =>
      changeRows(scope, { command: 'undo', batch }, ids, ({ id }, { at, author, nextVersion }) => ({
        id,
        added: [[keptRegister, nextVersion(), [batch, at, author]]],
        deleted: [],
      })),
    );
  }
}

/** Accounts, products and orders that orders and contacts outside the batch name. */
async function referencesFromOutside(db: BookDatabase, batch: RecordId): Promise<ReadonlySet<RecordId>> {
  const ids = new Set<RecordId>();
  const isOutside = (row: RecordRow): boolean =>
    row.deletedAt === undefined && (row.batch !== batch || !isPristine(row));
  const outside = new Set<ShardId>();
  await db.orderBlocks.each((block) => {
    if (block.batch === batch) return;
    outside.add(block.shard);
    block.accounts.forEach((id) => ids.add(id));
  });
  await db.columns.each((lines) => {
    if (outside.has(lines.shard)) lines.products.forEach((id) => ids.add(id));
  });
  await db.orderOverlay.each((row) => {
    if (!isOutside(row)) return;
    row.accountIds?.forEach((id) => ids.add(id));
    for (const line of linesOf(row)) if (line.product !== null) ids.add(line.product);
    const { returns } = valuesOf(row);
    if (typeof returns === 'string') ids.add(returns);
  });
  await db.contacts.each((row) => {
    if (isOutside(row)) row.accountIds?.forEach((id) => ids.add(id));
  });
  return ids;
}
