import { ok, type Result } from '../../domain/result.ts';
import type { FitError } from '../learning/learner.ts';
import { fitLogistic, type LogisticModel } from '../learning/logistic.ts';

/** Rows whose probability lies in one of the equal parts of 0 … 1. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean probability that was given to them. */
  readonly predicted: number;
  /** Share of them that was true. */
  readonly observed: number;
}

/**
 * Whether probabilities mean what they say: bins of equal width, those without rows left out. A probability on an edge
 * belongs to the bin below it, 0 to the first. Empty in, empty out.
 * Source: Murphy and Winkler, Reliability of Subjective Probability Forecasts, 1977.
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 10,
): CalibrationBin[] {
  const rows = new Float64Array(bins);
  const given = new Float64Array(bins);
  const found = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const bin = Math.max(0, Math.min(bins - 1, Math.ceil(probabilities[i]! * bins) - 1));
    rows[bin]! += 1;
    given[bin]! += probabilities[i]!;
    found[bin]! += labels[i]!;
  }
  return Array.from(rows, (count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    rows: count,
    predicted: given[bin]! / count,
    observed: found[bin]! / count,
  })).filter((bin) => bin.rows > 0);
}

/** Mean gap of said and seen, weighted by rows; null without rows. Source: Naeini, Cooper and Hauskrecht, 2015. */
export function calibrationError(bins: readonly CalibrationBin[]): number | null {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  if (rows === 0) return null;
  return bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.observed), 0) / rows;
}

/**
 * Turns scores, as the decision values of a support vector machine, into probabilities: a logistic curve of the score, whose
 * one column it is. Scores that part the labels without a mistake get a slightly penalised one. To be fitted to rows that were
 * not learnt from. Source: Platt, Probabilistic Outputs for Support Vector Machines, 1999.
 */
export function fitCalibration(labels: Float64Array, scores: Float64Array): Result<LogisticModel, FitError> {
  const examples = { features: { rows: scores.length, columns: 1, values: scores }, target: labels };
  const fit = fitLogistic(examples, { c: null });
  if (fit.ok) return ok(fit.value.model);
  if (fit.error.type !== 'perfect-separation' && fit.error.type !== 'collinear') return fit;
  const penalised = fitLogistic(examples, { c: 1 });
  return penalised.ok ? ok(penalised.value.model) : penalised;
}
