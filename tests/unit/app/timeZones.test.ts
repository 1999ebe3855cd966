import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exportRecords } from '../../../src/app/exportRecords.ts';
import { createRecord } from '../../../src/commands/records.ts';
import {
  dateToDay,
  dayToDate,
  instantOf,
  localDate,
  localDateTime,
  type IsoDate,
} from '../../../src/domain/dates.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import type { Values } from '../../../src/domain/record.ts';
import { ok } from '../../../src/domain/result.ts';
import { formatDate, formatInstant } from '../../../src/i18n/formats.ts';
import { setLanguage } from '../../../src/i18n/language.svelte.ts';
import { calendarFile } from '../../../src/interchange/ics/calendar.ts';
import type { ListedKind } from '../../../src/read/listQuery.ts';
import { provideDefinitions } from '../../../src/screens/fields/definitions.svelte.ts';
import { finishing } from '../../../src/screens/tasks/finishing.ts';
import type { ListIndex } from '../../../src/workers/listIndex.ts';
import { checkedImport, visibleValues, writtenImport } from '../../support/imports.ts';
import { serve, type Opened } from '../../support/indexServer.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import { aRow } from '../../support/rows.ts';
import { changingZones, resetZone, setZone, zones } from '../../support/zones.ts';

vi.stubGlobal('document', { documentElement: { lang: '' } });

const open: { close: () => void }[] = [];
beforeEach(() => {
  setLanguage('en');
  provideDefinitions({ fields: [], settings: [] });
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
  resetZone();
});

