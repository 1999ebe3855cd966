import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortByDigits, digitsOfWords, sortNumbers } from '../../../src/read/radixSort.ts';
import { wordsInKey, writeSortKey } from '../../../src/read/sortKey.ts';

function keyOf(text: string): number[] {
  const words = new Uint32Array(wordsInKey);
  writeSortKey(text, words, 0);
  return [...words];
}

function compareKeys(a: string, b: string): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  const word = x.findIndex((value, i) => value !== y[i]);
  return word < 0 ? 0 : Math.sign((x[word] ?? 0) - (y[word] ?? 0));
}

test('keys order spaces before marks, digits, letters and everything else', () => {
  const sorted = ['', 'li an', 'li-an', 'li0', 'lia', 'lian', 'lib', 'liя', 'z', 'я'];
  expect([...sorted].reverse().sort(compareKeys)).toEqual(sorted);
});

test('leading marks do not count', () => {
  expect(compareKeys('“abc', 'abc')).not.toBe(0);
  expect(compareKeys('  (abc', 'abc')).toBe(0);
});

test('keys of plain Latin texts order as the texts do', () => {
  const text = fc.string({ unit: fc.constantFrom(...'0189abyz'), maxLength: 17 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(compareKeys(a, b)).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('numbers sort from the smallest to the greatest, infinities and negative ones too, and equal ones stay in place', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(-0, 0, Infinity),
  );
  fc.assert(
    fc.property(fc.array(number), (values) => {
      const expected = [...values.keys()].sort((a, b) =>
        values[a] === values[b] ? a - b : (values[a] ?? 0) - (values[b] ?? 0),
      );
      expect([...sortNumbers(Float64Array.from(values))]).toEqual(expected);
    }),
  );
});

test('words sort by their digits, the last digit given counting most', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 3 }))), (items) => {
      const low = Uint32Array.from(items, ([word]) => word);
      const high = Uint32Array.from(items, ([, word]) => word);
      const expected = [...items.keys()].sort(
        (a, b) => (high[a] ?? 0) - (high[b] ?? 0) || (low[a] ?? 0) - (low[b] ?? 0) || a - b,
      );
      expect([...sortByDigits(items.length, [...digitsOfWords(low), ...digitsOfWords(high)])]).toEqual(
        expected,
      );
    }),
  );
});
