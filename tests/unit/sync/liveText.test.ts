import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { TextDocument } from '../../../src/store/textDocument.ts';
import { LiveText, type Caret, type Writer } from '../../../src/sync/liveText.ts';
import { decodeTextMessage, encodeAware, encodeUpdate } from '../../../src/sync/textMessages.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const end of ends.splice(0)) end.live.close();
  vi.useRealTimers();
});

interface End {
  readonly device: number;
  readonly client: number;
  readonly text: TextDocument;
  readonly live: LiveText;
  readonly said: Uint8Array[];
  carets: readonly Caret[];
}

interface Wish {
  readonly updates?: readonly Uint8Array[];
  readonly distrusted?: ReadonlyMap<number, number>;
  readonly kept?: ReadonlyMap<number, number>;
}

const names = ['', 'Lin', 'Zhou', 'Wang', 'Chen'];
const writers = new Map<number, Writer>();
const ends: End[] = [];
let sessions = 0;

/** Somebody who has a text open; all of them hear each other. */
function anEnd(device: number, { updates = [], distrusted = new Map(), kept = new Map() }: Wish = {}): End {
  writers.set(device, { name: names[device] ?? '', colour: 'red', isWriter: true });
  const text = new TextDocument('base', updates);
  const client = device * 2 ** 32 + ++sessions;
  text.doc.clientID = client;
  const said: Uint8Array[] = [];
  const live = new LiveText({
    ...{ id: 'xy1.0.0', text, distrusted },
    isMine: (each) => each === client,
    keptClock: (each) => kept.get(each) ?? 0,
    writerOf: (each) => writers.get(each),
    say: (message) => {
      said.push(message);
      for (const other of ends) if (other.client !== client) other.live.hear(device, message);
    },
    onCarets: (carets) => (end.carets = carets),
  });
  const end: End = { device, client, text, live, said, carets: [] };
  ends.push(end);
  return end;
}

async function connected(...opened: readonly End[]): Promise<void> {
  for (const { live } of opened) live.connect(true);
  await settled();
}

const settled = () => vi.advanceTimersByTimeAsync(10);
const type = ({ text }: End, at: number, letters: string): void => text.root.insert(at, letters);
const updatesOf = ({ said }: End) => said.filter((each) => decodeTextMessage(each)?.type === 'update');

test('letters typed in one editor are in every other at once, and are said by nobody else', async () => {
  const [one, two, three] = [anEnd(1), anEnd(2), anEnd(3)];
  await connected(one, two, three);
  type(one, 4, ' of ours');
  await settled();
  for (const { text } of [one, two, three]) expect(text.text).toBe('base of ours');
  expect(updatesOf(one)).toHaveLength(1);
  expect([...updatesOf(two), ...updatesOf(three)]).toEqual([]);
});

test('whoever opens a text later gets what the others have not kept yet, of each from themselves', async () => {
  const [one, two] = [anEnd(1), anEnd(2)];
  await connected(one, two);
  type(one, 0, 'one ');
  type(two, two.text.text.length, ' two');
  await settled();
  const three = anEnd(3);
  await connected(three);
  expect(three.text.text).toBe('one base two');
  const ofTwo = updatesOf(two).map((each) => decodeTextMessage(each));
  const clients = ofTwo.flatMap((each) =>
    each?.type === 'update' ? [...Y.parseUpdateMeta(each.bytes).to.keys()] : [],
  );
  expect(new Set(clients)).toEqual(new Set([two.client]));
});

test('what the log brings is not said again', async () => {
  const one = anEnd(1);
  await connected(one);
  const other = new TextDocument('base', []);
  other.doc.clientID = 2 * 2 ** 32 + 900;
  other.root.insert(0, 'logged ');
  one.text.merge(other.encode());
  await settled();
  expect(one.text.text).toBe('logged base');
  expect(updatesOf(one)).toEqual([]);
});

