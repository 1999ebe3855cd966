import { err, ok, type Result } from '../../domain/result.ts';
import type { Matrix } from '../matrix.ts';
import { growBoosted, boostedGrowerFor } from './boostedGrowth.ts';
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

/** The sum of a baseline and the leaves of all trees: an amount, or the log odds of label 1. */
export interface BoostingModel {
  readonly method: 'boosting';
  readonly task: Task;
  readonly baseline: number;
  readonly trees: readonly Tree[];
  /** Mean over the trees of each column's share in the gain. */
  readonly importances: Float64Array;
}

export interface BoostingOptions extends RunOptions {
  readonly task: Task;
  /** 100 by default. */
  readonly rounds?: number;
  /** Share of each tree's leaf values that is taken, 0.1 by default. */
  readonly learningRate?: number;
  /** Leaves of each tree at most, 31 by default. */
  readonly maxLeaves?: number;
  /** 20 by default. */
  readonly minLeafRows?: number;
  /** Added to the curvature of each leaf, 0 by default. */
  readonly l2?: number;
  /** Rows not learnt from, whose loss is followed. */
  readonly validation?: Examples;
  /** Rounds without a lower validation loss after which it ends, and goes back to the best. Never by default. */
  readonly patience?: number;
}

export interface BoostingFit {
  readonly model: BoostingModel;
  /** Log-loss, or mean squared error, after each round; that of the validation rows is empty where there are none. */
  readonly loss: Float64Array;
  readonly validationLoss: Float64Array;
}

/**
 * Trees that each follow the slope and curvature of the loss left by those before, grown leaf by leaf on columns merged to 255
 * ranks. Source: Friedman, Greedy Function Approximation, 2001; Ke et al., LightGBM, 2017.
 */
export function fitBoosting(examples: Examples, options: BoostingOptions): Result<BoostingFit, FitError> {
  const { task, rounds = 100, learningRate = 0.1, patience = Number.POSITIVE_INFINITY, validation } = options;
  const flaw = task === 'classes' ? flawOfClasses(examples) : flawOfValues(examples);
  if (flaw !== null) return err(flaw);
  if (!(rounds >= 1)) return err({ type: 'bad-option', option: 'rounds' });
  if (!(learningRate > 0)) return err({ type: 'bad-option', option: 'learningRate' });
  const { features, target } = examples;
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const baseline = task === 'classes' ? Math.log(mean / (1 - mean)) : mean;
  const coded = codeColumns(features, options.signal, 255);
  if (coded === null) return err({ type: 'cancelled' });
  const grower = boostedGrowerFor(coded);
  const limits = {
    maxLeaves: options.maxLeaves ?? 31,
    minLeafRows: options.minLeafRows ?? 20,
    l2: options.l2 ?? 0,
    signal: options.signal,
  };
  const margins = new Float64Array(features.rows).fill(baseline);
  const tested = new Float64Array(validation?.features.rows ?? 0).fill(baseline);
  const trees: Tree[] = [];
  const losses: number[] = [];
  const validationLosses: number[] = [];
  let best = { loss: Number.POSITIVE_INFINITY, rounds: 0 };
  while (trees.length < rounds && trees.length - best.rounds < patience) {
    if (options.signal?.aborted === true) return err({ type: 'cancelled' });
    slopesOf(task, target, margins, grower);
    const tree = growBoosted(grower, limits, learningRate, margins);
    if (tree === null) return err({ type: 'cancelled' });
    trees.push(tree);
    losses.push(lossOf(task, target, margins));
    if (validation === undefined) best = { loss: 0, rounds: trees.length };
    else {
      addTree(tree, validation.features, 1, tested);
      const loss = lossOf(task, validation.target, tested);
      validationLosses.push(loss);
      if (loss < best.loss) best = { loss, rounds: trees.length };
    }
    options.onProgress?.(trees.length / rounds);
  }
  if (patience < Number.POSITIVE_INFINITY) trees.length = Math.max(1, best.rounds);
  const importances = new Float64Array(features.columns);
  for (const tree of trees) {
    importancesOf(tree, features.columns).forEach((share, j) => (importances[j]! += share / trees.length));
  }
  return ok({
    model: { method: 'boosting', task, baseline, trees, importances },
    loss: Float64Array.from(losses),
    validationLoss: Float64Array.from(validationLosses),
  });
}

/** An amount, or the probability of label 1. */
export function predictBoosting(model: BoostingModel, features: Matrix): Float64Array {
  const margins = boostingMargins(model, features);
  return model.task === 'values' ? margins : margins.map((margin) => 1 / (1 + Math.exp(-margin)));
}

/** The sums themselves: amounts, or log odds. */
export function boostingMargins({ trees, baseline }: BoostingModel, features: Matrix): Float64Array {
  const margins = new Float64Array(features.rows).fill(baseline);
  for (const tree of trees) addTree(tree, features, 1, margins);
  return margins;
}

/** Slope and curvature of the loss at the present margins. */
function slopesOf(
  task: Task,
  target: Float64Array,
  margins: Float64Array,
  { slope, curvature }: { readonly slope: Float64Array; readonly curvature: Float64Array },
): void {
  for (let i = 0; i < target.length; i++) {
    if (task === 'values') {
      slope[i] = margins[i]! - target[i]!;
      curvature[i] = 1;
      continue;
    }
    const probability = 1 / (1 + Math.exp(-margins[i]!));
    slope[i] = probability - target[i]!;
    curvature[i] = probability * (1 - probability);
  }
}

function lossOf(task: Task, target: Float64Array, margins: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    if (task === 'values') sum += (margins[i]! - target[i]!) ** 2;
    else {
      const against = target[i] === 1 ? -margins[i]! : margins[i]!;
      sum += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
    }
  }
  return sum / Math.max(1, target.length);
}
