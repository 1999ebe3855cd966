import type { Tree } from '../../src/analytics/learning/tree.ts';
import { readSharedJson } from './sharedData.ts';

interface XgbTree {
  readonly left_children: number[];
  readonly right_children: number[];
  readonly split_indices: number[];
  readonly split_conditions: number[];
  readonly sum_hessian: number[];
}

/** The trees of a model saved by XGBoost. It sends a cell left where it is below the condition, both as 32-bit numbers. */
export function xgboostTrees(path: string): Tree[] {
  const saved = readSharedJson(path) as {
    learner: { gradient_booster: { model: { trees: XgbTree[] } } };
  };
  return saved.learner.gradient_booster.model.trees.map((tree) => {
    const isLeaf = tree.left_children.map((child) => child < 0);
    return {
      feature: Int32Array.from(tree.split_indices, (column, node) => (isLeaf[node] ? -1 : column)),
      threshold: Float64Array.from(tree.split_conditions, numberBelow),
      left: Int32Array.from(tree.left_children),
      right: Int32Array.from(tree.right_children),
      value: Float64Array.from(tree.split_conditions, (value, node) =>
        isLeaf[node] ? Math.fround(value) : 0,
      ),
      cover: Float64Array.from(tree.sum_hessian),
      gain: new Float64Array(isLeaf.length),
    };
  });
}

/** The 32-bit number next below a positive one. */
function numberBelow(value: number): number {
  const number = Float32Array.of(value);
  const bits = new Int32Array(number.buffer);
  bits[0]! -= 1;
  return number[0]!;
}
