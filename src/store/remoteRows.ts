import { putRows, putUntold } from '../database/putRows.ts';
import { rowTables, type BookDatabase } from '../database/schema.ts';
import { kindOfId, type RecordId, type ShardId } from '../domain/ids.ts';
import { project, type RecordState } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import {
  maxRowsAtOnce,
  projectionTables,
  projectOrderShard,
  projectRecords,
  putOrderRows,
  putRecordRows,
  readErased,
} from './projection.ts';
import { withTexts } from './textRows.ts';
import { ordersWorthPacking } from './upkeep.ts';
import { beginShard, finishShard, markProjecting, unmarkProjecting } from './wholeShard.ts';

/** Rows of a shard that arrived whole, in one step: made already, they take a third of the time of others. */
const rowsOfWholeAtOnce = 400;

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
    const standing = states === undefined ? undefined : await withoutGone(scope.db, states);
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
  const db = state.book.relaxed;
  const begunAt = await beginShard(state);
  for (let start = 0; start < states.length; start += rowsOfWholeAtOnce) {
    const some = states.slice(start, start + rowsOfWholeAtOnce);
    const isLast = start + rowsOfWholeAtOnce >= states.length;
    await engineTransaction(state, 'relaxed', [rowTables[kind]], async (scope) => {
      const rows = (await standing(scope.db, some)).map(project);
      if (isLast) await putRows(scope.db.rowsOf(kind), rows);
      else putUntold(scope.db.rowsOf(kind), rows);
    });
  }
  await finishShard(state, shardId, begunAt, (await standing(db, states)).map(project));
}

async function projectInSteps(state: EngineState, shardId: ShardId, ids: readonly RecordId[]): Promise<void> {
  const kind = kindOfId(shardId);
  const isWhole = ids.length > maxRowsAtOnce;
  for (let start = 0; start < ids.length; start += maxRowsAtOnce) {
    const some = ids.slice(start, start + maxRowsAtOnce);
    const isLast = start + maxRowsAtOnce >= ids.length;
    await engineTransaction(state, 'relaxed', ['rowLog', rowTables[kind]], async (scope) => {
      if (!isWhole) await projectRecords(scope, shardId, some);
      else await putRecordRows(scope, shardId, some);
      if (isWhole && isLast) await scope.db.rowLog.add({ kind, shards: [shardId] });
      if (isLast) await unmarkProjecting(scope, shardId);
    });
  }
}

/** The same states with their texts, but for those that are erased by now. */
async function standing(db: BookDatabase, states: readonly RecordState[]): Promise<RecordState[]> {
  return withTexts(db, await withoutGone(db, states));
}

/** An erasure may have come between the shard and its rows. */
async function withoutGone(db: BookDatabase, states: readonly RecordState[]): Promise<RecordState[]> {
  const gone = await readErased(db);
  return states.filter(({ id }) => !gone.has(id));
}
