import { expect, test } from 'vitest';
import { decodeChunk } from '../../../../src/domain/importChunk.ts';
import { ChunkPacker } from '../../../../src/interchange/records/chunkPacker.ts';

function packed(
  counts: { accounts: number; orders?: readonly number[] },
  granted?: ConstructorParameters<typeof ChunkPacker>[0],
) {
  const packer = new ChunkPacker(granted);
  for (let n = 0; n < counts.accounts; n += 1) packer.create('account', { name: `A${n}` });
  for (const lines of counts.orders ?? [])
    packer.create('order', { lines: Array.from({ length: lines }, () => [null, 1, 1]) });
  const plan = packer.end();
  return { plan, chunks: packer.takeReady().map(decodeChunk) };
}

test('a shard takes two thousand records, and each has the id that its making answered with', () => {
  const { plan } = packed({ accounts: 4_001 });
  expect(plan).toMatchObject({ records: { account: 4_001 }, shards: { account: 3 }, chunks: 3 });
  const granted = { account: ['a1.0', 'a1.1', 'a1.2'] };
  const { chunks } = packed({ accounts: 4_001 }, granted);
  expect(chunks.map((chunk) => chunk.type === 'create' && [chunk.shard, chunk.records.length])).toEqual([
    ['a1.0', 2_000],
    ['a1.1', 2_000],
    ['a1.2', 1],
  ]);
  expect(chunks[1]?.records[0]).toEqual({ name: 'A2000' });
  const packer = new ChunkPacker(granted);
  const ids = Array.from({ length: 2_001 }, () => packer.create('account', {}));
  expect([ids[0], ids[1_999], ids[2_000]]).toEqual(['a1.0.0', 'a1.0.1jj', 'a1.1.0']);
});

test('a shard of orders takes five thousand lines at most', () => {
  const { plan, chunks } = packed(
    { accounts: 0, orders: [4_000, 1_000, 1, 5_000, 2] },
    { order: ['o1.0', 'o1.1', 'o1.2', 'o1.3'] },
  );
  expect(plan.shards.order).toBe(4);
  expect(chunks.map((chunk) => chunk.records.length)).toEqual([2, 1, 1, 1]);
});

test('more records than were planned are a bug of the caller and throw', () => {
  expect(() => packed({ accounts: 2_001 }, { account: ['a1.0'] })).toThrow(RangeError);
});

test('the ids of orders are foretold from their lines, across shards', () => {
  const counts = [4_000, 1_000, 1, 5_000, 2];
  const granted = { order: ['o1.0', 'o1.1', 'o1.2', 'o1.3'] };
  expect(new ChunkPacker(granted).orderIds(counts)).toEqual([
    'o1.0.0',
    'o1.0.1',
    'o1.1.0',
    'o1.2.0',
    'o1.3.0',
  ]);
  const { chunks } = packed({ accounts: 0, orders: counts }, granted);
  expect(chunks.map((chunk) => chunk.type === 'create' && chunk.shard)).toEqual(granted.order);
});
