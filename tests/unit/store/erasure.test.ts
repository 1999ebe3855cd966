import 'fake-indexeddb/auto';
import { serialize } from 'node:v8';
import { afterEach, expect, test } from 'vitest';
import { createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import type { Book } from '../../../src/database/book.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { packRows } from '../../../src/read/packRows.ts';
import { compactShard } from '../../../src/store/compaction.ts';
import { eraseRecords } from '../../../src/store/erasure.ts';
import { projectMarked, rebuildRows } from '../../../src/store/projection.ts';
import { Shard } from '../../../src/store/shard.ts';
import { packChangedShards } from '../../../src/store/upkeep.ts';
import { readBackup, writeBackup } from '../../../src/database/backup.ts';
import { enterBook } from '../../../src/database/book.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: { close: () => void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

/** Words that only one person's records hold. */
const secrets = ['Zwetschke', '5550199', 'quiet-garden'];

async function team(count: number): Promise<Replica[]> {
  const replicas = await Promise.all(Array.from({ length: count }, (_, i) => Replica.shared(i + 1)));
  open.push(...replicas);
  return replicas;
}

function memberOf(replicas: readonly Replica[], index: number): Replica {
  const replica = replicas[index];
  if (replica === undefined) throw new RangeError(`no replica ${index}`);
  return replica;
}

/** Tables whose rows hold one of the words, in any of the encodings that a row may have. */
async function tablesWith(book: Book, words: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const table of book.strict.tables) {
    for (const row of await table.toArray()) {
      const bytes = serialize(row);
      for (const word of words) {
        if (bytes.includes(Buffer.from(word, 'latin1')) || bytes.includes(Buffer.from(word, 'utf16le')))
          found.add(table.name);
      }
    }
  }
  return [...found].sort();
}

async function send(from: Replica, to: readonly Replica[]): Promise<void> {
  await from.fold();
  for (const entry of await from.newEntries()) {
    for (const replica of to) expect(await replica.receive(entry)).toEqual({ type: 'applied' });
  }
}

/** A person with edits by two devices, and somebody beside them in the same shard and the same command. */
async function aPerson(
  a: Replica,
  b: Replica,
  ...away: Replica[]
): Promise<{ id: RecordId; other: RecordId }> {
  const values = { name: 'Zwetschke', phones: ['5550199'] };
  const id = valueOfResult(await createRecord(a.book, 'account', values)).ids[0] ?? '';
  const other = valueOfResult(await createRecord(a.book, 'account', { name: 'Nordkaffe' })).ids[0] ?? '';
  await send(a, [b, ...away]);
  valueOfResult(await updateRecord(b.book, await b.mustRow(id), { notes: 'likes the quiet-garden' }));
  await send(b, [a, ...away]);
  valueOfResult(await updateRecord(a.book, await a.mustRow(id), { notes: 'no quiet-garden' }));
  valueOfResult(await editRecords(a.book, [id, other], { op: 'set', field: 'region', value: 'Oslo' }));
  await a.fold();
  for (const { engine } of [a, b])
    await packChangedShards(engine, { format: 1, pack: packRows }, () => false);
  return { id, other };
}

test('after an erasure no table holds a word of the person, neither where it was done nor where it was received', async () => {
  const [a, b] = await team(2).then((all) => [memberOf(all, 0), memberOf(all, 1)] as const);
  const { id, other } = await aPerson(a, b);
  expect(await tablesWith(a.book, secrets)).toEqual(['accounts', 'history', 'outbox', 'packs', 'updates']);
  expect(await tablesWith(b.book, secrets)).toEqual(['accounts', 'history', 'packs', 'updates']);
  // Not folded yet when the person is erased.
  valueOfResult(await updateRecord(a.book, await a.mustRow(id), { address: 'quiet-garden 5' }));
  expect(await tablesWith(a.book, secrets)).toContain('intents');
  expect(await eraseRecords(a.engine, [id])).toEqual([id]);
  expect(await tablesWith(a.book, secrets)).toEqual([]);
  await send(a, [b]);
  expect(await tablesWith(b.book, secrets)).toEqual([]);
  for (const replica of [a, b]) {
    expect(await replica.row(id)).toBeUndefined();
    const kept = await replica.book.strict.history.where('records').equals(other).toArray();
    expect(kept.map((entry) => entry.command)).toEqual(['create', 'edit']);
    expect(await replica.book.strict.rowLog.toArray()).toContainEqual(
      expect.objectContaining({ kind: 'account', ids: [id] }),
    );
    const before = await allRows(replica.book);
    await rebuildRows(replica.engine);
    expect(await allRows(replica.book)).toEqual(before);
    expect(await tablesWith(replica.book, secrets)).toEqual([]);
  }
  expect(await allRows(b.book)).toEqual(await allRows(a.book));
  expect(await eraseRecords(a.engine, [id])).toEqual([]);
});

