import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord } from '../../../src/commands/records.ts';
import { shardOfRecord } from '../../../src/domain/ids.ts';
import { packChangedShards, type Packer } from '../../../src/store/upkeep.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

/** Packs say only in which format they are. */
const packer = (format: number): Packer => ({ format, pack: () => Promise.resolve({ format }) });

async function aBook(): Promise<{ replica: Replica; shards: string[] }> {
  const replica = await Replica.open();
  open.push(replica);
  const account = valueOfResult(await createRecord(replica.book, 'account', { name: 'Nordkaffe' }));
  const at = Date.now();
  const activity = valueOfResult(await createRecord(replica.book, 'activity', { type: 'call', at }));
  await replica.fold();
  return { replica, shards: [...account.ids, ...activity.ids].map(shardOfRecord) };
}

async function formats(replica: Replica): Promise<Record<string, unknown>> {
  const packs = await replica.book.relaxed.packs.toArray();
  return Object.fromEntries(packs.map(({ shard, data }) => [shard, (data as Packer).format]));
}

test('packs of an older format are made anew, also of shards that the log no longer names', async () => {
  const { replica, shards } = await aBook();
  await packChangedShards(replica.engine, packer(1), () => false);
  expect(await formats(replica)).toEqual(Object.fromEntries(shards.map((shard) => [shard, 1])));
  await replica.book.relaxed.rowLog.clear();
  await packChangedShards(replica.engine, packer(2), () => false);
  expect(await formats(replica)).toEqual(Object.fromEntries(shards.map((shard) => [shard, 2])));
});

test('packing that was interrupted goes on with the shards that are left', async () => {
  const { replica, shards } = await aBook();
  await packChangedShards(replica.engine, packer(1), () => false);
  await replica.book.relaxed.rowLog.clear();
  let steps = 0;
  await packChangedShards(replica.engine, packer(2), () => steps++ > 0);
  expect(Object.keys(await formats(replica))).toHaveLength(1);
  await packChangedShards(replica.engine, packer(2), () => false);
  expect(Object.keys(await formats(replica)).sort()).toEqual(shards.sort());
});

test('once all is packed, only what changes is packed again', async () => {
  const { replica } = await aBook();
  await packChangedShards(replica.engine, packer(1), () => false);
  const packed: string[] = [];
  const watching: Packer = {
    format: 1,
    pack: (kind) => {
      packed.push(kind);
      return Promise.resolve({ format: 1 });
    },
  };
  await packChangedShards(replica.engine, watching, () => false);
  expect(packed).toEqual([]);
});

test('packs that came with what another device sent are not made again', async () => {
  const { replica, shards } = await aBook();
  const db = replica.book.relaxed;
  await db.rowLog.clear();
  const [shard = ''] = shards;
  await db.packs.put({ shard, kind: 'account', upTo: 0, data: { format: 1, isOwn: true } });
  await packChangedShards(replica.engine, packer(1), () => false);
  expect((await db.packs.get(shard))?.data).toEqual({ format: 1, isOwn: true });
  expect(await db.packs.count()).toBe(2);
});
