import { describe, expect, test } from 'vitest';
import { compareMethods, standing, type Method } from '../../../src/analytics/prediction/comparison.ts';
import { dealRows, examplesOfFold } from '../../../src/analytics/prediction/dealtRows.ts';
import { learningCurve, validationCurve } from '../../../src/analytics/prediction/fitCurves.ts';
import { columnImportance } from '../../../src/analytics/prediction/importance.ts';
import { forest, logistic, methodsFor, tree } from '../../../src/analytics/prediction/methods.ts';
import { rankingOf, rocAuc } from '../../../src/analytics/validation/ranking.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { err, ok } from '../../../src/domain/result.ts';
import type { Table } from '../../../src/domain/table.ts';
import { drawnClasses, drawnExamples, requestOf } from '../../support/examples.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';

type Names = 'nobody' | 'first' | 'heart' | 'never';

/** Says the same of everybody. */
const nobody: Method<Names, number> = {
  name: 'nobody',
  fit: () => ok(0),
  predict: (_, { rows }) => new Float64Array(rows),
};
/** Says what the first feature says. */
const first: Method<Names, number> = {
  name: 'first',
  fit: () => ok(0),
  predict: (_, { rows, columns, values }) =>
    Float64Array.from({ length: rows }, (__, i) => values[i * columns]!),
};
const never: Method<Names, number> = {
  name: 'never',
  fit: () => err({ type: 'no-convergence' }),
  predict: () => new Float64Array(),
};

/** 200 records: `tells` says the target but for some chance, `noise` says nothing. 40 of them are not known. */
function aBook(seed: number): { table: Table; target: Float64Array } {
  const random = seededRandom(seed);
  const truth = Float64Array.from({ length: 200 }, () => Number(random() < 0.4));
  return {
    target: truth.map((value, i) => (i % 5 === 0 ? NaN : value)),
    table: {
      rows: truth.length,
      ids: Array.from(truth, (_, i) => `a1.0.${String(i)}`),
      columns: [
        { key: 'tells', type: 'number', values: truth.map((value) => value + random()) },
        { key: 'noise', type: 'number', values: truth.map(() => random()) },
      ],
    },
  };
}

const request = (seed = 1) => ({ ...aBook(3), isClass: true, columns: ['tells', 'noise'], seed });

