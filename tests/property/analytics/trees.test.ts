import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBoosting } from '../../../src/analytics/learning/boosting.ts';
import { fitForest } from '../../../src/analytics/learning/forest.ts';
import { predict, type Model } from '../../../src/analytics/learning/model.ts';
import { fitTree } from '../../../src/analytics/learning/cart.ts';
import { columnsChanged, drawnClasses, rowsOrdered, type Drawn } from '../../support/examples.ts';
import { valueOfResult } from '../../support/results.ts';
import { runs } from '../../support/runs.ts';

const numRuns = runs(15, 300);
const task = 'classes' as const;
const shapes = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 20, max: 120 }),
  columns: fc.integer({ min: 1, max: 5 }),
});
const methods: Record<string, (drawn: Drawn) => Model> = {
  'A tree': (drawn) => valueOfResult(fitTree(drawn, { task, maxDepth: 4 })),
  'A forest': (drawn) => valueOfResult(fitForest(drawn, { task, seed: 3, trees: 4 })).model,
  Boosting: (drawn) => valueOfResult(fitBoosting(drawn, { task, rounds: 5, minLeafRows: 5 })).model,
};

describe.each(Object.keys(methods))('%s', (name) => {
  const fit = methods[name]!;

  // A forest also judges rows between those that a tree was grown on, where only an even stretch keeps the middle.
  const isEven = name === 'A forest';

  it('says the same when columns are stretched in a way that keeps their order', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const changed = columnsChanged(drawn, (value, column) =>
          column % 2 === 0 && !isEven ? Math.exp(value) : 7 * value - 3,
        );
        same(predict(fit(changed), changed.features), predict(fit(drawn), drawn.features));
      }),
      { numRuns },
    );
  });

  it('says the opposite when the labels are exchanged', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const exchanged = { ...drawn, target: drawn.target.map((label) => 1 - label) };
        same(
          predict(fit(exchanged), drawn.features),
          predict(fit(drawn), drawn.features).map((value) => 1 - value),
        );
      }),
      { numRuns },
    );
  });

  it('keeps its probabilities between 0 and 1', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        predict(fit(drawn), drawn.features).forEach((value) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns },
    );
  });
});

describe.each(['A tree', 'Boosting'])('%s', (name) => {
  it('is the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const turned = rowsOrdered(drawn, [...drawn.target.keys()].toReversed());
        const fit = methods[name]!;
        same(predict(fit(turned), drawn.features), predict(fit(drawn), drawn.features));
      }),
      { numRuns },
    );
  });
});

describe('A tree', () => {
  it('is the same when every row comes twice', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnClasses(shape);
        const rows = [...drawn.target.keys()];
        const twice = rowsOrdered(drawn, [...rows, ...rows]);
        const fit = methods['A tree']!;
        same(predict(fit(twice), drawn.features), predict(fit(drawn), drawn.features));
      }),
      { numRuns },
    );
  });
});

function same(left: Float64Array, right: Float64Array): void {
  left.forEach((value, i) => expect(Math.abs(value - right[i]!)).toBeLessThan(1e-9));
}
