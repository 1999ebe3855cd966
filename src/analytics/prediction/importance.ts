import { seededRandom } from '../../domain/random.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Columns } from '../../domain/table.ts';
import type { RunOptions } from '../learning/learner.ts';
import type { Matrix } from '../matrix.ts';
import { encode } from '../preparation/encoding.ts';
import { shuffle } from '../random.ts';
import { spreadOf } from '../validation/spread.ts';
import type { Comparison, Method } from './comparison.ts';

/** How much worse a model does without knowing a column. */
export interface ColumnImportance {
  readonly key: string;
  /** Mean fall of the score over the folds when the column's values are dealt anew among the records; below 0 by chance. */
  readonly drop: number;
  /** Standard deviation of that over the folds. */
  readonly spread: number;
}

/** How a score is made of what was said of the records at some positions. The better, the greater. */
export type PositionScore = (positions: Int32Array, said: Float64Array) => number;

/**
 * Permutation importance of each column, all of its features shuffled together, on the records that each fold's model had
 * not seen; the greatest first. Columns that say the same stand in for each other, and both look small.
 * Source: Breiman, Random Forests, 2001, 10; Fisher, Rudin and Dominici, 2019.
 */
export function columnImportance<N extends string, M>(
  table: Columns,
  { rows, folds }: Pick<Comparison<N, M>, 'rows' | 'folds'>,
  predict: Method<N, M>['predict'],
  scoreOf: PositionScore,
  { seed, onProgress, signal }: RunOptions & { readonly seed: number },
): Result<readonly ColumnImportance[], { readonly type: 'cancelled' }> {
  const random = seededRandom(seed);
  const drops = new Map<string, number[]>();
  for (const [fold, { encoding, model, tested }] of folds.entries()) {
    const features = encode(
      encoding,
      table,
      Int32Array.from(tested, (position) => rows[position]!),
    );
    const score = scoreOf(tested, predict(model, features));
    for (const { key } of encoding.columns) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      const columns = encoding.names.flatMap((name, j) => (name.key === key ? [j] : []));
      const order = Int32Array.from({ length: features.rows }, (_, i) => i);
      shuffle(order, random);
      const drop = score - scoreOf(tested, predict(model, dealtAnew(features, columns, order)));
      drops.set(key, [...(drops.get(key) ?? []), drop]);
    }
    onProgress?.((fold + 1) / folds.length);
  }
  const found = Array.from(drops, ([key, falls]) => {
    const { mean, deviation } = spreadOf(falls);
    return { key, drop: mean ?? 0, spread: deviation ?? 0 };
  });
  return ok(found.sort((a, b) => b.drop - a.drop));
}

function dealtAnew(features: Matrix, columns: readonly number[], order: Int32Array): Matrix {
  const values = features.values.slice();
  for (let i = 0; i < features.rows; i++) {
    for (const j of columns) {
      values[i * features.columns + j] = features.values[order[i]! * features.columns + j]!;
    }
  }
  return { ...features, values };
}
