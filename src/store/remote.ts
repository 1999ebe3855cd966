import type { ShardBytes } from '../database/schema.ts';
import type { HistoryEntry } from '../domain/history.ts';
import { type ShardId } from '../domain/ids.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { projectRecords, projectionTables } from './projection.ts';

/** An entry of the log, decrypted and authentic: what a device wrote, and what it may write at that place of the log. */
export interface IncomingEntry {
  readonly device: number;
  readonly role: 'owner' | 'editor' | 'viewer';
  /** The device that shared the book: it speaks for the numbers below its own as well. */
  readonly founder?: boolean;
  readonly updates: readonly ShardBytes[];
  /** Of the declared form only once it is checked here. */
  readonly history: readonly HistoryEntry[];
}

export type IncomingResult =
  | { readonly type: 'applied' }
  /** Something before it in this shard has not arrived. */
  | { readonly type: 'waits'; readonly shard: ShardId }
  /** It breaks a rule; the detail is for a protocol of what happened. */
  | { readonly type: 'refused'; readonly rule: string; readonly detail: string };

/** What has to be true exactly when the entries are applied: cursor, heads, log hash. */
export interface Finish {
  readonly tables: readonly string[];
  readonly work: (scope: EngineScope, results: readonly IncomingResult[]) => Promise<void>;
}

/**
 * Applies entries of other devices in their order: shards, rows, history and `finish.work` in one transaction. One that
 * waits or is refused leaves nothing behind and does not stop the next. Applying an entry again changes nothing.
 */
export async function applyIncoming(
  state: EngineState,
  entries: readonly IncomingEntry[],
  finish: Finish,
): Promise<readonly IncomingResult[]> {
  const shards = entries.flatMap((entry) => entry.updates.map((update) => update.shard));
  const tables = ['history', ...projectionTables(shards), ...finish.tables];
  const results = await engineTransaction(state, 'relaxed', tables, async (scope) => {
    const done: IncomingResult[] = [];
    for (const entry of entries) done.push(await applyEntry(scope, entry));
    await finish.work(scope, done);
    return done;
  });
  state.book.announce({ type: 'rows' });
  return results;
}

async function applyEntry(scope: EngineScope, entry: IncomingEntry): Promise<IncomingResult> {
  for (const { shard: id, bytes } of entry.updates) {
    const shard = await scope.readShard(id);
    const ids = shard.merge(bytes);
    await scope.db.updates.add({ shard: id, tier: 0, bytes });
    if (ids.length > 0) await projectRecords(scope, id, ids);
  }
  await scope.db.history.bulkPut(
    entry.history.map((each) => ({
      ...each,
      records: [...new Set([...each.created, ...each.changes.map((change) => change.id)])],
    })),
  );
  return { type: 'applied' };
}
