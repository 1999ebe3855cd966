import { describe, expect, it } from 'vitest';
import { flawOfClasses, flawOfValues, mostCells } from '../../../../src/analytics/learning/learner.ts';
import { matrixOf } from '../../../../src/analytics/matrix.ts';

describe('Examples', () => {
  const features = matrixOf([[1, 2, 3]]);

  it('are refused when they are empty, one row or without a column', () => {
    expect(flawOfValues({ features: matrixOf([[]]), target: Float64Array.of() })?.type).toBe('no-rows');
    expect(flawOfValues({ features: matrixOf([[1]]), target: Float64Array.of(1) })?.type).toBe('one-row');
    const bare = { rows: 3, columns: 0, values: new Float64Array(0) };
    expect(flawOfValues({ features: bare, target: Float64Array.of(1, 2, 3) })?.type).toBe('no-columns');
  });

  it('are refused with the place of a cell that is missing or infinite', () => {
    const gap = matrixOf([
      [1, 2, 3],
      [1, Number.POSITIVE_INFINITY, 3],
    ]);
    const target = Float64Array.of(1, 2, 3);
    expect(flawOfValues({ features: gap, target })).toEqual({ type: 'not-finite', row: 1, column: 1 });
    expect(flawOfValues({ features, target: Float64Array.of(1, 2, Number.NaN) })).toEqual({
      ...{ type: 'not-finite', row: 2, column: null },
    });
  });

  it('are refused when the target is everywhere the same', () => {
    expect(flawOfValues({ features, target: Float64Array.of(5, 5, 5) })?.type).toBe('constant-target');
    expect(flawOfClasses({ features, target: Float64Array.of(1, 1, 1) })?.type).toBe('constant-target');
  });

  it('are refused when a label is neither 0 nor 1, or a class has too few rows', () => {
    expect(flawOfClasses({ features, target: Float64Array.of(0, 1, 2) })).toEqual({
      ...{ type: 'bad-label', row: 2 },
    });
    expect(flawOfClasses({ features, target: Float64Array.of(0, 1, 0) })).toEqual({
      ...{ type: 'too-few-of-class', label: 1, rows: 1, needed: 2 },
    });
  });

  it('are refused when they are too large for memory', () => {
    const large = { rows: mostCells, columns: 2, values: new Float64Array(0) };
    expect(flawOfValues({ features: large, target: Float64Array.of(0, 1) })?.type).toBe('too-large');
  });

  it('are taken otherwise', () => {
    expect(flawOfValues({ features, target: Float64Array.of(1, 2, 3) })).toBeNull();
    expect(flawOfClasses({ features, target: Float64Array.of(0, 1, 0) }, 1)).toBeNull();
  });
});
