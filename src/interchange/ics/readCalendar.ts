import { dateToDay, dayToDate, localDate } from '../../domain/dates.ts';
import { formatRepeatRule, parseRepeatRule } from '../../domain/repeatRule.ts';
import { nextRepeat } from '../../domain/repeatSeries.ts';
import {
  readCalendarParts,
  unescapeCalendarText,
  type CalendarPart,
  type CalendarProperty,
} from './calendarParts.ts';
import { taskRepeat } from './calendarRepeat.ts';
import { calendarTime, durationMinutes, type CalendarTime } from './calendarTimes.ts';

export const taskColumns = [
  ...([
    'externalId',
    'title',
    'status',
    'due',
    'time',
    'priority',
    'reminder',
    'repeat',
    'doneAt',
    'notes',
  ] as const),
] as const;
export const meetingColumns = ['externalId', 'type', 'subject', 'at', 'duration', 'place', 'body'] as const;

/** A calendar as two tables, cells by the keys of fields, and how much of it could not be said in them: that stands in notes. */
export interface ReadCalendar {
  readonly tasks: readonly (readonly string[])[];
  readonly meetings: readonly (readonly string[])[];
  readonly remarks: CalendarRemarks;
}

export interface CalendarRemarks {
  /** Rules of repetition that tasks do not know, and days that are left out of a series. */
  readonly repeats: number;
  /** Times in zones that are not known. */
  readonly zones: number;
  /** Events and to-dos without a date or name that could be read. */
  readonly leftOut: number;
}

type Cells<Columns extends readonly string[]> = Partial<Record<Columns[number], string>>;

/**
 * To-dos and what is still to come are tasks; what has been is a meeting that was held. Series go on as tasks from the first day that is
 * not past. What was exported from here comes back as the tasks it was.
 */
export function readCalendar(text: string, now: number): ReadCalendar {
  const { parts, zones } = readCalendarParts(text);
  const tasks: string[][] = [];
  const meetings: string[][] = [];
  const remarks = { repeats: 0, zones: 0, leftOut: 0 };
  for (const part of parts) {
    const of = (name: string): CalendarProperty | undefined =>
      part.properties.find((each) => each.name === name);
    const text = (name: string): string => unescapeCalendarText(of(name)?.value ?? '').trim();
    const timeOf = (name: string): CalendarTime | undefined => {
      const property = of(name);
      return property === undefined ? undefined : calendarTime(property, zones);
    };
    const start = timeOf('DTSTART');
    const due = part.type === 'VTODO' ? (timeOf('DUE') ?? start) : start;
    const title = text('SUMMARY') || text('LOCATION') || text('DESCRIPTION').split('\n')[0] || '';
    if (title === '' || (part.type === 'VEVENT' && start === undefined)) {
      remarks.leftOut += 1;
      continue;
    }
    if (due?.isZoneUnknown === true) remarks.zones += 1;
    const occurrence = of('RECURRENCE-ID')?.value;
    const uid = text('UID');
    const externalId = uid === '' ? '' : occurrence === undefined ? uid : `${uid}#${occurrence}`;
    const isOurs = /@rapport$/.test(uid);
    const notes = [isOurs ? '' : text('LOCATION'), text('DESCRIPTION'), ...people(part)];
    const series = seriesOf(part, due, isOurs, now);
    if (series.unknown.length > 0) remarks.repeats += 1;
    const minutes = start === undefined ? 0 : lengthOf(part, start, timeOf('DTEND'));
    const isPast =
      start !== undefined &&
      start.at + Math.max(minutes, start.time === undefined ? 1_440 : 0) * 60_000 < now;
    if (part.type === 'VTODO' || isOurs || !isPast || series.repeat !== undefined) {
      const task: Cells<typeof taskColumns> = {
        ...{ externalId, title: title.replace(/\s*\n\s*/g, ' '), status: statusOf(text('STATUS')) },
        ...(due === undefined ? {} : { due: series.due ?? due.date }),
        ...(due?.time === undefined ? {} : { time: due.time }),
        priority: priorityOf(text('PRIORITY')),
        reminder: due === undefined ? '' : reminderOf(part, due, zones),
        repeat: series.repeat ?? '',
        doneAt: momentOf(timeOf('COMPLETED')),
        notes: lines([...notes, ...series.unknown]),
      };
      tasks.push(taskColumns.map((column) => task[column] ?? ''));
    } else {
      const meeting: Cells<typeof meetingColumns> = {
        ...{ externalId, type: 'meeting', subject: title.replace(/\s*\n\s*/g, ' '), at: momentOf(start) },
        duration: start.time === undefined || minutes <= 0 ? '' : String(minutes),
        place: text('LOCATION').replace(/\s*\n\s*/g, ' '),
        body: lines([...notes.slice(1), ...series.unknown, ...cancelled(text('STATUS'))]),
      };
      meetings.push(meetingColumns.map((column) => meeting[column] ?? ''));
    }
  }
  return { tasks, meetings, remarks };
}

