import { groupBy } from '../database/rows.ts';
import type { BookDatabase, Intent } from '../database/schema.ts';
import { shardOfRecord, type RecordId, type ShardId } from '../domain/ids.ts';
import { applyChange, type RecordChange, type RecordState } from '../domain/record.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';

/** Intents folded in one transaction at most. */
const maxIntentsAtOnce = 100;

/** Folds what people did into the shards, a strict transaction at a time, until nothing waits. Gives the number folded. */
export async function foldIntents(state: EngineState): Promise<number> {
  let folded = 0;
  for (;;) {
    await state.prepare(await waitingShards(state.book.relaxed));
    const count = await engineTransaction(state, 'strict', [], foldPending);
    folded += count;
    if (count < maxIntentsAtOnce) return folded;
  }
}

/** The shards that the next intents belong to. */
async function waitingShards(db: BookDatabase): Promise<ShardId[]> {
  const intents = await db.intents.orderBy('seq').limit(maxIntentsAtOnce).toArray();
  return [...new Set(intents.flatMap(({ changes }) => changes.map(({ id }) => shardOfRecord(id))))];
}

/**
 * Folds waiting intents inside the current transaction. Whatever else an engine transaction writes to shards comes
 * after this, or it could delete a key that is not there yet.
 */
export async function foldPending(scope: EngineScope): Promise<number> {
  const { db, writableShard, addUpdate, sendHistory } = scope;
  const intents = await db.intents.orderBy('seq').limit(maxIntentsAtOnce).toArray();
  const changes = intents.flatMap((intent) => intent.changes);
  for (const [id, group] of groupBy(changes, (change) => shardOfRecord(change.id))) {
    const shard = await writableShard(id);
    await addUpdate(id, shard.write(group));
  }
  sendHistory(intents.map((intent) => intent.command));
  await db.intents.bulkDelete(intents.flatMap((intent) => intent.seq ?? []));
  return intents.length;
}

/** Folds all waiting intents inside the current transaction. */
export async function foldAllPending(scope: EngineScope): Promise<void> {
  while ((await foldPending(scope)) === maxIntentsAtOnce);
}

/** Changes that wait to be folded, by record: every row that is written anew has them on top. */
export async function pendingChanges(db: BookDatabase): Promise<ReadonlyMap<RecordId, RecordChange[]>> {
  const intents: Intent[] = await db.intents.orderBy('seq').toArray();
  return groupBy(
    intents.flatMap((intent) => intent.changes),
    (change) => change.id,
  );
}

/** A record's folded state with its pending changes on top. */
export function withPending(
  id: RecordId,
  folded: RecordState | undefined,
  pending: ReadonlyMap<RecordId, readonly RecordChange[]>,
): RecordState | undefined {
  return (pending.get(id) ?? []).reduce<RecordState | undefined>(applyChange, folded);
}
