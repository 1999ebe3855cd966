import { describe, expect, it } from 'vitest';
import type { Examples } from '../../../../src/analytics/learning/learner.ts';
import { fitManyClasses, predictManyClasses } from '../../../../src/analytics/learning/manyClasses.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

describe('Many classes', () => {
  const clouds = threeClouds();

  it.each([
    { method: 'logistic' },
    { method: 'tree', maxDepth: 4 },
    { method: 'forest', trees: 10 },
    { method: 'boosting', rounds: 10 },
    { method: 'svm', kernel: 'rbf' },
  ] as const)('are told apart by $method', (spec) => {
    const model = valueOfResult(fitManyClasses(clouds, spec, { seed: 1 }));
    const { labels, probabilities } = valueOfResult(predictManyClasses(model, clouds.features));
    const right = labels.filter((label, i) => label === clouds.target[i]).length;
    expect(right).toBeGreaterThan(145);
    if (spec.method === 'svm') {
      expect(probabilities).toBeNull();
      return;
    }
    for (let i = 0; i < 150; i++) {
      const shares = probabilities!.values.subarray(3 * i, 3 * i + 3);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(shares[labels[i]!]).toBe(Math.max(...shares));
    }
  });

  it('say the same when they are renamed', () => {
    const spec = { method: 'logistic' } as const;
    const renamed = { ...clouds, target: clouds.target.map((label) => (label + 1) % 3) };
    const plain = valueOfResult(fitManyClasses(clouds, spec, { seed: 1 }));
    const other = valueOfResult(fitManyClasses(renamed, spec, { seed: 1 }));
    const said = valueOfResult(predictManyClasses(plain, clouds.features)).labels;
    const saidOther = valueOfResult(predictManyClasses(other, clouds.features)).labels;
    expect(saidOther).toEqual(said.map((label) => (label + 1) % 3));
  });

  it('are refused without rows, with one class, a bad label or a class of one, and obey a cancel', () => {
    const fit = (target: number[], signal = { aborted: false }): ReturnType<typeof fitManyClasses> =>
      fitManyClasses(
        { features: matrixOf([target.map((_, i) => i)]), target: Float64Array.from(target) },
        { method: 'tree' },
        { seed: 1, signal },
      );
    expect(errorOfResult(fit([])).type).toBe('no-rows');
    expect(errorOfResult(fit([0, 0, 0])).type).toBe('constant-target');
    expect(errorOfResult(fit([2, 2, 2])).type).toBe('constant-target');
    expect(errorOfResult(fit([0, 1, 0.5]))).toEqual({ type: 'bad-label', row: 2 });
    expect(errorOfResult(fit([0, 0, 1, 1, 2]))).toEqual({
      ...{ type: 'too-few-of-class', label: 2, rows: 1, needed: 2 },
    });
    expect(errorOfResult(fit([0, 0, 2, 2]))).toMatchObject({ type: 'too-few-of-class', label: 1, rows: 0 });
    expect(errorOfResult(fit([0, 0, 1, 1], { aborted: true })).type).toBe('cancelled');
  });
});

function threeClouds(): Examples {
  const random = seededRandom(2);
  const target = Float64Array.from({ length: 150 }, (_, i) => i % 3);
  const column = (centers: readonly number[]): number[] =>
    Array.from(target, (label) => centers[label]! + 2 * random());
  return { features: matrixOf([column([0, 3, 6]), column([0, 4, 0])]), target };
}
