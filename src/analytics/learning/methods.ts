import { err, ok, type Result } from '../../domain/result.ts';
import type { Matrix } from '../matrix.ts';
import { fitBoosting } from './boosting.ts';
import { fitForest } from './forest.ts';
import { fitLasso } from './lasso.ts';
import type { Examples, FitError, RunOptions, Task } from './learner.ts';
import { fitLinear } from './linear.ts';
import { fitLogistic } from './logistic.ts';
import { predict, type Model } from './model.ts';
import { fitRidge } from './ridge.ts';
import { applyScaling, fitScaling, type Scaling } from './scaling.ts';
import { fitSvm } from './svm.ts';
import { fitTree } from './cart.ts';

/** A method and its settings, as plain data. What is left out is as the method's own options say. */
export type MethodSpec = ValueSpec | ClassSpec | EitherSpec;

/** For amounts. */
export type ValueSpec =
  | { readonly method: 'linear' }
  | { readonly method: 'ridge'; readonly alpha: number }
  | { readonly method: 'lasso'; readonly alpha: number; readonly lassoShare?: number };

/** For labels 0 and 1. */
export type ClassSpec =
  | { readonly method: 'logistic'; readonly c?: number | null }
  | {
      readonly method: 'svm';
      readonly kernel: 'linear' | 'rbf';
      readonly c?: number;
      readonly gamma?: number;
    };

/** For both. */
export type EitherSpec =
  | { readonly method: 'tree'; readonly maxDepth?: number; readonly minLeafRows?: number }
  | {
      readonly method: 'forest';
      readonly trees?: number;
      readonly columnsPerSplit?: number;
      readonly maxDepth?: number;
      readonly minLeafRows?: number;
    }
  | {
      readonly method: 'boosting';
      readonly rounds?: number;
      readonly learningRate?: number;
      readonly maxLeaves?: number;
      readonly minLeafRows?: number;
      readonly l2?: number;
    };

/** A model with the scaling that was fitted to the same rows, or null where the method needs none. */
export interface Fitted {
  readonly scaling: Scaling | null;
  readonly model: Model;
}

export interface MethodOptions extends RunOptions {
  readonly task: Task;
  /** Of the methods that draw at random. */
  readonly seed: number;
}

/** Fits a method to the rows; a method for labels refuses amounts as bad labels. */
export function fitMethod(
  examples: Examples,
  spec: MethodSpec,
  options: MethodOptions,
): Result<Fitted, FitError> {
  switch (spec.method) {
    case 'linear': {
      const fit = fitLinear(examples, options);
      return fit.ok ? plain(ok(fit.value.model)) : fit;
    }
    case 'ridge':
      return plain(fitRidge(examples, { ...options, ...spec }));
    case 'lasso':
      return plain(fitLasso(examples, { ...options, ...spec }));
    case 'logistic': {
      const fit = fitLogistic(examples, { ...options, ...spec });
      return fit.ok ? plain(ok(fit.value.model)) : fit;
    }
    case 'tree':
      return plain(fitTree(examples, { ...options, ...spec }));
    case 'forest': {
      const fit = fitForest(examples, { ...options, ...spec });
      return fit.ok ? plain(ok(fit.value.model)) : fit;
    }
    case 'boosting': {
      const fit = fitBoosting(examples, { ...options, ...spec });
      return fit.ok ? plain(ok(fit.value.model)) : fit;
    }
    case 'svm': {
      const scaling = fitScaling(examples.features);
      const features = applyScaling(examples.features, scaling);
      const fit = fitSvm({ features, target: examples.target }, { ...options, ...spec });
      return fit.ok ? ok({ scaling, model: fit.value }) : fit;
    }
  }
}

/** What a fitted method says of rows with the columns as they are, some thousand rows at a time. */
export function predictFitted(
  { scaling, model }: Fitted,
  features: Matrix,
  { onProgress, signal }: RunOptions = {},
): Result<Float64Array, { readonly type: 'cancelled' }> {
  const { rows, columns, values } = features;
  const predicted = new Float64Array(rows);
  for (let from = 0; from < rows; from += rowsAtOnce) {
    if (signal?.aborted === true) return err({ type: 'cancelled' });
    const to = Math.min(rows, from + rowsAtOnce);
    const part = { rows: to - from, columns, values: values.subarray(from * columns, to * columns) };
    predicted.set(predict(model, scaling === null ? part : applyScaling(part, scaling)), from);
    onProgress?.(to / rows);
  }
  return ok(predicted);
}

const rowsAtOnce = 4096;

function plain(fit: Result<Model, FitError>): Result<Fitted, FitError> {
  return fit.ok ? ok({ scaling: null, model: fit.value }) : fit;
}
