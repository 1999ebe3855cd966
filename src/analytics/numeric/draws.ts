import type { Random } from '../../domain/random.ts';

/** One of a normal distribution of mean 0 and deviation 1. Source: Box and Muller, 1958. */
export function normalDraw(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** One of a gamma distribution of rate 1. Source: Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000. */
export function gammaDraw(shape: number, random: Random): number {
  if (shape < 1) return gammaDraw(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalDraw(random);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** One of a beta distribution: the share of the first of two gamma draws. */
export function betaDraw(a: number, b: number, random: Random): number {
  const first = gammaDraw(a, random);
  const second = gammaDraw(b, random);
  return first + second > 0 ? first / (first + second) : Number(random() * (a + b) < a);
}
