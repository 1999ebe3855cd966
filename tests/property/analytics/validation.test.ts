import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainTrees } from '../../../src/analytics/explanation/treeShap.ts';
import { boostingMargins, fitBoosting } from '../../../src/analytics/learning/boosting.ts';
import { fitForest } from '../../../src/analytics/learning/forest.ts';
import { predict } from '../../../src/analytics/learning/model.ts';
import { conformalHalfWidth } from '../../../src/analytics/validation/conformal.ts';
import { kFold, rowsInside, stratifiedFolds } from '../../../src/analytics/validation/folds.ts';
import { averagePrecision, rankingOf, rocAuc } from '../../../src/analytics/validation/ranking.ts';
import { drawnClasses } from '../../support/examples.ts';
import { valueOfResult } from '../../support/results.ts';
import { runs } from '../../support/runs.ts';

const numRuns = runs(40, 1000);
/** Labels of both kinds, with few enough different scores for ties. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -6, max: 6 })), { maxLength: 60 })
  .map((pairs) => [[0, 0] as [number, number], [1, 1] as [number, number], ...pairs]);

describe('The area under the ROC curve', () => {
  it('is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(scored, (pairs) => {
        let [right, all] = [0, 0];
        for (const [, high] of pairs.filter(([label]) => label === 1)) {
          for (const [, low] of pairs.filter(([label]) => label === 0)) {
            right += high > low ? 1 : high === low ? 0.5 : 0;
            all++;
          }
        }
        expect(areaOf(pairs)).toBeCloseTo(right / all, 12);
      }),
      { numRuns },
    );
  });

  it('is the same for any rising function of the scores, and its rest for a falling one', () => {
    fc.assert(
      fc.property(scored, (pairs) => {
        const area = areaOf(pairs);
        expect(areaOf(pairs.map(([label, score]) => [label, Math.exp(score / 2)]))).toBe(area);
        expect(areaOf(pairs.map(([label, score]) => [label, -score]))).toBeCloseTo(1 - area, 12);
        expect(areaOf(pairs.map(([label, score]) => [1 - label, score]))).toBeCloseTo(1 - area, 12);
      }),
      { numRuns },
    );
  });
});

describe('Average precision', () => {
  it('is above 0 and at most 1, and the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(scored, (pairs) => {
        const labels = pairs.map(([label]) => label);
        const scores = pairs.map(([, score]) => score);
        const precision = averagePrecision(rankingOf(labels, scores))!;
        expect(precision).toBeGreaterThan(0);
        expect(precision).toBeLessThanOrEqual(1);
        const turned = rankingOf(labels.toReversed(), scores.toReversed());
        expect(averagePrecision(turned)).toBeCloseTo(precision, 12);
      }),
      { numRuns },
    );
  });
});

describe('Folds', () => {
  it('differ by at most a row, in all and in each class', () => {
    const seeds = fc.option(fc.nat(), { nil: null });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 })),
        fc.integer({ min: 2, max: 7 }),
        seeds,
        (labels, folds, seed) => {
          const spread = (foldOf: Int32Array, isCounted: (row: number) => boolean): number => {
            const sizes = Array.from(
              { length: folds },
              (_, fold) => rowsInside(foldOf, fold).filter(isCounted).length,
            );
            return Math.max(...sizes) - Math.min(...sizes);
          };
          expect(spread(kFold(labels.length, folds, seed), () => true)).toBeLessThanOrEqual(1);
          const stratified = stratifiedFolds(labels, folds, seed);
          expect(spread(stratified, () => true)).toBeLessThanOrEqual(1);
          for (const label of new Set(labels)) {
            expect(spread(stratified, (row) => labels[row] === label)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns },
    );
  });
});

describe('Conformal intervals', () => {
  it('hold at least the share asked for of the rows that they were made from, and scale with them', () => {
    const errors = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 20, maxLength: 80 });
    fc.assert(
      fc.property(errors, fc.constantFrom(0.5, 0.8, 0.9), (truth, coverage) => {
        const zeros = new Float64Array(truth.length);
        const half = conformalHalfWidth(truth, zeros, coverage)!;
        const inside = truth.filter((error) => Math.abs(error) <= half).length;
        expect(inside).toBeGreaterThanOrEqual(coverage * truth.length);
        const doubled = truth.map((error) => 2 * error);
        expect(conformalHalfWidth(doubled, zeros, coverage)).toBe(2 * half);
      }),
      { numRuns },
    );
  });
});

describe('Shapley values', () => {
  it('add up to what forests and boosting say', () => {
    const shapes = fc.record({
      seed: fc.nat(),
      rows: fc.integer({ min: 20, max: 90 }),
      columns: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const { features } = drawn;
        const task = 'classes' as const;
        const forest = valueOfResult(fitForest(drawn, { task, seed: 1, trees: 3 })).model;
        const boosting = valueOfResult(fitBoosting(drawn, { task, rounds: 4, minLeafRows: 2 })).model;
        for (const [model, said] of [
          [forest, predict(forest, features)],
          [boosting, boostingMargins(boosting, features)],
        ] as const) {
          const { values, expected } = valueOfResult(explainTrees(model, features));
          said.forEach((value, i) => {
            const own = values.values.subarray(i * shape.columns, (i + 1) * shape.columns);
            expect(own.reduce((sum, each) => sum + each, expected)).toBeCloseTo(value, 9);
          });
        }
      }),
      { numRuns: runs(15, 300) },
    );
  });
});

function areaOf(pairs: readonly (readonly [number, number])[]): number {
  return rocAuc(
    rankingOf(
      pairs.map(([label]) => label),
      pairs.map(([, score]) => score),
    ),
  )!;
}
