import { expect, test } from 'vitest';
import { nobody } from '../../../../src/domain/foundPerson.ts';
import { problemsOf } from '../../../../src/domain/validate.ts';
import { accountValues, contactValues } from '../../../../src/screens/capture/personValues.ts';

test('what a card says without a field for it stands in the notes, and nothing makes the record invalid', () => {
  const person = {
    ...nobody,
    name: 'Anna Berg',
    phones: ['13800138000', 'ask at the desk'],
    emails: ['anna@x.cn', 'not an address'],
    website: 'nordkaffe.example',
    birthday: { year: undefined, month: 4, day: 12 },
    notes: 'Likes Kenya',
  };
  const values = contactValues(person);
  expect(values).toMatchObject({ phones: ['13800138000'], emails: ['anna@x.cn'] });
  expect(values['birthday']).toBeUndefined();
  expect(values['notes']).toMatch(
    /^nordkaffe\.example\nask at the desk\nnot an address\n.*12.*\nLikes Kenya$/,
  );
  expect(problemsOf('contact', values)).toEqual([]);
});

test('a whole birthday is one, and a day that does not exist is not', () => {
  const born = (year: number, month: number, day: number) =>
    contactValues({ ...nobody, name: 'A', birthday: { year, month, day } })['birthday'];
  expect(born(1985, 4, 2)).toBe('1985-04-02');
  expect(born(1985, 2, 30)).toBeUndefined();
});

test('a company becomes a customer with its link, a person a customer of their own', () => {
  const company = accountValues({
    ...nobody,
    name: 'Nordkaffe',
    isCompany: true,
    website: 'nordkaffe.example',
  });
  expect(company).toEqual({ name: 'Nordkaffe', kind: 'company', website: 'nordkaffe.example' });
  expect(accountValues({ ...nobody, name: 'Anna' })['kind']).toBe('person');
});
