import { expect, test } from 'vitest';
import { dayIn, numberIn } from '../../../../src/analytics/preparation/columnSteps.ts';
import { prepare } from '../../../../src/analytics/preparation/prepare.ts';
import type { PreparationStep } from '../../../../src/analytics/preparation/steps.ts';
import { columnOfTable, type Table, type TableColumn } from '../../../../src/domain/table.ts';

const nan = NaN;
const numbers = (key: string, ...values: number[]): TableColumn => ({
  ...{ key, type: 'number' },
  values: Float64Array.from(values),
});
const labels = (key: string, ...texts: string[]): TableColumn => {
  const known = [...new Set(texts.filter((text) => text !== ''))];
  return {
    ...{ key, type: 'category', labels: known },
    codes: Int32Array.from(texts, (text) => known.indexOf(text)),
  };
};
const tableOf = (...columns: TableColumn[]): Table => {
  const [first] = columns;
  const rows =
    first?.type === 'number' ? first.values.length : first?.type === 'category' ? first.codes.length : 0;
  return { rows, ids: Array.from({ length: rows }, (_, i) => `a${i}`), columns };
};
const run = (table: Table, ...steps: PreparationStep[]) =>
  prepare(table, steps, { today: 20_000, others: steps.map(() => undefined) });
const valuesIn = (table: Table, key: string): unknown[] => {
  const column = columnOfTable(table, key);
  if (column?.type === 'number') return [...column.values];
  if (column?.type === 'category')
    return Array.from(column.codes, (code) => (code < 0 ? null : column.labels[code]));
  return [];
};

test('rows with a gap in one of the columns are left out, with their ids, and counted', () => {
  const table = tableOf(numbers('x', 1, nan, 3), labels('y', 'a', 'b', ''));
  const { table: left, reports } = run(table, { type: 'dropEmpty', columns: ['x', 'y'] });
  expect(left.ids).toEqual(['a0']);
  expect(reports).toMatchObject([{ rowsBefore: 3, rowsAfter: 1, changed: 0, missing: [] }]);
});

test('gaps are filled by the median, the mean, the most frequent or a given value, and the cells are counted', () => {
  const table = tableOf(numbers('x', 1, nan, 2, 9), labels('y', 'a', '', 'a', 'b'));
  const fill = (column: string, by: 'median' | 'mean' | 'frequent' | 'value', value = '') =>
    valuesIn(run(table, { type: 'fill', column, by, value }).table, column);
  expect(fill('x', 'median')).toEqual([1, 2, 2, 9]);
  expect(fill('x', 'mean')).toEqual([1, 4, 2, 9]);
  expect(fill('x', 'value', '7')).toEqual([1, 7, 2, 9]);
  expect(fill('y', 'frequent')).toEqual(['a', 'a', 'a', 'b']);
  expect(fill('y', 'value', 'none')).toEqual(['a', 'none', 'a', 'b']);
  expect(run(table, { type: 'fill', column: 'x', by: 'mean' }).reports[0]?.changed).toBe(1);
});

test('a column without any value stays empty and gives no number that is none', () => {
  const table = tableOf(numbers('x', nan, nan), labels('y', '', ''));
  const { table: filled } = run(
    table,
    { type: 'fill', column: 'x', by: 'mean' },
    { type: 'scale', columns: ['x'], by: 'zScore' },
    { type: 'winsorise', columns: ['x'], share: 0.1 },
    { type: 'fill', column: 'y', by: 'frequent' },
  );
  expect(valuesIn(filled, 'x')).toEqual([nan, nan]);
  expect(valuesIn(filled, 'y')).toEqual([null, null]);
});

test('of rows that agree in the columns the first stays', () => {
  const table = tableOf(labels('mail', 'a', 'b', 'a', ''), numbers('x', 1, 2, 3, 4));
  expect(run(table, { type: 'deduplicate', columns: ['mail'] }).table.ids).toEqual(['a0', 'a1', 'a3']);
});

test('texts become numbers and days as people write them, and what is none becomes empty', () => {
  expect(['1,234.5', '¥ 12', '8%', '-3e2', 'n/a', '', '1e999'].map(numberIn)).toEqual([
    1234.5,
    12,
    8,
    -300,
    nan,
    nan,
    nan,
  ]);
  expect(['1970-01-02', '1970/1/3 10:00', '19700105', '1970-02-30', 'soon'].map(dayIn)).toEqual([
    1,
    2,
    4,
    nan,
    nan,
  ]);
  const table = tableOf(labels('x', '10', 'ten', ''));
  expect(valuesIn(run(table, { type: 'convert', column: 'x', to: 'number' }).table, 'x')).toEqual([
    10,
    nan,
    nan,
  ]);
});

