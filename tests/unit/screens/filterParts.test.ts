import { expect, test } from 'vitest';
import type { Filter } from '../../../src/read/listQuery.ts';
import { bothOf, countConditions, idsIn, withoutEmptyGroups } from '../../../src/screens/list/filterParts.ts';
import { leadsBack, ruleJson } from '../../../src/screens/segments/segmentRule.ts';
import type { RecordRow } from '../../../src/domain/record.ts';

const level = { field: 'level', op: 'anyOf', values: ['A'] } as const;
const region = { field: 'region', op: 'empty' } as const;
const none: Filter = { match: 'any', conditions: [] };
const orders = (filter: Filter) =>
  ({ op: 'related', kind: 'order', by: 'account', quantifier: 'some', filter }) as const;

test('conditions are counted in groups and of related records, and "has orders" is one', () => {
  const filter: Filter = {
    match: 'all',
    conditions: [level, { match: 'any', conditions: [level, region] }, orders(none)],
  };
  expect(countConditions(filter)).toBe(4);
});

test('a group without conditions is left out, and a group of one is no group', () => {
  const filter: Filter = { match: 'any', conditions: [level, none, { match: 'all', conditions: [region] }] };
  expect(withoutEmptyGroups(filter)).toEqual({ match: 'any', conditions: [level, region] });
  expect(withoutEmptyGroups({ match: 'all', conditions: [orders(none)] }).conditions).toEqual([orders(none)]);
});

test('what a tab asks holds beside all of a filter of which any part may hold', () => {
  const any: Filter = { match: 'any', conditions: [level, region] };
  expect(bothOf([region], any)).toEqual({ match: 'all', conditions: [region, any] });
  expect(bothOf([region], { match: 'all', conditions: [level] }).conditions).toEqual([region, level]);
});

test('records named in groups and of related records are found', () => {
  const byAccount: Filter = {
    match: 'any',
    conditions: [{ field: 'account', op: 'anyOf', values: ['a1.0.0'] }],
  };
  expect(idsIn('account', { match: 'all', conditions: [orders(byAccount)] })).toEqual(['a1.0.0']);
});

test('a rule that leads back to its segment through another is known', () => {
  const inSegment = (id: string): Filter => ({
    match: 'all',
    conditions: [{ op: 'inSegments', segments: [id] }],
  });
  const other = {
    id: 's1.0.1',
    base: [{ name: 'Other', method: 'rule', rule: ruleJson(inSegment('s1.0.0')) }, 0, 'm1.0.0'],
    regs: {},
    registers: {},
  } as unknown as RecordRow;
  expect(leadsBack([other], 's1.0.0', inSegment('s1.0.1'))).toBe(true);
  expect(leadsBack([other], 's1.0.0', inSegment('s1.0.2'))).toBe(false);
});
