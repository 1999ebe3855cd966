import { err, ok, type Result } from '../../domain/result.ts';
import { normalQuantile } from '../statistics/distributions.ts';

/** How long each was seen, and whether it ended then (1) or was still going on (0). */
export interface Durations {
  /** 0 or more, in any one unit. */
  readonly time: ArrayLike<number>;
  readonly ended: ArrayLike<number>;
}

export type SurvivalError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'not-finite'; readonly row: number }
  | { readonly type: 'bad-time'; readonly row: number }
  | { readonly type: 'bad-label'; readonly row: number };

/** One entry for each time at which something ended, rising. */
export interface SurvivalCurve {
  readonly time: Float64Array;
  /** Those seen up to then. */
  readonly atRisk: Float64Array;
  readonly ends: Float64Array;
  /** Chance of going on beyond the time. */
  readonly survival: Float64Array;
  /** Greenwood's standard error of it. */
  readonly error: Float64Array;
  /** Interval of the asked level, symmetrical in ln S, at most 1. 0 to 1 is unknown where nobody is left. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** First time by which half have ended, or null. */
  readonly median: number | null;
  readonly rows: number;
  readonly endsTotal: number;
}

/** The share that goes on beyond each time, from durations of which some are not over. O(n log n).
 *  Sources: Kaplan and Meier 1958; Greenwood 1926; intervals as R's survfit computes them by default. */
export function kaplanMeier(durations: Durations, level = 0.95): Result<SurvivalCurve, SurvivalError> {
  const flaw = durationFlaw(durations);
  if (flaw !== null) return err(flaw);
  const { time, atRisk, ends } = lifeTable(durations);
  const z = normalQuantile(0.5 + level / 2);
  const columns = Array.from({ length: 4 }, () => new Float64Array(time.length));
  const [survival, error, low, high] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  let [share, variance] = [1, 0];
  let median: number | null = null;
  time.forEach((at, i) => {
    const [n, d] = [atRisk[i]!, ends[i]!];
    share *= (n - d) / n;
    variance += n > d ? d / (n * (n - d)) : 0;
    survival[i] = share;
    error[i] = share * Math.sqrt(variance);
    const width = z * Math.sqrt(variance);
    low[i] = share === 0 ? 0 : share * Math.exp(-width);
    high[i] = share === 0 ? 1 : Math.min(1, share * Math.exp(width));
    if (median === null && share <= 0.5 + 1e-12) median = at;
  });
  const endsTotal = ends.reduce((sum, d) => sum + d, 0);
  return ok({
    ...{ time, atRisk, ends, survival, error, low, high, median, endsTotal },
    rows: durations.time.length,
  });
}

/** The chance of going on beyond a time; 1 before the first end. */
export function survivalAt({ time, survival }: SurvivalCurve, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 1 : survival[low - 1]!;
}

export function durationFlaw({ time, ended }: Durations): SurvivalError | null {
  if (time.length === 0) return { type: 'no-rows' };
  for (let row = 0; row < time.length; row++) {
    if (!Number.isFinite(time[row])) return { type: 'not-finite', row };
    if (time[row]! < 0) return { type: 'bad-time', row };
    if (ended[row] !== 0 && ended[row] !== 1) return { type: 'bad-label', row };
  }
  return null;
}

/** Times at which something ended, with those at risk and those that ended. */
function lifeTable({ time, ended }: Durations): {
  time: Float64Array;
  atRisk: Float64Array;
  ends: Float64Array;
} {
  const order = Int32Array.from({ length: time.length }, (_, i) => i).sort((i, j) => time[i]! - time[j]!);
  const [times, atRisk, ends]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < order.length;) {
    const at = time[order[i]!]!;
    const before = i;
    let count = 0;
    for (; i < order.length && time[order[i]!] === at; i++) count += ended[order[i]!]!;
    if (count === 0) continue;
    times.push(at);
    atRisk.push(order.length - before);
    ends.push(count);
  }
  return { time: Float64Array.from(times), atRisk: Float64Array.from(atRisk), ends: Float64Array.from(ends) };
}
