import { describe, expect, it } from 'vitest';
import { fitLasso, lassoPath } from '../../../../src/analytics/learning/lasso.ts';
import { fitLinear, predictLinear } from '../../../../src/analytics/learning/linear.ts';
import { choosePenalty } from '../../../../src/analytics/learning/penaltyChoice.ts';
import { fitRidge } from '../../../../src/analytics/learning/ridge.ts';
import type { Examples } from '../../../../src/analytics/learning/learner.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { kFold } from '../../../../src/analytics/validation/folds.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

describe('Least squares', () => {
  it('fit the textbook line with its errors', () => {
    // y = 1.8 + 0.8 x: residuals −0.6, 0.6, 0.8, −1, 0.2; squares 2.4 over 3 degrees of freedom.
    const { model, inference } = valueOfResult(fitLinear(examplesOf([[1, 2, 3, 4, 5]], [2, 4, 5, 4, 6])));
    expect(model.intercept).toBeCloseTo(1.8, 12);
    expect(model.coefficients[0]).toBeCloseTo(0.8, 12);
    expect(inference!.sigma).toBeCloseTo(Math.sqrt(0.8), 12);
    expect(inference!.r2).toBeCloseTo(1 - 2.4 / 8.8, 12);
    expect(inference!.f).toBeCloseTo(6.4 / 0.8, 12);
    const { standardError, statistic, p, low, high } = inference!.coefficients;
    expect(standardError[1]).toBeCloseTo(Math.sqrt(0.8 / 10), 12);
    expect(standardError[0]).toBeCloseTo(Math.sqrt(0.8 * (1 / 5 + 9 / 10)), 12);
    expect(statistic[1]).toBeCloseTo(Math.sqrt(8), 12);
    expect(p[1]).toBeCloseTo(inference!.fP, 12);
    // The 0.975 quantile of t with 3 degrees of freedom is 3.18244630528.
    expect(high[1]! - low[1]!).toBeCloseTo(2 * 3.18244630528 * Math.sqrt(0.08), 9);
    expect(inference!.vif[0]).toBeCloseTo(1, 12);
    expect(inference!.durbinWatson).toBeCloseTo((1.2 ** 2 + 0.2 ** 2 + 1.8 ** 2 + 1.2 ** 2) / 2.4, 12);
  });

  it('give the plane back that the rows lie on, and no errors to reason from', () => {
    const columns = [
      [1, 2, 3, 4, 7],
      [5, 1, 0, 2, 2],
    ];
    const target = columns[0]!.map((x, i) => 3 - 2 * x + 0.5 * columns[1]![i]!);
    const { model, inference } = valueOfResult(fitLinear(examplesOf(columns, target)));
    expect(model.intercept).toBeCloseTo(3, 12);
    expect(Array.from(model.coefficients)).toEqual([expect.closeTo(-2, 12), expect.closeTo(0.5, 12)]);
    expect(inference).toBeNull();
    predictLinear(model, matrixOf(columns)).forEach((value, i) => expect(value).toBeCloseTo(target[i]!, 12));
  });

  it('name the columns that others determine, and constant ones', () => {
    const columns = [
      [1, 2, 3, 4, 5, 7],
      [2, 2, 2, 2, 2, 2],
      [0, 1, 0, 1, 1, 0],
      [1, 0, 1, 0, 0, 1],
    ];
    expect(errorOfResult(fitLinear(examplesOf(columns, [1, 2, 3, 5, 4, 4])))).toEqual({
      ...{ type: 'collinear', columns: [1, 3] },
    });
  });

  it('obey a cancel', () => {
    const signal = { aborted: true };
    expect(errorOfResult(fitLinear(noisyExamples(), { signal })).type).toBe('cancelled');
  });

  it('need two more rows than columns', () => {
    const columns = [
      [1, 2, 4],
      [1, 5, 2],
    ];
    expect(errorOfResult(fitLinear(examplesOf(columns, [1, 2, 3])))).toEqual({
      ...{ type: 'too-few-rows', rows: 3, needed: 4 },
    });
  });
});

