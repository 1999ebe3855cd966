import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nobody, type FoundPerson } from '../../src/domain/foundPerson.ts';
import { readContentLines } from '../../src/interchange/vcard/contentLines.ts';
import { readCards, readCardText } from '../../src/interchange/vcard/readCards.ts';
import { unescapeText } from '../../src/interchange/vcard/values.ts';
import { writeCards } from '../../src/interchange/vcard/writeCards.ts';
import { cleanText } from '../../src/interchange/values/text.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\\',
      ';',
      ',',
      ':',
      '\n',
      '\r',
      ' ',
      '\t',
      '"',
      '=',
      '\u4e2d',
      '\u{1f600}',
      'END:VCARD',
      '\u0000',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 120,
});

const version = fc.constantFrom('3.0' as const, '4.0' as const);

test('any text that goes into a card comes out of it, with its line ends written one way', () => {
  fc.assert(
    fc.property(nasty, nasty, version, (title, notes, written) => {
      const file = writeCards([{ ...nobody, name: 'A', title, notes }], written);
      const read = readContentLines(bytesOf(file));
      if (!read.ok) throw new Error(read.error.type);
      expect(read.value).toHaveLength(1);
      const textOf = (name: string): string =>
        unescapeText(read.value[0]?.properties.find((each) => each.name === name)?.value ?? '', written);
      expect(textOf('TITLE')).toBe(title.replace(/\r\n|\r/g, '\n'));
      expect(textOf('NOTE')).toBe(notes.replace(/\r\n|\r/g, '\n'));
    }),
  );
});

const clean = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .map((text) => cleanText(text).replace(/\n/g, ' ') || 'x');

const person: fc.Arbitrary<FoundPerson> = fc.record({
  name: clean(30),
  isCompany: fc.constant(false),
  company: clean(30),
  title: clean(20),
  phones: fc.uniqueArray(fc.constantFrom('13800138000', '+494012345678', '010-62771234x802'), {
    maxLength: 3,
  }),
  emails: fc.uniqueArray(fc.constantFrom('anna@nordkaffe.example', 'zhang@x.cn'), { maxLength: 2 }),
  wechat: fc.stringMatching(/^[a-z][a-z0-9_-]{5,12}$/),
  website: fc.constantFrom('', 'https://nordkaffe.example/a;b,c'),
  address: clean(60),
  birthday: fc.option(
    fc.record({
      year: fc.option(fc.integer({ min: 1900, max: 2026 }), { nil: undefined }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    }),
    { nil: undefined },
  ),
  notes: fc.array(clean(80), { maxLength: 3 }).map((lines) => lines.join('\n')),
});

test('people that are written as cards are read as the same people, in their order', () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 4 }), version, (people, written) => {
      const read = readCardText(writeCards(people, written));
      expect(read).toEqual({ ok: true, value: people });
    }),
  );
});

test('no line of a written card is longer than 75 octets', () => {
  fc.assert(
    fc.property(person, version, (one, written) => {
      for (const line of writeCards([one], written).split('\r\n'))
        expect(bytesOf(line).length).toBeLessThanOrEqual(75);
    }),
  );
});

test('no bytes, however damaged, make the reader throw', () => {
  const damaged = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'BEGIN:VCARD\r\n',
          'END:VCARD\r\n',
          'FN',
          ';CHARSET=',
          'ENCODING=QUOTED-PRINTABLE:',
          '=\r\n',
          'x:y\n',
          ' ',
        ),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
      { maxLength: 30 },
    )
    .map((parts) => bytesOf(parts.join('')));
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => void readCards(bytes)),
  );
});
