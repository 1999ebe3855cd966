import fc from 'fast-check';
import { expect, test } from 'vitest';
import { basketsOf, type Baskets } from '../../../src/analytics/baskets/baskets.ts';
import { frequentItemsets, type Itemsets } from '../../../src/analytics/baskets/itemsets.ts';
import { cosineOf, itemSimilarity } from '../../../src/analytics/baskets/recommendations.ts';
import { rulesOf } from '../../../src/analytics/baskets/rules.ts';
import { runs } from '../../support/runs.ts';

const width = 7;
const rows = fc.array(fc.uniqueArray(fc.nat({ max: width - 1 }), { maxLength: 5 }), {
  minLength: 1,
  maxLength: 25,
});
const support = fc.constantFrom(0.05, 0.1, 0.3, 0.5);

test('the sets are those that counting every subset finds', () => {
  fc.assert(
    fc.property(rows, support, (baskets, minimumSupport) => {
      const expected: Record<string, number> = {};
      const least = Math.ceil(minimumSupport * baskets.length - 1e-9);
      for (let subset = 1; subset < 1 << width; subset++) {
        const items = Array.from({ length: width }, (_, i) => i).filter((i) => (subset >> i) & 1);
        const count = baskets.filter((basket) => items.every((item) => basket.includes(item))).length;
        if (count >= least) expected[items.join('+')] = count;
      }
      expect(countsOf(setsOf(baskets, minimumSupport))).toEqual(expected);
    }),
    { numRuns: runs(60, 2000) },
  );
});

test('neither the order of baskets nor the numbers of items matter, and all baskets twice give the same rules', () => {
  fc.assert(
    fc.property(rows, support, (baskets, minimumSupport) => {
      const sets = setsOf(baskets, minimumSupport);
      expect(countsOf(setsOf(baskets.toReversed(), minimumSupport))).toEqual(countsOf(sets));
      const renamed = setsOf(
        baskets.map((basket) => basket.map((item) => width - 1 - item)),
        minimumSupport,
      );
      expect(Array.from(renamed.count).sort()).toEqual(Array.from(sets.count).sort());
      const once = rulesOf(sets, 0.4);
      const twice = rulesOf(setsOf([...baskets, ...baskets], minimumSupport), 0.4);
      expect(Array.from(twice.lift).sort()).toEqual(Array.from(once.lift).sort());
      expect(Array.from(twice.confidence).sort()).toEqual(Array.from(once.confidence).sort());
    }),
    { numRuns: runs(60, 2000) },
  );
});

test('likeness is the same both ways and never above 1', () => {
  fc.assert(
    fc.property(rows, (baskets) => {
      const found = itemSimilarity(packed(baskets));
      if (!found.ok) throw new Error(found.error.type);
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < i; j++) {
          expect(cosineOf(found.value, i, j)).toBe(cosineOf(found.value, j, i));
          expect(cosineOf(found.value, i, j)).toBeLessThanOrEqual(1);
        }
      }
    }),
    { numRuns: runs(40, 1000) },
  );
});

function packed(baskets: readonly number[][]): Baskets {
  const basket = baskets.flatMap((items, i) => items.map(() => i));
  return basketsOf(basket, baskets.flat(), baskets.length, width);
}

function setsOf(baskets: readonly number[][], minimumSupport: number): Itemsets {
  const found = frequentItemsets(packed(baskets), { minimumSupport });
  if (!found.ok) throw new Error(found.error.type);
  return found.value;
}

function countsOf({ start, items, count }: Itemsets): Record<string, number> {
  return Object.fromEntries(
    Array.from(count, (n, i) => [items.subarray(start[i], start[i + 1]).join('+'), n]),
  );
}
