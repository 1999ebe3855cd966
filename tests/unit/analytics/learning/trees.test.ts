import { describe, expect, it } from 'vitest';
import { boostingMargins, fitBoosting } from '../../../../src/analytics/learning/boosting.ts';
import { codeColumns } from '../../../../src/analytics/learning/codedColumns.ts';
import { fitForest } from '../../../../src/analytics/learning/forest.ts';
import type { Examples } from '../../../../src/analytics/learning/learner.ts';
import { predict } from '../../../../src/analytics/learning/model.ts';
import { fitTree } from '../../../../src/analytics/learning/cart.ts';
import { leafCount } from '../../../../src/analytics/learning/tree.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';
import { rankingOf, rocAuc } from '../../../../src/analytics/validation/ranking.ts';
import { drawnClasses, drawnExamples } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

const aborted = { signal: { aborted: true } };

describe('Coded columns', () => {
  it('have the rank of each value among the different ones', () => {
    const data = matrixOf([
      [5, 1, 5, 9],
      [0, 1, 1, 0],
    ]);
    const { codes, lowest } = codeColumns(data)!;
    expect(codeColumns(data, aborted.signal)).toBeNull();
    expect(Array.from(codes)).toEqual([1, 0, 1, 2, 0, 1, 1, 0]);
    expect(Array.from(lowest[0]!)).toEqual([1, 5, 9]);
  });

  it('merge neighbours into ranks of about as many rows', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const { codes, lowest, highest } = codeColumns(matrixOf([values]), undefined, 10)!;
    expect(lowest[0]).toHaveLength(10);
    expect(Array.from(lowest[0]!)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(Array.from(highest[0]!)).toEqual([99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
    expect(codes[555]).toBe(5);
  });
});

describe('A tree', () => {
  it('splits where Gini impurity falls most, half-way between the values', () => {
    const examples = examplesOf(
      [
        [1, 1, 2, 2, 3, 3],
        [1, 2, 3, 4, 6, 9],
      ],
      [0, 0, 0, 0, 1, 1],
    );
    const { tree, importances } = valueOfResult(fitTree(examples, { task: 'classes' }));
    expect(tree.feature[0]).toBe(0);
    expect(tree.threshold[0]).toBe(2.5);
    expect(Array.from(tree.value)).toEqual([1 / 3, 0, 1]);
    expect(Array.from(tree.cover)).toEqual([6, 4, 2]);
    expect(Array.from(importances)).toEqual([1, 0]);
  });

  it('learns what is neither in one column nor the other', () => {
    const examples = examplesOf(
      [
        [0, 0, 1, 1],
        [0, 1, 0, 1],
      ],
      [0, 1, 1, 0],
    );
    const model = valueOfResult(fitTree(examples, { task: 'classes' }));
    expect(Array.from(predict(model, examples.features))).toEqual([0, 1, 1, 0]);
  });

  it('knows every amount it has seen where nothing limits it', () => {
    const drawn = drawnExamples({ seed: 2, rows: 300, columns: 3 });
    const model = valueOfResult(fitTree(drawn, { task: 'values' }));
    predict(model, drawn.features).forEach((value, i) => expect(value).toBeCloseTo(drawn.target[i]!, 12));
  });

  it('never parts rows with the same cells: they get their mean', () => {
    const drawn = drawnExamples({ seed: 8, rows: 900, columns: 1 });
    const cells = drawn.features.values.map((value) => Math.round(100 * value));
    const examples = { features: { ...drawn.features, values: cells }, target: drawn.target };
    const said = predict(valueOfResult(fitTree(examples, { task: 'values' })), examples.features);
    cells.forEach((cell, i) => {
      const alike = drawn.target.filter((_, other) => cells[other] === cell);
      expect(said[i]).toBeCloseTo(alike.reduce((sum, value) => sum + value, 0) / alike.length, 9);
    });
  });

  it('goes no deeper than asked and leaves no fewer rows in a leaf', () => {
    const drawn = drawnClasses({ seed: 2, rows: 400, columns: 3 });
    const shallow = valueOfResult(fitTree(drawn, { task: 'classes', maxDepth: 3 }));
    expect(leafCount(shallow.tree)).toBeLessThanOrEqual(8);
    const { tree } = valueOfResult(fitTree(drawn, { task: 'classes', minLeafRows: 17 }));
    tree.feature.forEach((feature, node) => {
      if (feature < 0) expect(tree.cover[node]).toBeGreaterThanOrEqual(17);
    });
    expect(leafCount(tree)).toBeGreaterThan(3);
  });

  it('is a single leaf where no column varies', () => {
    const { tree, importances } = valueOfResult(
      fitTree(examplesOf([[1, 1, 1, 1]], [0, 1, 1, 0]), { task: 'classes' }),
    );
    expect(Array.from(tree.value)).toEqual([0.5]);
    expect(Array.from(importances)).toEqual([0]);
  });

  it('refuses bad options and labels, and obeys a cancel', () => {
    const drawn = drawnClasses({ seed: 2, rows: 3000, columns: 3 });
    expect(errorOfResult(fitTree(drawn, { task: 'classes', maxDepth: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitTree(drawn, { task: 'classes', minLeafRows: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitTree(drawn, { task: 'classes', ...aborted })).type).toBe('cancelled');
    const amounts = drawnExamples({ seed: 2, rows: 30, columns: 3 });
    expect(errorOfResult(fitTree(amounts, { task: 'classes' })).type).toBe('bad-label');
  });
});

describe('A forest', () => {
  const drawn = drawnClasses({ seed: 4, rows: 400, columns: 6 });

  it('ranks rows it has not learnt from, as well out of bag as on new ones', () => {
    const { model, outOfBag, outOfBagTrees } = valueOfResult(fitForest(drawn, { task: 'classes', seed: 1 }));
    const area = rocAuc(rankingOf(drawn.target, outOfBag))!;
    expect(area).toBeGreaterThan(0.85);
    expect(area).toBeLessThan(rocAuc(rankingOf(drawn.target, predict(model, drawn.features)))!);
    const share = outOfBagTrees.reduce((sum, count) => sum + count, 0) / 400 / 100;
    expect(share).toBeCloseTo(Math.exp(-1), 1);
  });

  it('is the same again from the same seed, and another from another', () => {
    const fit = (seed: number): Float64Array =>
      valueOfResult(fitForest(drawn, { task: 'classes', seed, trees: 5 })).outOfBag;
    expect(fit(1)).toEqual(fit(1));
    expect(fit(1)).not.toEqual(fit(2));
  });

  it('finds amounts better than their mean does', () => {
    const amounts = drawnExamples({ seed: 4, rows: 400, columns: 4 });
    const { outOfBag } = valueOfResult(fitForest(amounts, { task: 'values', seed: 1 }));
    const mean = amounts.target.reduce((sum, value) => sum + value, 0) / 400;
    const left = outOfBag.reduce((sum, value, i) => sum + (value - amounts.target[i]!) ** 2, 0);
    const all = amounts.target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(left / all).toBeLessThan(0.5);
  });

  it('tells how far it is, refuses no trees, and obeys a cancel', () => {
    const done: number[] = [];
    const options = { task: 'classes', seed: 1, trees: 4 } as const;
    fitForest(drawn, { ...options, onProgress: (share) => done.push(share) });
    expect(done).toEqual([0.25, 0.5, 0.75, 1]);
    expect(errorOfResult(fitForest(drawn, { ...options, trees: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitForest(drawn, { ...options, ...aborted })).type).toBe('cancelled');
  });
});

describe('Boosting', () => {
  const drawn = drawnClasses({ seed: 6, rows: 500, columns: 5 });

  it('takes a first step of learning rate times slope over curvature in each leaf', () => {
    // Labels 0 0 0 1 1 1 about a baseline of log odds 0: slope ∓½, curvature ¼, so ∓2 at rate 0.1.
    const examples = examplesOf([[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1]);
    const { model } = valueOfResult(fitBoosting(examples, { task: 'classes', rounds: 1, minLeafRows: 3 }));
    const expected = [-0.2, -0.2, -0.2, 0.2, 0.2, 0.2].map((value) => expect.closeTo(value, 12) as number);
    expect(Array.from(boostingMargins(model, examples.features))).toEqual(expected);
    expect(model.trees[0]!.threshold[0]).toBe(3.5);
  });

  it('never has more loss after a round more', () => {
    for (const task of ['classes', 'values'] as const) {
      const { loss, model } = valueOfResult(fitBoosting(drawn, { task, rounds: 30 }));
      loss.slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual(loss[i]!));
      expect(model.trees).toHaveLength(30);
    }
  });

  it('has as many leaves as allowed, and rows in them as asked', () => {
    const { model } = valueOfResult(
      fitBoosting(drawn, { task: 'classes', rounds: 2, maxLeaves: 7, minLeafRows: 25 }),
    );
    for (const tree of model.trees) {
      expect(leafCount(tree)).toBe(7);
      expect(Math.min(...tree.cover)).toBeGreaterThanOrEqual(25);
      const leaves = Array.from(tree.cover).filter((_, node) => tree.feature[node]! < 0);
      expect(leaves.reduce((sum, cover) => sum + cover, 0)).toBe(500);
    }
  });

  it('adds to each row while it learns what it says of it afterwards', () => {
    const { model, loss } = valueOfResult(fitBoosting(drawn, { task: 'values', rounds: 20 }));
    const said = predict(model, drawn.features);
    const error = said.reduce((sum, value, i) => sum + (value - drawn.target[i]!) ** 2, 0) / 500;
    expect(error).toBeCloseTo(loss.at(-1)!, 12);
  });

  it('ends when the rows that it does not learn from gain no more, and goes back to the best', () => {
    const validation = drawnClasses({ seed: 60, rows: 300, columns: 5 });
    const fit = valueOfResult(fitBoosting(drawn, { task: 'classes', rounds: 300, validation, patience: 5 }));
    const best = fit.validationLoss.indexOf(Math.min(...fit.validationLoss));
    expect(fit.model.trees).toHaveLength(best + 1);
    expect(fit.validationLoss).toHaveLength(best + 6);
  });

  it('refuses bad options and obeys a cancel', () => {
    expect(errorOfResult(fitBoosting(drawn, { task: 'classes', rounds: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitBoosting(drawn, { task: 'classes', learningRate: 0 })).type).toBe('bad-option');
    expect(errorOfResult(fitBoosting(drawn, { task: 'classes', ...aborted })).type).toBe('cancelled');
  });
});

function examplesOf(columns: number[][], target: number[]): Examples {
  return { features: matrixOf(columns), target: Float64Array.from(target) };
}
