import { beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Json } from '../../../src/domain/json.ts';
import { jaroWinkler } from '../../../src/domain/jaroWinkler.ts';
import { BookFigures } from '../../../src/read/bookFigures.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { loadPinyin, type Pinyin } from '../../../src/read/pinyin.ts';
import type { SimilarRequest } from '../../../src/read/similar.ts';
import { aRow, idAt } from '../../support/rows.ts';

let pinyin: Pinyin;
beforeAll(async () => {
  pinyin = await loadPinyin();
});

function indexOf(kind: 'account' | 'contact', ...records: Record<string, Json>[]): MemoryIndex {
  const index = new MemoryIndex();
  const rows = records.map((values, position) => aRow(idAt(kind, position), values));
  index.kinds[kind].setShard(kind === 'account' ? 'a1.0' : 'c1.0', packShard(kind, rows, pinyin));
  return index;
}

const ask = (index: MemoryIndex, request: Partial<SimilarRequest>) =>
  new BookFigures(index)
    .similar({ kind: 'account', name: '', phones: [], emails: [], limit: 5, ...request }, pinyin)
    .map(({ name, why }) => [why, name]);

describe('a name is similar', () => {
  test.each([
    ['Nordkaffe GmbH', 'Nordkaffe'],
    ['NORDKAFFE', 'Nordkaffe GmbH'],
    ['Nordkafe GmbH', 'Nordkaffe GmbH'],
    ['Café Milano', 'Cafe Milano'],
    ['华星科技', '华星科技有限公司'],
    ['华星科技股份有限公司', '华星科技有限公司'],
    ['张炜', '张伟'],
    ['zhang wei', '张伟'],
    ['Berg Anna', 'Anna Berg'],
    ['Sara Johnson', 'Sarah Johnson'],
  ])('%s to %s', (typed, stored) => {
    expect(ask(indexOf('account', { name: stored }), { name: typed })).toEqual([['name', stored]]);
  });
});

describe('a name is another', () => {
  test.each([
    ['王小明', '王小红'],
    ['李娜', '李雷'],
    ['上海蓝岸咖啡有限公司', '上海绿洲物流有限公司'],
    ['Anna Berg', 'Hanno Borg'],
    ['Anna Berg', 'Anna Bauer'],
    ['Alpha Coffee GmbH', 'Omega Coffee GmbH'],
    ['An', 'Anna Berg'],
    ['', 'Anna Berg'],
  ])('than %s: %s', (typed, stored) => {
    expect(ask(indexOf('account', { name: stored }), { name: typed })).toEqual([]);
  });
});

test('the same phone is found with and without country code and spaces, and a shared ending is not enough', () => {
  const index = indexOf(
    'account',
    { name: 'A', phones: ['+8613800138000'] },
    { name: 'B', phones: ['040 999138000'] },
  );
  expect(ask(index, { phones: ['138 0013 8000'] })).toEqual([['phone', 'A']]);
  expect(ask(index, { phones: ['138000'] })).toEqual([]);
});

test('the same e-mail address is found without regard to case, and not inside another', () => {
  const index = indexOf(
    'account',
    { name: 'A', emails: ['anna@x.cn'] },
    { name: 'B', emails: ['susanna@x.cn'] },
  );
  expect(ask(index, { emails: ['Anna@X.cn'] })).toEqual([['email', 'A']]);
});

test('a phone of a contact is found while a customer is written, and names of contacts are not', () => {
  const index = indexOf('contact', { name: 'Anna Berg', phones: ['13800138000'] });
  expect(ask(index, { phones: ['13800138000'] })).toEqual([['phone', 'Anna Berg']]);
  expect(ask(index, { name: 'Anna Berg' })).toEqual([]);
});

test('a record that is edited is not similar to itself', () => {
  const index = indexOf('account', { name: 'Nordkaffe' }, { name: 'Nordkaffe AG' });
  expect(ask(index, { name: 'Nordkaffe', except: idAt('account', 0) })).toEqual([['name', 'Nordkaffe AG']]);
});

describe('the likeness of Jaro and Winkler', () => {
  // Winkler 1990, table 1, to three digits; as they are quoted in the literature.
  test.each([
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.813],
    ['abc', 'abc', 1],
    ['abc', 'xyz', 0],
  ])('of %s and %s is %d', (a, b, likeness) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(likeness, 3);
  });

  test('is the same both ways, between 0 and 1, and 1 for equal texts', () => {
    const text = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const likeness = jaroWinkler(a, b);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(jaroWinkler(a, a)).toBe(1);
      }),
    );
  });
});
