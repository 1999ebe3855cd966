import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { recordIdOf } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import { IndexFeed } from '../../../src/read/indexFeed.ts';
import { eagerKinds, type ListQuery } from '../../../src/read/listQuery.ts';
import { closeBook, openBook, pack, serve, write } from '../../support/indexServer.ts';
import { aRow } from '../../support/rows.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeBook();
});

const account = (index: number): RecordRow => aRow(recordIdOf('a1.0', index), { name: `A${index}` });
const activity = (index: number, values: Record<string, Json>): RecordRow =>
  aRow(recordIdOf('y1.0', index), { type: 'call', at: 1_000 * (index + 1), ...values });
const firstTen = { offset: 0, limit: 10 };
const activities: ListQuery = { kind: 'activity', sort: { by: 'at', descending: true } };

const eager = eagerKinds;

/** The kinds that have been read since. */
function watchLoads(): () => string[] {
  const load = vi.spyOn(IndexFeed.prototype, 'loadKind');
  return () => load.mock.calls.map(([kind]) => kind);
}

test('activities and behaviours are read when a question first needs them, and not before', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0), account(1)]);
  await write(db, 'activity', [activity(0, { account: 'a1.0.0' })]);
  const loads = watchLoads();
  const { ask } = serve(db);
  await ask('counts');
  await ask('search', { text: 'a', limit: 5 });
  await ask('labels', ['y1.0.0']);
  await ask('query', { kind: 'account', sort: { by: 'revenue' } }, firstTen);
  expect(loads()).toEqual(eager);
  const filter = { match: 'all', conditions: [{ field: 'activityCount', op: 'between', from: 1 }] } as const;
  expect((await ask('query', { kind: 'account', filter }, firstTen)).ids).toEqual(['a1.0.0']);
  expect(loads().slice(eager.length)).toEqual(['activity']);
  await ask('query', activities, firstTen);
  await ask('counts', ['activity']);
  expect(loads().slice(eager.length)).toEqual(['activity']);
  await ask('facets', 'behaviour', 'kind', { limit: 3 });
  expect(loads().slice(eager.length + 1)).toEqual(['behaviour']);
});

test('activities are read ahead once everything else is there, for Today', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0)]);
  await write(db, 'activity', [activity(0, { account: 'a1.0.0' })]);
  const loads = watchLoads();
  const { ask } = serve(db);
  await ask('counts');
  await vi.waitFor(() => expect(loads().slice(eager.length)).toEqual(['activity']), { timeout: 10_000 });
});

test('what was read ahead does not stand for whole activities', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0)]);
  await write(db, 'activity', [activity(0, { account: 'a1.0.0', subject: 'Samples' })]);
  const loads = watchLoads();
  const { wake, ask } = serve(db);
  const today = { date: '2026-11-20', time: '09:00', limit: 5 } as const;
  expect(await ask('slipping', today, 0)).toEqual({ count: 0, items: [] });
  expect(loads().slice(eager.length)).toEqual(['activity']);
  expect(await ask('labels', ['y1.0.0'])).toEqual(['Samples']);
  expect((await ask('search', { text: 'samples', limit: 5 })).hits).toEqual([]);
  await write(db, 'activity', [activity(1, { account: 'a1.0.0', subject: 'Price list' })]);
  await wake();
  expect(await ask('labels', ['y1.0.1'])).toEqual(['Price list']);
  const bySubject = { kind: 'activity', sort: { by: 'subject' } } as const;
  expect((await ask('query', bySubject, firstTen)).ids).toEqual(['y1.0.1', 'y1.0.0']);
  expect((await ask('search', { text: 'samples', kinds: ['activity'], limit: 5 })).hits).toHaveLength(1);
  expect(loads().slice(eager.length)).toEqual(['activity', 'activity']);
  await ask('slipping', today, 0);
  expect(loads().slice(eager.length)).toEqual(['activity', 'activity']);
});

test('what is asked of related activities waits for them', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0), account(1)]);
  await write(db, 'activity', [activity(0, { account: 'a1.0.1', type: 'visit' })]);
  const { ask } = serve(db);
  const visited = { match: 'all', conditions: [{ field: 'type', op: 'anyOf', values: ['visit'] }] } as const;
  const related = { op: 'related', kind: 'activity', by: 'account', filter: visited } as const;
  const query = (quantifier: 'some' | 'none'): ListQuery => ({
    kind: 'account',
    filter: { match: 'all', conditions: [{ ...related, quantifier }] },
  });
  expect(await ask('matchingIds', query('some'))).toEqual(['a1.0.1']);
  expect(await ask('matchingIds', query('none'))).toEqual(['a1.0.0']);
});

test('changes of a kind that is not in memory are told of, read by nobody, and stand in it once it is loaded', async () => {
  const db = await openBook();
  await write(db, 'activity', [activity(0, { subject: 'Old' }), activity(1, { subject: 'Gone' })]);
  await pack(db, 'activity', 'y1.0');
  const loads = watchLoads();
  const { ask, wake, reports } = serve(db);
  await ask('counts');
  const before = reports.length;
  await write(db, 'activity', [
    project({ ...activity(0, { subject: 'Old' }), registers: { subject: { '1.5': ['New', 9, 'm1.0.0'] } } }),
    activity(2, { subject: 'Added' }),
  ]);
  await db.activities.delete('y1.0.1');
  await db.rowLog.add({ kind: 'activity', ids: ['y1.0.1'] });
  await wake();
  expect(reports.slice(before)).toEqual([{ type: 'changed', kinds: ['activity'] }]);
  expect(loads()).not.toContain('activity');
  expect((await ask('query', activities, firstTen)).ids).toEqual(['y1.0.2', 'y1.0.0']);
  expect(await ask('search', { text: 'new', limit: 5 })).toMatchObject({ hits: [{ id: 'y1.0.0' }] });
});

