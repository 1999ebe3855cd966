import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { carryOver, ownWriting } from '../../../src/store/ownWriting.ts';
import { TextDocument } from '../../../src/store/textDocument.ts';
import { mergeText } from '../../../src/store/textForm.ts';

const base = 'base';

/** Somebody who writes: what the book has on that device, and what is shown there. */
class Writer {
  readonly device: number;
  readonly book = new TextDocument(base, []);
  shown = new TextDocument(base, []);
  mine = new Set<number>();
  read = 0;
  #session = 0;

  constructor(device: number) {
    this.device = device;
    this.#begin();
  }

  /** As after a crash: from the book, with what this one wrote before. */
  reopen(): void {
    const before = { shown: this.shown, mine: this.mine };
    this.shown = new TextDocument(base, [this.book.encode()]);
    this.#begin();
    carryOver(before.shown, this.shown, before.mine);
    for (const client of before.mine) this.mine.add(client);
  }

  hearLive(from: Writer): void {
    const known = this.shown.clocks();
    const others = new Map(from.shown.clocks());
    for (const client of from.mine) others.set(client, known.get(client) ?? 0);
    const update = from.shown.encode(others);
    const signer = { device: from.device, role: 'editor' } as const;
    // What is still waited for is heard again later.
    mergeText(this.shown, update, signer);
  }

  #begin(): void {
    const client = this.device * 2 ** 32 + ++this.#session;
    this.shown.doc.clientID = client;
    this.mine = new Set([client]);
  }
}

interface Entry {
  readonly device: number;
  readonly bytes: Uint8Array;
}

function keep(writer: Writer, log: Entry[]): void {
  // The engine has what the log will bring to this device in a moment.
  const { bytes } = ownWriting(writer.shown, writer.mine, writer.book.clocks());
  if (bytes === undefined) return;
  const merged = mergeText(writer.book, bytes, { device: writer.device, role: 'editor' });
  expect(merged.type).toBe('fine');
  if (merged.type === 'fine' && merged.written !== undefined) {
    log.push({ device: writer.device, bytes: merged.written });
  }
}

function readOn(writer: Writer, log: readonly Entry[], upTo = log.length): void {
  for (; writer.read < upTo; writer.read++) {
    const { device, bytes } = log[writer.read] as Entry;
    if (device === writer.device) continue;
    // Nothing in the log waits for anything, and nothing is refused.
    expect(mergeText(writer.book, bytes, { device, role: 'editor' }).type).toBe('fine');
    writer.shown.merge(bytes);
  }
}

const step = fc.record({
  who: fc.nat(2),
  whom: fc.nat(2),
  act: fc.constantFrom(...['type', 'type', 'delete', 'live', 'live', 'keep', 'read', 'reopen', 'die']),
  at: fc.nat(1_000),
});

test('what people type beside letters of others that were never kept is in the book once, wherever and whenever it is read', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), (steps) => {
      const writers = [new Writer(1), new Writer(2), new Writer(3)];
      const log: Entry[] = [];
      const letters = new Map<string, Writer>();
      const deleted = new Set<string>();
      let alive = [...writers];
      for (const { who, whom, act, at } of steps) {
        const [writer, other] = [writers[who] as Writer, writers[whom] as Writer];
        if (!alive.includes(writer)) continue;
        const { text, root } = writer.shown;
        if (act === 'type') {
          const letter = String.fromCharCode(0x1000 + letters.size);
          letters.set(letter, writer);
          root.insert(at % (text.length + 1), letter);
        } else if (act === 'delete' && text.length > 0) {
          deleted.add(text[at % text.length] as string);
          root.delete(at % text.length, 1);
        } else if (act === 'live' && writer !== other && alive.includes(other)) other.hearLive(writer);
        else if (act === 'keep') keep(writer, log);
        else if (act === 'read') readOn(writer, log, Math.min(log.length, writer.read + 1 + (at % 3)));
        else if (act === 'reopen') writer.reopen();
        else if (act === 'die' && alive.length > 1) {
          alive = alive.filter((each) => each !== writer);
        }
      }
      for (let round = 0; round < 2; round++) {
        for (const writer of alive) {
          readOn(writer, log);
          if (round > 0) writer.reopen();
          keep(writer, log);
        }
      }
      for (const writer of alive) {
        readOn(writer, log);
        writer.reopen();
        expect(writer.shown.text).toBe(writer.book.text);
        expect(writer.book.text).toBe(alive[0]?.book.text);
      }
      const kept = alive[0]?.book.text ?? '';
      for (const [letter, writer] of letters) {
        const times = kept.split(letter).length - 1;
        if (deleted.has(letter) || !alive.includes(writer)) expect(times).toBeLessThanOrEqual(1);
        else expect(times).toBe(1);
      }
    }),
    { numRuns: 300 },
  );
});

test('letters that lean on what the book does not have stay in the order in which they were typed', () => {
  const [here, gone] = [new Writer(1), new Writer(2)];
  gone.shown.root.insert(4, ' of theirs');
  here.hearLive(gone);
  here.shown.root.insert(4, '!');
  here.shown.root.insert(here.shown.text.length, ' and ');
  here.shown.root.insert(here.shown.text.length, 'ours');
  const log: Entry[] = [];
  keep(here, log);
  expect(here.book.text).toBe(base);
  here.reopen();
  keep(here, log);
  expect(here.book.text).toBe('base! and ours');
});

test('what does not lean goes on into the book meanwhile', () => {
  const [here, gone] = [new Writer(1), new Writer(2)];
  here.shown.root.insert(0, 'first ');
  gone.shown.root.insert(4, ' live');
  here.hearLive(gone);
  here.shown.root.insert(here.shown.text.length, ' leaning');
  const { bytes, isLeaning } = ownWriting(here.shown, here.mine, here.book.clocks());
  expect(isLeaning).toBe(true);
  const kept = new TextDocument(base, [bytes ?? new Uint8Array()]);
  expect(kept.text).toBe('first base');
  expect(Y.decodeStateVector(Y.encodeStateVector(kept.doc)).has(2 ** 33 + 1)).toBe(false);
});
