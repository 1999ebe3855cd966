import { expect, test } from 'vitest';
import { aboutOf, aboutValues } from '../../../../src/screens/capture/about.ts';
import { aRow, idAt } from '../../../support/rows.ts';

const account = idAt('account', 0);
const contact = idAt('contact', 0);
const order = idAt('order', 0);

test('a new record is about the record in view and what that names itself', () => {
  expect(aboutOf(aRow(account, { name: 'Nordkaffe' }))).toEqual({ account });
  expect(aboutOf(aRow(contact, { name: 'Anna', accounts: [account] }))).toEqual({ account, contact });
  expect(aboutOf(aRow(order, { number: 'SO-1', account }))).toEqual({ account, order });
});

test('only fields that the new record has are filled in, lists as lists', () => {
  const about = { account, contact, order };
  expect(aboutValues('task', about)).toEqual({ account, contact, order });
  expect(aboutValues('activity', about)).toEqual({ account, contacts: [contact], order });
  expect(aboutValues('contact', about)).toEqual({ accounts: [account] });
  expect(aboutValues('product', about)).toEqual({});
});

test('a new order returns no other, whatever is in view', () => {
  expect(aboutValues('order', { account, order })).toEqual({ account });
});
