import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import type { Examples, RunOptions } from '../learning/learner.ts';
import type { Matrix } from '../matrix.ts';
import { shuffle } from '../random.ts';

export interface PermutationOptions extends RunOptions {
  readonly predict: (features: Matrix) => Float64Array;
  /** The better, the greater. */
  readonly score: (target: Float64Array, predicted: Float64Array) => number;
  readonly seed: number;
  /** Times that each column is shuffled, 5 by default. */
  readonly repeats?: number;
}

export interface PermutationImportance {
  /** Score on the rows as they are. */
  readonly score: number;
  /** By how much the score falls when a column is shuffled: mean and population deviation over the repeats. */
  readonly fall: Float64Array;
  readonly spread: Float64Array;
}

/**
 * How much a prediction leans on each column. Columns that say the same stand in for each other, and both look small.
 * Source: Breiman, Random Forests, 2001; Fisher, Rudin and Dominici, 2019.
 */
export function permutationImportance(
  { features, target }: Examples,
  { predict, score, seed, repeats = 5, onProgress, signal }: PermutationOptions,
): Result<PermutationImportance, { readonly type: 'cancelled' | 'no-rows' }> {
  const { rows, columns } = features;
  if (rows === 0) return err({ type: 'no-rows' });
  const random = seededRandom(seed);
  const whole = score(target, predict(features));
  const fall = new Float64Array(columns);
  const spread = new Float64Array(columns);
  const values = features.values.slice();
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let j = 0; j < columns; j++) {
    const falls = new Float64Array(repeats);
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      shuffle(order, random);
      for (let i = 0; i < rows; i++) values[i * columns + j] = features.values[order[i]! * columns + j]!;
      falls[repeat] = whole - score(target, predict({ rows, columns, values }));
    }
    for (let i = 0; i < rows; i++) values[i * columns + j] = features.values[i * columns + j]!;
    const mean = falls.reduce((sum, value) => sum + value, 0) / repeats;
    fall[j] = mean;
    spread[j] = Math.sqrt(falls.reduce((sum, value) => sum + (value - mean) ** 2, 0) / repeats);
    onProgress?.((j + 1) / columns);
  }
  return ok({ score: whole, fall, spread });
}
