import { expect, test } from 'vitest';
import { isPicture, keptSize } from '../../../../src/screens/files/shrinkPhoto.ts';

test.each([
  [4_000, 3_000, 1_600, 1_200],
  [3_000, 4_000, 1_200, 1_600],
  [800, 600, 800, 600],
  [10_000, 2, 1_600, 1],
])('a picture of %i × %i is kept as %i × %i', (width, height, keptWidth, keptHeight) => {
  expect(keptSize(width, height)).toEqual({ width: keptWidth, height: keptHeight });
});

test('nothing that could run a script is opened as a picture', () => {
  expect(['image/jpeg', 'image/png'].every(isPicture)).toBe(true);
  expect(['image/svg+xml', 'text/html', 'application/pdf', ''].some(isPicture)).toBe(false);
});
