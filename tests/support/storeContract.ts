import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../src/protocol/bytes.ts';
import { entryHash } from '../../src/protocol/entry.ts';
import { decodeEntries, type PendingJoin } from '../../src/protocol/frames.ts';
import type { Change, NewEntry, RelayStore } from '../../sync-server/store/relayStore.ts';
import { joinRequest } from './controls.ts';
import { valueOfResult } from './results.ts';
import { bytesOf } from './workspace.ts';

/** A store that can be closed and opened again on what it has kept. */
export interface StoreUnderTest {
  readonly open: () => Promise<RelayStore>;
  readonly remove: () => Promise<void>;
}

const one = toHex(bytesOf(1, 20, 16));
const two = toHex(bytesOf(2, 20, 16));
const everything = { after: 0, upTo: 1_000_000, maxBytes: 1 << 20, isOperations: false };

/** What every store of a relay must do. */
export function describeStore(name: string, make: () => StoreUnderTest): void {
  describe(name, () => {
    let kept: StoreUnderTest;
    let store: RelayStore;

    beforeEach(async () => {
      kept = make();
      store = await kept.open();
    });

    afterEach(async () => {
      await store.close();
      await kept.remove();
    });

    /** Closes it and opens it again. */
    async function reopen(): Promise<void> {
      await store.close();
      store = await kept.open();
    }

    async function append(...changes: Change[]): Promise<void> {
      valueOfResult(await store.append(changes));
    }

    async function positions(workspace: string, span = everything): Promise<number[]> {
      const { frame } = await store.read(workspace, span);
      return valueOfResult(decodeEntries(Uint8Array.from(frame.subarray(1)))).map(({ position }) => position);
    }

    test('a workspace that nobody made is not there', async () => {
      expect(await store.open(one)).toBeUndefined();
      expect(await positions(one)).toEqual([]);
    });

    test('what was appended is there after it was closed', async () => {
      const entries = [entry(one, 1), entry(one, 2), entry(one, 3, { device: 2, sequence: 1 })];
      await append(...entries);
      await reopen();
      const stored = await store.open(one);
      expect(stored?.position).toBe(3);
      expect(stored?.usedBytes).toBe(entries.reduce((sum, { bytes }) => sum + bytes.length, 0));
      expect(stored?.heads.map(({ device, sequence, position }) => [device, sequence, position])).toEqual([
        [1, 2, 2],
        [2, 1, 3],
      ]);
      expect(toHex(stored?.heads[1]?.hash ?? new Uint8Array())).toBe(
        toHex(entries[2]?.hash ?? new Uint8Array()),
      );
      const { frame } = await store.read(one, everything);
      expect(valueOfResult(decodeEntries(Uint8Array.from(frame.subarray(1))))).toEqual(
        entries.map(({ position, receivedAt, bytes }) => ({ position, receivedAt, bytes })),
      );
    });

    test('workspaces do not see each other', async () => {
      await append(entry(one, 1), entry(two, 1), entry(two, 2));
      expect(await positions(one)).toEqual([1]);
      expect(await positions(two)).toEqual([1, 2]);
      expect((await store.open(one))?.position).toBe(1);
    });

    test('all of the changes are stored, or none', async () => {
      await append(entry(one, 1));
      const refused = await store.append([entry(two, 1), entry(one, 2), entry(one, 2)]);
      expect(refused.ok).toBe(false);
      expect(await store.open(two)).toBeUndefined();
      expect((await store.open(one))?.position).toBe(1);
      await append(entry(one, 2));
      expect(await positions(one)).toEqual([1, 2]);
    });

    test('a place, and a sequence of a device, is taken once', async () => {
      await append(entry(one, 1), entry(one, 2));
      expect((await store.append([entry(one, 2, { sequence: 3 })])).ok).toBe(false);
      expect((await store.append([entry(one, 3, { sequence: 2 })])).ok).toBe(false);
      expect(await positions(one)).toEqual([1, 2]);
    });

    test('a log is read from a position on, in runs that do not grow too large', async () => {
      await append(...Array.from({ length: 10 }, (_, i) => entry(one, i + 1)));
      const size = entry(one, 1).bytes.length;
      const first = await store.read(one, { ...everything, after: 3, maxBytes: 2 * size });
      expect([first.count, first.upTo]).toEqual([2, 5]);
      expect(await positions(one, { ...everything, after: 3, maxBytes: 1 })).toEqual([4]);
      expect(await positions(one, { ...everything, after: 3, upTo: 6 })).toEqual([4, 5, 6]);
      expect((await store.read(one, { ...everything, after: 10, upTo: 10 })).count).toBe(0);
    });

    test('operations are read without what stands between them', async () => {
      await append(entry(one, 1, { kind: 1 }), entry(one, 2), entry(one, 3), entry(one, 4, { kind: 1 }));
      const run = await store.read(one, { ...everything, upTo: 4, isOperations: true });
      expect([run.count, run.upTo]).toEqual([2, 4]);
      expect(await positions(one, { ...everything, upTo: 4, isOperations: true })).toEqual([1, 4]);
      expect((await store.open(one))?.operations.map(({ position }) => position)).toEqual([1, 4]);
    });

    test('the hash under a sequence is found', async () => {
      await append(entry(one, 1));
      const found = await store.hashOf(one, 1, 1);
      expect(found && toHex(found)).toBe(toHex(entry(one, 1).hash));
      expect(await store.hashOf(one, 1, 2)).toBeUndefined();
      expect(await store.hashOf(two, 1, 1)).toBeUndefined();
    });

    test('a phrase leads to the workspace that it was added to first', async () => {
      const phrase = toHex(bytesOf(3, 20));
      await append(entry(one, 1), entry(two, 1));
      await append(entry(one, 2, { kind: 1, phrase }));
      await append(entry(two, 2, { kind: 1, phrase }));
      expect(await store.workspaceOfPhrase(phrase)).toBe(one);
      expect(await store.workspaceOfPhrase(toHex(bytesOf(4, 20)))).toBeUndefined();
    });

    test('the last cursor of each device is kept', async () => {
      await append(entry(one, 1));
      const cursor = (device: number, n: number): Change => {
        return { type: 'cursor', workspace: one, device, bytes: bytesOf(n) };
      };
      await append(cursor(1, 1), cursor(2, 2));
      await append(cursor(1, 3));
      await reopen();
      expect((await store.open(one))?.cursors).toEqual([
        { device: 1, bytes: bytesOf(3) },
        { device: 2, bytes: bytesOf(2) },
      ]);
    });

    test('a request to join is kept as it stands until it is dropped', async () => {
      await append(entry(one, 1));
      const join: PendingJoin = { request: joinRequest };
      const challenged = { ...join, challenge: { device: 1, challenge: 'aa', signature: 'bb' } };
      await append({ type: 'join', workspace: one, join });
      await append({ type: 'join', workspace: one, join: challenged });
      await reopen();
      expect((await store.open(one))?.joins).toEqual([challenged]);
      await append({ type: 'drop-join', workspace: one, invite: joinRequest.invite });
      expect((await store.open(one))?.joins).toEqual([]);
    });
  });
}

function entry(workspace: string, position: number, wish: Partial<NewEntry> = {}): NewEntry {
  const bytes = bytesOf(position, 21, 300);
  return {
    ...{ type: 'entry', workspace, position, device: 1, sequence: position, kind: 2, bytes },
    ...{ hash: entryHash(bytes), receivedAt: 1_700_000_000_000 + position },
    ...wish,
  };
}
