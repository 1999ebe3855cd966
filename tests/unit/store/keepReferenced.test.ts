import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { beginImport, finishImport, undoBatch } from '../../../src/commands/batches.ts';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { hiddenBatchesOf } from '../../../src/domain/batch.ts';
import { customKeyOf } from '../../../src/domain/customFields.ts';
import { recordIdOf, type RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import type { ObjectKind } from '../../../src/domain/objects.ts';
import { isHidden, type Values } from '../../../src/domain/record.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

const kinds = ['account', 'contact', 'product', 'need', 'task', 'activity'] as const;
type ImportedKind = (typeof kinds)[number];

/** Two records of each kind, as one import; the activities are about the second account. */
async function anImport(
  replica: Replica,
): Promise<{ batch: RecordId; ids: Record<ImportedKind, readonly [RecordId, RecordId]> }> {
  const { batch, shards } = valueOfResult(
    await beginImport(replica.book, {
      title: 'all.csv',
      command: 'import',
      shards: Object.fromEntries(kinds.map((kind) => [kind, 1])),
      chunks: kinds.length,
      resume: null,
    }),
  );
  const shardOf = (kind: ObjectKind): string => shards[kind]?.[0] ?? '';
  const ids = Object.fromEntries(
    kinds.map((kind) => [kind, [recordIdOf(shardOf(kind), 0), recordIdOf(shardOf(kind), 1)]]),
  ) as Readonly<Record<string, readonly [RecordId, RecordId]>> as Record<
    ImportedKind,
    readonly [RecordId, RecordId]
  >;
  const values: Readonly<Record<ImportedKind, Values>> = {
    account: { name: 'Nordkaffe' },
    contact: { name: 'Lena' },
    product: { name: 'Grinder' },
    need: { title: 'Service' },
    task: { title: 'Call' },
    activity: { type: 'call', at: 1, account: ids.account[1] },
  };
  for (const [position, kind] of kinds.entries()) {
    const chunk = { type: 'create', shard: shardOf(kind), records: [values[kind], values[kind]] } as const;
    await writeImportChunk(replica.engine, batch, position, encodeChunk(chunk));
  }
  valueOfResult(await finishImport(replica.book, batch, null));
  return { batch, ids };
}

async function undone(replica: Replica, batch: RecordId): Promise<void> {
  valueOfResult(await undoBatch(replica.book, batch));
  await replica.fold();
  await runJob(replica.engine, batch, () => false);
}

async function visible(replica: Replica, ids: readonly (readonly RecordId[])[]): Promise<RecordId[]> {
  const hidden = hiddenBatchesOf(await replica.book.strict.batches.toArray());
  const rows = await Promise.all(ids.flat().map((id) => replica.mustRow(id)));
  return rows.filter((row) => !isHidden(row, hidden)).map((row) => row.id);
}

async function aReplica(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

test('an undone import keeps what activities, needs, tasks and behaviours outside of it are about, and nothing else', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica);
  const create = async (kind: ObjectKind, values: Values): Promise<void> =>
    void valueOfResult(await createRecord(replica.book, kind, values));
  await create('activity', { type: 'call', at: 2, account: ids.account[0], contacts: [ids.contact[0]] });
  await create('need', { title: 'Descaling', product: ids.product[0] });
  await create('task', { title: 'Answer', need: ids.need[0] });
  await create('behaviour', { kind: 'viewed', at: 3, product: ids.product[1] });
  await replica.fold();
  await undone(replica, batch);
  expect(await visible(replica, Object.values(ids))).toEqual([
    ids.account[0],
    ids.contact[0],
    ...ids.product,
    ids.need[0],
  ]);
});

test('an activity of the import that somebody has worked on keeps the account that it is about', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica);
  const row = await replica.mustRow(ids.activity[0]);
  valueOfResult(await updateRecord(replica.book, row, { subject: 'Promised a visit' }));
  await replica.fold();
  await undone(replica, batch);
  expect(await visible(replica, Object.values(ids))).toEqual([ids.account[1], ids.activity[0]]);
});

test('a record in a custom field outside the import is kept', async () => {
  const replica = await aReplica();
  const { batch, ids } = await anImport(replica);
  const field = async (object: ObjectKind, to: 'account' | 'task'): Promise<string> => {
    const values = { name: to, object, type: 'reference', to };
    const { ids: made } = valueOfResult(await createRecord(replica.book, 'field', values));
    return customKeyOf(made[0] ?? '', 'reference', to);
  };
  const partner = await field('account', 'account');
  const cause = await field('need', 'task');
  valueOfResult(await createRecord(replica.book, 'account', { name: 'Own', [partner]: ids.account[0] }));
  valueOfResult(await createRecord(replica.book, 'need', { title: 'Own', [cause]: ids.task[1] }));
  await replica.fold();
  await undone(replica, batch);
  expect(await visible(replica, Object.values(ids))).toEqual([ids.account[0], ids.task[1]]);
});
