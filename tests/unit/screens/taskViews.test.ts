import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateToDay, dayToDate, weekdayOfDay } from '../../../src/domain/dates.ts';
import { packShard } from '../../../src/read/pack.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { boardColumns } from '../../../src/screens/tasks/boardColumns.ts';
import { calendarDays, stepBy } from '../../../src/screens/tasks/calendarDays.ts';
import { aRow, idAt } from '../../support/rows.ts';

const aDate = fc.integer({ min: dateToDay('1990-01-01'), max: dateToDay('2060-12-31') }).map(dayToDate);

test('a month on the calendar is whole weeks from Monday on, and holds every day of the month', () => {
  fc.assert(
    fc.property(aDate, (date) => {
      const days = calendarDays('month', date);
      expect(days.length % 7).toBe(0);
      expect(weekdayOfDay(dateToDay(days[0] ?? ''))).toBe(0);
      expect(days).toContain(date);
      const ofMonth = days.filter((day) => day.startsWith(date.slice(0, 7)));
      const length = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
      expect(ofMonth).toHaveLength(length);
    }),
  );
});

test('a month on from the 31st is the last day of a shorter month', () => {
  expect(stepBy('month', '2026-10-31', 1)).toBe('2026-11-30');
  expect(stepBy('week', '2026-12-28', 1)).toBe('2027-01-04');
});

test('every open task stands in one column of the board, and where it is moved it stays', () => {
  const today = '2026-11-20';
  const due = Array.from({ length: 40 }, (_, i) => dayToDate(dateToDay(today) + i - 10));
  const rows = [
    ...due.map((date) => ({ title: date, status: 'open', due: date })),
    { title: 'none', status: 'open' },
  ];
  const index = new MemoryIndex();
  index.kinds.task.setShard(
    'k1.0',
    packShard(
      'task',
      rows.map((values, i) => aRow(idAt('task', i), values)),
    ),
  );
  const columns = boardColumns('due', today);
  const found = columns.flatMap(({ conditions }) =>
    index.matchingIds({ kind: 'task', filter: { match: 'all', conditions } }),
  );
  expect([...found].sort()).toEqual(rows.map((_, i) => idAt('task', i)).sort());
  for (const { key, gets, conditions } of columns) {
    if (gets === undefined || !('due' in gets)) continue;
    const moved = new MemoryIndex();
    const values = { title: key, status: 'open', ...(gets.due === null ? {} : { due: gets.due }) };
    moved.kinds.task.setShard('k1.0', packShard('task', [aRow('k1.0.0', values)]));
    expect(moved.matchingIds({ kind: 'task', filter: { match: 'all', conditions } })).toEqual(['k1.0.0']);
  }
});
