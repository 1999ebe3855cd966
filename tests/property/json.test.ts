import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openFile } from '../../src/interchange/reading/openFile.ts';
import { madeDialect } from '../../src/interchange/reading/madeRows.ts';
import { readRows } from '../../src/interchange/reading/rows.ts';
import {
  RecordSplitter,
  type JsonProblem,
  type JsonRecord,
} from '../../src/interchange/json/recordSplitter.ts';
import { errorOfResult, valueOfResult } from '../support/results.ts';

/** Records of a text that comes in pieces of so many letters. */
function split(text: string, piece: number): JsonRecord[] | JsonProblem {
  const records: JsonRecord[] = [];
  const splitter = new RecordSplitter((record) => records.push(record));
  for (let at = 0; at < text.length; at += piece) {
    const problem = splitter.write(text.slice(at, at + piece));
    if (problem !== undefined) return problem;
  }
  return splitter.end() ?? records;
}

async function tableOf(text: string, name = 'records.json') {
  const source = valueOfResult(await openFile(new Blob([text]), name));
  const rows: string[][] = [];
  const reading = { ...madeDialect, encoding: source.encoding, header: true, directive: false };
  const read = valueOfResult(await readRows(source, reading, (cells) => rows.push([...cells])));
  return { header: read.header, rows, form: source.form };
}

const anyRecords = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()));

describe('records of a JSON file', () => {
  test('come out as they went in, in one array or one on each line, however the file is cut', () => {
    fc.assert(
      fc.property(
        anyRecords,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.boolean(),
        (records, piece, isArray, isWide) => {
          const known = records.map((record) => JSON.parse(JSON.stringify(record)) as JsonRecord);
          const text = isArray
            ? JSON.stringify(records, null, isWide ? 2 : 0)
            : records.map((record) => JSON.stringify(record)).join(isWide ? '\r\n' : '\n');
          if (!isArray && records.length === 0) return;
          expect(split(text, piece)).toEqual(known);
        },
      ),
    );
  });

  test('any texts are the same texts in the cells', async () => {
    const text = fc.string({ unit: 'binary' }).map((each) => `x${each.replace(/\p{Cs}/gu, '')}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (texts) => {
        const { header, rows } = await tableOf(JSON.stringify(texts.map((each) => ({ a: 'row', b: each }))));
        expect(header).toEqual(['a', 'b']);
        expect(rows).toEqual(texts.map((each) => ['row', each]));
      }),
    );
  });

  test('a name such as __proto__ is a column like any other, and nothing inherits from it', async () => {
    const { header, rows } = await tableOf('[{"__proto__": {"polluted": "yes"}, "constructor": "c"}]');
    expect(header).toEqual(['__proto__.polluted', 'constructor']);
    expect(rows).toEqual([['yes', 'c']]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('objects become columns, lists one cell, amounts a text, and lines a row each', async () => {
    const record = {
      ...{ number: 'A1', address: { city: 'Linz' }, tags: ['a', 'b; c'], phones: ['1', '2'] },
      ...{ value: { amount: '12.50', currency: 'EUR' }, lines: [{ number: 1, text: 'x' }, { text: 'y' }] },
    };
    const { header, rows } = await tableOf(JSON.stringify(record), 'one.jsonl');
    expect(header).toEqual(['number', 'address.city', 'tags', 'phones', 'value', 'lines.number', 'text']);
    expect(rows).toEqual([
      ['A1', 'Linz', '["a","b; c"]', '1; 2', '12.50 EUR', '1', 'x'],
      ['A1', 'Linz', '["a","b; c"]', '1; 2', '12.50 EUR', '', 'y'],
    ]);
  });

  test.each<[string, JsonProblem]>([
    ['[{"a":1},\n {"a":2]', { type: 'json-invalid', line: 2, column: 1 }],
    ['[{"a":1}\n {"a":2}]', { type: 'json-invalid', line: 2, column: 2 }],
    ['[{"a":1},]', { type: 'json-no-records', line: 1, column: 10 }],
    ['[{"a":1},\n7]', { type: 'json-no-records', line: 2, column: 1 }],
    ['[{"a":1}', { type: 'json-invalid', line: 1, column: 8 }],
    ['[{"a":1}] {"b":2}', { type: 'json-invalid', line: 1, column: 11 }],
    ['{"a":1}\n{"a":\n', { type: 'json-invalid', line: 3, column: 1 }],
    [`{"a":${'['.repeat(80)}`, { type: 'json-invalid', line: 1, column: 69 }],
    ['{"a":1}\n{oops}', { type: 'json-invalid', line: 2, column: 1 }],
  ])('%j is refused with its place', async (text, problem) => {
    for (const piece of [1, 3, 1_000]) expect(split(text, piece)).toEqual(problem);
    expect(errorOfResult(await openFile(new Blob([text]), 'records.json'))).toEqual(problem);
  });

  test('a record without end is refused before it fills the memory', () => {
    expect(split(`{"a":"${'y'.repeat(4_100_000)}`, 65_536)).toMatchObject({
      type: 'json-record-too-long',
      line: 1,
    });
  });
});
