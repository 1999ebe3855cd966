import { expect, test } from 'vitest';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { aRow } from '../../support/rows.ts';

const rows = [
  aRow('a1.0.0', { name: 'One', region: '上海', birthday: '1970-01-11', interests: ['tea', 'maps'] }),
  aRow('a1.0.1', { name: 'Two', region: 'Berlin', age: 40 }),
  aRow('a1.0.2', { name: 'Three', region: '上海', annualRevenue: { minor: 1_250, currency: 'EUR' } }),
];

function anIndex(): MemoryIndex {
  const index = new MemoryIndex();
  index.kinds.account.setShard('a1.0', packShard('account', rows));
  return index;
}

test('a table holds what matches, in the order of the query, column by column', () => {
  const table = anIndex().table({ kind: 'account', sort: { by: 'name' } }, [
    ...['age', 'birthday', 'annualRevenue', 'region', 'interests', 'orderCount'],
  ]);
  expect(table).toEqual({
    rows: 3,
    ids: ['a1.0.0', 'a1.0.2', 'a1.0.1'],
    columns: [
      { key: 'age', type: 'number', values: Float64Array.of(NaN, NaN, 40) },
      { key: 'birthday', type: 'number', values: Float64Array.of(10, NaN, NaN) },
      { key: 'annualRevenue', type: 'number', values: Float64Array.of(NaN, 12.5, NaN) },
      { key: 'region', type: 'category', labels: ['上海', 'Berlin'], codes: Int32Array.of(0, 0, 1) },
      {
        key: 'interests',
        type: 'set',
        labels: ['tea', 'maps'],
        start: Uint32Array.of(0, 2, 2, 2),
        codes: Uint32Array.of(0, 1),
      },
      { key: 'orderCount', type: 'number', values: Float64Array.of(0, 0, 0) },
    ],
  });
});

test('records that are gone and columns that the kind does not have are in no table', () => {
  const index = anIndex();
  index.kinds.account.remove(['a1.0.1']);
  expect(index.table({ kind: 'account' }, ['nothing', 'age'])).toEqual({
    rows: 2,
    ids: ['a1.0.0', 'a1.0.2'],
    columns: [{ key: 'age', type: 'number', values: Float64Array.of(NaN, NaN) }],
  });
});
