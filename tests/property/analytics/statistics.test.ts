import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anova, kruskalWallis } from '../../../src/analytics/statistics/anova.ts';
import { chiSquareTest } from '../../../src/analytics/statistics/chiSquare.ts';
import { correlation } from '../../../src/analytics/statistics/correlation.ts';
import { kanoOf } from '../../../src/analytics/statistics/kano.ts';
import { reliabilityOf } from '../../../src/analytics/statistics/reliability.ts';
import { shareOf } from '../../../src/analytics/statistics/shares.ts';
import { tTest } from '../../../src/analytics/statistics/tTest.ts';
import { runs } from '../../support/runs.ts';

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 15 });
const groups = fc.array(values, { minLength: 2, maxLength: 4 });
const near = (ours: number, expected: number) =>
  expect(Math.abs(ours - expected)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected)));

test('neither unit, origin nor the order of groups changes how they compare', () => {
  fc.assert(
    fc.property(groups, (lists) => {
      const found = anova(lists);
      fc.pre(found.ok);
      const changed = anova(lists.map((list) => list.map((x) => 1.7 * x + 300)).reverse());
      if (!changed.ok) throw new Error(changed.error.type);
      near(changed.value.f, found.value.f);
      near(changed.value.eta2 + changed.value.withinShare, 1);
      const ranks = kruskalWallis(lists);
      fc.pre(ranks.ok);
      const cubed = kruskalWallis(lists.map((list) => list.map((x) => x ** 3)));
      near(cubed.ok ? cubed.value.h : NaN, ranks.value.h);
    }),
    { numRuns: runs(80, 2000) },
  );
});

test('groups exchanged turn the sign of t, and chances lie from 0 to 1', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const found = tTest(a, b);
      fc.pre(found.ok);
      const turned = tTest(b, a);
      near(turned.ok ? -turned.value.t : NaN, found.value.t);
      expect(found.value.p).toBeGreaterThanOrEqual(0);
      expect(found.value.p).toBeLessThanOrEqual(1);
      expect(found.value.low).toBeLessThanOrEqual(found.value.difference);
    }),
    { numRuns: runs(80, 2000) },
  );
});

test('a table on its side has the same χ², and all counts twice double it', () => {
  const counts = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.nat({ max: 20 })), {
    minLength: 2,
    maxLength: 4,
  });
  fc.assert(
    fc.property(counts, (table) => {
      const found = chiSquareTest(table);
      fc.pre(found.ok);
      const side = [0, 1, 2].map((j) => table.map((row) => row[j]!));
      const turned = chiSquareTest(side);
      near(turned.ok ? turned.value.chiSquare : NaN, found.value.chiSquare);
      const doubled = chiSquareTest(table.map((row) => row.map((count) => 2 * count)));
      near(doubled.ok ? doubled.value.chiSquare : NaN, 2 * found.value.chiSquare);
      near(doubled.ok ? doubled.value.strength : NaN, found.value.strength);
    }),
    { numRuns: runs(80, 2000) },
  );
});

test('correlation is the same both ways, turns with a sign, and by ranks bears any rising change', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 5,
  });
  fc.assert(
    fc.property(pairs, (rows) => {
      const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)];
      const found = correlation(a, b);
      fc.pre(found.ok);
      const [turned, negative] = [
        correlation(b, a),
        correlation(
          a,
          b.map((y) => -y),
        ),
      ];
      near(turned.ok ? turned.value.r : NaN, found.value.r);
      near(negative.ok ? -negative.value.r : NaN, found.value.r);
      const ranks = correlation(a, b, { by: 'ranks' });
      const bent = correlation(
        a.map((x) => Math.exp(x)),
        b,
        { by: 'ranks' },
      );
      near(bent.ok ? bent.value.r : NaN, ranks.ok ? ranks.value.r : NaN);
    }),
    { numRuns: runs(80, 2000) },
  );
});

test('α does not change where every item is turned round, nor by the order of people', () => {
  const answers = fc.array(fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 5 }))), {
    minLength: 5,
  });
  fc.assert(
    fc.property(answers, (people) => {
      const items = [0, 1, 2].map((j) => people.map((row) => row[j]!));
      const found = reliabilityOf(items, { low: 1, high: 5 });
      fc.pre(found.ok && Number.isFinite(found.value.alpha));
      const turned = reliabilityOf(items, { low: 1, high: 5, reversed: [0, 1, 2] });
      near(turned.ok ? turned.value.alpha : NaN, found.value.alpha);
      const reversed = reliabilityOf(
        items.map((item) => item.toReversed()),
        { low: 1, high: 5 },
      );
      near(reversed.ok ? reversed.value.lambda2 : NaN, found.value.lambda2);
    }),
    { numRuns: runs(60, 1000) },
  );
});

test('a share lies within its interval, which more of the same narrows', () => {
  fc.assert(
    fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), (hits, misses) => {
      fc.pre(hits + misses > 0);
      const [once, often] = [shareOf(hits, hits + misses), shareOf(10 * hits, 10 * (hits + misses))];
      expect(once.low).toBeLessThanOrEqual(once.share + 1e-15);
      expect(once.high).toBeGreaterThanOrEqual(once.share - 1e-15);
      expect(often.high - often.low).toBeLessThan(once.high - once.low);
    }),
    { numRuns: runs(80, 2000) },
  );
});

test('everybody twice changes no class and neither better nor worse', () => {
  const answer = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(answer, answer)), (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const [once, twice] = [kanoOf(a, b), kanoOf([...a, ...a], [...b, ...b])];
      expect([twice.category, twice.better, twice.worse]).toEqual([once.category, once.better, once.worse]);
      expect(once.better).toBeLessThanOrEqual(1);
    }),
    { numRuns: runs(80, 2000) },
  );
});
