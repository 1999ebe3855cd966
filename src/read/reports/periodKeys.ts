import { dateToDay, dayToDate, weekdayOfDay, type IsoDate } from '../../domain/dates.ts';
import type { Period } from './definition.ts';

/** The place of a day among all periods of one length: neighbours differ by 1. */
export function periodIndex(day: number, period: Period): number {
  switch (period) {
    case 'day':
      return day;
    case 'week':
      // 1970-01-01 was a Thursday: its week began three days before.
      return Math.floor((day + 3) / 7);
    case 'month':
      return monthOfDay(day);
    case 'quarter':
      return Math.floor(monthOfDay(day) / 3);
    case 'year':
      return Math.floor(monthOfDay(day) / 12);
  }
}

/** `2026-11-20`, `2026-W47`, `2026-11`, `2026-Q4` or `2026`. */
export function periodKey(index: number, period: Period): string {
  const first = firstDayOf(index, period);
  const date = dayToDate(first);
  switch (period) {
    case 'day':
      return date;
    case 'week': {
      const { year, week } = isoWeek(first);
      return `${padded(year)}-W${String(week).padStart(2, '0')}`;
    }
    case 'month':
      return date.slice(0, 7);
    case 'quarter':
      return `${date.slice(0, 4)}-Q${String(Math.floor((Number(date.slice(5, 7)) - 1) / 3) + 1)}`;
    case 'year':
      return date.slice(0, 4);
  }
}

/** The first and the last day of a period by its key; undefined for what is none. */
export function daysOfPeriod(key: string): { readonly from: IsoDate; readonly to: IsoDate } | undefined {
  const [, year = '', week, quarter, month, day] =
    /^(\d{4})(?:-W(\d{2})|-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?$/.exec(key) ?? [];
  if (year === '') return undefined;
  if (day !== undefined) return { from: key, to: key };
  if (week !== undefined) {
    const fourth = dateToDay(`${year}-01-04`);
    const monday = fourth - weekdayOfDay(fourth) + 7 * (Number(week) - 1);
    return { from: dayToDate(monday), to: dayToDate(monday + 6) };
  }
  const [first, length] =
    quarter !== undefined ? [3 * Number(quarter) - 2, 3] : month !== undefined ? [Number(month), 1] : [1, 12];
  const from = `${year}-${String(first).padStart(2, '0')}-01`;
  const next = new Date(Date.UTC(Number(year), first - 1 + length, 1)).toISOString().slice(0, 10);
  return { from, to: dayToDate(dateToDay(next) - 1) };
}

/** The length of a period by its key. */
export function periodOfKey(key: string): Period {
  if (key.includes('W')) return 'week';
  if (key.includes('Q')) return 'quarter';
  return key.length === 4 ? 'year' : key.length === 7 ? 'month' : 'day';
}

export function indexOfKey(key: string): number {
  const from = daysOfPeriod(key)?.from;
  return from === undefined ? NaN : periodIndex(dateToDay(from), periodOfKey(key));
}

/** The ISO year is that of the week's Thursday. */
function isoWeek(monday: number): { readonly year: number; readonly week: number } {
  const year = Number(dayToDate(monday + 3).slice(0, 4));
  const fourth = dateToDay(`${padded(year)}-01-04`);
  return { year, week: (monday - (fourth - weekdayOfDay(fourth))) / 7 + 1 };
}

function firstDayOf(index: number, period: Period): number {
  switch (period) {
    case 'day':
      return index;
    case 'week':
      return 7 * index - 3;
    case 'month':
      return firstDayOfMonth(index);
    case 'quarter':
      return firstDayOfMonth(3 * index);
    case 'year':
      return firstDayOfMonth(12 * index);
  }
}

const msPerDay = 86_400_000;

function firstDayOfMonth(month: number): number {
  return Date.UTC(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1) / msPerDay;
}

/** Months since the year 0, by the civil calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function monthOfDay(day: number): number {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const month = march < 10 ? march + 2 : march - 10;
  return 12 * (yearOfEra + era * 400 + (month < 2 ? 1 : 0)) + month;
}

function padded(year: number): string {
  return String(year).padStart(4, '0');
}
