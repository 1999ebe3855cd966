import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import type { BookDatabase } from '../../../src/database/schema.ts';
import { recordIdOf, shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { packOrders } from '../../../src/domain/orderBlock.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import { packRows } from '../../../src/read/packRows.ts';
import { closeBook, openBook, pack, serve, write } from '../../support/indexServer.ts';
import { aRow } from '../../support/rows.ts';

afterEach(closeBook);

const account = (index: number, values: Record<string, Json>): RecordRow =>
  aRow(recordIdOf('a1.0', index), values);
const edited = (row: RecordRow, name: string): RecordRow =>
  project({ ...row, registers: { name: { '1.9': [name, 1, 'm1.0.0'] } } });
const order = (id: RecordId, values: Record<string, Json>): RecordRow =>
  aRow(id, {
    number: id,
    currency: 'CNY',
    status: 'done',
    kind: 'order',
    date: '2026-01-05',
    lines: [],
    ...values,
  });
const lines = (yuan: number): Json => [[null, 1, yuan * 10_000]];

const firstTen = { offset: 0, limit: 10 };
const byName = { kind: 'account', sort: { by: 'name' } } as const;

test('rows that nobody has packed yet are listed', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Beta' }), account(1, { name: '阿尔法' })]);
  const { ask } = serve(db);
  expect(await ask('query', byName, firstTen)).toEqual({ total: 2, matched: 2, ids: ['a1.0.1', 'a1.0.0'] });
});

test('a pack is used as it is, and rows changed after it are read again', async () => {
  const db = await openBook();
  const rows = [account(0, { name: 'Alpha' }), account(1, { name: 'Beta' })];
  await write(db, 'account', rows);
  await pack(db, 'account', 'a1.0');
  await write(db, 'account', [edited(account(1, { name: 'Beta' }), 'Zeta')]);
  // Not in the log: only the pack can have told of it.
  await db.accounts.put(account(0, { name: 'Unseen' }));
  const { ask } = serve(db);
  expect(await ask('labels', ['a1.0.0', 'a1.0.1'])).toEqual(['Alpha', 'Zeta']);
});

test('a pack of another format is passed over', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' })]);
  await db.packs.put({ shard: 'a1.0', kind: 'account', upTo: 1, data: { format: 0 } });
  const { ask } = serve(db);
  expect(await ask('counts')).toMatchObject({ account: 1 });
});

test('a change that another tab writes is seen after a wake-up, and its kind is named', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' })]);
  const { ask, wake, reports } = serve(db);
  await ask('counts');
  await write(db, 'account', [account(1, { name: '蓝岸' })]);
  await wake();
  expect(reports.at(-1)).toEqual({ type: 'changed', kinds: ['account'] });
  const { hits } = await ask('search', { text: 'lanan', limit: 5 });
  expect(hits).toEqual([
    { kind: 'account', id: 'a1.0.1', name: '蓝岸', foundIn: 'pinyin', ranges: [{ from: 0, to: 2 }] },
  ]);
});

test('a row that is gone leaves the list', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' }), account(1, { name: 'Beta' })]);
  const { ask, wake } = serve(db);
  await ask('counts');
  await db.accounts.delete('a1.0.0');
  await db.rowLog.add({ kind: 'account', ids: ['a1.0.0'] });
  await wake();
  expect(await ask('query', byName, firstTen)).toEqual({ total: 1, matched: 1, ids: ['a1.0.1'] });
});

test('records of an unfinished batch appear in lists, counts and figures when it is committed', async () => {
  const db = await openBook();
  const batch = aRow('b1.0.0', { title: 'Import', command: 'import', status: 'staging' });
  await write(db, 'batch', [batch]);
  const base = [{ name: 'Imported' }, 1, 'm1.0.0', 'b1.0.0'] as const;
  await write(db, 'account', [account(0, { name: 'Alpha' }), project({ id: 'a1.0.1', base, registers: {} })]);
  const { ask, wake } = serve(db);
  expect(await ask('counts')).toMatchObject({ account: 1 });
  await write(db, 'batch', [
    project({ ...batch, registers: { status: { '1.5': ['committed', 9, 'm1.0.0'] } } }),
  ]);
  await wake();
  expect(await ask('counts')).toMatchObject({ account: 2 });
});

