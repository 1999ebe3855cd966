import { clusterMeans, inertiaOf } from './kmeans.ts';
import { squaredDistance } from './kmeansSeeding.ts';
import { rowsAt, type Matrix } from './matrix.ts';
import { samplePositions } from './random.ts';
import { seededRandom } from '../domain/random.ts';

/** Above this many rows the silhouette is that of a seeded sample of so many. */
export const silhouetteRows = 5000;

export interface Silhouette {
  /** Mean over the rows looked at, −1 to 1, higher is better; NaN where there is only one cluster. */
  readonly value: number;
  readonly rows: number;
  readonly isSampled: boolean;
}

/**
 * Mean silhouette (b − a) / max(a, b): a the mean distance to the row's own cluster, b to the nearest other one; 0 for a
 * cluster of one row. Exact up to `silhouetteRows` rows. O(rows²·columns).
 * Source: Rousseeuw, Silhouettes, 1987.
 */
export function silhouette(
  data: Matrix,
  labels: ArrayLike<number>,
  seed: number,
  limit = silhouetteRows,
): Silhouette {
  const positions = samplePositions(data.rows, limit, seededRandom(seed));
  const sample = rowsAt(data, positions);
  const sampled = Int32Array.from(positions, (position) => labels[position]!);
  return {
    value: silhouettesOf(sample, [sampled])[0]!,
    rows: positions.length,
    isSampled: positions.length < data.rows,
  };
}

/** Exact mean silhouettes of several labellings of the same rows, for which each distance is computed once. */
export function silhouettesOf(data: Matrix, labellings: readonly Int32Array[]): number[] {
  const { rows, columns, values } = data;
  const counts = labellings.map((labels) => labels.reduce((most, label) => Math.max(most, label), -1) + 1);
  const sums = counts.map((count) => new Float64Array(rows * count));
  for (let a = 0; a < rows; a++) {
    for (let b = a + 1; b < rows; b++) {
      const distance = Math.sqrt(squaredDistance(values, a * columns, values, b * columns, columns));
      for (let l = 0; l < labellings.length; l++) {
        const labels = labellings[l]!;
        const count = counts[l]!;
        const own = sums[l]!;
        own[a * count + labels[b]!]! += distance;
        own[b * count + labels[a]!]! += distance;
      }
    }
  }
  return labellings.map((labels, l) => meanSilhouette(labels, counts[l]!, sums[l]!));
}

/**
 * Davies–Bouldin index: the mean over clusters of the worst (Sᵢ + Sⱼ) / Mᵢⱼ, S the mean distance to the centre, M the
 * distance of centres. 0 and up, lower is better; NaN for fewer than two clusters. O(rows·columns + k²).
 * Source: Davies and Bouldin, A Cluster Separation Measure, 1979.
 */
export function daviesBouldin(data: Matrix, labels: ArrayLike<number>, k: number): number {
  if (k < 2) return Number.NaN;
  const { columns, values } = data;
  const { centers, sizes } = clusterMeans(data, labels, k);
  const spread = new Float64Array(k);
  for (let i = 0; i < data.rows; i++) {
    const label = labels[i]!;
    spread[label]! += Math.sqrt(
      squaredDistance(values, i * columns, centers.values, label * columns, columns),
    );
  }
  let sum = 0;
  for (let a = 0; a < k; a++) {
    let worst = 0;
    for (let b = 0; b < k; b++) {
      if (a === b) continue;
      const gap = Math.sqrt(
        squaredDistance(centers.values, a * columns, centers.values, b * columns, columns),
      );
      worst = Math.max(worst, (spread[a]! / sizes[a]! + spread[b]! / sizes[b]!) / gap);
    }
    sum += worst;
  }
  return sum / k;
}

/**
 * Calinski–Harabasz index: variance between clusters over variance within, each by its degrees of freedom. Higher is
 * better; NaN for fewer than two clusters. O(rows·columns).
 * Source: Calinski and Harabasz, A Dendrite Method for Cluster Analysis, 1974.
 */
export function calinskiHarabasz(data: Matrix, labels: ArrayLike<number>, k: number): number {
  if (k < 2 || data.rows <= k) return Number.NaN;
  const whole = clusterMeans(data, new Int32Array(data.rows), 1);
  const { centers, sizes } = clusterMeans(data, labels, k);
  let between = 0;
  for (let c = 0; c < k; c++) {
    between +=
      sizes[c]! * squaredDistance(centers.values, c * data.columns, whole.centers.values, 0, data.columns);
  }
  return between / (k - 1) / (inertiaOf(data, labels, centers) / (data.rows - k));
}

function meanSilhouette(labels: Int32Array, count: number, sums: Float64Array): number {
  const sizes = new Float64Array(count);
  for (const label of labels) sizes[label]! += 1;
  if (sizes.filter((size) => size > 0).length < 2) return Number.NaN;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i]!;
    if (sizes[own]! < 2) continue;
    const within = sums[i * count + own]! / (sizes[own]! - 1);
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < count; c++) {
      if (c !== own && sizes[c]! > 0) nearest = Math.min(nearest, sums[i * count + c]! / sizes[c]!);
    }
    const larger = Math.max(within, nearest);
    if (larger > 0) total += (nearest - within) / larger;
  }
  return total / labels.length;
}
