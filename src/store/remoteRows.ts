import { rowTables } from '../database/schema.ts';
import { kindOfId, type RecordId, type ShardId } from '../domain/ids.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import {
  markProjecting,
  maxRowsAtOnce,
  projectionTables,
  projectOrderShard,
  projectRecords,
  putRecordRows,
  unmarkProjecting,
} from './projection.ts';
import { ordersWorthPacking } from './upkeep.ts';

/** Records whose rows have to be made, by shard. */
export type Arrived = Map<ShardId, Set<RecordId>>;

/** Many rows are made after the transaction that stores their shards. */
export async function markArrived(scope: EngineScope, arrived: Arrived): Promise<void> {
  await markProjecting(scope, [...arrived.keys()]);
}

/**
 * Makes the rows of what has arrived, a shard after the other, in steps of at most a hundred, so that a person's own write
 * never waits long. Many orders become a block. The index of lists reads each shard once, when it is done.
 */
export async function projectArrived(state: EngineState, arrived: Arrived): Promise<void> {
  for (const [shardId, ids] of arrived) {
    const tables = projectionTables([shardId]);
    const kind = kindOfId(shardId);
    if (kind === 'order' && ids.size > ordersWorthPacking) {
      await engineTransaction(state, 'relaxed', tables, async (scope) => {
        await projectOrderShard(scope, shardId);
        await unmarkProjecting(scope, shardId);
      });
    } else await projectInSteps(state, shardId, [...ids]);
    // A whole shard is large, and nothing else of it is likely to come soon.
    if (ids.size > maxRowsAtOnce) await state.forget(shardId);
    state.book.announce({ type: 'rows' });
  }
}

async function projectInSteps(state: EngineState, shardId: ShardId, ids: readonly RecordId[]): Promise<void> {
  const kind = kindOfId(shardId);
  const isWhole = ids.length > maxRowsAtOnce;
  for (let start = 0; start < ids.length; start += maxRowsAtOnce) {
    const some = ids.slice(start, start + maxRowsAtOnce);
    const isLast = start + maxRowsAtOnce >= ids.length;
    await engineTransaction(state, 'relaxed', ['rowLog', rowTables[kind]], async (scope) => {
      if (!isWhole) await projectRecords(scope, shardId, some);
      else {
        await putRecordRows(scope, shardId, some);
        if (isLast) await scope.db.rowLog.add({ kind, shards: [shardId] });
      }
      if (isLast) await unmarkProjecting(scope, shardId);
    });
  }
}
