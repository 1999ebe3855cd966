import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLasso } from '../../../src/analytics/learning/lasso.ts';
import { fitLinear, predictLinear, type LinearModel } from '../../../src/analytics/learning/linear.ts';
import { fitRidge } from '../../../src/analytics/learning/ridge.ts';
import { valueOfResult } from '../../support/results.ts';
import { runs } from '../../support/runs.ts';
import { columnsChanged, drawnExamples, rowsOrdered, type Drawn } from '../../support/examples.ts';

const numRuns = runs(20, 500);
const shapes = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 12, max: 60 }),
  columns: fc.integer({ min: 1, max: 5 }),
});
const methods: Record<string, (drawn: Drawn) => LinearModel> = {
  'least squares': (drawn) => valueOfResult(fitLinear(drawn)).model,
  ridge: (drawn) => valueOfResult(fitRidge(drawn, { alpha: 0.1 * drawn.target.length })),
  lasso: (drawn) => valueOfResult(fitLasso(drawn, { alpha: 0.05 })),
};

describe.each(Object.keys(methods))('%s', (name) => {
  const fit = methods[name]!;

  it('predicts the same when columns are shifted and scaled', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: -9, max: 9 }),
        fc.constantFrom(0.1, 3, 50),
        (shape, shift, scale) => {
          const drawn = drawnExamples(shape);
          const changed = columnsChanged(drawn, (value) => shift + scale * value);
          same(predictLinear(fit(changed), changed.features), predictLinear(fit(drawn), drawn.features));
        },
      ),
      { numRuns },
    );
  });

  it('is the same whatever the order of the rows, and when each comes twice', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const drawn = drawnExamples(shape);
        const rows = [...drawn.target.keys()];
        const plain = fit(drawn).coefficients;
        same(fit(rowsOrdered(drawn, rows.toReversed())).coefficients, plain);
        same(fit(rowsOrdered(drawn, [...rows, ...rows])).coefficients, plain);
      }),
      { numRuns },
    );
  });

  it('predicts shifted amounts when the target is shifted', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: -50, max: 50 }), (shape, shift) => {
        const drawn = drawnExamples(shape);
        const moved = { ...drawn, target: drawn.target.map((value) => value + shift) };
        same(
          predictLinear(fit(moved), drawn.features),
          predictLinear(fit(drawn), drawn.features).map((value) => value + shift),
        );
      }),
      { numRuns },
    );
  });
});

function same(left: Float64Array, right: Float64Array): void {
  left.forEach((value, i) => expect(Math.abs(value - right[i]!)).toBeLessThan(1e-7));
}
