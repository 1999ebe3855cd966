import { recordIdOf, shardIdOf, type RecordId } from '../../src/domain/ids.ts';
import type { Json } from '../../src/domain/json.ts';
import { packOrders, type LineBlock, type OrderBlock } from '../../src/domain/orderBlock.ts';
import { project, type RecordRow, type RecordState } from '../../src/domain/record.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';

/** A stream of numbers from 0 to 1 that a seed decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const cities = [
  '北京',
  '上海',
  '重庆',
  '长沙',
  '厦门',
  '成都',
  '广州',
  '杭州',
  '苏州',
  '武汉',
  '西安',
  '沈阳',
];
const brands = [
  '蓝岸',
  '远山',
  '明光',
  '晨星',
  '泰和',
  '鼎新',
  '海川',
  '云帆',
  '金石',
  '正源',
  '启航',
  '博雅',
  '瑞丰',
  '华彩',
];
const trades = ['科技', '食品', '贸易', '医疗', '教育', '咖啡', '机械', '物流', '银行', '旅行'];
const families = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾单仇解任查盖区'];
const given = [...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文清云雪梅'];
const words = [
  'North',
  'Blue',
  'Amber',
  'Cedar',
  'Harbour',
  'Johannsen',
  'Müller',
  'Orchid',
  'Pacific',
  'Quarry',
  'Summit',
  'Élan',
];
const tails = [
  'Coffee',
  'Trading',
  'Clinic',
  'Schools',
  'Travel',
  'Foods',
  'Machines',
  'Finance',
  'Retail',
  'Supply',
];
const firstNames = [
  'Anna',
  'Björn',
  'Chloé',
  'David',
  'Elena',
  'Farid',
  'Grace',
  'Hugo',
  'Ivan',
  'Julia',
  'Kofi',
  'Lena',
];
const regions = ['华东', '华北', '华南', '西南', 'Europe', 'North America', 'Asia Pacific'];
const industries = ['制造业', '零售', '教育', '医疗', 'Finance', 'Hospitality', 'Logistics'];

export const recordsPerShard = 2_000;
export const now = Date.UTC(2026, 10, 20, 8);

export function aRow(id: RecordId, values: Record<string, Json>, more: Partial<RecordState> = {}): RecordRow {
  return project({ id, base: [values, now, 'm1.0.0'], registers: {}, ...more });
}

export function idAt(kind: ObjectKind, position: number): RecordId {
  return recordIdOf(shardIdOf(kind, 1, Math.floor(position / recordsPerShard)), position % recordsPerShard);
}

/** An account like those of real books: two of three are companies, half have Han names. */
function anAccount(position: number, random: () => number): RecordRow {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const isPerson = random() < 0.33;
  const isHan = random() < 0.5;
  const name = isHan
    ? isPerson
      ? pick(families) + pick(given) + (random() < 0.6 ? pick(given) : '')
      : `${pick(cities)}${pick(brands)}${pick(trades)}${random() < 0.5 ? '有限公司' : ''}`
    : isPerson
      ? `${pick(firstNames)} ${pick(words)}`
      : `${pick(words)} ${pick(tails)} ${Math.floor(random() * 900)}`;
  return aRow(idAt('account', position), {
    name,
    kind: isPerson ? 'person' : 'company',
    level: pick(['A', 'B', 'C', 'D']),
    industry: pick(industries),
    owner: `m1.0.${Math.floor(random() * 8)}`,
    phones: [`+86 1${String(Math.floor(random() * 1e10)).padStart(10, '0')}`],
    emails: [`c${position}@example.com`],
    region: pick(regions),
    address: `${pick(cities)} ${Math.floor(random() * 9_000)}`,
    externalId: `EX-${position}`,
    annualRevenue: { minor: Math.floor(random() * 1e9), currency: 'CNY' },
    ...(random() < 0.4 ? { tags: [`t1.0.${Math.floor(random() * 12).toString(36)}`] } : {}),
  });
}

function aContact(position: number, accounts: number, random: () => number): RecordRow {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const isHan = random() < 0.5;
  return aRow(idAt('contact', position), {
    name: isHan ? pick(families) + pick(given) + pick(given) : `${pick(firstNames)} ${pick(words)}`,
    title: pick(['CEO', 'Buyer', '采购经理', '店长']),
    accounts: [idAt('account', Math.floor(random() * accounts))],
    phones: [`1${String(Math.floor(random() * 1e10)).padStart(10, '0')}`],
    emails: [`p${position}@example.org`],
  });
}

function aProduct(position: number, random: () => number): RecordRow {
  return aRow(idAt('product', position), {
    name: `${words[Math.floor(random() * words.length)]} machine ${position}`,
    code: `P${String(position).padStart(5, '0')}`,
    category: tails[Math.floor(random() * tails.length)] ?? '',
    price: Math.floor(random() * 1e6),
    currency: 'CNY',
    active: random() < 0.9,
  });
}

export interface OrderShape {
  readonly accounts: number;
  readonly products: number;
  readonly linesPerOrder: number;
}

export function anOrder(
  id: RecordId,
  position: number,
  shape: OrderShape,
  random: () => number,
): RecordState {
  const lines = Array.from({ length: shape.linesPerOrder }, () => [
    idAt('product', Math.floor(random() * shape.products)),
    1 + Math.floor(random() * 12),
    100 * Math.floor(1 + random() * 9_000),
  ]);
  const day = 20_000 + Math.floor(random() * 760);
  const values = {
    number: `SO-${String(position).padStart(7, '0')}`,
    account: idAt('account', Math.floor(random() * shape.accounts)),
    date: new Date(day * 86_400_000).toISOString().slice(0, 10),
    kind: random() < 0.02 ? 'return' : 'order',
    status: random() < 0.9 ? 'done' : 'open',
    currency: random() < 0.97 ? 'CNY' : 'USD',
    lines,
  };
  return { id, base: [values, now, 'm1.0.0'], registers: {} };
}

/** A block of orders with all lines of a shard. */
function aBlock(
  shard: number,
  orders: number,
  shape: OrderShape,
  random: () => number,
): { orders: OrderBlock; lines: LineBlock } {
  const shardId = shardIdOf('order', 1, shard);
  return packOrders(
    shardId,
    Array.from({ length: orders }, (_, i) =>
      anOrder(recordIdOf(shardId, i), shard * orders + i, shape, random),
    ),
  );
}
