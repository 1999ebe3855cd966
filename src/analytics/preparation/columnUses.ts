import { columnOfTable, type Columns, type TableColumn } from '../../domain/table.ts';
import { seededRandom } from '../../domain/random.ts';
import { samplePositions } from '../random.ts';
import { correlation } from '../statistics/correlation.ts';
import { rankingOf, rocAuc } from '../validation/ranking.ts';
import { encode, fitEncoding } from './encoding.ts';

/** Why a column is left out unless the person wants it. */
export type Unusable =
  /** Nobody has a value. */
  | 'empty'
  /** Everybody has the same one. */
  | 'constant'
  /** Nearly every record has one of its own, as names have. */
  | 'distinct'
  /** It says the target nearly by itself: perhaps it was written down afterwards. */
  | 'leak';

export interface ColumnUse {
  readonly key: string;
  /** Share of the records that have a value, 0 to 1. */
  readonly filled: number;
  readonly flaw?: Unusable;
}

/** Labels on more than this share of the records are names. */
const distinctShare = 0.5;
const leastDistinct = 50;
/** An AUC of one column alone that is too good to be true, and of amounts a squared correlation of ranks. */
const leakAuc = 0.985;
const leakCorrelation = 0.99;
/** Records that it is looked for in, at most: a seeded sample of more says the same. */
const leakRows = 3_000;

/**
 * What each column can do for the prediction of a target, known at `rows`. Whether one leaks is asked by the best AUC of its
 * features, of amounts by their squared correlation of ranks, on some of the rows. Linear but for those.
 * Source: Kaufman et al., Leakage in Data Mining, 2012.
 */
export function columnUses(
  table: Columns,
  keys: readonly string[],
  target: Float64Array,
  rows: Int32Array,
): readonly ColumnUse[] {
  const isClass = rows.every((row) => target[row] === 0 || target[row] === 1);
  const looked = Int32Array.from(
    samplePositions(rows.length, leakRows, seededRandom(rows.length)),
    (position) => rows[position]!,
  );
  const answers = Float64Array.from(looked, (row) => target[row]!);
  return keys.flatMap((key): ColumnUse[] => {
    const column = columnOfTable(table, key);
    if (column === undefined) return [];
    const { filled, distinct } = countsOf(column, rows);
    const use = { key, filled: rows.length === 0 ? 0 : filled / rows.length };
    if (filled === 0) return [{ ...use, flaw: 'empty' }];
    if (distinct === 1 && filled === rows.length) return [{ ...use, flaw: 'constant' }];
    const isNamed = column.type === 'category' && distinct > Math.max(leastDistinct, distinctShare * filled);
    if (isNamed) return [{ ...use, flaw: 'distinct' }];
    const isLeak = isClass
      ? bestOf(table, key, looked, (feature) => areaOf(feature, answers)) > leakAuc
      : bestOf(table, key, looked, (feature) => agreementOf(feature, answers)) > leakCorrelation;
    return isLeak ? [{ ...use, flaw: 'leak' }] : [use];
  });
}

function countsOf(column: TableColumn, rows: Int32Array): { filled: number; distinct: number } {
  const seen = new Set<number>();
  let filled = 0;
  const note = (value: number): void => void seen.add(value);
  for (const row of rows) {
    if (column.type === 'number') {
      const value = column.values[row] ?? NaN;
      if (Number.isNaN(value)) continue;
      note(value);
    } else if (column.type === 'category') {
      const code = column.codes[row] ?? -1;
      if (code < 0) continue;
      note(code);
    } else {
      const codes = column.codes.subarray(column.start[row], column.start[row + 1]);
      if (codes.length === 0) continue;
      codes.forEach(note);
    }
    filled++;
  }
  return { filled, distinct: seen.size };
}

/** The greatest score of a column's features. */
function bestOf(
  table: Columns,
  key: string,
  rows: Int32Array,
  scoreOf: (feature: Float64Array) => number,
): number {
  const { columns, values } = encode(fitEncoding(table, [key], rows), table, rows);
  let best = 0;
  for (let j = 0; j < columns; j++) {
    best = Math.max(best, scoreOf(Float64Array.from(rows, (_, i) => values[i * columns + j]!)));
  }
  return best;
}

/** In whichever direction is greater. */
function areaOf(feature: Float64Array, labels: Float64Array): number {
  const area = rocAuc(rankingOf(labels, feature)) ?? 0.5;
  return Math.max(area, 1 - area);
}

/** By ranks, so that it does not matter that features of skewed columns are logarithms. */
function agreementOf(feature: Float64Array, amounts: Float64Array): number {
  const found = correlation(feature, amounts, { by: 'ranks' });
  return found.ok ? found.value.r ** 2 : 0;
}
