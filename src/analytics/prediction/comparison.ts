import { err, ok, type Result } from '../../domain/result.ts';
import type { Examples, FitError, RunOptions } from '../learning/learner.ts';
import type { Matrix } from '../matrix.ts';
import type { Encoding } from '../preparation/encoding.ts';
import { mainMetric, metricsOf, type Metric, type Metrics } from '../validation/metrics.ts';
import { compareFolds } from '../validation/pairedFolds.ts';
import { spreadOf, type Spread } from '../validation/spread.ts';
import { dealRows, examplesOfFold, foldCount, type LearningRequest, type TooFewKnown } from './dealtRows.ts';

/** A way to learn, from the simplest to the most involved. What it says is an amount or the probability of label 1. */
export interface Method<N extends string, M> {
  readonly name: N;
  readonly fit: (
    examples: Examples,
    options: RunOptions & { readonly seed: number },
  ) => Result<M, FitError> | Promise<Result<M, FitError>>;
  readonly predict: (model: M, features: Matrix) => Float64Array;
}

/** What one method did, tested on records that it had not seen. */
export interface MethodScore<N extends string> {
  readonly method: N;
  /** Mean over the folds: area under the ROC curve, or R² of amounts. */
  readonly score: number;
  /** Standard deviation over the folds, dividing by one less than their number. */
  readonly spread: number;
  /** The same on the records that it learnt from: far more than `score` means that it has learnt them by heart. */
  readonly training: number;
  /** Every score over the folds. */
  readonly metrics: Readonly<Partial<Record<Metric, Spread>>>;
  /** Two-sided p of "as good as the best", by the corrected resampled t-test; null of the best, and where it says nothing. */
  readonly p: number | null;
  readonly seconds: number;
}

export interface Comparison<N extends string, M> {
  /** Best first; the methods that failed are left out. */
  readonly scores: readonly MethodScore<N>[];
  readonly failed: readonly { readonly method: N; readonly error: FitError }[];
  /** The simplest method whose score is within one standard error of the best. Source: Breiman et al., CART, 1984, 3.4.3. */
  readonly chosen: N;
  /** Records that were learnt from, positions in the table, rising. */
  readonly rows: Int32Array;
  /** For each of `rows`, what the chosen method said when it had not seen it. */
  readonly unseen: Float64Array;
  /** Of the chosen method, one for each fold. */
  readonly folds: readonly FoldModel<M>[];
}

/** A model with the encoding that was fitted on the same records, and the positions (in `rows`) that it was tested on. */
export interface FoldModel<M> {
  readonly encoding: Encoding;
  readonly model: M;
  readonly tested: Int32Array;
}

export type ComparisonError = FitError | TooFewKnown;

/**
 * Compares methods by cross-validation on the same folds (stratified by class); how columns become features is learnt within
 * each fold. Methods are to be given from the simplest on; one that fails does not keep the others from being compared.
 * Source: Stone, Cross-Validatory Choice, 1974.
 */
export async function compareMethods<N extends string, M>(
  request: LearningRequest,
  methods: readonly Method<N, M>[],
  { onProgress, signal }: RunOptions = {},
): Promise<Result<Comparison<N, M>, ComparisonError>> {
  const dealt = dealRows(request);
  if (!dealt.ok) return dealt;
  const { rows } = dealt.value;
  const runs = methods.map((method) => runOf(method, rows.length));
  for (let fold = 0; fold < foldCount; fold++) {
    const examples = examplesOfFold(request, dealt.value, fold);
    for (const [i, run] of runs.entries()) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      if (run.error !== undefined) continue;
      const share = (done: number) => (fold * methods.length + i + done) / (foldCount * methods.length);
      const begin = performance.now();
      const fitted = await run.method.fit(examples.learnt, {
        seed: request.seed + fold,
        ...(signal === undefined ? {} : { signal }),
        onProgress: (done) => onProgress?.(share(done)),
      });
      if (!fitted.ok) {
        if (fitted.error.type === 'cancelled') return fitted;
        run.error = fitted.error;
        continue;
      }
      const said = run.method.predict(fitted.value, examples.unseen.features);
      run.ms += performance.now() - begin;
      examples.tested.forEach((position, j) => (run.unseen[position] = said[j]!));
      const task = request.isClass ? 'classes' : 'values';
      const again = run.method.predict(fitted.value, examples.learnt.features);
      run.metrics.push(metricsOf(task, examples.unseen.target, said));
      run.training.push(metricsOf(task, examples.learnt.target, again)[mainMetric(task)] ?? null);
      run.models.push({ encoding: examples.encoding, model: fitted.value, tested: examples.tested });
      onProgress?.(share(1));
    }
  }
  return comparisonOf(runs, rows, request.isClass);
}

