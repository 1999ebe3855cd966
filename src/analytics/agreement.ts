import { err, ok, type Result } from '../domain/result.ts';
import { kmeans, nearestCenters, type KmeansError } from './kmeans.ts';
import { rowsAt, type Matrix } from './matrix.ts';
import { drawPositions, samplePositions } from './random.ts';
import { seededRandom } from '../domain/random.ts';

/**
 * Adjusted Rand index of two labellings of the same rows: 1 when they part the rows alike, near 0 by chance.
 * Source: Hubert and Arabie, Comparing Partitions, 1985.
 */
export function adjustedRand(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const pairs = new Map<string, number>();
  const lefts = new Map<number, number>();
  const rights = new Map<number, number>();
  for (let i = 0; i < left.length; i++) {
    count(pairs, `${left[i]!}/${right[i]!}`);
    count(lefts, left[i]!);
    count(rights, right[i]!);
  }
  const together = sumOfPairs(pairs);
  const inLeft = sumOfPairs(lefts);
  const inRight = sumOfPairs(rights);
  const all = (left.length * (left.length - 1)) / 2;
  const expected = all === 0 ? 0 : (inLeft * inRight) / all;
  const most = (inLeft + inRight) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

export interface Stability {
  /** Mean adjusted Rand index between the clusters and those found on resampled rows, at most 1. */
  readonly agreement: number;
  readonly resamples: number;
  /** Rows in each resample. */
  readonly rows: number;
}

const stabilityRows = 2000;

/**
 * Bootstrap stability: clusters are found anew on rows drawn with replacement, and every row of a seeded sample is given
 * to them and to the clusters in question.
 * Source: Hennig, Cluster-wise Assessment of Cluster Stability, 2007, with the adjusted Rand index for the whole.
 */
export function stabilityOf(
  data: Matrix,
  labels: Int32Array,
  k: number,
  seed: number,
  resamples = 20,
): Result<Stability, KmeansError> {
  const random = seededRandom(seed);
  const positions = samplePositions(data.rows, stabilityRows, random);
  const sample = rowsAt(data, positions);
  const own = positions.map((position) => labels[position]!);
  let sum = 0;
  for (let i = 0; i < resamples; i++) {
    const drawn = drawPositions(sample.rows, sample.rows, random);
    const found = kmeans(rowsAt(sample, drawn), { k, seed: seed + i + 1, restarts: 3 });
    if (!found.ok) return err(found.error);
    sum += adjustedRand(own, nearestCenters(sample, found.value.centers));
  }
  return ok({ agreement: sum / resamples, resamples, rows: sample.rows });
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sumOfPairs(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const size of counts.values()) sum += (size * (size - 1)) / 2;
  return sum;
}
