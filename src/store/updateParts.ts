import * as Y from 'yjs';
import type { ClientClocks } from '../database/schema.ts';
import { parseKey, type RecordId, type Version } from '../domain/ids.ts';
import type { Base, RecordState } from '../domain/record.ts';
import type { StoredCandidate } from '../domain/register.ts';

/** A Yjs update taken apart. */
export interface UpdateParts {
  readonly structs: readonly (Y.Item | Y.GC | Y.Skip)[];
  readonly deleted: readonly DeletedRange[];
}

/** Structs of a client that are deleted: `[clock, clock + length)`. */
export interface DeletedRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** Throws on bytes that are no update. `Decoder` reads what Yjs's own does, perhaps faster. */
export function takeApart(bytes: Uint8Array, Decoder = Y.UpdateDecoderV1): UpdateParts {
  const { structs, ds } = Y.decodeUpdateV2(bytes, Decoder);
  const deleted = Array.from(ds.clients).flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  );
  return { structs, deleted };
}

/**
 * Encodes structs, each client's in the order of their clocks and without gaps, and deletions as one update.
 * Format: Yjs's update encoding, version 1.
 */
export function putTogether({ structs, deleted }: UpdateParts): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const writeNumber = (value: number): void => encoder.writeDsClock(value);
  const structsByClient = groupByClient(structs, (struct) => struct.id.client);
  writeNumber(structsByClient.length);
  for (const [client, own] of structsByClient) {
    writeNumber(own.length);
    encoder.writeClient(client);
    writeNumber(own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  const deletedByClient = groupByClient(deleted, (range) => range.client);
  writeNumber(deletedByClient.length);
  for (const [client, ranges] of deletedByClient) {
    writeNumber(client);
    writeNumber(ranges.length);
    for (const { clock, length } of ranges) {
      writeNumber(clock);
      writeNumber(length);
    }
  }
  return encoder.toUint8Array();
}

/** The same update with nothing left in the structs that `isGone` names by their keys. Undefined where there are none. */
export function withoutContent(
  { structs, deleted }: UpdateParts,
  isGone: (key: string) => boolean,
): Uint8Array | undefined {
  let isChanged = false;
  const emptied = structs.map((struct) => {
    const isKept = !(struct instanceof Y.Item) || struct.parentSub === null || !isGone(struct.parentSub);
    if (isKept || struct.content instanceof Y.ContentDeleted) return struct;
    isChanged = true;
    const { id, origin, rightOrigin, parent, parentSub, length } = struct;
    return new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, new Y.ContentDeleted(length));
  });
  return isChanged ? putTogether({ structs: emptied, deleted }) : undefined;
}

/** The key that a struct writes; empty for one without. */
export function keyOf(struct: UpdateParts['structs'][number]): string {
  return struct instanceof Y.Item ? (struct.parentSub ?? '') : '';
}

/** The records of a shard of which this is all, checked before: what a document would show of it, without one. */
export function statesOf({ structs }: UpdateParts): RecordState[] {
  const bases = new Map<RecordId, Base>();
  const registers = new Map<RecordId, Record<string, Record<Version, StoredCandidate>>>();
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue;
    const { id, register, version } = parseKey(keyOf(struct));
    const value: unknown = struct.content.arr[0];
    if (register === undefined || version === undefined) {
      bases.set(id, value as Base);
      continue;
    }
    const ofRecord = registers.get(id) ?? {};
    (ofRecord[register] ??= {})[version] = value as StoredCandidate;
    registers.set(id, ofRecord);
  }
  return Array.from(bases, ([id, base]) => ({ id, base, registers: registers.get(id) ?? {} }));
}

/** A part of a shard's state that fits an entry, and the clocks up to which it and what went before it reach. */
export interface ShardPart {
  readonly bytes: Uint8Array;
  /** Undefined for the last part. */
  readonly sent?: ClientClocks;
}

/**
 * The next part of what some clients wrote to a shard, at most `maxBytes` of structs and at least one. Items of a shard have
 * no origin, so those of one client stand without the others'. The last part carries the deletions.
 */
export function nextShardPart(
  whole: Uint8Array,
  isOwn: (client: number) => boolean,
  sent: ClientClocks,
  maxBytes: number,
): ShardPart | undefined {
  const { structs, deleted } = takeApart(whole);
  const isOneEntry = sent.length === 0 && whole.length <= maxBytes;
  if (isOneEntry && structs.length > 0 && structs.every(({ id }) => isOwn(id.client)))
    return { bytes: whole };
  const clocks = new Map(sent);
  const left = structs.filter(
    ({ id, length }) => isOwn(id.client) && id.clock + length > (clocks.get(id.client) ?? 0),
  );
  const taken: UpdateParts['structs'][number][] = [];
  let size = 0;
  for (const struct of left) {
    size += sizeOf(struct);
    if (size > maxBytes && taken.length > 0) break;
    taken.push(struct);
    clocks.set(struct.id.client, struct.id.clock + struct.length);
  }
  if (taken.length < left.length) {
    return { bytes: putTogether({ structs: taken, deleted: [] }), sent: [...clocks] };
  }
  if (taken.length === 0 && deleted.length === 0) return undefined;
  return { bytes: putTogether({ structs: taken, deleted }) };
}

/**
 * Cuts an update into parts of at most `maxBytes` of structs, deletions last. Structs that do not fit a part are left out, and
 * those of their client after them.
 */
export function cutUpdate({ structs, deleted }: UpdateParts, maxBytes: number): UpdateParts[] {
  const parts: { structs: UpdateParts['structs'][number][]; deleted: readonly DeletedRange[] }[] = [];
  const stopped = new Set<number>();
  let room = 0;
  for (const struct of structs) {
    const size = sizeOf(struct);
    if (size > maxBytes) stopped.add(struct.id.client);
    if (stopped.has(struct.id.client)) continue;
    if (size > room) {
      parts.push({ structs: [], deleted: [] });
      room = maxBytes;
    }
    parts.at(-1)?.structs.push(struct);
    room -= size;
  }
  const last = parts.at(-1);
  if (deleted.length === 0) return parts;
  if (last === undefined) return [{ structs: [], deleted }];
  return [...parts.slice(0, -1), { ...last, deleted }];
}

function sizeOf(struct: UpdateParts['structs'][number]): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  return encoder.toUint8Array().length;
}

/** Clients in descending order, as Yjs itself writes them. */
function groupByClient<T>(items: readonly T[], clientOf: (item: T) => number): (readonly [number, T[]])[] {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(clientOf(item));
    if (group === undefined) groups.set(clientOf(item), [item]);
    else group.push(item);
  }
  return [...groups].sort(([a], [b]) => b - a);
}
