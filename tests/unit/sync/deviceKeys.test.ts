import { expect, test } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { boxKeyOf, verifySignature } from '../../../src/protocol/keys.ts';
import { randomBytes } from '../../../src/protocol/seal.ts';
import {
  deviceKeysOf,
  eraseKeys,
  newDeviceKeys,
  readDeviceKeys,
  type KeyTable,
  type StoredKey,
} from '../../../src/sync/deviceKeys.ts';
import { memoryKeys } from '../../support/memoryKeys.ts';

async function keysIn(table: KeyTable): Promise<{ rows: readonly StoredKey[]; private: unknown[] }> {
  const rows = await newDeviceKeys({ write: table, read: table });
  return { rows, private: rows.filter((row) => !row.id.endsWith('-public')).map((row) => row.key) };
}

test('private keys are such that no code can read them, where they survive storage', async () => {
  const { private: keys } = await keysIn(memoryKeys());
  for (const key of keys) expect((key as CryptoKey).extractable).toBe(false);
});

test.each([
  ['comes back as nothing', (row: StoredKey) => ({ ...row, key: undefined }) as unknown as StoredKey],
  [
    'cannot be written',
    (row: StoredKey) => {
      if (row.key instanceof CryptoKey) throw new DOMException('no', 'DataCloneError');
      return row;
    },
  ],
])('a key that %s is made of random bytes instead', async (_what, store) => {
  const { private: keys } = await keysIn(memoryKeys(store));
  for (const key of keys) expect(key).toBeInstanceOf(Uint8Array);
});

test.each([
  ['the browser’s own', structuredClone<StoredKey>],
  [
    'bytes',
    (row: StoredKey) => (row.key instanceof CryptoKey ? { id: row.id, key: new Uint8Array(0) } : row),
  ],
])('keys that are %s sign and agree after a restart', async (_what, store) => {
  const table = memoryKeys(store);
  await table.bulkPut([...(await newDeviceKeys({ write: table, read: table }))]);
  const keys = await readDeviceKeys(table);
  if (keys === undefined) throw new Error('no keys');
  const message = utf8('hello');
  const signature = await keys.signer.sign(message);
  expect(await verifySignature(keys.signer.publicKey, message, signature)).toBe(true);
  const other = boxKeyOf(randomBytes(32));
  expect(await keys.box.agree(other.publicKey)).toEqual(await other.agree(keys.box.publicKey));
});

test('erased keys are gone, and half a set of keys is none', async () => {
  const table = memoryKeys();
  const rows = await newDeviceKeys({ write: table, read: table });
  expect(deviceKeysOf(rows.slice(1))).toBeUndefined();
  await table.bulkPut([...rows]);
  expect(await table.toArray()).toHaveLength(4);
  await eraseKeys(table);
  expect(await readDeviceKeys(table)).toBeUndefined();
});
