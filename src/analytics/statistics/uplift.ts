import { err, ok, type Result } from '../../domain/result.ts';
import { normalQuantile, normalUpper } from './distributions.ts';
import { groupsFlaw, sampleOf, varianceOf, type GroupsError } from './sample.ts';

/** What an action brought: those who got it against those who did not. */
export interface Uplift {
  readonly treated: { readonly n: number; readonly mean: number };
  readonly control: { readonly n: number; readonly mean: number };
  /** Mean of the treated less that of the control group. */
  readonly difference: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** The difference as a share of the control's mean, or null where that is 0. */
  readonly relative: number | null;
}

/**
 * Difference of means of two groups parted by chance, with a large-sample interval; for outcomes 0 and 1 it is that of shares.
 * Source: Neyman 1923.
 */
export function upliftOf(
  treated: ArrayLike<number>,
  control: ArrayLike<number>,
  level = 0.95,
): Result<Uplift, GroupsError> {
  const flaw = groupsFlaw([treated, control], 2);
  if (flaw !== null) return err(flaw);
  const [a, b] = [sampleOf(treated), sampleOf(control)];
  const square = varianceOf(a) / a.n + varianceOf(b) / b.n;
  if (!(square > 0)) return err({ type: 'constant' });
  const difference = a.mean - b.mean;
  const error = Math.sqrt(square);
  const width = normalQuantile(0.5 + level / 2) * error;
  return ok({
    treated: { n: a.n, mean: a.mean },
    control: { n: b.n, mean: b.mean },
    difference,
    error,
    low: difference - width,
    high: difference + width,
    p: 2 * normalUpper(Math.abs(difference / error)),
    relative: b.mean === 0 ? null : difference / b.mean,
  });
}
