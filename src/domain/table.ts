import { zoneMsOf } from './dates.ts';
import type { RecordId } from './ids.ts';

/** Records as an analysis reads them: column by column, each with one place for every record. */
export interface Table {
  readonly ids: readonly RecordId[];
  readonly columns: readonly TableColumn[];
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

export function columnOfTable(table: Table, key: string): TableColumn | undefined {
  return table.columns.find((column) => column.key === key);
}

/** The table with moments as the days since 1970-01-01 on which they were here, as dates are. */
export function withDays(table: Table, moments: readonly string[]): Table {
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

function dayOf(at: number): number {
  return Number.isNaN(at) ? NaN : Math.floor((at + zoneMsOf(new Date(at))) / msPerDay);
}
