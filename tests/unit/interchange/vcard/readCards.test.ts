import { describe, expect, test } from 'vitest';
import { readCards, readCardText } from '../../../../src/interchange/vcard/readCards.ts';
import { maxCardBytes } from '../../../../src/interchange/vcard/contentLines.ts';
import { valueOfResult } from '../../../support/results.ts';
import type { FoundPerson } from '../../../../src/domain/foundPerson.ts';

const lines = (...all: string[]): string => all.join('\r\n');

function peopleOf(text: string): readonly FoundPerson[] {
  const read = readCardText(text);
  if (!read.ok) throw new Error(read.error.type);
  return read.value;
}

function onlyOne(text: string): FoundPerson {
  const people = peopleOf(text);
  expect(people).toHaveLength(1);
  return people[0] as FoundPerson;
}

describe('version 3.0', () => {
  const card = lines(
    'BEGIN:VCARD',
    'VERSION:3.0',
    'PRODID:-//Apple Inc.//iPhone OS 17.0//EN',
    'N:Berg;Anna;;Dr.;',
    'FN:Dr. Anna Berg',
    'ORG:Nordkaffe GmbH;Purchasing',
    'TITLE:Head of Purchasing',
    'item1.EMAIL;type=INTERNET;type=pref:anna.berg@Nordkaffe.example',
    'item1.X-ABLabel:_$!<Work>!$_',
    'TEL;type=CELL;type=VOICE;type=pref:+49 (0)40 123 456-78',
    'item2.ADR;type=WORK:;;Speicherstadt 4\\, Haus B;Hamburg;;20457;Germany',
    'BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12',
    'NOTE:Likes Kenya AA\\nCalls back; always\\, he says \\\\o/',
    'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/',
    ' 2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoM',
    'END:VCARD',
  );

  test('a card of a telephone is read whole: groups, types, escapes, a folded picture', () => {
    const { photo, ...person } = onlyOne(card);
    expect(photo?.type).toBe('image/jpeg');
    expect(person).toEqual({
      name: 'Dr. Anna Berg',
      isCompany: false,
      company: 'Nordkaffe GmbH',
      title: 'Head of Purchasing',
      phones: ['+494012345678'],
      emails: ['anna.berg@nordkaffe.example'],
      wechat: '',
      website: '',
      address: 'Speicherstadt 4, Haus B, 20457 Hamburg, Germany',
      birthday: { year: undefined, month: 4, day: 12 },
      notes: 'Likes Kenya AA\nCalls back; always, he says \\o/',
    });
  });

  test('a line folded inside a letter of several bytes is joined before it is decoded', () => {
    const bytes = new TextEncoder().encode('BEGIN:VCARD\nVERSION:3.0\nFN:张伟\nEND:VCARD');
    const cut = bytes.indexOf(0xe5) + 1;
    const folded = new Uint8Array([...bytes.subarray(0, cut), 0x0d, 0x0a, 0x20, ...bytes.subarray(cut)]);
    const read = readCards(folded);
    expect(read.ok && read.value.map(({ name }) => name)).toEqual(['张伟']);
  });

  test('a Chinese address runs from the province to the house, without commas', () => {
    const person = onlyOne(
      lines(
        'BEGIN:VCARD',
        'VERSION:3.0',
        'N:沈;若兰;;;',
        'ADR:;;文三路 90 号;杭州市;浙江省;310012;中国',
        'ORG:杭州云栖酒店集团;采购部',
        'X-WECHAT:shenruolan88',
        'END:VCARD',
      ),
    );
    expect(person.name).toBe('沈若兰');
    expect(person.address).toBe('浙江省杭州市文三路 90 号 310012');
    expect(person.title).toBe('采购部');
    expect(person.wechat).toBe('shenruolan88');
  });
});

describe('version 2.1', () => {
  test('quoted-printable with soft breaks and a charset of its own is read', () => {
    const person = onlyOne(
      lines(
        'BEGIN:VCARD',
        'VERSION:2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=BC=9F;;;',
        'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=',
        '=BC=9F',
        'TEL;CELL;PREF:138-0013-8000',
        'TEL;WORK:010-62771234 ext. 802',
        'EMAIL;INTERNET:zhangwei@x.cn',
        'ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=8D=8E=E6=98=9F=E7=A7=91=E6=8A=80',
        'BDAY:19850412',
        'END:VCARD',
      ),
    );
    expect(person).toMatchObject({
      name: '张伟',
      company: '华星科技',
      phones: ['13800138000', '010-62771234x802'],
      emails: ['zhangwei@x.cn'],
      birthday: { year: 1985, month: 4, day: 12 },
    });
  });

  test('a value in GBK is read where it says so, and where a whole file does not', () => {
    const name = [0xd5, 0xc5, 0xce, 0xb0];
    const quoted = name.map((byte) => `=${byte.toString(16).toUpperCase()}`).join('');
    expect(
      onlyOne(`BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:${quoted}\nEND:VCARD`).name,
    ).toBe('张伟');
    const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
    const file = new Uint8Array([
      ...ascii('BEGIN:VCARD\r\nVERSION:2.1\r\nFN:'),
      ...name,
      ...ascii('\r\nTEL:13800138000\r\nEND:VCARD'),
    ]);
    const read = readCards(file);
    expect(read.ok && read.value[0]?.name).toBe('张伟');
  });

  test('a charset nobody knows is read as UTF-8 and does not stop the file', () => {
    expect(onlyOne('BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=X-KLINGON:Anna\nEND:VCARD').name).toBe('Anna');
  });
});

