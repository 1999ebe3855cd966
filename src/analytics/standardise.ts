import type { Matrix } from './matrix.ts';

/** Mean and population standard deviation of each column, and its skewness. */
export interface Moments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Third standardised moment, g₁ = m₃ / m₂^1.5; 0 for a constant column. */
  readonly skewness: Float64Array;
}

/** Moments of each column by two passes, dividing by n. All zero on an empty matrix. */
export function momentsOf({ rows, columns, values }: Matrix): Moments {
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  const skewness = new Float64Array(columns);
  for (let j = 0; j < columns && rows > 0; j++) {
    let sum = 0;
    for (let i = j; i < values.length; i += columns) sum += values[i]!;
    const average = sum / rows;
    let squares = 0;
    let cubes = 0;
    for (let i = j; i < values.length; i += columns) {
      const gap = values[i]! - average;
      squares += gap * gap;
      cubes += gap * gap * gap;
    }
    const variance = squares / rows;
    mean[j] = average;
    deviation[j] = Math.sqrt(variance);
    skewness[j] = variance > 0 ? cubes / rows / variance ** 1.5 : 0;
  }
  return { mean, deviation, skewness };
}

/** z-scores z = (x − mean) / deviation with the population deviation; a constant column becomes zeros. */
export function standardise(data: Matrix, moments: Moments = momentsOf(data)): Matrix {
  const { columns, values } = data;
  const scaled = new Float64Array(values.length);
  for (let j = 0; j < columns; j++) {
    const average = moments.mean[j]!;
    const deviation = moments.deviation[j]!;
    if (deviation <= Math.abs(average) * 1e-12) continue;
    for (let i = j; i < values.length; i += columns) scaled[i] = (values[i]! - average) / deviation;
  }
  return { ...data, values: scaled };
}

/** sign(x) · log(1 + |x|): the logarithm for skewed amounts, defined for a net amount below zero too. */
export function signedLog1p(value: number): number {
  return value < 0 ? -Math.log1p(-value) : Math.log1p(value);
}