test('shards that an import wrote as a whole are in the index when its batch is committed', async () => {
  const db = await openBook();
  const batch = aRow('b1.0.0', { title: 'Import', command: 'import', status: 'staging' });
  await write(db, 'batch', [batch]);
  const { ask, wake } = serve(db);
  await ask('counts');
  await db.accounts.put(
    project({ id: 'a1.3.0', base: [{ name: 'New' }, 1, 'm1.0.0', 'b1.0.0'], registers: {} }),
  );
  await db.rowLog.add({ kind: 'account', shards: ['a1.3'] });
  await write(db, 'batch', [
    project({ ...batch, registers: { status: { '1.5': ['committed', 9, 'm1.0.0'] } } }),
  ]);
  await wake();
  expect(await ask('query', byName, firstTen)).toEqual({ total: 1, matched: 1, ids: ['a1.3.0'] });
});

/** A shard written as a whole, its pack made from these rows and not from what stands in the book. */
async function writeShardAs(db: BookDatabase, rows: readonly RecordRow[]): Promise<void> {
  const upTo = await db.rowLog.add({ kind: 'account', shards: ['a1.0'] });
  await db.packs.put({ shard: 'a1.0', kind: 'account', upTo, data: await packRows('account', rows) });
}

test('a shard that was written as a whole is taken from its pack, and what was written since from its rows', async () => {
  const db = await openBook();
  const { ask, wake } = serve(db);
  await ask('counts');
  const rows = [account(0, { name: 'Alpha' }), account(1, { name: 'Beta' })];
  // Only the pack can have told of the first.
  await writeShardAs(db, rows);
  await write(db, 'account', [edited(account(1, { name: 'Beta' }), 'Zeta')]);
  await write(db, 'batch', [aRow('b1.0.0', { title: 'Import', command: 'import', status: 'committed' })]);
  await wake();
  expect(await ask('labels', ['a1.0.0', 'a1.0.1'])).toEqual(['Alpha', 'Zeta']);
});

test('a pack that is older than the shard it was made of is not taken', async () => {
  const db = await openBook();
  const { ask, wake } = serve(db);
  await ask('counts');
  await writeShardAs(db, [account(0, { name: 'Alpha' })]);
  await db.accounts.put(account(0, { name: 'Beta' }));
  await db.rowLog.add({ kind: 'account', shards: ['a1.0'] });
  await write(db, 'batch', [aRow('b1.0.0', { title: 'Import', command: 'import', status: 'committed' })]);
  await wake();
  expect(await ask('labels', ['a1.0.0'])).toEqual(['Beta']);
});

test('a log that was trimmed beyond the cursor makes the index start over', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' })]);
  const { ask, wake } = serve(db);
  await ask('counts');
  await write(db, 'account', [account(1, { name: 'Beta' })]);
  await write(db, 'account', [account(2, { name: 'Gamma' })]);
  await pack(db, 'account', 'a1.0');
  await db.rowLog.where('seq').belowOrEqual(2).delete();
  await wake();
  expect(await ask('counts')).toMatchObject({ account: 3 });
});

test('an order in the overlay hides the one of its block', async () => {
  const db = await openBook();
  const shard = 'o1.0';
  await write(db, 'account', [account(0, { name: 'Alpha' })]);
  const packed = packOrders(shard, [
    order('o1.0.0', { account: 'a1.0.0', lines: lines(10) }),
    order('o1.0.1', { account: 'a1.0.0', date: '2026-02-01', lines: lines(20) }),
  ]);
  await db.orderBlocks.put(packed.orders);
  await db.columns.put(packed.lines);
  const cancelled = order('o1.0.1', { account: 'a1.0.0', date: '2026-02-01', lines: lines(20) });
  await write(db, 'order', [
    project({ ...cancelled, registers: { status: { '1.5': ['cancelled', 9, 'm1.0.0'] } } }),
  ]);
  const { ask } = serve(db);
  const [figures] = await ask('accountFigures', ['a1.0.0']);
  expect(figures).toMatchObject({ revenueMinor: 1_000, orders: 1, currency: 'CNY' });
  const { orders, total } = await ask('ordersOfAccount', 'a1.0.0', firstTen);
  expect(total).toBe(2);
  expect(orders.map(({ id, status, totalMinor }) => [id, status, totalMinor])).toEqual([
    ['o1.0.1', 'cancelled', 2_000],
    ['o1.0.0', 'done', 1_000],
  ]);
});

