import { tTwoSided } from '../statistics/distributions.ts';

/** Whether one method is better than another on the same folds. */
export interface FoldComparison {
  /** Mean of the differences, left less right. */
  readonly difference: number;
  readonly t: number;
  /** Two-sided, of "they are as good". */
  readonly p: number;
}

/**
 * The corrected resampled t-test of the scores of two methods on the same folds, which allows for the rows that the folds
 * learn from in common. Null with fewer than two folds, or where all differences are the same.
 * Source: Nadeau and Bengio, Inference for the Generalization Error, 2003.
 */
export function compareFolds(left: readonly number[], right: readonly number[]): FoldComparison | null {
  const folds = left.length;
  if (folds < 2) return null;
  const differences = left.map((value, i) => value - right[i]!);
  const difference = differences.reduce((sum, value) => sum + value, 0) / folds;
  const variance = differences.reduce((sum, value) => sum + (value - difference) ** 2, 0) / (folds - 1);
  if (!(variance > 0)) return null;
  const t = difference / Math.sqrt((1 / folds + 1 / (folds - 1)) * variance);
  return { difference, t, p: tTwoSided(t, folds - 1) };
}
