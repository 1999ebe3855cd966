import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, signingKey, type Ledger } from '../../../src/protocol/admission.ts';
import {
  decodeEntry,
  encodeEntry,
  encodeHeader,
  entryHash,
  entryKind,
  signedPart,
  type Entry,
} from '../../../src/protocol/entry.ts';
import { decodeEntries, entriesFrame } from '../../../src/protocol/frames.ts';
import { decodeInvitation, encodeInvitation } from '../../../src/protocol/invitation.ts';
import { verifySignature } from '../../../src/protocol/keys.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import { encodeOperation } from '../../../src/protocol/operations.ts';
import { decodeContent, encodeContent } from '../../../src/protocol/recordsPayload.ts';
import { open, paddedLength, seal, subkey, type Purpose } from '../../../src/protocol/seal.ts';
import { decodeCursors, decodeLive, encodeCursor, encodeLive } from '../../../src/protocol/statements.ts';
import { valueOfResult } from '../../support/results.ts';
import { runs } from '../../support/runs.ts';
import { bytesOf, TestWorkspace } from '../../support/workspace.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const count = fc.maxSafeNat();
const word = fc.nat(0xffff_ffff);

const header = fc.record({
  version: fc.constant(1),
  kind: fc.nat(255),
  workspace: bytes(16),
  epoch: word,
  device: word,
  sequence: count,
  previous: bytes(32),
  seen: fc.record({ position: count, hash: bytes(32) }),
  nonce: bytes(24),
});
const entry: fc.Arbitrary<Entry> = fc.record({
  header,
  body: fc.uint8Array({ maxLength: 300 }),
  signature: bytes(64),
});
const payload = fc.record({
  updates: fc.array(fc.record({ shard: fc.string({ unit: 'grapheme' }), bytes: fc.uint8Array() })),
  history: fc.constant([]),
});
const content = fc.oneof(
  fc.record({ type: fc.constant('whole' as const), payload }),
  fc.tuple(fc.nat(63), fc.uint8Array()).map(([index, part]) => {
    return { type: 'part' as const, index, total: index + 1, bytes: part };
  }),
);
const placed = fc.record({ position: count, receivedAt: count, bytes: fc.uint8Array() });
const cursor = fc.record({
  device: word,
  head: fc.record({ position: count, hash: bytes(32) }),
  at: count,
  signature: bytes(64),
});
const live = fc.record({
  kind: fc.nat(255),
  device: word,
  epoch: word,
  box: fc.uint8Array(),
  signature: bytes(64),
});
const invitation = fc.record({
  workspace: bytes(16),
  seed: bytes(32),
  owner: bytes(16).map(toHex),
  head: bytes(16).map(toHex),
});

describe('what was written is read', () => {
  const numRuns = runs(200, 20_000);

  test('entries', () => {
    fc.assert(
      fc.property(entry, (each) => {
        expect(valueOfResult(decodeEntry(encodeEntry(each)))).toEqual(each);
      }),
      { numRuns },
    );
  });

  test('contents of records', () => {
    fc.assert(
      fc.property(content, (each) => {
        expect(valueOfResult(decodeContent(encodeContent(each)))).toEqual(each);
      }),
      { numRuns },
    );
  });

  test('runs of entries, cursors, live frames and invitations', () => {
    fc.assert(
      fc.property(fc.array(placed), fc.array(cursor), live, invitation, (entries, cursors, frame, link) => {
        expect(valueOfResult(decodeEntries(entriesFrame(entries).subarray(1)))).toEqual(entries);
        const written = cursors.flatMap((each) => [...encodeCursor(each)]);
        expect(valueOfResult(decodeCursors(Uint8Array.from(written)))).toEqual(cursors);
        expect(valueOfResult(decodeLive(encodeLive(frame)))).toEqual(frame);
        expect(decodeInvitation(encodeInvitation(link))).toEqual(link);
      }),
      { numRuns },
    );
  });
});

/** Whether an entry would be taken and opened at its place. */
async function isTaken(ledger: Ledger, bytesOfEntry: Uint8Array, key: Uint8Array): Promise<boolean> {
  const decoded = decodeEntry(bytesOfEntry);
  if (!decoded.ok) return false;
  const { header: head, body, signature } = decoded.value;
  const signer = signingKey(ledger, decoded.value);
  if (signer === undefined || !(await verifySignature(signer, signedPart(head, body), signature)))
    return false;
  if (!admit(ledger, decoded.value, entryHash(bytesOfEntry), 0).ok) return false;
  return head.kind === entryKind.membership || open(key, head.nonce, encodeHeader(head), body) !== undefined;
}

describe('one flipped bit', () => {
  test('of an entry, anywhere in it, is refused', async () => {
    const workspace = await TestWorkspace.begin();
    const before = workspace.ledger;
    const key = subkey(workspace.epochKey(), workspace.id, 'records');
    const records = encodeEntry(await workspace.sealedRecords(1, { updates: [], history: [] }));
    const same = encodeOperation({ op: 'role', parent: workspace.parent, device: 1, role: 'owner' });
    const operation = encodeEntry(await workspace.entry(1, entryKind.membership, same));
    for (const each of [records, operation]) {
      expect(await isTaken(before, each, key)).toBe(true);
      await fc.assert(
        fc.asyncProperty(fc.nat(each.length * 8 - 1), async (bit) => {
          const flipped = each.slice();
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(await isTaken(before, flipped, key)).toBe(false);
        }),
        { numRuns: runs(100, 20_000) },
      );
    }
  });

  test('of a seal, its header, nonce or key never opens it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        bytes(32),
        bytes(24),
        bytes(130),
        fc.nat(),
        (text, key, nonce, aad, at) => {
          const sealed = seal(key, nonce, aad, text);
          expect(open(key, nonce, aad, sealed)).toEqual(text);
          const parts = [sealed, key, nonce, aad];
          parts.forEach((part, i) => {
            const bit = at % (part.length * 8);
            const flipped = parts.map((each, j) => (i === j ? each.slice() : each));
            const changed = flipped[i] ?? part;
            changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
            const [body, k, n, a] = flipped as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
            expect(open(k, n, a, body)).toBeUndefined();
          });
        },
      ),
      { numRuns: runs(200, 20_000) },
    );
  });
});

test('a seal for one purpose and workspace opens for no other', () => {
  const purposes: readonly Purpose[] = ['records', 'names', 'live', 'previous', 'join', 'wrap'];
  fc.assert(
    fc.property(
      fc.constantFrom(...purposes),
      fc.constantFrom(...purposes),
      bytes(16),
      bytes(16),
      (a, b, here, there) => {
        const nonce = bytesOf(1, 0, 24);
        const aad = new Uint8Array();
        const sealed = seal(subkey(bytesOf(1), here, a), nonce, aad, bytesOf(2));
        const isSame = a === b && toHex(here) === toHex(there);
        expect(open(subkey(bytesOf(1), there, b), nonce, aad, sealed) !== undefined).toBe(isSame);
      },
    ),
    { numRuns: runs(100, 5_000) },
  );
});

test('the padded length is never shorter, and shows one of few lengths', () => {
  const seen = new Set<number>();
  fc.assert(
    fc.property(fc.nat(1 << 20), (length) => {
      const padded = paddedLength(length);
      seen.add(padded);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(paddedLength(padded)).toBe(padded);
    }),
    { numRuns: runs(2_000, 100_000) },
  );
  expect(seen.size).toBeLessThan(600);
});
