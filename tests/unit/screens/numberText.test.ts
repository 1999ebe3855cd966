import { expect, test } from 'vitest';
import { fieldOf } from '../../../src/domain/objects.ts';
import type { FieldDef, ObjectKind } from '../../../src/domain/objects.ts';
import { numberToText, textToNumber } from '../../../src/screens/fields/numberText.ts';

function field(kind: ObjectKind, key: string): FieldDef {
  const found = fieldOf(kind, key);
  if (found === undefined) throw new Error(`no field ${key}`);
  return found;
}

const price = field('product', 'price');
const revenue = field('account', 'annualRevenue');
const age = field('account', 'age');

test('a unit price is kept at ten-thousandths and shown as it was typed', () => {
  expect(textToNumber(price, '2.5575', 'GBP')).toBe(25_575);
  expect(numberToText(price, 25_575)).toBe('2.5575');
});

test('an amount is kept in the minor unit of its own currency', () => {
  expect(textToNumber(revenue, '1,234.5', 'EUR')).toEqual({ minor: 123_450, currency: 'EUR' });
  expect(textToNumber(revenue, '1234', 'JPY')).toEqual({ minor: 1_234, currency: 'JPY' });
  expect(numberToText(revenue, { minor: 123_450, currency: 'EUR' })).toBe('1234.50');
});

test('an empty field is no value, and what is no number stays for validation to refuse', () => {
  expect(textToNumber(age, ' ', 'EUR')).toBeNull();
  expect(textToNumber(age, 'forty', 'EUR')).toBe('forty');
});
