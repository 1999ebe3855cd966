import { numberColumnKind, type Grouping, type Period } from './definition.ts';
import { periodIndex, periodKey } from './periodKeys.ts';
import type { ReportRows } from './reportRows.ts';
import type { Dimension } from './tally.ts';

/** What rows are put under, each code with its key, in the order of the keys. */
export interface Keyed extends Dimension {
  readonly keys: readonly string[];
  /** Of bins: how wide each is. */
  readonly width?: number;
  /** Neighbouring periods follow each other, those without any row too. */
  readonly isTime?: true;
}

/** `orderOf` gives texts in the order in which people expect them. */
export function dimensionOfRows(
  rows: ReportRows,
  grouping: Grouping,
  orderOf: (keys: readonly string[]) => readonly string[],
): Keyed {
  const { field } = grouping;
  switch (numberColumnKind(rows.typeOf(field))) {
    case 'date':
      return ofPeriods(rows.numbers(field), grouping.by ?? 'month');
    case 'boolean':
      return {
        keys: ['true', 'false'],
        size: 2,
        codes: coded(rows.numbers(field), (value) => (value === 1 ? 0 : 1)),
      };
    case 'number':
      return ofBins(rows.numbers(field), grouping.width);
    case undefined: {
      const { entries, codes, start } = rows.codes(field);
      const used = usedOf(entries.length, codes);
      const keys = orderOf(entries.filter((_, code) => used[code] === 1));
      const places = new Map(keys.map((key, place) => [key, place]));
      const map = Int32Array.from(entries, (entry) => places.get(entry) ?? -1);
      return {
        keys,
        size: keys.length,
        codes: codes.map((code) => (code < 0 ? -1 : map[code]!)),
        ...(start === undefined ? {} : { start }),
      };
    }
  }
}

/** `Int32Array.from` asks an iterator for every value, which takes ten times as long. */
function coded(values: Float64Array, codeOf: (value: number) => number): Int32Array {
  const codes = new Int32Array(values.length);
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf(values[i]!);
  return codes;
}

function usedOf(size: number, codes: Int32Array): Uint8Array {
  const used = new Uint8Array(size);
  for (const code of codes) if (code >= 0) used[code] = 1;
  return used;
}

/** Every period from the first to the last, unless those are very many. */
export function ofPeriods(days: Float64Array, period: Period): Keyed {
  const indexes = indexesOf(days, period);
  const [first, last] = spanOf(indexes);
  if (first > last) return { keys: [], size: 0, codes: new Int32Array(days.length).fill(-1), isTime: true };
  const length = last - first + 1;
  if (length > mostSteps) return sparsePeriods(indexes, period);
  return {
    keys: Array.from({ length }, (_, i) => periodKey(first + i, period)),
    size: length,
    codes: coded(indexes, (index) => (index !== index ? -1 : index - first)),
    isTime: true,
  };
}

function sparsePeriods(indexes: Float64Array, period: Period): Keyed {
  const distinct = [...new Set(indexes)].filter((index) => !Number.isNaN(index)).sort((a, b) => a - b);
  const places = new Map(distinct.map((index, place) => [index, place]));
  return {
    keys: distinct.map((index) => periodKey(index, period)),
    size: distinct.length,
    codes: coded(indexes, (index) => places.get(index) ?? -1),
    isTime: true,
  };
}

/** Most rows share their day with many: each day is looked up once where days are near each other. */
function indexesOf(days: Float64Array, period: Period): Float64Array {
  const [first, last] = spanOf(days);
  if (period === 'day' || !(last - first < 200_000))
    return days.map((day) => (Number.isNaN(day) ? NaN : periodIndex(day, period)));
  const known = Int32Array.from({ length: last - first + 1 }, (_, i) => periodIndex(first + i, period));
  return days.map((day) => (day !== day ? NaN : known[day - first]!));
}

function spanOf(values: Float64Array): readonly [first: number, last: number] {
  let [first, last] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < first) first = value;
    if (value > last) last = value;
  }
  return [first, last];
}

const bins = 10;
/** Periods or bins that are listed though nothing is in some of them. */
const mostSteps = 2_000;

/** Bins from a multiple of the width up to below the next one; without a width about ten of a round one. */
export function ofBins(values: Float64Array, asked: number | undefined): Keyed {
  const [least, most] = spanOf(values);
  if (least > most) return { keys: [], size: 0, codes: new Int32Array(values.length).fill(-1) };
  const areWhole = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  const least10 = roundWidth((most - least) / bins, areWhole);
  const width = asked !== undefined && (most - least) / asked < mostSteps ? asked : least10;
  const first = Math.floor(least / width);
  const length = Math.floor(most / width) - first + 1;
  return {
    keys: Array.from({ length }, (_, i) => String(Number(((first + i) * width).toPrecision(12)))),
    size: length,
    codes: coded(values, (value) => (value !== value ? -1 : Math.floor(value / width) - first)),
    width,
  };
}

/** 1, 2 or 5 times a power of ten, at least as wide as asked. */
function roundWidth(least: number, areWhole: boolean): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const width = [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least) ?? 10 * power;
  return areWhole ? Math.max(1, width) : width;
}
