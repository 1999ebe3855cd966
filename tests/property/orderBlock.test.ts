import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordIdOf } from '../../src/domain/ids.ts';
import { canonicalJson, type Json } from '../../src/domain/json.ts';
import { orderKinds, orderStatuses } from '../../src/domain/objects.ts';
import { blockOrderId, packOrders, positionInBlock, unpackOrder } from '../../src/domain/orderBlock.ts';
import type { RecordState, Values } from '../../src/domain/record.ts';
import { runs } from '../support/runs.ts';

const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const line = fc.oneof(
  fc.tuple(fc.constantFrom('p1.0.0', 'p1.0.1', null), fc.integer({ min: -9_999, max: 9_999 }), fc.integer()),
  fc.tuple(
    fc.constant('p1.0.2'),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
    fc.nat(),
    fc.constantFrom(0.1, 0.5),
  ),
  fc.tuple(fc.constant('p1.0.3'), fc.nat(), fc.nat(), fc.constant(0), fc.string({ minLength: 1 })),
);

/** The base of an order as commands and imports write it, with dates and times that may be damaged. */
const values: fc.Arbitrary<Values> = fc
  .record(
    {
      number: fc.string({ minLength: 1 }),
      account: fc.constantFrom('a1.0.0', 'a1.0.1'),
      date: fc.oneof(
        day.map((date) => date.toISOString().slice(0, 10)),
        fc.constant('2026-02-31'),
      ),
      time: fc.constantFrom('00:00', '08:26', '23:59', '25:00'),
      kind: fc.constantFrom(...orderKinds),
      status: fc.constantFrom(...orderStatuses),
      currency: fc.constantFrom('CNY', 'EUR', 'JPY'),
      notes: fc.string(),
      tags: fc.array(fc.constantFrom('t1.0.0', 't1.0.1')),
      lines: fc.array(line, { maxLength: 6 }),
    },
    { requiredKeys: ['number', 'kind', 'status', 'currency', 'lines'] },
  )
  .map((record) => record as unknown as Values);

test('an order comes out of a block as it went in', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 12 }), fc.nat(), (all, gap) => {
      const orders = all.map((each, i): RecordState => ({
        id: recordIdOf('o1.0', i * (1 + (gap % 3))),
        base: [each, 1_700_000_000_000 + i, i % 2 === 0 ? 'm1.0.0' : 'm1.0.1', 'b1.0.0'],
        registers: {},
      }));
      const packed = packOrders('o1.0', orders);
      orders.forEach((order, i) => {
        expect(blockOrderId(packed.orders, i)).toBe(order.id);
        expect(positionInBlock(packed.orders, order.id)).toBe(i);
        const unpacked = unpackOrder(packed.orders, packed.lines, i);
        expect(canonicalJson(unpacked as unknown as Json)).toBe(canonicalJson(order as unknown as Json));
      });
      expect(positionInBlock(packed.orders, recordIdOf('o1.0', 999_999))).toBe(-1);
    }),
    { numRuns: runs(100, 2_000) },
  );
});
