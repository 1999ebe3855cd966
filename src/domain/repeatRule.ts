import { isIsoDate, type IsoDate } from './dates.ts';

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a task comes back, in calendar days: the part of RFC 5545's RRULE that people use. */
export interface RepeatRule {
  readonly frequency: Frequency;
  /** Every so many days, weeks, months or years; 1 to 999. */
  readonly interval: number;
  /** Of a weekly rule; empty means the weekday of the task. */
  readonly weekdays: readonly Weekday[];
  /**
   * Of a monthly or yearly rule: the day of the month that it wants; absent means that of the task. In a shorter month the
   * last day stands for it, where RFC 5545 would leave the month out.
   */
  readonly monthDay?: number;
  /** Of a yearly rule, beside `monthDay`: 1 to 12. */
  readonly month?: number;
  /** The last day on which it may come; exclusive of `count`. */
  readonly until?: IsoDate;
  /** How often it comes in all, the first time included; exclusive of `until`. */
  readonly count?: number;
}

/** Reads `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20261231`; undefined for anything else, parts not known here included. */
export function parseRepeatRule(text: string): RepeatRule | undefined {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value, ...more] = part.split('=');
    if (value === undefined || more.length > 0 || parts.has(name) || !partNames.has(name)) return undefined;
    parts.set(name, value);
  }
  const frequency = frequencies.find((each) => each === parts.get('FREQ'));
  const interval = wholeNumber(parts.get('INTERVAL') ?? '1', 999);
  const count = wholeNumber(parts.get('COUNT') ?? '1', 9_999);
  const until = dateOf(parts.get('UNTIL'));
  const days = weekdaysOf(parts.get('BYDAY'));
  const monthDay = wholeNumber(parts.get('BYMONTHDAY') ?? '1', 31);
  const month = wholeNumber(parts.get('BYMONTH') ?? '1', 12);
  if (frequency === undefined || interval === undefined || count === undefined || days === undefined)
    return undefined;
  if (monthDay === undefined || month === undefined) return undefined;
  if (parts.has('BYMONTHDAY') && frequency !== 'MONTHLY' && frequency !== 'YEARLY') return undefined;
  if (parts.has('BYMONTH') && (frequency !== 'YEARLY' || !parts.has('BYMONTHDAY'))) return undefined;
  if (parts.has('UNTIL') && (until === undefined || parts.has('COUNT'))) return undefined;
  if (days.length > 0 && frequency !== 'WEEKLY') return undefined;
  return {
    frequency,
    interval,
    weekdays: days,
    ...(parts.has('BYMONTHDAY') ? { monthDay } : {}),
    ...(parts.has('BYMONTH') ? { month } : {}),
    ...(until === undefined ? {} : { until }),
    ...(parts.has('COUNT') ? { count } : {}),
  };
}

export function isRepeatRule(text: string): boolean {
  return parseRepeatRule(text) !== undefined;
}

/** The text of a rule; `parseRepeatRule` reads it back. */
export function formatRepeatRule(rule: RepeatRule): string {
  const { frequency, interval, weekdays: days, monthDay, month, until, count } = rule;
  return [
    `FREQ=${frequency}`,
    ...(interval === 1 ? [] : [`INTERVAL=${String(interval)}`]),
    ...(days.length === 0 ? [] : [`BYDAY=${days.join(',')}`]),
    ...(month === undefined ? [] : [`BYMONTH=${String(month)}`]),
    ...(monthDay === undefined ? [] : [`BYMONTHDAY=${String(monthDay)}`]),
    ...(until === undefined ? [] : [`UNTIL=${until.replaceAll('-', '')}`]),
    ...(count === undefined ? [] : [`COUNT=${String(count)}`]),
  ].join(';');
}

const partNames: ReadonlySet<string> = new Set([
  'FREQ',
  'INTERVAL',
  'BYDAY',
  'BYMONTH',
  'BYMONTHDAY',
  'UNTIL',
  'COUNT',
]);

function wholeNumber(text: string, most: number): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= 1 && number <= most ? number : undefined;
}

function dateOf(text: string | undefined): IsoDate | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '');
  const date = match === null ? '' : match.slice(1).join('-');
  return isIsoDate(date) ? date : undefined;
}

function weekdaysOf(text: string | undefined): readonly Weekday[] | undefined {
  if (text === undefined) return [];
  const days = text.split(',').map((day) => weekdays.find((each) => each === day));
  const known = days.filter((day) => day !== undefined);
  return known.length === days.length && new Set(known).size === known.length ? known : undefined;
}
