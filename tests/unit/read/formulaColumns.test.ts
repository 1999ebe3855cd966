import { expect, test } from 'vitest';
import { definitionsOf } from '../../../src/domain/customDefinitions.ts';
import { compileFormulas, withFormulas } from '../../../src/domain/formulaSet.ts';
import { shardOfRecord } from '../../../src/domain/ids.ts';
import { project, valuesOf, type RecordRow } from '../../../src/domain/record.ts';
import type { FieldCondition, ListQuery } from '../../../src/read/listQuery.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { aRow } from '../../support/rows.ts';

const today = '2026-11-20';
const budget = 'f1.0.0:money';
const share = 'f1.0.1:number';
const worth = 'f1.0.2:formula';
const isLarge = 'f1.0.3:formula';
const says = 'f1.0.4:formula';
const review = 'f1.0.5:formula';
const noted = 'f1.0.6:formula';

const field = (index: number, type: string, formula?: string): RecordRow =>
  aRow(`f1.0.${index}`, {
    name: `Field ${index}`,
    object: 'account',
    type,
    ...(formula === undefined ? {} : { formula }),
  });
const fields = [
  field(0, 'money'),
  field(1, 'number'),
  field(2, 'formula', `{${budget}} * {${share}}`),
  field(3, 'formula', `{${worth}} > 100`),
  field(4, 'formula', 'concat({region}, " / ", {level})'),
  field(5, 'formula', '{birthday} + 30'),
  field(6, 'formula', 'isempty({notes})'),
];
const definitions = definitionsOf(fields);
const set = compileFormulas('account', definitions);

const rows = [
  aRow('a1.0.0', {
    ...{ name: 'One', region: '上海', level: 'B', birthday: '2026-11-10' },
    [budget]: { minor: 12_345, currency: 'EUR' },
    [share]: 2,
  }),
  aRow('a1.0.1', {
    ...{ name: 'Two', region: 'Berlin', level: 'A', birthday: '2026-09-01' },
    [budget]: { minor: 50, currency: 'JPY' },
    [share]: 0.5,
  }),
  aRow('a1.0.2', { name: 'Three', [budget]: { minor: 1, currency: 'EUR' } }),
];

function anIndex(): MemoryIndex {
  const index = new MemoryIndex(() => new Date(`${today}T12:00:00`).getTime());
  index.setSmallRecords({
    labels: new Map(),
    segments: new Map(),
    rules: new Map(),
    formulas: new Map([['account', set]]),
  });
  index.kinds.account.setShard('a1.0', packShard('account', rows));
  return index;
}

const where = (condition: FieldCondition): ListQuery => ({
  kind: 'account',
  filter: { match: 'all', conditions: [condition] },
});
const valueOf = (row: RecordRow, key: string): unknown => withFormulas(valuesOf(row), set, today)[key];

test('a list filters by what a formula gives for the record itself', () => {
  const index = anIndex();
  for (const bound of [24, 25, 247, 246.9]) {
    const expected = rows.filter((row) => Number(valueOf(row, worth)) >= bound).map(({ id }) => id);
    expect(index.matchingIds(where({ field: worth, op: 'between', from: bound }))).toEqual(expected);
  }
  expect(index.matchingIds(where({ field: worth, op: 'empty' }))).toEqual(['a1.0.2']);
});

test('formulas of formulas, texts and dates are asked like columns of their results', () => {
  const index = anIndex();
  expect(index.matchingIds(where({ field: isLarge, op: 'isTrue' }))).toEqual(['a1.0.0']);
  expect(index.matchingIds(where({ field: says, op: 'contains', text: 'berlin' }))).toEqual(['a1.0.1']);
  expect(index.matchingIds(where({ field: review, op: 'nextDays', days: 30 }))).toEqual(['a1.0.0']);
  expect(index.matchingIds(where({ field: review, op: 'beforeToday' }))).toEqual(['a1.0.1']);
});

test('a condition that does not fit what a formula gives finds nothing instead of failing', () => {
  const index = anIndex();
  expect(index.matchingIds(where({ field: worth, op: 'contains', text: '2' }))).toEqual([]);
  expect(index.matchingIds(where({ field: 'f1.0.9:formula', op: 'notEmpty' }))).toEqual([]);
  expect(index.matchingIds(where({ field: 'f1.0.9:formula', op: 'empty' }))).toHaveLength(3);
});

test('a formula of a text that is not in memory is empty rather than wrong', () => {
  expect(anIndex().matchingIds(where({ field: noted, op: 'empty' }))).toHaveLength(3);
});

test('a list sorts and groups by what a formula gives', () => {
  const index = anIndex();
  const sorted = (by: string): readonly string[] => index.matchingIds({ kind: 'account', sort: { by } });
  expect(sorted(worth)).toEqual(['a1.0.1', 'a1.0.0', 'a1.0.2']);
  expect(sorted(review)).toEqual(['a1.0.1', 'a1.0.0', 'a1.0.2']);
  const { groups } = index.query({ kind: 'account', group: review }, { offset: 0, limit: 9 });
  expect(groups?.map(({ value, count }) => [value, count])).toEqual([
    ['2026-12', 1],
    ['2026-10', 1],
    [null, 1],
  ]);
  const large = index.query({ kind: 'account', group: isLarge }, { offset: 0, limit: 9 }).groups;
  expect(large?.map(({ value, count }) => [value, count])).toEqual([
    ['false', 2],
    ['true', 1],
  ]);
});

test('when a record changes, so does what its formulas give, and the others stay', () => {
  const index = anIndex();
  const asked = where({ field: worth, op: 'between', from: 100 });
  expect(index.matchingIds(asked)).toEqual(['a1.0.0']);
  const [, two] = rows;
  if (two === undefined) return expect.unreachable();
  const changed = project({ ...two, registers: { [share]: { '1.9': [10, 1, 'm1.0.0'] } } });
  index.kinds.account.apply(shardOfRecord(two.id), packShard('account', [changed]));
  expect(index.matchingIds(asked)).toEqual(['a1.0.0', 'a1.0.1']);
});

test('when a field gets another formula, lists follow it', () => {
  const index = anIndex();
  const asked = where({ field: worth, op: 'between', from: 100 });
  expect(index.matchingIds(asked)).toEqual(['a1.0.0']);
  const others = definitionsOf([...fields.filter(({ id }) => id !== 'f1.0.2'), field(2, 'formula', '1000')]);
  index.setSmallRecords({
    labels: new Map(),
    segments: new Map(),
    rules: new Map(),
    formulas: new Map([['account', compileFormulas('account', others)]]),
  });
  expect(index.matchingIds(asked)).toHaveLength(3);
});
