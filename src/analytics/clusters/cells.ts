import type { Matrix } from '../matrix.ts';

/** Rows of up to three columns by the cell of a grid that they lie in; rows of one cell are never more than eps apart. */
export interface Cells {
  /** Rows of cell c are `rows[start[c] … start[c + 1])`. */
  readonly start: Int32Array;
  readonly rows: Int32Array;
  readonly cellOf: Int32Array;
  /** Cells within eps of cell c, the near before the far, itself left out: `near[first[c] … first[c + 1])`. */
  readonly first: Int32Array;
  readonly near: Int32Array;
}

/** The grid for a distance, or null where it would have too many places to number. */
export function cellsOf(data: Matrix, eps: number): Cells | null {
  const { rows, columns, values } = data;
  const side = (eps / Math.sqrt(columns)) * (1 - 1e-9);
  const low = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const j = i % columns;
    if (values[i]! < low[j]!) low[j] = values[i]!;
    if (values[i]! > high[j]!) high[j] = values[i]!;
  }
  // Two places more on each side than are filled, so that a neighbour's number never wraps round.
  const reach = Math.ceil(Math.sqrt(columns));
  const extent = low.map((from, j) => Math.floor((high[j]! - from) / side) + 1 + 2 * reach);
  if (!(extent.reduce((product, size) => product * size, 1) < 2 ** 52)) return null;
  const stride = extent.map((_, j) => extent.slice(j + 1).reduce((product, size) => product * size, 1));

  const numbers = new Map<number, number>();
  const cellOf = new Int32Array(rows);
  const keys: number[] = [];
  for (let i = 0; i < rows; i++) {
    let key = 0;
    for (let j = 0; j < columns; j++)
      key += (Math.floor((values[i * columns + j]! - low[j]!) / side) + reach) * stride[j]!;
    let number = numbers.get(key);
    if (number === undefined) {
      number = keys.push(key) - 1;
      numbers.set(key, number);
    }
    cellOf[i] = number;
  }
  const start = new Int32Array(keys.length + 1);
  for (const cell of cellOf) start[cell + 1]! += 1;
  for (let cell = 0; cell < keys.length; cell++) start[cell + 1]! += start[cell]!;
  const next = start.slice();
  const sorted = new Int32Array(rows);
  for (let i = 0; i < rows; i++) sorted[next[cellOf[i]!]!++] = i;

  const steps = stepsOf(columns, reach).map((step) => step.reduce((sum, by, j) => sum + by * stride[j]!, 0));
  const first = new Int32Array(keys.length + 1);
  const near: number[] = [];
  keys.forEach((key, cell) => {
    for (const step of steps) {
      const number = numbers.get(key + step);
      if (number !== undefined) near.push(number);
    }
    first[cell + 1] = near.length;
  });
  return { start, rows: sorted, cellOf, first, near: Int32Array.from(near) };
}

/** Steps to cells of which some point may be within √columns sides, the nearest first. */
function stepsOf(columns: number, reach: number): number[][] {
  let steps: number[][] = [[]];
  for (let j = 0; j < columns; j++) {
    steps = steps.flatMap((step) => Array.from({ length: 2 * reach + 1 }, (_, i) => [...step, i - reach]));
  }
  const gap = (step: number[]) => step.reduce((sum, by) => sum + Math.max(0, Math.abs(by) - 1) ** 2, 0);
  const length = (step: number[]) => step.reduce((sum, by) => sum + by * by, 0);
  return steps
    .filter((step) => length(step) > 0 && gap(step) <= columns)
    .sort((a, b) => gap(a) - gap(b) || length(a) - length(b));
}
