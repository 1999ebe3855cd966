import { readRows } from '../database/rows.ts';
import type { BookDatabase } from '../database/schema.ts';
import { isIsoDate, isWallTime } from '../domain/dates.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { taskPriorities } from '../domain/objects.ts';
import { valuesOf, type RecordRow } from '../domain/record.ts';
import { parseRepeatRule } from '../domain/repeatRule.ts';
import { languageTag } from '../i18n/language.svelte.ts';
import { calendarFile, type CalendarMeeting, type CalendarTask } from '../interchange/ics/calendar.ts';
import { choiceText } from '../screens/fields/labels.ts';
import type { ListIndex } from '../workers/listIndex.ts';

/** Records read at a time. */
const recordsAtOnce = 500;

/** A calendar file of those of some tasks that are open and have a date, or of conversations, with who they are about. */
export async function exportCalendar(
  db: BookDatabase,
  index: ListIndex,
  ids: readonly RecordId[],
  name: string,
): Promise<Blob> {
  const tasks: CalendarTask[] = [];
  const meetings: CalendarMeeting[] = [];
  for (let start = 0; start < ids.length; start += recordsAtOnce) {
    const rows = await readRows(db, ids.slice(start, start + recordsAtOnce));
    const talks = rows.filter((row) => row !== undefined && kindOfId(row.id) === 'activity');
    meetings.push(...(await calendarMeetings(db.name, index, talks as RecordRow[])));
    const open = rows.filter(
      (row) => row !== undefined && row.deletedAt === undefined && kindOfId(row.id) === 'task' && isOpen(row),
    );
    tasks.push(...(await calendarTasks(db.name, index, open as RecordRow[])));
  }
  const file = calendarFile(tasks, { name, language: languageTag(), now: Date.now() }, meetings);
  return new Blob([file], { type: 'text/calendar;charset=utf-8' });
}

function isOpen(row: RecordRow): boolean {
  const { status, due } = valuesOf(row);
  return status !== 'done' && status !== 'cancelled' && typeof due === 'string' && isIsoDate(due);
}

async function calendarMeetings(
  bookName: string,
  index: ListIndex,
  rows: readonly RecordRow[],
): Promise<CalendarMeeting[]> {
  const wanted = [...new Set(rows.map((row) => textOf(valuesOf(row)['account'])))].filter((id) => id !== '');
  const labels = await index.labels(wanted);
  const names = new Map(wanted.map((id, i) => [id, labels.ok ? (labels.value[i] ?? '') : '']));
  return rows.flatMap((row) => {
    const { subject, type, at, duration, place, body, account } = valuesOf(row);
    if (typeof at !== 'number') return [];
    const who = names.get(textOf(account)) ?? '';
    return [
      {
        uid: `${row.id}.${bookName}@meeting.rapport`,
        title:
          textOf(subject) ||
          [choiceText('activity', 'type', type), who].filter((part) => part !== '').join(' · '),
        at,
        ...(typeof duration === 'number' ? { duration } : {}),
        place: textOf(place),
        description: [who, textOf(body)].filter((part) => part !== '').join('\n'),
      },
    ];
  });
}

async function calendarTasks(
  bookName: string,
  index: ListIndex,
  rows: readonly RecordRow[],
): Promise<CalendarTask[]> {
  const about = rows.flatMap((row) => [textOf(valuesOf(row)['account']), textOf(valuesOf(row)['contact'])]);
  const wanted = [...new Set(about)].filter((id) => id !== '');
  const labels = await index.labels(wanted);
  const names = new Map(wanted.map((id, i) => [id, labels.ok ? (labels.value[i] ?? '') : '']));
  return rows.map((row) => {
    const { title, due, time, reminder, repeat, priority, account, contact, notes } = valuesOf(row);
    const rule = parseRepeatRule(textOf(repeat));
    const who = [names.get(textOf(account)), names.get(textOf(contact))].filter((part) => part);
    const rank = taskPriorities.findIndex((each) => each === priority);
    return {
      uid: `${row.id}.${bookName}@rapport`,
      title: textOf(title),
      due: textOf(due),
      description: [who.join(' · '), textOf(notes)].filter((part) => part !== '').join('\n'),
      ...(isWallTime(textOf(time)) ? { time: textOf(time) } : {}),
      ...(typeof reminder === 'number' ? { reminder } : {}),
      ...(rule === undefined ? {} : { repeat: rule }),
      ...(rank < 0 ? {} : { priority: rank }),
    };
  });
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
