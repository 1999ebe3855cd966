import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, movedPlace } from '../../../src/store/textDifference.ts';

const text = fc.string({ unit: 'binary', maxLength: 20 });

test('the stretch that differs makes one text the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, deleted, letters } = differenceOf(before, after);
      expect(before.slice(0, from) + letters + before.slice(from + deleted)).toBe(after);
    }),
  );
});

test.each([
  ['Start. lost mine', 'Start. mine', 16, 11],
  ['Start. lost mine', 'Start. mine', 3, 3],
  ['Start. lost mine', 'Start. mine', 9, 7],
  ['ab', 'ab', 2, 2],
])('the caret of %j is in %j where it was among the letters that stay', (before, after, place, moved) => {
  expect(movedPlace(before, after, place)).toBe(moved);
});
