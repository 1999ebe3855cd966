import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord } from '../../../src/commands/records.ts';
import { observe } from '../../../src/database/live.ts';
import { shardOfRecord } from '../../../src/domain/ids.ts';
import { projectShard } from '../../../src/store/projection.ts';
import { Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

test('who watches the orders or the lines of a shard hears when its block is made anew', async () => {
  const replica = await Replica.open();
  open.push(replica);
  const values = { number: 'SO-1', date: '2026-11-20', currency: 'EUR' };
  const shard = shardOfRecord(valueOfResult(await createRecord(replica.book, 'order', values)).ids[0] ?? '');
  await replica.fold();
  const { orderBlocks, columns } = replica.book.strict;
  for (const table of [orderBlocks, columns]) {
    const seen: (string | undefined)[] = [];
    let hear: () => void = () => undefined;
    const end = observe(async () => (await table.get(shard))?.shard).subscribe((found) => {
      seen.push(found);
      hear();
    });
    const heard = (count: number): Promise<void> =>
      new Promise((resolve) => {
        hear = () => {
          if (seen.length >= count) resolve();
        };
      });
    await heard(1);
    const again = heard(2);
    await projectShard(replica.engine, shard);
    await again;
    end();
    expect(seen.at(-1)).toBe(shard);
  }
});
