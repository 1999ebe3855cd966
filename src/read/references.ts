import { slotsPerSegment, type KindIndex, type Ordinal } from './kindIndex.ts';
import { setSeparator } from './pack.ts';
import type { TextTable } from './textTable.ts';

const nothing = new Int32Array();

/** The records that each entry of a table of references names, end to end: those of entry i from `starts[i]` to `starts[i + 1]`. */
export interface Referred {
  readonly starts: Int32Array;
  readonly ordinals: Int32Array;
}

interface KnownReferences {
  readonly index: KindIndex;
  readonly generation: number;
  readonly population: number;
  readonly size: number;
  readonly referred: Referred;
}

const known = new WeakMap<TextTable, KnownReferences>();

/**
 * Ordinals of the records of a kind that a table names; elements of sets one by one, others of no kind left out. Kept while
 * no record of the kind comes or goes, or for good once all of them are found: an ordinal never changes.
 */
export function referredBy(table: TextTable, index: KindIndex): Referred {
  const kept = known.get(table);
  if (kept?.index === index && kept.generation === index.generation && kept.size === table.size) {
    if (kept.population === index.population || kept.population < 0) return kept.referred;
  }
  const made = makeReferred(table, index);
  known.set(table, {
    index,
    generation: index.generation,
    population: made.isComplete ? -1 : index.population,
    size: table.size,
    referred: made,
  });
  return made;
}

function makeReferred(table: TextTable, index: KindIndex): Referred & { readonly isComplete: boolean } {
  const starts = new Int32Array(table.size + 1);
  let ordinals = new Int32Array(table.size);
  let count = 0;
  let isComplete = true;
  const add = (id: string): void => {
    const ordinal = index.ordinalOf(id);
    if (ordinal < 0) isComplete = false;
    else {
      if (count === ordinals.length) ordinals = grown(ordinals);
      ordinals[count++] = ordinal;
    }
  };
  for (let entry = 1; entry < table.size; entry++) {
    starts[entry] = count;
    const text = table.textOf(entry);
    if (text.includes(setSeparator)) distinctOf(text.split(setSeparator), index).forEach(add);
    else if (text !== '') add(text);
  }
  starts[table.size] = count;
  return { starts, ordinals: count === 0 ? nothing : ordinals.subarray(0, count), isComplete };
}

/** Each record once: of two that were merged one is left. */
function distinctOf(ids: readonly string[], index: KindIndex): readonly string[] {
  return index.hasMerged ? [...new Set(ids.map((id) => index.standingFor(id)))] : ids;
}

function grown(ordinals: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * ordinals.length + 8);
  more.set(ordinals);
  return more;
}

/** Calls `visit` for every reference that a visible record of `from` holds in a column to a record of `to`. */
export function eachReference(
  from: KindIndex,
  column: string,
  to: KindIndex,
  visit: (segment: number, slot: number, referred: Ordinal) => void,
): void {
  from.segments.forEach((segment, number) => {
    const texts = segment.texts.get(column);
    if (texts === undefined) return;
    const { starts, ordinals } = referredBy(texts.table, to);
    for (let slot = 0; slot < segment.size; slot++) {
      if (segment.visible[slot] !== 1) continue;
      const entry = texts.codes[slot] as number;
      const end = starts[entry + 1] as number;
      for (let at = starts[entry] as number; at < end; at++) visit(number, slot, ordinals[at] as number);
    }
  });
}

/** 1 for each record of `to`, by ordinal, that some record of `from` which `mask` marks refers to in `column`. */
export function referredMask(from: KindIndex, mask: Uint8Array, column: string, to: KindIndex): Uint8Array {
  const found = new Uint8Array(to.capacity);
  eachReference(from, column, to, (segment, slot, record) => {
    if (mask[segment * slotsPerSegment + slot] === 1) found[record] = 1;
  });
  return found;
}

/** 1 for each visible record of `from`, by ordinal, that refers in `column` to some record of `to` which `mask` marks. */
export function referringMask(from: KindIndex, column: string, to: KindIndex, mask: Uint8Array): Uint8Array {
  const found = new Uint8Array(from.capacity);
  eachReference(from, column, to, (segment, slot, record) => {
    if (mask[record] === 1) found[segment * slotsPerSegment + slot] = 1;
  });
  return found;
}
