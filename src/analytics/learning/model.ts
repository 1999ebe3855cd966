import type { Matrix } from '../matrix.ts';
import { predictBoosting, type BoostingModel } from './boosting.ts';
import { predictForest, type ForestModel } from './forest.ts';
import { predictLinear, type LinearModel } from './linear.ts';
import { predictLogistic, type LogisticModel } from './logistic.ts';
import { predictSvm, type SvmModel } from './svm.ts';
import { predictTree, type TreeModel } from './cart.ts';

/** What was learnt, as plain data that can be posted from a worker and stored. */
export type Model = LinearModel | LogisticModel | TreeModel | ForestModel | BoostingModel | SvmModel;

/** What a model says of each row: the amount, the probability of label 1, or of a support vector machine the decision value. No rows in, none out. */
export function predict(model: Model, features: Matrix): Float64Array {
  switch (model.method) {
    case 'linear':
      return predictLinear(model, features);
    case 'logistic':
      return predictLogistic(model, features);
    case 'tree':
      return predictTree(model, features);
    case 'forest':
      return predictForest(model, features);
    case 'boosting':
      return predictBoosting(model, features);
    case 'svm':
      return predictSvm(model, features);
  }
}

/** Above it a model with labels says 1. */
export function thresholdOf(model: Model): number {
  return model.method === 'svm' ? 0 : 0.5;
}
