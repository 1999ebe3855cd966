import 'fake-indexeddb/auto';
import * as Y from 'yjs';
import { afterEach, describe, expect, test } from 'vitest';
import { beginImport } from '../../../src/commands/batches.ts';
import { createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { undo } from '../../../src/commands/undo.ts';
import { enterBook } from '../../../src/database/book.ts';
import { readBackup, writeBackup } from '../../../src/database/backup.ts';
import type { SyncRow } from '../../../src/database/schema.ts';
import { shardOfRecord, textIdOf, type RecordId } from '../../../src/domain/ids.ts';
import { encodeChunk } from '../../../src/domain/importChunk.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { compactShard, shardsToCompact } from '../../../src/store/compaction.ts';
import { EngineState } from '../../../src/store/engineTransaction.ts';
import { eraseRecords } from '../../../src/store/erasure.ts';
import { writeImportChunk } from '../../../src/store/imports.ts';
import { shareBook } from '../../../src/store/outbox.ts';
import { projectMarked, rebuildRows } from '../../../src/store/projection.ts';
import type { IncomingEntry } from '../../../src/store/remote.ts';
import { writeText } from '../../../src/store/texts.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';
import { editText, TestEditor } from '../../support/textEditor.ts';

const open: { close: () => void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

async function aReplica(device?: number): Promise<Replica> {
  const replica = await (device === undefined ? Replica.open() : Replica.shared(device));
  open.push(replica);
  return replica;
}

async function aNote(replica: Replica, body = ''): Promise<RecordId> {
  const values = { type: 'note', at: 1_700_000_000_000, body };
  return valueOfResult(await createRecord(replica.book, 'activity', values)).ids[0] ?? '';
}

async function bodyOf(replica: Replica, id: RecordId): Promise<unknown> {
  return valuesOf(await replica.mustRow(id))['body'];
}

/** Brings everything that one device has written to another. */
async function send(from: Replica, to: Replica): Promise<void> {
  for (const entry of await from.newEntries()) expect(await to.receive(entry)).toEqual({ type: 'applied' });
}

const sync: SyncRow = {
  key: 'sync',
  state: 'sharing',
  workspace: '00',
  cursor: 0,
  logHash: new Uint8Array(32),
};

test('what is written to a text stands in the row of its record, and a rebuild gives the same row', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'He called.');
  await editText(replica, id, 10, ' He wants 早餐.');
  expect(await bodyOf(replica, id)).toBe('He called. He wants 早餐.');
  const before = await allRows(replica.book);
  await replica.book.strict.activities.clear();
  await rebuildRows(replica.engine);
  expect(await allRows(replica.book)).toEqual(before);
});

test('a text that is emptied is no value any more', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'old');
  await editText(replica, id, 0, '', 3);
  expect(valuesOf(await replica.mustRow(id))).not.toHaveProperty('body');
});

test('an edit, a deletion and a restore of the record leave its text as it is', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'a');
  await editText(replica, id, 1, 'b');
  valueOfResult(await updateRecord(replica.book, await replica.mustRow(id), { subject: 's', body: 'no' }));
  valueOfResult(await editRecords(replica.book, [id], { op: 'delete' }));
  valueOfResult(await editRecords(replica.book, [id], { op: 'restore' }));
  await replica.fold();
  expect(valuesOf(await replica.mustRow(id))).toMatchObject({ subject: 's', body: 'ab' });
  const before = await allRows(replica.book);
  await rebuildRows(replica.engine);
  expect(await allRows(replica.book)).toEqual(before);
});

test('two devices that write to the same text offline end with the letters of both', async () => {
  const [one, two] = [await aReplica(1), await aReplica(2)];
  const id = await aNote(one, 'The middle.');
  await one.fold();
  await send(one, two);
  await editText(one, id, 0, 'Before. ');
  await editText(two, id, 11, ' After.');
  const [fromOne, fromTwo] = [await one.newEntries(), await two.newEntries()];
  for (const entry of fromOne) expect(await two.receive(entry)).toEqual({ type: 'applied' });
  for (const entry of fromTwo) expect(await one.receive(entry)).toEqual({ type: 'applied' });
  expect(await bodyOf(one, id)).toBe('Before. The middle. After.');
  expect(await bodyOf(two, id)).toBe('Before. The middle. After.');
});

test('two editors on one device that have not seen each other end with the letters of both', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'x');
  const [left, right] = [await TestEditor.open(replica, id), await TestEditor.open(replica, id)];
  left.type(0, 'left ');
  right.type(1, ' right');
  await left.keep();
  await right.keep();
  expect(await bodyOf(replica, id)).toBe('left x right');
});