/** One method's way through the folds. */
interface Run<N extends string, M> {
  readonly method: Method<N, M>;
  readonly models: FoldModel<M>[];
  readonly metrics: Metrics[];
  readonly training: (number | null)[];
  readonly unseen: Float64Array;
  ms: number;
  error: FitError | undefined;
}

function runOf<N extends string, M>(method: Method<N, M>, rows: number): Run<N, M> {
  const room = { models: [], metrics: [], training: [], unseen: new Float64Array(rows) };
  return { method, ...room, ms: 0, error: undefined };
}

function comparisonOf<N extends string, M>(
  runs: readonly Run<N, M>[],
  rows: Int32Array,
  isClass: boolean,
): Result<Comparison<N, M>, ComparisonError> {
  const failed = runs.flatMap(({ method, error }) =>
    error === undefined ? [] : [{ method: method.name, error }],
  );
  const done = runs.filter(({ error }) => error === undefined);
  const scores = standing(done.map((run) => scoreOf(run, isClass)));
  const chosen = simplestOfBest(scores);
  const run = done.find(({ method }) => method.name === chosen);
  if (run === undefined || chosen === undefined) return err(failed[0]?.error ?? { type: 'no-columns' });
  return ok({
    scores: scores.toSorted((a, b) => b.score - a.score),
    ...{ failed, chosen, rows, unseen: run.unseen, folds: run.models },
  });
}

function scoreOf<N extends string, M>(run: Run<N, M>, isClass: boolean): MethodScore<N> {
  const names = Object.keys(run.metrics[0] ?? {}) as Metric[];
  const metrics = Object.fromEntries(
    names.map((name) => [name, spreadOf(run.metrics.map((each) => each[name] ?? null))]),
  ) as Partial<Record<Metric, Spread>>;
  const blind = isClass ? 0.5 : 0;
  const main = spreadOf(mainFolds(metrics, isClass).map((value) => value ?? blind));
  return {
    method: run.method.name,
    ...{ score: main.mean ?? blind, spread: main.deviation ?? 0, metrics, p: null },
    training: spreadOf(run.training.map((value) => value ?? blind)).mean ?? blind,
    seconds: run.ms / 1_000,
  };
}

/**
 * Scores of comparisons on the same folds in one table, each beside the best. A later comparison is added by passing all of
 * them together.
 */
export function standing<N extends string>(scores: readonly MethodScore<N>[]): readonly MethodScore<N>[] {
  const best = bestOf(scores);
  if (best === undefined) return scores;
  const isClass = best.metrics.auc !== undefined;
  const top = mainFolds(best.metrics, isClass);
  return scores.map((each) => {
    const folds = mainFolds(each.metrics, isClass);
    const isTested = each !== best && [...top, ...folds].every((value) => value !== null);
    const p = isTested ? (compareFolds(top as number[], folds as number[])?.p ?? null) : null;
    return { ...each, p };
  });
}

/** Of methods from the simplest on. */
export function simplestOfBest<N extends string>(scores: readonly MethodScore<N>[]): N | undefined {
  const best = bestOf(scores);
  if (best === undefined) return undefined;
  const least = best.score - best.spread / Math.sqrt(foldCount);
  return scores.find(({ score }) => score >= least)?.method;
}

function bestOf<N extends string>(scores: readonly MethodScore<N>[]): MethodScore<N> | undefined {
  return scores.reduce<MethodScore<N> | undefined>(
    (found, each) => (found === undefined || each.score > found.score ? each : found),
    undefined,
  );
}

function mainFolds(
  metrics: Readonly<Partial<Record<Metric, Spread>>>,
  isClass: boolean,
): readonly (number | null)[] {
  return metrics[mainMetric(isClass ? 'classes' : 'values')]?.folds ?? [];
}
