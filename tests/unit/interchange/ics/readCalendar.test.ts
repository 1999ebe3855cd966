import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIsoDate } from '../../../../src/domain/dates.ts';
import { formatRepeatRule, frequencies, weekdays } from '../../../../src/domain/repeatRule.ts';
import { pinRepeat } from '../../../../src/domain/repeatSeries.ts';
import { calendarFile, type CalendarTask } from '../../../../src/interchange/ics/calendar.ts';
import { taskRepeat } from '../../../../src/interchange/ics/calendarRepeat.ts';
import { meetingColumns, readCalendar, taskColumns } from '../../../../src/interchange/ics/readCalendar.ts';

const now = Date.UTC(2026, 10, 22, 12);

function read(...lines: string[]) {
  const file = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');
  const { tasks, meetings, remarks } = readCalendar(file, now);
  const named = (columns: readonly string[]) => (row: readonly string[]) =>
    Object.fromEntries(columns.flatMap((column, i) => (row[i] === '' ? [] : [[column, row[i]]])));
  return { tasks: tasks.map(named(taskColumns)), meetings: meetings.map(named(meetingColumns)), remarks };
}

const event = (...lines: string[]) => read('BEGIN:VEVENT', 'UID:1', 'SUMMARY:Visit', ...lines, 'END:VEVENT');
const local = (text: string) => new Date(text).toISOString().replace('.000', '');

describe('a calendar of another program', () => {
  test('what has been is a meeting with its place, its length and who was there', () => {
    const { meetings, tasks } = event(
      'DTSTART:20261101T090000Z',
      'DTEND:20261101T103000Z',
      'LOCATION:Linz\\, Hauptplatz',
      'DESCRIPTION:Talked about\\nprices\\; and more',
      'ATTENDEE;CN="Berg, Anna";ROLE=REQ-PARTICIPANT:mailto:anna@a.example',
    );
    expect(tasks).toEqual([]);
    expect(meetings).toEqual([
      {
        ...{ externalId: '1', type: 'meeting', subject: 'Visit', at: '2026-11-01T09:00:00Z', duration: '90' },
        ...{
          place: 'Linz, Hauptplatz',
          body: 'Talked about\nprices; and more\nATTENDEE: Berg, Anna <anna@a.example>',
        },
      },
    ]);
  });

  test('what is to come is a task, its alarm a reminder', () => {
    const { tasks } = event('DTSTART:20261224T150000', 'BEGIN:VALARM', 'TRIGGER:-PT45M', 'END:VALARM');
    expect(tasks).toEqual([
      { externalId: '1', title: 'Visit', status: 'open', due: '2026-12-24', time: '15:00', reminder: '45' },
    ]);
  });

  test('a to-do keeps its state, its priority and when it was done', () => {
    const { tasks } = read(
      ...['BEGIN:VTODO', 'SUMMARY:Call', 'DUE;VALUE=DATE:20261001', 'STATUS:COMPLETED', 'PRIORITY:2'],
      ...['COMPLETED:20261002T080000Z', 'END:VTODO'],
    );
    expect(tasks).toEqual([
      { title: 'Call', status: 'done', due: '2026-10-01', priority: 'high', doneAt: '2026-10-02T08:00:00Z' },
    ]);
  });

  test.each([
    ['DTSTART;TZID=Europe/Berlin:20260701T120000', '2026-07-01T10:00:00Z', 0],
    ['DTSTART;TZID=Europe/Berlin:20260101T120000', '2026-01-01T11:00:00Z', 0],
    ['DTSTART;TZID="China Standard Time":20260101T120000', '2026-01-01T04:00:00Z', 0],
    [
      'DTSTART;TZID=/freeassociation.sourceforge.net/America/New_York:20260308T033000',
      '2026-03-08T07:30:00Z',
      0,
    ],
    ['DTSTART;TZID=Nowhere/At_All:20260101T120000', local('2026-01-01T12:00'), 1],
    ['DTSTART:20260101T120000', local('2026-01-01T12:00'), 0],
  ])('%s is the moment it names', (line, at, unknown) => {
    const { meetings, remarks } = event(line);
    expect(meetings[0]?.['at']).toBe(at);
    expect(remarks.zones).toBe(unknown);
  });

  test('a series goes on from its next day, and one that tasks cannot say is told and kept in the notes', () => {
    const weekly = event('DTSTART;VALUE=DATE:20260105', 'RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU');
    expect(weekly.tasks[0]).toMatchObject({ due: '2026-11-23', repeat: 'FREQ=WEEKLY;BYDAY=MO' });
    const second = event('DTSTART;VALUE=DATE:20261214', 'RRULE:FREQ=MONTHLY;BYDAY=2MO', 'EXDATE:20270111');
    expect(second.remarks.repeats).toBe(1);
    expect(second.tasks[0]?.['notes']).toBe('RRULE: FREQ=MONTHLY;BYDAY=2MO\nEXDATE: 20270111');
    const over = event('DTSTART:20250105T100000', 'RRULE:FREQ=DAILY;COUNT=3');
    expect(over.meetings).toHaveLength(1);
  });

  test('folded lines are joined, entries without name or date are counted, and a file that is cut off is read as far as it goes', () => {
    const { tasks, remarks } = read(
      ...[
        'BEGIN:VEVENT',
        'DTSTART:20270101',
        'SUMMARY:Long ',
        ' name',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:2',
        'END:VEVENT',
      ],
      ...['BEGIN:VTODO', 'SUMMARY:Cut off'],
    );
    expect(tasks.map(({ title }) => title)).toEqual(['Long name', 'Cut off']);
    expect(remarks.leftOut).toBe(1);
  });
});

