import { putUntold } from '../database/putRows.ts';
import { rowTables, type BookDatabase } from '../database/schema.ts';
import {
  kindOfId,
  recordOfText,
  shardOfRecord,
  shardRange,
  type RecordId,
  type ShardId,
  type TextId,
} from '../domain/ids.ts';
import { packOrders } from '../domain/orderBlock.ts';
import { isPristine, project, type RecordRow, type RecordState } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { foldAllPending, pendingChanges, withPending } from './fold.ts';
import { withTexts } from './textRows.ts';
import { beginShard, finishShard, markProjecting, unmarkProjecting } from './wholeShard.ts';

/** Rows in one bulk write at most, or a person's own write would queue behind it. */
export const maxRowsAtOnce = 100;

const orderTables = ['orderOverlay', 'orderBlocks', 'columns'];

export function projectionTables(shards: readonly ShardId[]): string[] {
  const kinds = new Set(shards.map(kindOfId));
  return [
    'rowLog',
    ...Array.from(kinds, (kind) => rowTables[kind]),
    ...(kinds.has('order') ? orderTables : []),
  ];
}

/** Writes the rows of some records from their shard and the pending intents, inside the current transaction. */
export async function projectRecords(
  scope: EngineScope,
  shardId: ShardId,
  ids: readonly RecordId[],
): Promise<void> {
  const written = await putRecordRows(scope, shardId, ids);
  if (written.length === 0) return;
  await scope.db.rowLog.add({ kind: kindOfId(shardId), ids: written.map((row) => row.id) });
}

/** The same without telling the index of lists, which may read a whole shard later. Gives the rows. */
export async function putRecordRows(
  scope: EngineScope,
  shardId: ShardId,
  ids: readonly RecordId[],
): Promise<readonly RecordRow[]> {
  const shard = await scope.readShard(shardId);
  const pending = await pendingChanges(scope.db);
  const states = ids.flatMap((id) => {
    if (shard.isErased(id)) return [];
    const state = withPending(id, shard.stateOf(id), pending);
    return state === undefined ? [] : [state];
  });
  const rows = (await withTexts(scope.db, states)).map(project);
  await scope.db.rowsOf(kindOfId(shardId)).bulkPut(rows);
  return rows;
}

/**
 * Makes all rows of a shard anew: what a rebuild does for every shard, and what packs new orders into blocks. Other rows
 * of the shard go away. Does nothing to the shard itself.
 */
export async function projectShard(state: EngineState, shardId: ShardId): Promise<void> {
  if (kindOfId(shardId) === 'order') await projectOrders(state, shardId);
  else await projectRows(state, shardId);
}

/** Wipes nothing first: each shard's rows are replaced in place, so that a rebuild may be cut off at any point. */
export async function rebuildRows(
  state: EngineState,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const shards = await allShards(state.book.relaxed);
  await engineTransaction(state, 'relaxed', [], (scope) => markProjecting(scope, shards));
  await projectMarked(state, onProgress);
}

/** Finishes a projection that an earlier engine left undone. */
export async function projectMarked(
  state: EngineState,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const row = await state.book.relaxed.meta.get('projecting');
  const shards = row?.key === 'projecting' ? row.shards : [];
  for (const [done, shard] of shards.entries()) {
    await projectShard(state, shard);
    await engineTransaction(state, 'relaxed', [], (scope) => unmarkProjecting(scope, shard));
    onProgress(done + 1, shards.length);
  }
}

export async function allShards(db: BookDatabase): Promise<ShardId[]> {
  const keys = (await db.updates.orderBy('[shard+tier]').uniqueKeys()) as unknown as [ShardId, number][];
  const pending = await pendingChanges(db);
  const stored = keys.map(([id]) => id).filter((id) => recordOfText(id) === undefined);
  return [...new Set([...stored, ...Array.from(pending.keys(), shardOfRecord)])];
}

