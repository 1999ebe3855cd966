import { describe, expect, test } from 'vitest';
import { dateToDay, dayToDate } from '../../../src/domain/dates.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { ListedKind } from '../../../src/read/listQuery.ts';
import { BookFigures } from '../../../src/read/bookFigures.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import type { TodayRequest } from '../../../src/read/today.ts';
import { aRow, idAt } from '../../support/rows.ts';

type Records = Partial<Record<ListedKind, readonly Record<string, Json>[]>>;

const today = '2026-11-20';
const request: TodayRequest = { date: today, time: '10:00', limit: 10 };
const shards: Partial<Record<ListedKind, string>> = {
  account: 'a1.0',
  contact: 'c1.0',
  order: 'o1.0',
  task: 'k1.0',
  need: 'n1.0',
  activity: 'y1.0',
};

function bookOf(records: Records): BookFigures {
  const index = new MemoryIndex();
  for (const [kind, shard] of Object.entries(shards) as [ListedKind, string][]) {
    const rows = (records[kind] ?? []).map((values, position) => aRow(idAt(kind, position), values));
    index.kinds[kind].setShard(shard, packShard(kind, rows));
  }
  return new BookFigures(index);
}

const daysAgo = (days: number): string => dayToDate(dateToDay(today) - days);
const orders = (account: string, ...ago: number[]): Record<string, Json>[] =>
  ago.map((days) => ({
    number: 'x',
    account,
    date: daysAgo(days),
    kind: 'order',
    status: 'done',
    currency: 'CNY',
  }));
const talk = (account: string, ago: number, more: Record<string, Json> = {}): Record<string, Json> => ({
  type: 'call',
  account,
  at: Date.parse(`${daysAgo(ago)}T10:00:00Z`),
  ...more,
});

describe('tasks', () => {
  test('come overdue first and the most urgent of them at the top, then by their time, whole days last', () => {
    const { tasks } = bookOf({
      task: [
        { title: 'whole day', status: 'open', due: today },
        { title: 'at two', status: 'open', due: today, time: '14:00' },
        { title: 'yesterday', status: 'open', due: daysAgo(1), priority: 'normal' },
        { title: 'long ago', status: 'open', due: daysAgo(9), priority: 'normal' },
        { title: 'urgent', status: 'open', due: daysAgo(1), priority: 'urgent' },
        { title: 'at nine', status: 'open', due: today, time: '09:00', priority: 'low' },
        { title: 'done', status: 'done', due: daysAgo(1) },
        { title: 'cancelled', status: 'cancelled', due: daysAgo(1) },
        { title: 'later', status: 'open', due: '2026-11-21' },
        { title: 'some day', status: 'open' },
      ],
    }).todayWork(request);
    expect(tasks.items.map(({ title }) => title)).toEqual([
      'urgent',
      'long ago',
      'yesterday',
      'at nine',
      'at two',
      'whole day',
    ]);
    expect(tasks).toMatchObject({ count: 6, overdue: 4 });
  });

  test('of others are left out, those of nobody are not', () => {
    const index = bookOf({
      task: [
        { title: 'mine', due: today, owner: 'm1.0.0' },
        { title: 'hers', due: today, owner: 'm1.0.1' },
        { title: "nobody's", due: today },
      ],
    });
    const own = index.todayWork({ ...request, owner: 'm1.0.0' }).tasks.items;
    expect(own.map(({ title }) => title)).toEqual(['mine', "nobody's"]);
    expect(index.todayWork(request).tasks.count).toBe(3);
  });

  test('say how to reach who they are about: the contact, or else the customer', () => {
    const { tasks } = bookOf({
      account: [{ name: 'Nordkaffe', phones: ['+49 40 1234567'], emails: ['info@nordkaffe.example'] }],
      contact: [{ name: 'Lena Brandt', phones: ['+49 170 7654321', '110'] }],
      task: [{ title: 'Call', due: today, account: 'a1.0.0', contact: 'c1.0.0' }],
    }).todayWork(request);
    expect(tasks.items[0]).toMatchObject({
      account: { name: 'Nordkaffe' },
      contact: { name: 'Lena Brandt' },
      phone: '+49 170 7654321',
      email: 'info@nordkaffe.example',
    });
  });
});

