import { err, ok, type Result } from '../../domain/result.ts';
import { normalQuantile, tTwoSided } from './distributions.ts';
import { ranksOf } from './ranks.ts';
import { sampleOf } from './sample.ts';

export interface Correlation {
  /** −1 to 1. */
  readonly r: number;
  /** Pairs of which both are known. */
  readonly n: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

export type CorrelationError =
  { readonly type: 'too-few-rows'; readonly needed: number } | { readonly type: 'constant' };

/** How two columns go together: by values (Pearson) or by ranks (Spearman). Pairs with a missing value are left out.
 *  Intervals by Fisher's z, 1921. */
export function correlation(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  { by = 'values', level = 0.95 }: { by?: 'values' | 'ranks'; level?: number } = {},
): Result<Correlation, CorrelationError> {
  const known = Array.from({ length: left.length }, (_, i) => i).filter(
    (i) => Number.isFinite(left[i]) && Number.isFinite(right[i]),
  );
  const n = known.length;
  if (n < 4) return err({ type: 'too-few-rows', needed: 4 });
  const pick = (column: ArrayLike<number>) => {
    const values = Float64Array.from(known, (i) => column[i]!);
    return by === 'ranks' ? ranksOf(values).ranks : values;
  };
  const [a, b] = [pick(left), pick(right)];
  const [first, second] = [sampleOf(a), sampleOf(b)];
  if (!(first.squares > 0) || !(second.squares > 0)) return err({ type: 'constant' });
  let product = 0;
  for (let i = 0; i < n; i++) product += (a[i]! - first.mean) * (b[i]! - second.mean);
  const r = Math.max(-1, Math.min(1, product / Math.sqrt(first.squares * second.squares)));
  const rest = (1 - r) * (1 + r);
  const p = rest > 0 ? tTwoSided(r * Math.sqrt((n - 2) / rest), n - 2) : 0;
  const width = normalQuantile(0.5 + level / 2) / Math.sqrt(n - 3);
  const z = Math.atanh(r);
  return ok({ r, n, p, low: Math.tanh(z - width), high: Math.tanh(z + width) });
}
