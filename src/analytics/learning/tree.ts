import type { Matrix } from '../matrix.ts';

/** A binary tree in arrays of one length, node 0 its root. */
export interface Tree {
  /** The column that parts the rows of a node; −1 where it is a leaf. */
  readonly feature: Int32Array;
  /** A row goes left where its cell is at most this. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Of every node, leaf or not: mean target of its rows (with labels the share of 1), or what boosting adds. */
  readonly value: Float64Array;
  /** Weight of the rows that reached the node when it was fitted. */
  readonly cover: Float64Array;
  /** By how much the split lowers the summed impurity of its rows; 0 at a leaf. */
  readonly gain: Float64Array;
}

/** Adds `share` times the value of each row's leaf to `sums`. */
export function addTree(
  tree: Tree,
  { rows, columns, values }: Matrix,
  share: number,
  sums: Float64Array,
): void {
  const { feature, threshold, left, right, value } = tree;
  for (let i = 0; i < rows; i++) {
    const row = i * columns;
    let node = 0;
    for (let j = feature[0]!; j >= 0; j = feature[node]!) {
      node = values[row + j]! <= threshold[node]! ? left[node]! : right[node]!;
    }
    sums[i]! += share * value[node]!;
  }
}

/** Share of each column in the gain of a tree, in all 1; zeros where nothing is gained. */
export function importancesOf({ feature, gain }: Tree, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  let all = 0;
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue;
    sums[feature[node]!]! += gain[node]!;
    all += gain[node]!;
  }
  return all > 0 ? sums.map((sum) => sum / all) : sums;
}

/** Leaves of a tree. */
export function leafCount({ feature }: Tree): number {
  return feature.reduce((count, each) => count + Number(each < 0), 0);
}
