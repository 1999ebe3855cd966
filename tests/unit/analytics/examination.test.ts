import { describe, expect, test } from 'vitest';
import { sampledShapley } from '../../../src/analytics/explanation/sampledShapley.ts';
import { fitCalibratedSvm, predictCalibratedSvm } from '../../../src/analytics/learning/calibratedSvm.ts';
import { fitLinear } from '../../../src/analytics/learning/linear.ts';
import { matrixOf, type Matrix } from '../../../src/analytics/matrix.ts';
import { coefficientRows } from '../../../src/analytics/prediction/coefficientRows.ts';
import { drawnTree } from '../../../src/analytics/prediction/drawnTree.ts';
import { examine } from '../../../src/analytics/prediction/examination.ts';
import { penaltyPath } from '../../../src/analytics/prediction/penaltyPath.ts';
import { encode, fitEncoding } from '../../../src/analytics/preparation/encoding.ts';
import { calibrationCurve, calibrationError } from '../../../src/analytics/validation/calibration.ts';
import { rankingOf, rocAuc } from '../../../src/analytics/validation/ranking.ts';
import { columnOfTable, type Table } from '../../../src/domain/table.ts';
import { drawnClasses, drawnExamples, requestOf } from '../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';

/** A target that is 1 from 30 years on, or where the plan is "plus". */
const ages = Float64Array.from({ length: 480 }, (_, i) => 18 + ((i * 7) % 40));
const plans = Int32Array.from({ length: 480 }, (_, i) => i % 3);
const table: Table = {
  rows: ages.length,
  ids: Array.from(ages, (_, i) => `a1.0.${String(i)}`),
  columns: [
    { key: 'age', type: 'number', values: ages },
    { key: 'plan', type: 'category', labels: ['basic', 'plus', 'pro'], codes: plans },
    {
      key: 'left',
      type: 'number',
      values: ages.map((age, i) => Number(age > 30 || plans[i] === 1)),
    },
  ],
};
const rows = Int32Array.from(ages.keys());
const encoding = fitEncoding(table, ['age', 'plan'], rows);
const left = columnOfTable(table, 'left');
const target = left?.type === 'number' ? left.values : new Float64Array();
const examples = { features: encode(encoding, table, rows), target };

describe('a drawn tree', () => {
  const nodes = drawnTree(examples, encoding, 'classes', {})!;

  test('asks in the units of the columns, and yes is on the side that the question says', () => {
    const age = nodes.findIndex(({ question }) => question?.key === 'age');
    expect(nodes[age]!.question!.most).toBeCloseTo(30.5, 0);
    for (const [i, { parent, isYes, rows: count, value }] of nodes.entries()) {
      const asked = nodes[parent]?.question;
      if (asked === undefined) continue;
      const inside = rows.filter((row) => isThere(nodes, i, row));
      expect(inside).toHaveLength(count);
      expect(inside.reduce((sum, row) => sum + target[row]!, 0) / count).toBeCloseTo(value, 12);
      expect(typeof isYes).toBe('boolean');
    }
  });

  test('has no more than three levels, and parents first', () => {
    expect(Math.max(...nodes.map(({ depth }) => depth))).toBeLessThanOrEqual(3);
    nodes.forEach(({ parent }, i) => expect(parent).toBeLessThan(i));
  });

  test('is none where nothing can be parted', () => {
    const still = { ...examples, target: target.map(() => 1) };
    expect(drawnTree(still, encoding, 'classes', {})).toBeNull();
  });
});

function isThere(nodes: ReturnType<typeof drawnTree> & object, node: number, row: number): boolean {
  const { parent, isYes } = nodes[node]!;
  if (parent < 0) return true;
  const { key, label, most } = nodes[parent]!.question!;
  const holds = key === 'age' ? ages[row]! <= most! : ['basic', 'plus', 'pro'][plans[row]!] === label;
  return holds === isYes && isThere(nodes, parent, row);
}

describe('coefficients of a regression', () => {
  test('are those of least squares, without the label that follows from the others', () => {
    const amounts = drawnExamples({ seed: 4, rows: 480, columns: 2 });
    const found = coefficientRows({ ...examples, target: amounts.target }, encoding, 'values', {})!;
    expect(found).toHaveLength(3);
    expect(found.map(({ key }) => key).sort()).toEqual(['age', 'plan', 'plan']);
    for (const { estimate, low, high, p } of found) {
      expect(low).toBeLessThan(estimate);
      expect(high).toBeGreaterThan(estimate);
      expect(p).toBeGreaterThanOrEqual(0);
    }
    const kept = matrixOf(
      [0, 1, 2].map((j) => Float64Array.from(rows, (row) => examples.features.values[row * 4 + j]!)),
    );
    const { model } = valueOfResult(fitLinear({ features: kept, target: amounts.target }));
    const age = found.find(({ key }) => key === 'age')!;
    expect(age.estimate).toBeCloseTo(model.coefficients[0]!, 9);
  });

  test('are none where a weighted sum parts the classes', () => {
    const labels = ages.map((age) => Number(age > 30));
    expect(coefficientRows({ ...examples, target: labels }, encoding, 'classes', {})).toBeNull();
  });
});

