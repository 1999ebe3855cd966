import { expect, test } from 'vitest';
import { formatRepeatRule, parseRepeatRule } from '../../../src/domain/repeatRule.ts';
import { nextRepeat, pinRepeat } from '../../../src/domain/repeatSeries.ts';

function series(text: string, first: string, times: number): string[] {
  const dates = [first];
  let rule = parseRepeatRule(text);
  let due = first;
  while (rule !== undefined && dates.length < times) {
    const next = nextRepeat(rule, due, due);
    if (next === undefined) break;
    ({ due, rule } = next);
    dates.push(due);
  }
  return dates;
}

test('the 31st of each month is the last day of shorter months, and the 31st again after them', () => {
  expect(series('FREQ=MONTHLY', '2027-12-31', 5)).toEqual([
    '2027-12-31',
    '2028-01-31',
    '2028-02-29',
    '2028-03-31',
    '2028-04-30',
  ]);
});

test('each year on 29 February is the 28th in years without one, and the 29th in leap years', () => {
  expect(series('FREQ=YEARLY', '2024-02-29', 5)).toEqual([
    '2024-02-29',
    '2025-02-28',
    '2026-02-28',
    '2027-02-28',
    '2028-02-29',
  ]);
});

test('every two weeks on Monday and Friday leaves out the week between', () => {
  expect(series('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', '2026-11-20', 4)).toEqual([
    '2026-11-20',
    '2026-11-30',
    '2026-12-04',
    '2026-12-14',
  ]);
});

test('the days over which the clock changes are days like others', () => {
  expect(series('FREQ=DAILY', '2026-10-24', 3)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  expect(series('FREQ=DAILY', '2026-03-28', 3)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
});

test('three times means two more after the first', () => {
  expect(series('FREQ=DAILY;COUNT=3', '2026-11-20', 9)).toHaveLength(3);
});

test('the last day itself still belongs to a series', () => {
  expect(series('FREQ=WEEKLY;UNTIL=20261204', '2026-11-20', 9)).toEqual([
    '2026-11-20',
    '2026-11-27',
    '2026-12-04',
  ]);
});

test('what was missed is not made up for: a task finished late comes back after today', () => {
  const rule = parseRepeatRule('FREQ=WEEKLY;COUNT=10');
  if (rule === undefined) throw new Error('not a rule');
  const next = nextRepeat(rule, '2026-11-02', '2026-11-23');
  expect(next?.due).toBe('2026-11-30');
  expect(next?.rule.count).toBe(6);
});

test('a weekly task that is put off to another day comes back on its own weekday', () => {
  const rule = parseRepeatRule('FREQ=WEEKLY');
  if (rule === undefined) throw new Error('not a rule');
  const pinned = pinRepeat(rule, '2026-11-20');
  expect(formatRepeatRule(pinned)).toBe('FREQ=WEEKLY;BYDAY=FR');
  expect(nextRepeat(pinned, '2026-11-24', '2026-11-24')?.due).toBe('2026-11-27');
});

test.each([
  'FREQ=HOURLY',
  'FREQ=WEEKLY;BYMONTHDAY=3',
  'FREQ=MONTHLY;BYMONTH=3',
  'FREQ=MONTHLY;BYMONTHDAY=32',
  'FREQ=DAILY;UNTIL=20260230',
  'FREQ=DAILY;COUNT=2;UNTIL=20261231',
])('%s is no rule', (text) => {
  expect(parseRepeatRule(text)).toBeUndefined();
});
