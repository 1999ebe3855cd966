import { normalQuantile } from './distributions.ts';

/** A share with its interval. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** `hits` of n with Wilson's interval, which stays within 0 and 1; 0 to 1 where n is 0. Source: Wilson 1927. */
export function shareOf(hits: number, n: number, level = 0.95): Share {
  if (n === 0) return { share: 0, low: 0, high: 1, n };
  const z = normalQuantile(0.5 + level / 2);
  const share = hits / n;
  const scale = 1 + (z * z) / n;
  const middle = (share + (z * z) / (2 * n)) / scale;
  const width = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const low = hits === 0 ? 0 : Math.max(0, middle - width);
  return { share, low, high: hits === n ? 1 : Math.min(1, middle + width), n };
}
