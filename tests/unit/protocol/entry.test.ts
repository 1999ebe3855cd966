import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import {
  decodeEntry,
  emptyLogHash,
  encodeEntry,
  encodeHeader,
  entryHash,
  entryKind,
  fingerprintOf,
  headerBytes,
  nextLogHash,
  signedPart,
  workspaceOf,
} from '../../../src/protocol/entry.ts';
import { maxEntryBytes } from '../../../src/protocol/limits.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';
import { aDevice, bytesOf, TestWorkspace } from '../../support/workspace.ts';

describe('an entry', () => {
  test('is a header of 130 bytes, the body, and 64 bytes of signature', async () => {
    const workspace = await TestWorkspace.begin();
    const entry = await workspace.entry(1, entryKind.records, bytesOf(1, 0, 100));
    expect(encodeHeader(entry.header).length).toBe(headerBytes);
    expect(encodeEntry(entry).length).toBe(130 + 100 + 64);
    expect(valueOfResult(decodeEntry(encodeEntry(entry)))).toEqual(entry);
  });

  test('may be empty, but not shorter than its frame', async () => {
    const workspace = await TestWorkspace.begin();
    const bytes = encodeEntry(await workspace.entry(1, entryKind.records, new Uint8Array()));
    expect(valueOfResult(decodeEntry(bytes)).body.length).toBe(0);
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeEntry(bytes.subarray(0, length)).ok).toBe(false);
    }
  });

  test('of another version is not read', async () => {
    const workspace = await TestWorkspace.begin();
    for (const version of [0, 2, 255]) {
      const entry = await workspace.entry(1, entryKind.records, new Uint8Array(), { header: { version } });
      expect(errorOfResult(decodeEntry(encodeEntry(entry))).detail).toContain(`version ${version}`);
    }
  });

  test('of more than a mebibyte is not read', () => {
    expect(errorOfResult(decodeEntry(new Uint8Array(maxEntryBytes + 1))).detail).toBe('entry too large');
  });

  test('is signed with all of its header and body, under a word of its own', async () => {
    const workspace = await TestWorkspace.begin();
    const { header, body } = await workspace.entry(1, entryKind.records, bytesOf(1));
    const signed = signedPart(header, body);
    expect(new TextDecoder().decode(signed.subarray(0, 17))).toBe('rapport entry v1\0');
    expect(signed.length).toBe(17 + 130 + 32);
  });
});

describe('a log hash', () => {
  const [one, two] = [entryHash(bytesOf(1)), entryHash(bytesOf(2))];
  const empty = emptyLogHash(bytesOf(3, 0, 16));
  const after = (...entries: (readonly [Uint8Array, number])[]) =>
    toHex(entries.reduce((hash, [entry, at]) => nextLogHash(hash, entry, at), empty));

  test('differs with the order of entries, their times, and the workspace', () => {
    const logs = [
      after([one, 5], [two, 5]),
      after([two, 5], [one, 5]),
      after([one, 5], [two, 6]),
      after([one, 5]),
      toHex(empty),
      toHex(emptyLogHash(bytesOf(4, 0, 16))),
    ];
    expect(new Set(logs).size).toBe(logs.length);
  });
});

describe('names', () => {
  test('a workspace has another one for each founder and each number drawn', () => {
    const [random, sign, box] = ['aa', 'bb', 'cc'];
    const name = toHex(workspaceOf({ random, sign, box }));
    expect(name.length).toBe(32);
    for (const other of [{ random: 'ab' }, { sign: 'bc' }, { box: 'cd' }]) {
      expect(toHex(workspaceOf({ random, sign, box, ...other }))).not.toBe(name);
    }
  });

  test('a fingerprint is of one key', () => {
    const [first, second] = [aDevice(1), aDevice(2)];
    expect(fingerprintOf(first.signer.publicKey)).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintOf(first.signer.publicKey)).not.toBe(fingerprintOf(second.signer.publicKey));
  });
});
