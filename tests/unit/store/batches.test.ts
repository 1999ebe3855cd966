import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { beginImport, bulkEdit, finishImport, redoBatch, undoBatch } from '../../../src/commands/batches.ts';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { batchStatusOf, hiddenBatchesOf } from '../../../src/domain/batch.ts';
import { recordIdOf, type RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk, type ImportChunk } from '../../../src/domain/importChunk.ts';
import { isHidden, valuesOf } from '../../../src/domain/record.ts';
import { versionsSeen } from '../../../src/domain/register.ts';
import { ChunkOrderError, writeImportChunk } from '../../../src/store/imports.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { projectMarked, rebuildRows } from '../../../src/store/projection.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function aReplica(device?: number): Promise<Replica> {
  const replica = await (device === undefined ? Replica.open() : Replica.shared(device));
  open.push(replica);
  return replica;
}

/** Two accounts, a product and three orders of two lines, as an import that has not finished. */
async function aStagedImport(
  replica: Replica,
): Promise<{ batch: RecordId; accounts: RecordId[]; orders: RecordId[] }> {
  const plan = {
    title: 'orders.csv',
    command: 'import',
    shards: { account: 1, product: 1, order: 1 },
    chunks: 3,
    resume: null,
  } as const;
  const { batch, shards } = valueOfResult(await beginImport(replica.book, plan));
  const [account = '', product = '', order = ''] = [
    shards.account?.[0],
    shards.product?.[0],
    shards.order?.[0],
  ];
  const accounts = [recordIdOf(account, 0), recordIdOf(account, 1)];
  const line = [recordIdOf(product, 0), 2, 12_500] as const;
  const chunks: ImportChunk[] = [
    { type: 'create', shard: account, records: [{ name: 'Nordkaffe' }, { name: 'Lan An' }] },
    { type: 'create', shard: product, records: [{ name: 'Grinder', code: 'G1' }] },
    {
      type: 'create',
      shard: order,
      records: [0, 1, 0].map((at, i) => ({
        number: `SO-${i}`,
        account: accounts[at] ?? '',
        date: '2026-11-20',
        kind: 'order',
        status: 'done',
        currency: 'EUR',
        lines: [line, line],
      })),
    },
  ];
  for (const [position, chunk] of chunks.entries()) {
    await writeImportChunk(replica.engine, batch, position, encodeChunk(chunk));
  }
  return { batch, accounts, orders: [0, 1, 2].map((i) => recordIdOf(order, i)) };
}

async function visible(replica: Replica, ids: readonly RecordId[]): Promise<RecordId[]> {
  const hidden = hiddenBatchesOf(await replica.book.strict.batches.toArray());
  const rows = await Promise.all(ids.map((id) => replica.mustRow(id)));
  return rows.filter((row) => !isHidden(row, hidden)).map((row) => row.id);
}

test('nothing of an import is visible before it is finished, and all of it after', async () => {
  const replica = await aReplica();
  const { batch, accounts, orders } = await aStagedImport(replica);
  expect(await visible(replica, [...accounts, ...orders])).toEqual([]);
  valueOfResult(await finishImport(replica.book, batch, { created: 6 }));
  expect(await visible(replica, [...accounts, ...orders])).toEqual([...accounts, ...orders]);
  expect(valuesOf(await replica.mustRow(orders[0] ?? ''))).toMatchObject({
    number: 'SO-0',
    account: accounts[0],
  });
});

test('a chunk that is sent again changes nothing, and a chunk too early is refused with where to go on', async () => {
  const replica = await aReplica();
  const { batch } = await aStagedImport(replica);
  const before = await allRows(replica.book);
  const chunk = encodeChunk({ type: 'create', shard: 'a1.0', records: [{ name: 'again' }] });
  await writeImportChunk(replica.engine, batch, 0, chunk);
  expect(await allRows(replica.book)).toEqual(before);
  const tooEarly = writeImportChunk(replica.engine, batch, 7, chunk);
  await expect(tooEarly).rejects.toBeInstanceOf(ChunkOrderError);
  await expect(tooEarly).rejects.toMatchObject({ expected: 3 });
});

