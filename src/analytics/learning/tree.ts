import { err, ok, type Result } from '../../domain/result.ts';
import type { Matrix } from '../matrix.ts';
import { codeColumns } from './codedColumns.ts';
import { flawOfClasses, flawOfValues, type Examples, type FitError, type RunOptions } from './learner.ts';
import { growTree, growerFor } from './treeGrowth.ts';

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

/** Whether targets are labels 0 and 1 or amounts. */
export type Task = 'classes' | 'values';

export interface TreeModel {
  readonly method: 'tree';
  readonly task: Task;
  readonly tree: Tree;
  /** Share of each column in the impurity that the tree takes away, in all 1; zeros for a single leaf. */
  readonly importances: Float64Array;
}

export interface TreeOptions extends RunOptions {
  readonly task: Task;
  /** Splits between root and leaf at most. No limit by default. */
  readonly maxDepth?: number;
  /** Rows that each side of a split must have, 1 by default. */
  readonly minLeafRows?: number;
}

/**
 * A tree of the splits that lower Gini impurity most, for amounts the squared error; of equal splits the one of the first
 * column. With labels both have the same order, as 2p(1 − p) is twice the variance.
 * Source: Breiman, Friedman, Olshen and Stone, Classification and Regression Trees, 1984.
 */
export function fitTree(examples: Examples, options: TreeOptions): Result<TreeModel, FitError> {
  const flaw = options.task === 'classes' ? flawOfClasses(examples) : flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const { maxDepth = Number.POSITIVE_INFINITY, minLeafRows = 1, signal, onProgress } = options;
  if (!(maxDepth >= 1)) return err({ type: 'bad-option', option: 'maxDepth' });
  if (!(minLeafRows >= 1)) return err({ type: 'bad-option', option: 'minLeafRows' });
  const grower = growerFor(codeColumns(examples.features), examples.target);
  for (let i = 0; i < examples.target.length; i++) grower.weight[i] = 1;
  const tree = growTree(grower, { maxDepth, minLeafRows, draw: null, signal });
  if (tree === null) return err({ type: 'cancelled' });
  onProgress?.(1);
  const importances = importancesOf(tree, examples.features.columns);
  return ok({ method: 'tree', task: options.task, tree, importances });
}

/** Value of the leaf that each row falls into: a mean, or the share of 1. */
export function predictTree({ tree }: TreeModel, features: Matrix): Float64Array {
  const predicted = new Float64Array(features.rows);
  addTree(tree, features, 1, predicted);
  return predicted;
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
