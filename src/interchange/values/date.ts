import { isCalendarDate } from '../../domain/dates.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { cleanKey } from './text.ts';

/** How the dates of a column are read where a date does not say so itself. `excel` are days since 1899-12-30. Dates that
 *  start with a year of four digits, or name their month, mean the same under each. */
export const dateOrders = ['dmy', 'mdy', 'ymd', 'excel'] as const;
export type DateOrder = (typeof dateOrders)[number];

export interface ParsedDate {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM`, cut to the minute, as on the clock where it was written: a zone is not applied. */
  time: string | undefined;
  /** `SS`, where the cell says it. */
  second?: string;
  /** `Z` or `+08:00`, where the cell says in which zone its clock goes. */
  zone?: string;
}

export type DateProblem = { type: 'date-invalid' } | { type: 'date-no-such-day' };

const timePart = String.raw`(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.\s])(\d{1,2})\2(\d{1,2})${timePart}$`);
const yearSigns = new RegExp(
  String.raw`^(\d{4}|\d{2})\s*\u5e74\s*(\d{1,2})\s*\u6708\s*(\d{1,2})\s*[\u65e5\u53f7]?${timePart}$`,
);
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?$/;
const threeNumbers = new RegExp(String.raw`^(\d{1,2})([-/.\s])(\d{1,2})\2(\d{4}|\d{2})${timePart}$`);
const dayMonthName = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[-/.\s]+([A-Za-z]{3,9})\.?[-/.,\s]+(\d{4}|\d{2})${timePart}$`,
);
const monthNameDay = new RegExp(
  String.raw`^([A-Za-z]{3,9})\.?[-/.\s]+(\d{1,2})(?:st|nd|rd|th)?[-/.,\s]+(\d{4}|\d{2})${timePart}$`,
);
const serial = /^(\d{5})(?:\.(\d+))?$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date of a cell. Years of two digits are 1969 to 2068 (as POSIX). Errors: `date-no-such-day` for 31/02 and, under one
 *  order, 31/12 read month first; `date-invalid` for what is no date, and for a clock time such as 25:00. */
export function parseDate(cell: string, order: DateOrder): Result<ParsedDate, DateProblem> {
  const text = cleanKey(cell);
  const full = yearFirst.exec(text);
  if (full !== null) return dated(full[1], full[3], full[4], full.slice(5));
  const three = threeNumbers.exec(text);
  if (three !== null) {
    const [, a, , b, c, ...clock] = three;
    if (order === 'ymd' && c?.length === 2) return dated(a, b, c, clock);
    return order === 'mdy' ? dated(c, a, b, clock) : dated(c, b, a, clock);
  }
  const day = serial.exec(text);
  if (day !== null) return order === 'excel' ? excelDate(Number(text)) : err({ type: 'date-invalid' });
  const short = compact.exec(text);
  if (short !== null) return dated(short[1], short[2], short[3], short.slice(4));
  const signs = yearSigns.exec(text);
  if (signs !== null) return dated(signs[1], signs[2], signs[3], signs.slice(4));
  const named = dayMonthName.exec(text);
  if (named !== null) return dated(named[3], monthNumber(named[2]), named[1], named.slice(4));
  const american = monthNameDay.exec(text);
  if (american !== null) return dated(american[3], monthNumber(american[1]), american[2], american.slice(4));
  return err({ type: 'date-invalid' });
}

/** Days since 1899-12-30, the day 0 that makes serials from March 1900 on right (Excel takes 1900 for a leap year). */
function excelDate(value: number): Result<ParsedDate, DateProblem> {
  const minutes = Math.floor((value % 1) * 1440 + 1e-6);
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(value) * 86_400_000).toISOString().slice(0, 10);
  return ok({
    date,
    time: value % 1 === 0 ? undefined : `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`,
  });
}

function monthNumber(name: string | undefined): string | undefined {
  const index = months.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return index < 0 ? undefined : String(index + 1);
}

/** `clock`: hour, minute, second, A or P, zone. */
function dated(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
  clock: readonly (string | undefined)[],
): Result<ParsedDate, DateProblem> {
  const [hourText, minuteText, second, half, zone] = clock;
  if (yearText === undefined || monthText === undefined || dayText === undefined)
    return err({ type: 'date-invalid' });
  const short = Number(yearText);
  const year = yearText.length > 2 ? short : short >= 69 ? 1900 + short : 2000 + short;
  const month = Number(monthText);
  const day = Number(dayText);
  if (!isCalendarDate(year, month, day) || year < 1) return err({ type: 'date-no-such-day' });
  const date = `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
  if (hourText === undefined || minuteText === undefined) return ok({ date, time: undefined });
  let hour = Number(hourText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return err({ type: 'date-invalid' });
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || Number(minuteText) > 59 || Number(second ?? 0) > 59) return err({ type: 'date-invalid' });
  return ok({
    date,
    time: `${pad(hour)}:${minuteText}`,
    ...(second === undefined ? {} : { second }),
    ...(zone === undefined ? {} : { zone: zone.replace(/^(.\d{2})(\d{2})$/, '$1:$2') }),
  });
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

export interface DateTally {
  /** Cells that are dates under some order. */
  dates: number;
  /** Of three short numbers: the first cannot be a month; the second cannot be; both could be. */
  dayFirst: number;
  monthFirst: number;
  either: number;
  /** Numbers of five digits that would be days between 1954 and 2119. */
  serials: number;
  /** An example of `either`, to show what the chosen order makes of it. */
  example: string | undefined;
}

export const emptyDateTally = (): DateTally => ({
  dates: 0,
  dayFirst: 0,
  monthFirst: 0,
  either: 0,
  serials: 0,
  example: undefined,
});

/** What one cell says about the order of its column's dates. */
export function tallyDate(cell: string, tally: DateTally): void {
  const text = cleanKey(cell);
  const day = serial.exec(text);
  if (day !== null) {
    if (Number(text) >= 20_000 && Number(text) < 80_000) tally.serials += 1;
    return;
  }
  const three = threeNumbers.exec(text);
  if (three === null) {
    if (parseDate(text, 'dmy').ok) tally.dates += 1;
    return;
  }
  const first = Number(three[1]);
  const second = Number(three[3]);
  const isDayFirst = first > 12 && first <= 31 && second >= 1 && second <= 12;
  const isMonthFirst = second > 12 && second <= 31 && first >= 1 && first <= 12;
  if (isDayFirst) tally.dayFirst += 1;
  else if (isMonthFirst) tally.monthFirst += 1;
  else if (first <= 12 && second <= 12 && first !== second) {
    tally.either += 1;
    tally.example ??= text;
  }
  if (parseDate(text, 'dmy').ok || parseDate(text, 'mdy').ok) tally.dates += 1;
}

/** The order of a column, decided from all of its values. `unsure` where values could be read both ways and none decides, or
 *  where some decide one way and some the other; `preferred` breaks the first tie. */
export function decideDateOrder(
  tally: DateTally,
  preferred: 'dmy' | 'mdy',
): { order: DateOrder; unsure: boolean } {
  const { dates, dayFirst, monthFirst, either, serials } = tally;
  if (serials > 0 && serials > dates * 9) return { order: 'excel', unsure: false };
  if (dayFirst === 0 && monthFirst === 0) return { order: preferred, unsure: either > 0 };
  return { order: monthFirst > dayFirst ? 'mdy' : 'dmy', unsure: dayFirst > 0 && monthFirst > 0 };
}
