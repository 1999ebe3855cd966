import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateToDay, dayToDate } from '../../../../src/domain/dates.ts';
import { periods } from '../../../../src/read/reports/definition.ts';
import { daysOfPeriod, indexOfKey, periodIndex, periodKey } from '../../../../src/read/reports/periodKeys.ts';

const keyOf = (date: string, period: (typeof periods)[number]) =>
  periodKey(periodIndex(dateToDay(date), period), period);

test('a day lies in its day, ISO week, month, quarter and year', () => {
  expect(periods.map((period) => keyOf('2026-11-20', period))).toEqual([
    '2026-11-20',
    '2026-W47',
    '2026-11',
    '2026-Q4',
    '2026',
  ]);
});

test('weeks are those of ISO 8601: the first one of a year holds its first Thursday', () => {
  expect(keyOf('2027-01-03', 'week')).toBe('2026-W53');
  expect(keyOf('2027-01-04', 'week')).toBe('2027-W01');
  expect(keyOf('2024-12-30', 'week')).toBe('2025-W01');
  expect(daysOfPeriod('2026-W53')).toEqual({ from: '2026-12-28', to: '2027-01-03' });
});

test('every day lies between the ends of its period, and the next day is in it or in the one that follows', () => {
  const day = fc.integer({ min: dateToDay('1900-01-01'), max: dateToDay('2100-12-31') });
  fc.assert(
    fc.property(day, fc.constantFrom(...periods), (at, period) => {
      const index = periodIndex(at, period);
      const key = periodKey(index, period);
      const { from, to } = daysOfPeriod(key) ?? { from: '', to: '' };
      expect(from <= dayToDate(at) && dayToDate(at) <= to).toBe(true);
      expect(indexOfKey(key)).toBe(index);
      expect(periodIndex(dateToDay(to) + 1, period)).toBe(index + 1);
      expect(periodIndex(dateToDay(from) - 1, period)).toBe(index - 1);
    }),
  );
});
