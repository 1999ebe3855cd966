import { expect, test } from 'vitest';
import { listedKinds } from '../../../src/read/listQuery.ts';
import { fieldsOf } from '../../../src/domain/objects.ts';
import type { OrderLine } from '../../../src/domain/order.ts';
import {
  badLines,
  firstValues,
  formFields,
  formProblems,
  tidied,
} from '../../../src/screens/form/formValues.ts';

const from = { member: 'm1.0.0', currency: 'CNY', now: new Date(2026, 10, 21, 9, 5, 7) };
const line = (more: Partial<OrderLine>): OrderLine => ({
  id: '',
  product: 'p1.0.0',
  quantity: 1,
  price: 10_000,
  discount: 0,
  text: null,
  tax: 0,
  ...more,
});

test.each(listedKinds)('a form of %s shows every field that is not internal exactly once', (kind) => {
  const { main, rest } = formFields(kind);
  const shown = [...main, ...rest].map((field) => field.key).sort();
  const expected = fieldsOf(kind)
    .filter((field) => field.internal !== true)
    .map((field) => field.key)
    .sort();
  expect(shown).toEqual(expected);
});

test('a new order has a number and a date, and lacks nothing but what only a person knows', () => {
  const values = firstValues('order', from);
  expect(values).toMatchObject({
    date: '2026-11-21',
    currency: 'CNY',
    status: 'open',
  });
  expect(formProblems('order', values, true).size).toBe(0);
});

test('a new contact or order made from a customer belongs to it', () => {
  expect(firstValues('contact', { ...from, account: 'a1.0.0' })['accounts']).toEqual(['a1.0.0']);
  expect(firstValues('order', { ...from, account: 'a1.0.0' })['account']).toBe('a1.0.0');
});

test('blank elements and spaces round texts are no input', () => {
  expect(tidied({ name: ' Nord ', phones: ['', ' 021 ', '  '] })).toEqual({ name: 'Nord', phones: ['021'] });
});

test('each problem is told at its field', () => {
  const problems = formProblems(
    'account',
    { name: ' ', emails: ['a@b,c'], website: 'javascript:alert(1)' },
    true,
  );
  expect(Object.fromEntries(problems)).toEqual({
    name: 'required',
    emails: 'not-an-email',
    website: 'not-a-link',
  });
});

test('a line needs a product or a description, a quantity and a price; a discount lies between nothing and all', () => {
  const lines = [
    line({}),
    line({ product: null }),
    line({ product: null, text: 'Freight' }),
    line({ quantity: Number.NaN }),
    line({ quantity: 0 }),
    line({ price: Number.NaN }),
    line({ discount: 1.2 }),
  ];
  expect(badLines(lines)).toEqual([2, 4, 5, 6, 7]);
});
