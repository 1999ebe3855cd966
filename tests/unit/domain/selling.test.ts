import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextVersion } from '../../../src/domain/quoteFlow.ts';
import type { Values } from '../../../src/domain/record.ts';
import { documentNumber } from '../../../src/domain/documentNumber.ts';
import { recordIdOf, shardIdOf } from '../../../src/domain/ids.ts';
import { emptyLine, orderTotalMinor, singlesInShard } from '../../../src/domain/order.ts';
import { taxModeOf, totalsOf } from '../../../src/domain/tax.ts';

const line = (price: number, tax: number) => ({ ...emptyLine, price: price * 10_000, tax });

test('tax is added to prices or is contained in them, at each rate by itself', () => {
  const lines = [line(100, 0.13), line(50, 0.06), line(50, 0.13), line(10, 0)];
  expect(totalsOf(lines, 'CNY', 'added')).toEqual({
    netMinor: 21_000,
    taxes: [
      { rate: 0.06, minor: 300 },
      { rate: 0.13, minor: 1_950 },
    ],
    payableMinor: 23_250,
  });
  expect(totalsOf([line(113, 0.13)], 'CNY', 'included')).toEqual({
    netMinor: 10_000,
    taxes: [{ rate: 0.13, minor: 1_300 }],
    payableMinor: 11_300,
  });
  expect(totalsOf(lines, 'CNY', 'none')).toMatchObject({ taxes: [], payableMinor: 21_000 });
  expect(taxModeOf({})).toBe('included');
});

test('net and taxes add up to what is payable, whatever the lines', () => {
  const anyLine = fc.record({
    price: fc.integer({ min: -9_999_999, max: 9_999_999 }),
    quantity: fc.integer({ min: -50, max: 50 }),
    tax: fc.constantFrom(0, 0.03, 0.06, 0.09, 0.13),
  });
  fc.assert(
    fc.property(fc.array(anyLine), fc.constantFrom('included', 'added', 'none'), (some, mode) => {
      const lines = some.map((each) => ({ ...emptyLine, ...each }));
      const { netMinor, taxes, payableMinor } = totalsOf(lines, 'CNY', mode);
      expect(taxes.reduce((sum, { minor }) => sum + minor, netMinor)).toBe(payableMinor);
      const goods = orderTotalMinor(lines, 'CNY');
      expect(mode === 'added' ? netMinor : payableMinor).toBe(goods);
    }),
  );
});

test('five devices that make new versions of quotes in any order, and meet or not, never give two one number', () => {
  interface Known {
    readonly id: string;
    readonly values: Values;
  }
  const step = fc.record({
    device: fc.integer({ min: 1, max: 5 }),
    other: fc.integer({ min: 1, max: 5 }),
    act: fc.constantFrom('version', 'version', 'meet'),
    which: fc.nat(20),
  });
  const families = fc.constantFrom('QT-2026-1-0001', 'QT-2026-3-0001', 'OFFER-7');
  fc.assert(
    fc.property(families, fc.array(step, { maxLength: 60 }), (number, steps) => {
      const first: Known = { id: 'q1.0.0', values: { number, version: 1, date: '2026-01-01' } };
      const known = new Map([1, 2, 3, 4, 5].map((device) => [device, [first]]));
      const all: Known[] = [first];
      for (const { device, other, act, which } of steps) {
        const mine = known.get(device) ?? [];
        const theirs = known.get(other) ?? [];
        if (act === 'meet') {
          const both = [...new Set([...mine, ...theirs])];
          known.set(device, both).set(other, both);
          continue;
        }
        const from = mine[which % mine.length] ?? first;
        const taken = new Set(mine.map(({ values }) => textOf(values['number'])));
        const state = { id: from.id, base: [from.values, 0, 'm1.0.0'], registers: {} } as const;
        const values = nextVersion(state, '2026-02-01', { device, taken });
        const made: Known = { id: `q${String(device)}.0.${all.length.toString(36)}`, values };
        all.push(made);
        known.set(device, [...mine, made]);
      }
      expect(new Set(all.map(({ values }) => values['number'])).size).toBe(all.length);
    }),
    { numRuns: 1_000 },
  );
});

test('five devices that draw numbers in any order, without a connection, never draw the same', () => {
  const kinds = ['quote', 'order', 'payment'] as const;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(...kinds)), { maxLength: 800 }),
      (draws) => {
        const drawn = new Map<string, number>();
        const numbers = draws.map(([device, kind]) => {
          const key = `${kind} ${String(device)}`;
          const n = drawn.get(key) ?? 0;
          drawn.set(key, n + 1);
          const room = singlesInShard(kind);
          const shard = shardIdOf(kind, device, Math.floor(n / room));
          return documentNumber(recordIdOf(shard, n % room), 2026);
        });
        expect(new Set(numbers).size).toBe(numbers.length);
      },
    ),
    { numRuns: 1_000 },
  );
});

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
