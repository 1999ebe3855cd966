import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { beginImport, bulkEdit, finishImport, undoBatch } from '../../../src/commands/batches.ts';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { createJoinedBook, enterBook } from '../../../src/database/book.ts';
import { readBackup, writeBackup } from '../../../src/database/backup.ts';
import type { SyncRow } from '../../../src/database/schema.ts';
import { batchStatusOf, hiddenBatchesOf } from '../../../src/domain/batch.ts';
import { recordIdOf, shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import { isHidden, valuesOf } from '../../../src/domain/record.ts';
import { packRows } from '../../../src/read/packRows.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { foldIntents } from '../../../src/store/fold.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { commitSealed, liveOutboxCounts, nextPayload, shareBook } from '../../../src/store/outbox.ts';
import { projectMarked, rebuildRows } from '../../../src/store/projection.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: { close: () => void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

async function aReplica(device?: number): Promise<Replica> {
  const replica = await (device === undefined ? Replica.open() : Replica.shared(device));
  open.push(replica);
  return replica;
}

const sync: SyncRow = {
  key: 'sync',
  state: 'sharing',
  workspace: '00',
  cursor: 0,
  logHash: new Uint8Array(32),
};

async function anAccount(replica: Replica, name: string): Promise<RecordId> {
  return valueOfResult(await createRecord(replica.book, 'account', { name })).ids[0] ?? '';
}

/** Everything that one device has to say reaches another; none of it may be refused or wait. */
async function send(from: Replica, to: Replica, maxBytes?: number): Promise<number> {
  await from.fold();
  const entries = await from.newEntries(maxBytes);
  for (const entry of entries) expect(await to.receive(entry)).toEqual({ type: 'applied' });
  return entries.length;
}

/** Accounts, staged in a batch that is not committed. */
async function aStagedImport(replica: Replica, count = 250): Promise<{ batch: RecordId; ids: RecordId[] }> {
  const plan = {
    title: 'accounts.csv',
    command: 'import',
    shards: { account: 1 },
    chunks: 1,
    resume: null,
  } as const;
  const { batch, shards } = valueOfResult(await beginImport(replica.book, plan));
  const shard = shards.account?.[0] ?? '';
  const records = Array.from({ length: count }, (_, i) => ({ name: `Account ${i}`, level: 'C' }));
  await writeImportChunk(replica.engine, batch, 0, encodeChunk({ type: 'create', shard, records }));
  return { batch, ids: records.map((_, i) => recordIdOf(shard, i)) };
}

test('a book that is not shared keeps no outbox', async () => {
  const replica = await aReplica();
  await anAccount(replica, 'Nordkaffe');
  await replica.fold();
  expect(await replica.book.strict.outbox.count()).toBe(0);
});

test('a book that is shared sends all it held, its history and bin included, and what is written meanwhile', async () => {
  const [a, b] = [await aReplica(), await aReplica(2)];
  const id = await anAccount(a, 'Nordkaffe');
  const edit = valueOfResult(await updateRecord(a.book, await a.mustRow(id), { region: 'Hamburg' }));
  const { ids } = await aStagedImport(a);
  await shareBook(a.engine, sync);
  valueOfResult(await updateRecord(a.book, await a.mustRow(id), { level: 'A' }));
  await a.fold();
  valueOfResult(await updateRecord(a.book, await a.mustRow(ids[0] ?? ''), { region: 'Oslo' }));
  expect(await send(a, b, 2_000)).toBeGreaterThan(10);
  expect(await allRows(b.book)).toEqual(await allRows(a.book));
  expect(await b.book.strict.history.toArray()).toEqual(await a.book.strict.history.toArray());
  expect(await a.book.strict.outbox.count()).toBe(0);
  valueOfResult(await undo(b.book, edit.command));
  await send(b, a);
  expect(valuesOf(await a.mustRow(id))).toEqual({ name: 'Nordkaffe', level: 'A' });
});

test('batches are sent before the records that they hide, and accounts before orders', async () => {
  const a = await aReplica();
  await aStagedImport(a);
  valueOfResult(await createRecord(a.book, 'order', { number: '1', date: '2026-11-20', currency: 'EUR' }));
  await shareBook(a.engine, sync);
  const rows = await a.book.strict.outbox.toArray();
  const kinds = rows.map((row) => (row.type === 'shard' ? row.shard.charAt(0) : row.type));
  expect(kinds).toEqual(['m', 'b', 'a', 'o', 'history']);
});

test('a chunk of an import stands in the outbox by name, after its batch', async () => {
  const a = await aReplica(1);
  await a.newEntries();
  await aStagedImport(a);
  const rows = await a.book.strict.outbox.toArray();
  expect(rows.map((row) => row.type)).toEqual(['changes', 'shard']);
});

test('a payload takes as many edits as it may, merged by shard, and leaves the rest', async () => {
  const a = await aReplica(1);
  await a.newEntries();
  const id = await anAccount(a, 'Nordkaffe');
  await a.fold();
  for (let i = 0; i < 20; i++) {
    valueOfResult(await updateRecord(a.book, await a.mustRow(id), { region: `Region ${i}` }));
    await a.fold();
  }
  expect(await a.book.strict.outbox.count()).toBe(21);
  const next = await nextPayload(a.engine, 1 << 20);
  expect(next?.payload.updates).toHaveLength(1);
  expect(next?.payload.history).toHaveLength(21);
  expect(next?.changes).toBe(21);
  const some = await nextPayload(a.engine, 2_000);
  expect(some?.taken.length).toBeGreaterThan(1);
  expect(some?.taken.length).toBeLessThan(21);
  expect((await nextPayload(a.engine, 1))?.taken).toHaveLength(1);
});

test('what is sealed leaves the outbox with the same transaction, and both count as on their way', async () => {
  const a = await aReplica(1);
  await a.newEntries();
  const began = Date.now();
  await anAccount(a, 'Nordkaffe');
  await a.fold();
  const counted = () =>
    new Promise((resolve) => {
      const stop = liveOutboxCounts(a.book.strict).subscribe((counts) => {
        resolve(counts);
        queueMicrotask(() => stop());
      });
    });
  expect(await counted()).toMatchObject({ changes: 1 });
  const next = await nextPayload(a.engine, 1 << 20);
  const bytes = new Uint8Array([1]);
  const sealed = { seq: 1, bytes, hash: bytes, epoch: 1, at: next?.at ?? 0, changes: next?.changes ?? 0 };
  expect(sealed.at).toBeGreaterThanOrEqual(began);
  const failing = commitSealed(a.engine, [sealed, sealed], next?.taken ?? []);
  await expect(failing).rejects.toThrow();
  expect(await a.book.strict.outbox.count()).toBe(1);
  await commitSealed(a.engine, [sealed], next?.taken ?? []);
  expect(await a.book.strict.outbox.count()).toBe(0);
  expect(await counted()).toEqual({ changes: 1, oldestAt: sealed.at });
  await a.book.strict.sealed.clear();
  expect(await counted()).toEqual({ changes: 0 });
});

test('nothing of another device’s import shows before it is committed', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  const { batch, ids } = await aStagedImport(a);
  const visible = async () => {
    const hidden = hiddenBatchesOf(await b.book.strict.batches.toArray());
    const rows = await Promise.all(ids.map((id) => b.row(id)));
    return rows.filter((row) => row !== undefined && !isHidden(row, hidden)).length;
  };
  await a.fold();
  for (const entry of await a.newEntries(5_000)) {
    await b.receive(entry);
    expect(await visible()).toBe(0);
  }
  valueOfResult(await finishImport(a.book, batch, null));
  await send(a, b);
  expect(await visible()).toBe(250);
  expect(await b.book.strict.meta.get('projecting')).toBeUndefined();
  const before = await allRows(b.book);
  await rebuildRows(b.engine);
  expect(await allRows(b.book)).toEqual(before);
});

