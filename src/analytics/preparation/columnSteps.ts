import { dateToDay, isIsoDate } from '../../domain/dates.ts';
import type { CategoryColumn, NumberColumn, TableColumn } from '../../domain/table.ts';
import { median, quantiles } from '../quantile.ts';
import { momentsOf, signedLog1p } from '../standardise.ts';
import { keyOfMade, type PreparationStep } from './steps.ts';

type Fill = Extract<PreparationStep, { type: 'fill' }>;
type Scale = Extract<PreparationStep, { type: 'scale' }>['by'];

/** A column without gaps. What cannot be filled so, as sets or labels by their mean, stays as it is. */
export function filled(column: TableColumn, { by, value }: Fill): TableColumn {
  if (column.type === 'number') {
    const known = knownOf(column);
    const given = by === 'value' ? numberIn(value ?? '') : known.length === 0 ? NaN : centre(known, by);
    return { ...column, values: column.values.map((each) => (Number.isNaN(each) ? given : each)) };
  }
  if (column.type === 'set') return column;
  if (by === 'value') return value === undefined || value === '' ? column : withLabel(column, value);
  const counts = new Float64Array(column.labels.length);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  const frequent = counts.indexOf(Math.max(...counts));
  return by === 'frequent'
    ? { ...column, codes: column.codes.map((code) => (code < 0 ? frequent : code)) }
    : column;
}

function centre(known: Float64Array, by: 'median' | 'mean' | 'frequent'): number {
  if (by === 'median') return median(known);
  if (by === 'mean') return known.reduce((sum, each) => sum + each, 0) / known.length;
  const counts = new Map<number, number>();
  for (const each of known) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

function withLabel(column: CategoryColumn, label: string): CategoryColumn {
  const place = column.labels.indexOf(label);
  const labels = place < 0 ? [...column.labels, label] : column.labels;
  const code = place < 0 ? column.labels.length : place;
  return { ...column, labels, codes: column.codes.map((each) => (each < 0 ? code : each)) };
}

/** Texts read as numbers or as days since 1970-01-01; numbers as labels. */
export function convertColumn(column: TableColumn, to: 'number' | 'category' | 'date'): TableColumn {
  if (column.type === 'set') return column;
  if (column.type === 'number') return to === 'category' ? labelsOf(column) : column;
  if (to === 'category') return column;
  const read = column.labels.map(to === 'number' ? numberIn : dayIn);
  const values = Float64Array.from(column.codes, (code) => (code < 0 ? NaN : (read[code] ?? NaN)));
  return { key: column.key, type: 'number', values };
}

function labelsOf({ key, values }: NumberColumn): CategoryColumn {
  const places = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1;
    const label = String(value);
    const place = places.get(label) ?? places.size;
    places.set(label, place);
    return place;
  });
  return { key, type: 'category', labels: [...places.keys()], codes };
}

/** A number as people write it: signs of currency and percent, spaces and commas between thousands are passed over. */
export function numberIn(text: string): number {
  const plain = text.replaceAll(/[\s,%$\u00a3\u00a5\u20ac\uffe5]/g, '');
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : NaN;
}

/** Year, month and day with anything between them, or eight digits. */
export function dayIn(text: string): number {
  const [, year, month, day] =
    /^\s*(\d{4})\D(\d{1,2})\D(\d{1,2})(?!\d)/.exec(text) ?? /^\s*(\d{4})(\d\d)(\d\d)\s*$/.exec(text) ?? [];
  const date = `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return isIsoDate(date) ? dateToDay(date) : NaN;
}

export function ordinalOf(column: TableColumn, order: readonly string[]): TableColumn {
  if (column.type !== 'category') return column;
  const places = column.labels.map((label) => order.indexOf(label));
  const values = Float64Array.from(column.codes, (code) => {
    const place = places[code] ?? -1;
    return place < 0 ? NaN : place;
  });
  return { key: column.key, type: 'number', values };
}

/** A constant column becomes zeros. */
export function scaled(column: TableColumn, by: Scale): TableColumn {
  if (column.type !== 'number') return column;
  if (by === 'log') return { ...column, values: column.values.map(signedLog1p) };
  const known = knownOf(column);
  const [from, width] = by === 'zScore' ? momentsFor(known) : rangeOf(known);
  const isConstant = !(width > Math.abs(from) * 1e-12);
  return { ...column, values: column.values.map((each) => (isConstant ? 0 * each : (each - from) / width)) };
}

function momentsFor(known: Float64Array): readonly [number, number] {
  const { mean, deviation } = momentsOf({ rows: known.length, columns: 1, values: known });
  return [mean[0] ?? 0, deviation[0] ?? 0];
}

function rangeOf(known: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const each of known) {
    low = Math.min(low, each);
    high = Math.max(high, each);
  }
  return known.length === 0 ? [0, 0] : [low, high - low];
}

export function clippedTo(column: TableColumn, share: number): TableColumn {
  if (column.type !== 'number') return column;
  const [low = NaN, high = NaN] = quantiles(knownOf(column), [share, 1 - share]);
  if (Number.isNaN(low)) return column;
  return { ...column, values: column.values.map((each) => Math.min(Math.max(each, low), high)) };
}

/** A column beside the date; negative for days to come. */
export function daysSince(column: TableColumn, today: number): TableColumn {
  if (column.type !== 'number') return column;
  const key = keyOfMade(column.key, 'days');
  return { key, type: 'number', values: column.values.map((day) => today - day) };
}

/** A column beside it, by the quantiles at 20, 40, 60 and 80 %: a value at a quantile is below it, and equal values are in the same fifth. */
export function fifthsOf(column: TableColumn, isReversed: boolean): TableColumn {
  if (column.type !== 'number') return column;
  const key = keyOfMade(column.key, 'fifth');
  const cuts = quantiles(knownOf(column), [0.2, 0.4, 0.6, 0.8]);
  const values = column.values.map((each) => {
    if (Number.isNaN(each)) return NaN;
    const fifth = 1 + cuts.filter((cut) => each > cut).length;
    return isReversed ? 6 - fifth : fifth;
  });
  return { key, type: 'number', values };
}

function knownOf({ values }: NumberColumn): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}
