import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableColumnTypes, type TableCell, type TableColumnType } from '../../src/domain/bookTable.ts';
import type { Json } from '../../src/domain/json.ts';
import {
  maxPartBytes,
  maxRowsInPart,
  PartPacker,
  partContentOf,
  rowsOfPart,
  type PartContent,
} from '../../src/domain/tablePart.ts';
import { runs } from '../support/runs.ts';

/** Words that somebody could trip over: names of every object's own properties among them. */
const word = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a1.0.2s', '\u8336', 'x"y\\z'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

function cellOf(type: TableColumnType): fc.Arbitrary<TableCell> {
  switch (type) {
    case 'number':
      return fc.oneof(
        fc.constant(null),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(withoutMinusZero),
      );
    case 'date':
      return fc.oneof(fc.constant(null), fc.integer({ min: -60_000_000_000, max: 250_000_000_000 }));
    case 'set':
      return fc.uniqueArray(word, { maxLength: 6 });
    default:
      return fc.oneof(fc.constant(null), word);
  }
}

const tables = fc.array(fc.constantFrom(...tableColumnTypes), { minLength: 1, maxLength: 6 }).chain((types) =>
  fc.record({
    types: fc.constant(types),
    rows: fc.array(fc.tuple(...types.map(cellOf)), { maxLength: 60 }),
    repeat: fc.constantFrom(1, 1, 40),
  }),
);

test('any table that is packed into parts and sent as JSON comes back as it was', () => {
  fc.assert(
    fc.property(tables, ({ types, rows, repeat }) => {
      const columns = types.map((type) => ({ type }));
      const all = Array.from({ length: repeat }, () => rows).flat();
      const parts = packed(columns, all);
      const back = parts.flatMap((part) => {
        const sent = JSON.parse(JSON.stringify(part)) as Json;
        const content = partContentOf(sent, columns);
        return content === undefined ? [] : rowsOfPart(content, columns);
      });
      expect(back).toEqual(all);
      for (const part of parts) {
        expect(part.rows).toBeLessThanOrEqual(maxRowsInPart);
        expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(maxPartBytes * 1.2);
      }
    }),
    { numRuns: runs(60, 2_000) },
  );
});

test('what another device sends is read only where it is a part of these columns', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(fc.constantFrom(...tableColumnTypes), { maxLength: 3 }),
      (value, types) => {
        const columns = types.map((type) => ({ type }));
        const content = partContentOf(value as Json, columns);
        if (content !== undefined) expect(rowsOfPart(content, columns)).toHaveLength(content.rows);
      },
    ),
    { numRuns: runs(200, 10_000) },
  );
});

function packed(columns: readonly { type: TableColumnType }[], rows: readonly TableCell[][]): PartContent[] {
  const parts: PartContent[] = [];
  const packer = new PartPacker(columns, (part) => parts.push(part));
  for (const row of rows) expect(packer.add(row)).toBe(true);
  packer.end();
  return parts;
}

function withoutMinusZero(value: number): number {
  return value === 0 ? 0 : value;
}
