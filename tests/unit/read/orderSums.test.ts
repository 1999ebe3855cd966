import { expect, test } from 'vitest';
import { shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import { KindIndex } from '../../../src/read/kindIndex.ts';
import { contactCountsOf, OrderSums, type OrderFigures } from '../../../src/read/orderFigures.ts';
import { packShard } from '../../../src/read/pack.ts';
import { aRow } from '../../support/rows.ts';

const order = (
  id: RecordId,
  account: RecordId,
  units: number,
  values: Record<string, string> = {},
): RecordRow =>
  aRow(id, {
    account,
    kind: 'order',
    status: 'done',
    currency: 'CNY',
    date: '2026-11-01',
    lines: [['p1.0.0', units, 10_000]],
    ...values,
  });

function put(index: KindIndex, rows: readonly RecordRow[]): void {
  const shard = shardOfRecord(rows[0]?.id ?? '');
  index.setShard(shard, packShard(index.kind, rows));
}

const accountRows = [aRow('a1.0.0', { name: 'Alpha' }), aRow('a1.0.1', { name: 'Beta' })];

function anIndex() {
  const accounts = new KindIndex('account');
  const orders = new KindIndex('order');
  put(accounts, accountRows);
  const { base, ...imported } = order('o1.0.1', 'a1.0.1', 4);
  put(orders, [
    order('o1.0.0', 'a1.0.0', 3),
    project({ ...imported, base: [base[0], base[1], base[2], 'b1.0.0'] }),
  ]);
  return { accounts, orders, sums: new OrderSums(accounts, orders) };
}

/** What sums that have never been asked before say. */
function afresh({ accounts, orders }: { accounts: KindIndex; orders: KindIndex }): OrderFigures {
  return new OrderSums(accounts, orders).read();
}

type Change = (index: ReturnType<typeof anIndex>) => void;

const changes: [what: string, change: Change][] = [
  ['a shard that is added', ({ orders }) => put(orders, [order('o1.1.0', 'a1.0.0', 5)])],
  [
    'an order that is changed',
    ({ orders }) => orders.apply('o1.0', packShard('order', [order('o1.0.0', 'a1.0.1', 9)])),
  ],
  ['an order that goes', ({ orders }) => orders.remove(['o1.0.1'])],
  ['a shard that is replaced', ({ orders }) => put(orders, [order('o1.0.0', 'a1.0.0', 7)])],
  ['orders that are read anew', ({ orders }) => orders.replaceBy(anIndex().orders)],
  [
    'another main currency',
    ({ orders }) =>
      put(
        orders,
        Array.from({ length: 5 }, (_, i) => order(`o1.1.${i}`, 'a1.0.0', 1, { currency: 'EUR' })),
      ),
  ],
  [
    'an account that comes later',
    ({ accounts, orders }) => {
      put(orders, [order('o1.1.0', 'a1.1.0', 2)]);
      put(accounts, [aRow('a1.1.0', { name: 'Gamma' })]);
    },
  ],
  ['a batch that is hidden', ({ orders }) => orders.hide(new Set(['b1.0.0']))],
];

test.each(changes)('the sums of orders follow %s', (_what, change) => {
  const index = anIndex();
  index.sums.read();
  change(index);
  expect(index.sums.read()).toEqual(afresh(index));
  put(index.orders, [order('o1.2.0', 'a1.0.1', 11)]);
  expect(index.sums.read()).toEqual(afresh(index));
});

test('a shard that is added is summed alone', () => {
  const { orders, sums } = anIndex();
  const before = sums.read();
  before.orders[0] = 100;
  put(orders, [order('o1.1.0', 'a1.0.0', 5)]);
  expect(sums.read().orders[0]).toBe(101);
});

test('a contact counts for each of its accounts that is there', () => {
  const accounts = new KindIndex('account');
  const contacts = new KindIndex('contact');
  put(accounts, accountRows);
  const accountsOf = (...ids: string[]): Record<string, string[]> => ({ accounts: ids });
  put(contacts, [
    aRow('c1.0.0', accountsOf('a1.0.0')),
    aRow('c1.0.1', accountsOf('a1.0.0', 'a1.0.1')),
    aRow('c1.0.2', accountsOf('a1.7.0', 'a1.0.1')),
    aRow('c1.0.3', accountsOf('a1.7.0')),
    aRow('c1.0.4', {}),
  ]);
  const counts = contactCountsOf(accounts, contacts);
  expect([...counts.subarray(0, 3)]).toEqual([2, 2, 0]);
  expect(contactCountsOf(accounts, contacts, counts)).toBe(counts);
  expect([...counts.subarray(0, 3)]).toEqual([2, 2, 0]);
});
