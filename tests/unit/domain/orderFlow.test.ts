import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companyDetailsOf } from '../../../src/domain/companyDetails.ts';
import type { Json } from '../../../src/domain/json.ts';
import { balancesOf } from '../../../src/domain/orderBalance.ts';
import { linesOf, type StoredLine } from '../../../src/domain/order.ts';
import { planPayments, wholeShare } from '../../../src/domain/paymentPlan.ts';
import {
  isExpired,
  nextVersion,
  numberOfVersion,
  orderOfQuote,
  quoteOfDeal,
} from '../../../src/domain/quoteFlow.ts';
import { returnableLines, returnOfOrder } from '../../../src/domain/returning.ts';
import { payableOf } from '../../../src/domain/tax.ts';
import { aRow, idAt } from '../../support/rows.ts';

const [account, deal, machine, grinder] = [
  idAt('account', 0),
  idAt('deal', 0),
  idAt('product', 0),
  idAt('product', 1),
];
const lines: (StoredLine & Json)[] = [
  [machine, 3, 10_000_000, 0.1, null, 0.13],
  [grinder, 2, 500_000],
];
const quote = aRow(idAt('quote', 0), {
  ...{ number: 'QT-2026-1-0001', account, deal, currency: 'EUR', taxMode: 'added', status: 'sent' },
  ...{ date: '2026-11-01', validUntil: '2026-11-15', terms: 'Net 30', lines },
});
const order = aRow(idAt('order', 0), { ...orderOfQuote(quote, '2026-11-20'), number: 'SO-1' });

function payment(position: number, more: Readonly<Record<string, Json>>) {
  const amount = { minor: 10_000, currency: 'EUR' };
  return aRow(idAt('payment', position), { kind: 'receipt', status: 'done', amount, ...more });
}

test('a quote has expired when nobody has answered it by the day until which it holds', () => {
  const until = { validUntil: '2026-11-15' };
  expect(isExpired({ ...until, status: 'sent' }, '2026-11-16')).toBe(true);
  expect(isExpired({ ...until, status: 'draft' }, '2026-11-15')).toBe(false);
  expect(isExpired({ ...until, status: 'accepted' }, '2026-12-16')).toBe(false);
  expect(isExpired({ status: 'sent' }, '2026-12-16')).toBe(false);
});

test('a new version is a draft of the same content that holds as long as the one before and shows its family', () => {
  const next = nextVersion(quote, '2026-11-20', { device: 1, taken: new Set() });
  expect(next).toMatchObject({
    ...{ number: 'QT-2026-1-0001-V2', version: 2, replaces: quote.id, status: 'draft' },
    ...{ date: '2026-11-20', validUntil: '2026-12-04', terms: 'Net 30', account, deal, lines },
  });
  const third = nextVersion(aRow(idAt('quote', 1), next), '2026-11-21', {
    ...{ device: 1, taken: new Set<string>() },
  });
  expect(third).toMatchObject({ number: 'QT-2026-1-0001-V3', version: 3, replaces: idAt('quote', 1) });
  expect(numberOfVersion('QT-7-V12', 1)).toBe('QT-7');
  expect(numberOfVersion('QT-2026-1-0001-V2', 3, 4)).toBe('QT-2026-1-0001-V3-4');
  expect(numberOfVersion('QT-2026-1-0001-V2-4', 3, 1)).toBe('QT-2026-1-0001-V3');
  expect(numberOfVersion('OFFER', 2, 1)).toBe('OFFER-V2-1');
});

test('the order of a quote comes to the same amount, for the same customer and deal', () => {
  expect(order.base[0]).toMatchObject({ account, deal, quote: quote.id, currency: 'EUR', taxMode: 'added' });
  expect(linesOf(order)).toEqual(linesOf(quote));
  expect(payableOf(order)).toEqual(payableOf(quote));
});

test("a deal's quote is in the currency of the deal's amount, or in that of the book", () => {
  const contacts = [idAt('contact', 4)];
  const row = aRow(deal, { name: 'Eight shops', account, contacts, amount: { minor: 1, currency: 'USD' } });
  expect(quoteOfDeal(row, 'CNY')).toEqual({
    ...{ title: 'Eight shops', account, contact: contacts[0], deal, currency: 'USD' },
  });
  expect(quoteOfDeal(aRow(deal, { name: 'Bare' }), 'CNY')).toEqual({ title: 'Bare', deal, currency: 'CNY' });
});