describe('version 4.0', () => {
  test('links as numbers, days without a year and organisations are read', () => {
    const [person, company] = peopleOf(
      lines(
        'BEGIN:VCARD',
        'VERSION:4.0',
        'FN:Simon Perreault',
        'N:Perreault;Simon;;;ing. jr,M.Sc.',
        'BDAY:--0203',
        'TEL;VALUE=uri;TYPE="voice,work";PREF=1:tel:+1-418-656-9254;ext=102',
        'EMAIL;TYPE=work:simon.perreault@viagenie.ca',
        'IMPP;X-SERVICE-TYPE=WeChat:x-apple:simonp',
        'END:VCARD',
        'BEGIN:VCARD',
        'VERSION:4.0',
        'KIND:org',
        'FN:Viagénie inc.',
        'ORG:Viagénie inc.',
        'URL:https://viagenie.ca',
        'END:VCARD',
      ),
    );
    expect(person).toMatchObject({
      name: 'Simon Perreault',
      phones: ['+14186569254x102'],
      wechat: 'simonp',
      birthday: { year: undefined, month: 2, day: 3 },
    });
    expect(company).toMatchObject({ name: 'Viagénie inc.', isCompany: true, company: '' });
  });

  test.each(['1985', '1985-04', '---12', 'circa 1800', '--0230', '19851301', ''])(
    'a birthday of "%s" is no day and is left out',
    (text) => {
      expect(onlyOne(`BEGIN:VCARD\nVERSION:4.0\nFN:A\nBDAY:${text}\nEND:VCARD`).birthday).toBeUndefined();
    },
  );
});

test('a company without a person is one, and its name is not said twice', () => {
  const person = onlyOne('BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nORG:Nordkaffe GmbH;\nTEL:040123456\nEND:VCARD');
  expect(person).toMatchObject({ name: 'Nordkaffe GmbH', isCompany: true, company: '' });
});

test('a card in a card is not mistaken for its owner', () => {
  const person = onlyOne(
    lines(
      'BEGIN:VCARD',
      'VERSION:2.1',
      'FN:Boss',
      'AGENT:',
      'BEGIN:VCARD',
      'FN:Assistant',
      'TEL:13900139000',
      'END:VCARD',
      'TEL:13800138000',
      'END:VCARD',
    ),
  );
  expect(person.name).toBe('Boss');
  expect(person.phones).toEqual(['13800138000']);
});

test('a file that breaks off keeps what it said', () => {
  expect(onlyOne('BEGIN:VCARD\nVERSION:3.0\nFN:Anna Berg\nTEL:13800138000').name).toBe('Anna Berg');
});

test('text without cards is refused, and so is a file that is too large', () => {
  expect(readCardText('Anna Berg, 13800138000')).toEqual({ ok: false, error: { type: 'no-cards' } });
  const read = readCards(new Uint8Array(maxCardBytes + 1));
  expect(!read.ok && read.error.type).toBe('cards-too-large');
});

test('what a card says beside its fields goes to the notes, as its group calls it', () => {
  const [person] = valueOfResult(
    readCardText(
      [
        ...[
          'BEGIN:VCARD',
          'VERSION:3.0',
          'FN:Anna Berg',
          'NICKNAME:Anni',
          'X-SPOUSE:Tom\\, the cook',
          'UID:1',
        ],
        ...['item1.X-ABDATE:2001-05-06', 'item1.X-ABLabel:_$!<Anniversary>!$_', 'URL:https://a.example'],
        ...[
          'URL:https://b.example',
          'ROLE:Buyer',
          'TITLE:Head of buying',
          'CATEGORIES:friends,work',
          'BDAY:1985-04',
        ],
        ...['NOTE:met in Linz', 'END:VCARD'],
      ].join('\r\n'),
    ),
  );
  expect(person?.notes.split('\n')).toEqual([
    ...['met in Linz', 'NICKNAME: Anni', 'X-SPOUSE: Tom, the cook', 'Anniversary: 2001-05-06'],
    ...['URL: https://b.example', 'ROLE: Buyer', 'CATEGORIES: friends,work', 'BDAY: 1985-04'],
  ]);
});

const jpeg = btoa(`\u00ff\u00d8\u00ff${'\u0001'.repeat(200)}`);

test.each([
  ['2.1', `PHOTO;JPEG;ENCODING=BASE64:\r\n ${jpeg.slice(0, 60)}\r\n ${jpeg.slice(60)}\r\n`],
  ['3.0', `PHOTO;ENCODING=b;TYPE=JPEG:${jpeg.slice(0, 50)}\r\n ${jpeg.slice(50)}`],
  ['4.0', `PHOTO:data:image/jpeg;base64,${jpeg}`],
])('the photo of a card in version %s is a picture of its person', (version, photo) => {
  const [person] = valueOfResult(
    readCardText(`BEGIN:VCARD\r\nVERSION:${version}\r\nFN:A\r\n${photo}\r\nEND:VCARD\r\n`),
  );
  expect(person?.photo?.type).toBe('image/jpeg');
  expect(person?.photo?.bytes).toHaveLength(203);
});

test('what is no picture is not kept as one', () => {
  const [person] = valueOfResult(
    readCardText(
      `BEGIN:VCARD\nVERSION:3.0\nFN:A\nPHOTO;ENCODING=b;TYPE=JPEG:${btoa('<script>')}\nEND:VCARD\n`,
    ),
  );
  expect(person).not.toHaveProperty('photo');
});
