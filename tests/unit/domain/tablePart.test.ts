import { expect, test } from 'vitest';
import { columnsOf, dateText, newColumnKey } from '../../../src/domain/bookTable.ts';
import { generationOfKey, partKey, partKeyOf } from '../../../src/domain/partKey.ts';
import { partContentOf, PartPacker } from '../../../src/domain/tablePart.ts';

test('a part ends after a thousand rows, or before a row that would make it larger than a hundred kilobytes', () => {
  const sizes: number[] = [];
  const packer = new PartPacker([{ type: 'text' }], ({ rows }) => sizes.push(rows));
  for (let i = 0; i < 2_500; i++) packer.add(['a']);
  for (let i = 0; i < 20; i++) packer.add([`${i}${'x'.repeat(20_000)}`]);
  packer.end();
  expect(sizes).toEqual([1_000, 1_000, 504, 4, 4, 4, 4]);
});

test('letters count by their bytes', () => {
  const sizes: number[] = [];
  const packer = new PartPacker([{ type: 'text' }], ({ rows }) => sizes.push(rows));
  for (let i = 0; i < 4; i++) packer.add([`${i}${'\u8336'.repeat(20_000)}`]);
  packer.end();
  expect(sizes).toEqual([1, 1, 1, 1]);
});

test('a row too long for an entry is refused, and the part stays as it was', () => {
  const contents: unknown[] = [];
  const columns = Array.from({ length: 30 }, () => ({ type: 'text' }) as const);
  const packer = new PartPacker(columns, (content) => contents.push(content.rows));
  expect(packer.add(['a'])).toBe(true);
  expect(packer.add(columns.map((_, i) => `${i}${'x'.repeat(19_000)}`))).toBe(false);
  packer.end();
  expect(contents).toEqual([1]);
});

test.each([
  ['a code beyond the labels', { rows: 1, columns: [[['a'], [1]]] }],
  ['fewer codes than rows', { rows: 2, columns: [[['a'], [0]]] }],
  ['a label that is no text', { rows: 1, columns: [[[1], [0]]] }],
  [
    'a column too many',
    {
      rows: 1,
      columns: [
        [['a'], [0]],
        [['a'], [0]],
      ],
    },
  ],
  [
    'more rows than a part may have',
    { rows: 1_001, columns: [[[], Array.from({ length: 1_001 }, () => -1)]] },
  ],
  ['no object', [1]],
])('%s is no part', (_why, content) => {
  expect(partContentOf(content, [{ type: 'category' }])).toBeUndefined();
});

test('sets hold as many codes as their sizes say', () => {
  const columns = [{ type: 'set' }] as const;
  expect(
    partContentOf(
      {
        rows: 2,
        columns: [
          [
            ['a', 'b'],
            [2, 0],
            [0, 1],
          ],
        ],
      },
      columns,
    ),
  ).toBeDefined();
  expect(
    partContentOf(
      {
        rows: 2,
        columns: [
          [
            ['a', 'b'],
            [2, 1],
            [0, 1],
          ],
        ],
      },
      columns,
    ),
  ).toBeUndefined();
});

test('keys of parts sort by generation and place', () => {
  const keys = [
    partKey('j1.0.0', 2, 0),
    partKey('j1.0.0', 2, 35),
    partKey('j1.0.0', 2, 36),
    partKey('j1.0.0', 40, 1),
  ];
  expect([...keys].sort()).toEqual(keys);
  expect(keys.map(generationOfKey)).toEqual([2, 2, 2, 40]);
  expect(partKeyOf({ table: 'j1.0.0', generation: 2, index: 36 })).toBe(keys[2]);
  expect(partKeyOf({ table: 'j1.0.0', generation: -1, index: 0 })).toBeUndefined();
  expect(keys[0]?.startsWith(partKey('j1.0.0', 2))).toBe(true);
});

test('columns of another form than this program writes are left out', () => {
  const good = { key: 'c0', label: '__proto__', type: 'text' } as const;
  expect(columnsOf([good, { key: 'c1', label: 'x', type: 'colour' }, null, 'x', { label: 'y' }])).toEqual([
    good,
  ]);
  expect(columnsOf(undefined)).toEqual([]);
});

test('a new column gets a key that no other has', () => {
  expect(newColumnKey([{ key: 'c0' }, { key: 'c2' }])).toBe('c3');
  expect(newColumnKey([])).toBe('c0');
});

test('a date is written with its time of day where it has one', () => {
  expect([0, 86_400 + 3_600, 3_661].map(dateText)).toEqual([
    '1970-01-01',
    '1970-01-02 01:00',
    '1970-01-01 01:01:01',
  ]);
});
