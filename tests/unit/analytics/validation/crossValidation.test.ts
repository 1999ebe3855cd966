import { describe, expect, it } from 'vitest';
import { examplesAt } from '../../../../src/analytics/learning/learner.ts';
import { fitMethod, predictFitted, type MethodSpec } from '../../../../src/analytics/learning/methods.ts';
import { applyScaling, fitScaling } from '../../../../src/analytics/learning/scaling.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { compareFolds } from '../../../../src/analytics/validation/comparison.ts';
import { conformalHalfWidth, conformalThreshold } from '../../../../src/analytics/validation/conformal.ts';
import { crossValidate, spreadOf } from '../../../../src/analytics/validation/crossValidation.ts';
import { learningCurve, validationCurve } from '../../../../src/analytics/validation/fitCurves.ts';
import {
  kFold,
  rowsInside,
  rowsOutside,
  stratifiedFolds,
} from '../../../../src/analytics/validation/folds.ts';
import { leakingColumns } from '../../../../src/analytics/validation/leakage.ts';
import { rankingOf, rocAuc } from '../../../../src/analytics/validation/ranking.ts';
import { drawnClasses, drawnExamples } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

const classSpecs: MethodSpec[] = [
  { method: 'logistic' },
  { method: 'tree', maxDepth: 3 },
  { method: 'forest', trees: 10 },
  { method: 'boosting', rounds: 10 },
  { method: 'svm', kernel: 'linear' },
  { method: 'svm', kernel: 'rbf' },
];
const valueSpecs: MethodSpec[] = [
  { method: 'linear' },
  { method: 'ridge', alpha: 1 },
  { method: 'lasso', alpha: 0.01 },
  { method: 'tree', maxDepth: 3 },
  { method: 'forest', trees: 10 },
  { method: 'boosting', rounds: 10 },
];

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

describe('Cross-validation', () => {
  const drawn = drawnClasses({ seed: 21, rows: 150, columns: 4 });
  const foldOf = stratifiedFolds(drawn.target, 5, 2);
  const clock = { time: 0 };
  const now = (): number => (clock.time += 7);

  it.each([
    ['classes', classSpecs],
    ['values', valueSpecs],
  ] as const)('compares all methods for %s on the same folds, with spread and time', (task, specs) => {
    const examples = task === 'classes' ? drawn : drawnExamples({ seed: 21, rows: 150, columns: 4 });
    const compared = crossValidate(examples, specs, { task, foldOf, seed: 1, now });
    expect(compared.map(({ spec }) => spec)).toEqual(specs);
    for (const { result } of compared) {
      const { scores, elapsedMs } = valueOfResult(result);
      const main = scores[task === 'classes' ? 'auc' : 'r2']!;
      expect(main.folds).toHaveLength(5);
      expect(main.mean).toBeGreaterThan(task === 'classes' ? 0.6 : 0.2);
      expect(main.deviation).toBeGreaterThan(0);
      expect(elapsedMs).toBe(7);
    }
  });

  it('says of each row what the fit says that has not seen it', () => {
    const spec = { method: 'svm', kernel: 'rbf' } as const;
    const { result } = crossValidate(drawn, [spec], { task: 'classes', foldOf, seed: 1, now })[0]!;
    const { outOfFold, scores } = valueOfResult(result);
    for (const fold of [0, 4]) {
      const fit = valueOfResult(
        fitMethod(examplesAt(drawn, rowsOutside(foldOf, fold)), spec, { task: 'classes', seed: 1 }),
      );
      const rows = rowsInside(foldOf, fold);
      const tested = examplesAt(drawn, rows);
      const said = valueOfResult(predictFitted(fit, tested.features));
      expect(Array.from(rows, (row) => outOfFold[row])).toEqual(Array.from(said));
      expect(scores.auc!.folds[fold]).toBe(rocAuc(rankingOf(tested.target, said)));
    }
  });

  it('gives no log-loss to decision values, and leaves undefined scores out of the mean', () => {
    const specs: MethodSpec[] = [{ method: 'svm', kernel: 'linear' }, { method: 'logistic' }];
    const compared = crossValidate(drawn, specs, { task: 'classes', foldOf, seed: 1, now });
    const [svm, logistic] = compared.map(({ result }) => valueOfResult(result).scores);
    expect(svm).not.toHaveProperty('logLoss');
    expect(logistic).toHaveProperty('logLoss');
    expect(spreadOf([0.5, null])).toEqual({ folds: [0.5, null], mean: null, deviation: null });
    expect(spreadOf([1, 2, 3])).toEqual({ folds: [1, 2, 3], mean: 2, deviation: 1 });
  });

  it('goes on with the other methods when one cannot be fitted', () => {
    const specs: MethodSpec[] = [{ method: 'logistic', c: -1 }, { method: 'tree' }];
    const compared = crossValidate(drawn, specs, { task: 'classes', foldOf, seed: 1, now });
    expect(compared.map(({ result }) => result.ok)).toEqual([false, true]);
  });

  it('tells how far it is, and obeys a cancel', () => {
    const done: number[] = [];
    const options = { task: 'classes', foldOf, seed: 1, now } as const;
    crossValidate(drawn, classSpecs, { ...options, onProgress: (share) => done.push(share) });
    expect(done.at(-1)).toBe(1);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const cancelled = crossValidate(drawn, classSpecs, { ...options, signal: { aborted: true } });
    expect(errorOfResult(cancelled[0]!.result).type).toBe('cancelled');
  });
});

