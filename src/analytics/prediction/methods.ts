import type { Result } from '../../domain/result.ts';
import { ok } from '../../domain/result.ts';
import { fitLogistic, predictLogistic, type LogisticModel } from '../learning/logistic.ts';
import { predictLinear, type LinearModel } from '../learning/linear.ts';
import { fitRidge } from '../learning/ridge.ts';
import type { Matrix } from '../matrix.ts';
import type { Method } from './comparison.ts';

export const methodNames = ['linear', 'logistic'] as const;
export type MethodName = (typeof methodNames)[number];

export type PredictionModel = LinearModel | LogisticModel;

type PredictionMethod = Method<MethodName, PredictionModel>;

const linear: PredictionMethod = {
  name: 'linear',
  fit: (examples, options) => fitRidge(examples, { ...options, alpha: 1 }),
  predict,
};

const logistic: PredictionMethod = {
  name: 'logistic',
  fit: (examples, options) => modelOf(fitLogistic(examples, options)),
  predict,
};

/** The methods that predict a label, or an amount, the simplest first. */
export function methodsFor(isClass: boolean): readonly PredictionMethod[] {
  return isClass ? [logistic] : [linear];
}

/** An amount, or the probability of "yes", for each row. */
export function predict(model: PredictionModel, features: Matrix): Float64Array {
  switch (model.method) {
    case 'linear':
      return predictLinear(model, features);
    case 'logistic':
      return predictLogistic(model, features);
  }
}

function modelOf<M, E>(fitted: Result<{ readonly model: M }, E>): Result<M, E> {
  return fitted.ok ? ok(fitted.value.model) : fitted;
}