test('needs: a month of waiting weighs as much as a step of importance', () => {
  const { needs } = bookOf({
    need: [
      { title: 'important', status: 'open', importance: 5, date: today },
      { title: 'old', status: 'inProgress', importance: 3, date: daysAgo(90) },
      { title: 'young', status: 'open', importance: 3, date: daysAgo(3) },
      { title: 'met', status: 'met', importance: 5, date: daysAgo(90) },
    ],
  }).todayWork(request);
  expect(needs.items.map(({ title, ageDays }) => [title, ageDays])).toEqual([
    ['old', 90],
    ['important', 0],
    ['young', 3],
  ]);
});

test('birthdays of today and the next seven days, over the end of a year', () => {
  const { birthdays } = bookOf({
    account: [{ name: 'Ann', kind: 'person', birthday: '1990-01-04' }],
    contact: [
      { name: 'Bo', birthday: '1985-12-29', accounts: ['a1.0.0'] },
      { name: 'Cy', birthday: '1985-12-28' },
      { name: 'Di', birthday: '1985-01-06' },
      { name: 'Ed' },
    ],
  }).todayWork({ ...request, date: '2026-12-29' });
  expect(birthdays.items.map(({ name, inDays, age }) => [name, inDays, age])).toEqual([
    ['Bo', 0, 41],
    ['Ann', 6, 37],
  ]);
  expect(birthdays.items[0]?.account?.name).toBe('Ann');
});

describe('customers slipping away', () => {
  const slipping = (records: Records) => bookOf(records).slipping(request, 0);

  test('are silent for more than twice the middle one of their own gaps', () => {
    const { items } = slipping({
      account: [{ name: 'every month' }, { name: 'every half year' }, { name: 'in rhythm' }],
      order: [
        ...orders('a1.0.0', 164, 136, 105, 74),
        ...orders('a1.0.1', 700, 520, 340, 160),
        ...orders('a1.0.2', 130, 100, 70, 40),
      ],
    });
    expect(items.map(({ name, reason }) => [name, reason])).toEqual([
      ['every month', { type: 'orders', gapDays: 31, silentDays: 74 }],
    ]);
  });

  test('are not those who have left long ago, or of whom too little is known', () => {
    const { count } = slipping({
      account: [{ name: 'left' }, { name: 'three orders' }],
      order: [...orders('a1.0.0', 500, 490, 480, 470), ...orders('a1.0.1', 190, 160, 130)],
    });
    expect(count).toBe(0);
  });

  test('are not those with whom somebody has just spoken, or for whom a task is planned', () => {
    const { items } = slipping({
      account: [{ name: 'spoken with' }, { name: 'planned' }, { name: 'forgotten' }],
      order: ['a1.0.0', 'a1.0.1', 'a1.0.2'].flatMap((id) => orders(id, 164, 136, 105, 74)),
      activity: [talk('a1.0.0', 2), talk('a1.0.2', 20)],
      task: [{ title: 'Call', status: 'open', account: 'a1.0.1', due: '2026-12-01' }],
    });
    expect(items.map(({ name }) => name)).toEqual(['forgotten']);
  });

  test('without orders are judged by the talks with them, and by a bad end of the last one', () => {
    const { items } = slipping({
      account: [{ name: 'silent' }, { name: 'unhappy' }],
      activity: [
        ...[80, 70, 60, 50].map((ago) => talk('a1.0.0', ago)),
        talk('a1.0.1', 30, { satisfaction: 5 }),
        talk('a1.0.1', 12, { satisfaction: 2 }),
      ],
    });
    expect(items.map(({ reason }) => reason)).toEqual([
      { type: 'talks', gapDays: 10, silentDays: 50 },
      { type: 'unhappy', rating: 2, silentDays: 12 },
    ]);
  });

  test('stand by what they are worth against others in their currency', () => {
    const worth = (account: string, currency: string, price: number) =>
      orders(account, 164, 136, 105, 74).map((order) => ({
        ...order,
        currency,
        lines: [[null, 1, price * 10_000, 0, 'x']],
      }));
    const { items } = slipping({
      account: [{ name: 'small' }, { name: 'great' }, { name: 'in yen' }],
      order: [...worth('a1.0.0', 'CNY', 10), ...worth('a1.0.1', 'CNY', 90), ...worth('a1.0.2', 'JPY', 50)],
    });
    expect(items.map(({ name }) => name)).toEqual(['great', 'in yen', 'small']);
    expect(items[0]).toMatchObject({ yearMinor: 36_000, currency: 'CNY' });
  });
});