test('once loaded, activities follow their changes and are found without being named', async () => {
  const db = await openBook();
  await write(db, 'activity', [activity(0, { subject: 'First' })]);
  const { ask, wake, reports } = serve(db);
  expect((await ask('search', { text: 'first', limit: 5 })).hits).toEqual([]);
  await ask('query', activities, firstTen);
  expect((await ask('search', { text: 'first', limit: 5 })).hits).toHaveLength(1);
  await write(db, 'activity', [activity(1, { subject: 'Second' })]);
  await wake();
  expect(reports.at(-1)).toEqual({ type: 'changed', kinds: ['activity'] });
  expect((await ask('query', activities, firstTen)).ids).toEqual(['y1.0.1', 'y1.0.0']);
});

test('names of single activities are read without loading all of them', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0)]);
  await write(db, 'activity', [activity(0, { subject: 'Call' })]);
  const { ask } = serve(db);
  expect(await ask('labels', ['y1.0.0', 'a1.0.0', 'y1.0.7'])).toEqual(['Call', 'A0', undefined]);
});

test('after a lost connection the kinds that were in memory are read again', async () => {
  const db = await openBook();
  await write(db, 'activity', [activity(0, {})]);
  const { ask, server } = serve(db);
  await ask('query', activities, firstTen);
  await write(db, 'activity', [activity(1, {})]);
  server.close();
  server.wake();
  await server.settled();
  expect((await ask('query', activities, firstTen)).total).toBe(2);
});

test('a live segment holds the accounts that meet its rule now', async () => {
  const db = await openBook();
  await write(db, 'account', [account(0), account(1)]);
  const done = aRow('k1.0.0', { title: 'Call back', status: 'open', account: 'a1.0.1' });
  await write(db, 'task', [done]);
  const rule = { match: 'all', conditions: [{ field: 'openTasks', op: 'between', from: 1 }] } as const;
  await write(db, 'segment', [
    aRow('s1.0.0', { name: 'Waiting', method: 'rule', rule, members: ['a1.0.0'] }),
    aRow('s1.0.1', { name: 'Damaged', method: 'rule', rule: { match: 'all', conditions: [{ op: 'drop' }] } }),
    aRow('s1.0.2', {
      name: 'Circle',
      method: 'rule',
      rule: { match: 'any', conditions: [{ op: 'inNoSegment', segments: ['s1.0.2'] }] },
    }),
  ]);
  const { ask, wake } = serve(db);
  expect(await ask('segmentCounts')).toEqual({ 's1.0.0': 1, 's1.0.1': 0, 's1.0.2': 0 });
  const filter = { match: 'all', conditions: [{ op: 'inSegments', segments: ['s1.0.0'] }] } as const;
  expect(await ask('matchingIds', { kind: 'account', filter })).toEqual(['a1.0.1']);
  await write(db, 'task', [project({ ...done, registers: { status: { '1.5': ['done', 9, 'm1.0.0'] } } })]);
  await wake();
  expect(await ask('matchingIds', { kind: 'account', filter })).toEqual([]);
});

test('a choice of a custom field sorts and groups in the order in which its field lists it', async () => {
  const db = await openBook();
  await write(db, 'field', [
    aRow('f1.0.0', { name: 'Plan', object: 'account', type: 'choice', choices: ['Gold', 'Silver'] }),
  ]);
  const key = 'f1.0.0:choice';
  await write(db, 'account', [
    aRow('a1.0.0', { name: 'One', [key]: '1' }),
    aRow('a1.0.1', { name: 'Two', [key]: '0' }),
    aRow('a1.0.2', { name: 'Three' }),
  ]);
  const { ask } = serve(db);
  const answer = await ask('query', { kind: 'account', sort: { by: key }, group: key }, firstTen);
  expect(answer.ids).toEqual(['a1.0.1', 'a1.0.0', 'a1.0.2']);
  expect(answer.groups).toEqual([
    { value: '0', count: 1, start: 0 },
    { value: '1', count: 1, start: 1 },
    { value: null, count: 1, start: 2 },
  ]);
});

test('orders in blocks are filtered by their custom fields', async () => {
  const db = await openBook();
  const { packOrders } = await import('../../../src/domain/orderBlock.ts');
  const common = { currency: 'CNY', status: 'done', kind: 'order', date: '2026-01-05', lines: [] };
  const packed = packOrders('o1.0', [
    aRow('o1.0.0', { number: 'A', ...common, 'f1.0.0:number': 7, 'f1.0.1:choice': 'k1' }),
    aRow('o1.0.1', { number: 'B', ...common, 'f1.0.0:number': 3 }),
  ]);
  await db.orderBlocks.put(packed.orders);
  await db.columns.put(packed.lines);
  const { ask } = serve(db);
  const where = (condition: NonNullable<ListQuery['filter']>['conditions'][number]): ListQuery => ({
    kind: 'order',
    filter: { match: 'all', conditions: [condition] },
  });
  expect(await ask('matchingIds', where({ field: 'f1.0.0:number', op: 'between', to: 5 }))).toEqual([
    'o1.0.1',
  ]);
  expect(await ask('matchingIds', where({ field: 'f1.0.1:choice', op: 'anyOf', values: ['k1'] }))).toEqual([
    'o1.0.0',
  ]);
});
