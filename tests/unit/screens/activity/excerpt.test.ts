import { expect, test } from 'vitest';
import { excerptOf } from '../../../../src/screens/activity/excerpt.ts';

test('a short text is shown as it is', () => {
  expect(excerptOf('The grinder jams', [[4, 11]])).toEqual({ text: 'The grinder jams', marks: [[4, 11]] });
});

test('a long text is shown by its first words, where these hold the first mark', () => {
  const { text, marks } = excerptOf(`The grinder ${'x '.repeat(200)}grinder`, [
    [4, 11],
    [412, 419],
  ]);
  expect(text.startsWith('The grinder')).toBe(true);
  expect(text.endsWith(' …')).toBe(true);
  expect(marks).toEqual([[4, 11]]);
});

test('a text whose first mark lies further on is shown around it, and the mark still stands on its word', () => {
  const long = `${'word '.repeat(80)}grinder jams${' word'.repeat(80)}`;
  const from = long.indexOf('grinder');
  const { text, marks } = excerptOf(long, [[from, from + 7]]);
  expect(text.startsWith('… ')).toBe(true);
  expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['grinder']);
});
