import { ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import { type Examples, examplesAt, type FitError, type RunOptions, type Task } from '../learning/learner.ts';
import { fitMethod, predictFitted, type MethodSpec } from '../learning/methods.ts';
import { thresholdOf } from '../learning/model.ts';
import { shuffle } from '../random.ts';
import { spreadOf, type Spread } from './crossValidation.ts';
import { rowsInside, rowsOutside } from './folds.ts';
import { mainMetric, metricsOf } from './metrics.ts';

export interface CurveOptions extends RunOptions {
  readonly task: Task;
  readonly foldOf: Int32Array;
  readonly seed: number;
}

/** The main score on the rows learnt from and on those left out: a wide gap is over-fitting, two low scores are under-fitting. */
export interface CurvePoint {
  readonly spec: MethodSpec;
  /** Rows learnt from, in the mean of the folds. */
  readonly rows: number;
  readonly learnt: Spread;
  readonly tested: Spread;
}

/** Scores over settings of a method, as its depth or penalty. */
export function validationCurve(
  examples: Examples,
  specs: readonly MethodSpec[],
  options: CurveOptions,
): Result<CurvePoint[], FitError> {
  return curveOf(
    examples,
    specs.map((spec) => ({ spec, share: 1 })),
    options,
  );
}

/** Scores over shares of the rows to learn from, above 0 and at most 1, taken from a seeded order. */
export function learningCurve(
  examples: Examples,
  spec: MethodSpec,
  shares: readonly number[],
  options: CurveOptions,
): Result<CurvePoint[], FitError> {
  return curveOf(
    examples,
    shares.map((share) => ({ spec, share })),
    options,
  );
}

function curveOf(
  examples: Examples,
  points: readonly { readonly spec: MethodSpec; readonly share: number }[],
  { task, foldOf, seed, onProgress, signal }: CurveOptions,
): Result<CurvePoint[], FitError> {
  const count = foldOf.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const metric = mainMetric(task);
  const run = signal === undefined ? {} : { signal };
  const curve: CurvePoint[] = [];
  for (const { spec, share } of points) {
    const learnt: (number | null)[] = [];
    const tested: (number | null)[] = [];
    let rows = 0;
    for (let fold = 0; fold < count; fold++) {
      const part = rowsOutside(foldOf, fold);
      shuffle(part, seededRandom(seed + fold));
      const used = examplesAt(examples, part.subarray(0, Math.max(2, Math.round(share * part.length))));
      const fit = fitMethod(used, spec, { task, seed, ...run });
      if (!fit.ok) return fit;
      for (const [on, scores] of [
        [used, learnt],
        [examplesAt(examples, rowsInside(foldOf, fold)), tested],
      ] as const) {
        const predicted = predictFitted(fit.value, on.features, run);
        if (!predicted.ok) return predicted;
        const threshold = thresholdOf(fit.value.model);
        scores.push(metricsOf(task, on.target, predicted.value, threshold)[metric] ?? null);
      }
      rows += used.target.length / count;
      onProgress?.((curve.length + (fold + 1) / count) / points.length);
    }
    curve.push({ spec, rows, learnt: spreadOf(learnt), tested: spreadOf(tested) });
  }
  return ok(curve);
}
