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

/** The calendar date at an instant where the person is. */
export function localDate(at: number | Date): IsoDate {
  const date = new Date(at);
  const month = String(date.getMonth() + 1).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${String(date.getDate()).padStart(2, '0')}`;
}
