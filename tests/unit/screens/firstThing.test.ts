import { expect, test } from 'vitest';
import { todayTexts } from '../../../src/i18n/today.ts';
import type { WorkAndPayments } from '../../../src/read/overduePayments.ts';
import type { TodayTask } from '../../../src/read/today.ts';
import { firstThing } from '../../../src/screens/today/firstThing.ts';

const today = '2026-11-20';
const none = { count: 0, items: [] };
const quiet: WorkAndPayments = {
  tasks: { ...none, overdue: 0 },
  soon: none,
  needs: none,
  birthdays: none,
  payments: { ...none, sums: [] },
  records: 1,
};
const task: TodayTask = {
  id: 'k1.0.0',
  title: 'Call back',
  due: '2026-11-18',
  state: 'overdue',
  priority: 1,
  repeats: false,
  account: { id: 'a1.0.0', name: 'Nordkaffe' },
};
const withTask = (more: Partial<TodayTask>): WorkAndPayments => ({
  ...quiet,
  tasks: { count: 1, overdue: 0, items: [{ ...task, ...more }] },
});

function sentence(work: WorkAndPayments, slipping?: Parameters<typeof firstThing>[3]): string {
  const { before, name, after } = firstThing(todayTexts.en.lede, today, work, slipping);
  return `${before}[${name}]${after}`;
}

test('the first task says whom it is for and how late it is', () => {
  expect(sentence(withTask({}))).toBe('Start with [Nordkaffe]: Call back. It was due 2 days ago.');
  expect(sentence(withTask({ due: today, time: '14:00', state: 'today' }))).toBe(
    'Get ready for [Nordkaffe]: Call back, today at 14:00.',
  );
});

test('a need of the same customer is a second reason', () => {
  const needs = {
    count: 1,
    items: [
      { id: 'n1.0.0', title: 'Faster service', ageDays: 12, account: { id: 'a1.0.0', name: 'Nordkaffe' } },
    ],
  };
  expect(sentence({ ...withTask({}), needs })).toContain(
    'Their need “Faster service” has waited 12 days too.',
  );
});

test('money that should have come is asked for before a need is answered', () => {
  const needs = { count: 1, items: [{ id: 'n1.0.0', title: 'Faster service', ageDays: 12 }] };
  const amount = { minor: 120_000, currency: 'EUR' };
  const payments = {
    count: 1,
    sums: [amount],
    items: [
      {
        ...{ id: 'y1.0.0', number: 'PM-1', amount, due: '2026-11-10', lateDays: 10 },
        account: { id: 'a1.0.0', name: 'Nordkaffe' },
      },
    ],
  };
  expect(sentence({ ...quiet, needs, payments })).toBe(
    'Ask [Nordkaffe] for €1,200: the payment is 10 days overdue.',
  );
});

test('without tasks comes the need that waits longest, then a silent customer, then nothing', () => {
  const needs = { count: 1, items: [{ id: 'n1.0.0', title: 'Faster service', ageDays: 12 }] };
  expect(sentence({ ...quiet, needs })).toBe('Answer [Faster service] first: it has waited 12 days.');
  const silent = {
    id: 'a1.0.1',
    name: 'Southbank',
    reason: { type: 'orders', gapDays: 31, silentDays: 74 },
    yearMinor: 0,
    currency: '',
  } as const;
  expect(sentence(quiet, { count: 1, items: [silent] })).toBe(
    'Call [Southbank]: they order every 31 days, and have not for 74.',
  );
  expect(sentence(quiet)).toBe('Nothing is pressing today. Time to think of the next step.[]');
});
