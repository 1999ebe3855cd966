import { betaLower } from '../numeric/beta.ts';
import { gammaUpper } from '../numeric/gamma.ts';

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** P(Z > z), with relative precision in the upper tail. Source: Abramowitz and Stegun 26.2.29 and 7.1.2. */
export function normalUpper(z: number): number {
  const outside = 0.5 * gammaUpper(0.5, 0.5 * z * z);
  return z < 0 ? 1 - outside : outside;
}

/** P(Z ≤ z). */
export function normalLower(z: number): number {
  return normalUpper(-z);
}

/** z with P(Z ≤ z) = p, for p between 0 and 1; infinite at the ends.
 *  Source: Abramowitz and Stegun 26.2.23 as the start of Newton's method on the logarithm of the tail. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let round = 0; round < 6; round++) {
    const tail = normalUpper(z);
    const move = (Math.log(tail / p) * tail) / normalDensity(z);
    z += move;
    if (Math.abs(move) < 1e-15 * Math.abs(z)) break;
  }
  return -z;
}

/** P(|T| > |t|) with `freedom` degrees of freedom. Source: Abramowitz and Stegun 26.7.1. */
export function tTwoSided(t: number, freedom: number): number {
  const square = t * t;
  return betaLower(freedom / (freedom + square), freedom / 2, 0.5, square / (freedom + square));
}

/** t with P(|T| > t) = p, for p above 0 and at most 1. */
export function tTwoSidedQuantile(p: number, freedom: number): number {
  return rootOfFalling((t) => tTwoSided(t, freedom) - p);
}

/** P(F > f) with `above` and `below` degrees of freedom. Source: Abramowitz and Stegun 26.6.2. */
export function fUpper(f: number, above: number, below: number): number {
  if (!(f > 0)) return 1;
  const sum = below + above * f;
  return betaLower(below / sum, below / 2, above / 2, (above * f) / sum);
}

/** P(χ² > x) with `freedom` degrees of freedom. */
export function chiSquareUpper(x: number, freedom: number): number {
  return gammaUpper(freedom / 2, x / 2);
}

/** Where a falling function of x ≥ 0 crosses 0, by bisection to the last bits. */
export function rootOfFalling(value: (x: number) => number): number {
  let low = 0;
  let high = 1;
  while (value(high) > 0 && high < 1e12) {
    low = high;
    high *= 2;
  }
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (value(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
