import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom, type Random } from '../../domain/random.ts';
import type { Matrix } from '../matrix.ts';
import { codeColumns } from './codedColumns.ts';
import {
  type Examples,
  type FitError,
  flawOfClasses,
  flawOfValues,
  type RunOptions,
  type Task,
} from './learner.ts';
import { addTree, importancesOf, type Tree } from './tree.ts';
import { growTree, growerFor } from './treeGrowth.ts';

export interface ForestModel {
  readonly method: 'forest';
  readonly task: Task;
  readonly trees: readonly Tree[];
  /** Mean over the trees of each column's share in the impurity taken away. */
  readonly importances: Float64Array;
}

export interface ForestOptions extends RunOptions {
  readonly task: Task;
  readonly seed: number;
  /** 100 by default. */
  readonly trees?: number;
  /** Columns tried at each split: by default the root of their number with labels, a third of them with amounts. */
  readonly columnsPerSplit?: number;
  readonly maxDepth?: number;
  /** Different rows that each side of a split must have, 1 by default. */
  readonly minLeafRows?: number;
}

export interface ForestFit {
  readonly model: ForestModel;
  /** What the trees that did not learn from a row say of it: an honest prediction without folds. The mean target where there is none. */
  readonly outOfBag: Float64Array;
  /** Trees that did not learn from each row. */
  readonly outOfBagTrees: Int32Array;
}

/**
 * Trees grown on rows drawn with replacement, each split of the best of a few drawn columns, and averaged.
 * Source: Breiman, Random Forests, 2001.
 */
export function fitForest(examples: Examples, options: ForestOptions): Result<ForestFit, FitError> {
  const { task, seed, trees: wanted = 100, maxDepth = Number.POSITIVE_INFINITY, minLeafRows = 1 } = options;
  const flaw = task === 'classes' ? flawOfClasses(examples) : flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  const { features, target } = examples;
  const byDefault = task === 'classes' ? Math.sqrt(features.columns) : features.columns / 3;
  const columns = Math.max(1, Math.floor(options.columnsPerSplit ?? byDefault));
  if (!(wanted >= 1)) return err({ type: 'bad-option', option: 'trees' });
  if (!(minLeafRows >= 1)) return err({ type: 'bad-option', option: 'minLeafRows' });
  const random = seededRandom(seed);
  const coded = codeColumns(features, options.signal);
  if (coded === null) return err({ type: 'cancelled' });
  const grower = growerFor(coded, target);
  const draw = { columns, random };
  const trees: Tree[] = [];
  const importances = new Float64Array(features.columns);
  const sums = new Float64Array(features.rows);
  const outOfBagTrees = new Int32Array(features.rows);
  while (trees.length < wanted) {
    if (options.signal?.aborted === true) return err({ type: 'cancelled' });
    drawRows(grower.weight, random);
    const tree = growTree(grower, { maxDepth, minLeafRows, draw, signal: options.signal });
    if (tree === null) return err({ type: 'cancelled' });
    trees.push(tree);
    importancesOf(tree, features.columns).forEach((share, j) => (importances[j]! += share / wanted));
    addOutOfBag(tree, features, grower.weight, sums, outOfBagTrees);
    options.onProgress?.(trees.length / wanted);
  }
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const outOfBag = sums.map((sum, i) => (outOfBagTrees[i] === 0 ? mean : sum / outOfBagTrees[i]!));
  return ok({ model: { method: 'forest', task, trees, importances }, outOfBag, outOfBagTrees });
}

/** Mean over the trees of what each says: an amount, or the probability of label 1. */
export function predictForest({ trees }: ForestModel, features: Matrix): Float64Array {
  const sums = new Float64Array(features.rows);
  for (const tree of trees) addTree(tree, features, 1 / trees.length, sums);
  return sums;
}

/** How often each row comes when as many as there are are drawn with replacement. */
function drawRows(weight: Float64Array, random: Random): void {
  weight.fill(0);
  const rows = weight.length;
  for (let i = 0; i < rows; i++) weight[Math.floor(random() * rows)]! += 1;
}

function addOutOfBag(
  { feature, threshold, left, right, value }: Tree,
  { columns, values }: Matrix,
  weight: Float64Array,
  sums: Float64Array,
  counts: Int32Array,
): void {
  for (let i = 0; i < weight.length; i++) {
    if (weight[i]! > 0) continue;
    let node = 0;
    for (let j = feature[0]!; j >= 0; j = feature[node]!) {
      node = values[i * columns + j]! <= threshold[node]! ? left[node]! : right[node]!;
    }
    sums[i]! += value[node]!;
    counts[i]! += 1;
  }
}
