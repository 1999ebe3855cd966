import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putRows, putUntold } from '../../../src/database/putRows.ts';
import { BookDatabase } from '../../../src/database/schema.ts';
import type { RecordRow } from '../../../src/domain/record.ts';
import { aRow, idAt } from '../../support/rows.ts';

let db: BookDatabase;

beforeEach(async () => {
  db = new BookDatabase(`put-rows-${crypto.randomUUID()}`, 'relaxed');
  await db.open();
});

afterEach(() => db.delete());

const rowsOf = (count: number): RecordRow[] =>
  Array.from({ length: count }, (_, i) => aRow(idAt('account', i), { name: `Account ${i}` }));

function put(rows: readonly RecordRow[]): Promise<void> {
  return db.transaction('rw', db.accounts, () => putRows(db.accounts, rows));
}

test.each([0, 1, 50, 51, 120])('%d rows are put, over those that were there', async (count) => {
  await put(rowsOf(count).map((row) => ({ ...row, deletedAt: 1 })));
  await put(rowsOf(count));
  expect(await db.accounts.toArray()).toEqual(rowsOf(count).sort((a, b) => (a.id < b.id ? -1 : 1)));
});

test('who watches one of many rows hears of it', async () => {
  const [first] = rowsOf(1);
  const seen: (RecordRow | undefined)[] = [];
  const heard = new Promise<void>((resolve) => {
    Dexie.liveQuery(() => db.accounts.get(first?.id ?? '')).subscribe((row) => {
      seen.push(row);
      if (row === undefined) void put(rowsOf(120));
      else resolve();
    });
  });
  await heard;
  expect(seen).toEqual([undefined, first]);
});

test('one row that cannot be put leaves none', async () => {
  const rows = rowsOf(120);
  const bad = { ...aRow(idAt('account', 3), {}), base: [() => undefined] } as unknown as RecordRow;
  await expect(put([...rows.slice(0, 3), bad, ...rows.slice(4)])).rejects.toThrow();
  expect(await db.accounts.count()).toBe(0);
});

test('rows that nobody is told of are put over those that were there, or none of them', async () => {
  await put(rowsOf(3).map((row) => ({ ...row, deletedAt: 1 })));
  await db.transaction('rw', db.accounts, () => putUntold(db.accounts, rowsOf(3)));
  expect(await db.accounts.toArray()).toEqual(rowsOf(3));
  const bad = { ...aRow(idAt('account', 4), {}), base: [() => undefined] } as unknown as RecordRow;
  const some = [aRow(idAt('account', 3), {}), bad];
  await expect(db.transaction('rw', db.accounts, () => putUntold(db.accounts, some))).rejects.toThrow();
  expect(await db.accounts.count()).toBe(3);
});

test('rows are put in a transaction only', async () => {
  await expect(putRows(db.accounts, rowsOf(60))).rejects.toThrow('in a transaction');
  expect(await db.accounts.count()).toBe(0);
});
