import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BookDatabase } from '../../../src/database/schema.ts';
import { decodePart, encodePart } from '../../../src/interchange/backup/parts.ts';
import type { SavedNetwork } from '../../../src/workers/neuralMessages.ts';
import { forgetNetwork, savedNetwork, saveNetwork } from '../../../src/workers/savedNetworks.ts';
import { valueOfResult } from '../../support/results.ts';

let db: BookDatabase;
beforeEach(async () => {
  db = new BookDatabase(`networks-${crypto.randomUUID()}`, 'strict');
  await db.open();
});
afterEach(() => db.delete());

const network: SavedNetwork = {
  ...{ target: { key: 'churn', yes: 'Yes' }, columns: ['age'], trainedAt: 1_000, seed: 1 },
  encoding: { columns: [], names: [{ key: 'age' }] },
  model: {
    ...{
      method: 'network',
      task: 'classes',
      layers: [1, 1],
      weights: Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 0),
    },
    ...{ mean: 0, deviation: 1, loss: [0.7], validationLoss: [0.6], epochs: 1 },
  },
  found: {
    ...{ scores: [], importance: [], known: 40 },
    quality: { type: 'class', auc: 0.8, share: 0.3, calibration: [], threshold: 0.4 },
  },
};

test('a network is kept for its question alone, the last one, until it is forgotten', async () => {
  expect(valueOfResult(await savedNetwork(db, 'a'))).toBeUndefined();
  valueOfResult(await saveNetwork(db, 'a', { ...network, seed: 9 }));
  valueOfResult(await saveNetwork(db, 'a', network));
  expect(valueOfResult(await savedNetwork(db, 'a'))).toEqual(network);
  expect(valueOfResult(await savedNetwork(db, 'b'))).toBeUndefined();
  valueOfResult(await forgetNetwork(db, 'a'));
  expect(valueOfResult(await savedNetwork(db, 'a'))).toBeUndefined();
});

test('a network survives a backup', async () => {
  valueOfResult(await saveNetwork(db, 'a', network));
  const rows = await db.meta.where('key').startsWith('setting:').toArray();
  const part = { table: 'settings', rows } as Parameters<typeof encodePart>[0];
  expect(decodePart(encodePart(part).subarray(4))).toEqual(part);
});

test('a storage that is gone is said, not thrown', async () => {
  db.close();
  expect(await savedNetwork(db, 'a')).toMatchObject({ ok: false, error: { type: 'connection-lost' } });
});
