import { squaredDistance } from './kmeansSeeding.ts';
import type { Matrix } from './matrix.ts';

/** One start of K-means, refined; its arrays are reused by later starts. */
export interface Refinement {
  /** Number of centres. */
  count: number;
  readonly centers: Float64Array;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** Running sum of the rows of each cluster, k × columns. */
  readonly sums: Float64Array;
  /** Length n. The row is at most this far from its centre. */
  readonly upper: Float64Array;
  /** Length n. The row is at least this far from every other centre. */
  readonly lower: Float64Array;
  inertia: number;
  iterations: number;
}

export interface RefineLimits {
  readonly maxIterations: number;
  /** Ends when the squared moves of the centres sum to this or less; below zero, when no row changes. */
  readonly threshold: number;
  readonly signal: { readonly aborted: boolean } | undefined;
  /** An earlier result on the same rows, which spares distances; by default what `state` holds. */
  readonly hint?: Refinement | null;
}

export function refinementFor({ rows, columns }: Matrix, k: number): Refinement {
  return {
    count: k,
    centers: new Float64Array(k * columns),
    labels: new Int32Array(rows),
    sizes: new Int32Array(k),
    sums: new Float64Array(k * columns),
    upper: new Float64Array(rows),
    lower: new Float64Array(rows),
    inertia: Number.POSITIVE_INFINITY,
    iterations: 0,
  };
}

/**
 * Rounds of Lloyd from the given centres. Bounds on distances, kept by the triangle inequality, spare most of them; sums
 * follow the rows that change. False where it was aborted.
 * Source: Hamerly, Making k-means Even Faster, SIAM International Conference on Data Mining 2010, algorithm 1.
 */
export function refine(
  data: Matrix,
  count: number,
  centers: Float64Array,
  state: Refinement,
  limits: RefineLimits,
): boolean {
  begin(data, centers, count, limits.hint ?? state, state);
  const halfGaps = new Float64Array(count);
  const moves = new Float64Array(count);
  for (let round = 1; round <= limits.maxIterations; round++) {
    if (limits.signal?.aborted === true) return false;
    fillEmptyClusters(data, state);
    const moved = moveCenters(data.columns, state, moves);
    gapsBetweenCenters(data.columns, state, halfGaps);
    const changed = assignRows(data, state, moves, halfGaps);
    state.iterations += 1;
    if (changed === 0 || moved <= limits.threshold) break;
  }
  state.inertia = 0;
  for (let i = 0; i < data.rows; i++) state.inertia += squareToCenter(data, state, i, state.labels[i]!);
  return true;
}

/**
 * Gives each row its nearest centre, bounds and a place in the sums. The centre that is nearest to the row's centre in
 * `hint` is tried first: a row nearer to it than half its gap to other centres needs no further distance.
 */
function begin(
  data: Matrix,
  centers: Float64Array,
  count: number,
  hint: Refinement,
  state: Refinement,
): void {
  const { rows, columns, values } = data;
  const { labels, sizes, sums, upper, lower } = state;
  const guesses = nearestOf(hint, centers, count, columns);
  const hints = hint.labels;
  const found: Nearest = { label: 0, near: 0, far: 0 };
  state.count = count;
  state.centers.set(centers.subarray(0, count * columns));
  const halfGaps = new Float64Array(count);
  gapsBetweenCenters(columns, state, halfGaps);
  sizes.fill(0);
  sums.fill(0);
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    const guess = guesses[hints[i]!]!;
    const half = halfGaps[guess]!;
    let label = guess;
    let near = Math.sqrt(squaredDistance(values, at, centers, guess * columns, columns));
    let far = 2 * half - near;
    if (near > half) {
      searchNearest(data, i, centers, count, guess, near, found);
      ({ label, near, far } = found);
    }
    labels[i] = label;
    upper[i] = near;
    lower[i] = far;
    sizes[label]! += 1;
    for (let j = 0; j < columns; j++) sums[label * columns + j]! += values[at + j]!;
  }
}

/** The new centre nearest to each old one. */
function nearestOf(hint: Refinement, centers: Float64Array, count: number, columns: number): Int32Array {
  const nearest = new Int32Array(hint.centers.length / columns);
  for (let old = 0; old < hint.count; old++) {
    let best = Number.POSITIVE_INFINITY;
    for (let c = 0; c < count; c++) {
      const square = squaredDistance(hint.centers, old * columns, centers, c * columns, columns);
      if (square < best) {
        best = square;
        nearest[old] = c;
      }
    }
  }
  return nearest;
}

