import { dayToDate, localDate } from '../domain/dates.ts';
import type { Ordinal } from './kindIndex.ts';
import { isInstantColumn, type ListGroup } from './listQuery.ts';
import { isNumberColumn, setSeparator } from './pack.ts';
import type { ColumnValues } from './table.ts';

/** Matches in the order of their groups. */
export interface Grouped {
  readonly ordinals: Int32Array;
  readonly groups: readonly ListGroup[];
}

/** What a column holds, for grouping. */
export interface GroupColumn extends ColumnValues {
  /** All records in the order of the column, and those without a value. */
  readonly sorted: Int32Array;
  readonly capacity: number;
}

/**
 * Puts matches into groups: these in the order of the column, dates with the latest month first, the matches of each in the
 * order they have. Those without a value come last. Linear.
 */
export function groupMatches(matches: Int32Array, source: GroupColumn): Grouped {
  const isMatch = new Uint8Array(source.capacity);
  for (const ordinal of matches) isMatch[ordinal] = 1;
  const valueOf = valueReader(source);
  const places = new Map<string, number>();
  const placeOf = new Int32Array(source.capacity).fill(-1);
  const { sorted, column } = source;
  const isReversed = column.type === 'date' || isInstantColumn(column);
  for (let i = 0; i < sorted.length; i++) {
    const ordinal = sorted[isReversed ? sorted.length - 1 - i : i] as number;
    if (isMatch[ordinal] !== 1) continue;
    const value = valueOf(ordinal);
    let place = places.get(value);
    if (place === undefined) places.set(value, (place = places.size));
    placeOf[ordinal] = place;
  }
  const counts = new Int32Array(places.size + 1);
  for (const ordinal of matches) {
    const place = placeOf[ordinal] as number;
    const at = place < 0 ? places.size : place;
    counts[at] = (counts[at] as number) + 1;
  }
  const values: (string | null)[] = [...places.keys(), ...(counts[places.size] === 0 ? [] : [null])];
  let start = 0;
  const groups = values.map((value, place): ListGroup => {
    const count = counts[place] as number;
    start += count;
    return { value, count, start: start - count };
  });
  const next = Int32Array.from(groups, (group) => group.start);
  const ordinals = new Int32Array(matches.length);
  for (const ordinal of matches) {
    const place = placeOf[ordinal] as number;
    const at = place < 0 ? places.size : place;
    ordinals[next[at] as number] = ordinal;
    next[at] = (next[at] as number) + 1;
  }
  return { ordinals, groups };
}

/** The value of a record's group, for records that have one. */
function valueReader({ column, numberOf, textOf }: GroupColumn): (ordinal: Ordinal) => string {
  if (isInstantColumn(column)) return kept(numberOf, (at) => localDate(at).slice(0, 7));
  if (column.type === 'date') return kept(numberOf, (day) => dayToDate(day).slice(0, 7));
  if (column.type === 'boolean') return (ordinal) => String(numberOf(ordinal) === 1);
  if (isNumberColumn(column)) return (ordinal) => String(numberOf(ordinal));
  return (ordinal) => textOf(ordinal).split(setSeparator, 1)[0] ?? '';
}

/** Records come in the order of the column, so most have the day of the one before. */
function kept(numberOf: (ordinal: Ordinal) => number, format: (value: number) => string) {
  let last = NaN;
  let text = '';
  return (ordinal: Ordinal): string => {
    const value = numberOf(ordinal);
    if (value !== last) [last, text] = [value, format(value)];
    return text;
  };
}
