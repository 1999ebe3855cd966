import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from '../../../src/analytics/learning/logistic.ts';
import { predict, type Model } from '../../../src/analytics/learning/model.ts';
import { fitSvm, type RbfSvmModel } from '../../../src/analytics/learning/svm.ts';
import { columnsChanged, drawnClasses, rowsOrdered, type Drawn } from '../../support/examples.ts';
import { valueOfResult } from '../../support/results.ts';
import { runs } from '../../support/runs.ts';

const numRuns = runs(15, 300);
const shapes = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 20, max: 80 }),
  columns: fc.integer({ min: 1, max: 4 }),
});
/** The plane is then within √(2 · rows · tolerance) of the best; where no row lies on a margin, its level is free. */
const tolerance = 1e-6;

describe('Logistic regression', () => {
  const fit = (drawn: Drawn, c = 1): Model => valueOfResult(fitLogistic(drawn, { c })).model;

  it('says the same when columns are shifted and scaled', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: -20, max: 20 }),
        fc.constantFrom(0.01, 3, 100),
        (shape, shift, scale) => {
          const drawn = drawnClasses(shape);
          const changed = columnsChanged(drawn, (value) => shift + scale * value);
          same(predict(fit(changed), changed.features), predict(fit(drawn), drawn.features), 1e-6);
        },
      ),
      { numRuns },
    );
  });

  it('is the same whatever the order of the rows, and when each comes twice at half the price', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const rows = [...drawn.target.keys()];
        const plain = predict(fit(drawn), drawn.features);
        same(predict(fit(rowsOrdered(drawn, rows.toReversed())), drawn.features), plain, 1e-6);
        same(predict(fit(rowsOrdered(drawn, [...rows, ...rows]), 0.5), drawn.features), plain, 1e-6);
      }),
      { numRuns },
    );
  });

  it('says the opposite when the labels are exchanged', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const exchanged = { ...drawn, target: drawn.target.map((label) => 1 - label) };
        const plain = predict(fit(drawn), drawn.features);
        same(
          predict(fit(exchanged), drawn.features),
          plain.map((value) => 1 - value),
          1e-6,
        );
      }),
      { numRuns },
    );
  });
});

describe.each(['linear', 'rbf'] as const)('A support vector machine with a kernel that is %s', (kernel) => {
  const fit = (drawn: Drawn, gamma = 0.5): Model =>
    valueOfResult(fitSvm(drawn, { kernel, gamma, tolerance }));

  it('says the opposite when the labels are exchanged, and the same when rows are', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const exchanged = { ...drawn, target: drawn.target.map((label) => 1 - label) };
        const plain = level(predict(fit(drawn), drawn.features));
        same(
          level(predict(fit(exchanged), drawn.features)),
          plain.map((value) => -value),
          0.05,
        );
        const turned = rowsOrdered(drawn, [...drawn.target.keys()].toReversed());
        same(level(predict(fit(turned), drawn.features)), plain, 0.05);
      }),
      { numRuns },
    );
  });

  it('says the same when all columns are shifted, or scaled with gamma', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: -5, max: 5 }), (shape, shift) => {
        const drawn = drawnClasses(shape);
        const scale = kernel === 'rbf' ? 4 : 1;
        const changed = columnsChanged(drawn, (value) => shift + scale * value);
        same(
          level(predict(fit(changed, 0.5 / scale ** 2), changed.features)),
          level(predict(fit(drawn), drawn.features)),
          0.05,
        );
      }),
      { numRuns },
    );
  });
});

function same(left: Float64Array, right: Float64Array, most: number): void {
  left.forEach((value, i) => expect(Math.abs(value - right[i]!)).toBeLessThan(most));
}

describe('A support vector machine', () => {
  it('rests on the rows within its margin with all their weight, and on none beyond it', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(0.3, 3, 30), (shape, c) => {
        const drawn = drawnClasses(shape);
        const model = valueOfResult(
          fitSvm(drawn, { kernel: 'rbf', c, gamma: 3, tolerance: 1e-4 }),
        ) as RbfSvmModel;
        const margins = predict(model, drawn.features).map((value, i) =>
          drawn.target[i] === 1 ? value : -value,
        );
        const within = margins.filter((margin) => margin < 1 - 1e-3).length;
        const notBeyond = margins.filter((margin) => margin < 1 + 1e-3).length;
        expect(model.weights.filter((weight) => Math.abs(weight) === c).length).toBeGreaterThanOrEqual(
          within,
        );
        expect(model.weights.length).toBeLessThanOrEqual(notBeyond);
      }),
      { numRuns: 4 * numRuns },
    );
  });
});

function level(decisions: Float64Array): Float64Array {
  return decisions.map((value) => value - decisions[0]!);
}
