import { describe, expect, it } from 'vitest';
import { examplesAt } from '../../../../src/analytics/learning/learner.ts';
import { fitMethod, predictFitted, type MethodSpec } from '../../../../src/analytics/learning/methods.ts';
import { applyScaling, fitScaling } from '../../../../src/analytics/learning/scaling.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { compareFolds } from '../../../../src/analytics/validation/pairedFolds.ts';
import { spreadOf } from '../../../../src/analytics/validation/spread.ts';
import { conformalHalfWidth, conformalThreshold } from '../../../../src/analytics/validation/conformal.ts';
import { drawnClasses, drawnExamples } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

describe('Scaling', () => {
  it('makes z-scores of amounts and leaves yes and no, and constants, as they are', () => {
    const data = matrixOf([
      [2, 4, 6, 8],
      [0, 1, 1, 0],
      [7, 7, 7, 7],
    ]);
    const scaled = applyScaling(data, fitScaling(data));
    const z = 3 / Math.sqrt(5);
    const expected = [-z, 0, 7, -z / 3, 1, 7, z / 3, 1, 7, z, 0, 7];
    expect(Array.from(scaled.values)).toEqual(expected.map((value) => expect.closeTo(value, 12) as number));
  });
});

describe('A fitted method', () => {
  it('says of many rows what it says of each, tells how far it is, and obeys a cancel', () => {
    const drawn = drawnClasses({ seed: 5, rows: 5000, columns: 2 });
    const few = examplesAt(
      drawn,
      Int32Array.from({ length: 60 }, (_, i) => i),
    );
    const fit = valueOfResult(fitMethod(few, { method: 'svm', kernel: 'rbf' }, { task: 'classes', seed: 1 }));
    const done: number[] = [];
    const all = valueOfResult(
      predictFitted(fit, drawn.features, { onProgress: (share) => done.push(share) }),
    );
    const last = valueOfResult(predictFitted(fit, examplesAt(drawn, Int32Array.of(4999)).features));
    expect(all[4999]).toBeCloseTo(last[0]!, 9);
    expect(done).toEqual([4096 / 5000, 1]);
    const signal = { aborted: true };
    expect(errorOfResult(predictFitted(fit, drawn.features, { signal })).type).toBe('cancelled');
  });
});

describe('Conformal prediction', () => {
  it('takes the error of the right rank', () => {
    // Of 19 errors 1 … 19 the ⌈20 · 0.9⌉ = 18th.
    const truth = Array.from({ length: 19 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i + 1));
    expect(conformalHalfWidth(truth, new Float64Array(19), 0.9)).toBe(18);
    expect(conformalHalfWidth(truth, new Float64Array(19), 0.95)).toBe(19);
  });

  it('promises nothing where the rows are too few', () => {
    expect(conformalHalfWidth([1, 2, 3], [1, 2, 2], 0.9)).toBeNull();
    expect(conformalHalfWidth([], [], 0.9)).toBeNull();
    expect(conformalThreshold([1], [0.5], 0.9)).toBeNull();
  });

  it('holds new amounts as often as it promises', () => {
    const [learnt, held, fresh] = [31, 31, 31].map((seed, part) => {
      const drawn = drawnExamples({ seed, rows: 3000, columns: 3 });
      return examplesAt(
        drawn,
        Int32Array.from({ length: 1000 }, (_, i) => 1000 * part + i),
      );
    });
    const spec: MethodSpec = { method: 'tree', maxDepth: 4 };
    const fit = valueOfResult(fitMethod(learnt!, spec, { task: 'values', seed: 1 }));
    const half = conformalHalfWidth(held!.target, valueOfResult(predictFitted(fit, held!.features)), 0.9)!;
    const said = valueOfResult(predictFitted(fit, fresh!.features));
    const inside = said.filter((value, i) => Math.abs(value - fresh!.target[i]!) <= half).length;
    expect(inside / 1000).toBeGreaterThan(0.87);
    expect(inside / 1000).toBeLessThan(0.93);
  });

  it('keeps the labels that are probable enough', () => {
    const labels = [1, 1, 1, 0, 0, 0, 1, 0, 1];
    const probabilities = [0.9, 0.8, 0.7, 0.1, 0.2, 0.3, 0.6, 0.4, 0.2];
    // Doubts 0.1 … 0.4 twice each and 0.8: of rank ⌈10 · 0.8⌉ = 8 is 0.4.
    expect(conformalThreshold(labels, probabilities, 0.8)).toBeCloseTo(0.6, 12);
    expect(conformalThreshold(labels, probabilities, 0.9)).toBeCloseTo(0.2, 12);
  });
});

describe('The spread over the folds', () => {
  it('leaves undefined scores out of the mean', () => {
    expect(spreadOf([0.5, null])).toEqual({ folds: [0.5, null], mean: null, deviation: null });
    expect(spreadOf([1, 2, 3])).toEqual({ folds: [1, 2, 3], mean: 2, deviation: 1 });
  });
});

describe('Two methods on the same folds', () => {
  it('differ where the differences are great beside their spread', () => {
    // Differences 1, 2, 3: mean 2, variance 1, t = 2 / √(1/3 + 1/2).
    const found = compareFolds([2, 4, 6], [1, 2, 3])!;
    expect(found.difference).toBe(2);
    expect(found.t).toBeCloseTo(2 / Math.sqrt(5 / 6), 12);
    // P(|T| > t) with 2 degrees of freedom is 1 − t / √(2 + t²).
    expect(found.p).toBeCloseTo(1 - found.t / Math.sqrt(2 + found.t ** 2), 12);
  });

  it('cannot be told apart on one fold, or without any spread', () => {
    expect(compareFolds([1], [0])).toBeNull();
    expect(compareFolds([1, 2], [0, 1])).toBeNull();
  });
});
