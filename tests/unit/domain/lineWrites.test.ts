import fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidatesOf } from '../../../src/domain/bulkEdit.ts';
import { lineWrites, matchedLines } from '../../../src/domain/lineWrites.ts';
import { linesOf, toStoredLine, type OrderLine } from '../../../src/domain/order.ts';
import { applyChange, type RecordState } from '../../../src/domain/record.ts';

type Said = Omit<OrderLine, 'id'>;

const line: fc.Arbitrary<Said> = fc.record({
  product: fc.constantFrom('p1.0.0', 'p1.0.1', null),
  quantity: fc.integer({ min: 1, max: 3 }),
  price: fc.constantFrom(0, 10_000, 25_000),
  discount: fc.constantFrom(0, 0.1),
  text: fc.constantFrom(null, 'Fitting'),
  tax: fc.constantFrom(0, 0.13),
});
const lines = fc.array(line, { maxLength: 6 });

let versions = 0;
function changed(state: RecordState, wanted: readonly Said[]): RecordState {
  const writer = { at: 1, author: 'm1.0.0', nextVersion: () => `1.${++versions}` as const };
  const writes = lineWrites(state, matchedLines(linesOf(state), wanted));
  return applyChange(state, { id: state.id, ...candidatesOf(writes, writer) })!;
}

/** Lines as texts, whatever their order. */
const said = (all: readonly Said[]): readonly string[] =>
  all
    .map(({ product, quantity, price, discount, text, tax }) =>
      JSON.stringify([product, quantity, price, discount, text, tax]),
    )
    .sort();

test('whatever lines a record has, those that come stand afterwards, and coming again change nothing', () => {
  fc.assert(
    fc.property(lines, fc.array(lines, { minLength: 1, maxLength: 3 }), (first, later) => {
      let state: RecordState = {
        id: 'd1.0.0',
        base: [{ lines: first.map(toStoredLine) }, 0, ''],
        registers: {},
      };
      for (const wanted of later) {
        state = changed(state, wanted);
        expect(said(linesOf(state))).toEqual(said(wanted));
        expect(lineWrites(state, matchedLines(linesOf(state), wanted.toReversed()))).toEqual([]);
      }
    }),
  );
});

test('a new price of one of many lines of a product is one write, and the others keep their ids', () => {
  const many: Said[] = [1, 2, 3].map((quantity) => ({
    ...{ product: 'p1.0.0', quantity, price: 10_000, discount: 0, text: null, tax: 0 },
  }));
  const state: RecordState = {
    id: 'd1.0.0',
    base: [{ lines: many.map(toStoredLine) }, 0, ''],
    registers: {},
  };
  const wanted = many.map((each, i) => (i === 1 ? { ...each, price: 12_000 } : each)).toReversed();
  const writes = lineWrites(state, matchedLines(linesOf(state), wanted));
  expect(writes).toEqual([{ register: 'lines/1/price', value: 12_000, seen: [] }]);
});
