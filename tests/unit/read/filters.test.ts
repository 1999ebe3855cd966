import { expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { project } from '../../../src/domain/record.ts';
import type { RecordState } from '../../../src/domain/record.ts';
import {
  columnsOf,
  listedKinds,
  operatorsOf,
  type Condition,
  type ListQuery,
} from '../../../src/read/listQuery.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { aRow, idAt } from '../../support/rows.ts';

const minute = 60_000;

function indexOf(rows: readonly RecordState[]): MemoryIndex {
  const index = new MemoryIndex();
  index.kinds.account.setShard('a1.0', packShard('account', rows.map(project)));
  return index;
}

/** Positions of the accounts that a condition finds. */
function found(accounts: readonly Record<string, Json>[], condition: Condition): number[] {
  const index = indexOf(
    accounts.map((values, position) => aRow(idAt('account', position), { name: 'x', ...values })),
  );
  return positions(index, { kind: 'account', filter: { match: 'all', conditions: [condition] } });
}

function positions(index: MemoryIndex, query: ListQuery): number[] {
  return index.matchingIds(query).map((id) => Number.parseInt(id.split('.')[2] ?? '', 36));
}

test('bounds of a range are included, and open ends leave it open', () => {
  const ages = [{ age: 17 }, { age: 18 }, { age: 30 }, { age: 31 }, {}];
  expect(found(ages, { field: 'age', op: 'between', from: 18, to: 30 })).toEqual([1, 2]);
  expect(found(ages, { field: 'age', op: 'between', from: 30 })).toEqual([2, 3]);
  expect(found(ages, { field: 'age', op: 'between' })).toEqual([0, 1, 2, 3]);
});

test('money is compared in major units', () => {
  const sums = [
    { annualRevenue: { minor: 1_999, currency: 'CNY' } },
    { annualRevenue: { minor: 2_000, currency: 'JPY' } },
  ];
  expect(found(sums, { field: 'annualRevenue', op: 'between', from: 20 })).toEqual([1]);
});

test('the last days include today and count it', () => {
  const birthdays = [
    { birthday: '2026-11-20' },
    { birthday: '2026-11-14' },
    { birthday: '2026-11-13' },
    { birthday: '2026-11-21' },
  ];
  expect(found(birthdays, { field: 'birthday', op: 'lastDays', days: 7, today: '2026-11-20' })).toEqual([
    0, 1,
  ]);
});

test('a day that is asked for of an instant is the whole day where the person is', () => {
  const midnight = new Date(2026, 10, 20).getTime();
  const states = [midnight - minute, midnight, midnight + 23 * 60 * minute, midnight + 24 * 60 * minute].map(
    (at, position): RecordState => ({
      id: idAt('account', position),
      base: [{ name: 'x' }, at, 'm1.0.0'],
      registers: {},
    }),
  );
  const index = indexOf(states);
  const on = (condition: Condition): number[] =>
    positions(index, { kind: 'account', filter: { match: 'all', conditions: [condition] } });
  expect(on({ field: 'createdAt', op: 'between', from: '2026-11-20', to: '2026-11-20' })).toEqual([1, 2]);
  expect(on({ field: 'createdAt', op: 'lastDays', days: 1, today: '2026-11-20' })).toEqual([1, 2]);
});

test('phones are found by their digits however they are written', () => {
  const phones = [{ phones: ['+86 138-0013'] }, { phones: ['010'] }, {}];
  expect(found(phones, { field: 'phones', op: 'contains', text: '86138' })).toEqual([0]);
  expect(found(phones, { field: 'phones', op: 'empty' })).toEqual([2]);
});

test('"none of" includes records without a value, "all of" asks for every element', () => {
  const tagged = [{ tags: ['t1.0.0', 't1.0.1'] }, { tags: ['t1.0.1'] }, {}];
  expect(found(tagged, { field: 'tags', op: 'noneOf', values: ['t1.0.0'] })).toEqual([1, 2]);
  expect(found(tagged, { field: 'tags', op: 'allOf', values: ['t1.0.0', 't1.0.1'] })).toEqual([0]);
  expect(found(tagged, { field: 'tags', op: 'anyOf', values: ['t1.0.0', 't1.0.1'] })).toEqual([0, 1]);
});

test('a record with two values of a field is found as a conflict', () => {
  const twice = { '1.1': ['A', 5, 'm1.0.0'], '2.1': ['B', 6, 'm1.0.1'] } as const;
  const index = indexOf([
    { id: idAt('account', 0), base: [{ name: 'x' }, 1, 'm1.0.0'], registers: { level: twice } },
    { id: idAt('account', 1), base: [{ name: 'y' }, 1, 'm1.0.0'], registers: {} },
  ]);
  const conditions: Condition[] = [{ field: 'conflict', op: 'isTrue' }];
  expect(positions(index, { kind: 'account', filter: { match: 'all', conditions } })).toEqual([0]);
});

test('choices sort in the order of the schema, not of their letters', () => {
  const index = indexOf(
    ['other', 'female', 'male'].map((gender, position) =>
      aRow(idAt('account', position), { name: 'x', gender }),
    ),
  );
  expect(positions(index, { kind: 'account', sort: { by: 'gender' } })).toEqual([1, 2, 0]);
});

test('owners sort by name, and those without an owner come last in both directions', () => {
  const owners = ['m1.0.0', undefined, 'm1.0.1'];
  const index = indexOf(
    owners.map((owner, position) =>
      aRow(idAt('account', position), owner === undefined ? { name: 'x' } : { name: 'x', owner }),
    ),
  );
  index.setSmallRecords({
    labels: new Map([
      ['m1.0.0', 'Zoe'],
      ['m1.0.1', 'Anna'],
    ]),
    segments: new Map(),
    rules: new Map(),
  });
  expect(positions(index, { kind: 'account', sort: { by: 'owner' } })).toEqual([2, 0, 1]);
  expect(positions(index, { kind: 'account', sort: { by: 'owner', descending: true } })).toEqual([0, 2, 1]);
});

test('values of a column are offered by how many visible records have them', () => {
  const index = indexOf([
    aRow(idAt('account', 0), { name: 'x', interests: ['tea', 'coffee'] }),
    aRow(idAt('account', 1), { name: 'x', interests: ['coffee'] }),
    {
      ...aRow(idAt('account', 2), { name: 'x', interests: ['milk'] }),
      registers: { deleted: { '1.1': [true, 2, 'm'] } },
    },
  ]);
  expect(index.facets('account', 'interests', { limit: 5 })).toEqual([
    { value: 'coffee', count: 2 },
    { value: 'tea', count: 1 },
  ]);
  expect(index.facets('account', 'interests', { contains: 'TE', limit: 5 })).toEqual([
    { value: 'tea', count: 1 },
  ]);
});

test.each(listedKinds)('every operator that a filter offers for a column of %s is understood', (kind) => {
  const index = new MemoryIndex();
  index.kinds[kind].setShard(
    idAt(kind, 0).slice(0, 4),
    packShard(kind, [aRow(idAt(kind, 0), { name: 'x', number: '1' })]),
  );
  const example = { text: 'x', values: ['x'], from: 1, to: 2, days: 3, today: '2026-11-20' };
  for (const column of columnsOf(kind)) {
    for (const op of operatorsOf(column)) {
      const condition = { ...example, field: column.key, op } as Condition;
      expect(() =>
        index.matchingIds({ kind, filter: { match: 'all', conditions: [condition] } }),
      ).not.toThrow();
    }
    expect(index.matchingIds({ kind, sort: { by: column.key } })).toEqual([idAt(kind, 0)]);
  }
});
