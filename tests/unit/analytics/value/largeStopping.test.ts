import { expect, test } from 'vitest';
import { bgNbdExpected } from '../../../../src/analytics/value/bgNbd.ts';

const histories = {
  repeats: Float64Array.of(0, 1, 4, 12),
  lastAt: Float64Array.of(0, 10, 30, 50),
  age: Float64Array.of(20, 30, 40, 52),
};

test('where all customers stop with the same chance, expectations are those of that chance', () => {
  // a and b grow with a / (a + b) held: the chance to stop hardly differs any more, and the numbers in between overflow.
  const at = (scale: number) =>
    bgNbdExpected({ r: 3, alpha: 14, a: 0.025 * scale, b: 0.975 * scale }, histories, 52);
  const [near, far] = [at(2_000), at(2_000_000)];
  expect(far.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  near.forEach((value, i) => expect(value / far[i]!).toBeCloseTo(1, 1));
});
