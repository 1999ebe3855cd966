import type { Matrix } from '../src/analytics/matrix.ts';
import { seededRandom } from '../src/domain/random.ts';

/**
 * 100,000 × 8: Gaussian clouds of standard deviation 2 around eight centres in a box of ±10, the set whose times stand
 * in the reference table.
 */
export function referenceClouds(): Matrix {
  return clouds(100_000, 8, 8, 2, 20_111_210);
}

function clouds(rows: number, columns: number, centers: number, deviation: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middles = Float64Array.from({ length: centers * columns }, () => random() * 20 - 10);
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const center = i % centers;
    for (let j = 0; j < columns; j++) {
      values[i * columns + j] = middles[center * columns + j]! + deviation * normal();
    }
  }
  return { rows, columns, values };
}
