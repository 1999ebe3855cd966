import { describe, expect, it } from 'vitest';
import { anova, kruskalWallis, levene, welchAnova } from '../../../../src/analytics/statistics/anova.ts';
import { chiSquareTest } from '../../../../src/analytics/statistics/chiSquare.ts';
import { correlation } from '../../../../src/analytics/statistics/correlation.ts';
import { splitByGroup } from '../../../../src/analytics/statistics/sample.ts';
import { pairedTTest, tTest } from '../../../../src/analytics/statistics/tTest.ts';
import { tukeyPairs } from '../../../../src/analytics/statistics/tukey.ts';
import { upliftOf } from '../../../../src/analytics/statistics/uplift.ts';

/** Minutes of relief by three drugs, an example of SAS and SciPy. */
const relief = [
  [24.5, 23.5, 26.4, 27.1, 29.9],
  [28.4, 34.2, 29.5, 32.2, 30.1],
  [26.1, 28.3, 24.3, 26.2, 27.8],
];

function valueOf<T>(found: { ok: true; value: T } | { ok: false; error: { type: string } }): T {
  if (!found.ok) throw new Error(found.error.type);
  return found.value;
}

describe('analysis of variance', () => {
  it('1, 2, 3 against 3, 4, 5: F = 6, η² = 0.6', () => {
    const found = valueOf(
      anova([
        [1, 2, 3],
        [3, 4, 5],
      ]),
    );
    expect(found).toMatchObject({
      above: 1,
      below: 4,
      squaresBetween: 6,
      squaresWithin: 4,
      squaresTotal: 10,
    });
    expect([found.f, found.eta2, found.withinShare]).toEqual([6, 0.6, 0.4]);
    expect(found.omega2).toBeCloseTo(5 / 11, 14);
  });
  it('of two groups is the pooled t test squared, and Welch the separate one', () => {
    const [a, b] = relief as [number[], number[]];
    const pooled = valueOf(tTest(a, b, { variances: 'pooled' }));
    expect(valueOf(anova([a, b])).f).toBeCloseTo(pooled.t ** 2, 12);
    const separate = valueOf(tTest(a, b));
    const welch = valueOf(welchAnova([a, b]));
    expect(welch.f).toBeCloseTo(separate.t ** 2, 12);
    expect(welch.below).toBeCloseTo(separate.freedom, 12);
    expect(welch.p).toBeCloseTo(separate.p, 12);
  });
  it('Tukey compares every two, as published', () => {
    const [first, second, third] = valueOf(tukeyPairs(relief));
    expect(first).toMatchObject({ first: 0, second: 1 });
    expect(first!.difference).toBeCloseTo(4.6, 12);
    expect(first!.low).toBeCloseTo(0.950841, 5);
    expect(first!.high).toBeCloseTo(8.249159, 5);
    expect([first!.p, second!.p, third!.p].map((p) => p.toFixed(5))).toEqual([
      '0.01445',
      '0.98031',
      '0.02033',
    ]);
  });
  it('Levene about medians and Kruskal–Wallis by ranks', () => {
    expect(valueOf(levene(relief, 'median')).f).toBeCloseTo(0.3348623853, 9);
    expect(
      valueOf(
        levene([
          [1, 2, 3],
          [11, 12, 13],
        ]),
      ).f,
    ).toBe(0);
    // Ranks 1 … 6 in two groups of three: H = 12/42 · (6²/3 + 15²/3) − 21.
    expect(
      valueOf(
        kruskalWallis([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ).h,
    ).toBeCloseTo((12 / 42) * (12 + 75) - 21, 12);
  });
  it('says why groups cannot be compared', () => {
    const flaw = (groups: number[][]) => {
      const found = anova(groups);
      return found.ok ? null : found.error;
    };
    expect(flaw([[], []])).toEqual({ type: 'no-rows' });
    expect(flaw([[1, 2]])).toEqual({ type: 'too-few-groups' });
    expect(flaw([[1, 2], [3]])).toEqual({ type: 'too-few-rows', group: 1, needed: 2 });
    expect(
      flaw([
        [1, 2],
        [3, Infinity],
      ]),
    ).toEqual({ type: 'not-finite', group: 1, row: 1 });
    expect(
      flaw([
        [1, 1],
        [3, 3],
      ]),
    ).toEqual({ type: 'constant' });
    expect(
      welchAnova([
        [1, 1],
        [3, 4],
      ]),
    ).toEqual({ ok: false, error: { type: 'constant' } });
    expect(kruskalWallis([[1, 1], [1]])).toEqual({ ok: false, error: { type: 'constant' } });
  });
  it('values are put into their groups, missing ones nowhere', () => {
    const groups = splitByGroup([1, 2, NaN, 4, 5], [0, 1, 1, -1, 0], 2);
    expect(groups.map((values) => Array.from(values))).toEqual([[1, 5], [2]]);
  });
});

describe('two groups', () => {
  it('t tests as SciPy has them', () => {
    const [a, b] = relief as [number[], number[]];
    const pooled = valueOf(tTest(a, b, { variances: 'pooled' }));
    expect(pooled.t).toBeCloseTo(-3.029332988825465, 12);
    expect(pooled.p).toBeCloseTo(0.016325972795953898, 12);
    const paired = valueOf(pairedTTest(a, b));
    expect(paired.t).toBeCloseTo(-2.6656031010908836, 12);
    expect(paired.p).toBeCloseTo(0.05606206674466009, 12);
    expect(paired.low).toBeLessThan(-4.6);
    expect(paired.high).toBeGreaterThan(0);
  });
  it('uplift is the difference of shares with its error', () => {
    const shares = (yes: number, n: number) => Array.from({ length: n }, (_, i) => (i < yes ? 1 : 0));
    const found = valueOf(upliftOf(shares(30, 100), shares(20, 100)));
    expect(found.difference).toBeCloseTo(0.1, 14);
    expect(found.error).toBeCloseTo(Math.sqrt(0.21 / 99 + 0.16 / 99), 14);
    expect(found.relative).toBeCloseTo(0.5, 13);
    expect(found.low).toBeLessThan(0);
    expect(valueOf(upliftOf([0, 1], [0, 0])).relative).toBeNull();
    expect(upliftOf([1, 1], [0, 0])).toEqual({ ok: false, error: { type: 'constant' } });
  });
});

describe('two columns', () => {
  it('χ² of 10, 20 / 30, 40', () => {
    const found = valueOf(
      chiSquareTest([
        [10, 20],
        [30, 40],
        [0, 0],
      ]),
    );
    expect(found.chiSquare).toBeCloseTo((100 * (10 * 40 - 20 * 30) ** 2) / (30 * 70 * 40 * 60), 12);
    expect(found.freedom).toBe(1);
    expect(found.strength).toBeCloseTo(Math.sqrt(found.chiSquare / 100), 14);
    expect(found.expected).toEqual([
      [12, 18],
      [28, 42],
    ]);
    expect(found.smallShare).toBe(0);
    expect(
      chiSquareTest([
        [1, 2],
        [0, 0],
      ]),
    ).toEqual({ ok: false, error: { type: 'too-few-groups' } });
    expect(
      chiSquareTest([
        [1, -2],
        [3, 4],
      ]),
    ).toMatchObject({ error: { type: 'bad-count', row: 0, column: 1 } });
  });
  it('correlation by values and by ranks, without pairs of which one is missing', () => {
    const [left, right] = [
      [1, 2, NaN, 3, 4, 5, 6],
      [2, 1, 5, 4, 3, 7, 7],
    ];
    const found = valueOf(correlation(left, right));
    expect(found.r).toBeCloseTo(0.8874119674649422, 13);
    expect(found.p).toBeCloseTo(0.01830051099190756, 12);
    expect(found.n).toBe(6);
    expect(found.low).toBeCloseTo(Math.tanh(Math.atanh(found.r) - 1.959963984540054 / Math.sqrt(3)), 12);
    expect(valueOf(correlation(left, right, { by: 'ranks' })).r).toBeCloseTo(0.8696565534786727, 13);
    expect(valueOf(correlation([1, 2, 3, 4], [2, 4, 6, 8]))).toMatchObject({ r: 1, p: 0, low: 1, high: 1 });
    expect(correlation([1, 2, 3, 4], [5, 5, 5, 5])).toEqual({ ok: false, error: { type: 'constant' } });
    expect(correlation([1], [5])).toEqual({ ok: false, error: { type: 'too-few-rows', needed: 4 } });
  });
});
