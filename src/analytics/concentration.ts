import { quantileOfSorted } from './quantile.ts';

/** Share of the total held by the smallest: `customers[i]` of them (0 to 1) hold `value[i]` (0 to 1). */
export interface LorenzCurve {
  readonly customers: Float64Array;
  readonly value: Float64Array;
}

/** How unevenly a total is spread. */
export interface Concentration {
  /** 0 when all are equal, (n − 1) / n when one holds everything; above that only where some are negative. NaN where the total is not positive. */
  readonly gini: number;
  readonly lorenz: LorenzCurve;
  readonly total: number;
  readonly count: number;
}

/** Gini index of values in any order: Σ(2i − n − 1)·x₍ᵢ₎ / (n·Σx), i from 1 over ascending values, equal to ΣΣ|xᵢ − xⱼ| / (2n²μ).
 *  Source: Gini, 1912; form for sorted data in Dixon et al., Bootstrapping the Gini Coefficient, 1987. */
export function gini(values: ArrayLike<number>): number {
  return giniOfSorted(Float64Array.from(values).sort());
}

/** Gini index and Lorenz curve of values in any order, the curve at `points` + 1 equal steps of the share of customers. O(n log n). */
export function concentrationOf(values: ArrayLike<number>, points = 100): Concentration {
  const ascending = Float64Array.from(values).sort();
  const running = new Float64Array(ascending.length + 1);
  for (let i = 0; i < ascending.length; i++) running[i + 1] = running[i]! + ascending[i]!;
  const total = running[ascending.length]!;
  const customers = new Float64Array(points + 1);
  const value = new Float64Array(points + 1);
  for (let i = 0; i <= points; i++) {
    customers[i] = i / points;
    value[i] = total > 0 ? quantileOfSorted(running, i / points) / total : i / points;
  }
  return { gini: giniOfSorted(ascending), lorenz: { customers, value }, total, count: ascending.length };
}

/** Share of the total (0 to 1) that the largest `share` (0 to 1) of values hold; the number of values is rounded up. NaN where the total is not positive. */
export function topShare(values: ArrayLike<number>, share: number): number {
  const ascending = Float64Array.from(values).sort();
  const count = Math.max(1, Math.ceil(ascending.length * share));
  let total = 0;
  let top = 0;
  for (let i = 0; i < ascending.length; i++) {
    total += ascending[i]!;
    if (i >= ascending.length - count) top += ascending[i]!;
  }
  return total > 0 ? top / total : Number.NaN;
}

function giniOfSorted(ascending: Float64Array): number {
  const n = ascending.length;
  let weighted = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    weighted += (2 * i + 1 - n) * ascending[i]!;
    total += ascending[i]!;
  }
  return total > 0 ? weighted / (n * total) : Number.NaN;
}
