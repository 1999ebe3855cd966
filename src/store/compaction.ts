import { rowTables } from '../database/schema.ts';
import { kindOfId, recordOfText, type ShardId } from '../domain/ids.ts';
import { engineTransaction, readUpdates, type EngineScope, type EngineState } from './engineTransaction.ts';
import { mergeShardUpdates } from './shard.ts';
import { firstTextOf, loadText } from './textRows.ts';

/** Updates of a tier that are merged into one of the next. The highest tier holds one: the whole state. */
const updatesPerTier = [32, 8] as const;
export const wholeTier = updatesPerTier.length;

/**
 * Compacts one shard or text: many small updates become one of the next tier; a full second tier is encoded anew from the loaded
 * document, which forgets deleted values. Bases are never rewritten. True where something was merged.
 */
export function compactShard(state: EngineState, id: ShardId): Promise<boolean> {
  const record = recordOfText(id);
  const tables = record === undefined ? [] : [rowTables[kindOfId(record)]];
  return engineTransaction(state, 'relaxed', tables, async (scope) => {
    const { db } = scope;
    const updates = await readUpdates(db, id);
    const isWhole = updates.filter((update) => update.tier === 1).length >= updatesPerTier[1];
    const merged = isWhole ? updates : updates.filter((update) => update.tier === 0);
    if (!isWhole && merged.length < updatesPerTier[0]) return false;
    const bytes = isWhole
      ? await encodeWhole(scope, id, merged)
      : mergeShardUpdates(merged.map((update) => update.bytes));
    await db.updates.bulkDelete(merged.map((update) => update.seq));
    await db.updates.add({ shard: id, tier: isWhole ? wholeTier : 1, bytes });
    return true;
  });
}

/** A text begins with what its record's base says: without a row that tells it, its updates are only merged. */
async function encodeWhole(
  { db, readShard }: EngineScope,
  id: ShardId,
  updates: readonly { readonly bytes: Uint8Array }[],
): Promise<Uint8Array> {
  const record = recordOfText(id);
  if (record === undefined) return (await readShard(id)).encode();
  const row = await db.rowsOfRecord(record).get(record);
  const first = row === undefined ? undefined : firstTextOf(record, row.base);
  if (first === undefined) return mergeShardUpdates(updates.map(({ bytes }) => bytes));
  const text = await loadText(db, record, first);
  const bytes = text.encode();
  text.destroy();
  return bytes;
}

/** Shards and texts with enough small updates to be worth compacting. */
export async function shardsToCompact(state: EngineState): Promise<ShardId[]> {
  const counts = new Map<ShardId, number>();
  await state.book.relaxed.updates.orderBy('[shard+tier]').eachKey((key) => {
    const [shard, tier] = key as unknown as [ShardId, number];
    if (tier === 0) counts.set(shard, (counts.get(shard) ?? 0) + 1);
  });
  return [...counts].filter(([, count]) => count >= updatesPerTier[0]).map(([shard]) => shard);
}
