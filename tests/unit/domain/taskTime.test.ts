import { afterEach, describe, expect, test } from 'vitest';
import { dateToDay, localDate } from '../../../src/domain/dates.ts';
import { dueState, nextBirthday, quickDate, reminderAt } from '../../../src/domain/taskTime.ts';

const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC', 'Asia/Kathmandu'];
const ownZone = process.env['TZ'];

function inZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
}

/** How a clock on the wall shows an instant. */
function wall(at: number): string {
  const date = new Date(at);
  return `${localDate(at)} ${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

afterEach(() => inZone(ownZone));

describe.each(zones)('in %s', (zone) => {
  test('a reminder rings at the time that the clock on the wall shows', () => {
    inZone(zone);
    expect(wall(reminderAt({ due: '2026-11-20', time: '14:00' }, 0))).toBe('2026-11-20 14:00');
    expect(wall(reminderAt({ due: '2026-11-20', time: '14:00' }, 30))).toBe('2026-11-20 13:30');
    expect(wall(reminderAt({ due: '2026-11-20' }, 0))).toBe('2026-11-20 09:00');
    expect(wall(reminderAt({ due: '2026-11-20' }, 1_440))).toBe('2026-11-19 09:00');
  });

  test('a task is due on its date and not on the one of another zone', () => {
    inZone(zone);
    const lateEvening = new Date(2026, 10, 20, 23, 59);
    const now = { date: localDate(lateEvening), time: '23:59' };
    expect(dueState({ due: '2026-11-20' }, now)).toBe('today');
    expect(dueState({ due: '2026-11-19' }, now)).toBe('overdue');
    expect(dueState({ due: '2026-11-21' }, now)).toBe('later');
  });

  test('a birthday is on its day', () => {
    inZone(zone);
    const today = dateToDay(localDate(new Date(2026, 10, 20, 0, 1)));
    expect(nextBirthday(dateToDay('1988-11-20'), today)).toEqual({ inDays: 0, age: 38 });
    expect(nextBirthday(dateToDay('1988-11-19'), today).inDays).toBe(364);
    expect(nextBirthday(dateToDay('1990-11-21'), today)).toEqual({ inDays: 1, age: 36 });
  });
});

test('over a change of the clock, a day before keeps its hour and hours before keep their length', () => {
  inZone('America/Los_Angeles');
  expect(wall(reminderAt({ due: '2026-03-08', time: '10:00' }, 1_440))).toBe('2026-03-07 10:00');
  expect(wall(reminderAt({ due: '2026-03-08', time: '03:30' }, 60))).toBe('2026-03-08 01:30');
  expect(wall(reminderAt({ due: '2026-11-01', time: '09:00' }, 1_440))).toBe('2026-10-31 09:00');
});

test('a time that the change of the clock skips rings once, after the gap', () => {
  inZone('America/Los_Angeles');
  expect(wall(reminderAt({ due: '2026-03-08', time: '02:30' }, 0))).toBe('2026-03-08 03:30');
});

test('a task with a time is overdue from that minute on', () => {
  const at = (time: string) => dueState({ due: '2026-11-20', time: '14:00' }, { date: '2026-11-20', time });
  expect(at('13:59')).toBe('today');
  expect(at('14:00')).toBe('today');
  expect(at('14:01')).toBe('overdue');
});

test('who was born on 29 February has the 28th in years without one', () => {
  const born = dateToDay('1992-02-29');
  expect(nextBirthday(born, dateToDay('2027-02-28'))).toEqual({ inDays: 0, age: 35 });
  expect(nextBirthday(born, dateToDay('2028-02-28'))).toEqual({ inDays: 1, age: 36 });
  expect(nextBirthday(born, dateToDay('2027-03-01')).inDays).toBe(365);
});

test('a birthday in January is near at the end of December', () => {
  expect(nextBirthday(dateToDay('1980-01-02'), dateToDay('2026-12-31'))).toEqual({ inDays: 2, age: 47 });
});

test('next month is the last day of a shorter month', () => {
  expect(quickDate('nextMonth', '2027-01-31')).toBe('2027-02-28');
  expect(quickDate('nextMonth', '2026-12-15')).toBe('2027-01-15');
  expect(quickDate('inThreeDays', '2028-02-27')).toBe('2028-03-01');
});
