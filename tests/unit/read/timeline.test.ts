import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { BookDatabase } from '../../../src/database/schema.ts';
import type { Json } from '../../../src/domain/json.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import type { OrderSummary } from '../../../src/read/accountFigures.ts';
import {
  itemOfOrder,
  itemOfRow,
  liveAbout,
  newestItems,
  openTasksOf,
  type AboutKind,
} from '../../../src/read/timeline.ts';
import { aRow } from '../../support/rows.ts';

const open: BookDatabase[] = [];

afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

async function openBook(): Promise<BookDatabase> {
  const db = new BookDatabase(`timeline-${Math.random()}`, 'relaxed');
  open.push(db);
  await db.open();
  return db;
}

function first(db: BookDatabase, kind: AboutKind, id: string): Promise<RecordRow[]> {
  return new Promise((resolve, reject) => {
    const stop = liveAbout(db, kind, id).subscribe((rows) => {
      queueMicrotask(() => stop());
      resolve(rows);
    }, reject);
  });
}

const at = (text: string): number => new Date(text).getTime();
const call = (id: string, when: string, more: Record<string, Json> = {}): RecordRow =>
  aRow(id, { type: 'call', at: at(when), account: 'a1.0.0', ...more });
const task = (id: string, values: Record<string, Json>): RecordRow =>
  aRow(id, { title: id, status: 'open', account: 'a1.0.0', ...values });
const order = (more: Partial<OrderSummary>): OrderSummary => ({
  id: 'o1.0.0',
  number: 'SO-1',
  day: 20_000,
  kind: 'order',
  status: 'done',
  currency: 'CNY',
  totalMinor: 100,
  createdAt: 0,
  ...more,
});

test('entries of several sources come newest first, and no more of them than asked for', () => {
  const calls = [call('y1.0.0', '2026-11-18T10:00'), call('y1.0.1', '2026-11-20T10:00')].map(itemOfRow);
  const tasks = [task('k1.0.0', { due: '2026-11-19', time: '09:00' })].map(itemOfRow);
  expect(newestItems([calls, tasks], 10).map(({ id }) => id)).toEqual(['y1.0.1', 'k1.0.0', 'y1.0.0']);
  expect(newestItems([calls, tasks], 2).map(({ id }) => id)).toEqual(['y1.0.1', 'k1.0.0']);
  expect(newestItems([], 2)).toEqual([]);
});

test('entries of one moment keep one order, whichever source comes first', () => {
  const a = itemOfRow(call('y1.0.0', '2026-11-18T10:00'));
  const b = itemOfRow(call('y1.0.1', '2026-11-18T10:00'));
  expect(newestItems([[a], [b]], 2)).toEqual(newestItems([[b], [a]], 2));
});

test('a page is a prefix of the next one, so that nothing moves when more is shown', () => {
  const calls = Array.from({ length: 100 }, (_, i) =>
    itemOfRow(call(`y1.0.${i.toString(36)}`, '2026-11-18T10:00', { at: (i * 7_919) % 1_000 })),
  );
  const whole = newestItems([calls], 100);
  expect(newestItems([calls], 30)).toEqual(whole.slice(0, 30));
});

test('an activity moved to another time stands at the new one', () => {
  const moved = project({
    ...call('y1.0.0', '2026-11-18T10:00'),
    registers: { at: { '1.9': [at('2026-11-01T10:00'), 1, 'm1.0.0'] } },
  });
  expect(itemOfRow(moved).at).toBe(at('2026-11-01T10:00'));
});

test('a date without a time is shown as the date itself and sorted inside that day of the person', () => {
  const item = itemOfOrder(order({ day: 20_777, createdAt: 0 }));
  expect(item.day).toBe('2026-11-20');
  expect(new Date(item.at).getDate()).toBe(20);
  expect(itemOfOrder(order({ day: 20_777, time: '15:30' })).at).toBe(at('2026-11-20T15:30'));
});

test('what was written down on its own day stands at the moment of writing', () => {
  const createdAt = at('2026-11-20T16:45');
  expect(itemOfOrder(order({ day: 20_777, createdAt })).at).toBe(createdAt);
  expect(itemOfOrder(order({ day: 20_778, createdAt })).at).toBe(at('2026-11-21T00:00'));
});

test('a task stands where it was done, else where it is due, else where it was written', () => {
  const doneAt = at('2026-11-05T12:00');
  expect(itemOfRow(task('k1.0.0', { status: 'done', doneAt, due: '2026-12-01' }))).toMatchObject({
    at: doneAt,
  });
  expect(itemOfRow(task('k1.0.1', { due: '2026-12-01' })).day).toBe('2026-12-01');
  const undated = task('k1.0.2', {});
  expect(itemOfRow(undated).at).toBe(undated.base[1]);
});

test('the next step is the open task with the earliest date and time; tasks without a date come last', () => {
  const tasks = [
    task('k1.0.0', {}),
    task('k1.0.1', { due: '2026-12-02' }),
    task('k1.0.2', { due: '2026-12-02', time: '08:00' }),
    task('k1.0.3', { due: '2026-01-01', status: 'done' }),
  ];
  expect(openTasksOf(tasks).map(({ id }) => id)).toEqual(['k1.0.2', 'k1.0.1', 'k1.0.0']);
});

test('a record finds what names it, as customer or as contact, and nothing of others', async () => {
  const db = await openBook();
  await db.activities.bulkPut([
    call('y1.0.0', '2026-11-18T10:00', { contacts: ['c1.0.0'] }),
    call('y1.0.1', '2026-11-18T10:00', { account: 'a1.0.9' }),
  ]);
  expect((await first(db, 'activity', 'a1.0.0')).map(({ id }) => id)).toEqual(['y1.0.0']);
  expect((await first(db, 'activity', 'c1.0.0')).map(({ id }) => id)).toEqual(['y1.0.0']);
});

test('what lies in the bin or was brought by a batch that is undone stays out of sight', async () => {
  const db = await openBook();
  const kept = call('y1.0.0', '2026-11-18T10:00');
  const deleted = project({
    ...call('y1.0.1', '2026-11-18T10:00'),
    registers: { deleted: { '1.9': [true, 1, 'm1.0.0'] } },
  });
  const hidden = call('y1.0.2', '2026-11-18T10:00');
  await db.batches.put(aRow('b1.0.0', { title: 'Import', status: 'undone' }));
  await db.activities.bulkPut([
    kept,
    deleted,
    project({ ...hidden, base: [hidden.base[0], hidden.base[1], hidden.base[2], 'b1.0.0'] }),
  ]);
  expect((await first(db, 'activity', 'a1.0.0')).map(({ id }) => id)).toEqual(['y1.0.0']);
});