describe('Ridge', () => {
  const examples = noisyExamples();

  it('shrinks a single z-score by n / (n + α)', () => {
    const model = valueOfResult(fitRidge(examplesOf([[-1, 1, -1, 1]], [1, 3, 2, 6]), { alpha: 4 }));
    expect(model.coefficients[0]).toBeCloseTo((1.5 * 4) / 8, 12);
    expect(model.intercept).toBeCloseTo(3, 12);
  });

  it('is least squares without a penalty', () => {
    const plain = valueOfResult(fitLinear(examples)).model;
    const ridge = valueOfResult(fitRidge(examples, { alpha: 0 }));
    ridge.coefficients.forEach((value, j) => expect(value).toBeCloseTo(plain.coefficients[j]!, 9));
  });

  it('gives no weight to a constant column, and takes collinear ones', () => {
    const columns = [
      [1, 2, 3, 5],
      [1, 2, 3, 5],
      [4, 4, 4, 4],
    ];
    const model = valueOfResult(fitRidge(examplesOf(columns, [1, 2, 4, 4]), { alpha: 1 }));
    expect(model.coefficients[0]).toBeCloseTo(model.coefficients[1]!, 12);
    expect(model.coefficients[2]).toBe(0);
  });

  it('refuses a penalty below 0 and obeys a cancel', () => {
    expect(errorOfResult(fitRidge(examples, { alpha: -1 })).type).toBe('bad-option');
    expect(errorOfResult(fitRidge(examples, { alpha: 1, signal: { aborted: true } })).type).toBe('cancelled');
  });
});

describe('Lasso', () => {
  const examples = noisyExamples();

  it('shrinks a single z-score by α and no further than 0', () => {
    const line = examplesOf([[-1, 1, -1, 1]], [1, 3, 2, 6]);
    expect(valueOfResult(fitLasso(line, { alpha: 0.5 })).coefficients[0]).toBeCloseTo(1, 12);
    expect(valueOfResult(fitLasso(line, { alpha: 2 })).coefficients[0]).toBe(0);
    const net = valueOfResult(fitLasso(line, { alpha: 1, lassoShare: 0.5 }));
    expect(net.coefficients[0]).toBeCloseTo((1.5 - 0.5) / 1.5, 12);
  });

  it('has a path that begins with no column and ends with those that matter', () => {
    const path = valueOfResult(lassoPath(examples, {}));
    const sizes = path.map(({ coefficients }) => coefficients.filter((value) => value !== 0).length);
    expect(sizes[0]).toBe(0);
    expect(sizes[1]).toBe(1);
    expect(sizes.at(-1)).toBe(4);
  });

  it('refuses penalties that are not above 0, and obeys a cancel', () => {
    expect(errorOfResult(fitLasso(examples, { alpha: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitLasso(examples, { alpha: 1, lassoShare: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitLasso(examples, { alpha: 1, signal: { aborted: true } })).type).toBe('cancelled');
  });
});

describe('A penalty chosen by cross-validation', () => {
  const examples = noisyExamples();
  const foldOf = kFold(60, 5, 1);

  it.each(['ridge', 'lasso'] as const)(
    'has the least error, and a simpler %s within one spread',
    (penalty) => {
      const choice = valueOfResult(choosePenalty(examples, { penalty, foldOf }));
      expect(choice.error[choice.best]).toBe(Math.min(...choice.error));
      expect(choice.simplest).toBeLessThanOrEqual(choice.best);
      expect(choice.error[choice.simplest]).toBeLessThanOrEqual(
        choice.error[choice.best]! + choice.spread[choice.best]!,
      );
      expect(choice.alphas[choice.simplest]).toBeGreaterThanOrEqual(choice.alphas[choice.best]!);
      expect(choice.bestModel.coefficients[0]).toBeCloseTo(2, 0);
    },
  );

  it('leaves the column out that does not matter, in the simplest lasso', () => {
    const { simplestModel } = valueOfResult(choosePenalty(examples, { penalty: 'lasso', foldOf }));
    expect(simplestModel.coefficients[3]).toBe(0);
  });

  it('needs two folds', () => {
    const one = new Int32Array(60);
    expect(errorOfResult(choosePenalty(examples, { penalty: 'ridge', foldOf: one })).type).toBe('bad-option');
  });
});

function examplesOf(columns: number[][], target: number[]): Examples {
  return { features: matrixOf(columns), target: Float64Array.from(target) };
}

/** y = 1 + 2a − b + 0.5c + 0d with noise. */
function noisyExamples(): Examples {
  const random = seededRandom(5);
  const columns = Array.from({ length: 4 }, () => Array.from({ length: 60 }, () => 2 * random() - 1));
  const [a, b, c] = columns as [number[], number[], number[]];
  return examplesOf(
    columns,
    a.map((value, i) => 1 + 2 * value - b[i]! + 0.5 * c[i]! + 0.3 * (random() - 0.5)),
  );
}
