import { rowTables, type BookDatabase } from '../database/schema.ts';
import { kindOfId, shardRange, shardOfRecord, type RecordId, type ShardId } from '../domain/ids.ts';
import { packOrders } from '../domain/orderBlock.ts';
import { isPristine, project, type RecordRow, type RecordState } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { foldAllPending, pendingChanges, withPending } from './fold.ts';

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
  const shard = await scope.readShard(shardId);
  const pending = await pendingChanges(scope.db);
  const rows = ids.flatMap((id) => {
    const state = withPending(id, shard.stateOf(id), pending);
    return state === undefined ? [] : [project(state)];
  });
  const kind = kindOfId(shardId);
  await scope.db.rowsOf(kind).bulkPut(rows);
  if (rows.length > 0) await scope.db.rowLog.add({ kind, ids: rows.map((row) => row.id) });
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
  await markProjecting(state, shards);
  await projectMarked(state, onProgress);
}

/** Finishes a projection that an earlier engine left undone. */
export async function projectMarked(
  state: EngineState,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const row = await state.book.relaxed.meta.get('projecting');
  const shards = row?.key === 'projecting' ? row.shards : [];
  let done = 0;
  for (const shard of shards) {
    await projectShard(state, shard);
    done++;
    await markProjecting(state, shards.slice(done));
    onProgress(done, shards.length);
  }
}

export async function allShards(db: BookDatabase): Promise<ShardId[]> {
  const keys = (await db.updates.orderBy('[shard+tier]').uniqueKeys()) as unknown as [ShardId, number][];
  const pending = await pendingChanges(db);
  return [...new Set([...keys.map(([shard]) => shard), ...Array.from(pending.keys(), shardOfRecord)])];
}

async function markProjecting(state: EngineState, shards: readonly ShardId[]): Promise<void> {
  await engineTransaction(state, 'relaxed', [], async ({ db }) => {
    if (shards.length === 0) await db.meta.delete('projecting');
    else await db.meta.put({ key: 'projecting', shards });
  });
}

async function projectRows(state: EngineState, shardId: ShardId): Promise<void> {
  const kind = kindOfId(shardId);
  const { from, to } = shardRange(shardId);
  const tables = projectionTables([shardId]);
  const stale = await engineTransaction(state, 'relaxed', tables, async (scope) => {
    await foldAllPending(scope);
    const shard = await scope.readShard(shardId);
    const known = new Set(shard.states().map((each) => each.id));
    const keys = await scope.db.rowsOf(kind).where('id').between(from, to).primaryKeys();
    return { gone: keys.filter((key) => !known.has(key)), ids: [...known] };
  });
  for (let start = 0; start < stale.ids.length; start += maxRowsAtOnce) {
    const ids = stale.ids.slice(start, start + maxRowsAtOnce);
    await engineTransaction(state, 'relaxed', tables, (scope) => projectRecords(scope, shardId, ids));
  }
  await engineTransaction(state, 'relaxed', tables, async ({ db }) => {
    await db.rowsOf(kind).bulkDelete(stale.gone);
    await db.rowLog.add({ kind, shards: [shardId] });
  });
}

async function projectOrders(state: EngineState, shardId: ShardId): Promise<void> {
  const { from, to } = shardRange(shardId);
  await engineTransaction(state, 'relaxed', projectionTables([shardId]), async (scope) => {
    await foldAllPending(scope);
    const shard = await scope.readShard(shardId);
    const states = shard.states();
    await putOrderRows(scope.db, shardId, states);
    const overlay = new Set(states.filter((each) => !isPristine(each)).map((each) => each.id));
    const keys = await scope.db.orderOverlay.where('id').between(from, to).primaryKeys();
    await scope.db.orderOverlay.bulkDelete(keys.filter((key) => !overlay.has(key)));
  });
}

/** Pristine orders go into the shard's block, edited ones over it. */
export async function putOrderRows(
  db: BookDatabase,
  shardId: ShardId,
  states: readonly RecordState[],
): Promise<void> {
  const pristine = states.filter(isPristine).sort(byIndex);
  const edited: RecordRow[] = states.filter((each) => !isPristine(each)).map(project);
  if (pristine.length > 0) {
    const packed = packOrders(shardId, pristine);
    await db.orderBlocks.put(packed.orders);
    await db.columns.put(packed.lines);
  } else {
    await db.orderBlocks.delete(shardId);
    await db.columns.delete(shardId);
  }
  await db.orderOverlay.bulkPut(edited);
  await db.rowLog.add({ kind: 'order', shards: [shardId] });
}

function byIndex(a: RecordState, b: RecordState): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
