import { afterEach, expect, test } from 'vitest';
import { dateToDay, localDate } from '../../../src/domain/dates.ts';
import { columnOfTable, columnsFor, withDays, type Table } from '../../../src/domain/table.ts';
import { resetZone, setZone, zones } from '../../support/zones.ts';

afterEach(resetZone);

test('a moment counts as the day on which it was where the person is, whatever the zone', () => {
  const changing = [Date.UTC(2026, 2, 7), Date.UTC(2026, 2, 28), Date.UTC(2026, 3, 4), Date.UTC(2026, 9, 24)];
  const hourly = changing.flatMap((from) => Array.from({ length: 72 }, (_, hour) => from + hour * 3_600_000));
  const moments = [...hourly, Date.UTC(2026, 6, 1, 23, 59), Date.UTC(1969, 11, 31, 12), NaN];
  const table: Table = {
    rows: moments.length,
    ids: moments.map(String),
    columns: [
      { key: 'at', type: 'number', values: Float64Array.from(moments) },
      { key: 'sum', type: 'number', values: Float64Array.from(moments) },
    ],
  };
  for (const zone of zones) {
    setZone(zone);
    const made = withDays(table, ['at']);
    expect(columnOfTable(made, 'at')).toMatchObject({
      values: Float64Array.from(moments, (at) => (Number.isNaN(at) ? NaN : dateToDay(localDate(at)))),
    });
    expect(columnOfTable(made, 'sum')).toBe(table.columns[1]);
  }
});

test('an analysis is sent the columns it asks for, or all of them, and never the ids', () => {
  const column = (key: string) => ({ key, type: 'number' as const, values: Float64Array.of(1, 2) });
  const table: Table = { rows: 2, ids: ['a', 'b'], columns: [column('age'), column('sum')] };
  expect(columnsFor(table)).toEqual({ rows: 2, columns: table.columns });
  expect(columnsFor(table, ['sum', 'gone'])).toEqual({ rows: 2, columns: [column('sum')] });
});
