/** Quantile of type 7 (linear between order statistics at (n − 1)·p) of ascending values, p from 0 to 1. NaN on empty input.
 *  Source: Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number {
  const last = ascending.length - 1;
  if (last < 0) return Number.NaN;
  const position = last * p;
  const below = Math.min(Math.floor(position), last);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, last)]!;
  return low + (high - low) * (position - below);
}

/** Quantiles of type 7 at each p, of values in any order. O(n log n). */
export function quantiles(values: ArrayLike<number>, ps: readonly number[]): number[] {
  const ascending = Float64Array.from(values).sort();
  return ps.map((p) => quantileOfSorted(ascending, p));
}

/** The value in the middle. NaN on empty input. */
export function median(values: ArrayLike<number>): number {
  return quantiles(values, [0.5])[0]!;
}