describe('the path of a penalty', () => {
  test('falls, keeps more features the weaker it is, and is used where it is as good as the best', () => {
    const drawn = drawnExamples({ seed: 9, rows: 160, columns: 3 });
    const asked = requestOf(drawn, false);
    const by = fitEncoding(asked.table, asked.columns, Int32Array.from(drawn.target.keys()));
    const path = penaltyPath(drawn, by, 1, {})!;
    expect(path.alphas).toEqual(path.alphas.toSorted((a, b) => b - a));
    expect(path.used).toBeGreaterThanOrEqual(path.best);
    expect(path.of).toBe(3);
    expect(path.error).toHaveLength(path.alphas.length);
    for (const { coefficients } of path.paths) expect(coefficients[0]).toBeCloseTo(0, 9);
  });
});

describe('a closer look', () => {
  test('has what applies to labels and to amounts', async () => {
    const shape = { seed: 3, rows: 160, columns: 3 };
    const ask = (isClass: boolean, method: 'tree' | 'lasso') => {
      const drawn = isClass ? drawnClasses(shape) : drawnExamples(shape);
      const { table: own, columns } = requestOf(drawn, isClass);
      const whole = {
        ...own,
        columns: [...own.columns, { ...own.columns[0]!, key: 't', values: drawn.target }],
      };
      return examine({
        ...{ table: whole, columns, seed: 1, method, truth: drawn.target, unseen: drawn.target },
        target: { key: 't', ...(isClass ? { yes: '1' } : {}) },
      });
    };
    const labels = valueOfResult(await ask(true, 'tree'));
    expect(labels.ranking!.averagePrecision).toBe(1);
    expect(labels.settings!.points).toHaveLength(labels.settings!.values.length);
    expect(labels.learning).toHaveLength(6);
    expect([labels.penalty, labels.tree === null]).toEqual([null, false]);
    const amounts = valueOfResult(await ask(false, 'lasso'));
    expect([amounts.ranking, amounts.settings]).toEqual([null, null]);
    expect(amounts.penalty!.of).toBe(3);
    expect(amounts.coefficients).toHaveLength(3);
  });
});

describe('a support vector machine that says probabilities', () => {
  const drawn = drawnClasses({ seed: 8, rows: 300, columns: 3 });
  const options = { kernel: 'rbf', seed: 1 } as const;

  test('ranks as well as its decision values, and its chances mean what they say', () => {
    const model = valueOfResult(fitCalibratedSvm(drawn, options));
    const said = predictCalibratedSvm(model, drawn.features);
    expect(said.every((value) => value > 0 && value < 1)).toBe(true);
    expect(rocAuc(rankingOf(drawn.target, said))).toBeGreaterThan(0.85);
    expect(calibrationError(calibrationCurve(drawn.target, said))).toBeLessThan(0.15);
  });

  test('needs three of each class, and obeys a cancel', () => {
    const few = { ...drawn, target: drawn.target.map((_, i) => Number(i < 2)) };
    expect(errorOfResult(fitCalibratedSvm(few, options))).toMatchObject({
      ...{ type: 'too-few-of-class', label: 1, needed: 3 },
    });
    const cancelled = { ...options, signal: { aborted: true } };
    expect(errorOfResult(fitCalibratedSvm(drawn, cancelled)).type).toBe('cancelled');
  });
});

describe('Shapley values of drawn orders', () => {
  const weights = [3, -1, 0, 0.5];
  const sum = ({ rows: count, columns, values }: Matrix): Float64Array =>
    Float64Array.from({ length: count }, (_, i) =>
      weights.reduce((all, weight, j) => all + weight * values[i * columns + j]!, 0),
    );

  test('are those of a weighted sum, and add up over groups', () => {
    const own = { rows: 2, columns: 4, values: Float64Array.of(1, 2, 3, 4, 0, 0, 0, 0) };
    const still = { rows: 1, columns: 4, values: Float64Array.of(1, 1, 1, 1) };
    const { values } = sampledShapley(sum, [[0], [1, 3], [2]], own, still, 1);
    expect(Array.from(values)).toEqual(
      [0, 0.5, 0, -3, 0.5, 0].map((each) => expect.closeTo(each, 12) as number),
    );
  });

  test('are nothing without a background', () => {
    const own = { rows: 1, columns: 4, values: Float64Array.of(1, 2, 3, 4) };
    const none = { rows: 0, columns: 4, values: new Float64Array() };
    expect(Array.from(sampledShapley(sum, [[0], [1]], own, none, 1).values)).toEqual([0, 0]);
  });
});
