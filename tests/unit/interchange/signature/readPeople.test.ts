import { describe, expect, test } from 'vitest';
import { nobody, type FoundPerson } from '../../../../src/domain/foundPerson.ts';
import { captureWords } from '../../../../src/i18n/captureWords.ts';
import { readPeople } from '../../../../src/interchange/signature/readPeople.ts';
import { createRecogniser } from '../../../../src/interchange/signature/words.ts';

const recogniser = createRecogniser(captureWords);

function onlyOne(text: string): FoundPerson {
  const { people } = readPeople(text, recogniser);
  expect(people).toHaveLength(1);
  return people[0] ?? nobody;
}

describe('one line becomes one person', () => {
  test.each<[string, Partial<FoundPerson>]>([
    [
      '张伟 13800138000 zhang@x.cn 华星科技',
      { name: '张伟', phones: ['13800138000'], emails: ['zhang@x.cn'], company: '华星科技' },
    ],
    [
      '华星科技有限公司 采购经理 李若兰 138 5710 2246',
      { name: '李若兰', company: '华星科技有限公司', title: '采购经理', phones: ['13857102246'] },
    ],
    ['王总 13912345678', { name: '王总', phones: ['13912345678'] }],
    [
      '欧阳修文，微信：ouyang_88，上海蓝岸咖啡',
      { name: '欧阳修文', wechat: 'ouyang_88', company: '上海蓝岸咖啡' },
    ],
    [
      'Anna Berg +49 40 1234567 anna.berg@nordkaffe.example Nordkaffe GmbH',
      {
        name: 'Anna Berg',
        phones: ['+49401234567'],
        emails: ['anna.berg@nordkaffe.example'],
        company: 'Nordkaffe GmbH',
      },
    ],
    [
      'Anna Berg, Head of Purchasing, Nordkaffe GmbH, anna@nordkaffe.example',
      { name: 'Anna Berg', title: 'Head of Purchasing', company: 'Nordkaffe GmbH' },
    ],
    [
      'Jan van der Berg | Buyer | Southbank Roasters Pty Ltd | +61 3 9555 0142',
      {
        name: 'Jan van der Berg',
        title: 'Buyer',
        company: 'Southbank Roasters Pty Ltd',
        phones: ['+61395550142'],
      },
    ],
    ['zhang wei 13800138000', { name: 'zhang wei', phones: ['13800138000'] }],
    [
      'Anna Berg <anna.berg@nordkaffe.example>',
      { name: 'Anna Berg', emails: ['anna.berg@nordkaffe.example'] },
    ],
    [
      '华星科技有限公司 010-62771234',
      { name: '华星科技有限公司', isCompany: true, phones: ['010-62771234'] },
    ],
    ['tel:+8613800138000', { name: '', phones: ['13800138000'] }],
    ['李雷 010-62771234/010-62775678', { name: '李雷', phones: ['010-62771234', '010-62775678'] }],
    ['李雷 13800138000/13900139000', { name: '李雷', phones: ['13800138000', '13900139000'] }],
  ])('%s', (line, expected) => {
    expect(onlyOne(line)).toMatchObject(expected);
  });
});

