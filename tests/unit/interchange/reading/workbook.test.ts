import { expect, test } from 'vitest';
import { openFile } from '../../../../src/interchange/reading/openFile.ts';
import { readRows } from '../../../../src/interchange/reading/rows.ts';
import { openWorkbook } from '../../../../src/interchange/reading/xlsx/workbook.ts';
import { valueOfResult } from '../../../support/replica.ts';
import { workbook, zip, type XlsxCell, type XlsxSheet } from '../../../support/xlsx.ts';

const csv = { delimiter: ',', quote: '"', spaceBeforeQuote: false, header: false, directive: false } as const;

/** Every row that is not empty, with its number. */
async function read(
  file: Blob,
  sheet?: number,
): Promise<{ rows: [number, string[]][]; sheets: readonly string[] }> {
  const source = valueOfResult(await openFile(file, 'book.xlsx', sheet));
  const rows: [number, string[]][] = [];
  valueOfResult(
    await readRows(source, { ...csv, encoding: 'utf-8' }, (cells, row) => rows.push([row, [...cells]])),
  );
  return { rows, sheets: source.sheets ?? [] };
}

async function cellsOf(cells: readonly XlsxCell[], options = {}): Promise<string[]> {
  const { rows } = await read(workbook([{ name: 'A', rows: { 1: cells } }], options));
  return rows[0]?.[1] ?? [];
}

test('texts are shared, rich or inline; readings above them are no part of them', async () => {
  expect(
    await cellsOf(['plain', 'rich |text', { inline: 'a <b> & "c"' }, ' kept ', 'line_x000D_break']),
  ).toEqual(['plain', 'rich text', 'a <b> & "c"', ' kept ', 'line\rbreak']);
});

test('numbers come as JavaScript would write them, formulas as their stored values, errors as nothing', async () => {
  const cells = [
    3.1400000000000001,
    1e-7,
    -5,
    { formula: 'A1*2', value: 6.28 },
    { formula: 'B1', value: 'x,y' },
  ];
  expect(await cellsOf([...cells, true, { error: '#N/A' }, 'end'])).toEqual([
    '3.14',
    '1e-7',
    '-5',
    '6.28',
    'x,y',
    'TRUE',
    '',
    'end',
  ]);
});

test('a number with a format of days is a date; a duration and a percentage stay numbers', async () => {
  const date = 45_325;
  expect(
    await cellsOf([
      { date },
      { date: date + 0.5, style: 2 },
      { date: date + 51 / 86_400, style: 2 },
      { date, style: 3 },
      { date: 1.5, style: 4 },
      { date: 0.125, style: 5 },
      { date: 0.75, style: 6 },
      { date: 1 },
      { date: 61 },
    ]),
  ).toEqual([
    '2024-02-03',
    '2024-02-03 12:00',
    '2024-02-03 00:00:51',
    '2024-02-03',
    '1.5',
    '0.125',
    '18:00',
    '1900-01-01',
    '1900-03-01',
  ]);
  expect(await cellsOf([{ date: date - 1_462 }], { is1904: true })).toEqual(['2024-02-03']);
});

test('empty cells and rows keep their places, so that rows count as in the spreadsheet', async () => {
  const sheet: XlsxSheet = { name: 'A', rows: { 2: [null, 'b', null, 'd'], 5: ['e'] } };
  expect((await read(workbook([sheet]))).rows).toEqual([
    [2, ['', 'b', '', 'd']],
    [5, ['e']],
  ]);
});

test('of several sheets the first with something in it is read, hidden ones are not offered, any other can be chosen', async () => {
  const book = workbook([
    { name: 'Cover', rows: {} },
    { name: 'Secret', isHidden: true, rows: { 1: ['no'] } },
    { name: '\u5ba2\u6237', rows: { 1: ['yes'] } },
    { name: 'More & more', rows: { 1: ['other'] } },
  ]);
  const first = await read(book);
  expect(first.sheets).toEqual(['Cover', '\u5ba2\u6237', 'More & more']);
  expect(first.rows).toEqual([[1, ['yes']]]);
  expect((await read(book, 2)).rows).toEqual([[1, ['other']]]);
});

test('columns beyond Z stand where they belong', async () => {
  const cells: XlsxCell[] = Array.from({ length: 800 }, () => null);
  cells[27] = 'AB';
  cells[799] = 'ADT';
  const row = (await read(workbook([{ name: 'A', rows: { 1: cells } }]))).rows[0]?.[1] ?? [];
  expect([row.indexOf('AB'), row.indexOf('ADT')]).toEqual([27, 799]);
});

test('a workbook that expands beyond the limit, or beyond what it says of itself, is refused', async () => {
  const rows = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [i + 1, ['a'.repeat(50)]]));
  const large = workbook([{ name: 'A', rows }]);
  expect(await openWorkbook(large, 'book.xlsx', undefined, 10_000)).toEqual({
    ok: false,
    error: { type: 'file-expands-too-far', maxBytes: 10_000 },
  });
  const small = leastParts();
  const liar = zip(small, (name, bytes) => (name.includes('sheet1') ? 10 : bytes));
  expect(await openFile(liar, 'book.xlsx')).toMatchObject({ error: { type: 'file-expands-too-far' } });
});

test('a damaged workbook and an archive of something else each say what they are', async () => {
  const book = workbook([{ name: 'A', rows: { 1: ['a', 'b'] } }]);
  expect(await openFile(book.slice(0, book.size - 30), 'book.xlsx')).toMatchObject({
    error: { type: 'file-workbook-damaged' },
  });
  expect(await openFile(zip({ 'word/document.xml': '<w/>' }), 'letter.docx')).toMatchObject({
    error: { type: 'file-binary', looksLike: 'xlsx-or-zip' },
  });
  const parts = leastParts();
  const broken = zip({ ...parts, 'xl/worksheets/sheet1.xml': '<worksheet><row r="9999999"/></worksheet>' });
  expect(await openFile(broken, 'book.xlsx')).toMatchObject({ error: { type: 'file-workbook-damaged' } });
});

test('declarations of a document expand nothing', async () => {
  const parts = leastParts();
  const sheet =
    '<!DOCTYPE x [<!ENTITY a "boom">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;&#65;</t></is></c></row></sheetData></worksheet>';
  const { rows } = await read(zip({ ...parts, 'xl/worksheets/sheet1.xml': sheet }));
  expect(rows).toEqual([[1, ['&a;A']]]);
});

/** The least that makes a workbook. */
function leastParts(): Record<string, string> {
  return {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="i"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="i" Type="t/worksheet" Target="./worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml':
      '<x:worksheet><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  };
}
