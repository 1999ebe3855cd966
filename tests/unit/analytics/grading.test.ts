import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradeCustomers, type Measured } from '../../../src/analytics/grading.ts';
import type { Json } from '../../../src/domain/json.ts';
import {
  firstRule,
  gradingProblem,
  gradingRuleOf,
  type GradingRule,
} from '../../../src/domain/gradingRule.ts';

const measured = (rows: readonly (readonly [number, number, number])[]): Measured => ({
  value: Float64Array.from(rows, ([value]) => value),
  frequency: Float64Array.from(rows, ([, frequency]) => frequency),
  potential: Float64Array.from(rows, ([, , potential]) => potential),
});
const anyRows = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 })),
  { maxLength: 60 },
);
const anyRule: fc.Arbitrary<GradingRule> = fc.record({
  weights: fc.record({
    value: fc.integer({ min: 1, max: 100 }),
    frequency: fc.integer({ min: 0, max: 100 }),
    potential: fc.integer({ min: 0, max: 100 }),
  }),
  shares: fc.record({
    A: fc.integer({ min: 0, max: 30 }),
    B: fc.integer({ min: 0, max: 30 }),
    C: fc.integer({ min: 0, max: 40 }),
  }),
  days: fc.constant(365),
});

describe('grades of customers', () => {
  test('by hand: ranks, weights and shares', () => {
    const rule = {
      ...firstRule,
      weights: { value: 75, frequency: 25, potential: 0 },
      shares: { A: 25, B: 25, C: 25 },
    };
    const found = gradeCustomers(
      measured([
        [400, 1, 0],
        [300, 4, 0],
        [100, 4, 0],
        [0, 0, 9],
      ]),
      rule,
    );
    // Ranks by value 3/3, 2/3, 1/3, 0; by orders 1/3, 2.5/3, 2.5/3, 0.
    expect(found.scores[0]).toBeCloseTo(75 + 25 / 3, 10);
    expect(found.scores[1]).toBeCloseTo(50 + (25 * 2.5) / 3, 10);
    expect(found.scores[2]).toBeCloseTo(25 + (25 * 2.5) / 3, 10);
    expect(found.scores[3]).toBe(0);
    expect([...found.grades]).toEqual([0, 1, 2, 3]);
    expect(found.counts).toEqual([1, 1, 1, 1]);
  });

  test('whoever has nothing is D, even where all may be A', () => {
    const all = { ...firstRule, shares: { A: 100, B: 0, C: 0 } };
    expect([
      ...gradeCustomers(
        measured([
          [5, 1, 0],
          [0, 0, 0],
        ]),
        all,
      ).grades,
    ]).toEqual([0, 3]);
  });

  test('nobody in, nobody out', () => {
    expect(gradeCustomers(measured([]), firstRule).counts).toEqual([0, 0, 0, 0]);
  });

  test('a higher score never has a lower grade, equal ones have the same, and all are counted', () => {
    fc.assert(
      fc.property(anyRows, anyRule, (rows, rule) => {
        const { scores, grades, counts } = gradeCustomers(measured(rows), rule);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        for (let i = 0; i < rows.length; i++) {
          expect(scores[i]).toBeGreaterThanOrEqual(0);
          expect(scores[i]).toBeLessThanOrEqual(100 + 1e-9);
          for (let j = 0; j < rows.length; j++) {
            if (scores[i]! > scores[j]!) expect(grades[i]).toBeLessThanOrEqual(grades[j]!);
            if (scores[i] === scores[j]) expect(grades[i]).toBe(grades[j]);
          }
        }
      }),
    );
  });

  test('neither another unit of money nor another order of the customers changes a grade', () => {
    fc.assert(
      fc.property(anyRows, anyRule, (rows, rule) => {
        const grades = [...gradeCustomers(measured(rows), rule).grades];
        const inCents = rows.map(
          ([value, frequency, potential]) => [value * 100, frequency, potential * 100] as const,
        );
        expect([...gradeCustomers(measured(inCents), rule).grades]).toEqual(grades);
        const turned = [...gradeCustomers(measured([...rows].reverse()), rule).grades].reverse();
        expect(turned).toEqual(grades);
      }),
    );
  });
});

describe('the rule of grades', () => {
  test('is read back as it was saved, and is the first one where it is damaged', () => {
    const rule: GradingRule = {
      weights: { value: 1, frequency: 0, potential: 9 },
      shares: { A: 5, B: 5, C: 5 },
      days: 90,
    };
    expect(gradingRuleOf(JSON.parse(JSON.stringify(rule)) as Json)).toEqual(rule);
    expect(gradingRuleOf(undefined)).toEqual(firstRule);
    expect(gradingRuleOf({ days: 'x' })).toEqual(firstRule);
    expect(gradingRuleOf({ shares: { A: 90, B: 90, C: 1 } })).toEqual(firstRule);
  });

  test('says what is wrong with it', () => {
    expect(gradingProblem(firstRule)).toBeUndefined();
    expect(gradingProblem({ ...firstRule, weights: { value: 0, frequency: 0, potential: 0 } })).toBe(
      'weights',
    );
    expect(gradingProblem({ ...firstRule, weights: { ...firstRule.weights, value: NaN } })).toBe('weights');
    expect(gradingProblem({ ...firstRule, shares: { A: 50, B: 50, C: 1 } })).toBe('shares');
    expect(gradingProblem({ ...firstRule, days: 0 })).toBe('days');
  });
});
