import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { indexOfRecord, recordIdOf, shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import { project, type RecordRow } from '../../../src/domain/record.ts';
import { groupBy } from '../../../src/database/rows.ts';
import type { Condition, ListQuery } from '../../../src/read/listQuery.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { loadPinyin, type Pinyin } from '../../../src/read/pinyin.ts';
import { naiveQuery } from './naiveList.ts';

let pinyin: Pinyin;
beforeAll(async () => {
  pinyin = await loadPinyin();
});

const hiddenBatch = 'b1.0.1';
const characters = fc.constantFrom(
  ...'蓝岸重庆长沙银行曾单张伟',
  ...'abLl',
  'é',
  'ß',
  ' ',
  '-',
  '1',
  'Ａ',
  '😀',
);
const name = fc.string({ unit: characters, minLength: 1, maxLength: 8 });
const words = fc.constantFrom('零售', '医疗', 'Retail', 'retail', 'Élan', 'Logistics and a long word');

const values = fc.record(
  {
    name,
    kind: fc.constantFrom('company', 'person'),
    level: fc.constantFrom('A', 'B', 'C'),
    industry: words,
    owner: fc.constantFrom('m1.0.0', 'm1.0.1'),
    phones: fc.array(fc.constantFrom('+86 138-0013', '13912345', '010 138'), { minLength: 1, maxLength: 2 }),
    emails: fc.array(fc.constantFrom('Anna@Lan.cn', 'b@example.com'), { minLength: 1, maxLength: 2 }),
    age: fc.integer({ min: 0, max: 5 }),
    income: fc.double({ noNaN: true, noDefaultInfinity: true }),
    interests: fc.array(words, { minLength: 1, maxLength: 3 }),
    tags: fc.uniqueArray(fc.constantFrom('t1.0.0', 't1.0.1', 't1.0.2'), { minLength: 1 }),
  },
  { requiredKeys: ['name'] },
);

const id = fc
  .tuple(fc.constantFrom('a1.0', 'a1.1', 'a1.a'), fc.nat({ max: 40 }))
  .map(([shard, index]) => recordIdOf(shard, index));

const row: fc.Arbitrary<RecordRow> = fc
  .record({ id, values, isInBatch: fc.boolean(), deleted: fc.boolean(), renamed: fc.option(name) })
  .map(({ id, values, isInBatch, deleted, renamed }) =>
    project({
      id,
      base: isInBatch ? [values, 5, 'm1.0.0', hiddenBatch] : [values, 5, 'm1.0.0'],
      registers: {
        ...(deleted ? { deleted: { '1.2': [true, 9, 'm1.0.0'] as const } } : {}),
        ...(renamed === null ? {} : { name: { '1.3': [renamed, 8, 'm1.0.0'] as const } }),
      },
    }),
  );

const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 60 });

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('name', 'industry', 'emails'),
    op: fc.constant('contains' as const),
    text: fc.constantFrom('an', '蓝', 'RETAIL', 'e'),
  }),
  fc.record({ field: fc.constant('industry'), op: fc.constant('is' as const), text: words }),
  fc.record({
    field: fc.constantFrom('tags', 'interests'),
    op: fc.constantFrom('anyOf' as const, 'allOf' as const, 'noneOf' as const),
    values: fc.array(fc.oneof(words, fc.constantFrom('t1.0.0', 't1.0.1')), { maxLength: 2 }),
  }),
  fc.record({
    field: fc.constantFrom('level', 'owner'),
    op: fc.constantFrom('anyOf' as const, 'noneOf' as const),
    values: fc.constantFrom(['A'], ['B', 'm1.0.0']),
  }),
  fc.record({
    field: fc.constantFrom('age', 'income'),
    op: fc.constant('between' as const),
    from: fc.integer({ min: -1, max: 3 }),
    to: fc.integer({ min: 2, max: 9 }),
  }),
  fc.record({
    field: fc.constantFrom('age', 'tags', 'level', 'industry'),
    op: fc.constantFrom('empty' as const, 'notEmpty' as const),
  }),
);

