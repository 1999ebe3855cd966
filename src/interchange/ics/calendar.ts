import { dateToDay, dayToDate, type IsoDate } from '../../domain/dates.ts';
import { type RepeatRule } from '../../domain/repeatRule.ts';
import { pinRepeat } from '../../domain/repeatSeries.ts';

/** A task as a calendar shows it. */
export interface CalendarTask {
  /** Unique in the world and the same in every export, so that a second one replaces the first. */
  readonly uid: string;
  readonly title: string;
  readonly due: IsoDate;
  /** `HH:MM`; without one it fills the day. */
  readonly time?: string;
  /** Minutes before it is due, or before 09:00 of its day; absent: no alarm. */
  readonly reminder?: number;
  readonly repeat?: RepeatRule;
  /** 0 low to 3 urgent. */
  readonly priority?: number;
  readonly description?: string;
}

/** A conversation as a calendar shows it: when it was, in UTC. */
export interface CalendarMeeting {
  readonly uid: string;
  readonly title: string;
  /** ms */
  readonly at: number;
  /** Minutes; absent for one whose length nobody noted. */
  readonly duration?: number;
  readonly place?: string;
  readonly description?: string;
}

export interface CalendarOptions {
  readonly name: string;
  /** BCP 47 */
  readonly language: string;
  /** ms; when the file is made. */
  readonly now: number;
}

/**
 * A calendar file (RFC 5545) of tasks and of conversations that were held. Tasks go as events, because most calendars of phones read those alone, and as floating
 * times: 14:00 is 14:00 wherever the person is, as in the task itself. Lines end in CRLF and are folded at 75 bytes.
 */
export function calendarFile(
  tasks: readonly CalendarTask[],
  options: CalendarOptions,
  meetings: readonly CalendarMeeting[] = [],
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Rapport//Tasks//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME;LANGUAGE=${options.language}:${escapeText(options.name)}`,
    ...tasks.flatMap((task) => eventLines(task, options)),
    ...meetings.flatMap((meeting) => meetingLines(meeting, options)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

/** Backslash, semicolon, comma and line ends are escaped; other control characters have no place in a calendar. RFC 5545 §3.3.11. */
export function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** Lines of at most 75 bytes of UTF-8, each but the first begun with a space; no character is cut. RFC 5545 §3.1. */
export function foldLine(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > maxLineBytes) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}

const encoder = new TextEncoder();
const maxLineBytes = 75;
const eventMinutes = 30;
const minutesPerDay = 1_440;
const morningMinutes = 9 * 60;
/** RFC 5545 §3.8.1.9: 1 is the highest, 5 the middle, 9 the lowest. */
const priorities = [9, 5, 3, 1];

function eventLines(task: CalendarTask, { language, now }: CalendarOptions): string[] {
  const { uid, title, due, time, reminder, repeat, priority, description } = task;
  const tag = `LANGUAGE=${language}`;
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(now)}`,
    ...(time === undefined
      ? [
          `DTSTART;VALUE=DATE:${compact(due)}`,
          `DTEND;VALUE=DATE:${compact(dayToDate(dateToDay(due) + 1))}`,
          'TRANSP:TRANSPARENT',
        ]
      : [`DTSTART:${compact(due)}T${compact(time)}00`, `DURATION:PT${String(eventMinutes)}M`]),
    `SUMMARY;${tag}:${escapeText(title)}`,
    ...(description === undefined || description === ''
      ? []
      : [`DESCRIPTION;${tag}:${escapeText(description)}`]),
    ...(priority === undefined ? [] : [`PRIORITY:${String(priorities[priority] ?? 5)}`]),
    ...(repeat === undefined ? [] : [`RRULE:${recurrenceRule(repeat, due, time !== undefined)}`]),
    ...(reminder === undefined ? [] : alarmLines(title, time, reminder, tag)),
    'END:VEVENT',
  ];
}

function meetingLines(
  { uid, title, at, duration, place, description }: CalendarMeeting,
  { language, now }: CalendarOptions,
): string[] {
  const tag = `LANGUAGE=${language}`;
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(at)}`,
    ...(duration === undefined || duration <= 0 ? [] : [`DURATION:PT${String(duration)}M`]),
    `SUMMARY;${tag}:${escapeText(title)}`,
    ...(place === undefined || place === '' ? [] : [`LOCATION;${tag}:${escapeText(place)}`]),
    ...(description === undefined || description === ''
      ? []
      : [`DESCRIPTION;${tag}:${escapeText(description)}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** `20261122T140500Z` */
function utc(at: number): string {
  return `${compact(new Date(at).toISOString().slice(0, 19))}Z`;
}

function alarmLines(title: string, time: string | undefined, reminder: number, tag: string): string[] {
  const before = time === undefined ? reminder - morningMinutes : reminder;
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:${trigger(before)}`,
    `DESCRIPTION;${tag}:${escapeText(title)}`,
    'END:VALARM',
  ];
}

/** Minutes before the start, negative after it, as a duration: whole days go by the calendar, the rest by the clock. */
function trigger(before: number): string {
  const size = Math.abs(before);
  const days = Math.floor(size / minutesPerDay);
  const minutes = size % minutesPerDay;
  const duration = `P${days === 0 ? '' : `${String(days)}D`}${minutes === 0 && days > 0 ? '' : `T${String(minutes)}M`}`;
  return before > 0 ? `-${duration}` : duration;
}

/**
 * The rule as calendars understand it. Our "day 31, or the last of a shorter month" is "the last one of 28, 29, 30, 31", because
 * RFC 5545 leaves out months without the day.
 */
export function recurrenceRule(rule: RepeatRule, due: IsoDate, hasTime: boolean): string {
  const { frequency, interval, weekdays, monthDay, month, until, count } = pinRepeat(rule, due);
  const days = monthDay === undefined || monthDay <= 28 ? monthDay : range(28, monthDay).join(',');
  return [
    `FREQ=${frequency}`,
    `INTERVAL=${String(interval)}`,
    ...(weekdays.length === 0 ? [] : [`BYDAY=${weekdays.join(',')}`, 'WKST=MO']),
    ...(month === undefined ? [] : [`BYMONTH=${String(month)}`]),
    ...(days === undefined ? [] : [`BYMONTHDAY=${String(days)}`]),
    ...(typeof days === 'string' ? ['BYSETPOS=-1'] : []),
    // An end must be of the same form as the start: a date beside dates, a floating time beside floating times.
    ...(until === undefined ? [] : [`UNTIL=${compact(until)}${hasTime ? 'T235959' : ''}`]),
    ...(count === undefined ? [] : [`COUNT=${String(count)}`]),
  ].join(';');
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function compact(text: string): string {
  return text.replace(/[-:]/g, '');
}
