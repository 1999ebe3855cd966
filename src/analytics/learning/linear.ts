import { err, ok, type Result } from '../../domain/result.ts';
import { coefficientTable, type CoefficientTable } from '../explanation/coefficients.ts';
import type { Matrix } from '../matrix.ts';
import { inverseOfR, qrOf, solveLeastSquares, type ColumnMatrix, type Qr } from '../numeric/qr.ts';
import { fUpper, tTwoSided, tTwoSidedQuantile } from '../statistics/distributions.ts';
import { flawOfValues, type Examples, type FitError, type RunOptions } from './learner.ts';

/** ŷ = intercept + Σ coefficientⱼ · xⱼ. */
export interface LinearModel {
  readonly method: 'linear';
  readonly penalty: Penalty;
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/** What a fit adds to the squared error: nothing, α‖w‖² (ridge), or α(l‖w‖₁ + (1 − l)‖w‖²/2) with l = `lassoShare` (see there). */
export type Penalty =
  | { readonly type: 'none' }
  | { readonly type: 'ridge'; readonly alpha: number }
  | { readonly type: 'elastic-net'; readonly alpha: number; readonly lassoShare: number };

/** How well least squares describe the rows they were fitted to. */
export interface LinearInference {
  readonly coefficients: CoefficientTable;
  /** Rows less coefficients. */
  readonly freedom: number;
  /** Standard error of the residuals, in the unit of the target. */
  readonly sigma: number;
  readonly r2: number;
  readonly adjustedR2: number;
  readonly f: number;
  /** P(F > f) where no column had an effect. */
  readonly fP: number;
  /** Akaike's criterion with the normal likelihood, 2·coefficients − 2·ln L. */
  readonly aic: number;
  /** Near 2 where neighbouring residuals are unrelated. Source: Durbin and Watson, 1950. */
  readonly durbinWatson: number;
  /** By how much the other columns inflate the variance of each coefficient, at least 1. Source: Marquardt, 1970. */
  readonly vif: Float64Array;
}

export interface LinearOptions extends RunOptions {
  /** Of the intervals, 0.95 by default. */
  readonly confidence?: number;
}

export interface LinearFit {
  readonly model: LinearModel;
  /** Null where the fit is perfect: there is no error to reason from. */
  readonly inference: LinearInference | null;
}

/**
 * Ordinary least squares by Householder QR of the centred and scaled columns, with standard errors, tests and intervals of
 * the given confidence. Needs two more rows than columns. Collinear columns are an error that names those to leave out.
 * Source: Draper and Smith, Applied Regression Analysis, 1998.
 */
export function fitLinear(
  examples: Examples,
  { confidence = 0.95, signal }: LinearOptions = {},
): Result<LinearFit, FitError> {
  const flaw = flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const { rows, columns } = examples.features;
  if (rows < columns + 2) return err({ type: 'too-few-rows', rows, needed: columns + 2 });
  const { unit, means, lengths } = unitColumns(examples.features);
  const qr = qrOf(unit, signal);
  if (qr === null) return err({ type: 'cancelled' });
  if (qr.dependent.length > 0) return err({ type: 'collinear', columns: qr.dependent });

  const mean = meanOf(examples.target);
  const scaled = solveLeastSquares(
    qr,
    examples.target.map((value) => value - mean),
  );
  const coefficients = scaled.map((value, j) => value / lengths[j]!);
  const intercept = coefficients.reduce((sum, value, j) => sum - value * means[j]!, mean);
  const model: LinearModel = { method: 'linear', penalty: { type: 'none' }, intercept, coefficients };
  return ok({ model, inference: inferenceOf(examples, model, { qr, means, lengths, confidence }) });
}

/** Intercept plus weighted sum of each row. */
export function predictLinear({ intercept, coefficients }: LinearModel, features: Matrix): Float64Array {
  const { rows, columns, values } = features;
  const predicted = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = intercept;
    for (let j = 0; j < columns; j++) sum += coefficients[j]! * values[i * columns + j]!;
    predicted[i] = sum;
  }
  return predicted;
}

/** Columns less their mean and divided by their length; a constant column becomes zeros. */
export function unitColumns({ rows, columns, values }: Matrix): {
  readonly unit: ColumnMatrix;
  readonly means: Float64Array;
  readonly lengths: Float64Array;
} {
  const unit = new Float64Array(rows * columns);
  const means = new Float64Array(columns);
  const lengths = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * columns + j]!;
    const mean = sum / rows;
    let square = 0;
    for (let i = 0; i < rows; i++) square += (values[i * columns + j]! - mean) ** 2;
    means[j] = mean;
    lengths[j] = Math.sqrt(square);
    if (lengths[j]! <= Math.sqrt(rows) * Math.abs(mean) * 1e-12) continue;
    for (let i = 0; i < rows; i++) unit[j * rows + i] = (values[i * columns + j]! - mean) / lengths[j]!;
  }
  return { unit: { rows, columns, values: unit }, means, lengths };
}

interface Basis {
  readonly qr: Qr;
  readonly means: Float64Array;
  readonly lengths: Float64Array;
  readonly confidence: number;
}

function inferenceOf(examples: Examples, model: LinearModel, basis: Basis): LinearInference | null {
  const { rows, columns } = examples.features;
  const { residual, total, successive } = sumsOf(examples.target, predictLinear(model, examples.features));
  if (residual <= total * 1e-24) return null;
  const freedom = rows - columns - 1;
  const sigma = Math.sqrt(residual / freedom);
  const f = (total - residual) / columns / (residual / freedom);
  const r2 = 1 - residual / total;
  const vif = new Float64Array(columns);
  const standardError = new Float64Array(columns + 1);
  const inverse = inverseOfR(basis.qr);
  const lift = new Float64Array(columns);
  for (let i = 0; i < columns; i++) {
    for (let j = i; j < columns; j++) {
      const cell = inverse[i * columns + j]!;
      vif[i]! += cell * cell;
      lift[j]! += (cell * basis.means[i]!) / basis.lengths[i]!;
    }
    standardError[i + 1] = (sigma * Math.sqrt(vif[i]!)) / basis.lengths[i]!;
  }
  standardError[0] = sigma * Math.sqrt(lift.reduce((sum, value) => sum + value * value, 1 / rows));
  return {
    coefficients: coefficientTable(
      Float64Array.of(model.intercept, ...model.coefficients),
      standardError,
      (t) => tTwoSided(t, freedom),
      tTwoSidedQuantile(1 - basis.confidence, freedom),
    ),
    ...{ freedom, sigma, r2, f, vif },
    adjustedR2: 1 - ((1 - r2) * (rows - 1)) / freedom,
    fP: fUpper(f, columns, freedom),
    aic: rows * (Math.log(2 * Math.PI) + Math.log(residual / rows) + 1) + 2 * (columns + 1),
    durbinWatson: successive / residual,
  };
}

function sumsOf(
  target: Float64Array,
  predicted: Float64Array,
): { readonly residual: number; readonly total: number; readonly successive: number } {
  const mean = meanOf(target);
  let [residual, total, successive, before] = [0, 0, 0, 0];
  for (let i = 0; i < target.length; i++) {
    const gap = target[i]! - predicted[i]!;
    residual += gap * gap;
    total += (target[i]! - mean) ** 2;
    if (i > 0) successive += (gap - before) ** 2;
    before = gap;
  }
  return { residual, total, successive };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
