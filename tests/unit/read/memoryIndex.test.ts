import { expect, test } from 'vitest';
import { indexOfRecord, recordIdOf, shardOfRecord } from '../../../src/domain/ids.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { loadPinyin } from '../../../src/read/pinyin.ts';

const shard = shardOfRecord(recordIdOf('a1.0', 0));

function account(at: number, name: string, kind: 'company' | 'person'): RecordRow {
  return project({ id: recordIdOf(shard, at), base: [{ name, kind }, 5, 'm1.0.0'], registers: {} });
}

function order(index: MemoryIndex): readonly number[] {
  const query = {
    kind: 'account',
    filter: { match: 'all', conditions: [] },
    sort: { by: 'name', descending: false },
  } as const;
  return index.matchingIds(query).map(indexOfRecord);
}

test('a person and a company of one name stand where each sounds, also after one has become the other', async () => {
  const pinyin = await loadPinyin();
  const index = new MemoryIndex();
  // As a surname 曾 is zeng, and ceng in the name of a company; 蓝 is lan.
  const rows = [account(0, '蓝', 'company'), account(1, '曾', 'company'), account(2, '曾', 'person')];
  index.kinds.account.setShard(shard, packShard('account', rows, pinyin));
  expect(order(index)).toEqual([1, 0, 2]);
  index.kinds.account.apply(shard, packShard('account', [account(1, '曾', 'person')], pinyin));
  expect(order(index)).toEqual([0, 1, 2]);
  index.kinds.account.apply(shard, packShard('account', [account(1, '曾', 'company')], pinyin));
  expect(order(index)).toEqual([1, 0, 2]);
});