test('undoing an import hides what it made, but not what somebody has edited or refers to since', async () => {
  const replica = await aReplica();
  const { batch, accounts, orders } = await aStagedImport(replica);
  valueOfResult(await finishImport(replica.book, batch, null));
  const [first = '', second = ''] = accounts;
  valueOfResult(
    await updateRecord(replica.book, await replica.mustRow(orders[2] ?? ''), { notes: 'call back' }),
  );
  valueOfResult(await createRecord(replica.book, 'contact', { name: 'Lena', accounts: [second] }));
  valueOfResult(await undoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
  // The edited order refers to the first account, and the new contact to the second.
  expect(await visible(replica, [first, second, ...orders])).toEqual([first, second, orders[2]]);
  expect(batchStatusOf(await replica.mustRow(batch))).toBe('undone');
  valueOfResult(await redoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
  expect(await visible(replica, [...accounts, ...orders])).toHaveLength(5);
});

test('undoing an import reverts what it updated, except where somebody has changed it since', async () => {
  const replica = await aReplica();
  const made = await Promise.all(
    ['Nordkaffe', 'Lan An'].map(
      async (name) =>
        valueOfResult(await createRecord(replica.book, 'account', { name, region: 'old' })).ids[0] ?? '',
    ),
  );
  const plan = { title: 'accounts.csv', command: 'import', shards: {}, chunks: 1, resume: null } as const;
  const { batch } = valueOfResult(await beginImport(replica.book, plan));
  const records = await Promise.all(
    made.map(async (id) => {
      const row = await replica.mustRow(id);
      return {
        id,
        writes: [{ register: 'region', value: 'imported', seen: versionsSeen(row.registers['region']) }],
      };
    }),
  );
  await writeImportChunk(replica.engine, batch, 0, encodeChunk({ type: 'update', records }));
  valueOfResult(await finishImport(replica.book, batch, null));
  valueOfResult(
    await updateRecord(replica.book, await replica.mustRow(made[1] ?? ''), { region: 'by hand' }),
  );
  valueOfResult(await undoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
  const regions = await Promise.all(made.map(async (id) => valuesOf(await replica.mustRow(id))['region']));
  expect(regions).toEqual(['old', 'by hand']);
});

test('an undo of an import beats a concurrent commit of it on another device', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  const { batch } = await aStagedImport(a);
  await a.fold();
  for (const entry of await a.newEntries()) await b.receive(entry);
  valueOfResult(await undoBatch(b.book, batch));
  valueOfResult(await finishImport(a.book, batch, null));
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    await from.fold();
    for (const entry of await from.newEntries()) await to.receive(entry);
  }
  for (const device of [a, b]) expect(batchStatusOf(await device.mustRow(batch))).toBe('undone');
});

/** 250 accounts of level C. */
async function manyAccounts(replica: Replica): Promise<RecordId[]> {
  const plan = {
    title: 'sample',
    command: 'sample',
    shards: { account: 1 },
    chunks: 1,
    resume: null,
  } as const;
  const { batch, shards } = valueOfResult(await beginImport(replica.book, plan));
  const shard = shards.account?.[0] ?? '';
  const records = Array.from({ length: 250 }, (_, i) => ({ name: `Account ${i}`, level: 'C' }));
  await writeImportChunk(replica.engine, batch, 0, encodeChunk({ type: 'create', shard, records }));
  valueOfResult(await finishImport(replica.book, batch, null));
  return records.map((_, i) => recordIdOf(shard, i));
}

test('a bulk edit of many records is one step: it can stop in the middle, go on, and be undone whole', async () => {
  const replica = await aReplica();
  const ids = await manyAccounts(replica);
  const levels = async () => {
    const rows = await Promise.all(ids.map((id) => replica.mustRow(id)));
    return rows.filter((row) => valuesOf(row)['level'] === 'A').length;
  };
  const edit = valueOfResult(
    await bulkEdit(replica.book, ids, { op: 'set', field: 'level', value: 'A' }, 'Level A'),
  );
  let steps = 0;
  await runJob(replica.engine, edit.command, () => ++steps > 1);
  expect(await levels()).toBe(100);
  expect((await replica.book.strict.jobs.get(edit.command))?.done).toBe(100);
  await replica.restart();
  await runJob(replica.engine, edit.command, () => false);
  expect(await levels()).toBe(250);
  expect(await replica.book.strict.jobs.count()).toBe(0);
  valueOfResult(await undoBatch(replica.book, edit.command));
  await replica.fold();
  await runJob(replica.engine, edit.command, () => false);
  expect(await levels()).toBe(0);
  const before = await allRows(replica.book);
  await rebuildRows(replica.engine);
  expect(await allRows(replica.book)).toEqual(before);
});

test('each record can be given values of its own in one step, and those without one stay as they are', async () => {
  const replica = await aReplica();
  const ids = await manyAccounts(replica);
  const some = ids.slice(0, 200);
  const values = {
    income: Object.fromEntries(some.map((id, i) => [id, i / 200])),
    source: Object.fromEntries(some.map((id) => [id, 'Model'])),
  };
  const edit = valueOfResult(await bulkEdit(replica.book, ids, { op: 'setEach', values }, 'Scores'));
  await runJob(replica.engine, edit.command, () => false);
  const read = async () => (await Promise.all(ids.map((id) => replica.mustRow(id)))).map(valuesOf);
  const written = await read();
  expect(written.map(({ income }) => income)).toEqual(ids.map((_, i) => (i < 200 ? i / 200 : undefined)));
  expect(written.map(({ source }) => source)).toEqual(ids.map((_, i) => (i < 200 ? 'Model' : undefined)));
  valueOfResult(await undoBatch(replica.book, edit.command));
  await replica.fold();
  await runJob(replica.engine, edit.command, () => false);
  expect((await read()).every(({ income }) => income === undefined || income === null)).toBe(true);
});

test('a wrong value is replaced where it still stands, in sets too, and one undo brings all of them back', async () => {
  const replica = await aReplica();
  const ids = await manyAccounts(replica);
  const [first = '', second = '', third = ''] = ids;
  for (const [id, emails] of [
    [first, ['a@gmial.com', 'x@y.example']],
    [second, ['a@gmial.com', 'a@gmail.com']],
  ] as const)
    valueOfResult(await updateRecord(replica.book, await replica.mustRow(id), { emails: [...emails] }));
  valueOfResult(
    await updateRecord(replica.book, await replica.mustRow(third), { name: 'Changed meanwhile' }),
  );
  await replica.fold();
  const mended = { 'a@gmial.com': 'a@gmail.com' };
  const values = {
    emails: { [first]: mended, [second]: mended },
    name: { [third]: { 'OLD NAME': 'Old Name' } },
  };
  const edit = valueOfResult(await bulkEdit(replica.book, ids, { op: 'replaceEach', values }, 'Repair'));
  await runJob(replica.engine, edit.command, () => false);
  const read = async (id: string) => valuesOf(await replica.mustRow(id));
  // Elements have no order.
  const emailsOf = async (id: string) => new Set((await read(id))['emails'] as string[]);
  expect(await emailsOf(first)).toEqual(new Set(['a@gmail.com', 'x@y.example']));
  expect(await emailsOf(second)).toEqual(new Set(['a@gmail.com']));
  expect((await read(third))['name']).toBe('Changed meanwhile');
  valueOfResult(await undoBatch(replica.book, edit.command));
  await replica.fold();
  await runJob(replica.engine, edit.command, () => false);
  expect(await emailsOf(first)).toEqual(new Set(['a@gmial.com', 'x@y.example']));
  expect(await emailsOf(second)).toEqual(new Set(['a@gmial.com', 'a@gmail.com']));
});

test('rows that an engine left half made are made again by the next one', async () => {
  const replica = await aReplica();
  const { accounts } = await aStagedImport(replica);
  const before = await allRows(replica.book);
  await replica.book.strict.accounts.bulkDelete(accounts);
  await replica.book.strict.meta.put({ key: 'projecting', shards: ['a1.0'] });
  await replica.restart();
  await projectMarked(replica.engine);
  expect(await allRows(replica.book)).toEqual(before);
  expect(await replica.book.strict.meta.get('projecting')).toBeUndefined();
});
