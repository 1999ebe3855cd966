import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectDialect, readSample } from '../../../../src/interchange/reading/dialect.ts';
import { columnNames, headerSignature } from '../../../../src/interchange/reading/header.ts';

test('the delimiter is the one under which records have equally many cells', () => {
  expect(detectDialect('a;b\n1,5;2\n3,5;4\n', true).delimiter).toBe(';');
  expect(detectDialect('name\tage\nAnn, B\t3\n', true).delimiter).toBe('\t');
  expect(detectDialect('a|b\n1|2', true).delimiter).toBe('|');
  expect(detectDialect('"x, y",2\n"z",3', true).delimiter).toBe(',');
  expect(detectDialect('only one column\nof words', true).delimiter).toBe(',');
});

test('a line sep=; decides and is no record', () => {
  expect(detectDialect('sep=;\r\na,b;c\r\n1,5;2\r\n', true)).toMatchObject({
    delimiter: ';',
    directive: true,
    header: true,
  });
});

test('a header is found by the data under it, and its absence by data in the first record', () => {
  expect(detectDialect('name,phone\nAnn,13800138000\n', true).header).toBe(true);
  expect(detectDialect('Ann,13800138000\nBob,13900139000\n', true).header).toBe(false);
  expect(detectDialect('Ann,ann@x.example\nBob,bob@x.example\n', true).header).toBe(false);
  expect(detectDialect('2026-01-02,x\n2026-01-03,y\n', true).header).toBe(false);
  expect(detectDialect('name,city\nAnn,Oslo\nBob,Rome\n', true).header).toBe(true);
});

test('repeated names of columns are made distinct and unnamed ones stay unnamed', () => {
  expect(columnNames(['Email', ' email\u200b', '', '\ufeffName', ''], 6).map(({ name }) => name)).toEqual([
    'Email',
    'email (2)',
    '',
    'Name',
    '',
    '',
  ]);
});

test('a column may be called __proto__', () => {
  const names = columnNames(['__proto__', 'constructor', '__proto__'], 3);
  expect(names.map(({ name }) => name)).toEqual(['__proto__', 'constructor', '__proto__ (2)']);
  expect(headerSignature(names)).toBe('["__proto__","constructor","__proto__ (2)"]');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const data = '../shared/data';

test.skipIf(!existsSync(data))('real files are read with their delimiter and header', () => {
  const guess = (path: string) => {
    const text = new TextDecoder().decode(readFileSync(`${data}/${path}`));
    const dialect = detectDialect(text.slice(0, 60_000), text.length <= 60_000);
    return { ...dialect, columns: readSample(text, dialect, true)[1]?.length };
  };
  expect(guess('maven_crm/accounts.csv')).toMatchObject({ delimiter: ',', header: true, columns: 7 });
  expect(guess('maven_crm/products.csv')).toMatchObject({ delimiter: ',', header: true, columns: 3 });
  expect(guess('febrl/dataset1.csv')).toMatchObject({ delimiter: ',', header: true, columns: 11 });
  expect(guess('en_alexa_reviews/amazon_alexa.tsv')).toMatchObject({
    delimiter: '\t',
    header: true,
    columns: 5,
  });
  expect(guess('en_restaurant_reviews/Restaurant_Reviews.csv')).toMatchObject({
    delimiter: ',',
    header: true,
    columns: 2,
  });
  expect(guess('mall_customers/Mall_Customers.csv')).toMatchObject({
    delimiter: ',',
    header: true,
    columns: 5,
  });
});
