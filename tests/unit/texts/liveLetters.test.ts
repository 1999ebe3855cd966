import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { createRecord } from '../../../src/commands/records.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { valuesOf } from '../../../src/domain/record.ts';
import { err, type Result } from '../../../src/domain/result.ts';
import type { TextDocument } from '../../../src/store/textDocument.ts';
import { writeText, type TextError, type TextWriting } from '../../../src/store/texts.ts';
import { TextSession } from '../../../src/texts/textSession.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const each of open.splice(0)) await each.close();
});

type Keep = (writing: TextWriting) => Promise<Result<null, TextError>>;
/** The engine is out of reach. */
const refuse: Keep = () => Promise.resolve(err({ type: 'not-found', id: '' }));

interface Person {
  readonly replica: Replica;
  readonly session: TextSession<TextError>;
}

/** Two devices of a book with the same note open; the second keeps nothing unless it is told to. */
async function twoAt(body: string): Promise<{ id: RecordId; here: Person; there: Person }> {
  const [one, two] = [await Replica.shared(1), await Replica.shared(2)];
  open.push(one, two);
  const values = { type: 'note', at: 1_700_000_000_000, body };
  const id = valueOfResult(await createRecord(one.book, 'activity', values)).ids[0] ?? '';
  await one.fold();
  await bring(one, two);
  return { id, here: await at(one, id), there: await at(two, id, refuse) };
}

async function at(replica: Replica, id: RecordId, keep?: Keep): Promise<Person> {
  const keeper: Keep = keep ?? ((writing) => writeText(replica.engine, writing));
  const session = await TextSession.open(replica.book, keeper, { record: id });
  if (session === undefined) throw new Error('no text');
  open.unshift({ close: () => session.discard() });
  return { replica, session };
}

async function bring(from: Replica, to: Replica): Promise<void> {
  for (const entry of await from.newEntries()) expect(await to.receive(entry)).toEqual({ type: 'applied' });
}

/** What somebody has typed is shown to another before it is kept anywhere. */
function shownLive(from: TextDocument, to: TextDocument): void {
  to.merge(from.encode(to.clocks()));
}

async function bodyOf({ replica }: Person, id: RecordId): Promise<unknown> {
  return valuesOf(await replica.mustRow(id))['body'];
}

const type = ({ session: { text } }: Person, letters: string): void =>
  text.root.insert(text.text.length, letters);

test('a person goes on writing after letters of another device have come over the log', async () => {
  const { id, here, there } = await twoAt('a');
  type(there, 'b');
  const kept = there.session.text.encode();
  valueOfResult(await writeText(there.replica.engine, { record: id, bytes: kept }));
  await bring(there.replica, here.replica);
  await vi.waitFor(() => expect(here.session.text.text).toBe('ab'));
  type(here, 'c');
  await here.session.flush();
  expect(here.session.state).toEqual({ type: 'kept' });
  expect(await bodyOf(here, id)).toBe('abc');
});

test('what is typed after live letters waits for them, and goes into the book behind them', async () => {
  const { id, here, there } = await twoAt('a');
  type(there, ' live');
  shownLive(there.session.text, here.session.text);
  type(here, ' mine');
  await here.session.flush();
  expect(here.session.state).toEqual({ type: 'writing' });
  expect(await bodyOf(here, id)).toBe('a');
  expect(await here.replica.newEntries()).toEqual([]);
  const bytes = there.session.text.encode();
  valueOfResult(await writeText(there.replica.engine, { record: id, bytes }));
  await bring(there.replica, here.replica);
  await vi.waitFor(() => expect(here.session.state).toEqual({ type: 'kept' }), { timeout: 3_000 });
  await bring(here.replica, there.replica);
  for (const person of [here, there]) expect(await bodyOf(person, id)).toBe('a live mine');
});

test('where the writer of live letters dies, what was typed after them is in the book when the text is closed', async () => {
  const { id, here, there } = await twoAt('a');
  type(there, ' live');
  shownLive(there.session.text, here.session.text);
  type(here, ' mine');
  await here.session.close();
  expect(await bodyOf(here, id)).toBe('a mine');
  expect(await here.replica.book.strict.drafts.toArray()).toEqual([]);
  await bring(here.replica, there.replica);
  expect(await bodyOf(there, id)).toBe('a mine');
  const again = await at(here.replica, id);
  expect(again.session.text.text).toBe('a mine');
  await again.session.close();
}, 15_000);

test('where both die, what was typed after live letters is in the draft, and once in the book', async () => {
  const { id, here, there } = await twoAt('a');
  type(there, ' live');
  shownLive(there.session.text, here.session.text);
  type(here, ' mine');
  await here.session.flush();
  await new Promise((resolve) => setTimeout(resolve, 50));
  // Its tab is gone: nothing more is written to its draft.
  here.session.text.destroy();
  const held = vi.spyOn(navigator.locks, 'query').mockResolvedValue({ held: [], pending: [] });
  // A tab that dies as well, before it has kept what it found.
  const brief = await at(here.replica, id, refuse);
  expect(brief.session.text.text).toBe('a mine');
  await brief.session.close();
  const next = await at(here.replica, id);
  held.mockRestore();
  expect(next.session.text.text).toBe('a mine');
  await next.session.flush();
  expect(await bodyOf(next, id)).toBe('a mine');
  await next.session.close();
});

test('the letters of somebody who comes back come into the book after all, once', async () => {
  const { id, here, there } = await twoAt('a');
  type(there, ' live');
  shownLive(there.session.text, here.session.text);
  type(here, ' mine');
  shownLive(here.session.text, there.session.text);
  type(there, ' after');
  await here.session.close();
  await bring(here.replica, there.replica);
  const back = await at(there.replica, id);
  const next = await back.session.succeed();
  if (next === undefined) throw new Error('no text');
  await next.takeOver(there.session);
  await next.close();
  await bring(there.replica, here.replica);
  const body = String(await bodyOf(here, id));
  expect(await bodyOf(there, id)).toBe(body);
  for (const part of [' live', ' mine', ' after']) expect(body.split(part)).toHaveLength(2);
  await back.session.close();
}, 15_000);

test('a deletion of live letters takes them out of the book once they are there', async () => {
  const { id, here, there } = await twoAt('a');
  type(there, 'bad');
  shownLive(there.session.text, here.session.text);
  here.session.text.root.delete(1, 3);
  await here.session.flush();
  const bytes = there.session.text.encode();
  valueOfResult(await writeText(there.replica.engine, { record: id, bytes }));
  await bring(there.replica, here.replica);
  await vi.waitFor(async () => expect(await bodyOf(here, id)).toBe('a'), { timeout: 3_000 });
});
