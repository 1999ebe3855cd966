import { ok, type Result } from '../../domain/result.ts';
import { fitBoosting } from '../learning/boosting.ts';
import { fitForest } from '../learning/forest.ts';
import { fitLogistic } from '../learning/logistic.ts';
import { predict, type Model } from '../learning/model.ts';
import { fitRidge } from '../learning/ridge.ts';
import { fitTree } from '../learning/cart.ts';
import type { Task } from '../learning/learner.ts';
import type { Method } from './comparison.ts';

/** Models that say an amount or a probability: decision values of support vector machines are neither. */
export type PredictionModel = Exclude<Model, { readonly method: 'svm' }>;
export type MethodName = PredictionModel['method'];

type PredictionMethod = Method<MethodName, PredictionModel>;

/** Strengths that do well on tables of a few thousand customers, without looking for better ones. */
const ridgeAlpha = 1;
const treeLimits = { maxDepth: 5, minLeafRows: 20 };
const forestLimits = { trees: 100, minLeafRows: 5 };

const linear: PredictionMethod = {
  name: 'linear',
  fit: (examples, options) => fitRidge(examples, { ...options, alpha: ridgeAlpha }),
  predict,
};

const logistic: PredictionMethod = {
  name: 'logistic',
  fit: (examples, options) => modelOf(fitLogistic(examples, options)),
  predict,
};

/** The methods that predict a label, or an amount, the simplest first. */
export function methodsFor(isClass: boolean): readonly PredictionMethod[] {
  const task: Task = isClass ? 'classes' : 'values';
  return [
    isClass ? logistic : linear,
    {
      name: 'tree',
      fit: (examples, options) => fitTree(examples, { ...options, ...treeLimits, task }),
      predict,
    },
    {
      name: 'forest',
      fit: (examples, options) => modelOf(fitForest(examples, { ...options, ...forestLimits, task })),
      predict,
    },
    {
      name: 'boosting',
      fit: (examples, options) => modelOf(fitBoosting(examples, { ...options, task })),
      predict,
    },
  ];
}

function modelOf<M, E>(fitted: Result<{ readonly model: M }, E>): Result<M, E> {
  return fitted.ok ? ok(fitted.value.model) : fitted;
}
