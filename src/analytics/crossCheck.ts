import { kmeans as mlKmeans } from 'ml-kmeans';
import { err, ok, type Result } from '../domain/result.ts';
import { adjustedRand } from './agreement.ts';
import { clusterMeans, inertiaOf, kmeans, type KmeansError } from './kmeans.ts';
import { rowsAt, type Matrix } from './matrix.ts';
import { samplePositions } from './random.ts';
import { seededRandom } from '../domain/random.ts';

/** The same rows clustered by two independent programs. */
export interface CrossCheck {
  /** Rows compared: all, or a seeded sample. */
  readonly rows: number;
  readonly isSampled: boolean;
  readonly ownInertia: number;
  readonly mlKmeansInertia: number;
  /** Adjusted Rand index of the two labellings, 1 when they agree on every row. */
  readonly agreement: number;
}

/** ml-kmeans needs seconds above this many rows. */
export const crossCheckRows = 5000;

/** Runs ml-kmeans and our own K-means on the same rows with as many starts each, and compares the best of both. */
export function crossCheck(
  data: Matrix,
  k: number,
  seed: number,
  starts = 10,
): Result<CrossCheck, KmeansError> {
  const sample = rowsAt(data, samplePositions(data.rows, crossCheckRows, seededRandom(seed)));
  const own = kmeans(sample, { k, seed, restarts: starts });
  if (!own.ok) return err(own.error);
  const rows = Array.from({ length: sample.rows }, (_, i) =>
    Array.from(sample.values.subarray(i * sample.columns, (i + 1) * sample.columns)),
  );
  let best = { inertia: Number.POSITIVE_INFINITY, labels: new Int32Array() };
  for (let start = 0; start < starts; start++) {
    const { clusters } = mlKmeans(rows, own.value.k, { seed: seed + start, initialization: 'kmeans++' });
    const labels = Int32Array.from(clusters);
    const inertia = inertiaOf(sample, labels, clusterMeans(sample, labels, own.value.k).centers);
    if (inertia < best.inertia) best = { inertia, labels };
  }
  return ok({
    rows: sample.rows,
    isSampled: sample.rows < data.rows,
    ownInertia: own.value.inertia,
    mlKmeansInertia: best.inertia,
    agreement: adjustedRand(own.value.labels, best.labels),
  });
}
