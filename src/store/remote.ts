import type { HistoryEntry } from '../domain/history.ts';
import { kindOfId, type RecordId, type ShardId } from '../domain/ids.ts';
import { engineTransaction, type EngineState } from './engineTransaction.ts';
import { projectRecords, projectionTables } from './projection.ts';

/** What another device wrote: updates of shards, and what they mean. */
export interface RemoteEntry {
  readonly updates: readonly { readonly shard: ShardId; readonly bytes: Uint8Array }[];
  readonly history: readonly HistoryEntry[];
}

/** Applies an entry of another device: shards, rows and history in one strict transaction. Applying it again changes nothing. */
export async function applyRemote(state: EngineState, entry: RemoteEntry): Promise<readonly RecordId[]> {
  const shards = entry.updates.map((update) => update.shard);
  const tables = ['history', ...projectionTables(shards)];
  const changed = await engineTransaction(state, 'strict', tables, async (scope) => {
    const all: RecordId[] = [];
    for (const { shard: id, bytes } of entry.updates) {
      const shard = await scope.readShard(id);
      const ids = shard.merge(bytes);
      await scope.db.updates.add({ shard: id, tier: 0, bytes });
      if (ids.length > 0) await projectRecords(scope, id, ids);
      all.push(...ids);
    }
    await scope.db.history.bulkPut(
      entry.history.map((each) => ({
        ...each,
        records: [...new Set([...each.created, ...each.changes.map((change) => change.id)])],
      })),
    );
    return all;
  });
  if (changed.length > 0) state.book.announce({ type: 'rows' });
  return changed.filter((id) => kindOfId(id) !== 'batch');
}
