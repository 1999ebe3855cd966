import { describe, expect, it } from 'vitest';
import {
  kFold,
  rowsInside,
  rowsOutside,
  stratifiedFolds,
} from '../../../../src/analytics/validation/folds.ts';

describe('Folds', () => {
  it('are blocks of neighbours, the first ones a row longer', () => {
    expect(Array.from(kFold(8, 3))).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
  });

  it('hold the same numbers of rows when they are shuffled, and are the same again from the same seed', () => {
    const shuffled = kFold(50, 5, 7);
    expect(sizesOf(shuffled)).toEqual([10, 10, 10, 10, 10]);
    expect(shuffled).toEqual(kFold(50, 5, 7));
    expect(shuffled).not.toEqual(kFold(50, 5, 8));
    expect(shuffled).not.toEqual(kFold(50, 5));
  });

  it('get the members of each class in turn, counted off the sorted labels', () => {
    const labels = [1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1];
    // Sorted by first appearance the seven ones take places 0 to 6, the four zeros 7 to 10.
    expect(Array.from(stratifiedFolds(labels, 3))).toEqual([0, 0, 0, 1, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('keep the share of each class when they are shuffled', () => {
    const labels = Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const folds = stratifiedFolds(labels, 5, 3);
    for (let fold = 0; fold < 5; fold++) {
      expect(Array.from(rowsInside(folds, fold)).filter((row) => labels[row] === 1)).toHaveLength(6);
    }
    expect(folds).not.toEqual(stratifiedFolds(labels, 5));
  });

  it('part the rows: each is tested once and learnt from in all the others', () => {
    const folds = kFold(7, 3, 1);
    const tested = [0, 1, 2].flatMap((fold) => Array.from(rowsInside(folds, fold)));
    expect(tested.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rowsOutside(folds, 0).length + rowsInside(folds, 0).length).toBe(7);
  });

  it('are empty without rows', () => {
    expect(kFold(0, 5)).toHaveLength(0);
    expect(stratifiedFolds([], 5)).toHaveLength(0);
  });
});

function sizesOf(folds: Int32Array): number[] {
  return [0, 1, 2, 3, 4].map((fold) => rowsInside(folds, fold).length);
}
