import { entryOf } from './bookSettings.ts';
import { dateToDay, dayToDate, isWallTime, type IsoDate } from './dates.ts';
import type { Json } from './json.ts';

/** When the team works. */
export interface WorkingHours {
  /** Days of the week, 1 Monday to 7 Sunday, in order; never empty. */
  readonly days: readonly number[];
  /** `HH:MM`, the first before the second. */
  readonly from: string;
  readonly to: string;
}

/** The name of the setting that holds them. */
export const workingHoursSetting = 'workingHours';

export const usualHours: WorkingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' };

/** Working hours from their setting; the usual ones where it is damaged or absent. */
export function workingHoursOf(value: Json | undefined): WorkingHours {
  const days = entryOf(value, 'days');
  const [from, to] = [entryOf(value, 'from'), entryOf(value, 'to')];
  const known = Array.isArray(days)
    ? [1, 2, 3, 4, 5, 6, 7].filter((day) => (days as readonly Json[]).includes(day))
    : [];
  if (known.length === 0 || typeof from !== 'string' || typeof to !== 'string') return usualHours;
  if (!isWallTime(from) || !isWallTime(to) || from >= to) return usualHours;
  return { days: known, from, to };
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(date: IsoDate): number {
  // 1970-01-01 was a Thursday.
  return ((((dateToDay(date) + 3) % 7) + 7) % 7) + 1;
}

/** The day itself where the team works then, else the next on which it does. */
export function workingDayFrom(date: IsoDate, { days }: WorkingHours): IsoDate {
  const from = dateToDay(date);
  const ahead = [0, 1, 2, 3, 4, 5, 6].find((step) => days.includes(weekdayOf(dayToDate(from + step)))) ?? 0;
  return dayToDate(from + ahead);
}