test('the same writing kept twice changes nothing and sends nothing', async () => {
  const replica = await aReplica(1);
  const id = await aNote(replica);
  const editor = await TestEditor.open(replica, id);
  editor.type(0, 'once');
  await editor.keep();
  await replica.newEntries();
  await editor.keep();
  expect(await replica.newEntries()).toEqual([]);
  expect(await bodyOf(replica, id)).toBe('once');
});

test.each([
  ['a 😀 b', 'a 😁 b'],
  ['one\r\ntwo', 'one\nthree'],
  ['same', 'same'],
  ['something', ''],
])('an import that updates %j writes %j into the text', async (before, after) => {
  const replica = await aReplica();
  const id = await aNote(replica, before);
  await replica.fold();
  const begun = valueOfResult(
    await beginImport(replica.book, { title: 'i', command: 'import', shards: {}, chunks: 1, resume: null }),
  );
  const records = [{ id, writes: [{ register: 'body', value: after, seen: [] }] }];
  await writeImportChunk(replica.engine, begun.batch, 0, encodeChunk({ type: 'update', records }));
  const row = await replica.mustRow(id);
  expect(valuesOf(row)['body'] ?? '').toBe(after);
  expect(row.registers).toEqual({});
});

test('a new record and its text come in one entry', async () => {
  const [one, two] = [await aReplica(1), await aReplica(2)];
  await send(one, two);
  const id = await aNote(one);
  await editText(one, id, 0, 'typed at once');
  const entries = await one.newEntries();
  expect(entries).toHaveLength(1);
  expect(await two.receive(entries[0] as IncomingEntry)).toEqual({ type: 'applied' });
  expect(await bodyOf(two, id)).toBe('typed at once');
});

test('a text whose record has not come waits for it', async () => {
  const [one, two] = [await aReplica(1), await aReplica(2)];
  const id = await aNote(one, 'a');
  await one.fold();
  const first = await one.newEntries();
  await editText(one, id, 1, 'b');
  const [second] = await one.newEntries();
  expect(await two.receive(second as IncomingEntry)).toEqual({ type: 'waits', shard: textIdOf(id) });
  for (const entry of first) await two.receive(entry);
  expect(await two.receive(second as IncomingEntry)).toEqual({ type: 'applied' });
  expect(await bodyOf(two, id)).toBe('ab');
});

test('a book that is shared after its texts were written shares them as well', async () => {
  const one = await aReplica();
  const id = await aNote(one, 'a');
  await editText(one, id, 1, 'b');
  await shareBook(one.engine, sync);
  const two = await aReplica(2);
  await send(one, two);
  expect(await bodyOf(two, id)).toBe('ab');
});

test('a backup holds texts, and the restored book goes on with them', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'a');
  await editText(replica, id, 1, 'b');
  await writeBackup('texts-restored', readBackup(replica.book.strict));
  const book = valueOfResult(await enterBook('texts-restored', 'x'));
  open.push(book);
  const engine = await EngineState.take(book);
  await projectMarked(engine);
  expect(valuesOf((await book.strict.activities.get(id)) ?? fail())['body']).toBe('ab');
});

test('many edits of a text are compacted without what was deleted, and say the same', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'start ');
  const editor = await TestEditor.open(replica, id);
  for (let i = 0; i < 280; i++) {
    editor.type(6, 'secret');
    await editor.keep();
    editor.type(6, '', 6);
    await editor.keep();
    for (const shard of await shardsToCompact(replica.engine)) await compactShard(replica.engine, shard);
  }
  const stored = await replica.book.strict.updates.filter((row) => row.shard === textIdOf(id)).toArray();
  expect(stored.length).toBeLessThan(60);
  const whole = stored
    .filter((row) => row.tier === 2)
    .map(({ bytes }) => new TextDecoder('latin1').decode(bytes));
  expect(whole).toHaveLength(1);
  expect(whole[0]).not.toContain('secret');
  await rebuildRows(replica.engine);
  expect(await bodyOf(replica, id)).toBe('start ');
});

describe('the history', () => {
  test('tells once of edits that follow one another, with who and when, and undo passes them over', async () => {
    const replica = await aReplica();
    const id = await aNote(replica, 'a');
    await editText(replica, id, 1, 'b');
    await editText(replica, id, 2, 'c');
    const rows = await replica.book.strict.history.where('records').equals(id).toArray();
    const edits = rows.filter((row) => row.command === 'edit');
    expect(edits.map(({ author, changes }) => ({ author, changes }))).toEqual([
      { author: 'm1.0.0', changes: [{ id, register: 'body', before: [], after: [] }] },
    ]);
    valueOfResult(await undo(replica.book, edits[0]?.id ?? ''));
    expect(await bodyOf(replica, id)).toBe('abc');
  });
});

