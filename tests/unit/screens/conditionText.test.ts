import { beforeEach, expect, test } from 'vitest';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import type { Condition } from '../../../src/read/listQuery.ts';
import { conditionField, conditionText } from '../../../src/screens/list/conditionText.ts';

Object.assign(globalThis, { document: { documentElement: { lang: '' } } });
beforeEach(() => setLanguage('en'));

const names = new Map([
  ['m1.0.0', 'Xiaowen'],
  ['s1.0.0', 'Champions'],
]);
const said = (condition: Condition): string => conditionText('account', condition, names);

test('choices and references are said by their names', () => {
  expect(said({ field: 'kind', op: 'anyOf', values: ['company', 'person'] })).toBe('Company or Person');
  expect(said({ field: 'owner', op: 'noneOf', values: ['m1.0.0'] })).toBe('not Xiaowen');
  expect(said({ op: 'inSegments', segments: ['s1.0.0'] })).toBe('Champions');
});

test('a range says both ends or the one it has', () => {
  expect(said({ field: 'age', op: 'between', from: 18, to: 30 })).toBe('18 – 30');
  expect(said({ field: 'age', op: 'between', from: 18 })).toBe('≥ 18');
  expect(said({ field: 'birthday', op: 'between', to: '2001-05-09' })).toBe('until 9 May 2001');
});

test('a condition on segments has a name of its own', () => {
  expect(conditionField('account', { op: 'inSegments', segments: [] })).toBe('Segment');
  expect(conditionField('account', { field: 'lastOrder', op: 'empty' })).toBe('Last order');
});

test('the same condition is said in Chinese after a switch', () => {
  const condition = { field: 'lastOrder', op: 'lastDays', days: 90, today: '2026-11-21' } as const;
  expect(said(condition)).toBe('within 90 days');
  setLanguage('zh');
  expect(said(condition)).not.toContain('within');
});
