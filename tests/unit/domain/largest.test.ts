import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestOf } from '../../../src/domain/largest.ts';

test('the greatest values come first, equal ones in their order, as sorting all would say', () => {
  const values = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 12 }), (given, count) => {
      const sorted = [...given.keys()].sort((a, b) => given[b]! - given[a]! || a - b);
      expect(largestOf(given, count)).toEqual(sorted.slice(0, count));
    }),
  );
});

test('what does not count and what is no number is passed over', () => {
  expect(largestOf([9, NaN, 7, 8], 2, (place) => place > 0)).toEqual([3, 2]);
});
