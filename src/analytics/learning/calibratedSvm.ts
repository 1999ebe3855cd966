import { seededRandom } from '../../domain/random.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Matrix } from '../matrix.ts';
import { samplePositions } from '../random.ts';
import { fitCalibration } from '../validation/calibration.ts';
import { rowsInside, rowsOutside, stratifiedFolds } from '../validation/folds.ts';
import { examplesAt, flawOfClasses, type Examples, type FitError } from './learner.ts';
import { predictLogistic, type LogisticModel } from './logistic.ts';
import { fitSvm, predictSvm, type SvmModel, type SvmOptions } from './svm.ts';

/** A support vector machine that says probabilities: a logistic curve of its decision value. */
export interface CalibratedSvmModel {
  readonly method: 'calibratedSvm';
  readonly svm: SvmModel;
  /** Of one column, the decision value. */
  readonly calibration: LogisticModel;
}

/** Rows that a support vector machine learns from, at most: a seeded sample of more, as time grows faster than their square. */
export const mostSvmRows = 10_000;
const calibrationFolds = 3;

/**
 * The machine is fitted to all rows; the curve to the decision values of rows that a machine had not seen, in three folds.
 * Source: Platt, Probabilistic Outputs for Support Vector Machines, 1999, 2.1.
 */
export function fitCalibratedSvm(
  examples: Examples,
  options: SvmOptions & { readonly seed: number },
): Result<CalibratedSvmModel, FitError> {
  const { seed, onProgress, signal, ...settings } = options;
  const used = sampled(examples, seed);
  const flaw = flawOfClasses(used, calibrationFolds);
  if (flaw !== null) return { ok: false, error: flaw };
  const run = signal === undefined ? settings : { ...settings, signal };
  const foldOf = stratifiedFolds(used.target, calibrationFolds, seed);
  const decisions = new Float64Array(used.target.length);
  for (let fold = 0; fold < calibrationFolds; fold++) {
    const part = fitSvm(examplesAt(used, rowsOutside(foldOf, fold)), run);
    if (!part.ok) return part;
    const rows = rowsInside(foldOf, fold);
    const said = predictSvm(part.value, examplesAt(used, rows).features);
    rows.forEach((row, i) => (decisions[row] = said[i]!));
    onProgress?.((fold + 1) / (calibrationFolds + 2));
  }
  const calibration = fitCalibration(used.target, decisions);
  if (!calibration.ok) return calibration;
  const svm = fitSvm(used, run);
  return svm.ok ? ok({ method: 'calibratedSvm', svm: svm.value, calibration: calibration.value }) : svm;
}

/** The probability of label 1 of each row. */
export function predictCalibratedSvm(model: CalibratedSvmModel, features: Matrix): Float64Array {
  const values = predictSvm(model.svm, features);
  return predictLogistic(model.calibration, { rows: features.rows, columns: 1, values });
}

function sampled(examples: Examples, seed: number): Examples {
  const rows = examples.target.length;
  if (rows <= mostSvmRows) return examples;
  return examplesAt(examples, samplePositions(rows, mostSvmRows, seededRandom(seed)));
}
