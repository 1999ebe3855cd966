import type { BookDatabase } from './schema.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import {
  compareIds,
  isMergeable,
  mergeableKinds,
  resolveMerges,
  type MergeableKind,
} from '../domain/merging.ts';

/** The record that stands for one that was merged, in the end; the record itself where nothing does. Keeps to `resolveMerges`. */
export async function readStandingFor(db: BookDatabase, id: RecordId): Promise<RecordId> {
  if (!isMergeable(kindOfId(id))) return id;
  const path: RecordId[] = [];
  for (let at = id; ;) {
    const circle = path.indexOf(at);
    if (circle >= 0) return path.slice(circle).sort(compareIds)[0] ?? id;
    const row = await db.rowsOfRecord(at).get(at);
    if (row === undefined) return path.at(-1) ?? id;
    path.push(at);
    if (row.mergedInto === undefined) return at;
    at = row.mergedInto;
  }
}

/** A record and all that were merged into it, at once or by way of others. Those of a circle stand with the record itself. */
export async function readMergedWith(db: BookDatabase, id: RecordId): Promise<readonly RecordId[]> {
  if (!isMergeable(kindOfId(id))) return [id];
  const found = new Set([id]);
  for (let next = [id]; next.length > 0;) {
    const keys = await db.rowsOfRecord(id).where('mergedInto').anyOf(next).primaryKeys();
    next = keys.filter((key) => !found.has(key));
    for (const key of next) found.add(key);
  }
  return [...found];
}

/** What each merged record of a kind was merged into; reads an index only. */
export async function readMergeLinks(
  db: BookDatabase,
  kind: MergeableKind,
): Promise<ReadonlyMap<RecordId, RecordId>> {
  const merged = db.rowsOf(kind).where('mergedInto').above('');
  const [targets, ids] = await Promise.all([merged.keys(), merged.primaryKeys()]);
  return new Map(ids.map((id, i) => [id, targets[i] as RecordId]));
}

/** For each merged record of the book the one that stands for it. */
export async function readMerges(db: BookDatabase): Promise<ReadonlyMap<RecordId, RecordId>> {
  const links = await Promise.all(mergeableKinds.map((kind) => readMergeLinks(db, kind)));
  const all = new Map(links.flatMap((each) => [...each]));
  if (all.size === 0) return all;
  const targets = [...new Set(all.values())];
  const present = new Set<RecordId>();
  for (const kind of mergeableKinds) {
    const ofKind = targets.filter((id) => kindOfId(id) === kind);
    for (const id of await db.rowsOf(kind).where('id').anyOf(ofKind).primaryKeys()) present.add(id);
  }
  return resolveMerges(all, (id) => present.has(id));
}
