import { err, ok, type Result } from '../../domain/result.ts';
import { choleskyOf, solveCholesky } from '../numeric/cholesky.ts';
import { chiSquareUpper } from '../statistics/distributions.ts';
import { durationFlaw, type Durations, type SurvivalError } from './kaplanMeier.ts';

export interface LogRank {
  readonly chiSquare: number;
  readonly freedom: number;
  readonly p: number;
  /** Ends seen in each group, and expected if all groups ended alike. */
  readonly observed: Float64Array;
  readonly expected: Float64Array;
}

export type LogRankError = SurvivalError | { readonly type: 'too-few-groups' };

/**
 * Whether groups (0 to `groups` − 1) end alike. Groups nobody of whom is ever at risk of an end are left out.
 * Source: Mantel 1966; Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2002, 1.5.
 */
export function logRank(
  durations: Durations,
  group: ArrayLike<number>,
  groups: number,
): Result<LogRank, LogRankError> {
  const flaw = durationFlaw(durations);
  if (flaw !== null) return err(flaw);
  const { time, ended } = durations;
  const order = Int32Array.from({ length: time.length }, (_, i) => i).sort((i, j) => time[i]! - time[j]!);
  const atRisk = new Float64Array(groups);
  for (let i = 0; i < time.length; i++) atRisk[group[i]!]! += 1;
  const observed = new Float64Array(groups);
  const expected = new Float64Array(groups);
  const covariance = new Float64Array(groups * groups);
  const gone = new Float64Array(groups);
  for (let i = 0; i < order.length;) {
    const at = time[order[i]!]!;
    const n = order.length - i;
    let d = 0;
    gone.fill(0);
    for (; i < order.length && time[order[i]!] === at; i++) {
      const own = group[order[i]!]!;
      gone[own]! += 1;
      observed[own]! += ended[order[i]!]!;
      d += ended[order[i]!]!;
    }
    const factor = n > 1 ? (d * (n - d)) / (n - 1) / (n * n) : 0;
    for (let g = 0; g < groups; g++) {
      expected[g]! += (d * atRisk[g]!) / n;
      for (let h = 0; h < groups; h++)
        covariance[g * groups + h]! += factor * atRisk[g]! * ((g === h ? n : 0) - atRisk[h]!);
    }
    for (let g = 0; g < groups; g++) atRisk[g]! -= gone[g]!;
  }
  const kept = Array.from(expected.keys()).filter((g) => covariance[g * groups + g]! > 0);
  const freedom = kept.length - 1;
  if (freedom < 1) return err({ type: 'too-few-groups' });
  // The differences sum to 0: one of them says nothing.
  const used = kept.slice(0, freedom);
  const difference = used.map((g) => observed[g]! - expected[g]!);
  const square = Float64Array.from(used.flatMap((g) => used.map((h) => covariance[g * groups + h]!)));
  const lower = choleskyOf(square, freedom);
  if (lower === null) return err({ type: 'too-few-groups' });
  const solved = solveCholesky(lower, difference);
  const chiSquare = difference.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  return ok({ chiSquare, freedom, p: chiSquareUpper(chiSquare, freedom), observed, expected });
}
