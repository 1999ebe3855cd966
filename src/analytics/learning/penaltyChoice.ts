import { err, ok, type Result } from '../../domain/result.ts';
import { rowsInside, rowsOutside } from '../validation/folds.ts';
import { crossProducts } from './crossProducts.ts';
import { lassoPathOf, pathAlphas, type LassoOptions } from './lasso.ts';
import { examplesAt, flawOfValues, type Examples, type FitError } from './learner.ts';
import { predictLinear, type LinearModel } from './linear.ts';
import { ridgeOf } from './ridge.ts';

export interface PenaltyOptions extends LassoOptions {
  readonly penalty: 'ridge' | 'lasso';
  /** The fold of each row, 0 to the number of folds − 1. */
  readonly foldOf: Int32Array;
  /** Strengths to try, falling; by default 60 of them over three decades (lasso) or from 10⁴ to 10⁻³ (ridge). */
  readonly alphas?: readonly number[];
}

export interface PenaltyChoice {
  readonly alphas: readonly number[];
  /** Mean squared error on the folds that were left out, and its standard error over the folds, at each strength. */
  readonly error: Float64Array;
  readonly spread: Float64Array;
  /** Position of the least error. */
  readonly best: number;
  /** Position of the strongest penalty whose error is within one standard error of the least: the simplest model as good. */
  readonly simplest: number;
  /** Fitted to all rows at `best` and at `simplest`. */
  readonly bestModel: LinearModel;
  readonly simplestModel: LinearModel;
}

/** The strength of a penalty by cross-validation. Source: Hastie, Tibshirani and Friedman, 2009, 7.10, one-standard-error rule. */
export function choosePenalty(examples: Examples, options: PenaltyOptions): Result<PenaltyChoice, FitError> {
  const flaw = flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const alphas = alphasFor(examples, options);
  if (alphas === null) return err({ type: 'cancelled' });
  const folds = options.foldOf.reduce((most, fold) => Math.max(most, fold + 1), 0);
  if (folds < 2) return err({ type: 'bad-option', option: 'foldOf' });
  const errors: Float64Array[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const learnt = examplesAt(examples, rowsOutside(options.foldOf, fold));
    const tested = examplesAt(examples, rowsInside(options.foldOf, fold));
    const models = modelsFor(learnt, alphas, options);
    if (!models.ok) return models;
    errors.push(Float64Array.from(models.value, (model) => squaredError(model, tested)));
    options.onProgress?.((fold + 1) / (folds + 1));
  }
  const error = Float64Array.from(alphas, (_, i) => errors.reduce((sum, each) => sum + each[i]!, 0) / folds);
  const spread = error.map((mean, i) =>
    Math.sqrt(errors.reduce((sum, each) => sum + (each[i]! - mean) ** 2, 0) / (folds - 1) / folds),
  );
  const best = error.indexOf(Math.min(...error));
  const simplest = error.findIndex((value) => value <= error[best]! + spread[best]!);
  const models = modelsFor(examples, alphas, options);
  if (!models.ok) return models;
  const [bestModel, simplestModel] = [models.value[best]!, models.value[simplest]!];
  return ok({ alphas, error, spread, best, simplest, bestModel, simplestModel });
}

function alphasFor(examples: Examples, options: PenaltyOptions): readonly number[] | null {
  if (options.alphas !== undefined) return options.alphas;
  if (options.penalty === 'ridge') return Array.from({ length: 29 }, (_, i) => 10 ** (4 - i / 4));
  const products = crossProducts(examples, options.isStandardised ?? true, options);
  return products === null ? null : pathAlphas(products, options.lassoShare);
}

function modelsFor(
  examples: Examples,
  alphas: readonly number[],
  options: PenaltyOptions,
): Result<LinearModel[], FitError> {
  const flaw = flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const { signal, lassoShare } = options;
  const products = crossProducts(examples, options.isStandardised ?? true, options);
  if (products === null) return err({ type: 'cancelled' });
  if (options.penalty === 'lasso') {
    return lassoPathOf(products, alphas, {
      ...(signal === undefined ? {} : { signal }),
      ...(lassoShare === undefined ? {} : { lassoShare }),
    });
  }
  const models: LinearModel[] = [];
  for (const alpha of alphas) {
    const model = ridgeOf(products, alpha);
    if (!model.ok) return model;
    models.push(model.value);
  }
  return ok(models);
}

function squaredError(model: LinearModel, { features, target }: Examples): number {
  const predicted = predictLinear(model, features);
  const sum = predicted.reduce((all, value, i) => all + (value - target[i]!) ** 2, 0);
  return target.length === 0 ? 0 : sum / target.length;
}