/** Documents of texts that somebody has written to. */
export async function allTexts(db: BookDatabase): Promise<TextId[]> {
  const keys = await db.updates.where('[shard+tier]').between(['x', 0], ['y', 0]).uniqueKeys();
  return [...new Set((keys as unknown as [TextId, number][]).map(([id]) => id))];
}

async function projectRows(state: EngineState, shardId: ShardId): Promise<void> {
  const kind = kindOfId(shardId);
  const { from, to } = shardRange(shardId);
  const tables = projectionTables([shardId]);
  const begunAt = await beginShard(state);
  const stale = await engineTransaction(state, 'relaxed', tables, async (scope) => {
    await foldAllPending(scope);
    const shard = await scope.readShard(shardId);
    await rememberErased(scope, shard.erasedIds());
    const known = new Set(shard.states().map((each) => each.id));
    const keys = await scope.db.rowsOf(kind).where('id').between(from, to).primaryKeys();
    return { gone: keys.filter((key) => !known.has(key)), ids: [...known] };
  });
  const rows: RecordRow[] = [];
  for (let start = 0; start < stale.ids.length; start += maxRowsAtOnce) {
    const ids = stale.ids.slice(start, start + maxRowsAtOnce);
    const put = await engineTransaction(state, 'relaxed', tables, (scope) =>
      putRecordRows(scope, shardId, ids),
    );
    rows.push(...put);
  }
  await engineTransaction(state, 'relaxed', tables, ({ db }) => db.rowsOf(kind).bulkDelete(stale.gone));
  await finishShard(state, shardId, begunAt, rows);
}

async function projectOrders(state: EngineState, shardId: ShardId): Promise<void> {
  await engineTransaction(state, 'relaxed', projectionTables([shardId]), async (scope) => {
    await foldAllPending(scope);
    await rememberErased(scope, (await scope.readShard(shardId)).erasedIds());
    await projectOrderShard(scope, shardId);
  });
}

/** Makes the block of a shard of orders anew, and what stands over it, inside the current transaction. */
export async function projectOrderShard(scope: EngineScope, shardId: ShardId): Promise<void> {
  const { from, to } = shardRange(shardId);
  const shard = await scope.readShard(shardId);
  const pending = await pendingChanges(scope.db);
  const states = shard.states().flatMap((each) => withPending(each.id, each, pending) ?? []);
  await putOrderRows(scope.db, shardId, states);
  const overlay = new Set(states.filter((each) => !isPristine(each)).map((each) => each.id));
  const keys = await scope.db.orderOverlay.where('id').between(from, to).primaryKeys();
  await scope.db.orderOverlay.bulkDelete(keys.filter((key) => !overlay.has(key) && !pending.has(key)));
}

/** Notes which records were erased, so that nothing of them is taken in again without looking into their shards. */
export async function rememberErased({ db }: EngineScope, ids: readonly RecordId[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await readErased(db);
  if (ids.every((id) => known.has(id))) return;
  await db.meta.put({ key: 'erased', ids: [...new Set([...known, ...ids])] });
}

export async function readErased(db: BookDatabase): Promise<ReadonlySet<RecordId>> {
  const row = await db.meta.get('erased');
  return new Set(row?.key === 'erased' ? row.ids : []);
}

/** Pristine orders go into the shard's block, edited ones over it. */
export async function putOrderRows(
  db: BookDatabase,
  shardId: ShardId,
  states: readonly RecordState[],
): Promise<void> {
  // Whoever watches one of the orders is told by this.
  await Promise.all([db.orderBlocks.delete(shardId), db.columns.delete(shardId)]);
  const pristine = states.filter(isPristine).sort(byIndex);
  const edited: RecordRow[] = states.filter((each) => !isPristine(each)).map(project);
  if (pristine.length > 0) {
    const packed = packOrders(shardId, pristine);
    putUntold(db.orderBlocks, [packed.orders]);
    putUntold(db.columns, [packed.lines]);
  }
  await db.orderOverlay.bulkPut(edited);
  await db.rowLog.add({ kind: 'order', shards: [shardId] });
}

function byIndex(a: RecordState, b: RecordState): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
