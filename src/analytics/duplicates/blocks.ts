import { blockingKeys } from './blockingKeys.ts';
import type { DuplicateField } from './duplicateRecords.ts';

/** Records that share a key, and for each record the blocks it stands in. Positions are in canonical order. */
export interface Blocks {
  /** Members of block i from `starts[i]` to `starts[i + 1]`, ascending. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  /** For each record from `blockStarts[r]`: its blocks, and its place in each. */
  readonly blockStarts: Int32Array;
  readonly blocksOf: Int32Array;
  readonly placeIn: Int32Array;
  /** Keys that more records share than are compared with each other: there only neighbours are. */
  readonly giant: number;
  readonly largest: number;
}

/** In a larger block a record meets only its neighbours in the order of what the records say. */
export const maxBlock = 24;
/** How many neighbours on each side. */
export const neighbours = 4;

/** Linear in keys, but for sorting them. `order` gives the records in canonical order. */
export function blocksOf(fields: readonly DuplicateField[], order: Int32Array): Blocks {
  let entries = new Float64Array(order.length * 8 + 8);
  let count = 0;
  order.forEach((record, position) => {
    blockingKeys(fields, record, (hash) => {
      if (count === entries.length) entries = grown(entries);
      entries[count++] = hash * positions + position;
    });
  });
  return packed(entries.subarray(0, count).sort(), order.length);
}

/** Positions are below this: a key and a position fit a whole number. */
const positions = 2 ** 21;

function packed(entries: Float64Array, records: number): Blocks {
  const starts: number[] = [];
  const members = new Int32Array(entries.length);
  const blocksPer = new Int32Array(records + 1);
  let count = 0;
  let giant = 0;
  let largest = 0;
  for (let from = 0; from < entries.length;) {
    const key = Math.floor((entries[from] ?? 0) / positions);
    const start = count;
    let to = from;
    let last = -1;
    for (; to < entries.length && Math.floor((entries[to] ?? 0) / positions) === key; to++) {
      const position = (entries[to] ?? 0) - key * positions;
      if (position !== last) members[count++] = position;
      last = position;
    }
    from = to;
    const size = count - start;
    if (size < 2) {
      count = start;
      continue;
    }
    starts.push(start);
    if (size > maxBlock) giant++;
    if (size > largest) largest = size;
    for (let at = start; at < count; at++) blocksPer[(members[at] ?? 0) + 1]!++;
  }
  starts.push(count);
  for (let record = 0; record < records; record++) blocksPer[record + 1]! += blocksPer[record] ?? 0;
  const blockList = new Int32Array(count);
  const placeIn = new Int32Array(count);
  const next = blocksPer.slice();
  for (let block = 0; block < starts.length - 1; block++) {
    for (let at = starts[block] ?? 0; at < (starts[block + 1] ?? 0); at++) {
      const slot = next[members[at] ?? 0]!++;
      blockList[slot] = block;
      placeIn[slot] = at;
    }
  }
  return {
    starts: Int32Array.from(starts),
    members: members.slice(0, count),
    blockStarts: blocksPer,
    blocksOf: blockList,
    placeIn,
    giant,
    largest,
  };
}

/** Calls `visit` once for every record after `position` that shares a key with it. `seen` has a place for each record. */
export function eachCandidate(
  blocks: Blocks,
  position: number,
  seen: Int32Array,
  visit: (other: number) => void,
): void {
  const { starts, members, blockStarts } = blocks;
  for (let slot = blockStarts[position] ?? 0; slot < (blockStarts[position + 1] ?? 0); slot++) {
    const block = blocks.blocksOf[slot] ?? 0;
    const place = blocks.placeIn[slot] ?? 0;
    const end = starts[block + 1] ?? 0;
    const isGiant = end - (starts[block] ?? 0) > maxBlock;
    const to = isGiant ? Math.min(end, place + 1 + neighbours) : end;
    for (let at = place + 1; at < to; at++) {
      const other = members[at] ?? 0;
      if (seen[other] === position + 1) continue;
      seen[other] = position + 1;
      visit(other);
    }
  }
}

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const next = new Float64Array(2 * array.length);
  next.set(array);
  return next;
}
