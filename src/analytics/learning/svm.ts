import { err, ok, type Result } from '../../domain/result.ts';
import { rowsAt, type Matrix } from '../matrix.ts';
import { momentsOf } from '../standardise.ts';
import { kernelRowsOf, rbfSums, type Kernel } from './kernel.ts';
import { flawOfClasses, type Examples, type FitError, type RunOptions } from './learner.ts';
import { solvePairs } from './sequentialMinimal.ts';

/** Label 1 is said where the decision value is above 0. */
export type SvmModel = LinearSvmModel | RbfSvmModel;

/** intercept + Σ coefficientⱼ · xⱼ. */
export interface LinearSvmModel {
  readonly method: 'svm';
  readonly kernel: 'linear';
  readonly intercept: number;
  readonly coefficients: Float64Array;
  /** Rows that the plane rests on. */
  readonly supports: number;
}

/** intercept + Σ weightₛ · exp(−gamma · ‖x − supportₛ‖²). */
export interface RbfSvmModel {
  readonly method: 'svm';
  readonly kernel: 'rbf';
  readonly gamma: number;
  readonly intercept: number;
  readonly supportVectors: Matrix;
  readonly weights: Float64Array;
}

export interface SvmOptions extends RunOptions {
  readonly kernel: 'linear' | 'rbf';
  /** Price of a row on the wrong side, 1 by default. */
  readonly c?: number;
  /** Of the RBF kernel: 1 / (columns · variance of all cells) by default. */
  readonly gamma?: number;
  /** Ends when no pair of rows breaks the conditions of the optimum by more than this. 0.001 by default. */
  readonly tolerance?: number;
  /** Memory for rows of the kernel matrix, 128 MB by default. */
  readonly cacheBytes?: number;
}

/**
 * Support vector machine by sequential minimal optimisation with second-order choice of pairs. Columns are taken as they are:
 * bring them to one scale first. Memory is bounded by `cacheBytes`; time grows between rows² and rows³.
 * Source: Platt 1998; Fan, Chen and Lin, Working Set Selection Using Second Order Information, 2005.
 */
export function fitSvm(examples: Examples, options: SvmOptions): Result<SvmModel, FitError> {
  const flaw = flawOfClasses(examples);
  if (flaw !== null) return err(flaw);
  const { features, target } = examples;
  const { c = 1, gamma = scaleGamma(features) } = options;
  if (!(c > 0)) return err({ type: 'bad-option', option: 'c' });
  if (!(gamma > 0)) return err({ type: 'bad-option', option: 'gamma' });
  const kernel: Kernel = options.kernel === 'linear' ? { type: 'linear' } : { type: 'rbf', gamma };
  const solved = solvePairs(kernelRowsOf(features, kernel), target, { ...options, c });
  if (!solved.ok) return solved;
  const { weights, intercept } = solved.value;
  const supports = Int32Array.from({ length: target.length }, (_, i) => i).filter((i) => weights[i] !== 0);
  if (options.kernel === 'rbf') {
    return ok({
      ...{ method: 'svm', kernel: 'rbf', gamma, intercept },
      supportVectors: rowsAt(features, supports),
      weights: Float64Array.from(supports, (row) => weights[row]!),
    });
  }
  const coefficients = new Float64Array(features.columns);
  for (const row of supports) {
    for (let j = 0; j < features.columns; j++) {
      coefficients[j]! += weights[row]! * features.values[row * features.columns + j]!;
    }
  }
  // The kernel is about the mean, and so was the intercept.
  const { mean } = momentsOf(features);
  return ok({
    ...{ method: 'svm', kernel: 'linear', coefficients, supports: supports.length },
    intercept: coefficients.reduce((sum, value, j) => sum - value * mean[j]!, intercept),
  });
}

/** The decision value of each row. */
export function predictSvm(model: SvmModel, features: Matrix): Float64Array {
  if (model.kernel === 'rbf') {
    const sums = rbfSums(model.supportVectors, model.weights, model.gamma, features);
    return sums.map((sum) => sum + model.intercept);
  }
  const { rows, columns, values } = features;
  const decisions = new Float64Array(rows).fill(model.intercept);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) decisions[i]! += model.coefficients[j]! * values[i * columns + j]!;
  }
  return decisions;
}

/** 1 / (columns · population variance of all cells); 1 where they are all the same. */
function scaleGamma({ columns, values }: Matrix): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance > 0 ? 1 / (columns * variance) : 1;
}
