import { expect, test } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { BookFigures } from '../../../src/read/bookFigures.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import type { TodayRequest } from '../../../src/read/today.ts';
import { aRow, idAt } from '../../support/rows.ts';

const request: TodayRequest = { date: '2026-11-20', time: '10:00', limit: 2 };
const [account, order, mine] = [idAt('account', 0), idAt('order', 0), idAt('member', 0)];

function overdue(payments: readonly Readonly<Record<string, Json>>[], more: Partial<TodayRequest> = {}) {
  const index = new MemoryIndex();
  const planned = { kind: 'receipt', status: 'planned', due: '2026-11-10' };
  const rows = payments.map((values, i) =>
    aRow(idAt('payment', i), { number: `PM-${String(i)}`, ...planned, ...values }),
  );
  index.kinds.account.setShard(
    'a1.0',
    packShard('account', [aRow(account, { name: 'Nordkaffe', phones: ['123'] })]),
  );
  index.kinds.order.setShard('o1.0', packShard('order', [aRow(order, { number: 'SO-7', currency: 'EUR' })]));
  index.kinds.payment.setShard('i1.0', packShard('payment', rows));
  return new BookFigures(index).todayWork({ ...request, ...more }).payments;
}

const euro = (minor: number): Json => ({ minor, currency: 'EUR' });

test('payments that should have come are listed with who owes them and how to reach them, the oldest first', () => {
  const found = overdue([
    { amount: euro(100), account, order },
    { amount: euro(5_000), due: '2026-10-01' },
    { amount: { minor: 700, currency: 'JPY' }, due: '2026-11-19' },
  ]);
  expect(found.count).toBe(3);
  expect(found.sums).toEqual([
    { currency: 'EUR', minor: 5_100 },
    { currency: 'JPY', minor: 700 },
  ]);
  expect(found.items).toEqual([
    {
      ...{ id: idAt('payment', 1), number: 'PM-1', amount: euro(5_000) },
      ...{ due: '2026-10-01', lateDays: 50 },
    },
    {
      ...{ id: idAt('payment', 0), number: 'PM-0', amount: euro(100), due: '2026-11-10', lateDays: 10 },
      ...{ account: { id: account, name: 'Nordkaffe' }, phone: '123' },
      order: { id: order, name: 'SO-7' },
    },
  ]);
});

test('what has come, is cancelled, paid back, due today or without a date or amount is not overdue', () => {
  const found = overdue([
    { amount: euro(1), status: 'done' },
    { amount: euro(1), status: 'cancelled' },
    { amount: euro(1), kind: 'refund' },
    { amount: euro(1), due: '2026-11-20' },
    { amount: euro(1), due: null },
    {},
  ]);
  expect(found).toEqual({ count: 0, sums: [], items: [] });
});

test("of mine alone are those of nobody too, and not a colleague's", () => {
  const payments = [
    { amount: euro(1), owner: mine },
    { amount: euro(1) },
    { amount: euro(1), owner: idAt('member', 1) },
  ];
  expect(overdue(payments, { owner: mine }).count).toBe(2);
  expect(overdue(payments).count).toBe(3);
});
