import { rowTables } from '../database/schema.ts';
import { kindOfId, type RecordId, type ShardId } from '../domain/ids.ts';
import { project, type RecordState } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import {
  markProjecting,
  maxRowsAtOnce,
  projectionTables,
  projectOrderShard,
  projectRecords,
  putOrderRows,
  putRecordRows,
  readErased,
  unmarkProjecting,
} from './projection.ts';
import { withTexts } from './textRows.ts';
import { ordersWorthPacking } from './upkeep.ts';

/** Records whose rows have to be made, by shard. */
export type Arrived = Map<ShardId, ArrivedRecords>;

export interface ArrivedRecords {
  readonly ids: Set<RecordId>;
  /** All of a shard that came in one piece: its rows are made without a document. */
  readonly states?: readonly RecordState[];
}

/** Many rows are made after the transaction that stores their shards. */
export async function markArrived(scope: EngineScope, arrived: Arrived): Promise<void> {
  await markProjecting(scope, [...arrived.keys()]);
}

/**
 * Makes the rows of what has arrived, a shard after the other, in steps of at most a hundred, so that a person's own write
 * never waits long. Many orders become a block. The index of lists reads each shard once, when it is done.
 */
export async function projectArrived(state: EngineState, arrived: Arrived): Promise<void> {
  for (const [shardId, { ids, states }] of arrived) {
    const isBlock = kindOfId(shardId) === 'order' && ids.size > ordersWorthPacking;
    if (isBlock) await projectBlock(state, shardId, states);
    else if (states !== undefined) await putInSteps(state, shardId, states);
    else await projectInSteps(state, shardId, [...ids]);
    // A whole shard is large, and nothing else of it is likely to come soon.
    if (ids.size > maxRowsAtOnce) await state.forget(shardId);
    state.book.announce({ type: 'rows' });
  }
}

async function projectBlock(
  state: EngineState,
  shardId: ShardId,
  states: readonly RecordState[] | undefined,
): Promise<void> {
  await engineTransaction(state, 'relaxed', projectionTables([shardId]), async (scope) => {
    const standing = states === undefined ? undefined : await withoutGone(scope, states);
    if (standing === undefined) await projectOrderShard(scope, shardId);
    else await putOrderRows(scope.db, shardId, standing);
    await unmarkProjecting(scope, shardId);
  });
}

async function putInSteps(
  state: EngineState,
  shardId: ShardId,
  states: readonly RecordState[],
): Promise<void> {
  const kind = kindOfId(shardId);
  await inSteps(state, shardId, states, async (scope, some, isLast) => {
    const states = await withTexts(scope.db, await withoutGone(scope, some));
    await scope.db.rowsOf(kind).bulkPut(states.map(project));
    if (isLast) await scope.db.rowLog.add({ kind, shards: [shardId] });
  });
}

async function projectInSteps(state: EngineState, shardId: ShardId, ids: readonly RecordId[]): Promise<void> {
  const kind = kindOfId(shardId);
  const isWhole = ids.length > maxRowsAtOnce;
  await inSteps(state, shardId, ids, async (scope, some, isLast) => {
    if (!isWhole) return projectRecords(scope, shardId, some);
    await putRecordRows(scope, shardId, some);
    if (isLast) await scope.db.rowLog.add({ kind, shards: [shardId] });
  });
}

async function inSteps<T>(
  state: EngineState,
  shardId: ShardId,
  items: readonly T[],
  write: (scope: EngineScope, some: readonly T[], isLast: boolean) => Promise<void>,
): Promise<void> {
  const tables = ['rowLog', rowTables[kindOfId(shardId)]];
  for (let start = 0; start < items.length; start += maxRowsAtOnce) {
    const isLast = start + maxRowsAtOnce >= items.length;
    await engineTransaction(state, 'relaxed', tables, async (scope) => {
      await write(scope, items.slice(start, start + maxRowsAtOnce), isLast);
      if (isLast) await unmarkProjecting(scope, shardId);
    });
  }
}

/** An erasure may have come between the shard and its rows. */
async function withoutGone(scope: EngineScope, states: readonly RecordState[]): Promise<RecordState[]> {
  const gone = await readErased(scope.db);
  return states.filter(({ id }) => !gone.has(id));
}
