import { expect, test } from 'vitest';
import type { Act } from '../../../src/commands/records.ts';
import type { Json } from '../../../src/domain/json.ts';
import { linesOf } from '../../../src/domain/order.ts';
import { sumsOf, unplannedIn } from '../../../src/screens/sales/owed.ts';
import {
  fulfilling,
  planning,
  recording,
  relieving,
  returning,
} from '../../../src/screens/sales/paymentActs.ts';
import { chosenLines, quantityProblem } from '../../../src/screens/sales/returnForm.ts';
import { readShares } from '../../../src/screens/sales/shareText.ts';
import { aRow, idAt } from '../../support/rows.ts';

const [account, owner] = [idAt('account', 0), idAt('member', 0)];
const order = aRow(idAt('order', 0), {
  ...{ number: 'SO-1', account, owner, currency: 'CNY' },
  lines: [
    [idAt('product', 0), 3, 1_000_000],
    [idAt('product', 1), 0.5, 40_000],
  ],
});
const planned = (position: number, minor: number, more: Readonly<Record<string, Json>> = {}) =>
  aRow(idAt('payment', position), {
    ...{
      number: `PM-${String(position)}`,
      kind: 'receipt',
      status: 'planned',
      account,
      owner,
      order: order.id,
    },
    ...{ due: '2026-12-01', amount: { minor, currency: 'CNY' }, ...more },
  });
const paid = { kind: 'receipt', date: '2026-11-23', method: 'cash' } as const;
const yuan = (minor: number) => ({ minor, currency: 'CNY' });
const valuesOf = (acts: readonly Act[]) => acts.map(({ values }) => values);

test('each payment of a plan names order, customer and owner', () => {
  const acts = planning(order, 'CNY', [{ due: '2026-12-01', minor: 5 }]);
  expect(acts).toEqual([
    {
      create: 'payment',
      values: {
        ...{ account, owner, order: order.id, kind: 'receipt', status: 'planned' },
        ...{ amount: yuan(5), due: '2026-12-01' },
      },
    },
  ]);
});

test('of a partial payment the rest stays planned for its day', () => {
  const whole = planned(0, 1_000);
  const [done, rest, ...others] = valuesOf(fulfilling(whole, { ...paid, amount: yuan(400) }));
  expect(done).toEqual({ status: 'done', amount: yuan(400), date: '2026-11-23', method: 'cash' });
  expect(rest).toEqual({
    ...{ account, owner, order: order.id, kind: 'receipt', due: '2026-12-01', status: 'planned' },
    amount: yuan(600),
  });
  expect(others).toEqual([]);
});

test('a payment in full, above the plan or in another currency leaves nothing planned', () => {
  for (const amount of [yuan(1_000), yuan(1_200), { minor: 1, currency: 'EUR' }])
    expect(fulfilling(planned(0, 1_000), { ...paid, amount })).toHaveLength(1);
});

test('money without a plan belongs to the order, and a method that nobody said is left out', () => {
  expect(valuesOf(recording(order, { ...paid, method: '', amount: yuan(7) }))).toEqual([
    { account, owner, order: order.id, kind: 'receipt', status: 'done', amount: yuan(7), date: '2026-11-23' },
  ]);
});

test('a return brings its refund in the same step, which is done or planned', () => {
  const chosen = [{ line: linesOf(order)[0]!, quantity: 2 }];
  const refund = { amount: yuan(20_000), date: '2026-11-23', method: 'cash', isDone: true };
  const [back, money] = valuesOf(returning(order, chosen, '2026-11-23', refund));
  expect(back).toMatchObject({
    kind: 'return',
    returns: order.id,
    lines: [[idAt('product', 0), -2, 1_000_000]],
  });
  expect(money).toMatchObject({ kind: 'refund', status: 'done', order: order.id, date: '2026-11-23' });
  const later = valuesOf(returning(order, chosen, '2026-11-23', { ...refund, isDone: false }));
  expect(later[1]).toMatchObject({ status: 'planned', due: '2026-11-23' });
  expect(returning(order, chosen, '2026-11-23', undefined)).toHaveLength(1);
});

test('what is no longer owed comes off the last planned payments first', () => {
  const plan = [planned(0, 1_000), planned(1, 500), planned(2, 500)];
  expect(relieving(plan, 700).map((act) => ('update' in act ? [act.update.id, act.values] : []))).toEqual([
    [plan[2]?.id, { status: 'cancelled' }],
    [plan[1]?.id, { amount: yuan(300) }],
  ]);
  expect(relieving(plan, 0)).toEqual([]);
});

test('quantities to return lie between nothing and what is left', () => {
  const [line] = linesOf(order);
  const half = { line: line!, left: 0.5 };
  expect(['', '0', '0.5', ' 0.25 '].map((text) => quantityProblem(half, text))).toEqual([
    ...[false, false, false, false],
  ]);
  expect(['-1', '0.6', 'two'].map((text) => quantityProblem(half, text))).toEqual([true, true, true]);
  expect(chosenLines([half], { [line!.id]: '0.5' })).toEqual([{ line, quantity: 0.5 }]);
  expect(chosenLines([half], { [line!.id]: '9' })).toEqual([]);
});

test('shares are read as people write them', () => {
  expect(readShares('30 40  30')).toEqual([3_000, 4_000, 3_000]);
  expect(readShares('33.5%, 66.5%')).toEqual([3_350, 6_650]);
  expect(readShares('30\uff0c70\u3001x')).toEqual([3_000, 7_000, 0]);
});

test('what a customer owes is summed by currency, and what is due before today is overdue', () => {
  const table = {
    rows: 4,
    ids: [],
    columns: [
      { key: 'amount', type: 'number' as const, values: Float64Array.of(0.1, 0.2, 5, NaN) },
      {
        key: 'currency',
        type: 'category' as const,
        labels: ['CNY', 'EUR'],
        codes: Int32Array.of(0, 0, 1, 0),
      },
      { key: 'due', type: 'number' as const, values: Float64Array.of(20_779, 20_780, NaN, 1) },
    ],
  };
  expect(sumsOf(table, '2026-11-23')).toEqual([
    { currency: 'CNY', outstanding: 30, overdue: 10 },
    { currency: 'EUR', outstanding: 500, overdue: 0 },
  ]);
});

test('of open orders what is neither paid, given back nor planned is owed without a date, by currency', () => {
  const inEuro = aRow(idAt('order', 1), { number: 'SO-2', currency: 'EUR', lines: [[null, 1, 100_000]] });
  const back = aRow(idAt('order', 2), {
    ...{ number: 'SO-3', kind: 'return', status: 'done', currency: 'CNY', returns: order.id },
    lines: [[idAt('product', 0), -1, 1_000_000]],
  });
  const payments = [
    planned(1, 5_000),
    planned(2, 2_000, { status: 'done' }),
    planned(3, 1, { status: 'cancelled' }),
  ];
  const today = '2026-11-23';
  expect(unplannedIn([order, inEuro], [], [], today)).toEqual([
    yuan(30_200),
    { minor: 1_000, currency: 'EUR' },
  ]);
  expect(unplannedIn([order], [back], payments, today)).toEqual([yuan(13_200)]);
  expect(unplannedIn([order], [], [planned(1, 30_200)], today)).toEqual([]);
});