describe('data to repair', () => {
  test('names numbers that would reach nobody, customers without any way to reach them, and shared addresses', () => {
    const repairs = bookOf({
      account: [
        { name: 'short', phones: ['1380000123'] },
        { name: 'twin', phones: ['+86 138 0000 1234'] },
        { name: 'its twin', phones: ['13800001234'], emails: ['a@b.example'] },
        { name: 'mail twin', emails: ['A@b.example'] },
        { name: 'nothing' },
        { name: 'by its contact' },
      ],
      contact: [{ name: 'Ann', accounts: ['a1.0.5'], phones: ['8612345'] }],
    }).repairs();
    expect(repairs.phones.items.map(({ name, doubt }) => [name, doubt])).toEqual([
      ['short', 'too-short'],
      ['Ann', 'no-area-code'],
    ]);
    expect(repairs.unreachable.items.map(({ name }) => name)).toEqual(['nothing']);
    expect(repairs.duplicates.items.map(({ records }) => records.map(({ name }) => name))).toEqual([
      ['twin', 'its twin'],
      ['its twin', 'mail twin'],
    ]);
  });
});

test('what is to be repaired follows every edit, as if all were looked at again', () => {
  const accounts = Array.from({ length: 40 }, (_, i) => ({
    name: `Account ${String(i)}`,
    phones: i % 3 === 0 ? [`1380000${String(1000 + (i % 7))}`] : [],
    emails: i % 4 === 0 ? [`m${String(i % 9)}@b.example`] : [],
  }));
  const memory = new MemoryIndex();
  const rowsOf = (values: readonly Record<string, Json>[]) =>
    values.map((each, position) => aRow(idAt('account', position), each));
  memory.kinds.account.setShard('a1.0', packShard('account', rowsOf(accounts)));
  const figures = new BookFigures(memory);
  figures.repairs();
  for (let step = 0; step < 30; step++) {
    const at = (step * 7) % accounts.length;
    const phones = step % 4 === 0 ? [] : [step % 5 === 0 ? '138' : `1380000${String(1000 + (step % 7))}`];
    accounts[at] = { ...accounts[at]!, phones };
    const changed = rowsOf(accounts)[at]!;
    memory.kinds.account.apply('a1.0', packShard('account', [changed]));
    expect(figures.repairs()).toEqual(bookOf({ account: accounts }).repairs());
  }
  memory.kinds.account.remove([idAt('account', 0)]);
  expect(figures.repairs().unreachable.items.map(({ name }) => name)).not.toContain('Account 0');
});

test('reminders are those of open tasks within the time asked for', () => {
  const index = bookOf({
    account: [{ name: 'Nordkaffe' }],
    task: [
      { title: 'Call', status: 'open', due: today, time: '14:00', reminder: 30, account: 'a1.0.0' },
      { title: 'done', status: 'done', due: today, time: '14:00', reminder: 30 },
      { title: 'no reminder', status: 'open', due: today, time: '14:00' },
      { title: 'too late', status: 'open', due: today, time: '20:00', reminder: 0 },
    ],
  });
  const at = (hour: number, minute = 0): number => new Date(2026, 10, 20, hour, minute).getTime();
  expect(index.reminders('m1.0.0', at(13), at(18))).toEqual([
    { id: 'k1.0.0', title: 'Call', about: 'Nordkaffe', at: at(13, 30) },
  ]);
  expect(index.reminders('m1.0.0', at(13, 30), at(18))).toEqual([]);
});