async function aBook(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

async function made(replica: Replica, kind: ListedKind, values: Values): Promise<RecordId> {
  return valueOfResult(await createRecord(replica.book, kind, values)).ids[0] ?? '';
}

function indexOf(replica: Replica): Opened {
  const index = serve(replica.book.relaxed);
  open.push(index.server);
  return index;
}

async function exported(replica: Replica, kind: ListedKind, ids: readonly RecordId[]): Promise<Blob> {
  const labels = (of: readonly RecordId[]) => Promise.resolve(ok(of.map(() => undefined)));
  return exportRecords(replica.book.strict, { labels } as unknown as ListIndex, { kind, ids });
}

/** The last minute before a day, its first and last, and the first of the next, as instants. */
function aroundDay(day: IsoDate): readonly [before: number, first: number, last: number, after: number] {
  const midnight = (date: IsoDate): number => {
    const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
    return new Date(year, month - 1, dayOfMonth).getTime();
  };
  const [start, end] = [midnight(day), midnight(dayToDate(dateToDay(day) + 1))];
  return [start - 60_000, start, end - 60_000, end];
}

describe.each(zones)('in %s', (zone) => {
  test('a birthday is listed, filtered, grouped and shown on its own date', async () => {
    setZone(zone);
    const replica = await aBook();
    const births = ['1988-01-01', '1988-03-27', '1988-12-31'];
    const ids: RecordId[] = [];
    for (const birthday of births) ids.push(await made(replica, 'contact', { name: birthday, birthday }));
    const { ask } = indexOf(replica);
    for (const [i, date] of births.entries()) {
      const conditions = [{ field: 'birthday', op: 'between', from: date, to: date } as const];
      const query = { kind: 'contact', filter: { match: 'all', conditions } } as const;
      expect(await ask('matchingIds', query)).toEqual([ids[i]]);
      const shown = formatDate(date, 'always');
      expect(shown).toContain(String(Number(date.slice(8))));
      expect(shown).toContain('1988');
    }
    const grouped = await ask('query', { kind: 'contact', group: 'birthday' }, { offset: 0, limit: 9 });
    expect(grouped.groups?.map(({ value }) => value)).toEqual(['1988-12', '1988-03', '1988-01']);
  });

  test('a birthday is today from the first minute of its day to the last, and not one minute beside it', async () => {
    setZone(zone);
    const replica = await aBook();
    await made(replica, 'contact', { name: 'Ann', birthday: '1990-11-20' });
    const { ask } = indexOf(replica);
    const inDays = async (at: number) => {
      const request = { date: localDate(at), time: localDateTime(at).slice(11), limit: 5 };
      return (await ask('todayWork', request)).birthdays.items.map((birthday) => birthday.inDays);
    };
    const [before, first, last, after] = aroundDay('2026-11-20');
    expect(await inDays(before)).toEqual([1]);
    expect(await inDays(first)).toEqual([0]);
    expect(await inDays(last)).toEqual([0]);
    expect(await inDays(after)).toEqual([]);
  });

  test('dates and times of day leave and come back as they are, whatever zone the other end is in', async () => {
    const task = { title: 'Call', status: 'open', due: '2026-03-08', time: '02:30' };
    const account = { name: 'Alpha', birthday: '1988-02-29' };
    const activity = { type: 'call', subject: 'Hello', at: 0 };
    for (const other of zones) {
      setZone(zone);
      const giver = await aBook();
      const at = instantOf('2026-11-20T23:59:30') ?? 0;
      const files = [
        await exported(giver, 'account', [await made(giver, 'account', account)]),
        await exported(giver, 'task', [await made(giver, 'task', task)]),
        await exported(giver, 'activity', [await made(giver, 'activity', { ...activity, at })]),
      ];
      setZone(other);
      const taker = await aBook();
      for (const file of files) await writtenImport(taker, await checkedImport(taker, file));
      expect(await visibleValues(taker, 'account')).toMatchObject([account]);
      expect(await visibleValues(taker, 'task')).toMatchObject([task]);
      const [{ at: taken } = {}] = await visibleValues(taker, 'activity');
      expect(localDateTime(Number(taken))).toBe('2026-11-20T23:59');
      if (other === zone) expect(taken).toBe(at);
    }
  });

  test('a moment with a zone of its own is that moment here too, and a date with one stays that date', async () => {
    setZone(zone);
    const replica = await aBook();
    const moments = ['2026-11-20T23:30:00Z', '2026-11-21T07:30:00+08:00', '2026-11-20 15:30:00 -0800'];
    const table = `Type,Subject,Time\n${moments.map((moment) => `Call,Hello,${moment}`).join('\n')}\n`;
    await writtenImport(replica, await checkedImport(replica, table));
    const found = await visibleValues(replica, 'activity');
    expect(found.map(({ at }) => at)).toEqual(moments.map(() => Date.UTC(2026, 10, 20, 23, 30)));
    await writtenImport(replica, await checkedImport(replica, 'Name,Birthday\nAnn,1990-11-20T23:30:00Z\n'));
    expect(await visibleValues(replica, 'account')).toMatchObject([{ birthday: '1990-11-20' }]);
  });

  test('a calendar file says the same as everywhere else', () => {
    const tasks = [
      { uid: '1', title: 'At two', due: '2026-03-08', time: '02:30', reminder: 1_440 },
      { uid: '2', title: 'All day', due: '2026-03-08', reminder: 60 },
    ];
    const write = () => calendarFile(tasks, { name: 'Tasks', language: 'en', now: 0 });
    setZone('UTC');
    const expected = write();
    setZone(zone);
    expect(write()).toBe(expected);
    expect(expected).toContain('DTSTART:20260308T023000\r\n');
  });
});

/** Whether the clock shows a date and time in the two hours before or after an instant. */
function isEverShown(wall: string, near: number): boolean {
  const minutes = Array.from({ length: 240 }, (_, i) => near + (i - 120) * 60_000);
  return minutes.some((at) => localDateTime(at).replace('T', ' ') === wall);
}

/** Days on which clocks change in 2026, with the days beside them. */
const changes: Readonly<Record<(typeof changingZones)[number], readonly IsoDate[]>> = {
  'America/Los_Angeles': ['2026-03-08', '2026-11-01'],
  'Europe/Berlin': ['2026-03-29', '2026-10-25'],
  'America/Santiago': ['2026-04-04', '2026-09-06'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
};

describe.each(changingZones)('when the clocks change in %s', (zone) => {
  const days = changes[zone].flatMap((day) => [-1, 0, 1].map((step) => dayToDate(dateToDay(day) + step)));

  test('the days of this test are those on which they do', () => {
    setZone(zone);
    for (const day of changes[zone]) {
      const [, first, last] = aroundDay(day);
      expect(last + 60_000 - first).not.toBe(86_400_000);
    }
  });

  test('a list of one day has its moments from first to last and none of the days beside it', async () => {
    setZone(zone);
    const replica = await aBook();
    const ids = new Map<IsoDate, RecordId[]>();
    for (const day of days) {
      const [, first, last] = aroundDay(day);
      const own: RecordId[] = [];
      for (const at of [first, first + 3 * 3_600_000, last])
        own.push(await made(replica, 'activity', { type: 'call', subject: day, at }));
      ids.set(day, own);
    }
    const { ask } = indexOf(replica);
    for (const day of days) {
      for (const condition of [
        { field: 'at', op: 'between', from: day, to: day },
        { field: 'at', op: 'lastDays', days: 1, today: day },
        { field: 'at', op: 'nextDays', days: 1, today: day },
      ] as const) {
        const filter = { match: 'all', conditions: [condition] } as const;
        expect(await ask('matchingIds', { kind: 'activity', filter })).toEqual(ids.get(day));
      }
    }
  });

  test('a reminder rings by the clock on the wall, and once', async () => {
    setZone(zone);
    const replica = await aBook();
    const times = ['00:00', '00:30', '02:30', '09:00', '23:30'];
    for (const due of days)
      for (const time of times)
        await made(replica, 'task', { title: `${due} ${time}`, status: 'open', due, time, reminder: 0 });
    const { ask } = indexOf(replica);
    const [from, until] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)];
    const reminders = await ask('reminders', 'm1.0.0', from, until);
    expect(reminders).toHaveLength(days.length * times.length);
    for (const { title, at } of reminders) {
      const shown = localDateTime(at).replace('T', ' ');
      // A time that the change skips is the one after it, on the same date.
      if (shown === title) continue;
      expect([title, isEverShown(title, at)]).toEqual([title, false]);
      expect(shown > title && shown.slice(0, 10) === title.slice(0, 10)).toBe(true);
    }
  });

  test('a reminder the day before keeps its hour', async () => {
    setZone(zone);
    const replica = await aBook();
    for (const due of days)
      await made(replica, 'task', { title: due, status: 'open', due, time: '10:15', reminder: 1_440 });
    const { ask } = indexOf(replica);
    const reminders = await ask('reminders', 'm1.0.0', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
    expect(reminders.map(({ at }) => localDateTime(at))).toEqual(
      days.map((due) => `${dayToDate(dateToDay(due) - 1)}T10:15`),
    );
  });

  test('what repeats every day or week leaves out no day and doubles none, done early or late', () => {
    setZone(zone);
    for (const [repeat, step] of [
      ['FREQ=DAILY', 1],
      ['FREQ=WEEKLY', 7],
    ] as const) {
      for (const moment of [1, 2] as const) {
        let due = days[0] ?? '';
        let values: Values = { title: 'Water', status: 'open', due, time: '02:30', repeat };
        for (let i = 1; i <= 40; i++) {
          const now = aroundDay(due)[moment];
          const { acts, next } = finishing(aRow('k1.0.0', values), now);
          expect(next).toBe(dayToDate(dateToDay(days[0] ?? '') + i * step));
          const made = acts.find((act) => 'create' in act);
          values = made?.values ?? {};
          expect(values).toMatchObject({ due: next, time: '02:30' });
          due = next ?? '';
        }
      }
    }
  });

  test('a moment in an hour that the clock shows twice comes back from a file as itself', async () => {
    setZone(zone);
    const replica = await aBook();
    const [, first] = aroundDay(
      changes[zone][zone === 'America/Santiago' || zone === 'Australia/Lord_Howe' ? 0 : 1] ?? '',
    );
    const moments = Array.from({ length: 50 }, (_, i) => first + i * 30 * 60_000 + 11_000);
    const ids: RecordId[] = [];
    for (const at of moments) ids.push(await made(replica, 'activity', { type: 'call', subject: 'x', at }));
    const file = await exported(replica, 'activity', ids);
    const taker = await aBook();
    await writtenImport(taker, await checkedImport(taker, file));
    const taken = (await visibleValues(taker, 'activity')).map(({ at }) => Number(at));
    expect(taken.sort((a, b) => a - b)).toEqual(moments);
    expect(formatInstant(first)).toContain('00:00');
  });
});
