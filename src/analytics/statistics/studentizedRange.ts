import { logGamma } from '../numeric/gamma.ts';
import { gaussLegendre } from '../numeric/quadrature.ts';
import { normalDensity, normalLower } from './distributions.ts';

const { points, weights } = gaussLegendre(16);
const normal = normalPoints(6);

/**
 * P(Q > q): the chance that the range of `groups` standard normal values exceeds q times an independent estimate of their
 * deviation with `freedom` degrees of freedom (Infinity for a known one). About 1e-10.
 * Source: Copenhaver and Holland, Computation of the distribution of the maximum studentized range statistic, 1988.
 */
export function studentizedRangeUpper(q: number, groups: number, freedom: number): number {
  if (!(q > 0)) return 1;
  if (freedom > 25_000) return 1 - rangeLower(q, groups);
  // s² · freedom is χ²; s lies about 1 with deviation 1/√(2 · freedom).
  const half = freedom / 2;
  const scale = half * Math.log(half) - logGamma(half) + Math.LN2;
  const spread = 9 / Math.sqrt(2 * freedom);
  const from = Math.max(0, 1 - spread);
  const to = 1 + spread * (freedom < 10 ? 2 : 1);
  const inside = integral(from, to, 12, (s) => {
    const density = Math.exp(scale + (freedom - 1) * Math.log(s) - half * s * s);
    return density < 1e-18 ? 0 : density * (1 - rangeLower(q * s, groups));
  });
  return Math.min(1, Math.max(0, inside));
}

/** q with P(Q > q) = p. */
export function studentizedRangeQuantile(p: number, groups: number, freedom: number): number {
  let [low, high] = [0, 4];
  while (studentizedRangeUpper(high, groups, freedom) > p && high < 1e6) [low, high] = [high, high * 2];
  let [below, above] = [
    studentizedRangeUpper(low, groups, freedom) - p,
    studentizedRangeUpper(high, groups, freedom) - p,
  ];
  // The Illinois form of regula falsi.
  for (let round = 0; round < 100 && high - low > 1e-10 * high; round++) {
    const middle = (low * above - high * below) / (above - below);
    const value = studentizedRangeUpper(middle, groups, freedom) - p;
    if (Math.abs(value) < 1e-13) return middle;
    if (value > 0) {
      [low, below] = [middle, value];
      above /= 2;
    } else {
      [high, above] = [middle, value];
      below /= 2;
    }
  }
  return (low + high) / 2;
}

/** P(range of k standard normal values ≤ w) = k ∫ φ(z) (Φ(z) − Φ(z − w))^(k − 1) dz. */
function rangeLower(w: number, k: number): number {
  let share = 0;
  for (let i = 0; i < normal.z.length; i++)
    share += normal.weights[i]! * (normal.lower[i]! - normalLower(normal.z[i]! - w)) ** (k - 1);
  return Math.min(1, k * share);
}

/** Points from −8 to 8, the density there times the width they stand for, and Φ there. */
function normalPoints(panels: number): { z: number[]; weights: number[]; lower: number[] } {
  const z: number[] = [];
  const widths: number[] = [];
  const half = 8 / panels;
  for (let panel = 0; panel < panels; panel++) {
    points.forEach((point, i) => {
      z.push(-8 + (2 * panel + 1 + point) * half);
      widths.push(weights[i]! * half);
    });
  }
  return { z, weights: z.map((at, i) => widths[i]! * normalDensity(at)), lower: z.map(normalLower) };
}

function integral(from: number, to: number, panels: number, value: (x: number) => number): number {
  const half = (to - from) / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (2 * panel + 1) * half;
    for (let i = 0; i < points.length; i++) sum += weights[i]! * value(middle + half * points[i]!);
  }
  return sum * half;
}
