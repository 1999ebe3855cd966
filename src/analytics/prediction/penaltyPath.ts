import type { Examples, RunOptions } from '../learning/learner.ts';
import { lassoPath } from '../learning/lasso.ts';
import { choosePenalty } from '../learning/penaltyChoice.ts';
import type { Encoding, FeatureName } from '../preparation/encoding.ts';
import { kFold } from '../validation/folds.ts';
import { foldCount } from './dealtRows.ts';

/** The lasso over strengths of its penalty, from the strongest down. */
export interface PenaltyPath {
  readonly alphas: readonly number[];
  /** Root of the mean squared error on the folds left out, in the unit of the target, at each strength. */
  readonly error: readonly number[];
  /** The same one standard error of the mean squared error lower and higher. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** The strength with the least error, and the strongest one within one standard error of it, which is used. */
  readonly best: number;
  readonly used: number;
  /** Features that stay at the one used, of all. */
  readonly kept: number;
  readonly of: number;
  /** Coefficients over the strengths of the weightiest features, those at the one used. */
  readonly paths: readonly { readonly name: FeatureName; readonly coefficients: readonly number[] }[];
}

const shownPaths = 5;

/** Null where nothing can be fitted. */
export function penaltyPath(
  examples: Examples,
  { names }: Encoding,
  seed: number,
  options: RunOptions,
): PenaltyPath | null {
  const foldOf = kFold(examples.target.length, foldCount, seed);
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const chosen = choosePenalty(examples, { ...signal, penalty: 'lasso', foldOf });
  if (!chosen.ok) return null;
  const { alphas, error, spread, best, simplest, simplestModel, bestModel } = chosen.value;
  const path = lassoPath(examples, { ...signal, alphas });
  if (!path.ok) return null;
  const final = simplestModel.coefficients;
  const weight = (j: number): number => Math.abs(final[j]!) || Math.abs(bestModel.coefficients[j]!) * 1e-6;
  const shown = [...names.keys()]
    .filter((j) => weight(j) > 0)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, shownPaths);
  const root = (value: number): number => Math.sqrt(Math.max(0, value));
  return {
    alphas,
    error: Array.from(error, root),
    low: Array.from(error, (value, i) => root(value - spread[i]!)),
    high: Array.from(error, (value, i) => root(value + spread[i]!)),
    ...{ best: alphas[best]!, used: alphas[simplest]! },
    ...{ kept: final.reduce((count, value) => count + Number(value !== 0), 0), of: names.length },
    paths: shown.map((j) => ({
      name: names[j]!,
      coefficients: path.value.map(({ coefficients }) => coefficients[j]!),
    })),
  };
}
