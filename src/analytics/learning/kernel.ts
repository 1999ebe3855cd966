import type { Matrix } from '../matrix.ts';
import { momentsOf } from '../standardise.ts';

/** How alike two rows are: their product about the mean of the table, or exp(−gamma · squared distance). */
export type Kernel = { readonly type: 'linear' } | { readonly type: 'rbf'; readonly gamma: number };

/** Rows of a kernel matrix, made quickly. */
export interface KernelRows {
  readonly rows: number;
  /** K(i, i) of each row. */
  readonly diagonal: Float64Array;
  /** Writes K(i, j) for all j. */
  readonly fill: (i: number, into: Float32Array) => void;
}

/**
 * Rows of the kernel matrix of a table. Columns of two values that are equally far apart are packed into bits, as their part of
 * a squared distance is a count of bits: tables of many yes-or-no columns take a fraction of the time. O(rows · columns) a row.
 */
export function kernelRowsOf(features: Matrix, kernel: Kernel): KernelRows {
  const { rows } = features;
  const packed = packedOf(features);
  const squares = new Float64Array(rows);
  if (kernel.type === 'rbf') {
    const diagonal = new Float64Array(rows).fill(1);
    return {
      ...{ rows, diagonal },
      fill: (i, into) => {
        squaredDistances(packed, i, rows, squares);
        for (let j = 0; j < rows; j++) into[j] = expOfNegative(kernel.gamma * squares[j]!);
      },
    };
  }
  const diagonal = new Float64Array(rows);
  const { mean } = momentsOf(features);
  for (let cell = 0; cell < features.values.length; cell++) {
    const gap = features.values[cell]! - mean[cell % features.columns]!;
    diagonal[Math.floor(cell / features.columns)]! += gap * gap;
  }
  return {
    ...{ rows, diagonal },
    fill: (i, into) => {
      squaredDistances(packed, i, rows, squares);
      const own = diagonal[i]!;
      for (let j = 0; j < rows; j++) into[j] = (own + diagonal[j]! - squares[j]!) / 2;
    },
  };
}

/** Σ weightₛ · exp(−gamma · ‖x − supportₛ‖²) for each row x. */
export function rbfSums(
  supports: Matrix,
  weights: Float64Array,
  gamma: number,
  { rows, columns, values }: Matrix,
): Float64Array {
  const both = new Float64Array(supports.values.length + values.length);
  both.set(supports.values);
  both.set(values, supports.values.length);
  const packed = packedOf({ rows: supports.rows + rows, columns, values: both });
  const squares = new Float64Array(supports.rows);
  return Float64Array.from({ length: rows }, (_, i) => {
    squaredDistances(packed, supports.rows + i, supports.rows, squares);
    let sum = 0;
    for (let s = 0; s < squares.length; s++) sum += weights[s]! * expOfNegative(gamma * squares[s]!);
    return sum;
  });
}

interface Packed {
  /** The other columns, row after row. */
  readonly dense: Float64Array;
  readonly denseColumns: number;
  /** The columns of two values as bits, `words` numbers of 32 bits a row. */
  readonly bits: Int32Array;
  readonly words: number;
  /** Squared gap of the two values. */
  readonly square: number;
}

function packedOf({ rows, columns, values }: Matrix): Packed {
  const gaps = Array.from({ length: columns }, (_, j) => gapOfTwo(values, rows, columns, j));
  const square = mostFrequent(gaps.flatMap((gap) => (gap === null ? [] : [gap.square])));
  const binary = gaps.flatMap((gap, j) => (gap?.square === square ? [j] : []));
  const others = gaps.flatMap((gap, j) => (gap?.square === square ? [] : [j]));
  const words = Math.ceil(binary.length / 32);
  const bits = new Int32Array(rows * words);
  const dense = new Float64Array(rows * others.length);
  for (let i = 0; i < rows; i++) {
    binary.forEach((j, k) => {
      if (values[i * columns + j] !== gaps[j]!.low) bits[i * words + (k >> 5)]! |= 1 << (k & 31);
    });
    others.forEach((j, k) => (dense[i * others.length + k] = values[i * columns + j]!));
  }
  return { dense, denseColumns: others.length, bits, words, square };
}

/** The squared gap of the values of a column that has two of them; null for another. */
function gapOfTwo(
  values: Float64Array,
  rows: number,
  columns: number,
  column: number,
): { readonly low: number; readonly square: number } | null {
  const first = values[column] ?? 0;
  let second = first;
  for (let i = 1; i < rows; i++) {
    const value = values[i * columns + column]!;
    if (value === first || value === second) continue;
    if (second !== first) return null;
    second = value;
  }
  return second === first ? null : { low: first, square: (second - first) ** 2 };
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = 0;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}

/** From row i to each of the first `count` rows. */
function squaredDistances(
  { dense, denseColumns, bits, words, square }: Packed,
  i: number,
  count: number,
  into: Float64Array,
): void {
  const own = i * denseColumns;
  const ownBits = i * words;
  for (let j = 0; j < count; j++) {
    let sum = 0;
    const other = j * denseColumns;
    for (let k = 0; k < denseColumns; k++) {
      const gap = dense[own + k]! - dense[other + k]!;
      sum += gap * gap;
    }
    let unlike = 0;
    const otherBits = j * words;
    for (let k = 0; k < words; k++) {
      let word = bits[ownBits + k]! ^ bits[otherBits + k]!;
      word -= (word >>> 1) & 0x55555555;
      word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
      unlike += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    into[j] = sum + square * unlike;
  }
}

const stepsPerUnit = 32;
const greatest = 100;
const powers = Float64Array.from({ length: greatest * stepsPerUnit + 2 }, (_, k) =>
  Math.exp(-k / stepsPerUnit),
);

/** exp(−x) for x ≥ 0 to ten digits: a table and the first terms of the series. */
function expOfNegative(x: number): number {
  if (x > greatest) return 0;
  const place = (x * stepsPerUnit + 0.5) | 0;
  const rest = place / stepsPerUnit - x;
  return powers[place]! * (1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest / 24))));
}
