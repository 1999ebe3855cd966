import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepare } from '../../../src/analytics/preparation/prepare.ts';
import type { PreparationStep } from '../../../src/analytics/preparation/steps.ts';
import { rowsOfTable } from '../../../src/analytics/preparation/tableParts.ts';
import type { Table } from '../../../src/domain/table.ts';
import { runs } from '../../support/runs.ts';

const cell = fc.record({
  x: fc.option(fc.integer({ min: -50, max: 50 }), { nil: NaN }),
  label: fc.constantFrom('', 'a', 'b', '3', '__proto__'),
  set: fc.uniqueArray(fc.constantFrom('u', 'v', 'w')),
});
const tables = fc.array(cell, { maxLength: 20 }).map((cells): Table => {
  const labels = ['a', 'b', '3', '__proto__'];
  const elements = ['u', 'v', 'w'];
  const start = new Uint32Array(cells.length + 1);
  cells.forEach(({ set }, i) => (start[i + 1] = start[i]! + set.length));
  return {
    rows: cells.length,
    ids: cells.map((_, i) => `a${i}`),
    columns: [
      { key: 'x', type: 'number', values: Float64Array.from(cells, ({ x }) => x) },
      {
        key: 'y',
        type: 'category',
        labels,
        codes: Int32Array.from(cells, ({ label }) => labels.indexOf(label)),
      },
      {
        ...{ key: 'z', type: 'set', labels: elements, start },
        codes: Uint32Array.from(cells.flatMap(({ set }) => set.map((each) => elements.indexOf(each)))),
      },
    ],
  };
});
const key = fc.constantFrom('x', 'y', 'z', 'gone');
const keys = fc.uniqueArray(key, { minLength: 1 });
/** Steps whose result for a record does not depend on the others. */
const ownStep: fc.Arbitrary<PreparationStep> = fc.oneof(
  fc.record({ type: fc.constant('dropEmpty' as const), columns: keys }),
  fc.record({
    ...{ type: fc.constant('fill' as const), column: key },
    ...{ by: fc.constant('value' as const), value: fc.constantFrom('1', 'a', 'new') },
  }),
  fc.record({
    ...{ type: fc.constant('convert' as const), column: key },
    to: fc.constantFrom('number' as const, 'category' as const, 'date' as const),
  }),
  fc.record({ type: fc.constant('ordinal' as const), column: key, order: fc.constant(['a', '3']) }),
  fc.record({ type: fc.constant('daysSince' as const), column: key }),
  fc.record({ type: fc.constant('drop' as const), columns: keys }),
);
const anyStep: fc.Arbitrary<PreparationStep> = fc.oneof(
  ownStep,
  fc.record({ type: fc.constant('deduplicate' as const), columns: keys }),
  fc.record({
    ...{ type: fc.constant('scale' as const), columns: keys },
    by: fc.constantFrom('zScore' as const, 'minMax' as const, 'log' as const),
  }),
  fc.record({ type: fc.constant('winsorise' as const), columns: keys, share: fc.constantFrom(0, 0.1, 0.4) }),
  fc.record({ type: fc.constant('fifths' as const), column: key, isReversed: fc.boolean() }),
  fc.record({ type: fc.constant('oneHot' as const), column: key, most: fc.integer({ min: 1, max: 3 }) }),
);
const run = (table: Table, steps: readonly PreparationStep[]) =>
  prepare(table, steps, { today: 20_000, others: steps.map(() => undefined) });

test('a recipe gives the same whenever it is run, leaves what it was given as it was, and its counts agree', () => {
  fc.assert(
    fc.property(tables, fc.array(anyStep, { maxLength: 6 }), (table, steps) => {
      const before = structuredClone(table);
      const { table: made, reports } = run(table, steps);
      expect(table).toEqual(before);
      expect(run(structuredClone(table), steps)).toEqual({ table: made, reports });
      expect(reports.length).toBe(steps.length);
      const rows = [table.ids.length, ...reports.map(({ rowsAfter }) => rowsAfter)];
      expect(reports.map(({ rowsBefore }) => rowsBefore)).toEqual(rows.slice(0, -1));
      expect(rows.at(-1)).toBe(made.ids.length);
      for (const column of made.columns) {
        const length =
          column.type === 'number'
            ? column.values.length
            : column.type === 'category'
              ? column.codes.length
              : column.start.length - 1;
        expect([column.key, length]).toEqual([column.key, made.ids.length]);
        if (column.type === 'number')
          expect(column.values.some((value) => Math.abs(value) === Infinity)).toBe(false);
      }
    }),
    { numRuns: runs(150, 5_000) },
  );
});

test('steps that look at one record alone do the same to the records in any order', () => {
  fc.assert(
    fc.property(tables, fc.array(ownStep, { maxLength: 5 }), (table, steps) => {
      const reversed = Int32Array.from(table.ids.keys()).reverse();
      const first = run(rowsOfTable(table, reversed), steps).table;
      const second = run(table, steps).table;
      const back = rowsOfTable(second, Int32Array.from(second.ids.keys()).reverse());
      expect(first.ids).toEqual(back.ids);
      expect(first.columns.filter(({ type }) => type === 'number')).toEqual(
        back.columns.filter(({ type }) => type === 'number'),
      );
    }),
    { numRuns: runs(100, 3_000) },
  );
});
