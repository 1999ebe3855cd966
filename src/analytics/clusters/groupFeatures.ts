import type { NumberColumn, Columns } from '../../domain/table.ts';
import { fitEncoding, type ColumnEncoding, type Encoding } from '../preparation/encoding.ts';
import { median } from '../quantile.ts';
import { momentsOf, signedLog1p } from '../standardise.ts';

/** How columns become places in which rows lie near or far from each other. */
export interface GroupFeatureOptions {
  /** Skewed numbers by their signed logarithm. */
  readonly useLog: boolean;
  /** Numbers as z-scores with the population deviation, or in their own units. */
  readonly isScaled: boolean;
}

/** Why a column says nothing about who is alike. */
export type UselessReason = 'empty' | 'constant' | 'distinct';

export interface GroupFeatures {
  readonly encoding: Encoding;
  /** Columns that were asked for and say nothing. */
  readonly leftOut: readonly { readonly key: string; readonly why: UselessReason }[];
  /** Cells without a number that the median of their column stands for. */
  readonly filled: readonly { readonly key: string; readonly cells: number }[];
  /** Columns of which only the most frequent labels stand alone. */
  readonly shortened: readonly string[];
}

/** Skewness beyond which a number is taken by its logarithm. */
const skewed = 2;

/**
 * Learns from the rows at `rows` how columns become features: numbers as asked, the median for what is missing or infinite; one
 * feature of 0 and 1 for each frequent label, where a missing one is none of them. Columns that are the same for all are left out.
 */
export function groupFeatures(
  table: Columns,
  keys: readonly string[],
  rows: Int32Array,
  options: GroupFeatureOptions,
): GroupFeatures {
  const leftOut: { key: string; why: UselessReason }[] = [];
  const filled: { key: string; cells: number }[] = [];
  const shortened: string[] = [];
  const kept: Encoding[] = [];
  const leave = (key: string, why: UselessReason) => leftOut.push({ key, why });
  for (const key of keys) {
    const column = table.columns.find((each) => each.key === key);
    if (column === undefined) continue;
    if (column.type === 'number') {
      const numbers = numbersAt(column, rows);
      if (numbers.length === 0) leave(key, 'empty');
      else if (numbers.every((value) => value === numbers[0])) leave(key, 'constant');
      else {
        kept.push({ columns: [numberEncoding(key, numbers, options)], names: [{ key }] });
        if (numbers.length < rows.length) filled.push({ key, cells: rows.length - numbers.length });
      }
      continue;
    }
    const fitted = withoutMarks(fitEncoding(table, [key], rows));
    const [encoding] = fitted.columns;
    if (encoding === undefined || encoding.type === 'number') continue;
    if (encoding.labels.length === 0) leave(key, encoding.hasOther ? 'distinct' : 'empty');
    else if (isSameForAll(encoding, column, rows)) leave(key, 'constant');
    else {
      kept.push(fitted);
      if (encoding.hasOther) shortened.push(key);
    }
  }
  const encoding = {
    columns: kept.flatMap(({ columns }) => columns),
    names: kept.flatMap(({ names }) => names),
  };
  return { encoding, leftOut, filled, shortened };
}

function numbersAt({ values }: NumberColumn, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? NaN).filter(Number.isFinite);
}

function numberEncoding(
  key: string,
  numbers: Float64Array,
  { useLog, isScaled }: GroupFeatureOptions,
): ColumnEncoding {
  const moments = (values: Float64Array) => momentsOf({ rows: values.length, columns: 1, values });
  const isLogged = useLog && Math.abs(moments(numbers).skewness[0] ?? 0) > skewed;
  const taken = isLogged ? numbers.map(signedLog1p) : numbers;
  const { mean, deviation } = moments(taken);
  return {
    ...{ type: 'number', key, isLogged, median: median(taken), marksMissing: false },
    ...(isScaled ? { mean: mean[0] ?? 0, deviation: deviation[0] ?? 1 } : { mean: 0, deviation: 1 }),
  };
}

function withoutMarks({ columns, names }: Encoding): Encoding {
  return {
    columns: columns.map((column) => ({ ...column, marksMissing: false })),
    names: names.filter(({ part }) => part !== 'missing'),
  };
}

/** True where one label stands for every row. */
function isSameForAll(
  { labels, hasOther }: Extract<ColumnEncoding, { type: 'category' | 'set' }>,
  column: Exclude<Columns['columns'][number], NumberColumn>,
  rows: Int32Array,
): boolean {
  if (hasOther || labels.length > 1) return false;
  return rows.every((row) =>
    column.type === 'category' ? (column.codes[row] ?? -1) >= 0 : column.start[row] !== column.start[row + 1],
  );
}
