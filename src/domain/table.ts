import { zoneMsOf } from './dates.ts';
import type { RecordId } from './ids.ts';

/** Columns as an analysis reads them, each with one place for every record. */
export interface Columns {
  /** Records, or rows of a table: so many places has each column. */
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

/** Columns with the record that each place is of. */
export interface Table extends Columns {
  readonly ids: readonly RecordId[];
}

export type TableColumn = NumberColumn | CategoryColumn | SetColumn;

/** Numbers, money in major units, dates in days since 1970-01-01, instants in ms, booleans as 0 and 1; NaN is empty. */
export interface NumberColumn {
  readonly key: string;
  readonly type: 'number';
  readonly values: Float64Array;
}

/** Texts, choices and references: the place of each record's value among the labels; −1 is empty. */
export interface CategoryColumn {
  readonly key: string;
  readonly type: 'category';
  readonly labels: readonly string[];
  readonly codes: Int32Array;
}

/** Sets: record `i` has the labels at `codes[start[i] … start[i + 1])`. */
export interface SetColumn {
  readonly key: string;
  readonly type: 'set';
  readonly labels: readonly string[];
  readonly start: Uint32Array;
  readonly codes: Uint32Array;
}

export function columnOfTable(table: Columns, key: string): TableColumn | undefined {
  return table.columns.find((column) => column.key === key);
}

/** The places of the labels that records have; undefined of more than `most`. The labels themselves are not read. */
export function fewLabels({ codes }: CategoryColumn, most: number): ReadonlySet<number> | undefined {
  const seen = new Set<number>();
  for (const code of codes) {
    if (code >= 0) seen.add(code);
    if (seen.size > most) return undefined;
  }
  return seen;
}

/** What an analysis is sent of a table: some columns, and no ids, which as texts take longer to be copied than all figures. */
export function columnsFor({ rows, columns }: Table, keys?: readonly string[]): Columns {
  const wanted = keys === undefined ? undefined : new Set(keys);
  return { rows, columns: columns.filter(({ key }) => wanted?.has(key) ?? true) };
}

/** Numbers beyond this say nothing about customers; their squares and sums would be infinite. */
const mostNumber = 1e50;
/** Numbers closer to nothing are nothing: to divide by them gives no number. */
const leastNumber = 1e-50;

/** Numbers as analyses can work with them: NaN for what is infinite or beyond all measure. The same array where nothing is. */
export function usableNumbers(values: Float64Array): Float64Array {
  const isUsable = (value: number): boolean => {
    const size = Math.abs(value);
    return Number.isNaN(value) || value === 0 || (size <= mostNumber && size >= leastNumber);
  };
  if (values.every(isUsable)) return values;
  return values.map((value) => (isUsable(value) ? value : Math.abs(value) < leastNumber ? 0 : NaN));
}

/** The same for every column of numbers. */
export function usableTable<T extends Columns>(table: T): T {
  const columns = table.columns.map((column) => {
    if (column.type !== 'number') return column;
    const values = usableNumbers(column.values);
    return values === column.values ? column : { ...column, values };
  });
  return columns.every((column, i) => column === table.columns[i]) ? table : { ...table, columns };
}

/** The table with moments as the days since 1970-01-01 on which they were here, as dates are. Linear. */
export function withDays(table: Table, moments: readonly string[]): Table {
  const dayOf = localDays();
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.type === 'number' && moments.includes(column.key)
        ? { ...column, values: column.values.map(dayOf) }
        : column,
    ),
  };
}

const msPerDay = 86_400_000;

/** The local day of a moment. Asking the zone is slow, and few days change it: the others are asked for once. */
export function localDays(): (at: number) => number {
  const zones = new Map<number, number | null>();
  const zoneOf = (day: number): number | null => {
    const first = zoneMsOf(new Date(day * msPerDay));
    const last = zoneMsOf(new Date((day + 1) * msPerDay - 1));
    return first === last ? first : null;
  };
  return (at) => {
    if (Number.isNaN(at)) return NaN;
    const day = Math.floor(at / msPerDay);
    let zone = zones.get(day);
    if (zone === undefined) zones.set(day, (zone = zoneOf(day)));
    return Math.floor((at + (zone ?? zoneMsOf(new Date(at)))) / msPerDay);
  };
}