describe('a signature as mail programs write it', () => {
  test.each<[string, string, FoundPerson]>([
    [
      'German, with a fax number that is nobody’s phone',
      `Mit freundlichen Grüßen

Dr. Jürgen Größe
Leiter Einkauf

Nordkaffe GmbH
Am Sandtorkai 4
20457 Hamburg
Germany

Tel.: +49 (0)40 123456-0
Fax: +49 40 123456-99
Mobil: 0171 2345678
E-Mail: j.groesse@nordkaffe.example
www.nordkaffe.example`,
      {
        ...nobody,
        name: 'Dr. Jürgen Größe',
        title: 'Leiter Einkauf',
        company: 'Nordkaffe GmbH',
        address: 'Am Sandtorkai 4, 20457 Hamburg, Germany',
        phones: ['+49401234560', '01712345678'],
        emails: ['j.groesse@nordkaffe.example'],
        website: 'www.nordkaffe.example',
      },
    ],
    [
      'American, with bars and single letters',
      `--
Kind regards,
Sarah O’Neill
Vice President, Sales
Blue Harbor Coffee, Inc.
1200 Market Street, Suite 400, San Francisco, CA 94102
T: (415) 555-0132 | M: (415) 555-0199
E: sarah.oneill@blueharbor.example | W: www.blueharbor.example`,
      {
        ...nobody,
        name: 'Sarah O’Neill',
        title: 'Vice President, Sales',
        company: 'Blue Harbor Coffee, Inc.',
        address: '1200 Market Street, Suite 400, San Francisco, CA 94102',
        phones: ['415555-0132', '415555-0199'],
        emails: ['sarah.oneill@blueharbor.example'],
        website: 'www.blueharbor.example',
      },
    ],
    [
      'Chinese, labelled',
      `此致
敬礼

沈若兰
采购总监
杭州云栖酒店集团有限公司
手机：138-5710-2246
电话：0571-8765 4321 转 802
传真：0571-87654399
邮箱：shen@yunqi.example
微信号：shenruolan88
地址：浙江省杭州市西湖区文三路90号东部软件园3号楼`,
      {
        ...nobody,
        name: '沈若兰',
        title: '采购总监',
        company: '杭州云栖酒店集团有限公司',
        phones: ['13857102246', '0571-87654321x802'],
        emails: ['shen@yunqi.example'],
        wechat: 'shenruolan88',
        address: '浙江省杭州市西湖区文三路90号东部软件园3号楼',
      },
    ],
    [
      'Chinese, from a chat, without labels',
      `王小明  市场部经理
上海蓝岸咖啡有限公司
上海市静安区南京西路1266号恒隆广场2座18楼
13601234567
wang.xm@lanan.example`,
      {
        ...nobody,
        name: '王小明',
        title: '市场部经理',
        company: '上海蓝岸咖啡有限公司',
        phones: ['13601234567'],
        emails: ['wang.xm@lanan.example'],
        address: '上海市静安区南京西路1266号恒隆广场2座18楼',
      },
    ],
    [
      'bilingual, as on business cards',
      `张伟 David Zhang
销售总监 Sales Director
华星科技股份有限公司
Mobile: +86 138 0013 8000
Email: david.zhang@huaxing.example`,
      {
        ...nobody,
        name: '张伟',
        title: '销售总监, Sales Director',
        company: '华星科技股份有限公司',
        phones: ['13800138000'],
        emails: ['david.zhang@huaxing.example'],
        notes: 'David Zhang',
      },
    ],
    [
      'Italian',
      `Giulia Rossi
Responsabile Acquisti
Caffè Vecchia Milano S.r.l.
Via Torino 14
20123 Milano
Tel. +39 02 1234 5678
giulia.rossi@vecchiamilano.example`,
      {
        ...nobody,
        name: 'Giulia Rossi',
        company: 'Caffè Vecchia Milano S.r.l.',
        address: 'Via Torino 14, 20123 Milano',
        phones: ['+390212345678'],
        emails: ['giulia.rossi@vecchiamilano.example'],
        notes: 'Responsabile Acquisti',
      },
    ],
  ])('%s', (_which, text, expected) => {
    expect(onlyOne(text)).toEqual(expected);
  });
});

test('numbers that are no phones stay where they are', () => {
  const person = onlyOne(
    '张伟 13800138000 订单 2026-11-22 金额 1500000.00 税号 91310000MA1K4X7B2C QQ: 123456789',
  );
  expect(person.phones).toEqual(['13800138000']);
});

test('a list with one person on each line becomes that many people', () => {
  const { people } = readPeople(
    `张伟 13800138000 华星科技\n李娜 13900139000 蓝岸咖啡\nAnna Berg anna@nordkaffe.example\n\n`,
    recogniser,
  );
  expect(people.map(({ name }) => name)).toEqual(['张伟', '李娜', 'Anna Berg']);
  expect(people.map(({ company }) => company)).toEqual(['华星科技', '蓝岸咖啡', '']);
});

test('signatures below each other become a person each, and an empty line inside one does not cut it', () => {
  const { people } = readPeople(
    `Anna Berg\nBuyer\n\n+49 40 1234567\n\nJohn Smith\nSales Manager\n\njohn@smith.example\n+44 20 7946 0958`,
    recogniser,
  );
  expect(people.map(({ name, title }) => [name, title])).toEqual([
    ['Anna Berg', 'Buyer'],
    ['John Smith', 'Sales Manager'],
  ]);
});

test('rows and columns are known as a table', () => {
  const table = 'Name,Phone,E-mail\nAnna,1234567,a@b.example\nBen,2345678,b@b.example';
  expect(readPeople(table, recogniser).isTable).toBe(true);
  expect(readPeople('张伟 13800138000\n李娜 13900139000\n王芳 13700137000', recogniser).isTable).toBe(false);
});

test('cards and the codes of phones are read by their own rules', () => {
  expect(onlyOne('BEGIN:VCARD\nVERSION:3.0\nFN:Anna Berg\nEND:VCARD').name).toBe('Anna Berg');
  expect(
    onlyOne(
      'MECARD:N:Berg,Anna;TEL:+49401234567;EMAIL:anna@nordkaffe.example;ORG:Nord\\;kaffe;BDAY:19850412;;',
    ),
  ).toEqual({
    ...nobody,
    name: 'Anna Berg',
    phones: ['+49401234567'],
    emails: ['anna@nordkaffe.example'],
    company: 'Nord;kaffe',
    birthday: { year: 1985, month: 4, day: 12 },
  });
});

test('text about nobody gives nobody', () => {
  expect(readPeople('', recogniser).people).toEqual([]);
  expect(readPeople('   \n\n', recogniser).people).toEqual([]);
});