describe('Curves', () => {
  const drawn = drawnClasses({ seed: 22, rows: 240, columns: 4 });
  const options = { task: 'classes', foldOf: kFold(240, 4, 1), seed: 1 } as const;

  it('show that a deep tree learns the rows by heart', () => {
    const specs = [1, 4, 20].map((maxDepth): MethodSpec => ({ method: 'tree', maxDepth }));
    const curve = valueOfResult(validationCurve(drawn, specs, options));
    expect(curve.map(({ rows }) => rows)).toEqual([180, 180, 180]);
    expect(curve[2]!.learnt.mean).toBe(1);
    expect(curve[2]!.tested.mean).toBeLessThan(0.9);
    const gaps = curve.map(({ learnt, tested }) => learnt.mean! - tested.mean!);
    expect(gaps[2]).toBeGreaterThan(gaps[0]!);
  });

  it('show what more rows bring', () => {
    const curve = valueOfResult(learningCurve(drawn, { method: 'logistic' }, [0.1, 0.5, 1], options));
    expect(curve.map(({ rows }) => rows)).toEqual([18, 90, 180]);
    expect(curve[2]!.tested.mean).toBeGreaterThan(curve[0]!.tested.mean!);
    const gaps = curve.map(({ learnt, tested }) => learnt.mean! - tested.mean!);
    expect(gaps[0]).toBeGreaterThan(gaps[2]!);
  });

  it('obey a cancel', () => {
    const cancelled = { ...options, signal: { aborted: true } };
    expect(errorOfResult(validationCurve(drawn, [{ method: 'forest' }], cancelled)).type).toBe('cancelled');
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

describe('A column that leaks the answer', () => {
  it('is named, in whichever direction it goes', () => {
    const drawn = drawnClasses({ seed: 3, rows: 100, columns: 2 });
    const [a, b] = [0, 1].map((j) => Array.from(drawn.target, (_, i) => drawn.features.values[i * 2 + j]!));
    const leak = Array.from(drawn.target, (label) => 5 - 3 * label);
    const examples = { features: matrixOf([a!, leak, b!]), target: drawn.target };
    expect(leakingColumns(examples, 'classes')).toEqual([{ column: 1, score: 1 }]);
    const amounts = {
      features: matrixOf([a!, a!.map((value) => 1 - 2 * value)]),
      target: Float64Array.from(b!),
    };
    expect(leakingColumns(amounts, 'values')).toEqual([]);
    const found = leakingColumns({ ...amounts, target: Float64Array.from(a!) }, 'values');
    expect(found.map(({ column }) => column).sort()).toEqual([0, 1]);
  });

  it('is none where a column is constant', () => {
    const examples = { features: matrixOf([[1, 1, 1, 1]]), target: Float64Array.of(0, 1, 0, 1) };
    expect(leakingColumns(examples, 'classes')).toEqual([]);
    expect(leakingColumns(examples, 'values')).toEqual([]);
  });
});
