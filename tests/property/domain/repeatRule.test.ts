import { expect, test } from 'vitest';
import fc from 'fast-check';
import { dateToDay, dayToDate } from '../../../src/domain/dates.ts';
import {
  formatRepeatRule,
  frequencies,
  parseRepeatRule,
  weekdays,
  type RepeatRule,
} from '../../../src/domain/repeatRule.ts';
import { nextRepeat, weekdayOf } from '../../../src/domain/repeatSeries.ts';

const aDay = fc.integer({ min: dateToDay('1990-01-01'), max: dateToDay('2060-12-31') });
const aDate = aDay.map(dayToDate);

const aRule: fc.Arbitrary<RepeatRule> = fc
  .record({
    frequency: fc.constantFrom(...frequencies),
    interval: fc.integer({ min: 1, max: 60 }),
    days: fc.subarray([...weekdays]),
    end: fc.oneof(
      fc.constant({}),
      aDate.map((until) => ({ until })),
      fc.integer({ min: 1, max: 30 }).map((count) => ({ count })),
    ),
    monthDay: fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined }),
  })
  .map(({ frequency, interval, days, end, monthDay }) => ({
    frequency,
    interval,
    weekdays: frequency === 'WEEKLY' ? days : [],
    ...((frequency === 'MONTHLY' || frequency === 'YEARLY') && monthDay !== undefined ? { monthDay } : {}),
    ...end,
  }));

test('a rule is read back as it was written', () => {
  fc.assert(
    fc.property(aRule, (rule) => {
      expect(parseRepeatRule(formatRepeatRule(rule))).toEqual(rule);
    }),
  );
});

test('the next time comes after the last one and after today, and its rule can be written', () => {
  fc.assert(
    fc.property(aRule, aDate, aDate, (rule, due, today) => {
      const next = nextRepeat(rule, due, today);
      if (next === undefined) return;
      expect(next.due > due).toBe(true);
      expect(next.due > today).toBe(true);
      expect(parseRepeatRule(formatRepeatRule(next.rule))).toEqual(next.rule);
    }),
  );
});

test('a series with a count has exactly that many times, one with a last day none after it', () => {
  fc.assert(
    fc.property(aRule, aDate, (rule, first) => {
      let times = 1;
      let at: { due: string; rule: RepeatRule } | undefined = { due: first, rule };
      while (at !== undefined && times < 40) {
        const next = nextRepeat(at.rule, at.due, at.due);
        if (next !== undefined) times++;
        if (next !== undefined && rule.until !== undefined) expect(next.due <= rule.until).toBe(true);
        at = next;
      }
      if (rule.count !== undefined) expect(times).toBe(rule.count);
      if (rule.until === undefined && rule.count === undefined) expect(times).toBe(40);
    }),
  );
});

test('a weekly series keeps to its weekdays, and to weeks that lie its interval apart', () => {
  const monday = (date: string): number => Math.floor((dateToDay(date) + 3) / 7);
  fc.assert(
    fc.property(
      aDate,
      fc.subarray([...weekdays], { minLength: 1 }),
      fc.integer({ min: 1, max: 8 }),
      (due, days, n) => {
        const next = nextRepeat({ frequency: 'WEEKLY', interval: n, weekdays: days }, due, due);
        expect(days).toContain(weekdayOf(next?.due ?? ''));
        expect([0, n]).toContain(monday(next?.due ?? '') - monday(due));
      },
    ),
  );
});

test('a monthly series comes in every month of its interval: on its day, or the last of a shorter month', () => {
  fc.assert(
    fc.property(aDate, fc.integer({ min: 1, max: 24 }), (first, interval) => {
      const wanted = Number(first.slice(8));
      let rule: RepeatRule = { frequency: 'MONTHLY', interval, weekdays: [] };
      let due = first;
      for (let step = 0; step < 14; step++) {
        const next = nextRepeat(rule, due, due);
        if (next === undefined) throw new Error('a series without an end ended');
        const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
        expect(months(next.due) - months(due)).toBe(interval);
        const length = new Date(
          Date.UTC(Number(next.due.slice(0, 4)), Number(next.due.slice(5, 7)), 0),
        ).getUTCDate();
        expect(Number(next.due.slice(8))).toBe(Math.min(wanted, length));
        ({ due, rule } = next);
      }
    }),
  );
});