describe('methods compared on the same folds', () => {
  test('stand by their score on records that they had not seen', async () => {
    const found = valueOfResult(await compareMethods(request(), [nobody, first, never]));
    expect(found.scores.map(({ method }) => method)).toEqual(['first', 'nobody']);
    expect(found.scores[1]).toMatchObject({ score: 0.5, spread: 0, training: 0.5 });
    expect(found.failed).toEqual([{ method: 'never', error: { type: 'no-convergence' } }]);
    expect(found.chosen).toBe('first');
    expect(found.rows).toHaveLength(160);
    const { target } = aBook(3);
    const truth = found.rows.values().map((row) => target[row]!);
    expect(rocAuc(rankingOf([...truth], found.unseen))).toBeCloseTo(found.scores[0]!.score, 1);
  });

  test('the simpler of two that are equally good is chosen', async () => {
    const again = { ...first, name: 'heart' } as const;
    const found = await compareMethods(request(), [nobody, first, again]);
    expect(found.ok && found.value.chosen).toBe('first');
  });

  test('no record of a fold is learnt from before it is tested', async () => {
    const learnt: number[] = [];
    const watching: Method<Names, number> = {
      ...nobody,
      fit: ({ features }) => {
        learnt.push(features.rows);
        return ok(0);
      },
    };
    const found = valueOfResult(await compareMethods(request(), [watching]));
    const tested = found.folds.map((fold) => fold.tested.length);
    expect(learnt.map((rows, i) => rows + tested[i]!)).toEqual([160, 160, 160, 160, 160]);
    expect(new Set(found.folds.flatMap((fold) => [...fold.tested])).size).toBe(160);
  });

  test('how columns become features is learnt from the rows of the fold alone', () => {
    const { table, target } = aBook(3);
    const dealt = valueOfResult(dealRows(request()));
    const { encoding, unseen } = examplesOfFold({ table, columns: ['tells'] }, dealt, 0);
    const column = table.columns[0]!;
    const values = [...dealt.rows.keys()]
      .filter((i) => dealt.foldOf[i] !== 0)
      .map((i) => (column.type === 'number' ? column.values[dealt.rows[i]!]! : NaN));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(encoding.columns[0]).toMatchObject({ mean: expect.closeTo(mean, 12) as number });
    expect(Array.from(unseen.target)).toEqual(
      [...dealt.rows.keys()].filter((i) => dealt.foldOf[i] === 0).map((i) => target[dealt.rows[i]!]),
    );
  });

  test('the same seed gives the same folds, another one others, and folds that are given are kept', async () => {
    const tested = async (seed: number, foldOf?: Int32Array) => {
      const asked = foldOf === undefined ? request(seed) : { ...request(seed), foldOf };
      return valueOfResult(await compareMethods(asked, [nobody])).folds.map((fold) => [...fold.tested]);
    };
    expect(await tested(1)).toEqual(await tested(1));
    expect(await tested(2)).not.toEqual(await tested(1));
    const given = Int32Array.from({ length: 160 }, (_, i) => i % 5);
    expect((await tested(1, given))[2]!.slice(0, 3)).toEqual([2, 7, 12]);
  });

  test('too few known targets, failing methods and a cancel are said, not guessed', async () => {
    const { table, target } = aBook(3);
    const few = target.map((value, i) => (i < 20 ? value : NaN));
    expect(await compareMethods({ ...request(), table, target: few }, [nobody])).toMatchObject({
      error: { type: 'too-few-known', known: 16, needed: 30 },
    });
    expect(await compareMethods(request(), [never])).toMatchObject({ error: { type: 'no-convergence' } });
    expect(await compareMethods(request(), [nobody], { signal: { aborted: true } })).toMatchObject({
      error: { type: 'cancelled' },
    });
  });

  test.each([
    ['classes', methodsFor(true, true)],
    ['values', methodsFor(false)],
  ] as const)(
    'all methods for %s learn something, with spread, every score and rising progress',
    async (task, methods) => {
      const shape = { seed: 21, rows: 150, columns: 4 };
      const isClass = task === 'classes';
      const asked = requestOf(isClass ? drawnClasses(shape) : drawnExamples(shape), isClass);
      const done: number[] = [];
      const onProgress = (share: number): void => void done.push(share);
      const found = valueOfResult(await compareMethods(asked, methods, { onProgress }));
      expect(found.failed).toEqual([]);
      expect(found.scores).toHaveLength(methods.length);
      for (const { score, spread, metrics, p } of found.scores) {
        const main = metrics[isClass ? 'auc' : 'r2']!;
        expect(main.folds).toHaveLength(5);
        expect(main.mean).toBe(score);
        expect(score).toBeGreaterThan(isClass ? 0.6 : 0.2);
        expect(spread).toBeGreaterThan(0);
        expect(Object.values(metrics).every(({ mean }) => Number.isFinite(mean))).toBe(true);
        expect(p === null || (p >= 0 && p <= 1)).toBe(true);
      }
      expect(found.scores[0]!.p).toBeNull();
      expect(done.at(-1)).toBe(1);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
    },
  );

  test('a score that comes later stands beside the best of all', async () => {
    const asked = requestOf(drawnClasses({ seed: 21, rows: 150, columns: 4 }), true);
    const one = valueOfResult(await compareMethods(asked, [tree('classes', 1)]));
    const other = valueOfResult(await compareMethods(asked, [logistic()]));
    const [weak, best] = standing([...one.scores, ...other.scores]);
    expect(best!.p).toBeNull();
    expect(weak!.p).toBeLessThan(0.05);
  });
});

