import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { createRecord } from '../../../src/commands/records.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { err, type Result } from '../../../src/domain/result.ts';
import { eraseRecords } from '../../../src/store/erasure.ts';
import { writeText, type TextError, type TextWriting } from '../../../src/store/texts.ts';
import { TextSession, type TextOf } from '../../../src/texts/textSession.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';
import { editText } from '../../support/textEditor.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function aReplica(): Promise<Replica> {
  const replica = await Replica.open();
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

type Keep = (writing: TextWriting) => Promise<Result<null, TextError>>;

const keeper =
  (replica: Replica): Keep =>
  (writing) =>
    writeText(replica.engine, writing);
const never: Keep = () => new Promise(() => undefined);

async function session(replica: Replica, of: TextOf, keep = keeper(replica)) {
  const opened = await TextSession.open(replica.book, keep, of);
  if (opened === undefined) throw new Error('no text');
  return opened;
}

const drafts = (replica: Replica) => replica.book.strict.drafts.toArray();

/** As if the tab had been killed: its lock goes, its draft stays. */
function killTab(): () => void {
  const held = vi.spyOn(navigator.locks, 'query').mockResolvedValue({ held: [], pending: [] });
  return () => held.mockRestore();
}

test('what is written is in the book after a flush, and its draft is gone after the end', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'He said: ');
  const text = await session(replica, { record: id });
  text.text.root.insert(9, '你好');
  expect(text.state).toEqual({ type: 'writing' });
  await text.flush();
  expect(text.state).toEqual({ type: 'kept' });
  expect(await bodyOf(replica, id)).toBe('He said: 你好');
  expect(await drafts(replica)).toHaveLength(1);
  await text.close();
  expect(await drafts(replica)).toEqual([]);
});

test('letters that never reached the engine are in the draft of a killed tab, and come into the book', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'start');
  const killed = await session(replica, { record: id }, never);
  killed.text.root.insert(5, ' and a draft');
  killed.text.root.delete(0, 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const restore = killTab();
  const next = await session(replica, { record: id });
  expect(next.text.text).toBe('tart and a draft');
  await next.flush();
  restore();
  expect(await bodyOf(replica, id)).toBe('tart and a draft');
  await next.close();
});

test('the draft of another tab that still writes is left alone', async () => {
  const replica = await aReplica();
  const id = await aNote(replica);
  const left = await session(replica, { record: id }, never);
  left.text.root.insert(0, 'mine');
  const right = await session(replica, { record: id });
  expect(right.text.text).toBe('');
  await right.close();
  expect(await drafts(replica)).toHaveLength(1);
});

test('what another tab or device writes comes in while a text is open', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'a');
  const text = await session(replica, { record: id });
  open.unshift(text);
  await editText(replica, id, 1, ' from elsewhere');
  await vi.waitFor(() => expect(text.text.text).toBe('a from elsewhere'));
});

test('while a word is composed nothing of others changes the text, and then it does', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'a');
  const text = await session(replica, { record: id });
  open.unshift(text);
  text.hold();
  text.text.root.insert(0, 'ni');
  await editText(replica, id, 1, ' from elsewhere');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(text.text.text).toBe('nia');
  text.release();
  expect(text.text.text).toBe('nia from elsewhere');
});

test('a text that is begun without a record goes into the one that is created for it', async () => {
  const replica = await aReplica();
  const text = await session(replica, { place: 'composer' });
  text.text.root.insert(0, 'first');
  const id = await aNote(replica);
  await text.attach(id);
  text.text.root.insert(5, ' words');
  await text.close();
  expect(await bodyOf(replica, id)).toBe('first words');
  expect(await drafts(replica)).toEqual([]);
});

test('a text that is begun in one place and crashes is there when that place is opened again', async () => {
  const replica = await aReplica();
  const killed = await session(replica, { place: 'composer' });
  killed.text.root.insert(0, 'not lost');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const restore = killTab();
  const elsewhere = await session(replica, { place: 'other' });
  const again = await session(replica, { place: 'composer' });
  restore();
  expect(elsewhere.text.text).toBe('');
  expect(again.text.text).toBe('not lost');
  await again.discard();
  await elsewhere.close();
  expect(await drafts(replica)).toEqual([]);
});

test('what the engine refuses stays in the draft and is said', async () => {
  const replica = await aReplica();
  const id = await aNote(replica);
  const refuse: Keep = () => Promise.resolve(err({ type: 'viewer' }));
  const text = await session(replica, { record: id }, refuse);
  text.text.root.insert(0, 'kept here');
  await text.flush();
  expect(text.state).toEqual({ type: 'failed', error: { type: 'viewer' } });
  await text.close();
  expect(await drafts(replica)).toHaveLength(1);
});

test('an erased record ends the editing of its text, and the draft goes', async () => {
  const replica = await aReplica();
  const id = await aNote(replica, 'a');
  const text = await session(replica, { record: id });
  text.text.root.insert(1, 'b');
  await text.flush();
  await eraseRecords(replica.engine, [id]);
  await vi.waitFor(() => expect(text.state).toEqual({ type: 'gone' }));
  text.text.root.insert(0, 'nothing of this');
  await text.close();
  expect(await drafts(replica)).toEqual([]);
});