const day = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2098-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rule = fc
  .record({
    frequency: fc.constantFrom(...frequencies),
    interval: fc.integer({ min: 1, max: 99 }),
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { maxLength: 3 }),
    end: fc.oneof(
      fc.constant({}),
      fc.record({ count: fc.integer({ min: 2, max: 50 }) }),
      fc.record({ until: fc.constant('2099-12-30') }),
    ),
  })
  .map(({ frequency, interval, days, end }) => ({
    ...{ frequency, interval, weekdays: frequency === 'WEEKLY' ? days : [] },
    ...end,
  }));
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  .map((each) => each.replace(/\p{Cc}|^\s+|\s+$/gu, '') || 'x');
const task: fc.Arbitrary<CalendarTask> = fc
  .record({
    title: text.map((each) => each.replace(/\s+/g, ' ').trim() || 'x'),
    due: day,
    time: fc.option(fc.constantFrom('00:00', '09:30', '23:59'), { nil: undefined }),
    reminder: fc.option(fc.constantFrom(0, 15, 540, 1_440, 3_000), { nil: undefined }),
    repeat: fc.option(rule, { nil: undefined }),
    priority: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    description: fc.array(text, { maxLength: 3 }).map((each) => each.join('\n').trim()),
  })
  .map(
    (each) =>
      Object.fromEntries(
        Object.entries({ uid: 't1@rapport', ...each }).filter(([, value]) => value !== undefined),
      ) as unknown as CalendarTask,
  );

test('tasks that are written as a calendar come back as the same tasks', () => {
  fc.assert(
    fc.property(fc.array(task, { minLength: 1, maxLength: 3 }), (tasks) => {
      const file = calendarFile(tasks, { name: 'R', language: 'en', now });
      const { tasks: rows, remarks } = readCalendar(file, now);
      expect(remarks).toEqual({ repeats: 0, zones: 0, leftOut: 0 });
      const expected = tasks.map(({ uid, title, due, time, reminder, repeat, priority, description }) => [
        ...[uid, title, 'open', due, time ?? '', ['low', 'normal', 'high', 'urgent'][priority ?? -1] ?? ''],
        ...[
          reminder === undefined ? '' : String(reminder),
          repeat === undefined ? '' : formatRepeatRule(pinRepeat(repeat, due)),
        ],
        ...['', description ?? ''],
      ]);
      expect(rows).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('no text, however damaged, makes the reader throw', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'BEGIN:VEVENT\n',
      'END:VEVENT\n',
      'DTSTART',
      ';TZID=',
      ':2026',
      'RRULE:FREQ=',
      'SUMMARY:x\n',
      'BEGIN:VALARM\n',
      '\n ',
    ),
    fc.string({ unit: 'binary', maxLength: 10 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void readCalendar(pieces.join(''), now)),
  );
  fc.assert(
    fc.property(fc.string(), day, (rrule, start) => {
      expect(isIsoDate(start)).toBe(true);
      taskRepeat(rrule, start);
    }),
  );
});

test('conversations that are written as a calendar come back as the same conversations', () => {
  const meeting = fc.record({
    uid: fc.constant('y1.0.1.book@meeting.rapport'),
    title: text.map((each) => each.replace(/\s+/g, ' ').trim() || 'x'),
    at: fc
      .integer({ min: Date.UTC(2001, 0, 1), max: now - 200_000_000 })
      .map((at) => Math.floor(at / 1_000) * 1_000),
    duration: fc.integer({ min: 1, max: 600 }),
    place: text.map((each) => each.replace(/\s+/g, ' ').trim() || 'x'),
    description: text,
  });
  fc.assert(
    fc.property(fc.array(meeting, { minLength: 1, maxLength: 3 }), (all) => {
      const { meetings, tasks } = readCalendar(
        calendarFile([], { name: 'R', language: 'zh-CN', now }, all),
        now,
      );
      expect(tasks).toEqual([]);
      expect(meetings).toEqual(
        all.map(({ uid, title, at, duration, place, description }) => [
          ...[
            uid,
            'meeting',
            title,
            new Date(at).toISOString().replace('.000', ''),
            String(duration),
            place,
            description,
          ],
        ]),
      );
    }),
  );
});
