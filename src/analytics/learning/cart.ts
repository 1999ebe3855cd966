import { err, ok, type Result } from '../../domain/result.ts';
import type { Matrix } from '../matrix.ts';
import { codeColumns } from './codedColumns.ts';
import {
  flawOfClasses,
  flawOfValues,
  type Examples,
  type FitError,
  type RunOptions,
  type Task,
} from './learner.ts';
import { addTree, importancesOf, type Tree } from './tree.ts';
import { growTree, growerFor } from './treeGrowth.ts';

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
  const coded = codeColumns(examples.features, signal);
  if (coded === null) return err({ type: 'cancelled' });
  const grower = growerFor(coded, examples.target);
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