test('a balance adds and takes away within one currency: payable, returned, paid, refunded, planned, overdue', () => {
  const back = aRow(idAt('order', 1), {
    ...returnOfOrder(order, [{ line: linesOf(order)[1]!, quantity: 1 }], '2026-11-21'),
    number: 'SO-2',
  });
  const payable = payableOf(order)?.minor ?? 0;
  const [own, ...others] = balancesOf(
    order,
    [back, aRow(idAt('order', 2), { ...back.base[0], status: 'cancelled' })],
    [
      payment(0, {}),
      payment(1, { status: 'planned', due: '2026-11-19' }),
      payment(2, { status: 'planned', due: '2026-11-20' }),
      payment(3, { kind: 'refund', amount: { minor: 500, currency: 'EUR' } }),
      payment(4, { kind: 'refund', status: 'planned', due: '2026-01-01' }),
      payment(5, { status: 'cancelled' }),
      payment(6, { amount: { minor: 700, currency: 'CNY' } }),
    ],
    '2026-11-20',
  );
  expect(own).toEqual({
    ...{ currency: 'EUR', payable, returned: 5_000, paid: 10_000, refunded: 500, planned: 20_000 },
    ...{ overdue: 10_000, toRefund: 10_000, outstanding: payable - 14_500, unplanned: payable - 34_500 },
  });
  expect(others).toMatchObject([{ currency: 'CNY', payable: 0, paid: 700, outstanding: -700, unplanned: 0 }]);
});

test('nothing is payable for a cancelled order, and what was paid for it is owed back', () => {
  const cancelled = aRow(order.id, { ...order.base[0], status: 'cancelled' });
  const [own] = balancesOf(cancelled, [], [payment(0, {})], '2026-11-20');
  expect(own).toMatchObject({ payable: 0, paid: 10_000, outstanding: -10_000 });
});

test('a plan comes to exactly what is to be paid, and none of its payments is empty', () => {
  const equal = fc.record({ equal: fc.integer({ min: 1, max: 60 }) });
  const shares = fc
    .uniqueArray(fc.integer({ min: 1, max: wholeShare - 1 }), { maxLength: 12 })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), wholeShare])
    .map((cuts) => ({ shares: cuts.slice(1).map((cut, i) => cut - (cuts[i] ?? 0)) }));
  const total = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.maxSafeInteger().map(Math.abs));
  fc.assert(
    fc.property(total, fc.oneof(equal, shares), (totalMinor, parts) => {
      const plan = planPayments({ totalMinor, parts, first: '2026-11-30', interval: 'months' });
      if (!plan.ok) {
        expect(plan.error.type).toBe('too-little');
        return;
      }
      expect(plan.value.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(BigInt(totalMinor));
      expect(plan.value.every(({ minor }) => minor > 0)).toBe(true);
    }),
  );
});

test('what does not divide evenly is on the last payment, and months keep to their last day', () => {
  const plan = planPayments({
    ...{ totalMinor: 10_000, parts: { equal: 3 }, first: '2027-01-31', interval: 'months' },
  });
  expect(plan).toEqual({
    ok: true,
    value: [
      { minor: 3_333, due: '2027-01-31' },
      { minor: 3_333, due: '2027-02-28' },
      { minor: 3_334, due: '2027-03-31' },
    ],
  });
  const halves = { shares: [3_000, 6_999] };
  expect(planPayments({ totalMinor: 100, parts: halves, first: '2027-01-31', interval: 'weeks' })).toEqual({
    ok: false,
    error: { type: 'shares', sum: 9_999 },
  });
});

test('no more can be returned than was bought and not returned yet, line by line and whatever the sign', () => {
  const [first] = linesOf(order);
  const back = (quantity: number, status = 'done') => {
    const values = returnOfOrder(order, [{ line: first!, quantity }], '2026-11-21');
    return aRow(idAt('order', 5), { ...values, status });
  };
  const left = (...returns: ReturnType<typeof back>[]) =>
    returnableLines(order, returns).map((each) => each.left);
  expect(left()).toEqual([3, 2]);
  expect(left(back(1), back(-1))).toEqual([1, 2]);
  expect(left(back(2), back(9))).toEqual([0, 2]);
  expect(left(back(3, 'cancelled'))).toEqual([3, 2]);
});

test('goods given back at another price still take from the line of their product', () => {
  const values = { kind: 'return', returns: order.id, currency: 'EUR', lines: [[grinder, -1, 1]] };
  expect(returnableLines(order, [aRow(idAt('order', 6), values)]).map(({ left }) => left)).toEqual([3, 1]);
});

test('a whole return takes off what the order came to, tax and discount included', () => {
  const all = linesOf(order).map((line) => ({ line, quantity: line.quantity }));
  const back = aRow(idAt('order', 7), returnOfOrder(order, all, '2026-11-21'));
  expect(payableOf(back)?.minor).toBe(-(payableOf(order)?.minor ?? 0));
  expect(balancesOf(order, [back], [], '2026-11-21')[0].outstanding).toBe(0);
});

test("the sender's details are texts, whatever the setting holds", () => {
  expect(companyDetailsOf({ name: 'Shanque', phone: 3 })).toMatchObject({ name: 'Shanque', phone: '' });
  expect(companyDetailsOf('damaged')).toMatchObject({ name: '' });
});
