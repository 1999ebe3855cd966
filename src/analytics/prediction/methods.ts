import { ok, type Result } from '../../domain/result.ts';
import { fitBoosting, type BoostingModel } from '../learning/boosting.ts';
import {
  fitCalibratedSvm,
  predictCalibratedSvm,
  type CalibratedSvmModel,
} from '../learning/calibratedSvm.ts';
import { fitTree, type TreeModel } from '../learning/cart.ts';
import { fitForest, type ForestModel } from '../learning/forest.ts';
import type { Examples, FitError, RunOptions, Task } from '../learning/learner.ts';
import type { LinearModel } from '../learning/linear.ts';
import { fitLogistic, type LogisticModel } from '../learning/logistic.ts';
import { predict } from '../learning/model.ts';
import { choosePenalty } from '../learning/penaltyChoice.ts';
import type { Matrix } from '../matrix.ts';
import { kFold } from '../validation/folds.ts';
import type { Method } from './comparison.ts';

/** Models that say an amount or a probability: the bare decision values of support vector machines are neither. */
export type PredictionModel =
  LinearModel | LogisticModel | TreeModel | ForestModel | BoostingModel | CalibratedSvmModel;

/** From the simplest to the most involved. */
const methodNames = [
  'lasso',
  'linear',
  'logistic',
  'svmLinear',
  'tree',
  'forest',
  'boosting',
  'svmRbf',
] as const;
export type MethodName = (typeof methodNames)[number];

export type PredictionMethod = Method<MethodName, PredictionModel>;

/** Strengths that do well on tables of a few thousand customers, without looking for better ones. */
export const usual = { c: 1, maxDepth: 5, minTreeRows: 20, trees: 100, minForestRows: 5, rounds: 100 };
const penaltyFolds = 5;

/** The methods that predict a label, or an amount, the simplest first; those that take long only where all are asked for. */
export function methodsFor(isClass: boolean, isAll = false): readonly PredictionMethod[] {
  const quick = isClass
    ? [logistic(), tree('classes'), forest('classes'), boosting('classes')]
    : [penalised('lasso'), penalised('linear'), tree('values'), forest('values'), boosting('values')];
  const slow = isClass && isAll ? [svm('linear'), svm('rbf')] : [];
  return [...quick, ...slow].sort((a, b) => methodNames.indexOf(a.name) - methodNames.indexOf(b.name));
}

/** Scores from the simplest method on; one that is not among these, as a network, is the most involved. */
export function bySimplicity<T extends { readonly method: string }>(scores: readonly T[]): readonly T[] {
  const rank = ({ method }: T): number => {
    const place = methodNames.findIndex((name) => name === method);
    return place < 0 ? methodNames.length : place;
  };
  return scores.toSorted((a, b) => rank(a) - rank(b));
}

/** Least squares with the ridge or lasso penalty that does best, or is the strongest as good as the best, in five folds. */
function penalised(name: 'linear' | 'lasso'): PredictionMethod {
  return {
    name,
    fit: (examples, options) => {
      const penalty = name === 'lasso' ? 'lasso' : 'ridge';
      const foldOf = kFold(examples.target.length, penaltyFolds, options.seed);
      const chosen = choosePenalty(examples, { ...options, penalty, foldOf });
      if (!chosen.ok) return chosen;
      return ok(name === 'lasso' ? chosen.value.simplestModel : chosen.value.bestModel);
    },
    predict: say,
  };
}

export function logistic(c = usual.c): PredictionMethod {
  return methodOf('logistic', (examples, options) => modelOf(fitLogistic(examples, { ...options, c })));
}

export function tree(task: Task, maxDepth = usual.maxDepth): PredictionMethod {
  const limits = { task, maxDepth, minLeafRows: usual.minTreeRows };
  return methodOf('tree', (examples, options) => fitTree(examples, { ...options, ...limits }));
}

export function forest(task: Task, minLeafRows = usual.minForestRows): PredictionMethod {
  const limits = { task, trees: usual.trees, minLeafRows };
  return methodOf('forest', (examples, options) => modelOf(fitForest(examples, { ...options, ...limits })));
}

export function boosting(task: Task, rounds = usual.rounds): PredictionMethod {
  return methodOf('boosting', (examples, options) =>
    modelOf(fitBoosting(examples, { ...options, task, rounds })),
  );
}

export function svm(kernel: 'linear' | 'rbf', c = usual.c): PredictionMethod {
  return methodOf(kernel === 'linear' ? 'svmLinear' : 'svmRbf', (examples, options) =>
    fitCalibratedSvm(examples, { ...options, kernel, c }),
  );
}

/** What a model says of each row: an amount, or the probability of label 1. */
export function say(model: PredictionModel, features: Matrix): Float64Array {
  return model.method === 'calibratedSvm' ? predictCalibratedSvm(model, features) : predict(model, features);
}

function methodOf(
  name: MethodName,
  fit: (
    examples: Examples,
    options: RunOptions & { readonly seed: number },
  ) => Result<PredictionModel, FitError>,
): PredictionMethod {
  return { name, fit, predict: say };
}

function modelOf<M, E>(fitted: Result<{ readonly model: M }, E>): Result<M, E> {
  return fitted.ok ? ok(fitted.value.model) : fitted;
}
