import type { Task } from '../learning/learner.ts';
import { averagePrecision, rankingOf, rocAuc } from './ranking.ts';
import { brierScore, classScores, confusionAt, logLoss, valueScores } from './scores.ts';

/** Scores of a prediction by name; null where one is not defined, as an area with one class only. */
export type Metrics = Readonly<Partial<Record<Metric, number | null>>>;

export type Metric = ValueMetric | ClassMetric;
export type ValueMetric = 'r2' | 'mae' | 'rmse';
export type ClassMetric =
  'auc' | 'averagePrecision' | 'accuracy' | 'precision' | 'recall' | 'f1' | 'logLoss' | 'brier';

/** The score by which methods are put in order: the greater, the better. */
export function mainMetric(task: Task): 'auc' | 'r2' {
  return task === 'classes' ? 'auc' : 'r2';
}

/** All scores of amounts, or of probabilities, of which those above ½ are a "yes". */
export function metricsOf(task: Task, target: Float64Array, predicted: Float64Array): Metrics {
  if (task === 'values') {
    const scores = valueScores(target, predicted);
    return { r2: scores?.r2 ?? null, mae: scores?.mae ?? null, rmse: scores?.rmse ?? null };
  }
  const ranking = rankingOf(target, predicted);
  return {
    auc: rocAuc(ranking),
    averagePrecision: averagePrecision(ranking),
    ...classScores(confusionAt(target, predicted, 0.5)),
    logLoss: logLoss(target, predicted),
    brier: brierScore(target, predicted),
  };
}
