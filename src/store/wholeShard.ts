import { putUntold } from '../database/putRows.ts';
import type { BookDatabase } from '../database/schema.ts';
import { kindOfId, shardOfRecord, type ShardId } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { RecordRow } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';

/** Kinds whose shards have a pack of the list index; orders stand in blocks. */
export const packedKinds: ReadonlySet<ObjectKind> = new Set([
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'payment',
  'product',
  'task',
  'need',
  'activity',
  'behaviour',
]);

/** Shards whose rows are about to be made: an engine that finds the mark makes them again. */
export async function markProjecting({ db }: EngineScope, shards: readonly ShardId[]): Promise<void> {
  const row = await db.meta.get('projecting');
  const others = (row?.key === 'projecting' ? row.shards : []).filter((each) => !shards.includes(each));
  await db.meta.put({ key: 'projecting', shards: [...others, ...shards] });
}

export async function unmarkProjecting({ db }: EngineScope, shard: ShardId): Promise<void> {
  const row = await db.meta.get('projecting');
  const shards = (row?.key === 'projecting' ? row.shards : []).filter((each) => each !== shard);
  if (shards.length === 0) await db.meta.delete('projecting');
  else await db.meta.put({ key: 'projecting', shards });
}

/** The place of the row log at which the rows of a shard begin to be made, for `finishShard`. */
export async function beginShard({ book }: EngineState): Promise<number> {
  return (await book.relaxed.rowLog.orderBy('seq').last())?.seq ?? 0;
}

/**
 * Tells the lists of a shard that has all its rows now, and takes the mark away. Its pack of the list index is made here,
 * where the rows are at hand: whoever needs it would otherwise read them one by one. There is none of a shard that
 * somebody has written to since it was begun, and none where pinyin cannot be loaded: upkeep makes those.
 */
export async function finishShard(
  state: EngineState,
  shard: ShardId,
  begunAt: number,
  rows: readonly RecordRow[],
): Promise<void> {
  const kind = kindOfId(shard);
  const data = packedKinds.has(kind) ? await state.packRows?.(kind, rows).catch(() => undefined) : undefined;
  await engineTransaction(state, 'relaxed', ['rowLog', 'packs'], async (scope) => {
    const isAsMade = !(await isWrittenSince(scope.db, begunAt, shard));
    const upTo = await scope.db.rowLog.add({ kind, shards: [shard] });
    if (data !== undefined && isAsMade) putUntold(scope.db.packs, [{ shard, kind, upTo, data }]);
    await unmarkProjecting(scope, shard);
  });
}

/** True where somebody has written to records of a shard after a place of the row log. */
async function isWrittenSince(db: BookDatabase, seq: number, shard: ShardId): Promise<boolean> {
  const kind = kindOfId(shard);
  const entries = await db.rowLog.where('seq').above(seq).toArray();
  return entries.some(
    (entry) =>
      entry.kind === kind &&
      (entry.all === true ||
        entry.shards?.includes(shard) === true ||
        entry.ids?.some((id) => shardOfRecord(id) === shard) === true),
  );
}
