import { expect, test } from 'vitest';
import { packSearch, SearchTexts, storeSearch, type SearchEntry } from '../../../src/read/searchTexts.ts';
import { packTable, TextTable } from '../../../src/read/textTable.ts';

/** Letters of one to four bytes, a mark of byte order at the beginning, and half a pair of surrogates. */
const texts = ['\ufeffstart', '', 'Müller', '蓝岸咖啡', '🜁 air 🜁', 'a\ud800b', 'end'];

test('a table gives each text as it was packed, whatever letters stand before it', () => {
  const table = new TextTable(packTable(texts));
  const wellFormed = texts.map((text) => text.toWellFormed());
  expect(wellFormed.map((_, entry) => table.textOf(entry))).toEqual(wellFormed);
  expect(table.size).toBe(texts.length);
});

test('a text that is added to a table of bytes stands behind those that were packed', () => {
  const table = new TextTable(packTable(texts));
  const entry = table.add('new', []);
  expect([table.textOf(entry), table.textOf(entry - 1)]).toEqual(['new', 'end']);
});

test('searchable texts are read as they were packed, and what has changed over them', () => {
  const entries = texts.map((text): SearchEntry => entryOf(text.toWellFormed()));
  const search = new SearchTexts(storeSearch(packSearch(entries)));
  expect(entries.map((_, slot) => search.entryOf(slot).name)).toEqual(entries.map(({ name }) => name));
  search.set(2, entryOf('meier'));
  expect(search.packed().names.joined.split('\n').slice(0, 4)).toEqual([
    '\ufeffstart',
    '',
    'meier',
    '蓝岸咖啡',
  ]);
});

test('pinyin is known of before anything is read, and when it comes later', () => {
  expect(
    new SearchTexts(storeSearch(packSearch([entryOf('x'), { ...entryOf('岸'), full: 'an' }]))).hasPinyin,
  ).toBe(true);
  const search = new SearchTexts(storeSearch(packSearch([entryOf('x')])));
  expect(search.hasPinyin).toBe(false);
  search.set(0, { ...entryOf('岸'), full: 'an' });
  expect(search.hasPinyin).toBe(true);
});

function entryOf(name: string): SearchEntry {
  return { name, full: '', initials: '', details: '', spans: [] };
}
