import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qiniOf } from '../../../src/analytics/statistics/qini.ts';
import { upliftOf } from '../../../src/analytics/statistics/uplift.ts';
import { runs } from '../../support/runs.ts';

const rows = fc.array(
  fc.record({ score: fc.nat({ max: 999 }), buys: fc.constantFrom(0, 1), treated: fc.constantFrom(0, 1) }),
  {
    minLength: 6,
  },
);

test('any rising change of the score leaves the curve, and its end is the uplift times the treated', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const [score, buys, treated] = [
        list.map((r) => r.score),
        list.map((r) => r.buys),
        list.map((r) => r.treated),
      ];
      const found = qiniOf(score, buys, treated);
      expect(
        qiniOf(
          score.map((x) => x ** 3 + 7),
          buys,
          treated,
        ),
      ).toEqual(found);
      const of = (group: number) => list.filter((r) => r.treated === group).map((r) => r.buys);
      const uplift = upliftOf(of(1), of(0));
      fc.pre(uplift.ok);
      expect(found.gain.at(-1)).toBeCloseTo(uplift.value.difference * of(1).length, 9);
    }),
    { numRuns: runs(60, 1000) },
  );
});