describe('an erasure', () => {
  test('takes the text, what of it waits to be sent, and its drafts', async () => {
    const [one, two] = [await aReplica(1), await aReplica(2)];
    const id = await aNote(one, 'a');
    await one.fold();
    await send(one, two);
    await editText(one, id, 1, 'secret');
    const [late] = await one.newEntries();
    await editText(one, id, 1, 'more');
    await one.book.strict.drafts.put({ id: 'draft', record: id, place: '', at: 0 });
    await eraseRecords(one.engine, [id]);
    const stored = await one.book.strict.updates.toArray();
    expect(stored.filter((row) => row.shard === textIdOf(id))).toEqual([]);
    expect(await one.book.strict.drafts.get('draft')).toMatchObject({ isGone: true });
    const entries = await one.newEntries();
    expect(entries.flatMap(({ updates }) => updates.map(({ shard }) => shard))).toEqual([shardOfRecord(id)]);
    for (const entry of entries) await two.receive(entry);
    expect(await two.receive(late as IncomingEntry)).toEqual({ type: 'applied' });
    expect((await two.book.strict.updates.toArray()).filter((row) => row.shard === textIdOf(id))).toEqual([]);
    expect(await two.row(id)).toBeUndefined();
    const bytes = new Uint8Array(2);
    expect(await writeText(one.engine, { record: id, bytes })).toEqual({
      ok: false,
      error: { type: 'not-found', id },
    });
  });
});

describe('refused is a text update', () => {
  async function received(update: (doc: Y.Doc) => void, wish: Partial<IncomingEntry> = {}, base = 'base') {
    const [one, two] = [await aReplica(1), await aReplica(2)];
    const id = await aNote(one, base);
    await one.fold();
    await send(one, two);
    const doc = new Y.Doc();
    doc.clientID = 2 ** 32 + 7;
    update(doc);
    const bytes = Y.encodeStateAsUpdate(doc);
    const updates = [{ shard: textIdOf(id), bytes }];
    return two.receive({ device: 1, role: 'editor', updates, history: [], ...wish });
  }
  const write = (doc: Y.Doc): void => doc.getText('t').insert(0, 'x');

  test('of nobody: this one is fine', async () => {
    expect(await received(write)).toEqual({ type: 'applied' });
  });
  test('of a viewer', async () => {
    expect(await received(write, { role: 'viewer' })).toMatchObject({ type: 'refused', rule: 'role' });
  });
  test('in the name of another device', async () => {
    expect(await received(write, { device: 3 })).toMatchObject({ type: 'refused', rule: 'client' });
  });
  test('in the name of what every text begins with', async () => {
    const forged = received(
      (doc) => {
        doc.clientID = 1;
        write(doc);
      },
      {},
      '',
    );
    expect(await forged).toMatchObject({ type: 'refused', rule: 'client' });
  });
  test.each<[string, (doc: Y.Doc) => void, string]>([
    ['with a format', (doc) => doc.getText('t').insert(0, 'x', { bold: true }), 'struct'],
    ['with an embedded object', (doc) => doc.getText('t').insertEmbed(0, { image: 'x' }), 'struct'],
    ['with another root', (doc) => doc.getText('other').insert(0, 'x'), 'root'],
    ['with an attribute', (doc) => doc.getText('t').setAttribute('a', 'b'), 'struct'],
    ['with a map', (doc) => doc.getMap('t').set('a', 'b'), 'struct'],
  ])('%s', async (_name, forge, rule) => {
    expect(await received(forge)).toMatchObject({ type: 'refused', rule });
  });
  test('of a record without a text', async () => {
    const [one, two] = [await aReplica(1), await aReplica(2)];
    const id = valueOfResult(await createRecord(one.book, 'account', { name: 'A' })).ids[0] ?? '';
    await one.fold();
    await send(one, two);
    const doc = new Y.Doc();
    doc.clientID = 2 ** 32 + 7;
    write(doc);
    const updates = [{ shard: textIdOf(id), bytes: Y.encodeStateAsUpdate(doc) }];
    const result = await two.receive({ device: 1, role: 'editor', updates, history: [] });
    expect(result).toMatchObject({ type: 'refused', rule: 'shard' });
  });
});

function fail(): never {
  throw new Error('no row');
}
