import { kindOfId, shardOfRecord, type RecordId } from '../domain/ids.ts';
import { positionInBlock, unpackOrder } from '../domain/orderBlock.ts';
import { project, type RecordRow } from '../domain/record.ts';
import type { BookDatabase } from './schema.ts';

/** The row of one record: of an order, the one over the blocks or the one in them. */
export async function readRow(db: BookDatabase, id: RecordId): Promise<RecordRow | undefined> {
  const row = await db.rowsOfRecord(id).get(id);
  return row === undefined && kindOfId(id) === 'order' ? readPackedOrder(db, id) : row;
}

/** Rows in the order of the ids, undefined where a record is absent. */
export async function readRows(
  db: BookDatabase,
  ids: readonly RecordId[],
): Promise<(RecordRow | undefined)[]> {
  const found = new Map<RecordId, RecordRow>();
  for (const group of groupBy(ids, kindOfId).values()) {
    const first = group[0];
    if (first === undefined) continue;
    const rows = await db.rowsOfRecord(first).bulkGet(group);
    for (const row of rows) if (row !== undefined) found.set(row.id, row);
    if (kindOfId(first) === 'order') {
      const packed = await readPackedOrders(
        db,
        group.filter((id) => !found.has(id)),
      );
      for (const row of packed) found.set(row.id, row);
    }
  }
  return ids.map((id) => found.get(id));
}

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

async function readPackedOrder(db: BookDatabase, id: RecordId): Promise<RecordRow | undefined> {
  return (await readPackedOrders(db, [id]))[0];
}

async function readPackedOrders(db: BookDatabase, ids: readonly RecordId[]): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  for (const [shard, group] of groupBy(ids, shardOfRecord)) {
    const orders = await db.orderBlocks.get(shard);
    const lines = orders === undefined ? undefined : await db.columns.get(shard);
    if (orders === undefined || lines === undefined) continue;
    for (const id of group) {
      const position = positionInBlock(orders, id);
      if (position >= 0) rows.push(project(unpackOrder(orders, lines, position)));
    }
  }
  return rows;
}
