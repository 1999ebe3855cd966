import type { Table } from '../../domain/table.ts';
import type { Matrix } from '../matrix.ts';
import { encode, type Encoding, type FeatureName } from '../preparation/encoding.ts';
import type { Model } from '../learning/model.ts';

/** What a column adds to what is said of one record, against the mean of all that the model knows of. */
export interface ColumnReason {
  readonly key: string;
  /** Log-odds of "yes", or the unit of the target; below 0 where it speaks against. */
  readonly effect: number;
}

/**
 * For each of the records at `rows`, what every column adds, the weightiest first. Of a linear or logistic model: coefficient ×
 * (value − mean over the table), which are its Shapley values where columns are independent.
 * Source: Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017, corollary 1.
 */
export function reasonsOf(
  model: Model,
  encoding: Encoding,
  table: Table,
  rows: Int32Array,
): readonly (readonly ColumnReason[])[] {
  const all = encode(encoding, table, Int32Array.from(table.ids.keys()));
  const means = columnMeans(all);
  return Array.from(rows, (row) => {
    const effects = Float64Array.from(
      means,
      (mean, j) => model.coefficients[j]! * (all.values[row * all.columns + j]! - mean),
    );
    return byColumn(encoding.names, effects);
  });
}

function byColumn(names: readonly FeatureName[], effects: Float64Array): ColumnReason[] {
  const sums = new Map<string, number>();
  names.forEach(({ key }, j) => sums.set(key, (sums.get(key) ?? 0) + effects[j]!));
  return Array.from(sums, ([key, effect]) => ({ key, effect })).sort(
    (a, b) => Math.abs(b.effect) - Math.abs(a.effect),
  );
}

function columnMeans({ rows, columns, values }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]! / rows;
  return means;
}
