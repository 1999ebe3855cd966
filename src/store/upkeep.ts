import type { PackRow } from '../database/schema.ts';
import { kindOfId, shardOfRecord, shardRange, type ShardId } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { isPristine } from '../domain/record.ts';
import { engineTransaction, type EngineState, type PackRows } from './engineTransaction.ts';
import { projectShard } from './projection.ts';

/** New orders of a shard that are worth packing into its block. */
export const ordersWorthPacking = 50;
/** Entries of the row log that stay, for tabs that are a little behind. */
const keptLogEntries = 2_000;

export const packedKinds: ReadonlySet<ObjectKind> = new Set([
  'account',
  'contact',
  'product',
  'task',
  'need',
  'activity',
  'behaviour',
]);

/** Packs orders that were entered one by one into their shards' blocks. */
export async function repackOrders(state: EngineState, isInterrupted: () => boolean): Promise<void> {
  const counts = new Map<ShardId, number>();
  await state.book.relaxed.orderOverlay.each((row) => {
    if (!isPristine(row)) return;
    const shard = shardOfRecord(row.id);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  });
  for (const [shard, count] of counts) {
    if (isInterrupted()) return;
    if (count >= ordersWorthPacking) await projectShard(state, shard);
  }
}

/** Brings the packed list index up to the row log, a shard at a time. */
export async function packChangedShards(
  state: EngineState,
  pack: PackRows,
  isInterrupted: () => boolean,
): Promise<void> {
  for (const shard of await changedShards(state)) {
    if (isInterrupted()) return;
    await packShardRow(state, shard, pack);
  }
}

/** Forgets the part of the row log that every pack holds already. */
export async function trimRowLog(state: EngineState): Promise<void> {
  await engineTransaction(state, 'relaxed', ['rowLog'], async ({ db }) => {
    const last = await db.rowLog.orderBy('seq').last();
    const bound = (last?.seq ?? 0) - keptLogEntries;
    if (bound > 0) await db.rowLog.where('seq').belowOrEqual(bound).delete();
  });
}

async function changedShards(state: EngineState): Promise<ShardId[]> {
  const db = state.book.relaxed;
  // The index alone: the packs themselves are tens of megabytes.
  const keys = await db.packs.orderBy('[shard+upTo]').keys();
  const upTo = new Map(keys as unknown as [ShardId, number][]);
  const lowest = new Map<ShardId, number>();
  await db.rowLog.orderBy('seq').each(({ seq = 0, kind, ids = [], shards = [] }) => {
    if (!packedKinds.has(kind)) return;
    for (const shard of [...shards, ...ids.map(shardOfRecord)]) lowest.set(shard, seq);
  });
  return [...lowest].filter(([shard, seq]) => seq > (upTo.get(shard) ?? 0)).map(([shard]) => shard);
}

async function packShardRow(state: EngineState, shard: ShardId, pack: PackRows): Promise<void> {
  const kind = kindOfId(shard);
  const db = state.book.relaxed;
  const { from, to } = shardRange(shard);
  const read = await db.transaction('r', [db.rowLog, db.rowsOf(kind)], async () => {
    const last = await db.rowLog.orderBy('seq').last();
    return { upTo: last?.seq ?? 0, rows: await db.rowsOf(kind).where('id').between(from, to).toArray() };
  });
  const row: PackRow = { shard, kind, upTo: read.upTo, data: await pack(kind, read.rows) };
  await engineTransaction(state, 'relaxed', ['packs'], (scope) => scope.db.packs.put(row));
}
