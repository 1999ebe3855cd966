import { seededRandom, type Random } from '../../src/domain/random.ts';
import type { MergeableKind } from '../../src/domain/merging.ts';
import type { RawValues } from '../../src/workers/tasks/duplicateFields.ts';

export interface DoubledBook {
  readonly columns: Readonly<Record<string, RawValues>>;
  /** The thing that each record is about. */
  readonly thing: readonly number[];
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅波斌云文婷浩宇欣怡子轩梓涵'];
const cities = [
  '北京市',
  '上海市',
  '深圳市',
  '广州市',
  '杭州市',
  '成都市',
  '南京市',
  '武汉市',
  '西安',
  '苏州',
];
const trades = ['科技', '贸易', '咖啡', '餐饮', '软件', '物流', '电子', '服饰', '医疗', '建材'];
const firsts = [
  'anna',
  'peter',
  'maria',
  'john',
  'laura',
  'simon',
  'clara',
  'david',
  'julia',
  'martin',
  'elena',
  'oscar',
];
const starts = [
  'ber',
  'kar',
  'sto',
  'lin',
  'wal',
  'hof',
  'gra',
  'mey',
  'nor',
  'fel',
  'dor',
  'ros',
  'tan',
  'vel',
  'hart',
];
const ends = ['mann', 'stein', 'berg', 'son', 'feld', 'ler', 'wood', 'ton', 'bach', 'ford', 'ner', 'land'];
const streets = [
  '科技路',
  '人民路',
  '中山路',
  '解放大道',
  '建设街',
  '和平里',
  'harbour street',
  'mill lane',
  'station road',
];

/**
 * Customers or contacts, Chinese and English ones, of which about one in five has a second record with the errors that people make.
 * The same for the same seed.
 */
export function doubledBook(kind: MergeableKind, records: number, seed = 1): DoubledBook {
  const random = seededRandom(seed);
  const rows: { thing: number; values: Record<string, readonly string[]> }[] = [];
  for (let thing = 0; rows.length < records; thing++) {
    const values = entity(kind, random);
    rows.push({ thing, values });
    if (random() < 0.2 && rows.length < records) rows.push({ thing, values: withErrors(values, random) });
  }
  const keys = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  return {
    columns: Object.fromEntries(keys.map((key) => [key, rows.map(({ values }) => values[key] ?? [])])),
    thing: rows.map((row) => row.thing),
  };
}

function entity(kind: MergeableKind, random: Random): Record<string, readonly string[]> {
  const isChinese = random() < 0.6;
  const isCompany = kind === 'account' && random() < 0.7;
  const phone = `1${3 + Math.floor(7 * random())}${digits(9, random)}`;
  const name = isChinese ? chineseName(isCompany, random) : englishName(isCompany, random);
  const letters = `${pick(starts, random)}${pick(ends, random)}${digits(3, random)}`;
  return {
    name: [name],
    phones: random() < 0.8 ? [phone] : [],
    emails: random() < 0.6 ? [`${letters}@${pick(starts, random)}${digits(2, random)}.example`] : [],
    address:
      random() < 0.7
        ? [`${pick(cities, random)}${pick(streets, random)}${1 + Math.floor(999 * random())}号`]
        : [],
    birthday:
      random() < 0.3 ? [`19${digits(2, random)}-0${1 + Math.floor(9 * random())}-1${digits(1, random)}`] : [],
    externalId: random() < 0.2 ? [`K${digits(7, random)}`] : [],
  };
}

function chineseName(isCompany: boolean, random: Random): string {
  const word = pick(given, random) + pick(given, random);
  if (!isCompany) return pick(surnames, random) + (random() < 0.7 ? word : pick(given, random));
  const form = random() < 0.2 ? '股份有限公司' : '有限公司';
  return `${pick(cities, random)}${word}${pick(given, random)}${pick(trades, random)}${form}`;
}

function englishName(isCompany: boolean, random: Random): string {
  const surname = pick(starts, random) + pick(ends, random);
  const words = isCompany
    ? [surname, pick(starts, random) + pick(ends, random), pick(['Ltd', 'GmbH', 'Inc.'], random)]
    : [pick(firsts, random), surname];
  return words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join(' ');
}

/** One to three errors: another legal form, a slip in a letter, another form of a number, something left out. */
function withErrors(
  values: Readonly<Record<string, readonly string[]>>,
  random: Random,
): Record<string, readonly string[]> {
  const next: Record<string, readonly string[]> = { ...values };
  const [name = ''] = values['name'] ?? [];
  const changes = 1 + Math.floor(3 * random());
  for (let i = 0; i < changes; i++) {
    const [phone] = next['phones'] ?? [];
    const [address] = next['address'] ?? [];
    const kind = Math.floor(6 * random());
    if (kind === 0) next['name'] = [name.replace(/(股份)?有限公司$/, '').replace(/ (Ltd|GmbH|Inc\.)$/, '')];
    else if (kind === 1 && /^[a-z]/i.test(name)) next['name'] = [slip(name, random)];
    else if (kind === 2 && phone !== undefined)
      next['phones'] = [`+86 ${phone.slice(0, 3)}-${phone.slice(3)}`];
    else if (kind === 3) next['emails'] = [];
    else if (kind === 4 && address !== undefined) next['address'] = [address.replace('市', '')];
    else if (kind === 5) next['externalId'] = [];
  }
  return next;
}

function slip(text: string, random: Random): string {
  const at = 1 + Math.floor((text.length - 2) * random());
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

function digits(count: number, random: Random): string {
  return Array.from({ length: count }, () => Math.floor(10 * random())).join('');
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}