test('a late edit of an erased record, by a device that was away, changes nothing anywhere', async () => {
  const all = await team(3);
  const [a, b, away] = [memberOf(all, 0), memberOf(all, 1), memberOf(all, 2)];
  const { id } = await aPerson(a, b, away);
  await send(a, [b, away]);
  const lateEdit = async (address: string) =>
    valueOfResult(await updateRecord(away.book, await away.mustRow(id), { address }));
  await lateEdit('quiet-garden 6');
  await away.fold();
  await lateEdit('quiet-garden 7');
  await eraseRecords(a.engine, [id]);
  await send(a, [b]);
  const before = await allRows(a.book);
  // What the device had sealed before it heard of the erasure arrives after it.
  await send(away, [a, b]);
  for (const replica of [a, b]) {
    expect(await allRows(replica.book)).toEqual(before);
    expect(await tablesWith(replica.book, secrets)).toEqual([]);
    while (await compactShard(replica.engine, 'a1.0'));
    await replica.restart();
    await rebuildRows(replica.engine);
    expect(await allRows(replica.book)).toEqual(before);
  }
});

test('a device that hears of an erasure drops what it has not sent, and folds nothing of it', async () => {
  const all = await team(2);
  const [a, b] = [memberOf(all, 0), memberOf(all, 1)];
  const { id } = await aPerson(a, b);
  await send(a, [b]);
  valueOfResult(await updateRecord(b.book, await b.mustRow(id), { address: 'quiet-garden 8' }));
  await b.fold();
  valueOfResult(await updateRecord(b.book, await b.mustRow(id), { address: 'quiet-garden 9' }));
  await eraseRecords(a.engine, [id]);
  await send(a, [b]);
  expect(await tablesWith(b.book, secrets)).toEqual([]);
  await b.fold();
  expect((await updateRecord(b.book, { id, base: [{}, 0, ''], registers: {} }, { name: 'X' })).ok).toBe(
    false,
  );
  valueOfResult(await createRecord(b.book, 'account', { name: 'After' }));
  await send(b, [a]);
  expect(await allRows(b.book)).toEqual(await allRows(a.book));
  expect(await tablesWith(a.book, secrets)).toEqual([]);
});

test('two owners who erase the same person at once agree', async () => {
  const all = await team(3);
  const [a, b, c] = [memberOf(all, 0), memberOf(all, 1), memberOf(all, 2)];
  const { id } = await aPerson(a, b, c);
  await send(a, [b, c]);
  await eraseRecords(a.engine, [id]);
  await eraseRecords(b.engine, [id]);
  const [fromA, fromB] = [await a.newEntries(), await b.newEntries()];
  for (const entry of fromA) for (const to of [b, c]) expect((await to.receive(entry))?.type).toBe('applied');
  for (const entry of fromB) for (const to of [a, c]) expect((await to.receive(entry))?.type).toBe('applied');
  for (const replica of all) {
    expect(await replica.row(id)).toBeUndefined();
    expect(await tablesWith(replica.book, secrets)).toEqual([]);
    expect(await allRows(replica.book)).toEqual(await allRows(a.book));
  }
});

test('a shard writes nothing of a record that it has erased', () => {
  const shard = new Shard('a1.0', []);
  shard.beginWriting(2 ** 32 + 1);
  const base = [{ name: 'Zwetschke' }, 1, 'm1.0.0'] as const;
  const change = { id: 'a1.0.0', base, added: [], deleted: [] };
  expect(shard.write([change])).toBeDefined();
  expect(shard.erase(['a1.0.0'], [true, 2, 'm1.0.0'])).toBeDefined();
  const edit = ['region', '1.9', ['quiet-garden', 3, 'm1.0.0']] as const;
  expect(shard.write([{ ...change, added: [edit] }])).toBeUndefined();
  expect(shard.erase(['a1.0.0'], [true, 4, 'm1.0.0'])).toBeUndefined();
  const text = new TextDecoder().decode(shard.encode());
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test('an order that is erased leaves its block', async () => {
  const replica = memberOf(await team(1), 0);
  const make = async (number: string) => {
    const values = { number, date: '2026-11-20', currency: 'EUR', notes: 'quiet-garden' };
    return valueOfResult(await createRecord(replica.book, 'order', values)).ids[0] ?? '';
  };
  const [first, second] = [await make('SO-Zwetschke'), await make('SO-2')];
  await replica.fold();
  await rebuildRows(replica.engine);
  expect(await replica.book.strict.orderBlocks.count()).toBe(1);
  await eraseRecords(replica.engine, [first]);
  expect(await replica.row(first)).toBeUndefined();
  expect(await replica.row(second)).toBeDefined();
  expect(await tablesWith(replica.book, ['Zwetschke'])).toEqual([]);
});

test('a book restored from a backup still knows whom it has erased', async () => {
  const all = await team(2);
  const [a, b] = [memberOf(all, 0), memberOf(all, 1)];
  const { id } = await aPerson(a, b);
  await eraseRecords(a.engine, [id]);
  await writeBackup('restored-erased', readBackup(a.book.strict));
  const book = valueOfResult(await enterBook('restored-erased', 'nobody'));
  open.push(book);
  await projectMarked(await EngineState.take(book));
  expect(await tablesWith(book, secrets)).toEqual([]);
  expect(await book.strict.meta.get('erased')).toEqual({ key: 'erased', ids: [id] });
});
