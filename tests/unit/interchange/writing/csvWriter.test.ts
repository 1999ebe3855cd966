import { expect, test } from 'vitest';
import { csvBlob, csvLine, formulaSafe } from '../../../../src/interchange/writing/csvWriter.ts';

test('cells that a spreadsheet would execute are written as text', () => {
  for (const cell of [
    '=cmd()',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\uff1dcmd()',
    '=HYPERLINK("http://x")',
  ]) {
    expect(formulaSafe(cell)).toBe(`'${cell}`);
  }
});

test('plain numbers and telephone numbers keep their signs', () => {
  for (const cell of ['-12.5', '+3', '-1,200.50', '1e-3', '+39 02 5550 118'])
    expect(formulaSafe(cell)).toBe(cell);
});

test('cells with delimiters, quotes, line ends or white space at an end are quoted', () => {
  expect(csvLine(['a,b', 'c"d', 'e\nf', ' g', null, undefined, 0, true])).toBe(
    '"a,b","c""d","e\nf"," g",,,0,true\r\n',
  );
});

test('a file starts with a byte order mark so that Excel reads Chinese', async () => {
  const bytes = new Uint8Array(await (await csvBlob(['\u59d3\u540d'], [['\u5f20']])).arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});
