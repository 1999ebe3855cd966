import { addMonths, dateToDay, dayToDate, instantOf, type IsoDate } from './dates.ts';

/** When a task is due, as the person reads it off calendar and clock: neither moves with the zone. */
export interface TaskTime {
  readonly due: IsoDate;
  /** `HH:MM`; without one the task is due on the whole day. */
  readonly time?: string | undefined;
}

/** Date and time of day where the person is. */
export interface WallClock {
  readonly date: IsoDate;
  /** `HH:MM`. */
  readonly time: string;
}

/** The time from which the reminder of a task without a time counts back. */
export const morning = '09:00';

export type DueState = 'overdue' | 'today' | 'later';

/** Overdue from the next day on; with a time, from that minute on. */
export function dueState({ due, time }: TaskTime, now: WallClock): DueState {
  if (due !== now.date) return due < now.date ? 'overdue' : 'later';
  return time !== undefined && time < now.time ? 'overdue' : 'today';
}

/**
 * The instant of a reminder, ms. `minutes` before the task is due, or before 09:00 of its day: whole days go by the calendar,
 * so that "a day before" keeps its hour when the clock changes, and the rest is time that passes (as RFC 5545 §3.3.6 counts
 * durations). A time that a change of the clock skips is the one after it.
 */
export function reminderAt({ due, time = morning }: TaskTime, minutes: number): number {
  const day = dateToDay(due) - Math.floor(minutes / minutesPerDay);
  const at = instantOf(`${dayToDate(day)}T${time}`);
  if (at === null) throw new RangeError(`no time ${time} on ${due}`);
  return at - (minutes % minutesPerDay) * 60_000;
}

/** Dates that a task is put off to with one tap. */
export const quickDates = ['today', 'tomorrow', 'inThreeDays', 'nextWeek', 'nextMonth'] as const;
export type QuickDate = (typeof quickDates)[number];

/** Next week and next month are the same day of it; a month that is shorter gives its last. */
export function quickDate(name: QuickDate, today: IsoDate): IsoDate {
  const day = dateToDay(today);
  switch (name) {
    case 'today':
      return today;
    case 'tomorrow':
      return dayToDate(day + 1);
    case 'inThreeDays':
      return dayToDate(day + 3);
    case 'nextWeek':
      return dayToDate(day + 7);
    case 'nextMonth':
      return addMonths(today, 1);
  }
}

/**
 * Days until the next birthday, 0 on the day itself, and the age it brings. Days are counted from 1970-01-01, so no zone
 * moves them. Who was born on 29 February has the 28th in other years.
 */
export function nextBirthday(born: number, today: number): { readonly inDays: number; readonly age: number } {
  const birth = new Date(born * msPerDay);
  const year = new Date(today * msPerDay).getUTCFullYear();
  const inYear = (of: number): number => {
    const day = Date.UTC(of, birth.getUTCMonth(), birth.getUTCDate()) / msPerDay;
    return new Date(day * msPerDay).getUTCMonth() === birth.getUTCMonth() ? day : day - 1;
  };
  const turns = inYear(year) < today ? year + 1 : year;
  return { inDays: inYear(turns) - today, age: turns - birth.getUTCFullYear() };
}

const minutesPerDay = 1_440;
const msPerDay = 86_400_000;
