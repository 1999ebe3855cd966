import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewEntry } from '../../../sync-server/store/relayStore.ts';
import { copyStore } from '../../../sync-server/store/sqliteBackup.ts';
import { openSqliteStore } from '../../../sync-server/store/sqliteStore.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';
import { describeStore } from '../../support/storeContract.ts';

describeStore('the SQLite store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-store-'));
  return {
    open: () => openSqliteStore(join(folder, 'store')),
    remove: () => rm(folder, { recursive: true }),
  };
});

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapport-store-'));
  path = join(folder, 'store');
});

afterEach(() => rm(folder, { recursive: true }));

const workspace = 'ab'.repeat(16);
const genesis: NewEntry = {
  ...{ type: 'entry', workspace, position: 1, device: 1, sequence: 1, kind: 2, receivedAt: 1 },
  ...{ bytes: new Uint8Array(300), hash: new Uint8Array(32) },
};

test('two relays cannot have the same file', async () => {
  const store = await openSqliteStore(path);
  await expect(openSqliteStore(path)).rejects.toThrow('Another relay');
  await store.close();
  await (await openSqliteStore(path)).close();
});

test('a file of another program is left alone', async () => {
  writeFileSync(path, 'notes of somebody');
  await expect(openSqliteStore(path)).rejects.toThrow();
});

test('a backup made while the relay runs holds all that was stored, and is one', async () => {
  const store = await openSqliteStore(path);
  await store.append([genesis]);
  const backup = join(folder, 'backups', 'one');
  expect(valueOfResult(copyStore(path, backup))).toEqual({ workspaces: 1, entries: 1 });
  await store.append([{ ...genesis, position: 2, sequence: 2 }]);
  await store.close();
  const restored = join(folder, 'restored');
  valueOfResult(copyStore(backup, restored));
  const again = await openSqliteStore(restored);
  expect((await again.open(workspace))?.position).toBe(1);
  await again.close();
});

test('neither backup nor restore overwrites anything', async () => {
  const store = await openSqliteStore(path);
  await store.append([genesis]);
  await store.close();
  const backup = join(folder, 'backup');
  valueOfResult(copyStore(path, backup));
  expect(errorOfResult(copyStore(path, backup))).toEqual({ type: 'exists', path: backup });
  expect(errorOfResult(copyStore(backup, path))).toEqual({ type: 'exists', path });
});

test('what is no backup is not restored', () => {
  const other = join(folder, 'other');
  writeFileSync(other, 'notes of somebody'.repeat(100));
  expect(errorOfResult(copyStore(other, path)).type).toBe('unusable');
  expect(errorOfResult(copyStore(join(folder, 'nothing'), path)).type).toBe('absent');
  expect(existsSync(path)).toBe(false);
});
