import type { PackRow } from '../database/schema.ts';
import { kindOfId, shardOfRecord, shardRange, type ShardId } from '../domain/ids.ts';
import { isPristine } from '../domain/record.ts';
import { engineTransaction, type EngineState, type PackRows } from './engineTransaction.ts';
import { projectShard } from './projection.ts';
import { packedKinds } from './wholeShard.ts';

/** New orders of a shard that are worth packing into its block. */
export const ordersWorthPacking = 50;
/** Entries of the row log that stay, for tabs that are a little behind. */
const keptLogEntries = 2_000;

/** Makes packs, each of which says its format. */
export interface Packer {
  readonly format: number;
  readonly pack: PackRows;
}

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

/**
 * Brings the packed list index up to the row log, a shard at a time. Packs of another format go first, and every shard is
 * packed again: the log no longer names those that nobody has changed for long.
 */
export async function packChangedShards(
  state: EngineState,
  packer: Packer,
  isInterrupted: () => boolean,
): Promise<void> {
  const isRenewing = await beginRenewal(state, packer.format);
  const unpacked = isRenewing ? await unpackedShards(state) : [];
  for (const shard of new Set([...unpacked, ...(await changedShards(state))])) {
    if (isInterrupted()) return;
    await packShardRow(state, shard, packer);
  }
  if (isRenewing) await endRenewal(state, packer.format);
}

/** True until all shards are packed in this format. Packs that were made in it already stay. */
async function beginRenewal(state: EngineState, format: number): Promise<boolean> {
  const db = state.book.relaxed;
  const row = await db.meta.get('packing');
  if (row?.key === 'packing' && row.format === format) return !row.isComplete;
  const shards = await db.packs.toCollection().primaryKeys();
  for (let start = 0; start < shards.length; start += packsAtOnce) {
    const packs = await db.packs.bulkGet(shards.slice(start, start + packsAtOnce));
    const others = packs.filter((pack) => pack !== undefined && formatOf(pack) !== format);
    if (others.length === 0) continue;
    await engineTransaction(state, 'relaxed', ['packs'], (scope) =>
      scope.db.packs.bulkDelete(others.map((pack) => pack?.shard ?? '')),
    );
  }
  await engineTransaction(state, 'relaxed', ['meta'], (scope) =>
    scope.db.meta.put({ key: 'packing', format, isComplete: false }),
  );
  return true;
}

const packsAtOnce = 16;

function formatOf({ data }: PackRow): unknown {
  return typeof data === 'object' && data !== null && 'format' in data ? data.format : undefined;
}

async function endRenewal(state: EngineState, format: number): Promise<void> {
  await engineTransaction(state, 'relaxed', ['meta'], ({ db }) =>
    db.meta.put({ key: 'packing', format, isComplete: true }),
  );
}

/** Shards with rows and without a pack: found by leaping from one to the next. */
async function unpackedShards(state: EngineState): Promise<ShardId[]> {
  const db = state.book.relaxed;
  const packed = new Set(await db.packs.toCollection().primaryKeys());
  const found: ShardId[] = [];
  for (const kind of packedKinds) {
    const keys = db.rowsOf(kind).where('id');
    let [next] = await keys.aboveOrEqual('').limit(1).primaryKeys();
    while (next !== undefined) {
      const shard = shardOfRecord(next);
      if (!packed.has(shard)) found.push(shard);
      [next] = await keys.aboveOrEqual(shardRange(shard).to).limit(1).primaryKeys();
    }
  }
  return found;
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

async function packShardRow(state: EngineState, shard: ShardId, { pack }: Packer): Promise<void> {
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
