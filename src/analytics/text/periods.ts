import { dateToDay, dayToDate } from '../../domain/dates.ts';

/** Months, quarters or years one after the other. */
export interface Periods {
  readonly unit: 'month' | 'quarter' | 'year';
  /** The first day of each, days since 1970-01-01. */
  readonly starts: Int32Array;
  /** The period of each entry; −1 without a day. */
  readonly periodOf: Int32Array;
}

/** Periods at most; the earliest of more are left out. */
const mostPeriods = 36;
const monthsIn = { month: 1, quarter: 3, year: 12 } as const;

/**
 * Parts the time from the first to the last of some days (NaN for none) into calendar months, above 24 of them into quarters
 * and above 24 of those into years. Null where all lie in one month, or there are none.
 */
export function periodsOf(days: ArrayLike<number>): Periods | null {
  const months = Float64Array.from(days, (day) => (Number.isFinite(day) ? monthOf(day) : NaN));
  let [first, last] = [Infinity, -Infinity];
  for (const month of months) {
    if (month < first) first = month;
    if (month > last) last = month;
  }
  if (!(last > first)) return null;
  const unit = last - first < 24 ? 'month' : last - first < 72 ? 'quarter' : 'year';
  const size = monthsIn[unit];
  const [begin, end] = [Math.floor(first / size), Math.floor(last / size)];
  const from = Math.max(begin, end - mostPeriods + 1);
  return {
    unit,
    starts: Int32Array.from({ length: end - from + 1 }, (_, i) => firstDayOf((from + i) * size)),
    periodOf: Int32Array.from(months, (month) => {
      const period = Math.floor(month / size) - from;
      return period >= 0 ? period : -1;
    }),
  };
}

/** Months since the year 0. */
function monthOf(day: number): number {
  const [year = 0, month = 1] = dayToDate(Math.floor(day)).split('-').map(Number);
  return year * 12 + month - 1;
}

function firstDayOf(month: number): number {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return dateToDay(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`);
}
