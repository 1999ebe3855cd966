import { expect, test } from 'vitest';
import { dealRows } from '../../../../src/analytics/prediction/dealtRows.ts';
import { encode, fitEncoding } from '../../../../src/analytics/preparation/encoding.ts';
import { rowsWithin, saidInParts, widthAtMost } from '../../../../src/analytics/preparation/parts.ts';
import { prepare } from '../../../../src/analytics/preparation/prepare.ts';
import type { PreparationStep } from '../../../../src/analytics/preparation/steps.ts';
import { stayingOf } from '../../../../src/analytics/survival/staying.ts';
import { tableOf } from '../../../support/tables.ts';

const rows = 200;
const table = tableOf({
  x: Array.from({ length: rows }, (_, i) => (i % 9 === 0 ? null : (i * 37) % 101)),
  y: Array.from({ length: rows }, (_, i) => 1 + ((i * 53) % 61)),
  kind: Array.from({ length: rows }, (_, i) => `kind ${i % 12}`),
  left: Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 'yes' : 'no')),
});
const all = Int32Array.from({ length: rows }, (_, i) => i);

test('what is told of a large table in parts is what is told of it at once', () => {
  const encoding = fitEncoding(table, ['x', 'kind'], all);
  const seen: number[] = [];
  const sums = (features: ReturnType<typeof encode>) => {
    seen.push(features.rows * features.columns);
    return Array.from({ length: features.rows }, (_, i) =>
      features.values.subarray(i * features.columns, (i + 1) * features.columns).reduce((a, b) => a + b, 0),
    );
  };
  const whole = sums(encode(encoding, table, all));
  seen.length = 0;
  expect(Array.from(saidInParts(encoding, table, sums, 300))).toEqual(whole);
  expect(Math.max(...seen)).toBeLessThanOrEqual(300);
  expect(seen.length).toBeGreaterThan(5);
});

test('columns never become more features than were reckoned with', () => {
  const keys = ['x', 'kind', 'left'];
  expect(fitEncoding(table, keys, all).names.length).toBeLessThanOrEqual(widthAtMost(table, keys));
  expect(rowsWithin(0)).toBeGreaterThan(0);
});

test('methods learn from a seeded sample where the features of all records would be too many', () => {
  const target = Float64Array.from(all, (row) => Number(row % 3 === 0));
  const request = { table, target, isClass: true, columns: ['x', 'kind'], seed: 1 };
  const rowsOf = (cells: number) => {
    const dealt = dealRows(request, 1_000, cells);
    return dealt.ok ? dealt.value.rows : undefined;
  };
  expect(rowsOf(1e6)).toHaveLength(rows);
  expect(rowsOf(800)).toEqual(rowsOf(800));
  expect(rowsOf(800)).toHaveLength(50);
  expect(rowsOf(1)).toHaveLength(30);
});

test('what hastens the end is learnt from a sample, and the curves are of all', () => {
  const request = { table, time: 'y', ended: { key: 'left', yes: 'yes' }, columns: ['x', 'kind'] };
  const [few, many] = [stayingOf(request, 1_600), stayingOf(request)];
  if (!few.ok || !many.ok) throw new Error('there are curves');
  expect([few.value.factorRows, few.value.curve.rows]).toEqual([100, rows]);
  expect(many.value.factorRows).toBe(rows);
  expect(few.value.curve).toEqual(many.value.curve);
});

test('a step that would make a table too large is left out and says so, and the next ones are done', () => {
  const steps: readonly PreparationStep[] = [
    { type: 'oneHot', column: 'kind', most: 10 },
    { type: 'words', column: 'left', most: 200 },
    { type: 'drop', columns: ['y'] },
    { type: 'oneHot', column: 'left', most: 2 },
  ];
  const done = prepare(table, steps, { today: 0, others: [], mostCells: 5 * rows });
  expect(done.reports.map(({ tooLarge }) => tooLarge)).toEqual([
    { cells: 14 * rows, most: 5 * rows },
    { cells: 204 * rows, most: 5 * rows },
    undefined,
    undefined,
  ]);
  expect(done.table.columns.map(({ key }) => key)).toEqual(['x', 'kind', 'left:no', 'left:yes']);
  expect(prepare(table, steps, { today: 0, others: [] }).reports.some(({ tooLarge }) => tooLarge)).toBe(
    false,
  );
});
