import { rowTables, type BookDatabase, type HistoryRow } from '../database/schema.ts';
import { readMergedWith } from '../database/merges.ts';
import { groupBy } from '../database/rows.ts';
import type { HistoryEntry } from '../domain/history.ts';
import {
  erasedName,
  kindOfId,
  parseKey,
  shardOfRecord,
  textIdOf,
  type RecordId,
  type ShardId,
} from '../domain/ids.ts';
import { wholeTier } from './compaction.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { foldAllPending } from './fold.ts';
import { projectionTables, projectOrderShard, readErased, rememberErased } from './projection.ts';
import { takeApart, withoutContent } from './updateParts.ts';

/** Tables that `forgetRecords` needs. */
export function erasureTables(shards: readonly ShardId[]): string[] {
  return ['history', 'packs', 'drafts', 'files', ...projectionTables(shards)];
}

/**
 * Erases records for good: what stands in shards, rows, history, intents, the outbox and the packs of the list index. A mark
 * without content remains in the shard and drops whatever arrives of them later. Only an owner may: others refuse the mark
 * of anybody else. What was merged into a record is the same person, and is erased with it. Gives the records that were not erased
 * before. There is no undo.
 */
export async function eraseRecords(
  state: EngineState,
  named: readonly RecordId[],
): Promise<readonly RecordId[]> {
  const merged = await Promise.all(named.map((id) => readMergedWith(state.book.relaxed, id)));
  const ids = [...new Set(merged.flat())];
  const byShard = groupBy(ids, shardOfRecord);
  const shards = [...byShard.keys()];
  const erased = await engineTransaction(state, 'strict', erasureTables(shards), async (scope) => {
    const known = await readErased(scope.db);
    // Before folding, so that what is not in a shard yet never gets there.
    await dropIntents(scope.db, new Set(ids));
    await foldAllPending(scope);
    for (const [shardId, ofShard] of byShard) {
      const shard = await scope.writableShard(shardId);
      await scope.addUpdate(shardId, shard.erase(ofShard, [true, Date.now(), scope.counters.member]));
      await forgetRecords(scope, shardId, ofShard);
    }
    return ids.filter((id) => !known.has(id));
  });
  state.book.announce({ type: 'rows' });
  state.book.announce({ type: 'work' });
  return erased;
}

/**
 * Takes records that their shard has erased out of everything else on this device, inside the current transaction. The
 * shard is encoded anew from the loaded document: merged updates would keep what they delete.
 */
export async function forgetRecords(
  scope: EngineScope,
  shardId: ShardId,
  ids: readonly RecordId[],
): Promise<void> {
  const { db } = scope;
  const gone = new Set(ids);
  await rememberErased(scope, ids);
  await dropIntents(db, gone);
  await rewriteHistory(db, ids);
  await scrubOutbox(db, shardId, gone);
  await forgetTexts(db, gone);
  await db.files
    .where('record')
    .anyOf([...gone])
    .delete();
  const shard = await scope.readShard(shardId);
  await db.updates.where('[shard+tier]').between([shardId, 0], [shardId, Infinity]).delete();
  await db.updates.add({ shard: shardId, tier: wholeTier, bytes: shard.encode() });
  await db.packs.delete(shardId);
  const kind = kindOfId(shardId);
  await db.table(rowTables[kind]).bulkDelete([...gone]);
  if (kind === 'order') await projectOrderShard(scope, shardId);
  else await db.rowLog.add({ kind, ids });
}

/** An entry of history without some records; undefined where nothing is left of it. */
export function withoutRecords<T extends HistoryEntry>(entry: T, gone: ReadonlySet<RecordId>): T | undefined {
  const created = entry.created.filter((id) => !gone.has(id));
  const changes = entry.changes.filter((change) => !gone.has(change.id));
  if (created.length === entry.created.length && changes.length === entry.changes.length) return entry;
  return created.length + changes.length === 0 ? undefined : { ...entry, created, changes };
}

/** An update without what it says of erased records; undefined where it says nothing of them. */
export function withoutErased(
  parts: Parameters<typeof withoutContent>[0],
  isErased: (id: RecordId) => boolean,
): Uint8Array | undefined {
  return withoutContent(parts, (key) => {
    const { id, register } = parseKey(key);
    return register !== erasedName && isErased(id);
  });
}

/** Texts go as they are: nobody continues a text whose record is erased. Whoever holds a draft of one deletes it. */
async function forgetTexts(db: BookDatabase, gone: ReadonlySet<RecordId>): Promise<void> {
  const texts = new Set(Array.from(gone, textIdOf));
  for (const id of texts) {
    await db.updates.where('[shard+tier]').between([id, 0], [id, Infinity]).delete();
  }
  for (const row of await db.outbox.toArray()) {
    if (row.type === 'shard' && texts.has(row.shard) && row.seq !== undefined) {
      await db.outbox.delete(row.seq);
    }
    if (row.type !== 'changes' || row.updates.every(({ shard }) => !texts.has(shard))) continue;
    await db.outbox.put({ ...row, updates: row.updates.filter(({ shard }) => !texts.has(shard)) });
  }
  await db.drafts
    .where('record')
    .anyOf([...gone])
    .modify({ isGone: true });
}

async function dropIntents(db: BookDatabase, gone: ReadonlySet<RecordId>): Promise<void> {
  for (const intent of await db.intents.toArray()) {
    const changes = intent.changes.filter((change) => !gone.has(change.id));
    if (changes.length === intent.changes.length) continue;
    if (changes.length > 0) await db.intents.put({ ...intent, changes });
    else if (intent.seq !== undefined) await db.intents.delete(intent.seq);
  }
}

async function rewriteHistory(db: BookDatabase, ids: readonly RecordId[]): Promise<void> {
  const gone = new Set(ids);
  const rows = await db.history
    .where('records')
    .anyOf([...ids])
    .distinct()
    .toArray();
  const kept = rows.flatMap((row): HistoryRow[] => {
    const rest = withoutRecords(row, gone);
    return rest === undefined ? [] : [{ ...rest, records: row.records.filter((id) => !gone.has(id)) }];
  });
  await db.history.bulkDelete(rows.map((row) => row.id));
  await db.history.bulkPut(kept);
}

/** What is not sealed yet goes out without the records, in its place: later updates continue its clocks. */
async function scrubOutbox(db: BookDatabase, shardId: ShardId, gone: ReadonlySet<RecordId>): Promise<void> {
  for (const row of await db.outbox.toArray()) {
    if (row.type !== 'changes' || row.updates.every((update) => update.shard !== shardId)) continue;
    const updates = row.updates.map((update) => {
      if (update.shard !== shardId) return update;
      const bytes = withoutErased(takeApart(update.bytes), (id) => gone.has(id));
      return bytes === undefined ? update : { shard: shardId, bytes };
    });
    await db.outbox.put({ ...row, updates });
  }
}
