/** A date without time is an ISO text, `2026-11-20`, never an instant. */
export type IsoDate = string;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const msPerDay = 86_400_000;

/** True for a date that exists in the calendar; 2026-02-31 is not one. */
export function isIsoDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (match === null) return false;
  return isCalendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

export function isCalendarDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whole days since 1970-01-01. The text must be a valid date. */
export function dateToDay(date: IsoDate): number {
  return (
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / msPerDay
  );
}

export function dayToDate(day: number): IsoDate {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** 0 for a Monday to 6 for a Sunday. */
export function weekdayOfDay(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The same day some months on, or the last of a month that is shorter. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const length = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, length))).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative backwards. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dateToDay(to) - dateToDay(from);
}

/** What the clock where the person is is ahead of UTC at an instant, ms. */
export function zoneMsOf(at: Date): number {
  return -at.getTimezoneOffset() * 60_000;
}

/** The calendar date at an instant where the person is. */
export function localDate(at: number | Date): IsoDate {
  const date = new Date(at);
  const month = String(date.getMonth() + 1).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${String(date.getDate()).padStart(2, '0')}`;
}

/** A time of day without a zone, `HH:MM` from 00:00 to 23:59. */
export function isWallTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Date and time of day at an instant where the person is, `YYYY-MM-DDTHH:MM`. */
export function localDateTime(at: number): string {
  const date = new Date(at);
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0'));
  return `${localDate(at)}T${hours ?? ''}:${minutes ?? ''}`;
}

/** The instant of a local date and time, ms; null for a text that is none. A time that a change of the clock skips is read as the one after it. */
export function instantOf(local: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(local)) return null;
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? null : at;
}
