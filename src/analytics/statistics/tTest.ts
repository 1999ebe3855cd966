import { err, ok, type Result } from '../../domain/result.ts';
import { tTwoSided, tTwoSidedQuantile } from './distributions.ts';
import { groupsFlaw, sampleOf, varianceOf, type GroupsError } from './sample.ts';

export interface TTest {
  /** Mean of the first less mean of the second. */
  readonly difference: number;
  readonly error: number;
  readonly t: number;
  readonly freedom: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
  /** Difference in deviations: Cohen's d. */
  readonly effect: number;
}

/** Whether two groups have the same mean: Student's test with one variance, or Welch's with two.
 *  Sources: Student 1908; Welch 1947 with Satterthwaite's degrees of freedom. */
export function tTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { variances = 'separate', level = 0.95 }: { variances?: 'separate' | 'pooled'; level?: number } = {},
): Result<TTest, GroupsError> {
  const flaw = groupsFlaw([first, second], 2);
  if (flaw !== null) return err(flaw);
  const [a, b] = [sampleOf(first), sampleOf(second)];
  const pooled = (a.squares + b.squares) / (a.n + b.n - 2);
  if (!(pooled > 0)) return err({ type: 'constant' });
  const [shareA, shareB] =
    variances === 'pooled' ? [pooled / a.n, pooled / b.n] : [varianceOf(a) / a.n, varianceOf(b) / b.n];
  const square = shareA + shareB;
  const freedom =
    variances === 'pooled'
      ? a.n + b.n - 2
      : (square * square) / ((shareA * shareA) / (a.n - 1) + (shareB * shareB) / (b.n - 1));
  return ok(tested(a.mean - b.mean, Math.sqrt(square), freedom, level, Math.sqrt(pooled)));
}

/** Whether the same ones differ before and after: differences of pairs against 0. */
export function pairedTTest(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  level = 0.95,
): Result<TTest, GroupsError> {
  const flaw = groupsFlaw([before, after], 2);
  if (flaw !== null) return err(flaw);
  const sample = sampleOf(Float64Array.from(before, (value, i) => value - after[i]!));
  const variance = varianceOf(sample);
  if (!(variance > 0)) return err({ type: 'constant' });
  return ok(tested(sample.mean, Math.sqrt(variance / sample.n), sample.n - 1, level, Math.sqrt(variance)));
}

function tested(difference: number, error: number, freedom: number, level: number, deviation: number): TTest {
  const t = difference / error;
  const width = tTwoSidedQuantile(1 - level, freedom) * error;
  return {
    ...{ difference, error, t, freedom, p: tTwoSided(t, freedom) },
    ...{ low: difference - width, high: difference + width, effect: difference / deviation },
  };
}
