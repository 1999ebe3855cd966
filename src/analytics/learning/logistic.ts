import { err, ok, type Result } from '../../domain/result.ts';
import { coefficientTable, type CoefficientTable } from '../explanation/coefficients.ts';
import type { Matrix } from '../matrix.ts';
import { choleskyOf, inverseDiagonal, solveCholesky } from '../numeric/cholesky.ts';
import { qrOf } from '../numeric/qr.ts';
import { normalQuantile, normalUpper } from '../statistics/distributions.ts';
import { flawOfClasses, type Examples, type FitError, type RunOptions } from './learner.ts';
import { unitColumns } from './linear.ts';
import { sparseRowsOf, type SparseRows } from './sparseRows.ts';

/** P(1 | x) = 1 / (1 + exp(−intercept − Σ coefficientⱼ · xⱼ)). */
export interface LogisticModel {
  readonly method: 'logistic';
  /** Weight of the log-loss against the penalty; null where there is no penalty. */
  readonly c: number | null;
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

export interface LogisticOptions extends RunOptions {
  /** Weight of the log-loss against the penalty, above 0; null for none. 1 by default. */
  readonly c?: number | null;
  /** Whether the penalty weighs the columns as z-scores (the default) or as they are. Coefficients are of the columns as they are. */
  readonly isStandardised?: boolean;
  /** Of the intervals, 0.95 by default. */
  readonly confidence?: number;
}

export interface LogisticInference {
  /** With z and its normal tail (Wald 1943). The odds ratio of a column is exp of its estimate. */
  readonly coefficients: CoefficientTable;
  readonly logLikelihood: number;
  /** Of the model with an intercept only. */
  readonly nullLogLikelihood: number;
  /** 1 − ln L / ln L₀. Source: McFadden, 1974. */
  readonly pseudoR2: number;
}

export interface LogisticFit {
  readonly model: LogisticModel;
  /** Null with a penalty, which biases the coefficients. */
  readonly inference: LogisticInference | null;
}

/**
 * The least ½‖w‖² + c·Σ log-loss, the intercept not penalised, by Newton's method with halved steps. Without a penalty
 * collinear columns and classes that a plane parts are errors, as the likelihood has no single maximum.
 * Source: McCullagh and Nelder, Generalized Linear Models, 1989; Albert and Anderson, On the Existence of Maximum Likelihood
 * Estimates in Logistic Regression Models, 1984.
 */
export function fitLogistic(
  examples: Examples,
  options: LogisticOptions = {},
): Result<LogisticFit, FitError> {
  const { c = 1, isStandardised = true, confidence = 0.95, signal, onProgress } = options;
  const flaw = flawOfClasses(examples);
  if (flaw !== null) return err(flaw);
  if (c !== null && !(c > 0)) return err({ type: 'bad-option', option: 'c' });
  if (c === null) {
    const flawOfPlane = flawWithoutPenalty(examples, signal);
    if (flawOfPlane !== null) return err(flawOfPlane);
  }
  const rows = sparseRowsOf(examples.features);
  const penalty = rows.scale.map((scale) => (c === null ? 0 : 1 / c / (isStandardised ? 1 : scale * scale)));
  const state = startOf(rows, examples.target, penalty);
  for (let round = 1; ; round++) {
    if (signal?.aborted === true) return err({ type: 'cancelled' });
    const step = newtonStep(state);
    if (step === null) return err(c === null ? { type: 'perfect-separation' } : { type: 'no-convergence' });
    const { gain, reach } = advance(state, step);
    onProgress?.(Math.min(1, round / 10));
    if (gain < 1e-11 * (1 + state.loss) && reach < 1e-5) break;
    if (round < 30) continue;
    // Where a plane parts the classes, each step moves some rows by about 1 for ever, and gains less and less.
    return err(c === null ? { type: 'perfect-separation' } : { type: 'no-convergence' });
  }
  const model = modelOf(state, c);
  return ok({ model, inference: c === null ? inferenceOf(state, model, confidence) : null });
}

/** Probability of label 1 for each row. */
export function predictLogistic({ intercept, coefficients }: LogisticModel, features: Matrix): Float64Array {
  const { rows, columns, values } = features;
  const probabilities = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = intercept;
    for (let j = 0; j < columns; j++) sum += coefficients[j]! * values[i * columns + j]!;
    probabilities[i] = 1 / (1 + Math.exp(-sum));
  }
  return probabilities;
}

