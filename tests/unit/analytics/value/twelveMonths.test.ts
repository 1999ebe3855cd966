import { expect, test } from 'vitest';
import { customerValue } from '../../../../src/analytics/value/customerValue.ts';
import { purchasesOf } from '../../../../src/analytics/value/orderPurchases.ts';
import type { Purchases } from '../../../../src/analytics/value/purchaseHistory.ts';
import { dateToDay } from '../../../../src/domain/dates.ts';
import { seededRandom } from '../../../../src/domain/random.ts';
import { columnsOf } from '../../../support/orderColumns.ts';

const customers = 120;
const endDay = 20_500;

/** Customers with rhythms and amounts of their own, of whom a third have stopped halfway. */
function aBook(seed: number): Purchases {
  const random = seededRandom(seed);
  const [customer, day, amount]: [number[], number[], number[]] = [[], [], []];
  for (let c = 0; c < customers; c++) {
    const gap = 7 + 60 * random();
    const usual = 20 + 200 * random();
    const until = c % 3 === 0 ? endDay - 180 : endDay;
    for (let at = endDay - 400 + 60 * random(); at <= until; at += gap * (0.5 + random())) {
      customer.push(c);
      day.push(Math.floor(at));
      amount.push(usual * (0.7 + 0.6 * random()));
    }
  }
  return { customer, day, amount };
}

function valueOf(purchases: Purchases) {
  const found = customerValue(purchases, customers, endDay, 1);
  if (!found.ok) throw new Error(found.error.type);
  return found.value;
}

test('those who have stopped are less probably still customers than those who go on', () => {
  const { alive, customer } = valueOf(aBook(1));
  const meanOf = (isStopped: boolean): number => {
    const some = alive.filter((_, i) => (customer[i]! % 3 === 0) === isStopped);
    return some.reduce((sum, each) => sum + each, 0) / some.length;
  };
  expect(meanOf(true)).toBeLessThan(0.5);
  expect(meanOf(false)).toBeGreaterThan(0.8);
  expect(alive.every((each) => each >= 0 && each <= 1)).toBe(true);
});

test('twice the amounts are twice the value, and nothing else', () => {
  const book = aBook(2);
  const before = valueOf(book);
  const after = valueOf({ ...book, amount: Array.from(book.amount, (each) => 2 * each) });
  expect(after.alive).toEqual(before.alive);
  after.value.forEach((value, i) => expect(value / before.value[i]!).toBeCloseTo(2, 3));
});

test('the order of the purchases does not matter', () => {
  const book = aBook(3);
  const reversed = (values: ArrayLike<number>) => Array.from(values).reverse();
  const before = valueOf(book);
  const after = valueOf({
    customer: reversed(book.customer),
    day: reversed(book.day),
    amount: reversed(book.amount),
  });
  after.value.forEach((value, i) => expect(value).toBeCloseTo(before.value[i]!, 6));
});

test('the check compares what was expected of the last quarter with what came', () => {
  const book = aBook(4);
  const { check } = valueOf(book);
  const first = Math.min(...Array.from(book.day));
  expect(check?.days).toBe(Math.floor((endDay - first) / 4));
  const from = endDay - (check?.days ?? 0);
  const came = new Set(
    Array.from(book.day, (day, i) => (day > from ? `${String(book.customer[i])}/${String(day)}` : '')),
  );
  came.delete('');
  expect(check?.actualTotal).toBe(came.size);
});

test('a book in which hardly anybody came back says so', () => {
  const once: Purchases = { customer: [0, 1, 2], day: [20_000, 20_010, 20_020], amount: [1, 2, 3] };
  expect(customerValue(once, 3, endDay, 1)).toEqual({
    ok: false,
    error: { type: 'too-few-repeats', repeats: 0, needed: 30 },
  });
});

test('purchases are placed orders of known customers in the currency, with what their lines come to', () => {
  const columns = columnsOf([
    { account: 'a', date: '2026-11-01', lines: [[2, 5]] },
    {
      account: 'b',
      date: '2026-11-02',
      lines: [
        [1, 3],
        [1, 4],
      ],
    },
  ]);
  expect(purchasesOf(columns, 0)).toEqual({
    customer: [0, 1],
    day: [dateToDay('2026-11-01'), dateToDay('2026-11-02')],
    amount: [10, 7],
  });
  expect(purchasesOf(columns, 1).customer).toEqual([]);
});
