import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import type { RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { packOrders } from '../../../src/domain/orderBlock.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import type { ListQuery } from '../../../src/read/listQuery.ts';
import { loadOrderColumns } from '../../../src/read/orderColumns.ts';
import { readTalks } from '../../../src/read/talks.ts';
import { closeBook, openBook, pack, serve, write, type Opened } from '../../support/indexServer.ts';
import { aRow } from '../../support/rows.ts';

afterEach(closeBook);

const winner = 'a1.0.0';
const loser = 'a1.0.1';
const other = 'a1.0.2';
const all = { offset: 0, limit: 10 };

const merged = (row: RecordRow, into: RecordId | null): RecordRow =>
  project({ ...row, registers: { mergedInto: { '1.9': [into, 1, 'm1.0.0'] } } });
const order = (id: RecordId, values: Record<string, Json>): RecordRow =>
  aRow(id, {
    number: id,
    currency: 'EUR',
    status: 'done',
    kind: 'order',
    date: '2026-01-05',
    lines: [[null, 1, 100_000]],
    ...values,
  });

const losing = aRow(loser, { name: 'Lanan Cofee' });
const of = (kind: 'order' | 'contact' | 'activity', by: string, id: RecordId): ListQuery => ({
  kind,
  filter: { match: 'all', conditions: [{ field: by, op: 'anyOf', values: [id] }] },
});

/** Two customers and a third; orders of both, packed and loose, a contact of both, a talk with each. */
async function aBook(row: RecordRow = losing): Promise<Opened> {
  const db = await openBook();
  await write(db, 'account', [
    aRow(winner, { name: 'Lanan Coffee', tags: [] }),
    row,
    aRow(other, { name: 'Nordic Steel' }),
  ]);
  const packed = packOrders('o1.0', [
    order('o1.0.0', { account: winner }),
    order('o1.0.1', { account: loser, date: '2026-02-01' }),
    order('o1.0.2', { account: other }),
  ]);
  await db.orderBlocks.put(packed.orders);
  await db.columns.put(packed.lines);
  await write(db, 'order', [order('o2.0.0', { account: loser, date: '2026-03-01' })]);
  await write(db, 'contact', [
    aRow('c1.0.0', { name: 'Of both', accounts: [winner, loser] }),
    aRow('c1.0.1', { name: 'Of the second', accounts: [loser] }),
  ]);
  await write(db, 'activity', [
    aRow('y1.0.0', { type: 'call', at: 1, account: winner, satisfaction: 4 }),
    aRow('y1.0.1', { type: 'call', at: 2, account: loser, satisfaction: 2 }),
  ]);
  await write(db, 'segment', [aRow('s1.0.0', { name: 'Best', method: 'list', members: [loser] })]);
  return serve(db);
}

async function merge({ db, wake }: Opened): Promise<void> {
  await write(db, 'account', [merged(losing, winner)]);
  await wake();
}

test('a merged record is in no list, no search and no count', async () => {
  const book = await aBook();
  expect(await book.ask('query', { kind: 'account' }, all)).toMatchObject({ total: 3 });
  await merge(book);
  expect(await book.ask('query', { kind: 'account' }, all)).toEqual({
    total: 2,
    matched: 2,
    ids: [winner, other],
  });
  expect((await book.ask('search', { text: 'cofee', kinds: ['account'], limit: 5 })).hits).toEqual([]);
  expect(await book.ask('counts')).toMatchObject({ account: 2 });
});

test('what refers to it is counted and listed at the record that stands for it, once', async () => {
  const book = await aBook();
  await book.ask('accountFigures', [winner]);
  await merge(book);
  const [figures] = await book.ask('accountFigures', [winner]);
  expect(figures).toMatchObject({ orders: 3, revenueMinor: 3_000, contacts: 2 });
  expect(await book.ask('ordersOfAccount', winner, all)).toMatchObject({ total: 3 });
  for (const id of [winner, loser]) {
    expect((await book.ask('query', of('order', 'account', id), all)).matched).toBe(3);
    expect((await book.ask('query', of('contact', 'accounts', id), all)).ids).toEqual(['c1.0.0', 'c1.0.1']);
    expect((await book.ask('query', of('activity', 'account', id), all)).matched).toBe(2);
  }
  expect(await book.ask('labels', [loser])).toEqual(['Lanan Coffee']);
  expect(await book.ask('segmentCounts')).toEqual({ 's1.0.0': 1 });
});

test('groups, tables and analyses know only the record that stands for both', async () => {
  const book = await aBook(merged(losing, winner));
  const grouped = await book.ask('query', { kind: 'order', group: 'account' }, all);
  expect(grouped.groups?.map(({ value, count }) => [value, count])).toEqual([
    [winner, 3],
    [other, 1],
  ]);
  const { columns } = await book.ask('table', { kind: 'order' }, ['account']);
  expect(JSON.stringify(columns)).not.toContain(loser);
  const orders = await loadOrderColumns(book.db);
  expect([...orders.accounts].sort()).toEqual([winner, other]);
  expect((await readTalks(book.db, winner)).length).toBe(2);
});

test('a merge that stands in a pack is followed when the book is opened', async () => {
  const first = await aBook(merged(losing, winner));
  await pack(first.db, 'account', 'a1.0');
  const { ask } = serve(first.db);
  expect((await ask('query', { kind: 'account' }, all)).ids).toEqual([winner, other]);
  expect((await ask('accountFigures', [winner]))[0]).toMatchObject({ orders: 3 });
});

test('taken apart, everything is where it was, and every kind is told of it', async () => {
  const book = await aBook(merged(losing, winner));
  await book.ask('accountFigures', [winner]);
  await write(book.db, 'account', [merged(losing, null)]);
  await book.wake();
  const changed = book.reports.findLast((report) => report.type === 'changed');
  expect(changed).toMatchObject({
    kinds: expect.arrayContaining(['account', 'order', 'contact']) as unknown,
  });
  expect(await book.ask('accountFigures', [winner, loser])).toMatchObject([
    { orders: 1, contacts: 1 },
    { orders: 2, contacts: 2 },
  ]);
  expect((await book.ask('query', of('order', 'account', winner), all)).matched).toBe(1);
});

test('of two merged into each other the one with the smaller id is to be seen', async () => {
  const book = await aBook(merged(losing, winner));
  await write(book.db, 'account', [merged(aRow(winner, { name: 'Lanan Coffee' }), loser)]);
  await book.wake();
  expect((await book.ask('query', { kind: 'account' }, all)).ids).toEqual([winner, other]);
  expect((await book.ask('accountFigures', [winner]))[0]).toMatchObject({ orders: 3 });
});
