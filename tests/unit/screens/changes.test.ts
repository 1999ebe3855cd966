import { beforeEach, expect, test } from 'vitest';
import type { HistoryEntry, RegisterChange } from '../../../src/domain/history.ts';
import { project } from '../../../src/domain/record.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { entryTexts } from '../../../src/screens/record/changes.ts';

Object.assign(globalThis, { document: { documentElement: { lang: '' } } });
beforeEach(() => setLanguage('en'));

const row = project({
  id: 'a1.0.0',
  base: [{ name: 'Nordkaffe', level: 'B', phones: ['040 1', '040 2'] }, 1, 'm1.0.0'],
  registers: {},
});
const names = new Map([
  ['m1.0.0', 'Xiaowen'],
  ['t1.0.0', 'Chain'],
]);

function entry(change: Partial<RegisterChange>, more: Partial<HistoryEntry> = {}): HistoryEntry {
  const changes = [{ id: 'a1.0.0', register: 'level', before: [], after: [], ...change }];
  return { id: '1.5', at: 5, author: 'm1.0.0', command: 'edit', created: [], changes, ...more };
}
const wrote = (value: string | boolean | null): RegisterChange['after'] => [['1.5', [value, 5, 'm1.0.0']]];
const said = (of: HistoryEntry): readonly string[] => entryTexts(of, row, names);

test('a first edit tells what the record was created with', () => {
  expect(said(entry({ after: wrote('A') }))).toEqual(['Xiaowen changed Level from B to A']);
});

test('a later edit tells what it displaced, the newest of several values', () => {
  const before: RegisterChange['before'] = [
    ['1.2', ['C', 2, 'm1.0.0']],
    ['2.2', ['D', 3, 'm1.0.0']],
  ];
  expect(said(entry({ before, after: wrote('A') }))).toEqual(['Xiaowen changed Level from D to A']);
});

test('a value put into an empty field is set, and one taken out is cleared', () => {
  expect(said(entry({ register: 'industry', after: wrote('Hotels') }))).toEqual([
    'Xiaowen set Industry to Hotels',
  ]);
  expect(said(entry({ after: wrote(null) }))).toEqual(['Xiaowen cleared Level (was B)']);
});

test('elements of a list are told one by one, those of the base by their own value', () => {
  expect(said(entry({ register: 'phones/1', after: wrote(null) }))).toEqual([
    'Xiaowen removed 040 2 from Phone',
  ]);
  expect(said(entry({ register: 'phones/xyz', after: wrote('040 3') }))).toEqual([
    'Xiaowen added 040 3 to Phone',
  ]);
  expect(said(entry({ register: 'tags/t1.0.0', after: wrote(true) }))).toEqual([
    'Xiaowen added Chain to Tags',
  ]);
});

test('deletion and restore are told as such', () => {
  expect(said(entry({ register: 'deleted', after: wrote(true) }))).toEqual(['Xiaowen deleted this']);
  expect(said(entry({ register: 'deleted', after: wrote(false) }))).toEqual(['Xiaowen restored this']);
});

test('changes of lines are one sentence, however many there are', () => {
  const base = entry({});
  const changes = ['lines/0/price', 'lines/1/quantity'].map((register) => ({
    id: row.id,
    register,
    before: [],
    after: [],
  }));
  expect(said({ ...base, changes })).toEqual(['Xiaowen changed the lines']);
});

test('creation, by hand or by an import, is told first', () => {
  expect(said(entry({}, { created: ['a1.0.0'], changes: [], command: 'create' }))).toEqual([
    'Xiaowen created this',
  ]);
  expect(said(entry({}, { created: ['a1.0.0'], changes: [], command: 'import' }))).toEqual([
    'Created by an import',
  ]);
});
