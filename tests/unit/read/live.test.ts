import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { BookDatabase } from '../../../src/database/schema.ts';
import type { HistoryRow } from '../../../src/database/schema.ts';
import type { Json } from '../../../src/domain/json.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import { liveBin, liveBinCounts } from '../../../src/read/bin.ts';
import { liveRow, liveSegments, type Live } from '../../../src/read/live.ts';
import { liveHistory } from '../../../src/read/recordHistory.ts';
import { aRow } from '../../support/rows.ts';

const open: BookDatabase[] = [];
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
  for (const db of open.splice(0)) db.close();
});

async function openBook(): Promise<BookDatabase> {
  const db = new BookDatabase(`live-${Math.random()}`, 'relaxed');
  open.push(db);
  await db.open();
  return db;
}

/** Subscribes and gives the values as they come. */
function follow<T>(live: Live<T>): { next: () => Promise<T> } {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  ends.push(
    live.subscribe((value) => {
      const give = waiting.shift();
      if (give === undefined) values.push(value);
      else give(value);
    }),
  );
  return {
    next: () => {
      const value = values.shift();
      return value === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(value);
    },
  };
}

const deletedAt = (row: RecordRow, at: number): RecordRow =>
  project({ ...row, registers: { deleted: { '1.9': [true, at, 'm1.0.0'] } } });
const account = (id: string, values: Record<string, Json> = {}): RecordRow =>
  aRow(id, { name: id, ...values });

test('a record is given at once and again after each change', async () => {
  const db = await openBook();
  await db.accounts.put(account('a1.0.0', { name: 'Before' }));
  const { next } = follow(liveRow(db, 'a1.0.0'));
  expect((await next())?.base[0]['name']).toBe('Before');
  await db.accounts.put(account('a1.0.0', { name: 'After' }));
  expect((await next())?.base[0]['name']).toBe('After');
});

test('a change through another handle on the book is seen as well', async () => {
  const db = await openBook();
  const other = new BookDatabase(db.name, 'strict');
  open.push(other);
  await other.open();
  const { next } = follow(liveRow(db, 'a1.0.0'));
  await next();
  await other.accounts.put(account('a1.0.0'));
  expect((await next())?.id).toBe('a1.0.0');
});

test('the bin has the last deleted first, as many as asked for, and says how many there are', async () => {
  const db = await openBook();
  const rows = ['a1.0.0', 'a1.0.1', 'a1.0.2'].map((id, i) => deletedAt(account(id), 100 + i));
  await db.accounts.bulkPut([...rows, account('a1.0.3')]);
  const page = await follow(liveBin(db, 'account', 2)).next();
  expect(page.rows.map(({ id }) => id)).toEqual(['a1.0.2', 'a1.0.1']);
  expect(page.total).toBe(3);
  expect(await follow(liveBinCounts(db)).next()).toMatchObject({ account: 3, contact: 0, order: 0, tag: 0 });
});

test('segments in the bin and those of an unfinished batch are not offered', async () => {
  const db = await openBook();
  await db.batches.put(aRow('b1.0.0', { title: 'x', status: 'staging' }));
  const staged = project({ id: 's1.0.2', base: [{ name: 'Staged' }, 1, 'm1.0.0', 'b1.0.0'], registers: {} });
  await db.segments.bulkPut([
    aRow('s1.0.0', { name: 'Zeta' }),
    aRow('s1.0.3', { name: 'Alpha' }),
    deletedAt(aRow('s1.0.1', { name: 'Gone' }), 5),
    staged,
  ]);
  const segments = await follow(liveSegments(db)).next();
  expect(segments.map(({ id }) => id)).toEqual(['s1.0.3', 's1.0.0']);
});

test('the history of a record holds its own changes only, newest first', async () => {
  const db = await openBook();
  const change = (id: string) => ({ id, register: 'name', before: [], after: [] });
  const entry = (id: string, at: number, ids: string[]): HistoryRow => ({
    id,
    at,
    author: 'm1.0.0',
    command: 'edit',
    created: [],
    changes: ids.map(change),
    records: ids,
  });
  await db.history.bulkPut([
    entry('1.2', 20, ['a1.0.0', 'a1.0.1']),
    entry('1.a', 30, ['a1.0.0']),
    entry('1.9', 30, ['a1.0.0']),
    entry('1.3', 40, ['a1.0.1']),
  ]);
  const { entries, total } = await follow(liveHistory(db, 'a1.0.0', 2)).next();
  expect(entries.map(({ id }) => id)).toEqual(['1.a', '1.9']);
  expect(total).toBe(3);
  const all = await follow(liveHistory(db, 'a1.0.0', 9)).next();
  expect(all.entries.at(-1)?.changes).toEqual([change('a1.0.0')]);
});

test('the history of a field holds the commands that changed it, elements of a list included', async () => {
  const db = await openBook();
  const entry = (id: string, registers: string[]): HistoryRow => ({
    id,
    at: 1,
    author: 'm1.0.0',
    command: 'edit',
    created: [],
    changes: registers.map((register) => ({ id: 'a1.0.0', register, before: [], after: [] })),
    records: ['a1.0.0'],
  });
  await db.history.bulkPut([
    entry('1.1', ['name', 'phones/xyz']),
    entry('1.2', ['level']),
    entry('1.3', ['phones/0']),
    entry('1.4', ['deleted']),
  ]);
  const phones = await follow(liveHistory(db, 'a1.0.0', 9, 'phones')).next();
  expect(phones.entries.map(({ changes }) => changes.map(({ register }) => register))).toEqual([
    ['phones/0'],
    ['phones/xyz'],
  ]);
  expect(phones.total).toBe(2);
  expect(phones.fields).toEqual(['name', 'phones', 'level']);
});
