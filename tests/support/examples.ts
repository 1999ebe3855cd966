import { seededRandom } from '../../src/domain/random.ts';
import type { Examples } from '../../src/analytics/learning/learner.ts';
import type { LearningRequest } from '../../src/analytics/prediction/dealtRows.ts';
import { rowsAt } from '../../src/analytics/matrix.ts';

export type Drawn = Examples;

/** Columns of uniform numbers and an amount that depends on them, with noise. */
export function drawnExamples(shape: { seed: number; rows: number; columns: number }): Drawn {
  const random = seededRandom(shape.seed);
  const { rows, columns } = shape;
  const values = Float64Array.from({ length: rows * columns }, () => 2 * random() - 1);
  const weights = Array.from({ length: columns }, () => 4 * random() - 2);
  const target = Float64Array.from({ length: rows }, (_, i) =>
    weights.reduce((sum, weight, j) => sum + weight * values[i * columns + j]!, random() - 0.5),
  );
  return { features: { rows, columns, values }, target };
}

/** The same with a label: whether the amount is above 0. Both classes are there where each of them has two rows. */
export function drawnClasses(shape: { seed: number; rows: number; columns: number }): Drawn {
  const drawn = drawnExamples(shape);
  const random = seededRandom(shape.seed + 1);
  const target = drawn.target.map((value, i) => (i < 4 ? i % 2 : Number(value + 2 * (random() - 0.5) > 0)));
  return { features: drawn.features, target };
}

export function columnsChanged(drawn: Drawn, change: (value: number, column: number) => number): Drawn {
  const { features, target } = drawn;
  const values = features.values.map((value, cell) => change(value, cell % features.columns));
  return { features: { ...features, values }, target };
}

export function rowsOrdered({ features, target }: Drawn, order: readonly number[]): Drawn {
  return { features: rowsAt(features, order), target: Float64Array.from(order, (row) => target[row]!) };
}

/** The same as a table of numbers with the columns `a`, `b`, …, or those named. */
export function requestOf(
  { features, target }: Drawn,
  isClass: boolean,
  keys = Array.from({ length: features.columns }, (_, j) => String.fromCharCode(97 + j)),
): LearningRequest {
  const columns = keys.map((key, j) => ({
    ...{ key, type: 'number' as const },
    values: Float64Array.from(target, (_, i) => features.values[i * features.columns + j]!),
  }));
  return { table: { rows: target.length, columns }, target, isClass, columns: keys, seed: 5 };
}