interface Series {
  readonly repeat?: string;
  /** The first day that is not past. */
  readonly due?: string;
  /** As the calendar writes it, what tasks cannot say. */
  readonly unknown: readonly string[];
}

function seriesOf(
  { properties }: CalendarPart,
  start: CalendarTime | undefined,
  isOurs: boolean,
  now: number,
): Series {
  const unknown = properties
    .filter(({ name }) => name === 'EXDATE' || name === 'RDATE' || name === 'EXRULE')
    .map(({ name, value }) => `${name}: ${value}`);
  const rules = properties.filter(({ name }) => name === 'RRULE');
  const [rule] = rules;
  if (rule === undefined || start === undefined) return { unknown };
  const repeat = rules.length > 1 ? undefined : taskRepeat(rule.value, start.date);
  if (repeat === undefined) return { unknown: [...rules.map(({ value }) => `RRULE: ${value}`), ...unknown] };
  const today = localDate(now);
  if (isOurs || start.date >= today) return { repeat, unknown };
  const parsed = parseRepeatRule(repeat);
  const next = parsed && nextRepeat(parsed, start.date, dayToDate(dateToDay(today) - 1));
  return next === undefined ? { unknown } : { repeat: formatRepeatRule(next.rule), due: next.due, unknown };
}

function lengthOf({ properties }: CalendarPart, start: CalendarTime, end: CalendarTime | undefined): number {
  if (end !== undefined) return Math.round((end.at - start.at) / 60_000);
  const duration = properties.find(({ name }) => name === 'DURATION');
  return duration === undefined ? 0 : (durationMinutes(duration.value) ?? 0);
}

/** Minutes before the task is due, or before 09:00 of its day; nothing for an alarm after it. */
function reminderOf({ alarms }: CalendarPart, due: CalendarTime, zones: ReadonlyMap<string, number>): string {
  for (const alarm of alarms) {
    const trigger = alarm.find(({ name }) => name === 'TRIGGER');
    if (trigger === undefined || trigger.parameters.get('RELATED')?.toUpperCase() === 'END') continue;
    const relative = durationMinutes(trigger.value);
    const absolute = relative === undefined ? calendarTime(trigger, zones) : undefined;
    const before =
      relative !== undefined ? -relative : absolute && Math.round((due.at - absolute.at) / 60_000);
    if (before === undefined) continue;
    const minutes = due.time === undefined ? before + morningMinutes : before;
    if (minutes >= 0 && minutes <= longestReminder) return String(minutes);
  }
  return '';
}

const morningMinutes = 540;
const longestReminder = 525_600;

function people({ properties }: CalendarPart): readonly string[] {
  return properties.flatMap(({ name, parameters, value }) => {
    if (name !== 'ATTENDEE' && name !== 'ORGANIZER') return [];
    const address = value.replace(/^mailto:/i, '');
    const called = parameters.get('CN');
    return [`${name}: ${called === undefined || called === address ? address : `${called} <${address}>`}`];
  });
}

function statusOf(status: string): string {
  const upper = status.toUpperCase();
  return upper === 'COMPLETED' ? 'done' : upper === 'CANCELLED' ? 'cancelled' : 'open';
}

function cancelled(status: string): readonly string[] {
  return status.toUpperCase() === 'CANCELLED' ? ['STATUS: CANCELLED'] : [];
}

/** RFC 5545 §3.8.1.9: 1 to 4 high, 5 normal, 6 to 9 low. */
function priorityOf(text: string): string {
  const priority = Number(text);
  if (!(priority >= 1 && priority <= 9)) return '';
  return priority === 1 ? 'urgent' : priority <= 4 ? 'high' : priority === 5 ? 'normal' : 'low';
}

function momentOf(time: CalendarTime | undefined): string {
  return time === undefined ? '' : new Date(time.at).toISOString().replace(/\.\d+/, '');
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
