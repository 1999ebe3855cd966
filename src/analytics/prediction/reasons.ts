import { seededRandom } from '../../domain/random.ts';
import type { Columns } from '../../domain/table.ts';
import { explainLinear } from '../explanation/linearContributions.ts';
import { sampledShapley } from '../explanation/sampledShapley.ts';
import { explainTrees } from '../explanation/treeShap.ts';
import type { Matrix } from '../matrix.ts';
import { encode, type Encoding, type FeatureName } from '../preparation/encoding.ts';
import { rowsWithin } from '../preparation/parts.ts';
import { samplePositions } from '../random.ts';
import { say, type PredictionModel } from './methods.ts';

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
  table: Columns,
  rows: Int32Array,
): readonly (readonly ColumnReason[])[] {
  if (model.method === 'calibratedSvm') {
    return drawnReasons((features) => say(model, features), encoding, table, rows);
  }
  const { columns, values } = contributionsOf(model, encoding, table, rows);
  return Array.from(rows, (_, i) =>
    byColumn(encoding.names, values.subarray(i * columns, (i + 1) * columns)),
  );
}

/** The same for a model of which only what it says is known, by drawn orders of the columns against drawn records. */
export function drawnReasons(
  predict: (features: Matrix) => Float64Array,
  encoding: Encoding,
  table: Columns,
  rows: Int32Array,
): readonly (readonly ColumnReason[])[] {
  const keys = encoding.columns.map(({ key }) => key);
  const groups = keys.map((key) => encoding.names.flatMap((name, j) => (name.key === key ? [j] : [])));
  const others = samplePositions(table.rows, mostBackground, seededRandom(table.rows));
  const [own, background] = [encode(encoding, table, rows), encode(encoding, table, others)];
  const { columns, values } = sampledShapley(predict, groups, own, background, rows.length);
  return Array.from(rows, (_, i) =>
    weightiest(keys.map((key, group) => ({ key, effect: values[i * columns + group]! }))),
  );
}

const mostBackground = 500;

function contributionsOf(
  model: Exclude<PredictionModel, { readonly method: 'calibratedSvm' }>,
  encoding: Encoding,
  table: Columns,
  rows: Int32Array,
): Matrix {
  const features = encode(encoding, table, rows);
  if (model.method === 'linear' || model.method === 'logistic') {
    const some = Math.min(table.rows, rowsWithin(encoding.names.length));
    const others = samplePositions(table.rows, some, seededRandom(table.rows));
    return explainLinear(model, features, encode(encoding, table, others)).values;
  }
  const explained = explainTrees(model, features);
  // Nothing cancels it: it takes milliseconds for the few records on screen.
  if (!explained.ok) throw new Error(explained.error.type);
  return explained.value.values;
}

function byColumn(names: readonly FeatureName[], effects: Float64Array): ColumnReason[] {
  const sums = new Map<string, number>();
  names.forEach(({ key }, j) => sums.set(key, (sums.get(key) ?? 0) + effects[j]!));
  return weightiest(Array.from(sums, ([key, effect]) => ({ key, effect })));
}

function weightiest(reasons: ColumnReason[]): ColumnReason[] {
  return reasons.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}