test('what is typed without a connection is said when it is back', async () => {
  const [one, two] = [anEnd(1), anEnd(2)];
  await connected(one, two);
  one.live.connect(false);
  type(one, 0, 'offline ');
  await settled();
  expect(two.text.text).toBe('base');
  one.live.connect(true);
  await vi.advanceTimersByTimeAsync(5_000);
  two.live.connect(false);
  two.live.connect(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(two.text.text).toBe('offline base');
});

test('an editor that nobody answers stays connected', async () => {
  const one = anEnd(1);
  await connected(one);
  await vi.advanceTimersByTimeAsync(120_000);
  const asked = one.said.filter((each) => decodeTextMessage(each)?.type === 'ask');
  expect(asked).toHaveLength(1);
});

test('while a word is composed live letters wait, and then they come', async () => {
  const [one, two] = [anEnd(1), anEnd(2)];
  await connected(one, two);
  two.live.hold();
  type(one, 0, 'x');
  await settled();
  expect(two.text.text).toBe('base');
  two.live.release();
  await settled();
  expect(two.text.text).toBe('xbase');
});

test('an update that comes before what it stands beside waits for it', async () => {
  const [one, two] = [anEnd(1), anEnd(2)];
  await connected(two);
  const updates: Uint8Array[] = [];
  one.text.doc.on('update', (update: Uint8Array) => updates.push(update));
  type(one, 0, 'a');
  type(one, 1, 'b');
  const [first, second] = updates as [Uint8Array, Uint8Array];
  two.live.hear(1, encodeUpdate(second));
  expect(two.text.text).toBe('base');
  two.live.hear(1, encodeUpdate(first));
  await settled();
  expect(two.text.text).toBe('abbase');
});

test('what does not fit a frame is left to the log, and what fits comes in parts', async () => {
  const [one, two] = [anEnd(1), anEnd(2)];
  await connected(one);
  for (let i = 0; i < 6; i++) type(one, 0, 'x'.repeat(3_000));
  type(one, 0, 'y'.repeat(20_000));
  await connected(two);
  expect(one.said.every(({ length }) => length < 8_000)).toBe(true);
  expect(two.text.text).toBe('x'.repeat(18_000) + 'base');
});

describe('a caret', () => {
  const places = { anchor: { item: null, assoc: 0 }, head: { item: null, assoc: 0 } };

  test('has the name of whoever signed for it, and goes with its editor', async () => {
    const [one, two] = [anEnd(1), anEnd(2)];
    await connected(one, two);
    two.live.setCaret(places);
    await settled();
    expect(one.carets).toEqual([{ client: two.client, name: 'Zhou', colour: 'red', places }]);
    ends.splice(ends.indexOf(two), 1);
    two.live.close();
    await settled();
    expect(one.carets).toEqual([]);
  });

  test('of another device than the one that signed is not taken', async () => {
    const [one, two] = [anEnd(1), anEnd(2)];
    await connected(one, two);
    const forged = { client: 3 * 2 ** 32 + 1, clock: 9, state: { cursor: places } };
    const own = { client: one.client, clock: 99, state: null };
    writers.set(3, { name: 'Wang', colour: 'red', isWriter: true });
    one.live.hear(2, encodeAware([forged, own]));
    expect(one.carets.map(({ client }) => client)).toEqual([two.client]);
  });

  test('of somebody who may only read now is gone', async () => {
    const [one, two] = [anEnd(1), anEnd(2)];
    await connected(one, two);
    expect(one.carets).toHaveLength(1);
    writers.set(2, { name: 'Zhou', colour: 'red', isWriter: false });
    one.live.reviewWriters();
    expect(one.carets).toEqual([]);
    type(two, 0, 'no');
    await settled();
    expect(one.text.text).toBe('base');
  });
});

describe('of somebody hostile', () => {
  test.each<[string, (doc: Y.Doc) => void]>([
    [
      'letters in the name of another',
      (doc) => ((doc.clientID = 3 * 2 ** 32 + 5), doc.getText('t').insert(0, 'x')),
    ],
    [
      'letters in the name of who reads them',
      (doc) => ((doc.clientID = 2 ** 32 + 5), doc.getText('t').insert(0, 'x')),
    ],
    ['a format', (doc) => doc.getText('t').insert(0, 'x', { bold: true })],
    ['an embedded object', (doc) => doc.getText('t').insertEmbed(0, { image: 'x' })],
    ['another root', (doc) => doc.getText('other').insert(0, 'x')],
    ['a map', (doc) => doc.getMap('t').set('a', 'b')],
  ])('%s is not taken in', async (_what, forge) => {
    const one = anEnd(1);
    await connected(one);
    writers.set(2, { name: 'Zhou', colour: 'red', isWriter: true });
    const doc = new Y.Doc();
    doc.clientID = 2 * 2 ** 32 + 5;
    forge(doc);
    one.live.hear(2, encodeUpdate(Y.encodeStateAsUpdate(doc)));
    await settled();
    expect(one.text.text).toBe('base');
    expect([...one.text.doc.share.keys()]).toEqual(['t']);
  });

  test('letters that never came into the book are not shown again until they do', async () => {
    const kept = new Map<number, number>();
    const two = anEnd(2);
    type(two, 0, 'unkept ');
    const one = anEnd(1, { distrusted: new Map([[two.client, 7]]), kept });
    await connected(one, two);
    expect(one.text.text).toBe('base');
    one.text.merge(two.text.encode());
    kept.set(two.client, 7);
    type(two, 7, 'kept ');
    await settled();
    expect(one.text.text).toBe('unkept kept base');
  });

  test('bytes of any kind change no letter of another and break nothing', async () => {
    const [one, two, three] = [anEnd(1), anEnd(2), anEnd(3)];
    await connected(one, two, three);
    type(two, 0, 'real ');
    two.live.setCaret({
      anchor: { item: null, assoc: 0 },
      head: { item: { client: 1, clock: 2 }, assoc: 0 },
    });
    await settled();
    const real = [...two.said];
    const broken = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .record({ message: fc.constantFrom(...real), cut: fc.nat(), at: fc.nat(), byte: fc.nat(255) })
        .map(({ message, cut, at, byte }) => {
          const bytes = message.slice(0, 1 + (cut % message.length));
          bytes[at % bytes.length] = byte;
          return bytes;
        }),
    );
    fc.assert(
      fc.property(broken, (bytes) => {
        one.live.hear(2, bytes);
        expect(one.text.hasGap).toBe(false);
        expect([...one.text.doc.share.keys()]).toEqual(['t']);
      }),
      { numRuns: 2_000 },
    );
    // A changed byte may make other letters of the same writer, who then is not heard further; others are.
    expect(one.text.text).toContain('base');
    type(three, three.text.text.length, ' also heard');
    type(one, 0, '>');
    await settled();
    expect(one.text.text).toMatch(/^>.* also heard/su);
    expect(three.text.text).toContain('>');
  });
});