test('the most frequent labels become columns of 0 and 1 in place of their column', () => {
  const table = tableOf(labels('x', 'a', 'b', 'a', '', 'c'));
  const { table: made, reports } = run(table, { type: 'oneHot', column: 'x', most: 2 });
  expect(made.columns.map(({ key }) => key)).toEqual(['x:a', 'x:b']);
  expect(valuesIn(made, 'x:a')).toEqual([1, 0, 1, 0, 0]);
  expect(reports[0]).toMatchObject({ columnsBefore: 1, columnsAfter: 2 });
});

test('labels get their places in the order given, others none', () => {
  const table = tableOf(labels('x', 'low', 'high', 'odd', ''));
  const step: PreparationStep = { type: 'ordinal', column: 'x', order: ['low', 'high'] };
  expect(valuesIn(run(table, step).table, 'x')).toEqual([0, 1, nan, nan]);
});

test('scaling by z-score takes the population deviation; a constant column becomes zeros', () => {
  const table = tableOf(numbers('x', 1, 3), numbers('one', 5, 5));
  const zScores = run(table, { type: 'scale', columns: ['x', 'one'], by: 'zScore' }).table;
  expect(valuesIn(zScores, 'x')).toEqual([-1, 1]);
  expect(valuesIn(zScores, 'one')).toEqual([0, 0]);
  expect(valuesIn(run(table, { type: 'scale', columns: ['x'], by: 'minMax' }).table, 'x')).toEqual([0, 1]);
});

test('what lies beyond the quantiles is pulled in to them', () => {
  const table = tableOf(numbers('x', 0, 1, 2, 3, 100));
  expect(valuesIn(run(table, { type: 'winsorise', columns: ['x'], share: 0.25 }).table, 'x')).toEqual([
    1, 1, 2, 3, 3,
  ]);
});

test('days since and fifths come beside their column, and equal values are in one fifth', () => {
  const table = tableOf(numbers('x', 19_990, nan), numbers('y', 1, 1));
  expect(valuesIn(run(table, { type: 'daysSince', column: 'x' }).table, 'x:days')).toEqual([10, nan]);
  const ten = tableOf(numbers('x', 1, 2, 3, 4, 5, 6, 7, 8, 10, 10));
  const fifths = (isReversed: boolean) =>
    valuesIn(run(ten, { type: 'fifths', column: 'x', isReversed }).table, 'x:fifth');
  expect(fifths(false)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  expect(fifths(true)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
});

test('words are counted in each text', () => {
  const table = tableOf(labels('x', 'late late delivery', 'delivery ok', 'late', 'fine', 'good'));
  const { table: made } = run(table, { type: 'words', column: 'x', most: 5 });
  expect(valuesIn(made, 'x:late')).toEqual([2, 0, 1, 0, 0]);
  expect(valuesIn(made, 'x:delivery')).toEqual([1, 1, 0, 0, 0]);
});

test('a join takes the first match or a figure over all of them, and counts those without any', () => {
  const table = tableOf(labels('code', 'p ', 'q', 'r'));
  const other = tableOf(
    labels('code', 'p', 'q', 'p'),
    numbers('sum', 1, 2, 5),
    labels('colour', 'red', 'blue', ''),
  );
  const step: PreparationStep = {
    ...{ type: 'join', from: { type: 'table', id: 'j1.0.0' }, key: 'code', otherKey: 'code' },
    take: [
      { column: 'sum', by: 'sum' },
      { column: 'sum', by: 'mean' },
      { column: 'code', by: 'count' },
      { column: 'colour', by: 'last' },
    ],
  };
  const { table: made, reports } = prepare(table, [step], { today: 0, others: [other] });
  expect(valuesIn(made, 'code:sum sum')).toEqual([6, 2, 0]);
  expect(valuesIn(made, 'code:sum mean')).toEqual([3, 2, nan]);
  expect(valuesIn(made, 'code:code count')).toEqual([2, 1, 0]);
  expect(valuesIn(made, 'code:colour')).toEqual(['red', 'blue', null]);
  expect(reports[0]?.unmatched).toBe(1);
});

test('columns that are gone are named, and the step does what it can without them', () => {
  const table = tableOf(numbers('x', 1, nan));
  const { table: left, reports } = run(
    table,
    { type: 'dropEmpty', columns: ['x', 'gone'] },
    { type: 'daysSince', column: 'gone' },
  );
  expect(left.ids).toEqual(['a0']);
  expect(reports.map(({ missing }) => missing)).toEqual([['gone'], ['gone']]);
});

test('names such as __proto__ are keys like any other', () => {
  const table = tableOf(labels('__proto__', '__proto__', 'constructor'));
  const { table: made } = run(table, { type: 'oneHot', column: '__proto__', most: 5 });
  expect(made.columns.map(({ key }) => key)).toEqual(['__proto__:__proto__', '__proto__:constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
