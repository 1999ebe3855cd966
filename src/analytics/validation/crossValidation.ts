import { ok, type Result } from '../../domain/result.ts';
import { type Examples, examplesAt, type FitError, type RunOptions, type Task } from '../learning/learner.ts';
import { fitMethod, predictFitted, type MethodSpec } from '../learning/methods.ts';
import { thresholdOf } from '../learning/model.ts';
import { rowsInside, rowsOutside } from './folds.ts';
import { metricsOf, type Metric, type Metrics } from './metrics.ts';

export interface CrossOptions extends RunOptions {
  readonly task: Task;
  /** The fold of each row, 0 to the number of folds − 1: the same for all methods. */
  readonly foldOf: Int32Array;
  readonly seed: number;
  /** A clock in milliseconds, by which methods are timed. */
  readonly now: () => number;
}

/** A score over the folds. */
export interface Spread {
  readonly folds: readonly (number | null)[];
  /** Null where a fold has no such score. */
  readonly mean: number | null;
  /** Standard deviation over the folds, dividing by one less. */
  readonly deviation: number | null;
}

export interface CrossScores {
  readonly scores: Readonly<Partial<Record<Metric, Spread>>>;
  /** What was said of each row by the fit that had not seen it. */
  readonly outOfFold: Float64Array;
  /** Of fitting and predicting all folds. */
  readonly elapsedMs: number;
}

/** What came of one method, in the order in which they were given: one that fails does not keep the others from being compared. */
export interface Compared {
  readonly spec: MethodSpec;
  readonly result: Result<CrossScores, FitError>;
}

/** Several methods on the same folds. Scaling and all else is fitted to the rows learnt from only. Source: Stone, 1974. */
export function crossValidate(
  examples: Examples,
  specs: readonly MethodSpec[],
  options: CrossOptions,
): Compared[] {
  return specs.map((spec, i) => ({
    spec,
    result: crossValidateOne(examples, spec, {
      ...options,
      onProgress: (done) => options.onProgress?.((i + done) / specs.length),
    }),
  }));
}

/** Mean and deviation of the scores of the folds. */
export function spreadOf(folds: readonly (number | null)[]): Spread {
  const known = folds.filter((value) => value !== null);
  if (known.length < folds.length || known.length === 0) return { folds, mean: null, deviation: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { folds, mean, deviation: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : null };
}

function crossValidateOne(
  examples: Examples,
  spec: MethodSpec,
  options: CrossOptions,
): Result<CrossScores, FitError> {
  const { task, foldOf, seed, now, onProgress, signal } = options;
  const count = foldOf.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const outOfFold = new Float64Array(examples.target.length);
  const metrics: Metrics[] = [];
  const start = now();
  for (let fold = 0; fold < count; fold++) {
    const rows = rowsInside(foldOf, fold);
    const fit = fitMethod(examplesAt(examples, rowsOutside(foldOf, fold)), spec, {
      ...{ task, seed },
      onProgress: (done) => onProgress?.((fold + done) / count),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!fit.ok) return fit;
    const tested = examplesAt(examples, rows);
    const predicted = predictFitted(fit.value, tested.features, signal === undefined ? {} : { signal });
    if (!predicted.ok) return predicted;
    rows.forEach((row, i) => (outOfFold[row] = predicted.value[i]!));
    metrics.push(metricsOf(task, tested.target, predicted.value, thresholdOf(fit.value.model)));
  }
  const names = Object.keys(metrics[0] ?? {}) as Metric[];
  const scores = Object.fromEntries(
    names.map((name) => [name, spreadOf(metrics.map((each) => each[name] ?? null))]),
  ) as Partial<Record<Metric, Spread>>;
  return ok({ scores, outOfFold, elapsedMs: now() - start });
}
