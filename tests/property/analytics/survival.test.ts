import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixOf } from '../../../src/analytics/matrix.ts';
import { fitCox } from '../../../src/analytics/survival/cox.ts';
import { kaplanMeier } from '../../../src/analytics/survival/kaplanMeier.ts';
import { logRank } from '../../../src/analytics/survival/logRank.ts';
import { runs } from '../../support/runs.ts';

const row = fc.record({
  time: fc.integer({ min: 0, max: 12 }),
  ended: fc.constantFrom(0, 1),
  x: fc.integer({ min: -5, max: 5 }),
  y: fc.integer({ min: 0, max: 9 }),
});
type Row = { time: number; ended: number; x: number; y: number };
const rows = fc.array(row, { minLength: 15, maxLength: 60 });
const durationsOf = (people: readonly Row[]) => ({
  time: people.map(({ time }) => time),
  ended: people.map(({ ended }) => ended),
});

test('Kaplan–Meier never rises, and neither order, unit of time nor everybody twice changes it', () => {
  fc.assert(
    fc.property(rows, (people) => {
      const curve = curveOf(people);
      curve.survival.forEach((share, i) => {
        expect(share).toBeLessThanOrEqual(i === 0 ? 1 : curve.survival[i - 1]!);
        expect(curve.low[i]).toBeLessThanOrEqual(share);
        expect(curve.high[i]).toBeGreaterThanOrEqual(share);
      });
      expect(curveOf(people.toReversed())).toEqual(curve);
      const inDays = curveOf(people.map((one) => ({ ...one, time: 30 * one.time })));
      expect(inDays.survival).toEqual(curve.survival);
      const twice = curveOf([...people, ...people]);
      twice.survival.forEach((share, i) => expect(share).toBeCloseTo(curve.survival[i]!, 12));
    }),
    { numRuns: runs(50, 1000) },
  );
});

test('the log-rank statistic does not depend on the names of groups', () => {
  fc.assert(
    fc.property(rows, (people) => {
      const group = people.map(({ y }) => y % 3);
      const found = logRank(durationsOf(people), group, 3);
      fc.pre(found.ok);
      const renamed = logRank(
        durationsOf(people),
        group.map((g) => 2 - g),
        3,
      );
      expect(renamed.ok && renamed.value.chiSquare).toBeCloseTo(found.value.chiSquare, 8);
    }),
    { numRuns: runs(50, 1000) },
  );
});

test('a feature in other units changes its coefficient by that factor, and a shift or the order of rows changes nothing', () => {
  fc.assert(
    fc.property(rows, (people) => {
      const fit = (list: readonly Row[], change = (x: number) => x) =>
        fitCox(matrixOf([list.map(({ x }) => change(x)), list.map(({ y }) => y)]), durationsOf(list));
      const found = fit(people);
      fc.pre(found.ok);
      const { coefficients, logLikelihood } = found.value;
      const reversed = fit(people.toReversed());
      const changed = fit(people, (x) => 1000 * x + 37);
      if (!reversed.ok || !changed.ok) throw new Error('not fitted again');
      expect(reversed.value.coefficients[0]).toBeCloseTo(coefficients[0]!, 6);
      expect(1000 * changed.value.coefficients[0]!).toBeCloseTo(coefficients[0]!, 6);
      expect(changed.value.coefficients[1]).toBeCloseTo(coefficients[1]!, 6);
      expect(changed.value.logLikelihood).toBeCloseTo(logLikelihood, 8);
    }),
    { numRuns: runs(40, 1000) },
  );
});

function curveOf(people: readonly Row[]) {
  const found = kaplanMeier(durationsOf(people));
  if (!found.ok) throw new Error(found.error.type);
  return found.value;
}
