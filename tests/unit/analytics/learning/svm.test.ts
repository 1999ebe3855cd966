import { describe, expect, it } from 'vitest';
import { kernelRowsOf } from '../../../../src/analytics/learning/kernel.ts';
import type { Examples } from '../../../../src/analytics/learning/learner.ts';
import { predict, thresholdOf } from '../../../../src/analytics/learning/model.ts';
import { fitSvm, type LinearSvmModel, type RbfSvmModel } from '../../../../src/analytics/learning/svm.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { momentsOf } from '../../../../src/analytics/standardise.ts';
import { drawnClasses } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

describe('Rows of a kernel matrix', () => {
  // Two columns of 0 and 1, one of 3 and 7, one constant and one of many values.
  const data = matrixOf([
    [0, 1, 1, 0, 1],
    [1, 1, 0, 0, 1],
    [3, 7, 7, 3, 3],
    [2, 2, 2, 2, 2],
    [0.3, -1.5, 2.25, 0, 40],
  ]);

  it.each(['linear', 'rbf'] as const)('are those of the %s definition, packed or not', (type) => {
    const gamma = 0.07;
    const { rows, columns, values } = data;
    const { mean } = momentsOf(data);
    const kernel = kernelRowsOf(data, type === 'linear' ? { type } : { type, gamma });
    const into = new Float32Array(rows);
    for (let i = 0; i < rows; i++) {
      kernel.fill(i, into);
      for (let j = 0; j < rows; j++) {
        let [dot, square] = [0, 0];
        for (let k = 0; k < columns; k++) {
          const [own, other] = [values[i * columns + k]!, values[j * columns + k]!];
          dot += (own - mean[k]!) * (other - mean[k]!);
          square += (own - other) ** 2;
        }
        const expected = type === 'linear' ? dot : Math.exp(-gamma * square);
        expect(Math.abs(into[j]! - expected)).toBeLessThan(1e-4 * (type === 'linear' ? 1 : 0.01));
        if (i === j) expect(kernel.diagonal[i]).toBeCloseTo(expected, 9);
      }
    }
  });

  it('pack more columns than a word has bits', () => {
    const columns = Array.from({ length: 70 }, (_, j) => [
      Number(j % 3 === 0),
      1 - Number(j % 3 === 0),
      j % 2,
    ]);
    const into = new Float32Array(3);
    const wide = matrixOf(columns.map(([a, b, c]) => [a!, b!, c!]));
    kernelRowsOf(wide, { type: 'rbf', gamma: 0.1 }).fill(0, into);
    // Rows 0 and 1 differ in all 70 columns; rows 0 and 2 in 12 of the 24 with a 1 in row 0, and in 23 of the 46 others.
    const expected = [0, 70, 35].map((unlike) => expect.closeTo(Math.exp(-0.1 * unlike), 6) as number);
    expect(Array.from(into)).toEqual(expected);
  });
});

describe('A support vector machine', () => {
  it('puts the plane half-way between two rows', () => {
    const model = valueOfResult(
      fitSvm(examplesOf([[0, 2, -1, 4]], [0, 1, 0, 1]), { kernel: 'linear', c: 100, tolerance: 1e-6 }),
    ) as LinearSvmModel;
    expect(model.coefficients[0]).toBeCloseTo(1, 5);
    expect(model.intercept).toBeCloseTo(-1, 5);
    expect(model.supports).toBe(2);
    expect(thresholdOf(model)).toBe(0);
  });

  it('meets the conditions of the optimum', () => {
    const drawn = drawnClasses({ seed: 5, rows: 150, columns: 3 });
    const c = 2;
    for (const kernel of ['linear', 'rbf'] as const) {
      const model = valueOfResult(fitSvm(drawn, { kernel, c, tolerance: 1e-4 }));
      const decisions = predict(model, drawn.features);
      const isFree = (margin: number): boolean => Math.abs(margin - 1) < 1e-3;
      const margins = decisions.map((value, i) => (drawn.target[i] === 1 ? value : -value));
      // Rows beyond the margin rest no weight on it; those within carry c each: both sides the same sum.
      const within = Array.from(margins).filter((margin) => margin < 1 && !isFree(margin)).length;
      const free = Array.from(margins).filter(isFree).length;
      const supports =
        kernel === 'linear' ? (model as LinearSvmModel).supports : (model as RbfSvmModel).weights.length;
      expect(supports).toBeGreaterThanOrEqual(within);
      expect(supports).toBeLessThanOrEqual(within + free);
      if (kernel === 'rbf') {
        const { weights } = model as RbfSvmModel;
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0, 9);
        expect(Math.max(...weights.map(Math.abs))).toBe(c);
      }
    }
  });

  it('learns with RBF what no plane parts', () => {
    const examples = examplesOf(
      [
        [0, 0, 1, 1],
        [0, 1, 0, 1],
      ],
      [0, 1, 1, 0],
    );
    const model = valueOfResult(fitSvm(examples, { kernel: 'rbf', c: 100, gamma: 1 }));
    expect(Array.from(predict(model, examples.features), Math.sign)).toEqual([-1, 1, 1, -1]);
  });

  it('is the same when only two rows of the kernel are kept', () => {
    const drawn = drawnClasses({ seed: 5, rows: 80, columns: 3 });
    const kept = valueOfResult(fitSvm(drawn, { kernel: 'rbf' }));
    expect(valueOfResult(fitSvm(drawn, { kernel: 'rbf', cacheBytes: 1 }))).toEqual(kept);
  });

  it('refuses one class and bad options, and obeys a cancel', () => {
    const drawn = drawnClasses({ seed: 5, rows: 600, columns: 3 });
    const kernel = 'rbf' as const;
    const one = { ...drawn, target: drawn.target.map(() => 1) };
    expect(errorOfResult(fitSvm(one, { kernel })).type).toBe('constant-target');
    expect(errorOfResult(fitSvm(drawn, { kernel, c: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitSvm(drawn, { kernel, gamma: -1 })).type).toBe('bad-option');
    const cancelled = { kernel, tolerance: 1e-9, c: 50, signal: { aborted: true } };
    expect(errorOfResult(fitSvm(drawn, cancelled)).type).toBe('cancelled');
  });
});

function examplesOf(columns: number[][], target: number[]): Examples {
  return { features: matrixOf(columns), target: Float64Array.from(target) };
}
