import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openWorkbook } from '../../../../src/interchange/reading/xlsx/workbook.ts';
import { readRows } from '../../../../src/interchange/reading/rows.ts';
import { workbookDialect } from '../../../../src/interchange/reading/dialect.ts';
import { maxCellLength, type SheetValue } from '../../../../src/interchange/writing/xlsx/sheetCells.ts';
import { writeWorkbook } from '../../../../src/interchange/writing/xlsx/writeWorkbook.ts';
import { valueOfResult } from '../../../support/results.ts';

type Rows = readonly (readonly SheetValue[])[];

async function readBack(file: Blob, sheet = 0): Promise<{ names: readonly string[]; rows: string[][] }> {
  const source = valueOfResult(await openWorkbook(file, 'book.xlsx', sheet));
  const rows: string[][] = [];
  const reading = { ...workbookDialect('', true), encoding: source.encoding, header: false, sheet };
  valueOfResult(await readRows(source, reading, (cells) => rows.push([...cells])));
  return { names: source.sheets ?? [], rows };
}

const header = ['a', 'b'];
const written = (rows: Rows, perSheet?: number) =>
  writeWorkbook([{ name: 'Customers', header, rows }], perSheet);

/** Half a letter is none in UTF-8. */
const utf8 = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');

/** Any text, also what XML cannot hold and what looks like its escape. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      '_',
      'x',
      '0',
      '4',
      'D',
      '\r',
      '\n',
      '&',
      '<',
      '"',
      '=',
      '\u0000',
      '\ud800',
      '\udc00',
      ' ',
    ),
  }),
  fc.constantFrom('=1+1', '+1', '@SUM(A1)', '-2', '_x000D_', '_x005F_', '007', '1e5', 'TRUE', '2024-02-03'),
);

describe('a workbook that we write', () => {
  test('any text in is the same text out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 8 }), async (rows) => {
        const { file } = await written(rows.map(([a, b]) => ['-', a, b, '-']));
        const back = await readBack(file);
        expect(back.rows.slice(1)).toEqual(rows.map(([a, b]) => ['-', utf8(a), utf8(b), '-']));
      }),
      { numRuns: 150 },
    );
  });

  test('any number in is the same number out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        async (numbers) => {
          const { file } = await written(numbers.map((number) => [number, 'x']));
          const back = await readBack(file);
          expect(back.rows.slice(1).map(([cell]) => Number(cell))).toEqual(
            numbers.map((number) => number + 0),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test('days, moments, amounts and yes or no are what they were', async () => {
    const { file } = await written([
      [{ date: '2024-02-29' }, { date: '2024-02-29 14:05' }, { date: '2024-12-31 23:59:59' }],
      [{ date: '1899-01-01' }, { date: '1900-02-28' }, { date: '2024-02-29 14:05+08:00' }],
      [{ amount: 12.5, currency: 'CNY' }, true, false],
    ]);
    expect((await readBack(file)).rows.slice(1)).toEqual([
      ['2024-02-29', '2024-02-29 14:05', '2024-12-31 23:59:59'],
      ['1899-01-01', '1900-02-28', '2024-02-29 14:05+08:00'],
      ['12.5', 'TRUE', 'FALSE'],
    ]);
  });

  test('rows that a sheet cannot hold go on in the next, each with its header', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => [i + 1, 'x']);
    const { file, sheets, rows: count } = await written(rows, 4);
    expect(sheets).toEqual(['Customers', 'Customers (2)', 'Customers (3)']);
    expect(count).toBe(7);
    const back = await Promise.all([0, 1, 2].map((sheet) => readBack(file, sheet)));
    expect(back.map((each) => each.rows.map(([cell]) => cell))).toEqual([
      ['a', '1', '2', '3'],
      ['a', '4', '5', '6'],
      ['a', '7'],
    ]);
  });

  test('a sheet that is full to its last row has no empty one after it', async () => {
    const { sheets } = await written(
      Array.from({ length: 6 }, (_, i) => [i, 'x']),
      4,
    );
    expect(sheets).toEqual(['Customers', 'Customers (2)']);
  });

  test('a list without rows still has its header', async () => {
    expect((await readBack((await written([])).file)).rows).toEqual([['a', 'b']]);
  });

  test('names of sheets are short, without forbidden signs, and never the same', async () => {
    const names = [
      "'a/b:c*?[d]\\'",
      'a b c   d ',
      'x'.repeat(40),
      'x'.repeat(50),
      '',
      'History',
      '\u5ba2\u6237',
    ];
    const { sheets } = await writeWorkbook(names.map((name) => ({ name, header: ['a'], rows: [] })));
    for (const name of sheets) expect(name).toMatch(/^[^[\]:*?/\\]{1,31}$/);
    expect(new Set(sheets.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(sheets.at(-1)).toBe('\u5ba2\u6237');
    expect(sheets).not.toContain('History');
  });

  test('a text longer than a cell can be is cut and counted', async () => {
    const { file, cutCells } = await written([['y'.repeat(maxCellLength + 1), 'x']]);
    expect(cutCells).toBe(1);
    expect((await readBack(file)).rows[1]?.[0]).toBe('y'.repeat(maxCellLength));
  });
});
