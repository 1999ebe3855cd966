import { describe, expect, it } from 'vitest';
import {
  calibrationCurve,
  calibrationError,
  fitCalibration,
} from '../../../../src/analytics/validation/calibration.ts';
import {
  averagePrecision,
  bestF1Threshold,
  precisionRecallCurve,
  rankingOf,
  rocAuc,
  rocCurve,
} from '../../../../src/analytics/validation/ranking.ts';
import { predictLogistic } from '../../../../src/analytics/learning/logistic.ts';
import { drawnClasses } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';
import {
  brierScore,
  classScores,
  confusionAt,
  logLoss,
  valueScores,
} from '../../../../src/analytics/validation/scores.ts';

describe('Scores of amounts', () => {
  it('are those of the textbook', () => {
    // Gaps 1, −1, 2 about a mean of 3: 1 − 6 / 8.
    expect(valueScores([1, 3, 5], [0, 4, 3])).toEqual({ r2: 1 - 6 / 8, mae: 4 / 3, rmse: Math.sqrt(2) });
  });

  it('give R² = 1 to the truth and 0 to its mean', () => {
    expect(valueScores([1, 2, 6], [1, 2, 6])?.r2).toBe(1);
    expect(valueScores([1, 2, 6], [3, 3, 3])?.r2).toBe(0);
  });

  it('have no R² where all true values are the same, and nothing without rows', () => {
    expect(valueScores([2, 2], [1, 3])).toEqual({ r2: null, mae: 1, rmse: 1 });
    expect(valueScores([], [])).toBeNull();
  });
});

describe('Scores of yes and no', () => {
  const labels = [1, 0, 1, 1, 0];
  const scores = [0.9, 0.6, 0.5, 0.4, 0.1];

  it('count what is above the threshold as a yes', () => {
    const confusion = confusionAt(labels, scores, 0.5);
    expect(confusion).toEqual({ truePositives: 1, falsePositives: 1, trueNegatives: 1, falseNegatives: 2 });
    expect(classScores(confusion)).toEqual({ accuracy: 0.4, precision: 0.5, recall: 1 / 3, f1: 0.4 });
  });

  it('are 0 where their denominator is', () => {
    expect(classScores(confusionAt([], [], 0.5))).toEqual({ accuracy: 0, precision: 0, recall: 0, f1: 0 });
  });

  it('give log-loss log 2 and a Brier score of ¼ to a coin', () => {
    expect(logLoss([0, 1], [0.5, 0.5])).toBeCloseTo(Math.log(2), 15);
    expect(brierScore([0, 1], [0.5, 0.5])).toBe(0.25);
  });

  it('are finite where a certain prediction is wrong', () => {
    expect(logLoss([1], [0])).toBeCloseTo(52 * Math.log(2), 9);
  });

  it('are nothing without rows', () => {
    expect(logLoss([], [])).toBeNull();
    expect(brierScore([], [])).toBeNull();
  });
});

describe('A ranking', () => {
  it('has the area of the pairs in the right order', () => {
    // Six pairs of a positive and a negative: 0.9 > 0.6, 0.1; 0.5 > 0.1; 0.4 > 0.1.
    expect(rocAuc(rankingOf([1, 0, 1, 1, 0], [0.9, 0.6, 0.5, 0.4, 0.1]))).toBeCloseTo(4 / 6, 15);
  });

  it('counts equal scores half, and is the same in whatever order they stand', () => {
    expect(rocAuc(rankingOf([1, 0], [0.5, 0.5]))).toBe(0.5);
    expect(rocAuc(rankingOf([0, 1, 1, 0], [1, 1, 2, 0]))).toBe(3.5 / 4);
    expect(rocAuc(rankingOf([1, 0, 0, 1], [1, 1, 0, 2]))).toBe(3.5 / 4);
  });

  it('goes from nobody to all', () => {
    const curve = rocCurve(rankingOf([1, 0, 1], [3, 2, 1]));
    expect(curve).toEqual({ x: Float64Array.of(0, 0, 1, 1), y: Float64Array.of(0, 0.5, 0.5, 1) });
  });

  it('averages precision over the steps of recall', () => {
    // Recall ½ at precision 1, recall 1 at precision ⅔.
    const ranking = rankingOf([1, 0, 1], [3, 2, 1]);
    expect(averagePrecision(ranking)).toBeCloseTo(0.5 + 1 / 3, 15);
    const curve = precisionRecallCurve(ranking);
    expect(Array.from(curve?.y ?? [])).toEqual([1, 1, 0.5, 2 / 3]);
  });

  it('has no area where one class is missing', () => {
    expect(rocAuc(rankingOf([1, 1], [1, 2]))).toBeNull();
    expect(rocCurve(rankingOf([0, 0], [1, 2]))).toBeNull();
    expect(averagePrecision(rankingOf([0, 0], [1, 2]))).toBeNull();
  });

  it('finds the threshold with the best F1', () => {
    const best = bestF1Threshold([0, 0, 1, 1], [0.1, 0.345, 0.4, 0.8]);
    expect(best.threshold).toBe(0.35);
    expect(classScores(best.confusion).f1).toBe(1);
  });
});

describe('A calibration curve', () => {
  it('compares what was said with what was seen', () => {
    const bins = calibrationCurve([0, 1, 1, 1], [0, 0.1, 0.15, 1], 10);
    expect(bins).toEqual([
      { from: 0, to: 0.1, rows: 2, predicted: 0.05, observed: 0.5 },
      { from: 0.1, to: 0.2, rows: 1, predicted: 0.15, observed: 1 },
      { from: 0.9, to: 1, rows: 1, predicted: 1, observed: 1 },
    ]);
    expect(calibrationError(bins)).toBeCloseTo((2 * 0.45 + 0.85) / 4, 15);
  });

  it('is empty without rows', () => {
    expect(calibrationCurve([], [])).toEqual([]);
    expect(calibrationError([])).toBeNull();
  });
});

describe('Scores made probabilities', () => {
  it('say on the whole as often yes as is true, and keep their order', () => {
    const drawn = drawnClasses({ seed: 4, rows: 300, columns: 1 });
    const scores = drawn.features.values.map((value) => 5 * value);
    const model = valueOfResult(fitCalibration(drawn.target, scores));
    const features = { rows: 300, columns: 1, values: scores };
    const probabilities = predictLogistic(model, features);
    const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
    expect(sum(probabilities)).toBeCloseTo(sum(drawn.target), 6);
    expect(rocAuc(rankingOf(drawn.target, probabilities))).toBe(rocAuc(rankingOf(drawn.target, scores)));
    expect(calibrationError(calibrationCurve(drawn.target, probabilities))).toBeLessThan(0.1);
  });

  it('stay between 0 and 1 where the scores part the labels, and are the share of yes where they say nothing', () => {
    const labels = Float64Array.of(0, 0, 1, 1);
    const parted = valueOfResult(fitCalibration(labels, Float64Array.of(-2, -1, 1, 2)));
    expect(parted.coefficients[0]).toBeGreaterThan(0);
    const still = valueOfResult(fitCalibration(labels, Float64Array.of(3, 3, 3, 3)));
    const [share] = predictLogistic(still, { rows: 1, columns: 1, values: Float64Array.of(3) });
    expect(share).toBeCloseTo(0.5, 12);
  });

  it('need both labels', () => {
    const one = fitCalibration(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3));
    expect(errorOfResult(one).type).toBe('constant-target');
  });
});
