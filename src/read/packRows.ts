import type { RecordRow } from '../domain/record.ts';
import { listedKinds, type ListedKind } from './listQuery.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { needsPinyin, packShard, type Pack } from './pack.ts';
import { loadPinyin, type Pinyin } from './pinyin.ts';

let pinyin: Promise<Pinyin> | undefined;

/** Packs rows of one shard. Pinyin is loaded once, at the first Han name. Throws for a kind that has no index. */
export async function packRows(kind: ObjectKind, rows: readonly RecordRow[]): Promise<Pack> {
  if (!isListed(kind)) throw new Error(`there is no index of ${kind}`);
  if (!needsPinyin(rows)) return packShard(kind, rows);
  pinyin ??= loadPinyin();
  return packShard(kind, rows, await pinyin);
}

/** Loads pinyin before it is needed: the first edit of a Han name should not wait for it. */
export async function preparePinyin(): Promise<void> {
  pinyin ??= loadPinyin();
  await pinyin;
}

export function isListed(kind: ObjectKind): kind is ListedKind {
  return listedKinds.some((each) => each === kind);
}