test('what a person does while a large import arrives goes between its rows and not after them', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  await send(a, b);
  await aStagedImport(a, 1_500);
  await a.fold();
  const entries = await a.newEntries();
  let isReceived = false;
  const receiving = (async () => {
    for (const entry of entries) expect(await b.receive(entry)).toEqual({ type: 'applied' });
    isReceived = true;
  })();
  while ((await b.book.strict.accounts.count()) === 0);
  await anAccount(b, 'Mine');
  expect(isReceived).toBe(false);
  expect(await b.book.strict.accounts.count()).toBeLessThan(1_500);
  await receiving;
  expect(await b.book.strict.accounts.count()).toBe(1_501);
});

test('a shard that arrives whole brings its pack of the list index with it', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  await send(a, b);
  b.engine = await EngineState.take(b.book, packRows);
  const { ids } = await aStagedImport(a, 1_500);
  await send(a, b);
  const shard = shardOfRecord(ids[0] ?? '');
  const rows = await Promise.all(ids.map((id) => b.mustRow(id)));
  const log = await b.book.strict.rowLog.toArray();
  const whole = log.findLast(({ shards }) => shards?.includes(shard) === true);
  expect(await b.book.strict.packs.get(shard)).toEqual({
    ...{ shard, kind: 'account', upTo: whole?.seq },
    data: await packRows('account', rows),
  });
});

