import { beforeEach, expect, test } from 'vitest';
import type { HistoryEntry, RegisterChange } from '../../../src/domain/history.ts';
import { project } from '../../../src/domain/record.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { entryTexts, originText } from '../../../src/screens/record/changes.ts';

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

test('an undo tells what it took away and what shows again, also where the base does', () => {
  expect(said(entry({ before: wrote('A') }, { command: 'undo' }))).toEqual([
    'Xiaowen took Level back from A to B',
  ]);
  expect(said(entry({ register: 'industry', before: wrote('Hotels') }, { command: 'undo' }))).toEqual([
    'Xiaowen took Industry back from Hotels to empty',
  ]);
});

test('a choice among several values tells which was chosen and which was not', () => {
  const before: RegisterChange['before'] = [
    ['1.2', ['C', 2, 'm1.0.0']],
    ['2.2', ['D', 3, 'm1.0.0']],
  ];
  expect(said(entry({ before, after: wrote('C') }, { command: 'choose' }))).toEqual([
    'Xiaowen chose C for Level, not D',
  ]);
});

test('a record that was kept when its import was undone, or asked back, says so', () => {
  expect(said(entry({ register: 'kept', after: wrote('b1.0.0') }))).toEqual([
    'Kept when its import was undone: something refers to it',
  ]);
  expect(said(entry({ register: 'kept', after: wrote(true) }))).toEqual([
    'Xiaowen restored this from an undone import',
  ]);
});

const order = project({
  id: 'o1.0.0',
  base: [{ number: 'SO-1', currency: 'EUR', lines: [['p1.0.0', 2, 125_000]] }, 1, 'm1.0.0', 'b1.0.0'],
  registers: {},
});
const withProducts = new Map([...names, ['p1.0.0', 'Grinder'] as const]);

function saidOfLine(register: string, before: RegisterChange['before'], after: RegisterChange['after']) {
  const changes = [{ id: order.id, register: `lines/${register}`, before, after }];
  return entryTexts({ ...entry({}), changes }, order, withProducts);
}

test('each changed field of a line tells from what to what, its added and removed lines by name', () => {
  const three: RegisterChange['after'] = [['1.5', [3, 5, 'm1.0.0']]];
  expect(saidOfLine('0/quantity', [], three)).toEqual(['Xiaowen changed Quantity of Grinder from 2 to 3']);
  expect(saidOfLine('0/quantity', three, [])).toEqual(['Xiaowen changed Quantity of Grinder from 3 to 2']);
  expect(saidOfLine('0/removed', [], wrote(true))).toEqual(['Xiaowen removed the line Grinder']);
  expect(saidOfLine('xyz/product', [], wrote('p1.0.0'))[0]).toMatch(/^Xiaowen added the line/);
});

test('a record began with its creation or its import, and a field with the value it had then', () => {
  expect(originText(row, names)).toBe('Xiaowen created this');
  expect(originText(row, names, 'level')).toBe('Xiaowen created this with Level B');
  expect(originText(row, names, 'industry')).toBeUndefined();
  expect(originText(order, names)).toBe('Created by an import');
  expect(originText(order, names, 'number')).toBe('Imported with Number SO-1');
});
