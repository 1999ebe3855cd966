import fc from 'fast-check';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { UpdateDecoder } from '../../../src/store/updateDecoder.ts';
import { takeApart, type UpdateParts } from '../../../src/store/updateParts.ts';

/** Texts around the places where they are read in another way: short and long, beyond ASCII, many times the same. */
const text = fc.oneof(
  fc.constantFrom('', 'owner', 'm1.0.0', 'b1.0.0', '\ufeff', '云栖', 'é'),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ minLength: 60, maxLength: 70 }),
);

const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(text, tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

test('an update is taken apart into what Yjs itself reads', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, json), { maxLength: 12 }), (entries) => {
      const bytes = updateOf(entries);
      expect(plain(takeApart(bytes, UpdateDecoder))).toEqual(plain(takeApart(bytes)));
    }),
  );
});

test('texts of one length and one hash stay apart', () => {
  const bytes = updateOf([
    ['Aa', 'BB'],
    ['BB', 'Aa'],
  ]);
  expect(plain(takeApart(bytes, UpdateDecoder))).toEqual(plain(takeApart(bytes)));
});

test('an update that ends too soon throws', () => {
  const bytes = updateOf([['a1.0.0', [{ name: 'Nordkaffe', tags: ['coffee', '云栖'] }, 1, 'm1.0.0']]]);
  for (let length = 1; length < bytes.length; length++) {
    expect(() => takeApart(bytes.subarray(0, length), UpdateDecoder), `${length} bytes`).toThrow();
  }
});

test('a text that is not UTF-8 throws', () => {
  const bytes = updateOf([['a1.0.0', 'Nordkaffe']]);
  const at = bytes.indexOf('N'.charCodeAt(0));
  bytes[at] = 0xff;
  expect(() => takeApart(bytes, UpdateDecoder)).toThrow();
});

function updateOf(entries: readonly (readonly [string, unknown])[]): Uint8Array {
  const doc = new Y.Doc();
  const map = doc.getMap('records');
  doc.transact(() => entries.forEach(([key, value]) => map.set(key, value)));
  return Y.encodeStateAsUpdate(doc);
}

function plain({ structs, deleted }: UpdateParts): unknown {
  const items = structs.map((struct) =>
    struct instanceof Y.Item
      ? { id: struct.id, key: struct.parentSub, parent: struct.parent, content: struct.content }
      : { id: struct.id, length: struct.length },
  );
  return { items, deleted };
}
