import { err, ok, type Result } from '../domain/result.ts';
import { refine, refinementFor, type Refinement } from './kmeansRefinement.ts';
import { transferRows } from './kmeansTransfer.ts';
import { seedCenters, seedingFor, squaredDistance } from './kmeansSeeding.ts';
import { firstNotFinite, rowsAt, type Matrix } from './matrix.ts';
import { drawPositions } from './random.ts';
import { seededRandom } from '../domain/random.ts';
import { momentsOf } from './standardise.ts';

export interface KmeansOptions {
  readonly k: number;
  /** The same seed and rows give the same clusters on every device. */
  readonly seed: number;
  /** Independent starts, of which the best is kept. By default as `startsFor` says. */
  readonly restarts?: number;
  /** Rounds of one start at most. 300 by default. */
  readonly maxIterations?: number;
  /** A start ends when its centres move by less than this share of the mean variance of the columns. 1e-4 by default; the best one goes on until nothing moves. */
  readonly tolerance?: number;
  /** Called after each start with the share done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Looked at before every round. */
  readonly signal?: { readonly aborted: boolean };
}

export interface Clusters {
  /** Clusters found: fewer than asked where fewer rows differ. */
  readonly k: number;
  /** k × columns: the mean of each cluster, by falling size. */
  readonly centers: Matrix;
  /** Cluster of each row, 0 to k − 1. */
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** Sum of squared distances of the rows to the centre of their cluster. */
  readonly inertia: number;
  /** Rounds of the start that was kept. */
  readonly iterations: number;
}

export type KmeansError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-k'; readonly k: number }
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number }
  | { readonly type: 'cancelled' };

/**
 * Clusters of least squared distance: greedy k-means++ seeding, rounds of Lloyd with Hamerly's bounds, the best of
 * several starts, settled until neither a round nor moving any single row lowers the inertia.
 * Source: Lloyd 1982; Arthur and Vassilvitskii 2007; Hamerly 2010; Hartigan and Wong 1979.
 */
export function kmeans(data: Matrix, options: KmeansOptions): Result<Clusters, KmeansError> {
  const {
    k,
    seed,
    restarts = startsFor(data.rows),
    maxIterations = 300,
    tolerance = 1e-4,
    onProgress,
    signal,
  } = options;
  if (data.rows === 0 || data.columns === 0) return err({ type: 'no-rows' });
  if (!Number.isInteger(k) || k < 1) return err({ type: 'bad-k', k });
  const flaw = firstNotFinite(data);
  if (flaw !== null) return err({ type: 'not-finite', ...flaw });

  const size = Math.min(k, data.rows);
  const random = seededRandom(seed);
  // Drawn anew for each start: more rows place the first centres no better.
  const seedRows = Math.min(data.rows, Math.max(5000, 500 * k));
  const seeding = seedingFor(seedRows, data.columns, size);
  const threshold = tolerance * meanVariance(data);
  let best: Refinement | null = null;
  let spare = refinementFor(data, size);
  for (let start = 0; start < restarts; start++) {
    const drawn = seedRows < data.rows ? rowsAt(data, drawPositions(data.rows, seedRows, random)) : data;
    const count = seedCenters(drawn, size, random, seeding);
    const current = spare;
    current.iterations = 0;
    const isFinished =
      refine(data, count, seeding.centers, current, { maxIterations, threshold, signal, hint: best }) &&
      (data.rows > transferredRows || settle(data, current, maxIterations, signal));
    if (!isFinished) return err({ type: 'cancelled' });
    if (best === null || current.inertia < best.inertia) {
      spare = best ?? refinementFor(data, size);
      best = current;
    }
    onProgress?.((start + 1) / restarts);
  }
  if (best === null) return err({ type: 'cancelled' });

  return settle(data, best, maxIterations, signal) ? ok(clustersOf(data, best)) : err({ type: 'cancelled' });
}

/** Starts that find a good optimum in a moment: 10 for large data, up to 100 for small. */
export function startsFor(rows: number): number {
  return Math.min(100, Math.max(10, Math.round(1_000_000 / Math.max(1, rows))));
}

/** Position of the nearest centre for each row. O(rows · centres · columns). */
export function nearestCenters(data: Matrix, centers: Matrix): Int32Array {
  const labels = new Int32Array(data.rows);
  for (let i = 0; i < data.rows; i++) {
    let best = Number.POSITIVE_INFINITY;
    for (let c = 0; c < centers.rows; c++) {
      const square = squaredDistance(
        data.values,
        i * data.columns,
        centers.values,
        c * data.columns,
        data.columns,
      );
      if (square < best) {
        best = square;
        labels[i] = c;
      }
    }
  }
  return labels;
}

/** Sum of squared distances of the rows to the mean of their cluster. */
export function inertiaOf(data: Matrix, labels: ArrayLike<number>, centers: Matrix): number {
  let sum = 0;
  for (let i = 0; i < data.rows; i++) {
    sum += squaredDistance(
      data.values,
      i * data.columns,
      centers.values,
      labels[i]! * data.columns,
      data.columns,
    );
  }
  return sum;
}

/** Mean of the rows of each cluster, k × columns, and the number of rows in each. */
export function clusterMeans(
  data: Matrix,
  labels: ArrayLike<number>,
  k: number,
): { readonly centers: Matrix; readonly sizes: Int32Array } {
  const { rows, columns, values } = data;
  const sums = new Float64Array(k * columns);
  const sizes = new Int32Array(k);
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!;
    sizes[label]! += 1;
    for (let j = 0; j < columns; j++) sums[label * columns + j]! += values[i * columns + j]!;
  }
  const means = sums.map((sum, cell) => sum / Math.max(1, sizes[Math.floor(cell / columns)]!));
  return { centers: { rows: k, columns, values: means }, sizes };
}

/** Up to this many rows every start is settled, above it only the best one. */
const transferredRows = 10_000;

/** Goes on until neither a round nor a single row's move lowers the inertia. False where it was aborted. */
function settle(
  data: Matrix,
  state: Refinement,
  maxIterations: number,
  signal: { readonly aborted: boolean } | undefined,
): boolean {
  for (let round = 0; round < maxIterations; round++) {
    const isRefined = refine(data, state.count, state.centers.slice(), state, {
      maxIterations,
      threshold: -1,
      signal,
    });
    if (!isRefined) return false;
    if (transferRows(data, state, maxIterations) === 0) return true;
  }
  return true;
}

function meanVariance(data: Matrix): number {
  const { deviation } = momentsOf(data);
  return deviation.reduce((sum, value) => sum + value * value, 0) / data.columns;
}

/** Means, sizes and inertia anew from the labels, free of what running sums lose; clusters by falling size. */
function clustersOf(data: Matrix, { count, labels, iterations }: Refinement): Clusters {
  const { sizes } = clusterMeans(data, labels, count);
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(count);
  order.forEach((cluster, position) => (rank[cluster] = position));
  const ranked = labels.map((label) => rank[label]!);
  const means = clusterMeans(data, ranked, count);
  return {
    k: count,
    ...means,
    labels: ranked,
    inertia: inertiaOf(data, ranked, means.centers),
    iterations,
  };
}
