import type { Table } from '../../domain/table.ts';
import { explainLinear } from '../explanation/linearContributions.ts';
import { explainTrees } from '../explanation/treeShap.ts';
import type { Matrix } from '../matrix.ts';
import { encode, type Encoding, type FeatureName } from '../preparation/encoding.ts';
import type { PredictionModel } from './methods.ts';

/** What a column adds to what is said of one record. */
export interface ColumnReason {
  readonly key: string;
  /** Log odds or probability of "yes", or the unit of the target, by the method; below 0 where it speaks against. */
  readonly effect: number;
}

/**
 * For each of the records at `rows`, what every column adds against the mean of the table, or of a tree against what it says
 * where nothing is known: the sum of the Shapley values of the column's features. The weightiest first.
 */
export function reasonsOf(
  model: PredictionModel,
  encoding: Encoding,
  table: Table,
  rows: Int32Array,
): readonly (readonly ColumnReason[])[] {
  const { columns, values } = contributionsOf(model, encoding, table, rows);
  return Array.from(rows, (_, i) =>
    byColumn(encoding.names, values.subarray(i * columns, (i + 1) * columns)),
  );
}

function contributionsOf(model: PredictionModel, encoding: Encoding, table: Table, rows: Int32Array): Matrix {
  const features = encode(encoding, table, rows);
  if (model.method === 'linear' || model.method === 'logistic') {
    const all = Int32Array.from(table.ids.keys());
    return explainLinear(model, features, encode(encoding, table, all)).values;
  }
  const explained = explainTrees(model, features);
  // Nothing cancels it: it takes milliseconds for the few records on screen.
  if (!explained.ok) throw new Error(explained.error.type);
  return explained.value.values;
}

function byColumn(names: readonly FeatureName[], effects: Float64Array): ColumnReason[] {
  const sums = new Map<string, number>();
  names.forEach(({ key }, j) => sums.set(key, (sums.get(key) ?? 0) + effects[j]!));
  return Array.from(sums, ([key, effect]) => ({ key, effect })).sort(
    (a, b) => Math.abs(b.effect) - Math.abs(a.effect),
  );
}
