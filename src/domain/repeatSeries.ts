import { dateToDay, dayToDate, weekdayOfDay, type IsoDate } from './dates.ts';
import { weekdays, type RepeatRule, type Weekday } from './repeatRule.ts';

/** 9999-12-31, the last date that has four digits of a year. */
const lastDay = 2_932_896;
const msPerDay = 86_400_000;

/** Where a series goes on: the next day, and the rule for the rest of it. */
export interface NextRepeat {
  readonly due: IsoDate;
  readonly rule: RepeatRule;
}

/**
 * The first day of a series after `due` and after `today`; undefined where it has ended. Days that were missed are not made up
 * for, but they count against `count`.
 */
export function nextRepeat(rule: RepeatRule, due: IsoDate, today: IsoDate): NextRepeat | undefined {
  const pinned = pinRepeat(rule, due);
  const after = Math.max(dateToDay(due), dateToDay(today));
  let day = dateToDay(due);
  let left = rule.count;
  do {
    day = dayAfter(pinned, day);
    if (left !== undefined) left--;
    if (left === 0 || day > lastDay) return undefined;
    if (rule.until !== undefined && day > dateToDay(rule.until)) return undefined;
  } while (day <= after);
  return { due: dayToDate(day), rule: left === undefined ? pinned : { ...pinned, count: left } };
}

/** Writes the days of a series into its rule, so that it keeps them when one of its tasks is put off. */
export function pinRepeat(rule: RepeatRule, due: IsoDate): RepeatRule {
  const [, month = 1, monthDay = 1] = due.split('-').map(Number);
  switch (rule.frequency) {
    case 'DAILY':
      return rule;
    case 'WEEKLY':
      return rule.weekdays.length > 0 ? rule : { ...rule, weekdays: [weekdayOf(due)] };
    case 'MONTHLY':
      return rule.monthDay === undefined ? { ...rule, monthDay } : rule;
    case 'YEARLY':
      return { ...rule, monthDay: rule.monthDay ?? monthDay, month: rule.month ?? month };
  }
}

export function weekdayOf(date: IsoDate): Weekday {
  return weekdays[weekdayOfDay(dateToDay(date))] ?? 'MO';
}

/** The first day of the series after one of its days, or after a day that one of them was put off to. */
function dayAfter(rule: RepeatRule, day: number): number {
  switch (rule.frequency) {
    case 'DAILY':
      return day + rule.interval;
    case 'WEEKLY':
      return weekdayAfter(rule, day);
    case 'MONTHLY':
      return monthDayAfter(rule, day, 1);
    case 'YEARLY':
      return monthDayAfter(rule, day, 12);
  }
}

/** Weeks begin on Monday, as RFC 5545 counts them. */
function weekdayAfter(rule: RepeatRule, day: number): number {
  const current = weekdayOfDay(day);
  const wanted = rule.weekdays.map((each) => weekdays.indexOf(each)).sort((a, b) => a - b);
  const first = wanted[0] ?? current;
  const later = wanted.find((each) => each > current);
  return later === undefined ? day - current + 7 * rule.interval + first : day - current + later;
}

function monthDayAfter(rule: RepeatRule, day: number, monthsPerStep: number): number {
  const date = new Date(day * msPerDay);
  const wanted = rule.monthDay ?? date.getUTCDate();
  const month = rule.month === undefined ? date.getUTCMonth() : rule.month - 1;
  const start = date.getUTCFullYear() * 12 + month;
  const inThis = dayInMonth(start, wanted);
  return inThis > day ? inThis : dayInMonth(start + rule.interval * monthsPerStep, wanted);
}

/** The wanted day of a month, counted from January of year 0, or the month's last where it is shorter. */
function dayInMonth(months: number, wanted: number): number {
  const length = new Date(Date.UTC(2000, months - 24_000 + 1, 0)).getUTCDate();
  return Date.UTC(2000, months - 24_000, Math.min(wanted, length)) / msPerDay;
}
