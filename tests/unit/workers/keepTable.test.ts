import 'fake-indexeddb/auto';
import { openAsBlob } from 'node:fs';
import { expect, test } from 'vitest';
import { redoBatch, undoBatch } from '../../../src/commands/batches.ts';
import { editRecords, updateRecord } from '../../../src/commands/records.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { settingsLike } from '../../../src/interchange/tables/tableSettings.ts';
import { readBookTable } from '../../../src/read/bookTable.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { tableFile, viewTable } from '../../../src/workers/tableWork.ts';
import { visibleValues } from '../../support/imports.ts';
import { keptTable, openedTable, readRowsOf, rowsOf } from '../../support/keptTables.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import { sharedFolder } from '../../support/sharedData.ts';

const signal = new AbortController().signal;

test('a file is kept with its columns, guessed over all rows, and read back as it was', async () => {
  const replica = await Replica.open();
  const file = await openedTable(
    replica,
    [
      'id,__proto__,spent,since,code,note',
      '1,a,"1,234.50",2024-02-03,007,',
      '2,constructor,NA,2024-02-04 14:05,008,"a ""b"", c"',
      '3,,-2,2024-12-31,009,x',
    ].join('\n'),
  );
  expect(file.settings.columns.map(({ label, type }) => [label, type])).toEqual([
    ['id', 'number'],
    ['__proto__', 'category'],
    ['spent', 'number'],
    ['since', 'date'],
    ['code', 'category'],
    ['note', 'category'],
  ]);
  const { table, checked } = await keptTable(replica, file);
  expect(checked.report.unread).toEqual([]);
  expect(await readRowsOf(replica, table)).toEqual([
    [1, 'a', 1_234.5, '2024-02-03', '007', ''],
    [2, 'constructor', '', '2024-02-04 14:05', '008', 'a "b", c'],
    [3, '', -2, '2024-12-31', '009', 'x'],
  ]);
  const { columns, ids } = valueOfResult(await readBookTable(replica.book.strict, table)).table;
  expect(ids).toEqual(['1', '2', '3']);
  expect(columns.find(({ key }) => key === 'c3')).toMatchObject({ type: 'number' });
});

test('rows of different lengths without a header become lists, one a row', async () => {
  const replica = await Replica.open();
  const file = await openedTable(replica, 'milk,bread\nbeer\nmilk,butter,milk,yogurt\ntea,milk\nbread,a,b\n');
  expect(file.survey.layout).toBe('lists');
  const { table } = await keptTable(replica, file);
  expect(await readRowsOf(replica, table)).toEqual([
    ['milk; bread'],
    ['beer'],
    ['milk; butter; yogurt'],
    ['tea; milk'],
    ['bread; a; b'],
  ]);
});

test('a column may be read as something else: what is no number stays empty and is counted', async () => {
  const replica = await Replica.open();
  const file = await openedTable(replica, 'name,age\nA,31\nB,unknown\nC,12\n');
  const [name, age] = file.settings.columns;
  const settings = {
    ...file.settings,
    columns: [
      { ...name!, type: 'text' as const },
      { ...age!, type: 'number' as const },
    ],
  };
  const { table, checked } = await keptTable(replica, { ...file, settings });
  expect(checked.report.unread).toEqual([{ key: 'c1', cells: 1, row: 3, text: 'unknown' }]);
  expect(await readRowsOf(replica, table)).toEqual([
    ['A', 31],
    ['B', ''],
    ['C', 12],
  ]);
});

