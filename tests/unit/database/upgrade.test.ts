import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { createRecord } from '../../../src/commands/records.ts';
import { enterBook } from '../../../src/database/book.ts';
import { schemaEpoch } from '../../../src/database/schema.ts';
import { project } from '../../../src/domain/record.ts';
import { valueOfResult } from '../../support/replica.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** The tables of the first version, as people have them. */
const firstVersion = {
  meta: 'key',
  intents: '++seq',
  updates: '++seq, [shard+tier]',
  rowLog: '++seq',
  packs: 'shard, [shard+upTo]',
  history: 'id, *records, batch, at',
  jobs: 'id',
  jobWork: 'id',
  members: 'id',
  accounts: 'id, deletedAt',
  contacts: 'id, deletedAt, *accountIds',
  products: 'id, deletedAt',
  orderOverlay: 'id, deletedAt, *accountIds',
  segments: 'id, deletedAt',
  tags: 'id, deletedAt',
  batches: 'id',
  orderBlocks: 'shard',
  columns: 'shard',
};

async function anOldBook(name: string): Promise<Dexie> {
  const db = new Dexie(name);
  db.version(1).stores(firstVersion);
  await db.open();
  await db.table('meta').bulkPut([
    { key: 'epoch', epoch: 1 },
    { key: 'device', device: 1, n: 4, session: 2, member: 'm1.0.0' },
    { key: 'allocation:account', shard: 0, records: 1 },
  ]);
  const account = project({ id: 'a1.0.0', base: [{ name: 'Nordkaffe' }, 1, 'm1.0.0'], registers: {} });
  await db.table('accounts').put(account);
  await db.table('updates').put({ shard: 'a1.0', tier: 0, bytes: new Uint8Array([0, 0]) });
  closing.push(() => db.close());
  return db;
}

test('a book of the first version opens with all it holds, and only newer code writes to it from then on', async () => {
  (await anOldBook('old-1')).close();
  const book = valueOfResult(await enterBook('old-1', 'Member'));
  closing.push(() => book.close());
  expect(book.readOnly).toBe(false);
  expect((await book.strict.accounts.get('a1.0.0'))?.base[0]).toEqual({ name: 'Nordkaffe' });
  expect(await book.strict.updates.count()).toBe(1);
  expect(await book.strict.outbox.count()).toBe(0);
  expect(await book.strict.meta.get('epoch')).toEqual({ key: 'epoch', epoch: schemaEpoch });
  const made = valueOfResult(await createRecord(book, 'account', { name: 'Next' }));
  expect(made).toMatchObject({ ids: ['a1.0.1'], command: '1.5' });
});

test('an old tab that does not let go is told of, and the upgrade happens as soon as it is closed', async () => {
  const old = await anOldBook('old-2');
  // Code that does not listen for a change of version.
  old.on('versionchange', () => false);
  let blocked = 0;
  const opening = enterBook('old-2', 'Member', { onBlocked: () => blocked++ });
  await expect.poll(() => blocked).toBe(1);
  expect((await old.table('accounts').get('a1.0.0')) !== undefined).toBe(true);
  old.close();
  const book = valueOfResult(await opening);
  closing.push(() => book.close());
  expect(await book.strict.outbox.count()).toBe(0);
});