test('a shard in which a person writes while it arrives is packed later', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  await send(a, b);
  b.engine = await EngineState.take(b.book, async (kind, rows) => {
    const [first] = rows;
    if (first !== undefined) valueOfResult(await updateRecord(b.book, first, { name: 'Mine' }));
    return packRows(kind, rows);
  });
  await aStagedImport(a, 1_500);
  await send(a, b);
  expect(await b.book.strict.packs.count()).toBe(0);
});

test('a device whose import another has undone takes its own part back, also what it wrote too late', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  const { batch, ids } = await aStagedImport(a);
  valueOfResult(await finishImport(a.book, batch, null));
  await send(a, b);
  const edit = valueOfResult(
    await bulkEdit(a.book, ids, { op: 'set', field: 'level', value: 'A' }, 'Level A'),
  );
  let steps = 0;
  await a.fold();
  await runJob(a.engine, edit.command, () => ++steps > 1);
  await send(a, b);
  valueOfResult(await undoBatch(b.book, edit.command));
  await b.fold();
  await runJob(b.engine, edit.command, () => false);
  // Another hundred, not knowing of the undo.
  steps = 0;
  await runJob(a.engine, edit.command, () => ++steps > 1);
  await send(b, a);
  await runJob(a.engine, edit.command, () => false);
  await send(a, b);
  await send(b, a);
  for (const replica of [a, b]) {
    const rows = await Promise.all(ids.map((id) => replica.mustRow(id)));
    expect(new Set(rows.map((row) => valuesOf(row)['level']))).toEqual(new Set(['C']));
    expect(batchStatusOf(await replica.mustRow(edit.command))).toBe('undone');
    expect(await replica.book.strict.jobs.count()).toBe(0);
  }
  expect(await allRows(b.book)).toEqual(await allRows(a.book));
});

test('a chunk of an import that another device has undone is not written', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  const { batch } = await aStagedImport(a);
  await send(a, b);
  valueOfResult(await undoBatch(b.book, batch));
  await send(b, a);
  const late = { type: 'create', shard: 'a1.7', records: [{ name: 'Late' }] } as const;
  await expect(writeImportChunk(a.engine, batch, 1, encodeChunk(late))).rejects.toThrow();
  await expect(writeImportChunk(a.engine, batch, 0, encodeChunk(late))).rejects.toThrow();
  expect(await a.row('a1.7.0')).toBeUndefined();
  expect((await finishImport(a.book, batch, null)).ok).toBe(false);
  expect(batchStatusOf(await a.mustRow(batch))).toBe('undone');
});

test('rows that were not made yet when the engine stopped are made by the next', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  await aStagedImport(a);
  await a.fold();
  for (const entry of await a.newEntries()) {
    const stop = b.receive(entry);
    // Another engine takes over as soon as the shards are stored.
    while ((await b.book.strict.meta.get('projecting')) === undefined) {
      if ((await Promise.race([stop, Promise.resolve(undefined)])) !== undefined) break;
    }
    if ((await b.book.strict.meta.get('projecting')) === undefined) continue;
    await b.restart();
    await expect(stop).rejects.toThrow(/taken over/);
  }
  await projectMarked(b.engine);
  expect(await allRows(b.book)).toEqual(await allRows(a.book));
  expect(await b.book.strict.meta.get('projecting')).toBeUndefined();
});

