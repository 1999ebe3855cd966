import { seededRandom } from '../../domain/random.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Table } from '../../domain/table.ts';
import type { Examples, FitError, RunOptions } from '../learning/learner.ts';
import type { Matrix } from '../matrix.ts';
import { encode, fitEncoding, type Encoding } from '../preparation/encoding.ts';
import { samplePositions } from '../random.ts';
import { kFold, rowsInside, rowsOutside, stratifiedFolds } from '../validation/folds.ts';
import { rankingOf, rocAuc } from '../validation/ranking.ts';
import { valueScores } from '../validation/scores.ts';

/** A way to learn, from the simplest to the most involved. */
export interface Method<N extends string, M> {
  readonly name: N;
  readonly fit: (examples: Examples, options: RunOptions & { readonly seed: number }) => Result<M, FitError>;
  readonly predict: (model: M, features: Matrix) => Float64Array;
}

export interface ComparisonRequest {
  readonly table: Table;
  /** One for each record of the table; NaN where it is not known. 0 and 1 where `isClass`. */
  readonly target: Float64Array;
  readonly isClass: boolean;
  /** Columns to learn from. */
  readonly columns: readonly string[];
  readonly seed: number;
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

export type ComparisonError =
  | FitError
  /** Fewer records with a known target than it takes to learn and to test. */
  | { readonly type: 'too-few-known'; readonly known: number; readonly needed: number };

export const foldCount = 5;
/** Records with a known target below which nothing is learnt. */
export const leastKnown = 30;
/** Records that methods are compared on, at most: a seeded sample of more. */
export const mostCompared = 20_000;

/**
 * Compares methods by cross-validation on the same folds (stratified by class); how columns become features is learnt within
 * each fold. Methods are to be given from the simplest on.
 */
export function compareMethods<N extends string, M>(
  request: ComparisonRequest,
  methods: readonly Method<N, M>[],
  { onProgress, signal }: RunOptions = {},
): Result<Comparison<N, M>, ComparisonError> {
  const { table, target, isClass, columns, seed } = request;
  const rows = comparedRows(target, seed);
  if (rows.length < leastKnown) return err({ type: 'too-few-known', known: rows.length, needed: leastKnown });
  const truth = Float64Array.from(rows, (row) => target[row]!);
  const scoreOf = isClass ? aucOf : r2Of;
  const foldOf = isClass ? stratifiedFolds(truth, foldCount, seed) : kFold(rows.length, foldCount, seed);
  const runs = methods.map((method) => ({
    method,
    error: undefined as FitError | undefined,
    ...{ models: [] as FoldModel<M>[], tested: [] as number[], training: [] as number[] },
    unseen: new Float64Array(rows.length),
    ms: 0,
  }));
  for (let fold = 0; fold < foldCount; fold++) {
    const learnt = rowsOutside(foldOf, fold);
    const tested = rowsInside(foldOf, fold);
    const encoding = fitEncoding(table, columns, at(rows, learnt));
    const examples = { features: encode(encoding, table, at(rows, learnt)), target: at(truth, learnt) };
    const unseen = { features: encode(encoding, table, at(rows, tested)), target: at(truth, tested) };
    for (const [i, run] of runs.entries()) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      if (run.error !== undefined) continue;
      const begin = performance.now();
      const fitted = run.method.fit(examples, {
        seed: seed + fold,
        ...(signal === undefined ? {} : { signal }),
      });
      if (!fitted.ok) {
        if (fitted.error.type === 'cancelled') return fitted;
        run.error = fitted.error;
        continue;
      }
      const said = run.method.predict(fitted.value, unseen.features);
      run.ms += performance.now() - begin;
      tested.forEach((position, j) => (run.unseen[position] = said[j]!));
      run.tested.push(scoreOf(unseen.target, said));
      run.training.push(scoreOf(examples.target, run.method.predict(fitted.value, examples.features)));
      run.models.push({ encoding, model: fitted.value, tested });
      onProgress?.((fold * methods.length + i + 1) / (foldCount * methods.length));
    }
  }
  const failed = runs.flatMap(({ method, error }) =>
    error === undefined ? [] : [{ method: method.name, error }],
  );
  const done = runs.filter(({ error }) => error === undefined);
  const scores = done.map(({ method, tested, training, ms }) => ({
    method: method.name,
    ...{ score: meanOf(tested), spread: deviationOf(tested), training: meanOf(training) },
    seconds: ms / 1_000,
  }));
  const chosen = simplestOfBest(scores);
  const run = done.find(({ method }) => method.name === chosen);
  if (run === undefined || chosen === undefined) return err(failed[0]?.error ?? { type: 'no-columns' });
  return ok({
    scores: scores.toSorted((a, b) => b.score - a.score),
    ...{ failed, chosen, rows, unseen: run.unseen, folds: run.models },
  });
}

/** Positions of the records with a known target, a sample of them where they are many. */
function comparedRows(target: Float64Array, seed: number): Int32Array {
  const known = Int32Array.from(target.keys()).filter((row) => !Number.isNaN(target[row]!));
  if (known.length <= mostCompared) return known;
  return at(known, samplePositions(known.length, mostCompared, seededRandom(seed)));
}

function simplestOfBest<N extends string>(scores: readonly MethodScore<N>[]): N | undefined {
  const best = scores.reduce<MethodScore<N> | undefined>(
    (found, each) => (found === undefined || each.score > found.score ? each : found),
    undefined,
  );
  if (best === undefined) return undefined;
  const least = best.score - best.spread / Math.sqrt(foldCount);
  return scores.find(({ score }) => score >= least)?.method;
}

function aucOf(truth: Float64Array, said: Float64Array): number {
  return rocAuc(rankingOf(truth, said)) ?? 0.5;
}

function r2Of(truth: Float64Array, said: Float64Array): number {
  return valueScores(truth, said)?.r2 ?? 0;
}

function at<T extends Int32Array | Float64Array>(values: T, positions: Int32Array): T {
  return values.constructor === Int32Array
    ? (Int32Array.from(positions, (position) => values[position]!) as T)
    : (Float64Array.from(positions, (position) => values[position]!) as T);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1),
  );
}