/** Newton's method on the way. The intercept is the last of `theta`. */
interface State {
  readonly rows: SparseRows;
  readonly target: Float64Array;
  readonly penalty: Float64Array;
  readonly theta: Float64Array;
  /** Intercept plus weighted sum of each row. */
  margins: Float64Array;
  /** Σ log-loss + ½ Σ penaltyⱼ·wⱼ². */
  loss: number;
}

function startOf(rows: SparseRows, target: Float64Array, penalty: Float64Array): State {
  const theta = new Float64Array(rows.columns + 1);
  const share = target.reduce((sum, label) => sum + label, 0) / target.length;
  theta[rows.columns] = Math.log(share / (1 - share));
  const margins = marginsOf(rows, theta);
  return { rows, target, penalty, theta, margins, loss: lossOf(margins, target, penalty, theta) };
}

/** The Newton step H⁻¹·(−g) and the decrease it promises; null where H is singular. */
function newtonStep({ rows, target, penalty, theta, margins }: State): Float64Array | null {
  const gradient = gradientOf(rows, target, penalty, theta, margins);
  const lower = choleskyOf(hessianOf(rows, penalty, margins), theta.length);
  return lower === null
    ? null
    : solveCholesky(
        lower,
        gradient.map((value) => -value),
      );
}

/** Takes the step, or the greatest half, quarter … of it that does not raise the loss. What it gained, and the greatest move of a row. */
function advance(state: State, step: Float64Array): { readonly gain: number; readonly reach: number } {
  const before = state.theta.slice();
  for (let size = 1; size > 1e-10; size /= 2) {
    for (let j = 0; j < before.length; j++) state.theta[j] = before[j]! + size * step[j]!;
    const margins = marginsOf(state.rows, state.theta);
    const loss = lossOf(margins, state.target, state.penalty, state.theta);
    if (!(loss <= state.loss * (1 + 1e-14))) continue;
    let reach = 0;
    for (let i = 0; i < margins.length; i++)
      reach = Math.max(reach, Math.abs(margins[i]! - state.margins[i]!));
    const gain = state.loss - loss;
    state.margins = margins;
    state.loss = loss;
    return { gain, reach };
  }
  state.theta.set(before);
  return { gain: 0, reach: 0 };
}

function marginsOf(
  { rows, columns, start, columnOf, values }: SparseRows,
  theta: Float64Array,
): Float64Array {
  const margins = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = theta[columns]!;
    for (let k = start[i]!; k < start[i + 1]!; k++) sum += theta[columnOf[k]!]! * values[k]!;
    margins[i] = sum;
  }
  return margins;
}

function lossOf(
  margins: Float64Array,
  target: Float64Array,
  penalty: Float64Array,
  theta: Float64Array,
): number {
  let loss = 0;
  for (let i = 0; i < margins.length; i++) {
    const against = target[i] === 1 ? -margins[i]! : margins[i]!;
    loss += against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
  }
  for (let j = 0; j < penalty.length; j++) loss += 0.5 * penalty[j]! * theta[j]! ** 2;
  return loss;
}