test('a device that has lost what it sent reads it back, repeats no counter and folds nothing twice', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  await send(a, b);
  const id = await anAccount(b, 'Own');
  const { meta, intents } = b.book.strict;
  const [device, kept] = [await meta.get('device'), await intents.toArray()];
  const other = await Replica.shared(2);
  open.push(other);
  await b.fold();
  const entries = await b.newEntries();
  // The disk of `other` holds what `b` held before it folded and sent.
  if (device !== undefined) await other.book.strict.meta.put(device);
  await other.book.strict.intents.bulkPut(kept);
  for (const entry of entries) expect(await other.receive(entry)).toEqual({ type: 'applied' });
  await other.fold();
  expect(await other.newEntries()).toMatchObject(entries.map(() => ({ updates: [] })));
  const again = await anAccount(other, 'Next');
  expect(again).not.toBe(id);
  expect(await send(other, a)).toBe(1);
  expect(valuesOf(await a.mustRow(again))['name']).toBe('Next');
});

test('a backup of a shared book holds nothing of its team, and restores as a device that it never had', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  await anAccount(a, 'Nordkaffe');
  await send(a, b);
  await anAccount(b, 'Lan An');
  await send(b, a);
  await a.book.strict.keys.put({ id: 'epoch:1', key: new Uint8Array([1, 2, 3]) });
  await a.book.strict.heads.put({ device: 5, seq: 9, hash: new Uint8Array(32) });
  await writeBackup('restored-team', readBackup(a.book.strict));
  const book = valueOfResult(await enterBook('restored-team', 'nobody'));
  open.push(book);
  const engine = await EngineState.take(book);
  await projectMarked(engine);
  await foldIntents(engine);
  expect(await allRows(book)).toEqual(await allRows(a.book));
  expect(await book.strict.meta.get('device')).toMatchObject({ device: 6 });
  expect(await book.strict.meta.get('sync')).toBeUndefined();
  const { keys, sealed, outbox, heads, cursors, operations, waiting } = book.strict;
  for (const table of [keys, sealed, outbox, heads, cursors, operations, waiting]) {
    expect(await table.count()).toBe(0);
  }
});

test('a restored book that is shared speaks for the devices that it had before', async () => {
  const [a, b] = [await aReplica(1), await aReplica(2)];
  const id = await anAccount(a, 'Nordkaffe');
  await send(a, b);
  valueOfResult(await updateRecord(b.book, await b.mustRow(id), { region: 'Oslo' }));
  await send(b, a);
  await a.book.strict.heads.put({ device: 2, seq: 1, hash: new Uint8Array(32) });
  await writeBackup('restored-founder', readBackup(a.book.strict));
  const book = valueOfResult(await enterBook('restored-founder', 'nobody'));
  open.push(book);
  const engine = await EngineState.take(book);
  await projectMarked(engine);
  await shareBook(engine, sync);
  valueOfResult(await createJoinedBook('joined-founder', { device: 4, member: 'm1.0.0', sync }));
  const joined = await aReplica(4);
  for (;;) {
    const next = await nextPayload(engine, 1_000);
    if (next === undefined) break;
    const entry = { device: 3, founder: true, role: 'owner', ...next.payload } as const;
    expect(await joined.receive(entry)).toEqual({ type: 'applied' });
    await commitSealed(engine, [], next.taken, next.replaced);
  }
  expect(await allRows(joined.book)).toEqual(await allRows(book));
  expect(await joined.book.strict.history.toArray()).toEqual(await book.strict.history.toArray());
  expect(shardOfRecord(await anAccount(joined, 'Joined'))).toBe('a4.0');
});

test('a device that joins has the number it was given, and no genesis', async () => {
  valueOfResult(await createJoinedBook('joined', { device: 7, member: 'm1.0.3', sync }));
  const book = valueOfResult(await enterBook('joined', 'nobody'));
  open.push(book);
  expect(await book.strict.meta.get('device')).toMatchObject({ device: 7, member: 'm1.0.3' });
  expect(await book.strict.members.count()).toBe(0);
  expect(await book.strict.intents.count()).toBe(0);
});
