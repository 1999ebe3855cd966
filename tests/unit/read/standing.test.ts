import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { beginImport, bulkEdit, finishImport, redoBatch, undoBatch } from '../../../src/commands/batches.ts';
import { createRecord, editRecords, keepRecords, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { recordIdOf, type RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import { isHidden } from '../../../src/domain/record.ts';
import { readHiddenBatches } from '../../../src/read/live.ts';
import { readStanding, type Standing } from '../../../src/read/standing.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function aReplica(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

/** A committed import of `count` accounts. */
async function anImport(replica: Replica, count: number): Promise<{ batch: RecordId; ids: RecordId[] }> {
  const plan = {
    title: 'a.csv',
    command: 'import',
    shards: { account: 1 },
    chunks: 1,
    resume: null,
  } as const;
  const { batch, shards } = valueOfResult(await beginImport(replica.book, plan));
  const shard = shards.account?.[0] ?? '';
  const records = Array.from({ length: count }, (_, i) => ({ name: `Account ${i}`, region: 'old' }));
  await writeImportChunk(replica.engine, batch, 0, encodeChunk({ type: 'create', shard, records }));
  valueOfResult(await finishImport(replica.book, batch, null));
  return { batch, ids: records.map((_, i) => recordIdOf(shard, i)) };
}

async function edit(replica: Replica, id: RecordId, values: Record<string, string>): Promise<void> {
  valueOfResult(await updateRecord(replica.book, await replica.mustRow(id), values));
}

async function undone(replica: Replica, batch: RecordId): Promise<Standing> {
  valueOfResult(await undoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
  return readStanding(replica.book.strict, batch, 100);
}

const namesOf = (standing: Standing): unknown[] => standing.records.map(({ row }) => row.base[0]['name']);

test('an undone import lists exactly the records that still show, each with its reason', async () => {
  const replica = await aReplica();
  const earlier = await anImport(replica, 2);
  const { batch, ids } = await anImport(replica, 6);
  const other = await anImport(replica, 3);
  const [edited = '', named = '', deleted = ''] = ids;
  await edit(replica, edited, { notes: 'call back', region: 'by hand' });
  await edit(replica, earlier.ids[0] ?? '', { notes: 'of an earlier import' });
  await edit(replica, other.ids[0] ?? '', { notes: 'of a later import' });
  valueOfResult(await createRecord(replica.book, 'contact', { name: 'Lena', accounts: [named] }));
  valueOfResult(await editRecords(replica.book, [deleted], { op: 'delete' }));
  const standing = await undone(replica, batch);
  expect(namesOf(standing)).toEqual(['Account 0', 'Account 1']);
  expect(standing.records.map((each) => [each.edited, each.isReferenced])).toEqual([
    [['region', 'notes'], false],
    [[], true],
  ]);
  expect(standing.recordTotal).toBe(2);
  const hidden = await readHiddenBatches(replica.book.strict);
  const rows = await Promise.all(ids.map((id) => replica.mustRow(id)));
  const visible = rows.filter((row) => row.deletedAt === undefined && !isHidden(row, hidden));
  expect(visible.map((row) => row.id)).toEqual([edited, named]);
});

test('an import that nobody touched leaves nothing behind, and one that is not undone lists nothing', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica, 3);
  await edit(replica, ids[0] ?? '', { notes: 'mine' });
  expect(await readStanding(replica.book.strict, batch, 100)).toMatchObject({
    recordTotal: 0,
    fieldTotal: 0,
  });
  const untouched = await anImport(replica, 3);
  expect(await undone(replica, untouched.batch)).toMatchObject({ recordTotal: 0, fieldTotal: 0 });
});

test('of many records that stay, the first come with the count of all', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica, 60);
  valueOfResult(await editRecords(replica.book, ids.slice(0, 45), { op: 'set', field: 'level', value: 'A' }));
  await undone(replica, batch);
  const standing = await readStanding(replica.book.strict, batch, 10);
  expect(standing.records).toHaveLength(10);
  expect(standing.recordTotal).toBe(45);
});

test('a record that an undone import hides can be asked back alone, and that can be undone', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica, 3);
  await undone(replica, batch);
  const kept = valueOfResult(await keepRecords(replica.book, [ids[1] ?? '']));
  const standing = await readStanding(replica.book.strict, batch, 10);
  expect(standing.records.map(({ row, isRestored }) => [row.id, isRestored])).toEqual([[ids[1], true]]);
  valueOfResult(await undo(replica.book, kept.command));
  expect(await readStanding(replica.book.strict, batch, 10)).toMatchObject({ recordTotal: 0 });
});

test('an undone bulk edit lists the fields that somebody changed since, with who and when', async () => {
  const replica = await aReplica();
  const { ids } = await anImport(replica, 150);
  const change = { op: 'set', field: 'region', value: 'bulk' } as const;
  const { command } = valueOfResult(await bulkEdit(replica.book, ids, change, 'Region'));
  await runJob(replica.engine, command, () => false);
  await edit(replica, ids[7] ?? '', { region: 'by hand' });
  await edit(replica, ids[120] ?? '', { notes: 'another field' });
  const standing = await undone(replica, command);
  expect(standing.fields.map(({ row, register }) => [row.id, register])).toEqual([[ids[7], 'region']]);
  expect(standing.fields[0]?.lastEdit?.author).toBe((await replica.mustRow(ids[7] ?? '')).base[2]);
  valueOfResult(await redoBatch(replica.book, command));
  await replica.fold();
  await runJob(replica.engine, command, () => false);
  expect(await readStanding(replica.book.strict, command, 10)).toMatchObject({ fieldTotal: 0 });
  const again = await undone(replica, command);
  expect(again.fields.map(({ row }) => row.id)).toEqual([ids[7]]);
});

test('a bulk edit whose undo found every record changed since lists all of them', async () => {
  const replica = await aReplica();
  const { ids } = await anImport(replica, 101);
  const change = { op: 'set', field: 'region', value: 'bulk' } as const;
  const { command } = valueOfResult(await bulkEdit(replica.book, ids, change, 'Region'));
  await runJob(replica.engine, command, () => false);
  for (const id of ids) await edit(replica, id, { region: 'by hand' });
  expect(await undone(replica, command)).toMatchObject({ fieldTotal: 101 });
});

test('the undo of a small command lists what it left alone under its own version', async () => {
  const replica = await aReplica();
  const { ids } = await anImport(replica, 3);
  const change = { op: 'set', field: 'region', value: 'bulk' } as const;
  const { command } = valueOfResult(await editRecords(replica.book, ids, change));
  await edit(replica, ids[2] ?? '', { region: 'by hand' });
  const reversal = valueOfResult(await undo(replica.book, command));
  expect(reversal.kept).toEqual([{ id: ids[2], register: 'region' }]);
  const standing = await readStanding(replica.book.strict, reversal.command, 10);
  expect(standing.fields.map(({ row, register }) => [row.id, register])).toEqual([[ids[2], 'region']]);
});

test('while an undo still runs nothing is listed yet', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica, 3);
  await edit(replica, ids[0] ?? '', { notes: 'mine' });
  valueOfResult(await undoBatch(replica.book, batch));
  expect(await readStanding(replica.book.strict, batch, 10)).toMatchObject({
    isRunning: true,
    recordTotal: 0,
  });
});