describe('importance', () => {
  const auc = (rows: Int32Array) => {
    const { target } = aBook(3);
    return (positions: Int32Array, said: Float64Array): number => {
      const truth = Float64Array.from(positions, (position) => target[rows[position]!]!);
      return rocAuc(rankingOf(truth, said)) ?? 0.5;
    };
  };

  test('a column that tells matters, and one of noise does not', async () => {
    const found = valueOfResult(await compareMethods(request(), [first]));
    const { table } = aBook(3);
    const by = (seed: number) =>
      valueOfResult(columnImportance(table, found, first.predict, auc(found.rows), { seed }));
    const importance = by(1);
    expect(importance.map(({ key }) => key)).toEqual(['tells', 'noise']);
    expect(importance[0]?.drop).toBeGreaterThan(0.3);
    expect(importance[0]?.spread).toBeGreaterThan(0);
    expect(importance[1]).toEqual({ key: 'noise', drop: 0, spread: 0 });
    expect(by(1)).toEqual(importance);
    expect(by(2)).not.toEqual(importance);
  });

  test('is in proportion to the square of the weight where amounts are weighted sums', async () => {
    const weights = [3, 0, 1.5];
    const drawn = drawnExamples({ seed: 3, rows: 400, columns: 3 });
    const said = Float64Array.from(drawn.target, (_, i) =>
      weights.reduce((sum, weight, j) => sum + weight * drawn.features.values[i * 3 + j]!, 0),
    );
    const asked = requestOf({ ...drawn, target: said }, false);
    const linear = methodsFor(false).find(({ name }) => name === 'linear')!;
    const found = valueOfResult(await compareMethods(asked, [linear]));
    const mse = (positions: Int32Array, values: Float64Array): number =>
      -positions.reduce((sum, at, i) => sum + (said[at]! - values[i]!) ** 2, 0) / positions.length;
    const fell = valueOfResult(columnImportance(asked.table, found, linear.predict, mse, { seed: 4 }));
    const [a, c, b] = fell;
    expect([a!.key, c!.key, b!.key]).toEqual(['a', 'c', 'b']);
    expect(a!.drop / c!.drop).toBeGreaterThan(3);
    expect(a!.drop / c!.drop).toBeLessThan(5);
    expect(b!.drop).toBeCloseTo(0, 2);
  });

  test('obeys a cancel', async () => {
    const found = valueOfResult(await compareMethods(request(), [first]));
    const signal = { aborted: true };
    const { table } = aBook(3);
    const asked = columnImportance(table, found, first.predict, auc(found.rows), { seed: 1, signal });
    expect(errorOfResult(asked).type).toBe('cancelled');
  });
});

describe('curves', () => {
  const asked = requestOf(drawnClasses({ seed: 22, rows: 240, columns: 4 }), true);

  test('show that trees of one row a leaf learn the rows by heart', async () => {
    const settings = [tree('classes', 1), tree('classes', 4), forest('classes', 1)];
    const curve = valueOfResult(await validationCurve(asked, settings));
    expect(curve.map(({ rows }) => rows)).toEqual([192, 192, 192]);
    expect(curve[2]!.learnt.mean).toBe(1);
    expect(curve[2]!.tested.mean).toBeLessThan(0.95);
    const gaps = curve.map(({ learnt, tested }) => learnt.mean! - tested.mean!);
    expect(gaps[2]).toBeGreaterThan(gaps[0]!);
  });

  test('show what more rows bring', async () => {
    const curve = valueOfResult(await learningCurve(asked, logistic(), [0.1, 0.5, 1]));
    expect(curve.map(({ rows }) => Math.round(rows))).toEqual([19, 96, 192]);
    expect(curve[2]!.tested.mean).toBeGreaterThan(curve[0]!.tested.mean!);
    const gaps = curve.map(({ learnt, tested }) => learnt.mean! - tested.mean!);
    expect(gaps[0]).toBeGreaterThan(gaps[2]!);
  });

  test('take a sample where there are too many rows, and obey a cancel', async () => {
    const few = valueOfResult(await learningCurve(asked, logistic(), [1], { most: 100 }));
    expect(few[0]!.rows).toBe(80);
    const signal = { aborted: true };
    expect(errorOfResult(await validationCurve(asked, [logistic()], { signal })).type).toBe('cancelled');
  });
});