test('an order that was packed out of the overlay stays in the list', async () => {
  const db = await openBook();
  const fresh = order('o1.0.0', { number: 'SO-1', lines: lines(3) });
  await write(db, 'order', [fresh]);
  const { ask, wake } = serve(db);
  expect(await ask('counts')).toMatchObject({ order: 1 });
  const packed = packOrders(shardOfRecord(fresh.id), [fresh]);
  await db.orderBlocks.put(packed.orders);
  await db.columns.put(packed.lines);
  await db.orderOverlay.delete(fresh.id);
  await db.rowLog.add({ kind: 'order', ids: [fresh.id] });
  await wake();
  expect(await ask('labels', ['o1.0.0'])).toEqual(['SO-1']);
  expect(await ask('counts')).toMatchObject({ order: 1 });
});

test('a returned order counts against its account whatever its sign, and other currencies are counted apart', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' }), account(1, { name: 'Beta' })]);
  await write(db, 'order', [
    order('o1.0.0', { account: 'a1.0.0', lines: lines(100) }),
    order('o1.0.1', { account: 'a1.0.0', lines: lines(30), kind: 'return' }),
    order('o1.0.2', { account: 'a1.0.0', lines: lines(-5), kind: 'return' }),
    order('o1.0.3', { account: 'a1.0.0', lines: lines(-7), kind: 'adjustment' }),
    order('o1.0.4', { account: 'a1.0.0', lines: lines(9), currency: 'USD', date: '2026-03-01' }),
    order('o1.0.5', { account: 'a1.0.0', lines: lines(1_000), status: 'draft' }),
  ]);
  const { ask } = serve(db);
  const [first, second] = await ask('accountFigures', ['a1.0.0', 'a1.0.1']);
  expect(first).toMatchObject({ revenueMinor: 5_800, currency: 'CNY', inOtherCurrencies: 1, orders: 2 });
  expect(second).toMatchObject({ revenueMinor: 0, orders: 0, lastOrderDay: null });
  const ranked = { kind: 'account', sort: { by: 'revenue', descending: true } } as const;
  expect((await ask('query', ranked, firstTen)).ids).toEqual(['a1.0.0', 'a1.0.1']);
});

test('an account without orders in the main currency shows its sales in the one most of its orders are in', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' }), account(1, { name: 'Beta' })]);
  await write(db, 'order', [
    order('o1.0.0', { account: 'a1.0.0', lines: lines(100) }),
    order('o1.0.1', { account: 'a1.0.0', lines: lines(100) }),
    order('o1.0.2', { account: 'a1.0.0', lines: lines(100) }),
    order('o1.0.3', { account: 'a1.0.1', lines: lines(9), currency: 'USD' }),
    order('o1.0.4', { account: 'a1.0.1', lines: lines(2), currency: 'USD', kind: 'return' }),
    order('o1.0.5', { account: 'a1.0.1', lines: lines(500), currency: 'JPY' }),
  ]);
  const { ask } = serve(db);
  const [, second] = await ask('accountFigures', ['a1.0.0', 'a1.0.1']);
  expect(second).toMatchObject({ revenueMinor: 700, currency: 'USD', inOtherCurrencies: 1, orders: 2 });
});

test('segments filter accounts and count the visible ones of their members', async () => {
  const db = await openBook();
  await write(db, 'account', [
    account(0, { name: 'Alpha' }),
    account(1, { name: 'Beta' }),
    account(2, { name: 'Gamma' }),
  ]);
  await write(db, 'segment', [
    aRow('s1.0.0', { name: 'Best', method: 'list', members: ['a1.0.0', 'a1.0.2', 'a1.0.9'] }),
  ]);
  const { ask } = serve(db);
  expect(await ask('segmentCounts')).toEqual({ 's1.0.0': 2 });
  const conditions = [{ op: 'inSegments', segments: ['s1.0.0'] }] as const;
  expect(await ask('matchingIds', { ...byName, filter: { match: 'all', conditions } })).toEqual([
    'a1.0.0',
    'a1.0.2',
  ]);
});

test('a call that cannot be answered fails with its reason and the next one is answered', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' })]);
  const { ask, server, reports } = serve(db);
  await server.answer(-1, 'query', [{ kind: 'account', sort: { by: 'nothing' } }, firstTen]);
  expect(reports.find((report) => report.type === 'failure')).toMatchObject({
    id: -1,
    error: { type: 'index-failed' },
  });
  expect(await ask('counts')).toMatchObject({ account: 1 });
});

test('a lost connection is opened anew, and the index then knows what was written meanwhile', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0, { name: 'Alpha' })]);
  const { ask, server } = serve(db);
  await ask('counts');
  await write(db, 'account', [account(1, { name: 'Beta' })]);
  server.close();
  server.wake();
  await server.settled();
  expect(await ask('labels', ['a1.0.0', 'a1.0.1'])).toEqual(['Alpha', 'Beta']);
});
