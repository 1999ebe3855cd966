import { loadOnce } from '../domain/loadOnce.ts';
import type { RecordRow } from '../domain/record.ts';
import { hasHan } from './fold.ts';
import { listedKinds, type ListedKind } from './listQuery.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { needsPinyin, packShard, type Pack } from './pack.ts';
import { loadPinyin, type Pinyin } from './pinyin.ts';

const sharedPinyin = loadOnce(loadPinyin);

/** Packs rows of one shard, to be stored. Throws for a kind that has no index, and where pinyin cannot be loaded. */
export async function packRows(kind: ObjectKind, rows: readonly RecordRow[]): Promise<Pack> {
  if (!isListed(kind)) throw new Error(`there is no index of ${kind}`);
  return packShard(kind, rows, needsPinyin(rows) ? await sharedPinyin() : undefined);
}

/**
 * Packs rows for an index in memory. Where pinyin cannot be loaded, offline before everything is cached, they go in
 * without it: they are listed at once, and found by their sound after the next start.
 */
export async function packRowsForNow(kind: ListedKind, rows: readonly RecordRow[]): Promise<Pack> {
  const loaded = needsPinyin(rows) ? await sharedPinyin().catch(() => undefined) : undefined;
  return packShard(kind, rows, loaded);
}

/** Loads pinyin before it is needed, so that the first edit of a Han name does not wait for it. */
export async function preparePinyin(): Promise<void> {
  await sharedPinyin().catch(() => undefined);
}

/** Pinyin for a text with Han characters; undefined for another, and where it cannot be loaded. */
export async function pinyinFor(text: string): Promise<Pinyin | undefined> {
  return hasHan(text) ? sharedPinyin().catch(() => undefined) : undefined;
}

export function isListed(kind: ObjectKind): kind is ListedKind {
  return listedKinds.some((each) => each === kind);
}
