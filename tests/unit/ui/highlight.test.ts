import { expect, test } from 'vitest';
import { pieces, rangesOf } from '../../../src/ui/highlight.ts';

test('a text is cut where it matches, and joined again is the same text', () => {
  const cut = pieces('Caffè Vecchia Milano', [[16, 19]]);
  expect(cut).toEqual([
    { text: 'Caffè Vecchia Mi', isMatch: false },
    { text: 'lan', isMatch: true },
    { text: 'o', isMatch: false },
  ]);
});

test('ranges that overlap, lie outside or come out of order lose nothing of the text', () => {
  const text = 'Minato Coffee';
  const cut = pieces(text, [
    [5, 9],
    [0, 6],
    [12, 40],
  ]);
  expect(cut.map((piece) => piece.text).join('')).toBe(text);
});

test('case does not matter to where a query stands, and an empty query stands nowhere', () => {
  expect(rangesOf('Plan the next step', 'LAN')).toEqual([[1, 4]]);
  expect(rangesOf('Plan', ' ')).toEqual([]);
});
