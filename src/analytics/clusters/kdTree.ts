import type { Matrix } from '../matrix.ts';

/** Rows halved again and again along the widest column: node i has the rows `order[from[i] … to[i])` and children 2i + 1 and 2i + 2. */
export interface KdTree {
  readonly data: Matrix;
  readonly order: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Least and greatest value of each column in each node, nodes × columns. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly leaves: number;
}

const leafRows = 12;

/** A tree over rows of finite numbers. O(n log² n). Source: Bentley 1975; Friedman, Bentley and Finkel 1977. */
export function kdTreeOf(data: Matrix): KdTree {
  const { rows, columns, values } = data;
  let depth = 0;
  while (rows >> depth > leafRows) depth++;
  const nodes = 2 ** (depth + 1) - 1;
  const tree: KdTree = {
    data,
    order: Int32Array.from({ length: rows }, (_, i) => i),
    from: new Int32Array(nodes),
    to: new Int32Array(nodes),
    low: new Float64Array(nodes * columns).fill(Number.POSITIVE_INFINITY),
    high: new Float64Array(nodes * columns).fill(Number.NEGATIVE_INFINITY),
    leaves: 2 ** depth - 1,
  };
  const { order, from, to, low, high } = tree;
  to[0] = rows;
  const keys = new Float64Array(rows);
  for (let node = 0; node < nodes; node++) {
    const own = order.subarray(from[node], to[node]);
    for (const row of own) {
      for (let j = 0; j < columns; j++) {
        const value = values[row * columns + j]!;
        if (value < low[node * columns + j]!) low[node * columns + j] = value;
        if (value > high[node * columns + j]!) high[node * columns + j] = value;
      }
    }
    if (node >= tree.leaves) continue;
    let widest = 0;
    for (let j = 1; j < columns; j++)
      if (width(tree, node, j, columns) > width(tree, node, widest, columns)) widest = j;
    for (const row of own) keys[row] = values[row * columns + widest]!;
    own.sort((a, b) => keys[a]! - keys[b]!);
    const middle = (from[node]! + to[node]!) >> 1;
    from[2 * node + 1] = from[node]!;
    to[2 * node + 1] = middle;
    from[2 * node + 2] = middle;
    to[2 * node + 2] = to[node]!;
  }
  return tree;
}

/**
 * Writes the rows within `radius` of row `row`, itself among them, into `found`, at most as many as it holds. Returns their number.
 * What is not wanted is passed over without its distance, which in many columns is the dear part.
 */
export function rowsWithin(
  tree: KdTree,
  row: number,
  radius: number,
  found: Int32Array,
  isWanted?: (other: number) => boolean,
): number {
  const limit = radius * radius;
  const stack = [0];
  let count = 0;
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (node < tree.leaves) {
      const [left, right] = [2 * node + 1, 2 * node + 2];
      const [toLeft, toRight] = [gapTo(tree, left, row), gapTo(tree, right, row)];
      // The nearer half is looked at first: there the most is found, and the search may end early.
      if (toLeft > toRight && toLeft <= limit) stack.push(left);
      if (toRight <= limit) stack.push(right);
      if (toLeft <= toRight && toLeft <= limit) stack.push(left);
      continue;
    }
    for (let at = tree.from[node]!; at < tree.to[node]!; at++) {
      const other = tree.order[at]!;
      if (isWanted?.(other) === false || squareBetween(tree.data, row, other) > limit) continue;
      found[count++] = other;
      if (count === found.length) return count;
    }
  }
  return count;
}

/** Distance of row `row` to its k-th nearest row, itself the first; to the farthest where there are fewer. `nearest` has room for k. */
export function distanceToNearest(tree: KdTree, row: number, nearest: Float64Array): number {
  nearest.fill(Number.POSITIVE_INFINITY);
  search(tree, 0, row, nearest);
  let last = nearest.length - 1;
  while (last > 0 && nearest[last] === Number.POSITIVE_INFINITY) last--;
  return Math.sqrt(nearest[last]!);
}

export function squareBetween({ columns, values }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const gap = values[i * columns + c]! - values[j * columns + c]!;
    sum += gap * gap;
  }
  return sum;
}

function search(tree: KdTree, node: number, row: number, nearest: Float64Array): void {
  const last = nearest.length - 1;
  if (node >= tree.leaves) {
    for (let at = tree.from[node]!; at < tree.to[node]!; at++) {
      const square = squareBetween(tree.data, row, tree.order[at]!);
      if (square >= nearest[last]!) continue;
      let place = last;
      while (place > 0 && nearest[place - 1]! > square) {
        nearest[place] = nearest[place - 1]!;
        place--;
      }
      nearest[place] = square;
    }
    return;
  }
  const [left, right] = [2 * node + 1, 2 * node + 2];
  const [toLeft, toRight] = [gapTo(tree, left, row), gapTo(tree, right, row)];
  const isLeftFirst = toLeft <= toRight;
  if (Math.min(toLeft, toRight) < nearest[last]!) search(tree, isLeftFirst ? left : right, row, nearest);
  if (Math.max(toLeft, toRight) < nearest[last]!) search(tree, isLeftFirst ? right : left, row, nearest);
}

/** Squared distance of a row to the box of a node; 0 inside. */
function gapTo({ data, low, high }: KdTree, node: number, row: number): number {
  const { columns, values } = data;
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const value = values[row * columns + j]!;
    const below = low[node * columns + j]! - value;
    const above = value - high[node * columns + j]!;
    const gap = below > 0 ? below : above > 0 ? above : 0;
    sum += gap * gap;
  }
  return sum;
}

function width({ low, high }: KdTree, node: number, column: number, columns: number): number {
  return high[node * columns + column]! - low[node * columns + column]!;
}
