import { err, ok, type Result } from '../../domain/result.ts';
import type { BoostingModel } from '../learning/boosting.ts';
import type { ForestModel } from '../learning/forest.ts';
import type { RunOptions } from '../learning/learner.ts';
import type { Tree, TreeModel } from '../learning/tree.ts';
import type { Matrix } from '../matrix.ts';
import { gaussLegendre } from '../numeric/quadrature.ts';

/** What each column adds to the prediction of each row. */
export interface Contributions {
  /** Rows × columns. A row's contributions and `expected` add up to what the model says of it. */
  readonly values: Matrix;
  /** What the model says where nothing is known of a row. */
  readonly expected: number;
}

/** In the unit of the target, or in probability; for boosted labels in log odds. No rows in, none out. */
export function explainTrees(
  model: TreeModel | ForestModel | BoostingModel,
  features: Matrix,
  options: RunOptions = {},
): Result<Contributions, { readonly type: 'cancelled' }> {
  switch (model.method) {
    case 'tree':
      return treeShap([model.tree], { share: 1, baseline: 0 }, features, options);
    case 'forest':
      return treeShap(model.trees, { share: 1 / model.trees.length, baseline: 0 }, features, options);
    case 'boosting':
      return treeShap(model.trees, { share: 1, baseline: model.baseline }, features, options);
  }
}

/**
 * Exact Shapley values of `baseline` + `share` · Σ trees, where a column that is not known sends a row both ways, by the covers.
 * Each leaf is a box; its Shapley values are the integral over t from 0 to 1 of the product over its columns of
 * z(1 − t) + ot, without the column in question, where z is the share of rows that its splits let through and o is 1 where
 * they let this row through: a polynomial, so that Gauss–Legendre quadrature is exact. Rows that meet the same conditions of a
 * leaf share its values. O(rows · leaves · depth), and more for leaves under more than ten columns.
 * Source: Lundberg et al., From Local Explanations to Global Understanding with Explainable AI for Trees, 2020 (path-dependent);
 * Owen, Multilinear Extensions of Games, 1972.
 */
export function treeShap(
  trees: readonly Tree[],
  { share, baseline }: { readonly share: number; readonly baseline: number },
  features: Matrix,
  { onProgress, signal }: RunOptions,
): Result<Contributions, { readonly type: 'cancelled' }> {
  const values = new Float64Array(features.rows * features.columns);
  let expected = baseline;
  for (const [done, tree] of trees.entries()) {
    for (const leaf of boxesOf(tree)) {
      if (signal?.aborted === true) return err({ type: 'cancelled' });
      expected += share * leaf.value * leaf.zeros.reduce((product, zero) => product * zero, 1);
      if (leaf.columns.length > 0) addLeaf(leaf, share, features, values);
    }
    onProgress?.((done + 1) / trees.length);
  }
  return ok({ values: { ...features, values }, expected });
}

/** A leaf: rows fall into it whose cell in each of `columns` is above `low` and at most `high`. */
interface Box {
  readonly columns: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Share of the rows that the splits on each column let through. */
  readonly zeros: Float64Array;
  readonly value: number;
}

interface Side {
  readonly low: number;
  readonly high: number;
  readonly zero: number;
}

function boxesOf(tree: Tree): Box[] {
  const boxes: Box[] = [];
  const follow = (node: number, path: ReadonlyMap<number, Side>): void => {
    const column = tree.feature[node]!;
    if (column < 0) {
      const sides = [...path.values()];
      boxes.push({
        columns: Int32Array.from(path.keys()),
        low: Float64Array.from(sides, ({ low }) => low),
        high: Float64Array.from(sides, ({ high }) => high),
        zeros: Float64Array.from(sides, ({ zero }) => zero),
        value: tree.value[node]!,
      });
      return;
    }
    const before = path.get(column) ?? { low: -Infinity, high: Infinity, zero: 1 };
    const at = tree.threshold[node]!;
    for (const [child, low, high] of [
      [tree.left[node]!, before.low, Math.min(before.high, at)],
      [tree.right[node]!, Math.max(before.low, at), before.high],
    ] as const) {
      const zero = (before.zero * tree.cover[child]!) / tree.cover[node]!;
      follow(child, new Map(path).set(column, { low, high, zero }));
    }
  };
  follow(0, new Map());
  return boxes;
}

/** Columns of a leaf up to which the values of every way to meet its conditions are kept. */
const mostKept = 10;

function addLeaf(leaf: Box, share: number, features: Matrix, sums: Float64Array): void {
  const { columns, low, high } = leaf;
  const size = columns.length;
  const scaled = { ...leaf, value: leaf.value * share };
  const isKept = size <= mostKept;
  const kept = new Float64Array(isKept ? size << size : size);
  const isKnown = new Uint8Array(isKept ? 1 << size : 1);
  const isMet = new Uint8Array(size);
  const work = workFor(size);
  for (let i = 0; i < features.rows; i++) {
    const row = i * features.columns;
    let way = 0;
    for (let k = 0; k < size; k++) {
      const cell = features.values[row + columns[k]!]!;
      const met = Number(cell > low[k]! && cell <= high[k]!);
      isMet[k] = met;
      way = (way << 1) | met;
    }
    const place = isKept ? way * size : 0;
    if (!isKept || isKnown[way] === 0) {
      leafValues(scaled, isMet, work, kept, place);
      if (isKept) isKnown[way] = 1;
    }
    for (let k = 0; k < size; k++) sums[row + columns[k]!]! += kept[place + k]!;
  }
}

interface Work {
  readonly points: Float64Array;
  readonly weights: Float64Array;
  readonly factors: Float64Array;
}

/** Quadrature on 0 … 1 that is exact for polynomials of degree size − 1. */
function workFor(size: number): Work {
  const { points, weights } = gaussLegendre(Math.ceil(size / 2));
  return {
    points: points.map((point) => (point + 1) / 2),
    weights: weights.map((weight) => weight / 2),
    factors: new Float64Array(size),
  };
}

/** The Shapley values of one leaf for rows that meet the given conditions, from `place` on. */
function leafValues(
  { zeros, value }: Box,
  isMet: Uint8Array,
  { points, weights, factors }: Work,
  into: Float64Array,
  place: number,
): void {
  const size = zeros.length;
  for (let k = 0; k < size; k++) into[place + k] = 0;
  let unmet = 0;
  for (let q = 0; q < points.length; q++) {
    const t = points[q]!;
    let product = value * weights[q]!;
    for (let k = 0; k < size; k++) {
      const factor = isMet[k] === 1 ? zeros[k]! * (1 - t) + t : zeros[k]! * (1 - t);
      factors[k] = factor;
      product *= factor;
    }
    // A column whose condition is not met has o − z = −z and the factor z(1 − t): z falls out.
    unmet -= product / (1 - t);
    for (let k = 0; k < size; k++) {
      if (isMet[k] === 1) into[place + k]! += ((1 - zeros[k]!) * product) / factors[k]!;
    }
  }
  for (let k = 0; k < size; k++) if (isMet[k] === 0) into[place + k] = unmet;
}
