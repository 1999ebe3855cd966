import fc from 'fast-check';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { TextDocument, textRoot } from '../../../src/store/textDocument.ts';
import { mergeText } from '../../../src/store/textForm.ts';
import { takeApart } from '../../../src/store/updateParts.ts';
import { runs } from '../../support/runs.ts';

const deviceOf = (client: number): number => Math.floor(client / 2 ** 32);
const clientOf = (device: number, session = 1): number => device * 2 ** 32 + session;

interface Edit {
  readonly by: number;
  readonly at: number;
  readonly deleted: number;
  readonly letters: string;
  /** How many of the others' updates its writer takes in first. */
  readonly reads: number;
}

const edits = fc.array(
  fc.record({
    by: fc.nat(2),
    at: fc.nat(40),
    deleted: fc.nat(5),
    letters: fc.string({ unit: fc.constantFrom('a', 'b', '\n', '你', '好', '😀'), maxLength: 6 }),
    reads: fc.nat(8),
  }),
  { maxLength: 30 },
);

/** Three devices write to one text, each seeing the log up to where it has read; gives the log and who wrote what. */
function play(base: string, script: readonly Edit[]) {
  const log: { device: number; bytes: Uint8Array }[] = [];
  const writers = [1, 2, 3].map((device) => {
    const text = new TextDocument(base, []);
    text.doc.clientID = clientOf(device);
    const written: Uint8Array[] = [];
    text.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== text) written.push(bytes);
    });
    return { device, text, written, read: 0 };
  });
  for (const { by, at, deleted, letters, reads } of script) {
    const writer = writers[by];
    if (writer === undefined) continue;
    for (const { device, bytes } of log.slice(writer.read, writer.read + reads)) {
      if (device !== writer.device) writer.text.merge(bytes);
      writer.read++;
    }
    const { root, doc } = writer.text;
    const place = Math.min(at, root.length);
    doc.transact(() => {
      root.delete(place, Math.min(deleted, root.length - place));
      root.insert(place, letters);
    });
    for (const bytes of writer.written.splice(0)) log.push({ device: writer.device, bytes });
  }
  return log;
}

test('whatever three editors write, every device takes it in the order of the log, in any pieces, and shows the same', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), edits, fc.nat(3), (base, script, pieces) => {
      const log = play(base, script);
      const [live, late] = [new TextDocument(base, []), new TextDocument(base, [])];
      const stored: Uint8Array[] = [];
      for (const { device, bytes } of log) {
        const merged = mergeText(live, bytes, { device, role: 'editor' });
        expect(merged.type).toBe('fine');
        if (merged.type === 'fine' && merged.written !== undefined) stored.push(merged.written);
        expect(mergeText(live, bytes, { device, role: 'editor' })).toMatchObject({ written: undefined });
      }
      for (let i = 0; i < stored.length; i += pieces + 1) {
        late.merge(Y.mergeUpdates(stored.slice(i, i + pieces + 1)));
      }
      expect(late.text).toBe(live.text);
      expect(new TextDocument(base, [live.encode()]).text).toBe(live.text);
    }),
    { numRuns: runs(200, 4000) },
  );
});

test('a text encoded whole holds nothing of what it began with, so that every device begins it itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), edits, (base, script) => {
      const text = new TextDocument(
        base,
        play(base, script).map(({ bytes }) => bytes),
      );
      const clients = takeApart(text.encode()).structs.map(({ id }) => deviceOf(id.client));
      expect(clients.every((device) => device > 0)).toBe(true);
    }),
    { numRuns: runs(100, 2000) },
  );
});

test('no damaged update throws, is taken in with a gap, or brings anything but plain letters of its signer', () => {
  const spoils = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), edits, spoils, fc.nat(), (base, script, damage, cut) => {
      const log = play(base, script);
      const last = log.at(-1);
      if (last === undefined) return;
      const text = new TextDocument(
        base,
        log.slice(0, -1).map(({ bytes }) => bytes),
      );
      const bytes = Uint8Array.from(last.bytes);
      for (const [at, value] of damage) bytes[at % bytes.length] = value;
      const spoilt = cut % 3 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes;
      const merged = mergeText(text, spoilt, { device: last.device, role: 'editor' });
      if (merged.type !== 'fine') return;
      expect(text.hasGap).toBe(false);
      expect([...text.doc.share.keys()]).toEqual([textRoot]);
      const delta = text.root.toDelta() as readonly { insert: unknown; attributes?: unknown }[];
      expect(delta.every(({ insert, attributes }) => typeof insert === 'string' && !attributes)).toBe(true);
      expect(merged.parts.structs.every(({ id }) => deviceOf(id.client) === last.device)).toBe(true);
    }),
    { numRuns: runs(500, 10000) },
  );
});

test('random bytes never throw, and never leave a gap where they are taken in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const text = new TextDocument('base', []);
      const merged = mergeText(text, bytes, { device: 1, role: 'editor' });
      expect(merged.type === 'fine' && text.hasGap).toBe(false);
    }),
    { numRuns: runs(500, 20_000) },
  );
});
