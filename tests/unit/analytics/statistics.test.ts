import { describe, expect, it } from 'vitest';
import { concentrationOf, gini, topShare } from '../../../src/analytics/concentration.ts';
import { matrixOf } from '../../../src/analytics/matrix.ts';
import { median, quantiles } from '../../../src/analytics/quantile.ts';
import { drawPositions, samplePositions } from '../../../src/analytics/random.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { momentsOf, signedLog1p, standardise } from '../../../src/analytics/standardise.ts';

describe('quantiles of type 7', () => {
  it('1, 2, 3, 4 at 20, 50 and 80 % = 1.6, 2.5, 3.4', () => {
    const found = quantiles([4, 1, 3, 2], [0.2, 0.5, 0.8]);
    [1.6, 2.5, 3.4].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 12));
  });
  it('one value is each of its quantiles, and none has none', () => {
    expect(quantiles([7], [0, 0.3, 1])).toEqual([7, 7, 7]);
    expect(median([])).toBeNaN();
  });
});

describe('Gini index', () => {
  const values = [1, 4, 9, 16, 30];
  it('equal values = 0, one holder of four = 3/4', () => {
    expect(gini([5, 5, 5, 5])).toBe(0);
    expect(gini([0, 0, 0, 8])).toBe(0.75);
  });
  it('equals the mean difference over twice the mean', () => {
    const pairs = values.flatMap((a) => values.map((b) => Math.abs(a - b)));
    const difference = pairs.reduce((sum, gap) => sum + gap, 0) / (2 * 25 * 12);
    expect(gini(values)).toBeCloseTo(difference, 14);
  });
  it('does not change by scaling, permuting or duplicating', () => {
    expect(gini(values.map((value) => value * 1000))).toBeCloseTo(gini(values), 14);
    expect(gini(values.toReversed())).toBe(gini(values));
    expect(gini([...values, ...values])).toBeCloseTo(gini(values), 14);
  });
  it('has no value where nothing was spent', () => {
    expect(gini([0, 0])).toBeNaN();
    expect(gini([])).toBeNaN();
  });
});

describe('Lorenz curve', () => {
  it('runs from 0 to 1 below the diagonal and encloses half the Gini index', () => {
    const values = Array.from({ length: 200 }, (_, i) => i * i);
    const { lorenz, gini: index } = concentrationOf(values, 200);
    expect([lorenz.value[0], lorenz.value[200]]).toEqual([0, 1]);
    let area = 0;
    for (let i = 1; i <= 200; i++) area += (lorenz.value[i]! + lorenz.value[i - 1]!) / 400;
    expect(1 - 2 * area).toBeCloseTo(index, 10);
    lorenz.value.forEach((share, i) => expect(share).toBeLessThanOrEqual(lorenz.customers[i]! + 1e-12));
  });
  it('the top fifth of 1 … 10 hold 19/55', () => {
    expect(topShare([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.2)).toBeCloseTo(19 / 55, 14);
  });
});

describe('standardising', () => {
  it('gives mean 0 and population deviation 1', () => {
    const scaled = standardise(
      matrixOf([
        [1, 2, 3, 4],
        [10, 0, 10, 0],
      ]),
    );
    const { mean, deviation } = momentsOf(scaled);
    expect(
      Array.from(mean)
        .map(Math.abs)
        .every((value) => value < 1e-12),
    ).toBe(true);
    deviation.forEach((value) => expect(value).toBeCloseTo(1, 12));
  });
  it('makes a constant column zero instead of dividing by it', () => {
    expect(Array.from(standardise(matrixOf([[0.1, 0.1, 0.1]])).values)).toEqual([0, 0, 0]);
  });
  it('takes logarithms with their sign', () => {
    expect(signedLog1p(-9)).toBe(-signedLog1p(9));
    expect(signedLog1p(0)).toBe(0);
  });
});

describe('seeded numbers', () => {
  it('repeat for one seed and differ for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(20261120)).toEqual(draw(20261120));
    expect(draw(1)).not.toEqual(draw(2));
  });
  it('spread evenly over [0, 1)', () => {
    const random = seededRandom(4);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 10)]! += 1;
    bins.forEach((count) => expect(Math.abs(count - 10_000)).toBeLessThan(500));
  });
  it('sample different positions in rising order, all of them when enough are asked for', () => {
    const sample = samplePositions(1000, 50, seededRandom(1));
    expect(new Set(sample).size).toBe(50);
    expect(Array.from(sample)).toEqual(Array.from(sample).sort((a, b) => a - b));
    expect(Array.from(samplePositions(3, 10, seededRandom(1)))).toEqual([0, 1, 2]);
    expect(drawPositions(3, 10, seededRandom(1))).toHaveLength(10);
  });
});
