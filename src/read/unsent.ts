import { observe, type Live } from '../database/live.ts';
import { readOnlyOf, readRole } from '../database/readOnly.ts';
import { kindOfId, recordIdOf, recordOfText, type RecordId, type ShardId } from '../domain/ids.ts';
import { groupBy } from '../database/rows.ts';
import { listedKinds, type ListedKind } from './listQuery.ts';
import type { ReadHandle } from './live.ts';

/** Records that this device has changed and no other will hear of, in the order of `listedKinds`. */
export type UnsentRecords = readonly { readonly kind: ListedKind; readonly ids: readonly RecordId[] }[];

/** Whether this device may only look, live: an owner can change it at any time. */
export function liveIsReadOnly(db: ReadHandle): Live<boolean> {
  return observe(async () => readOnlyOf(await readRole(db)) !== undefined);
}

/** What waits in the outbox, as records. */
export function liveUnsentRecords(db: ReadHandle): Live<UnsentRecords> {
  return observe(async () => {
    const ids = new Set<RecordId>();
    for (const row of await db.outbox.toArray()) {
      if (row.type === 'shard') for (const id of await idsOfShard(db, row.shard)) ids.add(id);
      if (row.type !== 'changes') continue;
      for (const { shard } of row.updates) {
        const ofText = recordOfText(shard);
        if (ofText !== undefined) ids.add(ofText);
      }
      const entries = await db.history.bulkGet([...row.history]);
      for (const entry of entries) for (const id of entry?.records ?? []) ids.add(id);
    }
    const byKind = groupBy([...ids].sort(), kindOfId);
    return listedKinds.flatMap((kind) => {
      const found = byKind.get(kind);
      return found === undefined ? [] : [{ kind, ids: found }];
    });
  });
}

/** Orders of an import stand in blocks, which keep their places in `index`. */
async function idsOfShard(db: ReadHandle, shard: ShardId): Promise<readonly RecordId[]> {
  const ofText = recordOfText(shard);
  if (ofText !== undefined) return [ofText];
  const rows = await db.rowsOf(kindOfId(shard)).where('id').startsWith(`${shard}.`).primaryKeys();
  const block = kindOfId(shard) === 'order' ? await db.orderBlocks.get(shard) : undefined;
  const inBlock = Array.from(block?.index ?? [], (index) => recordIdOf(shard, index));
  return [...rows, ...inBlock];
}
