import { momentsOf } from '../standardise.ts';
import type { Examples, RunOptions } from './learner.ts';
import type { LinearModel, Penalty } from './linear.ts';

/** All that penalised least squares need to know of the examples, the columns centred and divided by their scale. */
export interface CrossProducts {
  readonly rows: number;
  /** XᵀX, symmetric, columns × columns. */
  readonly gram: Float64Array;
  /** Xᵀy. */
  readonly withTarget: Float64Array;
  readonly mean: Float64Array;
  /** What each column was divided by: its population deviation, or 1. */
  readonly scale: Float64Array;
  readonly targetMean: number;
}

/** The products of the columns, centred and with `isStandardised` as z-scores. Null when aborted. O(rows · columns²). */
export function crossProducts(
  { features, target }: Examples,
  isStandardised: boolean,
  { signal }: RunOptions,
): CrossProducts | null {
  const { rows, columns, values } = features;
  const { mean, deviation } = momentsOf(features);
  const isConstant = Array.from(deviation, (each, j) => each <= Math.abs(mean[j]!) * 1e-12);
  const scale = deviation.map((each, j) => (isStandardised && !isConstant[j] ? each : 1));
  const targetMean = target.reduce((sum, value) => sum + value, 0) / rows;
  const gram = new Float64Array(columns * columns);
  const withTarget = new Float64Array(columns);
  const row = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    if ((i & 1023) === 0 && signal?.aborted === true) return null;
    const gap = target[i]! - targetMean;
    for (let j = 0; j < columns; j++) {
      row[j] = isConstant[j] ? 0 : (values[i * columns + j]! - mean[j]!) / scale[j]!;
    }
    for (let j = 0; j < columns; j++) {
      const cell = row[j]!;
      const from = j * columns;
      withTarget[j]! += cell * gap;
      for (let k = 0; k <= j; k++) gram[from + k]! += cell * row[k]!;
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < j; k++) gram[k * columns + j] = gram[j * columns + k]!;
  }
  return { rows, gram, withTarget, mean, scale, targetMean };
}

/** The model of the columns as they are, from coefficients of the scaled ones. */
export function penalisedModel(
  { mean, scale, targetMean }: CrossProducts,
  scaled: Float64Array,
  penalty: Penalty,
): LinearModel {
  const coefficients = scaled.map((value, j) => value / scale[j]!);
  const intercept = coefficients.reduce((sum, value, j) => sum - value * mean[j]!, targetMean);
  return { method: 'linear', penalty, intercept, coefficients };
}
