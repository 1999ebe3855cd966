import { expect, test } from 'vitest';
import * as synonyms from '../../../../src/i18n/importSynonyms.ts';
import { fieldOf } from '../../../../src/domain/objects.ts';
import {
  guessImportKind,
  guessMapping,
  nameKey,
  type RememberedMapping,
} from '../../../../src/interchange/mapping/guess.ts';
import { createSurveyor, distinctKept, wordsKept } from '../../../../src/interchange/mapping/survey.ts';
import { importKinds, targetsOf, type ImportKind } from '../../../../src/interchange/mapping/targets.ts';
import { importWords } from '../../../../src/interchange/mapping/words.ts';
import { columnNames } from '../../../../src/interchange/reading/header.ts';
import { defaultMatch } from '../../../../src/interchange/records/settings.ts';

const words = importWords(synonyms);

function surveyed(header: readonly string[], ...rows: readonly string[][]) {
  const surveyor = createSurveyor(columnNames(header, 0), true);
  for (const row of rows) surveyor.row(row);
  return surveyor.columns();
}

function guessed(kind: ImportKind, header: readonly string[], ...rows: readonly string[][]) {
  return guessMapping(surveyed(header, ...rows), kind, words, undefined, 'dmy').map(
    ({ target, why }) => `${target} ${why}`,
  );
}

test('names are compared without case, spaces, punctuation and brackets', () => {
  expect(nameKey(' E-Mail_Address: ')).toBe('emailaddress');
  expect(nameKey('Annual Income (k$)')).toBe('annualincome');
  expect(nameKey('(?)')).toBe('(?)');
});

test('a column named as a field goes there, and what a row is comes before what it brings along', () => {
  expect(guessed('account', ['Name', 'Contact person', 'Phone'])).toEqual([
    'account.name name',
    'contact.name name',
    'account.phones name',
  ]);
  expect(guessed('contact', ['Name', 'Company', 'Phone'])).toEqual([
    'contact.name name',
    'account.name name',
    'contact.phones name',
  ]);
});

test('of two columns for one field the better name wins, and the other goes to its next meaning', () => {
  const person = '\u59d3\u540d';
  const company = '\u516c\u53f8\u540d\u79f0';
  expect(guessed('account', [person, company])).toEqual(['contact.name name', 'account.name name']);
});

test('columns without a known name are judged by their values', () => {
  const rows = Array.from({ length: 8 }, (_, n) => [
    `a${n}@x.example`,
    `1380013800${n}`,
    `https://x${n}.example`,
  ]);
  expect(guessed('account', ['P', 'Q', 'R'], ...rows)).toEqual([
    'account.emails values',
    'account.phones values',
    'account.website values',
  ]);
});

test('a name does not count against the values under it', () => {
  const rows = Array.from({ length: 8 }, (_, n) => [`word ${String.fromCharCode(97 + n)}`]);
  expect(guessed('account', ['Phone'], ...rows)).toEqual(['null none']);
});

test('several columns make one address', () => {
  expect(guessed('account', ['Name', 'Street', 'Postcode', 'City'])).toEqual([
    'account.name name',
    'account.address name',
    'account.address name',
    'account.region name',
  ]);
});

test('what rows are is told by the names of columns', () => {
  const kindOf = (...header: string[]) => guessImportKind(surveyed(header), words);
  expect(kindOf('InvoiceNo', 'StockCode', 'Quantity', 'UnitPrice')).toBe('orderLine');
  expect(kindOf('product', 'series', 'sales_price')).toBe('product');
  expect(kindOf('First name', 'Last name', 'Job title', 'Company')).toBe('contact');
  expect(kindOf('Company', 'Industry', 'Phone')).toBe('account');
  expect(kindOf('a', 'b')).toBe('account');
});

test('a remembered mapping stands as it was, with its formats and words', () => {
  const remembered: RememberedMapping = {
    kind: 'account',
    columns: [
      { column: 0, target: 'account.region', dateOrder: 'mdy', numberFormat: 'comma', choices: {} },
      { column: 1, target: null, dateOrder: 'dmy', numberFormat: 'point', choices: {} },
    ],
  };
  const [first, second] = guessMapping(
    surveyed(['Name', 'Phone'], ['2/3/24', '13800138000']),
    'account',
    words,
    remembered,
    'dmy',
  );
  expect(first).toMatchObject({
    target: 'account.region',
    why: 'remembered',
    dateOrder: 'mdy',
    dateUnsure: false,
    numberFormat: 'comma',
  });
  expect(second).toMatchObject({ target: null, why: 'none' });
});

test('words of a column of choices are understood in both languages', () => {
  const [, level] = guessMapping(
    surveyed(['Name', 'Level'], ['x', '\u91cd\u70b9'], ['y', 'vip'], ['z', 'B'], ['w', 'odd']),
    'account',
    words,
    undefined,
    'dmy',
  );
  expect(level?.choices).toEqual({ '\u91cd\u70b9': 'A', vip: 'A', b: 'B' });
});

test('records are matched by what names one, and by name only where there is nothing better', () => {
  const matchOf = (kind: ImportKind, ...header: string[]) =>
    defaultMatch(kind, guessMapping(surveyed(header), kind, words, undefined, 'dmy'));
  expect(matchOf('account', 'Name', 'Phone', 'E-mail')).toEqual(['emails', 'phones']);
  expect(matchOf('account', 'Name', 'Region')).toEqual(['name']);
  expect(matchOf('orderLine', 'Order number', 'Date', 'Price')).toEqual(['number']);
});

test('every target is a field that exists, and every synonym is of a target', () => {
  const keys = new Set(importKinds.flatMap((kind) => targetsOf(kind).map(({ key }) => key)));
  for (const target of importKinds.flatMap((kind) => targetsOf(kind))) {
    if (target.record === 'line' || target.field === 'givenName' || target.field === 'familyName') continue;
    expect(fieldOf(target.record, target.field)?.type).toBe(target.type);
  }
  for (const key of Object.keys(synonyms.columnNames)) expect(keys).toContain(key);
  for (const [key, choices] of Object.entries(synonyms.choiceWords)) {
    const target = importKinds.flatMap((kind) => targetsOf(kind)).find((each) => each.key === key);
    expect(target?.choices).toEqual(expect.arrayContaining(Object.keys(choices)));
  }
});

test('a survey counts cells, keeps few samples and words, and looks at every date of a long column', () => {
  const surveyor = createSurveyor(columnNames(['When', 'Kind', ''], 0), true);
  const rows = distinctKept + 10;
  for (let n = 0; n < rows; n += 1) {
    surveyor.row([
      `${(n % 12) + 1}/${(n % 11) + 1}/${2000 + (n % 90)} ${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`,
      n % 2 === 0 ? 'a' : 'b',
      `${n}`,
      'extra',
    ]);
  }
  surveyor.row(['31/12/2020 23:59', ' ', '']);
  const [when, kind, number] = surveyor.columns();
  expect(surveyor.columns()).toHaveLength(3);
  expect(when?.dates.dayFirst).toBe(1);
  expect(kind).toMatchObject({ filled: rows, empty: 1, distinct: 2 });
  expect(kind?.words?.get('a')).toBe(rows / 2);
  expect(number?.words).toBeUndefined();
  expect(number?.samples).toEqual(['0', '1', '2']);
  expect(wordsKept).toBeLessThan(rows);
});