test('a table of many parts and shards comes back whole, and one undo takes it away, one redo brings it back', async () => {
  const replica = await Replica.open();
  const lines = Array.from({ length: 12_345 }, (_, i) => `${i},word ${i % 7},${'x'.repeat(i % 90)}`);
  const file = await openedTable(replica, `n,word,text\n${lines.join('\n')}\n`);
  const { table, batch, checked } = await keptTable(replica, file);
  expect(checked.plan.parts).toBeGreaterThan(8);
  expect(checked.plan.shards.tablePart).toBeGreaterThan(1);
  expect((await readRowsOf(replica, table)).map((cells) => cells.join(','))).toEqual(lines);
  valueOfResult(await undoBatch(replica.book, batch));
  await finishJobs(replica);
  expect(await readBookTable(replica.book.strict, table)).toEqual({
    ok: false,
    error: { type: 'table-missing' },
  });
  expect(await visibleValues(replica, 'table')).toEqual([]);
  valueOfResult(await redoBatch(replica.book, batch));
  await finishJobs(replica);
  expect(await readRowsOf(replica, table)).toHaveLength(12_345);
});

test('a tab that is killed in the middle leaves nothing to see, and the table can be discarded', async () => {
  const replica = await Replica.open();
  const lines = Array.from({ length: 9_000 }, (_, i) => `${i},a`);
  const file = await openedTable(replica, `n,a\n${lines.join('\n')}\n`);
  const { table, batch } = await keptTable(replica, file, { chunks: 2 });
  expect(await visibleValues(replica, 'table')).toEqual([]);
  expect(await readBookTable(replica.book.strict, table)).toMatchObject({ error: { type: 'table-missing' } });
  valueOfResult(await undoBatch(replica.book, batch));
  await finishJobs(replica);
  expect(await visibleValues(replica, 'tablePart')).toEqual([]);
});

test('a new file takes the place of the rows, keeps the id, says what differs by key, and goes with one undo', async () => {
  const replica = await Replica.open();
  const file = await openedTable(replica, 'id,town\n1,Aachen\n2,Bonn\n3,Celle\n');
  const first = await keptTable(replica, { ...file, settings: { ...file.settings, keyColumn: 'c0' } });
  const other = await openedTable(replica, 'Town,ID\nBonn,2\nCelle am See,3\nDresden,4\n');
  const settings = settingsLike(
    { name: 'Test', columns: file.settings.columns, keyColumn: 'c0' },
    other.survey,
    String,
  );
  if ('type' in settings) throw new Error('another shape');
  const replaced = { ...other, settings };
  const cut = await keptTable(replica, replaced, { replaces: first.table, generation: 2_000, chunks: 1 });
  expect(await readRowsOf(replica, first.table)).toEqual([
    [1, 'Aachen'],
    [2, 'Bonn'],
    [3, 'Celle'],
  ]);
  valueOfResult(await undoBatch(replica.book, cut.batch));
  await finishJobs(replica);

  const second = await keptTable(replica, replaced, { replaces: first.table, generation: 3_000 });
  expect(second.checked.changes).toEqual({
    before: 3,
    byKey: { added: 1, removed: 1, changed: 1, same: 1 },
  });
  expect(await readRowsOf(replica, first.table)).toEqual([
    [2, 'Bonn'],
    [3, 'Celle am See'],
    [4, 'Dresden'],
  ]);
  valueOfResult(await undoBatch(replica.book, second.batch));
  await finishJobs(replica);
  expect(await readRowsOf(replica, first.table)).toEqual([
    [1, 'Aachen'],
    [2, 'Bonn'],
    [3, 'Celle'],
  ]);
  const row = await replica.mustRow(first.table);
  expect(valuesOf(row)['rows']).toBe(3);
});

test('a file with other columns does not take the place of a table, and says which', async () => {
  const replica = await Replica.open();
  const { settings } = await openedTable(replica, 'id,town\n1,Aachen\n');
  const { survey } = await openedTable(replica, 'id,city\n1,Aachen\n');
  expect(settingsLike({ name: '', columns: settings.columns, keyColumn: null }, survey, String)).toEqual({
    type: 'other-shape',
    missing: ['town'],
    more: ['city'],
  });
});

