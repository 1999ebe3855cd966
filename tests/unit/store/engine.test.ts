import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { schemaEpoch } from '../../../src/database/schema.ts';
import { enterBook } from '../../../src/database/book.ts';
import { shardOfRecord } from '../../../src/domain/ids.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { compactShard } from '../../../src/store/compaction.ts';
import { EngineState, readUpdates, SupersededError } from '../../../src/store/engineTransaction.ts';
import { foldIntents } from '../../../src/store/fold.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { Shard } from '../../../src/store/shard.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function aReplica(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

test('an engine that another has superseded writes nothing, and nothing it should have done is lost', async () => {
  const replica = await aReplica();
  const frozen = replica.engine;
  valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' }));
  await replica.restart();
  await expect(foldIntents(frozen)).rejects.toBeInstanceOf(SupersededError);
  expect(await replica.book.strict.updates.count()).toBe(0);
  expect(await replica.fold()).toBe(2);
  expect(await replica.book.strict.intents.count()).toBe(0);
});

test('folding what is folded already changes no shard', async () => {
  const replica = await aReplica();
  valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' }));
  await replica.fold();
  const before = await replica.book.strict.updates.count();
  expect(await replica.fold()).toBe(0);
  expect(await replica.book.strict.updates.count()).toBe(before);
});

test('compaction keeps every standing value, forgets deleted ones at the top tier, and rewrites no base', async () => {
  const replica = await aReplica();
  const id = valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' })).ids[0] ?? '';
  const shard = shardOfRecord(id);
  for (let i = 0; i < 300; i++) {
    const row = await replica.mustRow(id);
    valueOfResult(await updateRecord(replica.book, row, { region: `secret ${i}` }));
    await replica.fold();
    if (i % 33 === 0) while (await compactShard(replica.engine, shard));
  }
  await replica.restart();
  while (await compactShard(replica.engine, shard));
  const updates = await readUpdates(replica.book.strict, shard);
  expect(updates.length).toBeLessThan(41);
  const before = await allRows(replica.book);
  await replica.restart();
  await rebuildRows(replica.engine);
  expect(await allRows(replica.book)).toEqual(before);
  const whole = updates.find((update) => update.tier === 2);
  expect(whole).toBeDefined();
  const text = new TextDecoder().decode(whole?.bytes);
  expect(text).toContain('Nordkaffe');
  expect(text.match(/secret/g)).toHaveLength(1);
});

test('every document that writes has a client id of its own, made of device and session', async () => {
  const replica = await aReplica();
  for (let i = 0; i < 3; i++) {
    valueOfResult(await createRecord(replica.book, 'account', { name: `Account ${i}` }));
    await replica.fold();
    await replica.restart();
  }
  const device = await replica.book.strict.meta.get('device');
  // The member's shard and the accounts' shard in the first engine, the accounts' shard in the two others.
  expect(device).toMatchObject({ device: 1, session: 4 });
});

test('a shard that meets its own client id from somewhere else stops', () => {
  const change = (id: string) => [{ id, base: [{ name: id }, 1, 'm1.0.0'] as const, added: [], deleted: [] }];
  const original = new Shard('a1.0', []);
  original.beginWriting(2 ** 32 + 7);
  original.write(change('a1.0.0'));
  const copy = new Shard('a1.0', []);
  copy.beginWriting(2 ** 32 + 7);
  const update = copy.write([...change('a1.0.1'), ...change('a1.0.2')]);
  expect(() => original.merge(update ?? new Uint8Array())).toThrow(/client id/);
});

test('code that finds data of a newer epoch shows them and writes nothing', async () => {
  const replica = await aReplica();
  const id = valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' })).ids[0] ?? '';
  await replica.book.strict.meta.put({ key: 'epoch', epoch: schemaEpoch + 1 });
  const row = await replica.mustRow(id);
  const refused = await updateRecord(replica.book, row, { name: 'Other' });
  expect(refused).toEqual({ ok: false, error: { type: 'newer-version', epoch: schemaEpoch + 1 } });
  await expect(replica.fold()).rejects.toThrow(/newer/);
  const reopened = valueOfResult(await enterBook(replica.book.name, 'Member'));
  expect(reopened.readOnly).toBe(true);
  expect(valuesOf(await replica.mustRow(id))['name']).toBe('Nordkaffe');
  reopened.close();
});

test('a failed transaction leaves no trace in the shards in memory', async () => {
  const replica = await aReplica();
  const id = valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' })).ids[0] ?? '';
  await replica.fold();
  const row = await replica.mustRow(id);
  valueOfResult(await updateRecord(replica.book, row, { region: 'Hamburg' }));
  const refuse = (): void => {
    throw new DOMException('no space', 'QuotaExceededError');
  };
  replica.book.strict.updates.hook('creating', refuse);
  await expect(replica.fold()).rejects.toThrow();
  replica.book.strict.updates.hook('creating').unsubscribe(refuse);
  expect(await replica.book.strict.intents.count()).toBe(1);
  expect(await replica.fold()).toBe(1);
  const before = await allRows(replica.book);
  const engine = await EngineState.take(replica.book);
  await rebuildRows(engine);
  expect(await allRows(replica.book)).toEqual(before);
});
