import { expect, test } from 'vitest';
import {
  createCsvParser,
  type Dialect,
  type ParserLimits,
  type RowDamage,
} from '../../../../src/interchange/reading/csvParser.ts';

const comma: Dialect = { delimiter: ',', quote: '"', spaceBeforeQuote: false };

function parse(text: string, dialect: Dialect = comma, limits?: ParserLimits, step = text.length) {
  const rows: { cells: string[]; row: number; damage: RowDamage | undefined }[] = [];
  const parser = createCsvParser(dialect, (cells, row, damage) => rows.push({ cells, row, damage }), limits);
  for (let at = 0; at < text.length; at += Math.max(1, step))
    parser.write(text.slice(at, at + Math.max(1, step)));
  parser.end();
  return rows;
}

const cellsOf = (text: string, dialect?: Dialect) => parse(text, dialect).map(({ cells }) => cells);

test('records may end in LF, CR or CRLF, and the last needs no end', () => {
  expect(cellsOf('a,b\nc,d\re,f\r\ng,h')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e', 'f'],
    ['g', 'h'],
  ]);
});

test('an empty text has no records, and a final line end adds none', () => {
  expect(cellsOf('')).toEqual([]);
  expect(cellsOf('a\n')).toEqual([['a']]);
});

test('empty cells at the end of a record are cells', () => {
  expect(cellsOf('a,,\n,\n"",')).toEqual([
    ['a', '', ''],
    ['', ''],
    ['', ''],
  ]);
});

test('quoted cells hold delimiters, line ends and doubled quotes', () => {
  expect(cellsOf('"a,b","c\r\nd","e""f"\n"""",""')).toEqual([
    ['a,b', 'c\r\nd', 'e"f'],
    ['"', ''],
  ]);
});

test('a quote inside an unquoted cell is an ordinary character', () => {
  expect(cellsOf('5" pipe,x\n')).toEqual([['5" pipe', 'x']]);
});

test('blank lines are records of one empty cell, so that row numbers match a spreadsheet', () => {
  expect(parse('a\n\nb').map(({ row, cells }) => [row, cells])).toEqual([
    [1, ['a']],
    [2, ['']],
    [3, ['b']],
  ]);
});

test('an unclosed quote marks its own row and leaves the rows after it whole', () => {
  const rows = parse('id,name\n1,"Ann\n2,Bob\n3,"Carl"\n');
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['id', 'name'],
    ['1', '"Ann'],
    ['2', 'Bob'],
    ['3', 'Carl'],
  ]);
  expect(rows.map(({ damage }) => damage)).toEqual([
    undefined,
    { type: 'unclosed-quote', column: 1 },
    undefined,
    undefined,
  ]);
});

test('an unclosed quote at the end of the file marks its row', () => {
  const rows = parse('1,"Ann\n2,Bob');
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['1', '"Ann'],
    ['2', 'Bob'],
  ]);
  expect(rows[0]?.damage).toEqual({ type: 'unclosed-quote', column: 1 });
});

test('a stray quote is kept as text and its row is marked', () => {
  const rows = parse('"He said "hi" to me",1\nx,2');
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['He said "hi" to me', '1'],
    ['x', '2'],
  ]);
  expect(rows[0]?.damage).toEqual({ type: 'stray-quote', column: 0 });
});

test('spaces before a quote are left out where the dialect says so', () => {
  expect(cellsOf('a, "b, c", d\n', { ...comma, spaceBeforeQuote: true })).toEqual([['a', 'b, c', ' d']]);
});

test('without a quote character quotes are text', () => {
  expect(cellsOf('"a",b', { ...comma, quote: '' })).toEqual([['"a"', 'b']]);
});

test('a cell of a million characters is an error of its row alone', () => {
  const rows = parse(
    `1,${'x'.repeat(1_000_001)},z\n2,b,c\n3,"${'y'.repeat(1_000_001)}",d\n4,e,f`,
    comma,
    undefined,
    65_536,
  );
  expect(rows.map(({ cells }) => cells.map((cell) => cell.length))).toEqual([
    [1, 200, 1],
    [1, 1, 1],
    [1, 200, 1],
    [1, 1, 1],
  ]);
  expect(rows.map(({ damage }) => damage?.type)).toEqual([
    'cell-too-long',
    undefined,
    'cell-too-long',
    undefined,
  ]);
});

test('cells after the last allowed column are dropped and the row is marked', () => {
  const rows = parse(`${'a,'.repeat(9_999)}a\nb`);
  expect(rows[0]?.cells).toHaveLength(1_000);
  expect(rows[0]?.damage).toEqual({ type: 'too-many-columns', maxColumns: 1_000 });
  expect(rows[1]?.damage).toBeUndefined();
});

test('a quote that is open for more than a cell may hold was never closed', () => {
  const limits = { maxColumns: 10, maxCellLength: 20 };
  const text = `1,"open\n${'2,fine\n'.repeat(8)}3,"closed"\n`;
  for (const step of [1, 3, 7, 1_000]) {
    const rows = parse(text, comma, limits, step);
    expect(rows).toHaveLength(10);
    expect(rows[0]?.damage?.type).toBe('unclosed-quote');
    expect(rows.slice(1).every(({ damage }) => damage === undefined)).toBe(true);
    expect(rows.at(-1)?.cells).toEqual(['3', 'closed']);
  }
});
