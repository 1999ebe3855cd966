import { describe, expect, it } from 'vitest';
import { explainLinear, meanAbsolute } from '../../../../src/analytics/explanation/linearContributions.ts';
import {
  explainTrees,
  treeShap,
  type Contributions,
} from '../../../../src/analytics/explanation/treeShap.ts';
import { boostingMargins, fitBoosting } from '../../../../src/analytics/learning/boosting.ts';
import { fitForest } from '../../../../src/analytics/learning/forest.ts';
import { fitLinear, predictLinear } from '../../../../src/analytics/learning/linear.ts';
import { predict } from '../../../../src/analytics/learning/model.ts';
import { fitTree } from '../../../../src/analytics/learning/cart.ts';
import { type Tree } from '../../../../src/analytics/learning/tree.ts';
import { matrixOf, rowsAt } from '../../../../src/analytics/matrix.ts';
import { drawnClasses, drawnExamples } from '../../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../../support/results.ts';

const task = 'classes' as const;

describe('Shapley values of trees', () => {
  it('share what two columns do together, and give a lone one all', () => {
    // "Fever and cough": 80 where both, else 0; each of the four cells has a quarter of the rows.
    const tree = treeOf({
      feature: [0, -1, 1, -1, -1],
      left: [1, -1, 3, -1, -1],
      right: [2, -1, 4, -1, -1],
      value: [0, 0, 0, 0, 80],
      cover: [4, 2, 2, 1, 1],
    });
    const rows = matrixOf([
      [1, 1, 0],
      [1, 0, 0],
    ]);
    const { values, expected } = valueOfResult(treeShap([tree], { share: 1, baseline: 0 }, rows, {}));
    expect(expected).toBe(20);
    closeTo(values.values, [30, 30, 10, -30, -10, -10]);
  });

  it('are those of the definition, also where a column splits more than once', () => {
    const drawn = drawnClasses({ seed: 12, rows: 150, columns: 4 });
    const model = valueOfResult(fitTree(drawn, { task, maxDepth: 7 }));
    const rows = rowsAt(drawn.features, [0, 1, 2, 3, 4, 5]);
    const { values } = valueOfResult(explainTrees(model, rows));
    for (let i = 0; i < rows.rows; i++) {
      const row = rows.values.subarray(i * 4, i * 4 + 4);
      closeTo(values.values.subarray(i * 4, i * 4 + 4), shapleyByDefinition(model.tree, row));
    }
  });

  it('add up to what the model says, for trees, forests and boosting', () => {
    const drawn = drawnClasses({ seed: 7, rows: 200, columns: 12 });
    const rows = rowsAt(drawn.features, [...Array(30).keys()]);
    const tree = valueOfResult(fitTree(drawn, { task }));
    addsUp(valueOfResult(explainTrees(tree, rows)), predict(tree, rows));
    const forest = valueOfResult(fitForest(drawn, { task, seed: 1, trees: 10, columnsPerSplit: 1 })).model;
    addsUp(valueOfResult(explainTrees(forest, rows)), predict(forest, rows));
    const boosting = valueOfResult(fitBoosting(drawn, { task, rounds: 20, minLeafRows: 5 })).model;
    addsUp(valueOfResult(explainTrees(boosting, rows)), boostingMargins(boosting, rows));
  });

  it('are nothing for a column that the trees do not ask for', () => {
    const drawn = drawnClasses({ seed: 7, rows: 200, columns: 3 });
    const still = {
      ...drawn.features,
      values: drawn.features.values.map((v, cell) => (cell % 3 === 1 ? 5 : v)),
    };
    const model = valueOfResult(fitTree({ features: still, target: drawn.target }, { task, maxDepth: 4 }));
    const { values } = valueOfResult(explainTrees(model, still));
    values.values.forEach((value, cell) => {
      if (cell % 3 === 1) expect(value).toBe(0);
    });
  });

  it('obey a cancel', () => {
    const drawn = drawnClasses({ seed: 7, rows: 50, columns: 3 });
    const model = valueOfResult(fitTree(drawn, { task }));
    const signal = { aborted: true };
    expect(errorOfResult(explainTrees(model, drawn.features, { signal })).type).toBe('cancelled');
  });
});

describe('Contributions to a weighted sum', () => {
  it('add up to what the model says, about the mean of the background', () => {
    const drawn = drawnExamples({ seed: 3, rows: 60, columns: 3 });
    const { model } = valueOfResult(fitLinear(drawn));
    const explained = explainLinear(model, drawn.features, drawn.features);
    addsUp(explained, predictLinear(model, drawn.features));
    const sums = explained.values.values.reduce((sum, value) => sum + value, 0);
    expect(sums).toBeCloseTo(0, 9);
  });

  it('matter by their mean size', () => {
    expect(
      Array.from(
        meanAbsolute(
          matrixOf([
            [1, -3],
            [0, 5],
          ]),
        ),
      ),
    ).toEqual([2, 2.5]);
    expect(Array.from(meanAbsolute({ rows: 0, columns: 2, values: new Float64Array(0) }))).toEqual([0, 0]);
  });
});

function treeOf(arrays: {
  feature: number[];
  left: number[];
  right: number[];
  value: number[];
  cover: number[];
}): Tree {
  return {
    feature: Int32Array.from(arrays.feature),
    left: Int32Array.from(arrays.left),
    right: Int32Array.from(arrays.right),
    value: Float64Array.from(arrays.value),
    cover: Float64Array.from(arrays.cover),
    threshold: new Float64Array(arrays.feature.length).fill(0.5),
    gain: new Float64Array(arrays.feature.length),
  };
}

/** Σ over the sets S of other columns |S|! (d − |S| − 1)! / d! · (v(S + j) − v(S)). */
function shapleyByDefinition(tree: Tree, row: Float64Array): number[] {
  const size = row.length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: size }, (_, j) => {
    let sum = 0;
    for (let set = 0; set < 1 << size; set++) {
      if ((set & (1 << j)) !== 0) continue;
      const others = set.toString(2).replaceAll('0', '').length;
      const weight = (factorial(others) * factorial(size - others - 1)) / factorial(size);
      sum += weight * (valueKnowing(tree, row, set | (1 << j)) - valueKnowing(tree, row, set));
    }
    return sum;
  });
}

function valueKnowing(tree: Tree, row: Float64Array, known: number, node = 0): number {
  const column = tree.feature[node]!;
  if (column < 0) return tree.value[node]!;
  const [left, right] = [tree.left[node]!, tree.right[node]!];
  if ((known & (1 << column)) !== 0) {
    return valueKnowing(tree, row, known, row[column]! <= tree.threshold[node]! ? left : right);
  }
  const sides = [left, right].map((side) => tree.cover[side]! * valueKnowing(tree, row, known, side));
  return (sides[0]! + sides[1]!) / tree.cover[node]!;
}

function addsUp({ values, expected }: Contributions, said: Float64Array): void {
  said.forEach((value, i) => {
    const own = values.values.subarray(i * values.columns, (i + 1) * values.columns);
    expect(own.reduce((sum, each) => sum + each, expected)).toBeCloseTo(value, 9);
  });
}

function closeTo(ours: Float64Array, expected: readonly number[]): void {
  expect(Array.from(ours)).toEqual(expected.map((value) => expect.closeTo(value, 9) as number));
}