test('a renamed table keeps its rows; a deleted one is not read and comes back', async () => {
  const replica = await Replica.open();
  const { table } = await keptTable(replica, await openedTable(replica, 'a,b\n1,2\n3,4\n'));
  valueOfResult(await updateRecord(replica.book, await replica.mustRow(table), { name: 'Other' }));
  expect(valueOfResult(await readBookTable(replica.book.strict, table)).name).toBe('Other');
  valueOfResult(await editRecords(replica.book, [table], { op: 'delete' }));
  expect(await readBookTable(replica.book.strict, table)).toMatchObject({ error: { type: 'table-missing' } });
  valueOfResult(await editRecords(replica.book, [table], { op: 'restore' }));
  expect(await readRowsOf(replica, table)).toHaveLength(2);
});

test('a table of more than two million cells is refused with its size', async () => {
  const replica = await Replica.open();
  const row = `${Array.from({ length: 999 }, () => '1').join(',')}\n`;
  const opened = await openedTable(replica, `${row.replaceAll('1', 'a')}${row.repeat(2_100)}`);
  await expect(keptTable(replica, opened)).rejects.toThrow('table-too-large');
});

test('a page of a table has its first rows and what each column holds', async () => {
  const replica = await Replica.open();
  const { table } = await keptTable(
    replica,
    await openedTable(replica, 'n,day,w\n1,2024-01-01,x\n4,2024-01-03,y\n,,x\n'),
  );
  const view = valueOfResult(await viewTable(replica.book.strict, table, signal));
  expect(view).toMatchObject({
    rows: 3,
    head: [
      ['1', '2024-01-01', 'x'],
      ['4', '2024-01-03', 'y'],
      ['', '', 'x'],
    ],
  });
  expect(view.columns).toMatchObject([
    { filled: 2, distinct: 2, numbers: { min: 1, max: 4, mean: 2.5 } },
    { filled: 2, distinct: 2, numbers: { min: 19_723, max: 19_725 } },
    {
      filled: 3,
      distinct: 2,
      common: [
        { label: 'x', rows: 2 },
        { label: 'y', rows: 1 },
      ],
    },
  ]);
});

test('an exported table runs no formula in a spreadsheet', async () => {
  const replica = await Replica.open();
  const { table } = await keptTable(replica, await openedTable(replica, 'n,w\n-1,=1+1\n2,b\n'));
  const blob = valueOfResult(
    await tableFile(replica.book.strict, { id: table, form: 'csv', name: 'T' }, signal),
  );
  expect(await blob.text()).toBe("n,w\r\n-1,'=1+1\r\n2,b\r\n");
});

test('what was kept as a table comes to the other devices of a team as it is', async () => {
  const [one, two] = [await Replica.shared(1), await Replica.shared(2)];
  const lines = Array.from({ length: 3_000 }, (_, i) => `${i},${'\u8336'.repeat(i % 50)}`);
  const { table } = await keptTable(one, await openedTable(one, `n,w\n${lines.join('\n')}\n`));
  await one.fold();
  for (const entry of await one.newEntries()) await two.receive(entry);
  expect(await readRowsOf(two, table)).toEqual(await readRowsOf(one, table));
});

test.skipIf(sharedFolder === null).each([
  ['groceries/groceries.csv', 9_835, [['set']]],
  ['zh_hotel_reviews/ChnSentiCorp_htl_all.csv.gz', 7_766, [['number', 'text']]],
  ['mall_customers/Mall_Customers.csv', 200, undefined],
  ['likert_bfi/bfi.csv', 2_800, undefined],
  ['hillstrom/hillstrom.csv.gz', 64_000, undefined],
] as const)('%s can be kept', async (path, rows, types) => {
  const replica = await Replica.open();
  const blob = await openAsBlob(new URL(`data/${path}`, sharedFolder ?? ''));
  const file = await openedTable(replica, blob);
  if (types !== undefined) expect([file.settings.columns.map(({ type }) => type)]).toEqual(types);
  const { table } = await keptTable(replica, file);
  const read = valueOfResult(await readBookTable(replica.book.strict, table));
  expect(rowsOf(read)).toHaveLength(rows);
});

/** Does what a batch leaves to jobs. */
async function finishJobs(replica: Replica): Promise<void> {
  await replica.fold();
  for (const { id } of await replica.book.strict.jobs.toArray())
    await runJob(replica.engine, id, () => false);
}
