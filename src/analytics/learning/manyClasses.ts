import { err, ok, type Result } from '../../domain/result.ts';
import type { Matrix } from '../matrix.ts';
import type { Examples, FitError, RunOptions } from './learner.ts';
import { fitMethod, predictFitted, type ClassSpec, type EitherSpec, type Fitted } from './methods.ts';
import { thresholdOf } from './model.ts';

/** One model for each class, which tells it from all the others. */
export interface ManyClassModel {
  readonly method: 'one-versus-rest';
  /** By class, 0 to k − 1. */
  readonly fits: readonly Fitted[];
}

/**
 * Learns labels 0 to k − 1, each of which must have two rows. One class is a constant target, and a label that is not a
 * whole number from 0 a bad label. Source: Rifkin and Klautau, In Defense of One-Vs-All Classification, 2004.
 */
export function fitManyClasses(
  { features, target }: Examples,
  spec: ClassSpec | EitherSpec,
  { seed, onProgress, signal }: RunOptions & { readonly seed: number },
): Result<ManyClassModel, FitError> {
  if (target.length === 0) return err({ type: 'no-rows' });
  const row = target.findIndex((label) => !Number.isInteger(label) || label < 0);
  if (row >= 0) return err({ type: 'bad-label', row });
  const classes = 1 + target.reduce((most, label) => Math.max(most, label), 0);
  if (classes === 1 || target.every((label) => label === target[0])) return err({ type: 'constant-target' });
  const rows = new Float64Array(classes);
  for (const label of target) rows[label]! += 1;
  const lacking = rows.findIndex((count) => count < needed);
  if (lacking >= 0) return err({ type: 'too-few-of-class', label: lacking, rows: rows[lacking]!, needed });
  const fits: Fitted[] = [];
  for (let each = 0; each < classes; each++) {
    const own = { features, target: target.map((label) => Number(label === each)) };
    const fit = fitMethod(own, spec, {
      ...{ task: 'classes', seed },
      onProgress: (done) => onProgress?.((each + done) / classes),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!fit.ok) return fit;
    fits.push(fit.value);
  }
  return ok({ method: 'one-versus-rest', fits });
}

export interface ManyClassPrediction {
  /** The class whose model is surest of each row, the first of equals. */
  readonly labels: Int32Array;
  /** Rows × classes: probabilities that add up to 1; null where the models have decision values. */
  readonly probabilities: Matrix | null;
}

export function predictManyClasses(
  { fits }: ManyClassModel,
  features: Matrix,
  run: RunOptions = {},
): Result<ManyClassPrediction, { readonly type: 'cancelled' }> {
  const { rows } = features;
  const classes = fits.length;
  const scores = new Float64Array(rows * classes);
  for (const [each, fit] of fits.entries()) {
    const predicted = predictFitted(fit, features, run);
    if (!predicted.ok) return predicted;
    predicted.value.forEach((score, i) => (scores[i * classes + each] = score));
  }
  const labels = Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let each = 1; each < classes; each++) {
      if (scores[i * classes + each]! > scores[i * classes + best]!) best = each;
    }
    return best;
  });
  const hasProbabilities = fits.every(({ model }) => thresholdOf(model) === 0.5);
  return ok({
    labels,
    probabilities: hasProbabilities ? { rows, columns: classes, values: sharesOf(scores, classes) } : null,
  });
}

const needed = 2;

/** Each row divided by its sum; equal shares where that is 0. */
function sharesOf(scores: Float64Array, classes: number): Float64Array {
  return scores.map((score, cell) => {
    const from = cell - (cell % classes);
    const sum = scores.subarray(from, from + classes).reduce((all, each) => all + each, 0);
    return sum > 0 ? score / sum : 1 / classes;
  });
}
