import { addMonths, dateToDay, dayToDate, weekdayOfDay, type IsoDate } from '../../domain/dates.ts';

export type Span = 'month' | 'week';

/** The days that a calendar shows around a date: its week from Monday on, or all weeks that its month touches. */
export function calendarDays(span: Span, around: IsoDate): readonly IsoDate[] {
  if (span === 'week') return weekFrom(mondayOf(dateToDay(around)), 7);
  const first = dateToDay(`${around.slice(0, 8)}01`);
  const last = dateToDay(addMonths(`${around.slice(0, 8)}01`, 1)) - 1;
  const start = mondayOf(first);
  return weekFrom(start, mondayOf(last) + 7 - start);
}

/** The same day some weeks or months on. */
export function stepBy(span: Span, around: IsoDate, steps: number): IsoDate {
  return span === 'week' ? dayToDate(dateToDay(around) + 7 * steps) : addMonths(around, steps);
}

function mondayOf(day: number): number {
  return day - weekdayOfDay(day);
}

function weekFrom(start: number, count: number): IsoDate[] {
  return Array.from({ length: count }, (_, i) => dayToDate(start + i));
}