const search = fc.oneof(
  fc.constantFrom('la', 'lan an', 'lanan', 'zeng', 'cq', 'chong', '138', '+86 138', 'anna@', '蓝', 'ss', 'a'),
  fc.string({ unit: characters, maxLength: 3 }),
);

const query: fc.Arbitrary<ListQuery> = fc
  .record({
    conditions: fc.array(condition, { maxLength: 2 }),
    search: fc.option(search),
    by: fc.option(fc.constantFrom('name', 'industry', 'age', 'income')),
    descending: fc.boolean(),
  })
  .map(({ conditions, search, by, descending }) => ({
    kind: 'account',
    filter: { match: 'all', conditions },
    // Without a sort, a search is in the order of its ranks, which the plain form does not know.
    ...(search === null || by === null ? {} : { search }),
    ...(by === null ? {} : { sort: { by, descending } }),
  }));

function put(index: MemoryIndex, rows: readonly RecordRow[], whole: boolean): void {
  for (const [shard, ofShard] of groupBy(rows, ({ id }) => shardOfRecord(id))) {
    const pack = packShard('account', ofShard, pinyin);
    if (whole) index.kinds.account.setShard(shard, structuredClone(pack));
    else index.kinds.account.apply(shard, pack);
  }
}

function expectSame(index: MemoryIndex, rows: readonly RecordRow[], query: ListQuery): void {
  const expected = naiveQuery(rows, query, new Set([hiddenBatch]), pinyin);
  expect(index.matchingIds(query)).toEqual(expected);
}

test('a list of packed shards is what filtering and sorting the rows one by one gives', () => {
  fc.assert(
    fc.property(rows, fc.array(query, { minLength: 1, maxLength: 4 }), (rows, queries) => {
      const index = new MemoryIndex();
      index.hide(new Set([hiddenBatch]));
      put(index, rows, true);
      for (const query of queries) expectSame(index, rows, query);
    }),
    { numRuns: 300 },
  );
});

test('after any changes and removals the index answers as one that was built from the rows that are left', () => {
  const changes = fc.array(
    fc.tuple(fc.array(row, { maxLength: 6 }), fc.array(id, { maxLength: 3 }), fc.boolean()),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(rows, changes, query, (rows, changes, query) => {
      const index = new MemoryIndex();
      index.hide(new Set([hiddenBatch]));
      put(index, rows, true);
      const standing = new Map<RecordId, RecordRow>(rows.map((row) => [row.id, row]));
      expectSame(index, [...standing.values()], query);
      for (const [changed, removed, isWhole] of changes) {
        for (const row of changed) {
          standing.set(row.id, row);
          const ofShard = [...standing.values()].filter(
            ({ id }) => shardOfRecord(id) === shardOfRecord(row.id),
          );
          put(index, isWhole ? ofShard : [row], isWhole);
        }
        index.kinds.account.remove(removed);
        for (const id of removed) standing.delete(id);
        expectSame(index, [...standing.values()], query);
      }
    }),
    { numRuns: 300 },
  );
});

test('every slot of a pack holds its own record', () => {
  fc.assert(
    fc.property(rows, (rows) => {
      for (const [shard, ofShard] of groupBy(rows, ({ id }) => shardOfRecord(id))) {
        const { flags } = packShard('account', ofShard, pinyin);
        const present = [...flags.keys()].filter((slot) => flags[slot] !== 0);
        expect(present.map((slot) => recordIdOf(shard, slot)).sort()).toEqual(
          ofShard.map(({ id }) => id).sort(),
        );
        expect(flags.length).toBe(Math.max(...ofShard.map(({ id }) => indexOfRecord(id) + 1)));
      }
    }),
    { numRuns: 50 },
  );
});
