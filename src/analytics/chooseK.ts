import { err, ok, type Result } from '../domain/result.ts';
import { silhouettesOf } from './clusterQuality.ts';
import { kmeans, type KmeansError } from './kmeans.ts';
import { rowsAt, type Matrix } from './matrix.ts';
import { samplePositions } from './random.ts';
import { seededRandom } from '../domain/random.ts';

export interface KChoice {
  /** One entry per k that was tried, rising. */
  readonly candidates: readonly {
    readonly k: number;
    readonly inertia: number;
    readonly silhouette: number;
  }[];
  /** The elbow where its silhouette comes within `closeSilhouette` of the highest, else the k of the highest. */
  readonly suggested: number;
  /** The k of the highest silhouette. */
  readonly clearest: number;
  /** The k after which more clusters gain little, or null where the curve has no bend. */
  readonly elbow: number | null;
  /** Rows looked at: all, or a seeded sample. */
  readonly rows: number;
}

export interface KChoiceOptions {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

/** Silhouettes this close are no reason to prefer fewer groups over the elbow. */
export const closeSilhouette = 0.06;

/** Rows on which the candidates are compared, at most. */
export const choiceRows = 3000;

/** Tries every k from `from` to `to` on at most `choiceRows` rows; fewer where not so many rows differ. O(rows²). */
export function chooseK(data: Matrix, options: KChoiceOptions): Result<KChoice, KmeansError> {
  const { from, to, seed, onProgress, signal } = options;
  const sample = rowsAt(data, samplePositions(data.rows, choiceRows, seededRandom(seed)));
  const found: { k: number; inertia: number; labels: Int32Array }[] = [];
  const last = Math.max(from, Math.min(to, sample.rows - 1));
  for (let k = from; k <= last; k++) {
    const run = kmeans(sample, { k, seed, restarts: 8, ...(signal && { signal }) });
    if (!run.ok) return err(run.error);
    if (run.value.k < k && found.length > 0) break;
    found.push({ k: run.value.k, inertia: run.value.inertia, labels: run.value.labels });
    onProgress?.((0.7 * (k - from + 1)) / (last - from + 1));
  }
  const silhouettes = silhouettesOf(
    sample,
    found.map(({ labels }) => labels),
  );
  onProgress?.(1);
  const candidates = found.map(({ k, inertia }, i) => ({ k, inertia, silhouette: silhouettes[i]! }));
  return ok({ candidates, ...suggestionOf(candidates), rows: sample.rows });
}

/** The suggestion and what it rests on; at least one candidate. */
export function suggestionOf(candidates: KChoice['candidates']): Omit<KChoice, 'candidates' | 'rows'> {
  const best = candidates.reduce((a, b) =>
    b.silhouette > a.silhouette || Number.isNaN(a.silhouette) ? b : a,
  );
  const elbow = elbowOf(candidates);
  const bend = candidates.find(({ k }) => k === elbow);
  const isClose = bend !== undefined && bend.silhouette >= best.silhouette - closeSilhouette;
  return { suggested: isClose ? bend.k : best.k, clearest: best.k, elbow };
}

/**
 * The k whose inertia lies farthest below the straight line from the first to the last candidate, both axes scaled to 1;
 * null with fewer than three candidates or where nothing lies below.
 * Source: Satopää et al., Finding a "Kneedle" in a Haystack, 2011, without smoothing.
 */
export function elbowOf(
  candidates: readonly { readonly k: number; readonly inertia: number }[],
): number | null {
  const first = candidates[0];
  const last = candidates.at(-1);
  if (first === undefined || last === undefined || candidates.length < 3) return null;
  let elbow: number | null = null;
  let deepest = 1e-9;
  for (const { k, inertia } of candidates) {
    const across = (k - first.k) / (last.k - first.k);
    const down = (first.inertia - inertia) / (first.inertia - last.inertia);
    if (down - across > deepest) {
      deepest = down - across;
      elbow = k;
    }
  }
  return elbow;
}
