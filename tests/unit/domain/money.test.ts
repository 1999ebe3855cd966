import { expect, test } from 'vitest';
import {
  currencyDigits,
  majorToMinor,
  majorToUnits,
  roundHalfAway,
  unitsToMinor,
} from '../../../src/domain/money.ts';
import { orderTotalMinor } from '../../../src/domain/order.ts';

const line = (quantity: number, price: number, discount = 0) => ({
  id: '0',
  product: null,
  quantity,
  price,
  discount,
  text: null,
  tax: 0,
});

test('currencies have the digits of ISO 4217', () => {
  expect(['CNY', 'JPY', 'KWD', 'no code'].map(currencyDigits)).toEqual([2, 0, 3, 2]);
});

test('halves round away from zero, also where binary fractions fall short of the half', () => {
  expect([0.5, -0.5, 1.5, 2.5, 100.4999].map(roundHalfAway)).toEqual([1, -1, 2, 3, 100]);
  expect(majorToMinor(1.005, 'EUR')).toBe(101);
  expect(majorToMinor(-1.005, 'EUR')).toBe(-101);
});

test('a price with fractions of a cent keeps them', () => {
  expect(majorToUnits(0.0012)).toBe(12);
  expect(majorToUnits(2.557)).toBe(25_570);
});

test('a total is rounded once, not line by line', () => {
  // Three lines of 0.004: 0.012 in all, one cent; each alone would be nothing.
  expect(orderTotalMinor([line(1, 40), line(1, 40), line(1, 40)], 'EUR')).toBe(1);
  expect(unitsToMinor(89_114_079_040, 'GBP')).toBe(891_140_790);
});

test('a discount and a return change the sign and size of a total as on paper', () => {
  expect(orderTotalMinor([line(2, 125_000, 0.1), line(-1, 125_000)], 'EUR')).toBe(1_000);
});