/** Moves each centre to the mean of its rows; returns the sum of squared moves and writes the lengths. */
function moveCenters(
  columns: number,
  { count, centers, sums, sizes }: Refinement,
  moves: Float64Array,
): number {
  let total = 0;
  for (let c = 0; c < count; c++) {
    let square = 0;
    for (let j = c * columns; j < (c + 1) * columns; j++) {
      const mean = sums[j]! / sizes[c]!;
      const gap = mean - centers[j]!;
      square += gap * gap;
      centers[j] = mean;
    }
    moves[c] = Math.sqrt(square);
    total += square;
  }
  return total;
}

/** Half the distance from each centre to the nearest other one; infinite for a single centre. */
function gapsBetweenCenters(columns: number, { count, centers }: Refinement, halfGaps: Float64Array): void {
  halfGaps.fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const half = Math.sqrt(squaredDistance(centers, a * columns, centers, b * columns, columns)) / 2;
      if (half < halfGaps[a]!) halfGaps[a] = half;
      if (half < halfGaps[b]!) halfGaps[b] = half;
    }
  }
}

/** Gives each row its nearest centre and returns how many changed. */
function assignRows(data: Matrix, state: Refinement, moves: Float64Array, halfGaps: Float64Array): number {
  const { rows, columns, values } = data;
  const { count, centers, labels, upper, lower } = state;
  const [farthest, largest, second] = twoLargest(moves, count);
  const found: Nearest = { label: 0, near: 0, far: 0 };
  let changed = 0;
  for (let i = 0; i < rows; i++) {
    const own = labels[i]!;
    let near = upper[i]! + moves[own]!;
    let far = lower[i]! - (own === farthest ? second : largest);
    const bound = Math.max(far, halfGaps[own]!);
    if (near > bound) {
      const at = i * columns;
      near = Math.sqrt(squaredDistance(values, at, centers, own * columns, columns));
      if (near > bound) {
        searchNearest(data, i, centers, count, own, near, found);
        ({ near, far } = found);
        if (found.label !== own) {
          moveRow(data, state, i, found.label);
          changed++;
        }
      }
    }
    upper[i] = near;
    lower[i] = far;
  }
  return changed;
}

/** The nearest centre of a row, and its distances to that and to the next one. */
interface Nearest {
  label: number;
  near: number;
  far: number;
}

/** Looks at every centre, when the distance to one is known. Fills `found`: an object for each row would cost more. */
function searchNearest(
  { columns, values }: Matrix,
  row: number,
  centers: Float64Array,
  count: number,
  known: number,
  distance: number,
  found: Nearest,
): void {
  const at = row * columns;
  let label = known;
  let best = distance * distance;
  let next = Number.POSITIVE_INFINITY;
  for (let c = 0; c < count; c++) {
    if (c === known) continue;
    const square = squaredDistance(values, at, centers, c * columns, columns);
    if (square < best) {
      next = best;
      best = square;
      label = c;
    } else if (square < next) {
      next = square;
    }
  }
  found.label = label;
  found.near = Math.sqrt(best);
  found.far = Math.sqrt(next);
}

function moveRow(
  { columns, values }: Matrix,
  { labels, sizes, sums }: Refinement,
  row: number,
  to: number,
): void {
  const from = labels[row]!;
  labels[row] = to;
  sizes[from]! -= 1;
  sizes[to]! += 1;
  for (let j = 0; j < columns; j++) {
    const value = values[row * columns + j]!;
    sums[from * columns + j]! -= value;
    sums[to * columns + j]! += value;
  }
}

/** An empty cluster takes the row that lies farthest from its own centre, out of a cluster with more than one row. */
function fillEmptyClusters(data: Matrix, state: Refinement): void {
  for (let empty = 0; empty < state.count; empty++) {
    if (state.sizes[empty] !== 0) continue;
    let farthest = -1;
    let largest = -1;
    for (let i = 0; i < data.rows; i++) {
      if (state.sizes[state.labels[i]!]! < 2) continue;
      const square = squareToCenter(data, state, i, state.labels[i]!);
      if (square > largest) {
        largest = square;
        farthest = i;
      }
    }
    if (farthest < 0) return;
    moveRow(data, state, farthest, empty);
    state.sums.set(
      data.values.subarray(farthest * data.columns, (farthest + 1) * data.columns),
      empty * data.columns,
    );
    state.upper[farthest] = Number.POSITIVE_INFINITY;
    state.lower[farthest] = 0;
  }
}

function squareToCenter(
  { columns, values }: Matrix,
  { centers }: Refinement,
  row: number,
  center: number,
): number {
  return squaredDistance(values, row * columns, centers, center * columns, columns);
}

function twoLargest(moves: Float64Array, count: number): [position: number, largest: number, second: number] {
  let position = -1;
  let largest = 0;
  let second = 0;
  for (let c = 0; c < count; c++) {
    const move = moves[c]!;
    if (move > largest) {
      second = largest;
      largest = move;
      position = c;
    } else if (move > second) {
      second = move;
    }
  }
  return [position, largest, second];
}
