import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCsvParser, type Dialect, type RowDamage } from '../../src/interchange/reading/csvParser.ts';
import { detectDialect } from '../../src/interchange/reading/dialect.ts';
import { detectEncoding } from '../../src/interchange/reading/encoding.ts';
import { csvLine } from '../../src/interchange/writing/csvWriter.ts';
import { parseDate, dateOrders } from '../../src/interchange/values/date.ts';
import { parseNumber } from '../../src/interchange/values/number.ts';
import { parseEmail, parsePhone } from '../../src/interchange/values/contactWays.ts';
import { parseMoney } from '../../src/interchange/values/money.ts';

const comma: Dialect = { delimiter: ',', quote: '"', spaceBeforeQuote: false };

function parse(pieces: readonly string[], dialect = comma) {
  const rows: { cells: string[]; damage: RowDamage | undefined }[] = [];
  const parser = createCsvParser(dialect, (cells, _row, damage) => rows.push({ cells, damage }), {
    maxColumns: 6,
    maxCellLength: 12,
  });
  for (const piece of pieces) parser.write(piece);
  parser.end();
  return rows;
}

const nasty = fc.string({
  unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\u4e2d', "'", ';', '\t'),
  maxLength: 10,
});

test('what is written is read back, whatever the cells hold', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 10 })), {
          minLength: 1,
          maxLength: 5,
        }),
        { maxLength: 8 },
      ),
      (records) => {
        const rows: string[][] = [];
        const parser = createCsvParser(comma, (cells) => rows.push(cells));
        parser.write(records.map((record) => csvLine(record, false)).join(''));
        parser.end();
        expect(rows).toEqual(records);
      },
    ),
  );
});

test('it makes no difference where the text is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r', ' '), maxLength: 80 });
  fc.assert(
    fc.property(
      text,
      fc.array(fc.nat(80), { maxLength: 12 }),
      fc.boolean(),
      (whole, cuts, spaceBeforeQuote) => {
        const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
        const dialect = { ...comma, spaceBeforeQuote };
        expect(parse(pieces, dialect)).toEqual(parse([whole], dialect));
        expect(parse([...whole], dialect)).toEqual(parse([whole], dialect));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('bytes decoded in pieces give the same text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.nat(200),
      fc.constantFrom('utf-8', 'gb18030'),
      (text, cut, encoding) => {
        const bytes = new TextEncoder().encode(text);
        const decoder = new TextDecoder(encoding);
        const at = Math.min(cut, bytes.length);
        const pieces =
          decoder.decode(bytes.slice(0, at), { stream: true }) +
          decoder.decode(bytes.slice(at), { stream: true }) +
          decoder.decode();
        expect(pieces).toBe(new TextDecoder(encoding).decode(bytes));
      },
    ),
  );
});

test('detection answers for any bytes and any text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
      ['text', 'binary'].includes(detectEncoding(bytes).kind),
    ),
  );
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.boolean(),
      (text, whole) => detectDialect(text, whole).delimiter.length === 1,
    ),
  );
});

test('value parsers answer for any cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'0123456789.,-/+() :%eE$@T'), maxLength: 24 }),
  );
  fc.assert(
    fc.property(cell, (text) => {
      for (const order of dateOrders) parseDate(text, order);
      for (const format of ['point', 'comma'] as const) {
        const number = parseNumber(text, format);
        if (number.ok) expect(Number.isFinite(number.value)).toBe(true);
        parseMoney(text, format, new Map());
      }
      parseEmail(text);
      parsePhone(text);
    }),
    { numRuns: 2_000 },
  );
});

test('a number written in either format is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(99), (whole, cents) => {
      const value = Number(`${whole}.${String(cents).padStart(2, '0')}`);
      expect(parseNumber(value.toLocaleString('en-US', { minimumFractionDigits: 2 }), 'point')).toEqual({
        ok: true,
        value,
      });
      expect(parseNumber(value.toLocaleString('de-DE', { minimumFractionDigits: 2 }), 'comma')).toEqual({
        ok: true,
        value,
      });
    }),
  );
});
