import { expect, test } from 'vitest';
import { returnRatesOf, sharesOf } from '../../../src/analytics/returnRates.ts';
import type { Json } from '../../../src/domain/json.ts';
import { joinOrders } from '../../../src/read/orderColumns.ts';
import { aRow, idAt } from '../../support/rows.ts';

const [machine, grinder] = [idAt('product', 0), idAt('product', 1)];
let count = 0;
const order = (lines: readonly Json[], more: Readonly<Record<string, Json>> = {}) =>
  aRow(idAt('order', count++), { kind: 'order', status: 'done', currency: 'CNY', lines, ...more });

test('a rate is what came back over what was sold, by value and by orders, of the book and of each product', () => {
  const rates = returnRatesOf(
    joinOrders(
      new Set(),
      [
        order([
          [machine, 2, 1_000_000, 0.5],
          [machine, 1, 1_000_000],
          [grinder, 4, 250_000],
        ]),
        order([[machine, 2, 1_000_000]]),
        order([[machine, -1, 1_000_000]], { kind: 'return' }),
        order([[grinder, 1, 250_000]], { kind: 'return' }),
        order([[machine, 9, 1_000_000]], { status: 'cancelled' }),
        order([[machine, 9, 1_000_000]], { kind: 'return', status: 'draft' }),
        order([[null, 1, -9_000_000]], { kind: 'adjustment' }),
        order([[machine, 5, 1_000_000]], { currency: 'EUR' }),
      ],
      [],
      [],
    ),
  );
  expect(rates).toMatchObject({
    ...{ currency: 'CNY', hasOthers: true },
    book: { soldUnits: 5_000_000, returnedUnits: 1_250_000, orders: 2, returns: 2 },
  });
  expect(rates.products.get(machine)).toEqual({
    ...{ soldUnits: 4_000_000, returnedUnits: 1_000_000, orders: 2, returns: 1 },
  });
  expect(sharesOf(rates.products.get(grinder)!)).toEqual({ value: 0.25, orders: 1 });
});

test('where nothing was sold there is no rate', () => {
  const empty = returnRatesOf(joinOrders(new Set(), [], [], []));
  expect(empty).toMatchObject({ currency: '', hasOthers: false });
  expect(sharesOf(empty.book)).toEqual({ value: null, orders: null });
  const alone = returnRatesOf(joinOrders(new Set(), [order([[machine, 1, 5]], { kind: 'return' })], [], []));
  expect(sharesOf(alone.book)).toEqual({ value: null, orders: null });
});
