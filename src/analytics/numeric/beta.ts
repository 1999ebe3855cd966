import { logGamma } from './gamma.ts';

const tiny = 1e-300;

/** ln B(a, b) for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * I_x(a, b), the share of B(a, b) below x, for a, b > 0 and x from 0 to 1, with relative precision where it is small.
 * `rest` is 1 − x, given where the caller knows it better than a subtraction does.
 * Source: Abramowitz and Stegun 26.5.8 by Lentz's method.
 */
export function betaLower(x: number, a: number, b: number, rest = 1 - x): number {
  if (!(x > 0)) return 0;
  if (!(rest > 0)) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log(rest) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(rest, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = held(1 - ((a + b) * x) / (a + 1));
  d = 1 / d;
  let product = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / held(1 + even * d);
    c = held(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / held(1 + odd * d);
    c = held(1 + odd / c);
    const step = d * c;
    product *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return product;
}

function held(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
