import { stabilityOf } from '../../analytics/agreement.ts';
import { chooseK } from '../../analytics/chooseK.ts';
import { dbscan } from '../../analytics/clusters/dbscan.ts';
import { hdbscan } from '../../analytics/clusters/hdbscan.ts';
import { kDistances } from '../../analytics/clusters/kDistance.ts';
import { kmeans } from '../../analytics/kmeans.ts';
import { rowsAt, type Matrix } from '../../analytics/matrix.ts';
import { samplePositions } from '../../analytics/random.ts';
import { seededRandom } from '../../domain/random.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ClusterAnswer, ClusterError, ClusterRequest } from './clusterTypes.ts';

/** Groups by one method, with what belongs to that method alone. */
export type FoundClusters = Pick<
  ClusterAnswer,
  'k' | 'labels' | 'centers' | 'inertia' | 'stability' | 'choice' | 'distances' | 'eps' | 'minPts'
>;

/** Numbers of groups that are compared. */
const tried = { from: 2, to: 10 } as const;
/** Rows and resamples by which their stability is compared. */
const compared = { rows: 1_000, resamples: 10 };
/** Distances drawn at most. */
const drawn = 400;

const ofNoMethod = {
  ...{ centers: null, inertia: null, stability: null, choice: null },
  ...{ distances: null, eps: null, minPts: null },
} as const;

/** Labels by falling size of the groups; −1 for rows that belong to none. */
export function findClusters(
  request: ClusterRequest,
  data: Matrix,
  onProgress: (done: number) => void,
): Result<FoundClusters, ClusterError> {
  switch (request.method) {
    case 'kmeans':
      return byMeans(request, data, onProgress);
    case 'dbscan':
      return byDistance(request, data, onProgress);
    case 'hdbscan':
      return byHierarchy(request, data);
  }
}

function byMeans(
  { k, seed }: ClusterRequest,
  data: Matrix,
  onProgress: (done: number) => void,
): Result<FoundClusters, ClusterError> {
  const from = Math.min(tried.from, data.rows - 1);
  const choice = chooseK(data, { ...tried, from, seed, onProgress: (done) => onProgress(0.4 * done) });
  if (!choice.ok) return refused(choice.error);
  const { candidates, ...suggestion } = choice.value;
  const found = kmeans(data, {
    ...{ k: k ?? suggestion.suggested, seed },
    onProgress: (done) => onProgress(0.4 + 0.3 * done),
  });
  if (!found.ok) return refused(found.error);
  const { labels, centers, inertia } = found.value;
  const own = stabilityOf(data, labels, found.value.k, seed, compared.resamples);
  const sample = rowsAt(data, samplePositions(data.rows, compared.rows, seededRandom(seed)));
  const all = candidates.map(({ k: each, inertia, silhouette }, i) => {
    onProgress(0.7 + (0.3 * i) / candidates.length);
    const isKnown = Number.isFinite(silhouette);
    return {
      k: each,
      inertia,
      silhouette: isKnown ? silhouette : null,
      stability: stabilityAt(sample, each, seed),
    };
  });
  const stablest = all.reduce((best, each) => (each.stability > best.stability ? each : best)).k;
  return ok({
    ...ofNoMethod,
    ...{ k: found.value.k, labels, centers, inertia },
    stability: own.ok ? own.value.agreement : null,
    choice: { ...suggestion, tried: all, stablest },
  });
}

/** Of one number of groups, on a sample. */
function stabilityAt(sample: Matrix, k: number, seed: number): number {
  const found = kmeans(sample, { k, seed, restarts: 5 });
  if (!found.ok) return 0;
  const stability = stabilityOf(sample, found.value.labels, found.value.k, seed, compared.resamples);
  return stability.ok ? stability.value.agreement : 0;
}

function byDistance(
  { eps: asked, minPts: crowd, seed }: ClusterRequest,
  data: Matrix,
  onProgress: (done: number) => void,
): Result<FoundClusters, ClusterError> {
  const minPts = crowd ?? Math.max(5, 2 * data.columns);
  const near = kDistances(data, minPts, { seed });
  if (!near.ok) return refused(near.error);
  onProgress(0.4);
  const known = near.value.distances.filter(Number.isFinite);
  const { suggestedEps } = near.value;
  const suggested = suggestedEps > 0 && Number.isFinite(suggestedEps) ? suggestedEps : (known.at(-1) ?? 0);
  // Where every row lies on another there is no distance, and any is as good.
  const eps = asked ?? (suggested > 0 ? suggested : 1);
  const found = dbscan(data, { eps, minPts });
  if (!found.ok) return refused(found.error);
  const step = Math.max(1, Math.ceil(known.length / drawn));
  const sorted = known.filter((_, i) => i % step === 0 || i === known.length - 1);
  return ok({
    ...ofNoMethod,
    ...{ k: found.value.k, labels: bySize(found.value.labels, found.value.sizes), eps, minPts },
    distances: { sorted, rows: known.length, suggested },
  });
}

function byHierarchy({ minPts: crowd }: ClusterRequest, data: Matrix): Result<FoundClusters, ClusterError> {
  const minPts = crowd ?? Math.min(50, Math.max(5, Math.round(data.rows / 100)));
  const found = hdbscan(data, { minPts });
  if (!found.ok) return refused(found.error);
  return ok({ ...ofNoMethod, k: found.value.k, labels: found.value.labels, minPts });
}

function bySize(labels: Int32Array, sizes: Int32Array): Int32Array {
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(sizes.length);
  order.forEach((group, place) => (rank[group] = place));
  return labels.map((group) => (group < 0 ? group : rank[group]!));
}

/** Features are finite and rows are there: what is left is what was asked. */
function refused(error: {
  readonly type: string;
  readonly option?: 'eps' | 'minPts';
}): Result<never, ClusterError> {
  if (error.type === 'no-rows' || error.type === 'cancelled') return err({ type: error.type });
  return err({ type: 'bad-option', option: error.option ?? 'k' });
}
