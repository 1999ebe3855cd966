import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined } from '../../../../src/analytics/preparation/join.ts';
import {
  keyOfMade,
  type JoinFigure,
  type PreparationStep,
} from '../../../../src/analytics/preparation/steps.ts';
import { columnOfTable, type Table, type TableColumn } from '../../../../src/domain/table.ts';
import { runs } from '../../../support/runs.ts';

function texts(key: string, values: readonly (string | null)[]): TableColumn {
  const labels = [...new Set(values.filter((value) => value !== null))];
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : labels.indexOf(value)));
  return { key, type: 'category', labels, codes };
}

function numbers(key: string, values: readonly number[]): TableColumn {
  return { key, type: 'number', values: Float64Array.from(values) };
}

function tableOf(rows: number, ...columns: TableColumn[]): Table {
  return { rows, ids: Array.from({ length: rows }, (_, i) => String(i + 1)), columns };
}

function join(table: Table, other: Table, by: JoinFigure, column = 'v') {
  const source = { type: 'table', id: 'j1.0.0' } as const;
  const step: Extract<PreparationStep, { type: 'join' }> = {
    ...{ type: 'join', from: source, key: 'k', otherKey: 'k', take: [{ column, by }] },
  };
  const { table: made, unmatched } = joined(table, step, other);
  const key = keyOfMade('k', by === 'first' || by === 'last' ? column : `${column} ${by}`);
  const found = columnOfTable(made, key);
  return { unmatched, values: found?.type === 'number' ? [...found.values] : found };
}

test('keys are the same as numbers, without spaces, in any case and width; leading zeros make another key', () => {
  const left = tableOf(5, texts('k', ['7', ' Bonn', '007', null, '\uff37']));
  const right = tableOf(5, texts('k', ['7.0', 'BONN ', '7', '', 'w']), numbers('v', [1, 2, 4, 8, 16]));
  expect(join(left, right, 'sum')).toEqual({ unmatched: 2, values: [5, 2, 0, 0, 16] });
});

test('a column of numbers finds the same numbers written as texts', () => {
  const left = tableOf(3, numbers('k', [1, 2.5, NaN]));
  const right = tableOf(2, texts('k', ['2.5', '1']), texts('v', ['b', 'a']));
  expect(join(left, right, 'first')).toMatchObject({
    unmatched: 1,
    values: { labels: ['b', 'a'], codes: new Int32Array([1, 0, -1]) },
  });
});

test('any join says what comparing every row with every other says', () => {
  const key = fc.option(fc.constantFrom('a', 'b', 'c', ' B', '1', '1.0'), { nil: null });
  const row = fc.record({ key, value: fc.oneof(fc.constant(NaN), fc.integer({ min: -9, max: 9 })) });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), (leftKeys, rightRows) => {
      const left = tableOf(leftKeys.length, texts('k', leftKeys));
      const right = tableOf(
        rightRows.length,
        texts(
          'k',
          rightRows.map((each) => each.key),
        ),
        numbers(
          'v',
          rightRows.map(({ value }) => value),
        ),
      );
      const same = (a: string | null, b: string | null): boolean =>
        a !== null && b !== null && folded(a) === folded(b);
      const matches = leftKeys.map((each) =>
        rightRows.filter((other) => same(each, other.key)).map(({ value }) => value),
      );
      const known = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));
      const sum = (values: readonly number[]): number =>
        known(values).reduce((total, value) => total + value, 0);
      const expected: Record<JoinFigure, (values: readonly number[]) => number> = {
        first: (values) => known(values)[0] ?? NaN,
        last: (values) => known(values).at(-1) ?? NaN,
        count: (values) => values.length,
        sum,
        mean: (values) => (known(values).length === 0 ? NaN : sum(values) / known(values).length),
      };
      for (const by of Object.keys(expected) as JoinFigure[]) {
        const { values, unmatched } = join(left, right, by);
        expect(values).toEqual(matches.map(expected[by]));
        expect(unmatched).toBe(matches.filter((found) => found.length === 0).length);
      }
    }),
    { numRuns: runs(100, 5_000) },
  );
});

/** The form of a key in the test's own words. */
function folded(key: string): string {
  const text = key.trim().toLowerCase();
  return text === '1.0' ? '1' : text;
}
