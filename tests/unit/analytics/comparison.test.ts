import { describe, expect, test } from 'vitest';
import { compareMethods, type Method } from '../../../src/analytics/prediction/comparison.ts';
import { columnImportance } from '../../../src/analytics/prediction/importance.ts';
import { rankingOf, rocAuc } from '../../../src/analytics/validation/ranking.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { err, ok } from '../../../src/domain/result.ts';
import type { Table } from '../../../src/domain/table.ts';

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
  test('stand by their score on records that they had not seen', () => {
    const found = compareMethods(request(), [nobody, first, never]);
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value.scores.map(({ method }) => method)).toEqual(['first', 'nobody']);
    expect(found.value.scores[1]).toMatchObject({ score: 0.5, spread: 0, training: 0.5 });
    expect(found.value.failed).toEqual([{ method: 'never', error: { type: 'no-convergence' } }]);
    expect(found.value.chosen).toBe('first');
    expect(found.value.rows).toHaveLength(160);
    const { target } = aBook(3);
    const truth = found.value.rows.values().map((row) => target[row]!);
    expect(rocAuc(rankingOf([...truth], found.value.unseen))).toBeCloseTo(found.value.scores[0]!.score, 1);
  });

  test('the simpler of two that are equally good is chosen', () => {
    const again = { ...first, name: 'heart' } as const;
    const found = compareMethods(request(), [nobody, first, again]);
    expect(found.ok && found.value.chosen).toBe('first');
  });

  test('no record of a fold is learnt from before it is tested', () => {
    const learnt: number[] = [];
    const watching: Method<Names, number> = {
      ...nobody,
      fit: ({ features }) => {
        learnt.push(features.rows);
        return ok(0);
      },
      predict: nobody.predict,
    };
    const found = compareMethods(request(), [watching]);
    if (!found.ok) throw new Error(found.error.type);
    const tested = found.value.folds.map((fold) => fold.tested.length);
    expect(learnt.map((rows, i) => rows + tested[i]!)).toEqual([160, 160, 160, 160, 160]);
    expect(new Set(found.value.folds.flatMap((fold) => [...fold.tested])).size).toBe(160);
  });

  test('the same seed gives the same folds, another one others', () => {
    const tested = (seed: number) => {
      const found = compareMethods(request(seed), [nobody]);
      return found.ok ? found.value.folds.map((fold) => [...fold.tested]) : [];
    };
    expect(tested(1)).toEqual(tested(1));
    expect(tested(2)).not.toEqual(tested(1));
  });

  test('too few known targets, failing methods and a cancel are said, not guessed', () => {
    const { table, target } = aBook(3);
    const few = target.map((value, i) => (i < 20 ? value : NaN));
    expect(compareMethods({ ...request(), table, target: few }, [nobody])).toMatchObject({
      error: { type: 'too-few-known', known: 16, needed: 30 },
    });
    expect(compareMethods(request(), [never])).toMatchObject({ error: { type: 'no-convergence' } });
    expect(compareMethods(request(), [nobody], { signal: { aborted: true } })).toMatchObject({
      error: { type: 'cancelled' },
    });
  });
});

test('a column that tells matters, and one of noise does not', () => {
  const found = compareMethods(request(), [first]);
  if (!found.ok) throw new Error(found.error.type);
  const { table, target } = aBook(3);
  const { rows } = found.value;
  const auc = (positions: Int32Array, said: Float64Array) =>
    rocAuc(
      rankingOf(
        Float64Array.from(positions, (position) => target[rows[position]!]!),
        said,
      ),
    ) ?? 0.5;
  const importance = columnImportance(table, found.value, first.predict, auc, 1);
  expect(importance.map(({ key }) => key)).toEqual(['tells', 'noise']);
  expect(importance[0]?.drop).toBeGreaterThan(0.3);
  expect(importance[1]?.drop).toBe(0);
});
