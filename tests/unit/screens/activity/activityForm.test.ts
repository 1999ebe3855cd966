import { expect, test } from 'vitest';
import {
  aboutOf,
  actsOf,
  emptyForm,
  formFrom,
  isBlank,
  problemsOfForm,
} from '../../../../src/screens/activity/activityForm.ts';
import { aRow } from '../../../support/rows.ts';

const about = { account: 'a1.0.0' } as const;
const now = Date.UTC(2026, 10, 20, 8);

test('a conversation and its next step are saved in one step, about the same customer', () => {
  const form = {
    ...emptyForm(about, 'call'),
    body: ' Asked for 24 units ',
    contacts: ['c1.0.0'],
    duration: '18',
    quality: 4,
    next: { title: 'Send the quote', due: '2026-11-21', time: '' },
  };
  expect(actsOf(form, about, 'm1.0.0', now)).toEqual([
    {
      create: 'activity',
      values: {
        type: 'call',
        at: now,
        account: 'a1.0.0',
        contacts: ['c1.0.0'],
        subject: '',
        body: 'Asked for 24 units',
        direction: 'out',
        duration: 18,
        quality: 4,
        owner: 'm1.0.0',
      },
    },
    {
      create: 'task',
      values: {
        title: 'Send the quote',
        status: 'open',
        priority: 'normal',
        due: '2026-11-21',
        time: '',
        account: 'a1.0.0',
        contact: 'c1.0.0',
        owner: 'm1.0.0',
      },
    },
  ]);
});

test('what a type does not have is not saved, whatever was written while another type was chosen', () => {
  const form = { ...emptyForm(about, 'note'), duration: '18', place: 'Hamburg', quality: 5, body: 'Note' };
  const [act] = actsOf(form, about, 'm1.0.0', now);
  expect(Object.keys(act?.values ?? {})).not.toEqual(
    expect.arrayContaining(['duration', 'place', 'quality', 'direction']),
  );
});

test('a time written by hand is the time where the person is', () => {
  const form = { ...emptyForm(about, 'visit'), at: '2026-11-18T09:30' };
  const [act] = actsOf(form, about, 'm1.0.0', now);
  expect(act?.values['at']).toBe(new Date(2026, 10, 18, 9, 30).getTime());
});

test('a form says what is wrong: the time, the minutes, a next step without words', () => {
  const form = emptyForm(about, 'call');
  expect([...problemsOfForm(form)]).toEqual([]);
  expect([...problemsOfForm({ ...form, at: 'soon' })]).toEqual(['time']);
  expect([...problemsOfForm({ ...form, duration: '-1' })]).toEqual(['duration']);
  expect([...problemsOfForm({ ...form, next: { title: ' ', due: '', time: '' } })]).toEqual(['nextTitle']);
});

test('minutes that the type does not ask for are no problem', () => {
  expect(problemsOfForm({ ...emptyForm(about, 'mail'), duration: 'x' }).size).toBe(0);
});

test('on the page of a contact the customer is the first one of the contact', () => {
  const contact = aRow('c1.0.0', { name: 'Lena', accounts: ['a1.0.7', 'a1.0.8'] });
  expect(aboutOf(contact)).toEqual({ account: 'a1.0.7', contact: 'c1.0.0' });
  expect(emptyForm({ account: 'a1.0.7', contact: 'c1.0.0' }).contacts).toEqual(['c1.0.0']);
});

test('nobody logs a conversation with a product', () => {
  expect(aboutOf(aRow('p1.0.0', { name: 'S2' }))).toBeUndefined();
});

test('a draft that was kept comes back; anything else does not', () => {
  const form = { ...emptyForm(about, 'mail'), body: 'Half a sentence' };
  expect(formFrom(JSON.parse(JSON.stringify(form)), about)).toEqual(form);
  expect(formFrom({ type: 'fax' }, about)).toBeUndefined();
  expect(formFrom(null, about)).toBeUndefined();
});

test('a form in which nothing was written is blank', () => {
  expect(isBlank(emptyForm(about))).toBe(true);
  expect(isBlank({ ...emptyForm(about), satisfaction: 1 })).toBe(false);
});
