import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packOrders } from '../../../src/domain/orderBlock.ts';
import { packOfBlock } from '../../../src/read/orderPack.ts';
import { packShard } from '../../../src/read/pack.ts';
import { loadPinyin, type Pinyin } from '../../../src/read/pinyin.ts';
import type { SearchHit } from '../../../src/read/searchRequest.ts';
import { aRow, idAt } from '../../support/rows.ts';

let pinyin: Pinyin;
beforeAll(async () => {
  pinyin = await loadPinyin();
});

function indexOf(...accounts: Record<string, Json>[]): MemoryIndex {
  const index = new MemoryIndex();
  const rows = accounts.map((values, position) => aRow(idAt('account', position), values));
  index.kinds.account.setShard('a1.0', packShard('account', rows, pinyin));
  return index;
}

const named = (...names: string[]): MemoryIndex => indexOf(...names.map((name) => ({ name })));
const find = (index: MemoryIndex, text: string): readonly SearchHit[] =>
  index.search({ text, limit: 10 }).hits;
const namesFound = (index: MemoryIndex, text: string): string[] => find(index, text).map(({ name }) => name);

function highlighted(index: MemoryIndex, text: string): string[] {
  return find(index, text).flatMap(({ name, ranges }) => ranges.map(({ from, to }) => name.slice(from, to)));
}

test('the best kinds of match come first: whole name, its beginning, a word, the beginning in pinyin, inside a word, inside the pinyin, phone or e-mail', () => {
  const index = indexOf(
    { name: 'Someone', emails: ['lan@example.com'] },
    { name: '青岛蓝岸' },
    { name: '蓝岸' },
    { name: 'Milano' },
    { name: 'North Lanes' },
    { name: 'Lane' },
    { name: 'Lan' },
  );
  expect(namesFound(index, 'lan')).toEqual([
    'Lan',
    'Lane',
    'North Lanes',
    '蓝岸',
    'Milano',
    '青岛蓝岸',
    'Someone',
  ]);
});

test('among equals the shorter name comes first, then the older record', () => {
  expect(namesFound(named('Lane North', 'Lane B', 'Lane A'), 'lane')).toEqual([
    'Lane B',
    'Lane A',
    'Lane North',
  ]);
});

describe('Chinese names', () => {
  const names = ['蓝岸咖啡', '兰州拉面', '重庆长安', 'Bluecoast'];
  test.each([
    ['lanan', ['蓝岸咖啡']],
    ['la', ['蓝岸咖啡', '兰州拉面']],
    ['lz', ['兰州拉面']],
    ['lamian', ['兰州拉面']],
    ['cqca', ['重庆长安']],
    ['chongq', ['重庆长安']],
    ['lan an', ['蓝岸咖啡']],
    ['岸咖', ['蓝岸咖啡']],
    ['anz', []],
    ['hongqing', []],
  ])('%s finds %j', (text, found) => {
    expect(namesFound(named(...names), text).sort()).toEqual([...found].sort());
  });
});

describe('what is highlighted', () => {
  test('the part of the name that was typed, accents or not', () => {
    expect(highlighted(named('Café Müller'), 'mull')).toEqual(['Müll']);
  });
  test('the characters that the pinyin stands for, whole ones', () => {
    expect(highlighted(named('青岛蓝岸'), 'lana')).toEqual(['蓝岸']);
    expect(highlighted(named('青岛蓝岸'), 'dl')).toEqual(['岛蓝']);
    expect(highlighted(named('青岛蓝岸'), 'qing')).toEqual(['青']);
  });
  test('each of several words, joined where they touch', () => {
    expect(highlighted(named('North Harbour Coffee'), 'coffee north')).toEqual(['North', 'Coffee']);
    expect(highlighted(named('青岛蓝岸'), 'qing dao')).toEqual(['青岛']);
  });
  test('nothing of the name where a phone matched, and the phone is given', () => {
    const [hit] = find(indexOf({ name: 'Anna', phones: ['010 1', '+86 138-0013-8000'] }), '138 0013');
    expect(hit).toMatchObject({ foundIn: 'detail', ranges: [], detail: '8613800138000' });
  });
});

test('several words find a record only if each of them is somewhere in it', () => {
  const index = indexOf({ name: 'Anna North', emails: ['a@lan.cn'] }, { name: 'Anna South' });
  expect(namesFound(index, 'anna lan.cn')).toEqual(['Anna North']);
});

test('a match never runs from one record into the next', () => {
  expect(find(named('ab', 'cd'), 'bc')).toEqual([]);
  expect(find(indexOf({ name: 'a', phones: ['12', '34'] }), '23')).toEqual([]);
});

test('codes are found, and their case does not count', () => {
  expect(namesFound(indexOf({ name: 'Anna', externalId: 'EX-77' }), 'ex-77')).toEqual(['Anna']);
});

test('texts that say nothing find nothing', () => {
  expect(find(named('Anna'), '  ')).toEqual([]);
});

test('the limit bounds the hits and not the count', () => {
  const { hits, matched } = named('Lane A', 'Lane B', 'Lane C').search({ text: 'lane', limit: 2 });
  expect(hits).toHaveLength(2);
  expect(matched).toMatchObject({ account: 3 });
});

test('a list that is searched without a sort has the best matches first', () => {
  const index = named('Milano', '蓝岸', 'Lane');
  expect(index.matchingIds({ kind: 'account', search: 'lan' })).toEqual(['a1.0.2', 'a1.0.1', 'a1.0.0']);
});

test('numbers and addresses in own fields are found, of packed orders too, and a number with its extension', () => {
  const own = { 'f1.0.0:phone': '+49 30 7654321', 'f1.0.1:email': 'Own@Example.com' };
  const order = {
    number: 'R-1',
    date: '2026-01-01',
    kind: 'order',
    status: 'done',
    currency: 'EUR',
    lines: [],
  };
  const index = indexOf({ name: 'One', ...own }, { name: 'Two', phones: ['040 123456x78'] });
  const orders = [aRow('o1.0.0', order), aRow('o1.0.1', { ...order, number: 'R-2', ...own })];
  index.kinds.order.setShard('o1.0', packOfBlock(packOrders('o1.0', orders).orders));
  expect(namesFound(index, '30 7654')).toEqual(['One', 'R-2']);
  expect(namesFound(index, 'own@example')).toEqual(['One', 'R-2']);
  expect(namesFound(index, '040 123456x78')).toEqual(['Two']);
});
