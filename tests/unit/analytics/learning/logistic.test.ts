import { describe, expect, it } from 'vitest';
import { fitLogistic, predictLogistic } from '../../../../src/analytics/learning/logistic.ts';
import type { Examples } from '../../../../src/analytics/learning/learner.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { drawnClasses } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

describe('Logistic regression', () => {
  it('gives the log odds of a two-by-two table, with their error', () => {
    // Of those with x = 1 six of eight are 1, of those with x = 0 two of eight.
    const x = Array.from({ length: 16 }, (_, i) => Number(i < 8));
    const y = [1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0];
    const { model, inference } = valueOfResult(fitLogistic(examplesOf([x], y), { c: null }));
    expect(model.intercept).toBeCloseTo(-Math.log(3), 9);
    expect(model.coefficients[0]).toBeCloseTo(2 * Math.log(3), 9);
    expect(inference!.coefficients.standardError[1]).toBeCloseTo(Math.sqrt(1 / 6 + 1 / 2 + 1 / 2 + 1 / 6), 9);
    expect(inference!.coefficients.standardError[0]).toBeCloseTo(Math.sqrt(1 / 6 + 1 / 2), 9);
    const likelihood = 12 * Math.log(0.75) + 4 * Math.log(0.25);
    expect(inference!.logLikelihood).toBeCloseTo(likelihood, 9);
    expect(inference!.pseudoR2).toBeCloseTo(1 - likelihood / (16 * Math.log(0.5)), 9);
    const probabilities = predictLogistic(model, matrixOf([[1, 0]]));
    expect(Array.from(probabilities)).toEqual([expect.closeTo(0.75, 9), expect.closeTo(0.25, 9)]);
  });

  it('is where the slope of the penalised loss is 0', () => {
    const drawn = drawnClasses({ seed: 3, rows: 80, columns: 4 });
    const c = 0.7;
    const { model } = valueOfResult(fitLogistic(drawn, { c, isStandardised: false }));
    const gaps = predictLogistic(model, drawn.features).map((p, i) => p - drawn.target[i]!);
    expect(gaps.reduce((sum, gap) => sum + gap, 0)).toBeCloseTo(0, 8);
    for (let j = 0; j < 4; j++) {
      const slope = gaps.reduce((sum, gap, i) => sum + gap * drawn.features.values[i * 4 + j]!, 0);
      expect(model.coefficients[j]! + c * slope).toBeCloseTo(0, 8);
    }
  });

  it('predicts as often what is true, on the whole', () => {
    const drawn = drawnClasses({ seed: 9, rows: 200, columns: 3 });
    const { model, inference } = valueOfResult(fitLogistic(drawn));
    expect(inference).toBeNull();
    const said = predictLogistic(model, drawn.features).reduce((sum, p) => sum + p, 0);
    expect(said).toBeCloseTo(
      drawn.target.reduce((sum, label) => sum + label, 0),
      6,
    );
  });

  it('names perfect separation, complete or at an edge, where there is no penalty', () => {
    const parted = examplesOf([[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1]);
    expect(errorOfResult(fitLogistic(parted, { c: null }))).toEqual({ type: 'perfect-separation' });
    const touching = examplesOf([[1, 2, 3, 3, 4, 5]], [0, 0, 0, 1, 1, 1]);
    expect(errorOfResult(fitLogistic(touching, { c: null }))).toEqual({ type: 'perfect-separation' });
    expect(valueOfResult(fitLogistic(parted)).model.coefficients[0]).toBeGreaterThan(0);
    const mixed = examplesOf([[1, 2, 3, 4, 5, 6]], [0, 0, 1, 0, 1, 1]);
    expect(valueOfResult(fitLogistic(mixed, { c: null })).model.coefficients[0]).toBeGreaterThan(0);
  });

  it('names collinear columns where there is no penalty, and takes them with one', () => {
    const columns = [
      [1, 0, 1, 0, 1, 0],
      [0, 1, 0, 1, 0, 1],
    ];
    const examples = examplesOf(columns, [0, 0, 1, 0, 1, 1]);
    expect(errorOfResult(fitLogistic(examples, { c: null }))).toEqual({ type: 'collinear', columns: [1] });
    const { coefficients } = valueOfResult(fitLogistic(examples)).model;
    expect(coefficients[0]).toBeCloseTo(-coefficients[1]!, 9);
  });

  it('gives no weight to a constant column', () => {
    const columns = [
      [1, 2, 3, 4, 5, 6],
      [7, 7, 7, 7, 7, 7],
    ];
    const { model } = valueOfResult(fitLogistic(examplesOf(columns, [0, 0, 1, 0, 1, 1])));
    expect(model.coefficients[1]).toBe(0);
  });

  it('refuses one class, a class of one, bad options, and obeys a cancel', () => {
    const drawn = drawnClasses({ seed: 1, rows: 20, columns: 2 });
    const one = examplesOf([[1, 2, 3]], [0, 0, 1]);
    expect(errorOfResult(fitLogistic(one)).type).toBe('too-few-of-class');
    expect(errorOfResult(fitLogistic(drawn, { c: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitLogistic(drawn, { signal: { aborted: true } })).type).toBe('cancelled');
  });
});

function examplesOf(columns: number[][], target: number[]): Examples {
  return { features: matrixOf(columns), target: Float64Array.from(target) };
}
