import type { RecordId } from '../domain/ids.ts';
import { setSeparator } from './pack.ts';
import type { KindIndex, Ordinal } from './kindIndex.ts';
import { slotsPerSegment } from './kindIndex.ts';
import type { Segment } from './segment.ts';

/** Calls for every visible record of a kind, segment by segment. */
export function eachVisible(
  index: KindIndex,
  visit: (segment: Segment, slot: number, ordinal: Ordinal) => void,
): void {
  index.segments.forEach((segment, number) => {
    for (let slot = 0; slot < segment.size; slot++) {
      if (segment.visible[slot] === 1) visit(segment, slot, number * slotsPerSegment + slot);
    }
  });
}

/** Which of a few texts stands in a slot of a column; −1 for another one, `ifEmpty` for none. Texts are compared once a table. */
export function placesOf(
  segment: Segment,
  key: string,
  texts: readonly string[],
  ifEmpty = -1,
): (slot: number) => number {
  const column = segment.texts.get(key);
  if (column === undefined) return () => ifEmpty;
  const places = Int32Array.from({ length: column.table.size }, (_, entry) =>
    entry === 0 ? ifEmpty : texts.indexOf(column.table.textOf(entry)),
  );
  return (slot) => places[column.codes[slot] as number] as number;
}

/** The records of another kind that a column of references names, by slot; −1 for none. */
export function ordinalsOf(segment: Segment, key: string, target: KindIndex): (slot: number) => Ordinal {
  const column = segment.texts.get(key);
  if (column === undefined) return () => -1;
  const ordinals = new Int32Array(column.table.size).fill(unread);
  return (slot) => {
    const entry = column.codes[slot] as number;
    if (entry === 0) return -1;
    const known = ordinals[entry] as number;
    if (known !== unread) return known;
    return (ordinals[entry] = target.ordinalOf(column.table.textOf(entry)));
  };
}

const unread = -2;

/** A record that another one names. */
export interface Named {
  readonly id: RecordId;
  readonly name: string;
}

/** The name of a visible record; undefined for one that is hidden, deleted or not here. */
export function namedAt(index: KindIndex, ordinal: Ordinal): Named | undefined {
  return ordinal < 0 || !index.isVisible(ordinal)
    ? undefined
    : { id: index.idOf(ordinal), name: index.labelOf(ordinal) };
}

/** The first element of a set of texts; undefined where it is empty. */
export function firstElement(index: KindIndex, ordinal: Ordinal, column: string): string | undefined {
  const text = ordinal < 0 ? '' : index.textOf(ordinal, column);
  return text === '' ? undefined : text.split(setSeparator, 1)[0];
}
