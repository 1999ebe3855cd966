import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import { firstNotFinite, type Matrix } from '../matrix.ts';
import { samplePositions } from '../random.ts';
import { distanceToNearest, kdTreeOf } from './kdTree.ts';

/** The plot by which eps is chosen: how far rows are from their minPts-th nearest row, themselves the first. */
export interface KDistances {
  /** Rising, one for each row looked at. */
  readonly distances: Float64Array;
  /** Where the curve bends most: a first choice of eps. */
  readonly suggestedEps: number;
}

export type KDistanceError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-option'; readonly option: 'minPts' }
  | { readonly type: 'not-finite'; readonly row: number; readonly column: number }
  | { readonly type: 'cancelled' };

/** Up to this many columns the tree finds what is near without looking at most rows. */
const fewColumns = 8;

/** Distances of all rows, or of a seeded sample of 5,000 (1,000 in many columns), to their minPts-th nearest. O(n log n) in few columns.
 *  Sources: Ester and others 1996, 4.2; the bend as the point farthest from the chord, Satopää and others 2011. */
export function kDistances(
  data: Matrix,
  minPts: number,
  { seed = 1, signal }: { seed?: number; signal?: { readonly aborted: boolean } } = {},
): Result<KDistances, KDistanceError> {
  if (data.rows === 0 || data.columns === 0) return err({ type: 'no-rows' });
  if (!Number.isInteger(minPts) || minPts < 2) return err({ type: 'bad-option', option: 'minPts' });
  const flaw = firstNotFinite(data);
  if (flaw !== null) return err({ type: 'not-finite', ...flaw });
  const tree = kdTreeOf(data);
  const nearest = new Float64Array(minPts);
  const sampleRows = data.columns <= fewColumns ? 5_000 : 1_000;
  const positions = samplePositions(data.rows, sampleRows, seededRandom(seed));
  const distances = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    if ((i & 63) === 0 && signal?.aborted === true) return err({ type: 'cancelled' });
    distances[i] = distanceToNearest(tree, positions[i]!, nearest);
  }
  distances.sort();
  return ok({ distances, suggestedEps: bendOf(distances) });
}

function bendOf(rising: Float64Array): number {
  const last = rising.length - 1;
  const [low, high] = [rising[0]!, rising[last]!];
  let [best, place] = [0, last];
  for (let i = 0; i <= last; i++) {
    const below = i / Math.max(1, last) - (rising[i]! - low) / (high - low || 1);
    if (below > best) [best, place] = [below, i];
  }
  return rising[place]!;
}
