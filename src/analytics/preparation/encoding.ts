import {
  columnOfTable,
  type CategoryColumn,
  type NumberColumn,
  type SetColumn,
  type Columns,
} from '../../domain/table.ts';
import type { Matrix } from '../matrix.ts';
import { median } from '../quantile.ts';
import { momentsOf, signedLog1p } from '../standardise.ts';

/** What one column of features says: the column of the table, and of labels which one. */
export interface FeatureName {
  readonly key: string;
  /** The label whose records have 1; left out of numbers. */
  readonly label?: string;
  /** 1 where the value is empty, or one of the labels that are too rare to stand alone. */
  readonly part?: 'missing' | 'other';
}

/** How a column was turned into features, fitted on some records so that others can be turned the same way. */
export type ColumnEncoding =
  | {
      readonly type: 'number';
      readonly key: string;
      /** Taken by its signed logarithm, because it is skewed. */
      readonly isLogged: boolean;
      /** Stands for what is empty; after the logarithm. */
      readonly median: number;
      readonly mean: number;
      readonly deviation: number;
      readonly marksMissing: boolean;
    }
  | {
      readonly type: 'category' | 'set';
      readonly key: string;
      readonly labels: readonly string[];
      readonly hasOther: boolean;
      readonly marksMissing: boolean;
    };

/** Plain data: it is kept with the model. */
export interface Encoding {
  readonly columns: readonly ColumnEncoding[];
  /** One for each column of the matrix that `encode` gives. */
  readonly names: readonly FeatureName[];
}

/** Labels of one column that stand alone, at most. */
export const mostLabels = 30;
/** Records that a label must have to stand alone. */
const leastRecords = 5;
/** Skewness above which a number is taken by its logarithm. */
const skewed = 2;

/**
 * Learns from the records at `rows` how columns become features: numbers standardised with the population deviation, skewed
 * ones by their signed logarithm first, the median for what is empty with a mark beside it; one feature of 0 and 1 for each
 * frequent label, one for the others, one for none. A constant number becomes zeros. Columns that the table lacks are left out.
 */
export function fitEncoding(table: Columns, keys: readonly string[], rows: Int32Array): Encoding {
  const columns = keys.flatMap((key): ColumnEncoding[] => {
    const column = columnOfTable(table, key);
    if (column === undefined) return [];
    return [column.type === 'number' ? fitNumber(column, rows) : fitLabels(column, rows)];
  });
  return { columns, names: columns.flatMap(namesOf) };
}

/** The records at `rows` as features, one row each in their order. Labels that nobody had at fitting count as others, or as nothing. */
export function encode({ columns, names }: Encoding, table: Columns, rows: Int32Array): Matrix {
  const width = names.length;
  const matrix = { rows: rows.length, columns: width, values: new Float64Array(rows.length * width) };
  let first = 0;
  for (const encoding of columns) {
    const column = columnOfTable(table, encoding.key);
    if (encoding.type === 'number') writeNumbers(matrix, first, encoding, column, rows);
    else writeLabels(matrix, first, encoding, column, rows);
    first += namesOf(encoding).length;
  }
  return matrix;
}

function namesOf(encoding: ColumnEncoding): FeatureName[] {
  const { key } = encoding;
  const missing: FeatureName[] = encoding.marksMissing ? [{ key, part: 'missing' }] : [];
  if (encoding.type === 'number') return [{ key }, ...missing];
  const other: FeatureName[] = encoding.hasOther ? [{ key, part: 'other' }] : [];
  return [...encoding.labels.map((label) => ({ key, label })), ...other, ...missing];
}

function fitNumber({ key, values }: NumberColumn, rows: Int32Array): ColumnEncoding {
  const filled = Float64Array.from(rows, (row) => values[row] ?? NaN).filter((value) => !Number.isNaN(value));
  const marksMissing = filled.length < rows.length;
  const moments = (from: Float64Array) => momentsOf({ rows: from.length, columns: 1, values: from });
  const isLogged = Math.abs(moments(filled).skewness[0] ?? 0) > skewed;
  const taken = isLogged ? filled.map(signedLog1p) : filled;
  const { mean, deviation } = moments(taken);
  return {
    ...{ type: 'number', key, isLogged, median: filled.length === 0 ? 0 : median(taken), marksMissing },
    ...{ mean: mean[0] ?? 0, deviation: deviation[0] ?? 0 },
  };
}

function fitLabels(column: CategoryColumn | SetColumn, rows: Int32Array): ColumnEncoding {
  const counts = new Float64Array(column.labels.length);
  let missing = 0;
  for (const row of rows) {
    const codes = codesAt(column, row);
    if (codes.length === 0) missing++;
    for (const code of codes) counts[code]! += 1;
  }
  const frequent = column.labels
    .map((label, code) => ({ label, count: counts[code]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  const labels = frequent
    .slice(0, mostLabels)
    .filter(({ count }) => count >= Math.min(leastRecords, rows.length))
    .map(({ label }) => label);
  return {
    ...{ type: column.type, key: column.key, labels },
    ...{ hasOther: frequent.length > labels.length, marksMissing: missing > 0 },
  };
}

function codesAt(column: CategoryColumn | SetColumn, row: number): ArrayLike<number> & Iterable<number> {
  if (column.type === 'set') return column.codes.subarray(column.start[row], column.start[row + 1]);
  const code = column.codes[row] ?? -1;
  return code < 0 ? [] : [code];
}

type Column = Columns['columns'][number] | undefined;

function writeNumbers(
  { columns, values }: Matrix,
  first: number,
  encoding: Extract<ColumnEncoding, { type: 'number' }>,
  column: Column,
  rows: Int32Array,
): void {
  const { isLogged, mean, deviation, marksMissing } = encoding;
  const from = column?.type === 'number' ? column.values : undefined;
  const isConstant = deviation <= Math.abs(mean) * 1e-12;
  rows.forEach((row, i) => {
    const raw = from?.[row] ?? NaN;
    const isMissing = !Number.isFinite(raw);
    const value = isMissing ? encoding.median : isLogged ? signedLog1p(raw) : raw;
    values[i * columns + first] = isConstant ? 0 : (value - mean) / deviation;
    if (marksMissing && isMissing) values[i * columns + first + 1] = 1;
  });
}

function writeLabels(
  { columns, values }: Matrix,
  first: number,
  { labels, hasOther, marksMissing }: Extract<ColumnEncoding, { type: 'category' | 'set' }>,
  column: Column,
  rows: Int32Array,
): void {
  const source = column === undefined || column.type === 'number' ? undefined : column;
  const places = source?.labels.map((label) => labels.indexOf(label)) ?? [];
  const missingAt = labels.length + Number(hasOther);
  rows.forEach((row, i) => {
    const codes = source === undefined ? [] : codesAt(source, row);
    const at = i * columns + first;
    if (codes.length === 0 && marksMissing) values[at + missingAt] = 1;
    for (const code of codes) {
      const place = places[code] ?? -1;
      if (place >= 0) values[at + place] = 1;
      else if (hasOther) values[at + labels.length] = 1;
    }
  });
}
