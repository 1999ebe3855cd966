import type { Matrix } from './matrix.ts';
import type { Random } from '../domain/random.ts';

/** Room for the seeding of n rows at most, kept between restarts. */
export interface Seeding {
  /** k × columns, row after row; only the first `count` rows are set. */
  readonly centers: Float64Array;
  /** Length n. Nearest centre of each row. */
  readonly labels: Int32Array;
  /** Length n. Squared distance of each row to its nearest centre. */
  readonly squares: Float64Array;
  /** Length n. Running sum of `squares`. */
  readonly running: Float64Array;
}

export function seedingFor(rows: number, columns: number, k: number): Seeding {
  return {
    centers: new Float64Array(k * columns),
    labels: new Int32Array(rows),
    squares: new Float64Array(rows),
    running: new Float64Array(rows),
  };
}

/**
 * Greedy k-means++: each next centre is the best of 2 + ⌊ln k⌋ rows drawn in proportion to their squared distance from
 * the centres so far. Fills `seeding` and returns the number of centres, fewer than k where fewer rows differ.
 * A row is skipped where its centre is so far from the candidate that the triangle inequality settles it. O(n·k·columns).
 * Source: Arthur and Vassilvitskii, k-means++: The Advantages of Careful Seeding, 2007, with the greedy variant of its
 * section 7; pruning after Elkan, Using the Triangle Inequality to Accelerate k-Means, 2003, lemma 1.
 */
export function seedCenters(data: Matrix, k: number, random: Random, seeding: Seeding): number {
  const { rows, columns, values } = data;
  const { centers, labels, squares, running } = seeding;
  const trials = 2 + Math.floor(Math.log(k));
  const first = Math.min(rows - 1, Math.floor(random() * rows));
  centers.set(values.subarray(first * columns, (first + 1) * columns));
  labels.fill(0);
  for (let i = 0; i < rows; i++) squares[i] = squaredDistance(values, i * columns, centers, 0, columns);
  const gaps = new Float64Array(k);

  for (let count = 1; count < k; count++) {
    const potential = accumulate(squares, running);
    if (!(potential > 0)) return count;
    let best = -1;
    let bestPotential = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < trials; trial++) {
      const candidate = firstAbove(running, random() * potential);
      if (trial > 0 && candidate === best) continue;
      gapsTo(data, candidate, centers, count, gaps);
      const reached = potential - gainOf(data, candidate, gaps, seeding);
      if (reached < bestPotential) {
        best = candidate;
        bestPotential = reached;
      }
    }
    gapsTo(data, best, centers, count, gaps);
    const offset = best * columns;
    for (let i = 0; i < rows; i++) {
      if (squares[i]! <= gaps[labels[i]!]!) continue;
      const square = squaredDistance(values, i * columns, values, offset, columns);
      if (square < squares[i]!) {
        squares[i] = square;
        labels[i] = count;
      }
    }
    centers.set(values.subarray(offset, offset + columns), count * columns);
  }
  return k;
}

/** Squared Euclidean distance of two stretches of `columns` numbers. */
export function squaredDistance(
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  rightAt: number,
  columns: number,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const gap = left[leftAt + j]! - right[rightAt + j]!;
    sum += gap * gap;
  }
  return sum;
}

/** A quarter of the squared distance from a row to each centre: a member nearer to its centre than that stays. */
function gapsTo(
  { columns, values }: Matrix,
  row: number,
  centers: Float64Array,
  count: number,
  gaps: Float64Array,
) {
  for (let c = 0; c < count; c++) {
    gaps[c] = squaredDistance(values, row * columns, centers, c * columns, columns) / 4;
  }
}

/** By how much the sum of squared distances would fall with this row as a centre. */
function gainOf(data: Matrix, row: number, gaps: Float64Array, { labels, squares }: Seeding): number {
  const { rows, columns, values } = data;
  const offset = row * columns;
  let gain = 0;
  for (let i = 0; i < rows; i++) {
    const square = squares[i]!;
    if (square <= gaps[labels[i]!]!) continue;
    const next = squaredDistance(values, i * columns, values, offset, columns);
    if (next < square) gain += square - next;
  }
  return gain;
}

function accumulate(squares: Float64Array, running: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < squares.length; i++) {
    sum += squares[i]!;
    running[i] = sum;
  }
  return sum;
}

/** The first position whose running sum is above the target, by halving. */
function firstAbove(running: Float64Array, target: number): number {
  let low = 0;
  let high = running.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (running[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