function gradientOf(
  { rows, columns, start, columnOf, values }: SparseRows,
  target: Float64Array,
  penalty: Float64Array,
  theta: Float64Array,
  margins: Float64Array,
): Float64Array {
  const gradient = new Float64Array(columns + 1);
  for (let i = 0; i < rows; i++) {
    const gap = 1 / (1 + Math.exp(-margins[i]!)) - target[i]!;
    gradient[columns]! += gap;
    for (let k = start[i]!; k < start[i + 1]!; k++) gradient[columnOf[k]!]! += gap * values[k]!;
  }
  for (let j = 0; j < columns; j++) gradient[j]! += penalty[j]! * theta[j]!;
  return gradient;
}

/** Xᵀ diag(p(1 − p)) X + diag(penalty), its lower triangle. Constant columns get 1 on the diagonal: they stay at 0. */
function hessianOf(
  { rows, columns, start, columnOf, values }: SparseRows,
  penalty: Float64Array,
  margins: Float64Array,
): Float64Array {
  const size = columns + 1;
  const hessian = new Float64Array(size * size);
  const last = columns * size;
  for (let i = 0; i < rows; i++) {
    const tail = Math.exp(-Math.abs(margins[i]!));
    const weight = tail / ((1 + tail) * (1 + tail));
    const from = start[i]!;
    const to = start[i + 1]!;
    for (let a = from; a < to; a++) {
      const cell = weight * values[a]!;
      const row = columnOf[a]! * size;
      for (let b = from; b <= a; b++) hessian[row + columnOf[b]!]! += cell * values[b]!;
      hessian[last + columnOf[a]!]! += cell;
    }
    hessian[last + columns]! += weight;
  }
  for (let j = 0; j < columns; j++) {
    hessian[j * size + j]! += penalty[j]!;
    if (hessian[j * size + j] === 0) hessian[j * size + j] = 1;
  }
  return hessian;
}

function flawWithoutPenalty({ features }: Examples, signal: RunOptions['signal']): FitError | null {
  const { rows, columns } = features;
  if (rows < columns + 2) return { type: 'too-few-rows', rows, needed: columns + 2 };
  const qr = qrOf(unitColumns(features).unit, signal);
  if (qr === null) return { type: 'cancelled' };
  return qr.dependent.length > 0 ? { type: 'collinear', columns: qr.dependent } : null;
}

function modelOf({ rows, theta }: State, c: number | null): LogisticModel {
  const { columns, scale, shift } = rows;
  const coefficients = theta.slice(0, columns).map((value, j) => value / scale[j]!);
  const intercept = coefficients.reduce((sum, value, j) => sum - value * shift[j]!, theta[columns]!);
  return { method: 'logistic', c, intercept, coefficients };
}

function inferenceOf(state: State, model: LogisticModel, confidence: number): LogisticInference | null {
  const { rows, penalty, margins, target, loss } = state;
  const { columns, scale, shift } = rows;
  const lower = choleskyOf(hessianOf(rows, penalty, margins), columns + 1);
  if (lower === null) return null;
  const variances = inverseDiagonal(lower, columns + 1);
  const direction = Float64Array.from({ length: columns + 1 }, (_, j) =>
    j < columns ? -shift[j]! / scale[j]! : 1,
  );
  const spread = solveCholesky(lower, direction);
  const ofIntercept = direction.reduce((sum, value, j) => sum + value * spread[j]!, 0);
  const share = target.reduce((sum, label) => sum + label, 0) / target.length;
  const nullLogLikelihood = target.length * (share * Math.log(share) + (1 - share) * Math.log(1 - share));
  return {
    coefficients: coefficientTable(
      Float64Array.of(model.intercept, ...model.coefficients),
      Float64Array.from({ length: columns + 1 }, (_, j) =>
        j === 0 ? Math.sqrt(ofIntercept) : Math.sqrt(variances[j - 1]!) / scale[j - 1]!,
      ),
      (z) => 2 * normalUpper(Math.abs(z)),
      normalQuantile((1 + confidence) / 2),
    ),
    logLikelihood: -loss,
    nullLogLikelihood,
    pseudoR2: 1 + loss / nullLogLikelihood,
  };
}
