import { kindOfId, parseShardId, indexOfRecord, isRecordId, shardOfRecord, type RecordId } from './ids.ts';
import type { Json } from './json.ts';
import type { ObjectKind } from './kinds.ts';
import { resolveRegister, type Registers } from './register.ts';

/** Kinds whose records can be merged into one another. */
export const mergeableKinds = ['account', 'contact'] as const;
export type MergeableKind = (typeof mergeableKinds)[number];

/** On a record that was merged: the id of the one that stands for it since. Several candidates are merges into several records. */
export const mergedIntoRegister = 'mergedInto';

/** `merged/<id>` on the record that stands for another: shows the merge in its history, and keeps it visible. */
const mergedPrefix = 'merged/';

/** `distinct/<id>`: somebody has said that the two records are not one. Stands on the one with the smaller id. */
const distinctPrefix = 'distinct/';

export function isMergeable(kind: ObjectKind): kind is MergeableKind {
  return mergeableKinds.some((each) => each === kind);
}

export function mergedRegister(loser: RecordId): string {
  return mergedPrefix + loser;
}

export function distinctRegister(other: RecordId): string {
  return distinctPrefix + other;
}

/** The other record of a register `merged/<id>` or `distinct/<id>`; undefined for a register of another sort. */
export function otherOfRegister(
  register: string,
): { readonly sort: 'merged' | 'distinct'; readonly id: RecordId } | undefined {
  if (register.startsWith(mergedPrefix)) return { sort: 'merged', id: register.slice(mergedPrefix.length) };
  if (register.startsWith(distinctPrefix))
    return { sort: 'distinct', id: register.slice(distinctPrefix.length) };
  return undefined;
}

/** The record that stands for this one by its own register, whether or not that one was merged further. */
export function mergedIntoOf(registers: Registers): RecordId | undefined {
  return targetOf(resolveRegister(registers[mergedIntoRegister])?.shown.value);
}

/** All records that this one was merged into, on several devices at once; the one that counts first. */
export function mergeTargetsOf(registers: Registers): readonly RecordId[] {
  const candidates = resolveRegister(registers[mergedIntoRegister])?.candidates ?? [];
  return candidates.flatMap(({ value }) => targetOf(value) ?? []);
}

/** Records that somebody has said are not this one; only those with a greater id. */
export function distinctFrom(registers: Registers): readonly RecordId[] {
  return Object.keys(registers).flatMap((register) => {
    const other = otherOfRegister(register);
    const isSaid = other?.sort === 'distinct' && resolveRegister(registers[register])?.shown.value === true;
    return isSaid ? [other.id] : [];
  });
}

function targetOf(value: Json | undefined): RecordId | undefined {
  return typeof value === 'string' && isRecordId(value) ? value : undefined;
}

/**
 * For each merged record the one that stands for it in the end. `links` says what each was merged into. Of records that were merged in
 * a circle, as on two devices at once, the one with the smallest id stands for all. A link to what is not here leads nowhere. Linear.
 */
export function resolveMerges(
  links: ReadonlyMap<RecordId, RecordId>,
  isHere: (id: RecordId) => boolean = () => true,
): ReadonlyMap<RecordId, RecordId> {
  const resolved = new Map<RecordId, RecordId>();
  for (const start of links.keys()) {
    const path: RecordId[] = [];
    const places = new Map<RecordId, number>();
    let at = start;
    for (;;) {
      const place = places.get(at);
      const known = resolved.get(at);
      if (place !== undefined) {
        at = path.slice(place).reduce((least, id) => (compareIds(id, least) < 0 ? id : least), at);
        break;
      }
      if (known !== undefined) {
        at = known;
        break;
      }
      places.set(at, path.length);
      path.push(at);
      const next = links.get(at);
      if (next === undefined || !isHere(next)) break;
      at = next;
    }
    for (const id of path) resolved.set(id, at);
  }
  for (const [id, winner] of resolved) if (id === winner) resolved.delete(id);
  return resolved;
}

/** Records that were merged in circles, each circle once, the one that stands for it first. */
export function mergeCircles(links: ReadonlyMap<RecordId, RecordId>): readonly (readonly RecordId[])[] {
  const circles: RecordId[][] = [];
  const seen = new Set<RecordId>();
  for (const start of links.keys()) {
    const path: RecordId[] = [];
    let at: RecordId | undefined = start;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      path.push(at);
      at = links.get(at);
    }
    const from = at === undefined ? -1 : path.indexOf(at);
    if (from >= 0) circles.push(path.slice(from).sort(compareIds));
  }
  return circles;
}

/** By kind, device, shard and index: the order in which records of one kind were numbered. */
export function compareIds(a: RecordId, b: RecordId): number {
  const [x, y] = [parseShardId(shardOfRecord(a)), parseShardId(shardOfRecord(b))];
  if (x === undefined || y === undefined || kindOfId(a) !== kindOfId(b)) return a < b ? -1 : a > b ? 1 : 0;
  return x.device - y.device || x.shard - y.shard || indexOfRecord(a) - indexOfRecord(b);
}
