import { err, ok, type Result } from '../../domain/result.ts';
import type { BoostingModel } from '../learning/boosting.ts';
import type { ForestModel } from '../learning/forest.ts';
import type { RunOptions } from '../learning/learner.ts';
import type { TreeModel } from '../learning/cart.ts';
import type { Tree } from '../learning/tree.ts';
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
 * Those of one leaf are v · (o − z) · ∫ Π (z(1 − t) + ot) dt over t from 0 to 1, the product over the other columns on its path,
 * where z is the share of rows that the splits on a column let through and o is 1 where they let this row through. The integrand
 * is a polynomial, so that Gauss–Legendre quadrature is exact; products are carried down the tree and sums of leaves up, and a
 * column that splits again takes its former share back. O(rows · nodes · depth). A node comes after its parent in the arrays.
 * Source: Lundberg et al., From Local Explanations to Global Understanding with Explainable AI for Trees, 2020 (path-dependent);
 * Yu et al., Linear TreeShap, 2022; Owen, Multilinear Extensions of Games, 1972.
 */
export function treeShap(
  trees: readonly Tree[],
  { share, baseline }: { readonly share: number; readonly baseline: number },
  features: Matrix,
  { onProgress, signal }: RunOptions,
): Result<Contributions, { readonly type: 'cancelled' }> {
  const { rows, columns } = features;
  const values = new Float64Array(rows * columns);
  let expected = baseline;
  for (const [done, tree] of trees.entries()) {
    const prepared = prepare(tree);
    expected += share * prepared.mean;
    for (let i = 0; i < rows; i++) {
      if ((i & 255) === 0 && signal?.aborted === true) return err({ type: 'cancelled' });
      addRow(prepared, share, features.values, values, i * columns);
    }
    onProgress?.((done + 1) / trees.length);
  }
  return ok({ values: { ...features, values }, expected });
}

/** What is the same for all rows. Arrays are by node, for the edge from its parent; tables have `points` numbers a node. */
interface Prepared {
  readonly tree: Tree;
  readonly points: number;
  readonly parent: Int32Array;
  /** The column that the parent splits on. */
  readonly column: Int32Array;
  /** The node on the path whose edge was the last on the same column; −1 where there is none. */
  readonly before: Int32Array;
  /** By what the edge multiplies the product, for a row that it lets through (0), that it is the first to stop (1), stopped before (2). */
  readonly ratios: readonly [Float64Array, Float64Array, Float64Array];
  /** What the edge adds to (o − z) / (z(1 − t) + ot) of its column, times the weights of the quadrature, for the first two. */
  readonly gains: readonly [Float64Array, Float64Array];
  /** Mean of the leaves by their covers. */
  readonly mean: number;
  /** Room for a row: how it fares at each edge, and the products and sums at each node. */
  readonly fate: Uint8Array;
  readonly products: Float64Array;
  readonly sums: Float64Array;
}

const passes = 0;
const stops = 1;
const stopped = 2;

function addRow(
  prepared: Prepared,
  share: number,
  cells: Float64Array,
  into: Float64Array,
  row: number,
): void {
  const { tree, points, parent, column, before, ratios, gains, fate, products, sums } = prepared;
  const nodes = parent.length;
  for (let node = 1; node < nodes; node++) {
    const up = parent[node]!;
    const last = before[node]!;
    const isLeft = cells[row + column[node]!]! <= tree.threshold[up]!;
    const own =
      last >= 0 && fate[last] !== passes ? stopped : isLeft === (tree.left[up] === node) ? passes : stops;
    fate[node] = own;
    const ratio = ratios[own];
    const from = up * points;
    const to = node * points;
    for (let q = 0; q < points; q++) products[to + q] = products[from + q]! * ratio[to + q]!;
  }
  sums.fill(0);
  for (let node = nodes - 1; node > 0; node--) {
    const at = node * points;
    const above = parent[node]! * points;
    if (tree.feature[node]! < 0) {
      const value = share * tree.value[node]!;
      for (let q = 0; q < points; q++) sums[at + q] = value * products[at + q]!;
    }
    const own = fate[node];
    if (own !== stopped) {
      const gain = own === passes ? gains[0] : gains[1];
      let sum = 0;
      for (let q = 0; q < points; q++) sum += sums[at + q]! * gain[at + q]!;
      into[row + column[node]!]! += sum;
    }
    for (let q = 0; q < points; q++) sums[above + q]! += sums[at + q]!;
  }
}

function prepare(tree: Tree): Prepared {
  const nodes = tree.feature.length;
  const parent = new Int32Array(nodes).fill(-1);
  const column = new Int32Array(nodes);
  const before = new Int32Array(nodes).fill(-1);
  const zeros = new Float64Array(nodes).fill(1);
  const breadth = new Int32Array(nodes);
  let mean = 0;
  for (let node = 0; node < nodes; node++) {
    if (tree.feature[node]! < 0) mean += (tree.value[node]! * tree.cover[node]!) / tree.cover[0]!;
    else {
      for (const child of [tree.left[node]!, tree.right[node]!]) {
        parent[child] = node;
        column[child] = tree.feature[node]!;
        let last = node;
        while (last > 0 && column[last] !== column[child]) last = parent[last]!;
        before[child] = last > 0 ? last : -1;
        zeros[child] = ((last > 0 ? zeros[last]! : 1) * tree.cover[child]!) / tree.cover[node]!;
        breadth[child] = breadth[node]! + (last > 0 ? 0 : 1);
      }
    }
  }
  // Leaves under up to d columns have polynomials of degree d − 1.
  const points = Math.max(1, Math.ceil(breadth.reduce((most, each) => Math.max(most, each), 0) / 2));
  return {
    ...{ tree, points, parent, column, before, mean },
    ...tablesOf(points, before, zeros),
    fate: new Uint8Array(nodes),
    products: new Float64Array(nodes * points).fill(1),
    sums: new Float64Array(nodes * points),
  };
}

function tablesOf(
  points: number,
  before: Int32Array,
  zeros: Float64Array,
): Pick<Prepared, 'ratios' | 'gains'> {
  const size = before.length * points;
  const ratios = [new Float64Array(size), new Float64Array(size), new Float64Array(size)] as const;
  const gains = [new Float64Array(size), new Float64Array(size)] as const;
  const quadrature = gaussLegendre(points);
  for (let node = 1; node < before.length; node++) {
    const last = before[node]!;
    const zero = zeros[node]!;
    const zeroBefore = last < 0 ? 1 : zeros[last]!;
    for (let q = 0; q < points; q++) {
      const t = (quadrature.points[q]! + 1) / 2;
      const weight = quadrature.weights[q]! / 2;
      const factor = zero * (1 - t) + t;
      const factorBefore = last < 0 ? 1 : zeroBefore * (1 - t) + t;
      const shareBefore = last < 0 ? 0 : (1 - zeroBefore) / factorBefore;
      const place = node * points + q;
      ratios[0][place] = factor / factorBefore;
      ratios[1][place] = (zero * (1 - t)) / factorBefore;
      ratios[2][place] = zero / zeroBefore;
      gains[0][place] = weight * ((1 - zero) / factor - shareBefore);
      gains[1][place] = weight * (-1 / (1 - t) - shareBefore);
    }
  }
  return { ratios, gains };
}
