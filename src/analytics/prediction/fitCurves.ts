import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import type { RunOptions } from '../learning/learner.ts';
import { shuffle } from '../random.ts';
import { mainMetric, metricsOf } from '../validation/metrics.ts';
import { spreadOf, type Spread } from '../validation/spread.ts';
import type { ComparisonError, Method } from './comparison.ts';
import { dealRows, examplesOfFold, foldCount, type LearningRequest } from './dealtRows.ts';

/** The main score on the rows learnt from and on those left out: a wide gap is over-fitting, two low scores are under-fitting. */
export interface CurvePoint {
  /** Rows learnt from, in the mean of the folds. */
  readonly rows: number;
  readonly learnt: Spread;
  readonly tested: Spread;
}

export interface CurveOptions extends RunOptions {
  /** Rows with a known target at most: a seeded sample of more. */
  readonly most?: number;
}

/** Scores over settings of a method, as its depth or penalty: one point for each, on the same folds. */
export function validationCurve<N extends string, M>(
  request: LearningRequest,
  settings: readonly Method<N, M>[],
  options: CurveOptions = {},
): Promise<Result<CurvePoint[], ComparisonError>> {
  return curveOf(
    request,
    settings.map((method) => ({ method, share: 1 })),
    options,
  );
}

/** Scores over shares of the rows to learn from, above 0 and at most 1, taken from a seeded order. */
export function learningCurve<N extends string, M>(
  request: LearningRequest,
  method: Method<N, M>,
  shares: readonly number[],
  options: CurveOptions = {},
): Promise<Result<CurvePoint[], ComparisonError>> {
  return curveOf(
    request,
    shares.map((share) => ({ method, share })),
    options,
  );
}

async function curveOf<N extends string, M>(
  request: LearningRequest,
  points: readonly { readonly method: Method<N, M>; readonly share: number }[],
  { most, onProgress, signal }: CurveOptions,
): Promise<Result<CurvePoint[], ComparisonError>> {
  const dealt = dealRows(request, most);
  if (!dealt.ok) return dealt;
  const { seed } = request;
  const task = request.isClass ? 'classes' : 'values';
  const metric = mainMetric(task);
  const curve: CurvePoint[] = [];
  for (const { method, share } of points) {
    const learnt: (number | null)[] = [];
    const tested: (number | null)[] = [];
    let rows = 0;
    for (let fold = 0; fold < foldCount; fold++) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      const used = examplesOfFold(request, dealt.value, fold, (all) => firstOf(all, share, seed + fold));
      const run = { seed: seed + fold, ...(signal === undefined ? {} : { signal }) };
      const fit = await method.fit(used.learnt, run);
      if (!fit.ok) return fit;
      for (const [on, scores] of [
        [used.learnt, learnt],
        [used.unseen, tested],
      ] as const) {
        const said = method.predict(fit.value, on.features);
        scores.push(metricsOf(task, on.target, said)[metric] ?? null);
      }
      rows += used.learnt.target.length / foldCount;
      onProgress?.((curve.length + (fold + 1) / foldCount) / points.length);
    }
    curve.push({ rows, learnt: spreadOf(learnt), tested: spreadOf(tested) });
  }
  return ok(curve);
}

function firstOf(rows: Int32Array, share: number, seed: number): Int32Array {
  if (share === 1) return rows;
  const order = rows.slice();
  shuffle(order, seededRandom(seed));
  return order.subarray(0, Math.max(2, Math.round(share * rows.length))).sort();
}
