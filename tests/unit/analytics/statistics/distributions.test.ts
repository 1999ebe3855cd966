import { describe, expect, it } from 'vitest';
import * as distributions from '../../../../src/analytics/statistics/distributions.ts';
import {
  studentizedRangeQuantile,
  studentizedRangeUpper,
} from '../../../../src/analytics/statistics/studentizedRange.ts';

const { chiSquareUpper, fUpper, normalLower, normalQuantile, normalUpper, tTwoSided, tTwoSidedQuantile } =
  distributions;

describe('normal distribution', () => {
  it('has 2.5 % above 1.959963984540054', () => {
    expect(normalUpper(1.959_963_984_540_054)).toBeCloseTo(0.025, 14);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959_963_984_540_054, 13);
    expect(normalQuantile(0.5)).toBe(0);
  });
  it('keeps its digits far out', () => {
    expect(normalUpper(10) / 7.619_853_024_160_527e-24).toBeCloseTo(1, 12);
    expect(normalUpper(-normalQuantile(1e-200)) / 1e-200).toBeCloseTo(1, 10);
  });
  it('is symmetrical and ends at infinity', () => {
    expect(normalLower(-1.3)).toBe(normalUpper(1.3));
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });
});

describe('t, F and χ² distributions', () => {
  it("Student's t with one degree is Cauchy's: P(|T| > 1) = 1/2", () => {
    expect(tTwoSided(1, 1)).toBeCloseTo(0.5, 14);
    expect(tTwoSidedQuantile(0.05, 1)).toBeCloseTo(1 / Math.tan(Math.PI * 0.025), 9);
  });
  it('F with one degree above is t squared', () => {
    for (const t of [0.3, 2, 9, 40]) expect(fUpper(t * t, 1, 12) / tTwoSided(t, 12)).toBeCloseTo(1, 12);
  });
  it('χ² with two degrees falls as e^(−x/2), with one it is z squared', () => {
    expect(chiSquareUpper(7, 2)).toBeCloseTo(Math.exp(-3.5), 14);
    expect(chiSquareUpper(9, 1)).toBeCloseTo(2 * normalUpper(3), 14);
  });
  it('all lies above F = 0', () => {
    expect(fUpper(0, 3, 9)).toBe(1);
    expect(chiSquareUpper(0, 3)).toBe(1);
  });
});

describe('studentized range', () => {
  it('of two groups is √2 · |t|', () => {
    for (const [q, freedom] of [
      [0.5, 3],
      [2.77, 9],
      [4, 40],
      [6, 2000],
    ] as const)
      expect(studentizedRangeUpper(q, 2, freedom)).toBeCloseTo(tTwoSided(q / Math.SQRT2, freedom), 9);
  });
  it.each([
    [3, 10, 3.877],
    [4, 20, 3.958],
    [5, 60, 3.977],
    [10, 5, 6.995],
  ])('%i groups and %i degrees: 5 %% lie above %f, as the printed tables say', (groups, freedom, q) => {
    expect(Math.abs(studentizedRangeQuantile(0.05, groups, freedom) - q)).toBeLessThan(6e-4);
  });
});
