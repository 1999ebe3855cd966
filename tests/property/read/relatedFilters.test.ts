import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupBy } from '../../../src/database/rows.ts';
import { kindOfId, recordIdOf, shardOfRecord, type RecordId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import { project, valuesOf, type RecordRow } from '../../../src/domain/record.ts';
import {
  isGroup,
  type Condition,
  type Filter,
  type ListedKind,
  type ListQuery,
} from '../../../src/read/listQuery.ts';
import { MemoryIndex } from '../../../src/read/memoryIndex.ts';
import { packShard } from '../../../src/read/pack.ts';
import { isListed } from '../../../src/read/packRows.ts';
import { filterOf } from '../../../src/read/filterForm.ts';
import { NaiveBook } from './naiveBook.ts';
import { byCreation } from './naiveList.ts';

const hidden = 'b1.0.1';
const score = 'f1.0.1:number';
const plan = 'f1.0.2:choice';
const partner = 'f1.0.3:reference.account';

const ids = (shard: string): fc.Arbitrary<RecordId> =>
  fc.nat({ max: 2 }).map((index) => recordIdOf(shard, index));
const account = fc.oneof(ids('a1.0'), ids('a1.1'));
const contact = ids('c1.0');
const order = ids('o1.0');
const segment = ids('s1.0');
const status = fc.constantFrom('open', 'done', 'cancelled');
const instant = fc.constantFrom(1_000, 86_400_000 * 20_000, 86_400_000 * 20_040);

type Fields = Readonly<Record<string, fc.Arbitrary<Json>>>;

const fields: Readonly<Partial<Record<ListedKind, { id: fc.Arbitrary<RecordId>; values: Fields }>>> = {
  account: {
    id: account,
    values: {
      level: fc.constantFrom('A', 'B'),
      birthday: fc.constantFrom('2026-01-05', '2026-01-31', '2025-12-31'),
      [score]: fc.integer({ min: 0, max: 3 }),
      [plan]: fc.constantFrom('k1', 'k2'),
      [partner]: account,
    },
  },
  contact: { id: contact, values: { accounts: fc.uniqueArray(account, { minLength: 1, maxLength: 3 }) } },
  order: { id: order, values: { account, status, returns: order } },
  activity: {
    id: ids('y1.0'),
    values: { account, contacts: fc.uniqueArray(contact, { minLength: 1, maxLength: 2 }), at: instant },
  },
  task: { id: ids('k1.0'), values: { account, status, due: fc.constantFrom('2026-01-05', '2026-03-01') } },
};

function rowsOf(kind: ListedKind): fc.Arbitrary<RecordRow> {
  const { id, values } = fields[kind] ?? { id: account, values: {} };
  return fc
    .record({
      id,
      values: fc.record(values, { requiredKeys: [] }),
      isHidden: fc.boolean(),
      isGone: fc.boolean(),
    })
    .map(({ id, values, isHidden, isGone }) =>
      project({
        id,
        base: isHidden
          ? [{ name: 'x', ...values }, 5, 'm1.0.0', hidden]
          : [{ name: 'x', ...values }, 5, 'm1.0.0'],
        registers: isGone ? { deleted: { '1.2': [true, 9, 'm1.0.0'] as const } } : {},
      }),
    );
}

const book = fc.uniqueArray(fc.oneof(...(Object.keys(fields) as ListedKind[]).map((kind) => rowsOf(kind))), {
  selector: ({ id }) => id,
  maxLength: 40,
});

const fieldConditions: Readonly<Partial<Record<ListedKind, fc.Arbitrary<Condition>>>> = {
  account: fc.oneof(
    fc.constantFrom<Condition>(
      { field: 'level', op: 'anyOf', values: ['A'] },
      { field: score, op: 'between', from: 1, to: 2 },
      { field: score, op: 'empty' },
      { field: plan, op: 'anyOf', values: ['k2'] },
      { field: plan, op: 'noneOf', values: ['k1'] },
      { field: partner, op: 'notEmpty' },
      { field: 'activityCount', op: 'between', from: 1 },
      { field: 'openTasks', op: 'between', from: 1, to: 1 },
      { field: 'lastActivity', op: 'empty' },
    ),
    fc.record({
      op: fc.constantFrom('inSegments' as const, 'inNoSegment' as const),
      segments: fc.array(segment, { maxLength: 2 }),
    }),
  ),
  contact: fc.constantFrom<Condition>({ field: 'accounts', op: 'notEmpty' }),
  order: fc.constantFrom<Condition>(
    { field: 'status', op: 'anyOf', values: ['open'] },
    { field: 'returns', op: 'empty' },
  ),
  activity: fc.constantFrom<Condition>({ field: 'contacts', op: 'anyOf', values: ['c1.0.1'] }),
  task: fc.constantFrom<Condition>({ field: 'status', op: 'noneOf', values: ['done'] }),
};

type Path = readonly [kind: ListedKind, by: string, own?: true];
const paths: Readonly<Partial<Record<ListedKind, readonly Path[]>>> = {
  account: [
    ['contact', 'accounts'],
    ['order', 'account'],
    ['activity', 'account'],
    ['task', 'account'],
    ['account', partner, true],
  ],
  contact: [
    ['account', 'accounts'],
    ['activity', 'contacts'],
  ],
  order: [
    ['account', 'account'],
    ['order', 'returns'],
    ['order', 'returns', true],
  ],
  activity: [
    ['account', 'account'],
    ['contact', 'contacts', true],
  ],
  task: [['account', 'account']],
};

function filterAt(kind: ListedKind, depth: number): fc.Arbitrary<Filter> {
  const onFields = fieldConditions[kind] ?? fc.constant<Filter>({ match: 'all', conditions: [] });
  const parts: fc.Arbitrary<Condition | Filter>[] = [];
  if (depth < 3) {
    parts.push(filterAt(kind, depth + 1));
    for (const [other, by, own] of paths[kind] ?? []) {
      parts.push(
        fc
          .record({
            quantifier: fc.constantFrom('some' as const, 'none' as const),
            filter: filterAt(other, depth + 1),
          })
          .map((more): Condition => ({
            op: 'related',
            kind: other,
            by,
            ...(own === undefined ? {} : { own }),
            ...more,
          })),
      );
    }
  }
  return fc.record({
    match: fc.constantFrom('all' as const, 'any' as const),
    conditions: fc.array(fc.oneof({ arbitrary: onFields, weight: 1 + parts.length }, ...parts), {
      maxLength: 3,
    }),
  });
}

const question = fc
  .constantFrom<ListedKind>('account', 'contact', 'order', 'activity', 'task')
  .chain((kind) => filterAt(kind, 1).map((filter) => ({ kind, filter })));

const segments = fc.record({
  rules: fc.array(fc.tuple(segment, filterAt('account', 2)), { maxLength: 3 }).map((rules) => new Map(rules)),
  members: fc
    .array(fc.tuple(segment, fc.uniqueArray(account, { maxLength: 4 })), { maxLength: 3 })
    .map((members) => new Map(members)),
});

type Segments = typeof segments extends fc.Arbitrary<infer T> ? T : never;

function indexOf(rows: readonly RecordRow[], { rules, members }: Segments): MemoryIndex {
  const index = new MemoryIndex();
  index.hide(new Set([hidden]));
  index.setSmallRecords({
    labels: new Map(),
    choices: new Map([[`choices:${plan}`, ['k1', 'k2']]]),
    segments: new Map<RecordId, readonly RecordId[]>([
      ...[...rules.keys()].map((id) => [id, []] as const),
      ...members,
    ]),
    rules,
  });
  for (const row of rows) put(index, row);
  return index;
}

function put(index: MemoryIndex, row: RecordRow): void {
  const kind = kindOfId(row.id);
  if (isListed(kind)) index.kinds[kind].apply(shardOfRecord(row.id), packShard(kind, [row]));
}

test('a filter with groups, related records, custom fields and segments finds what asking record after record finds', () => {
  fc.assert(
    fc.property(
      book,
      segments,
      fc.array(question, { minLength: 1, maxLength: 4 }),
      (rows, segments, questions) => {
        const index = indexOf(rows, segments);
        const naive = new NaiveBook(rows, segments, new Set([hidden]));
        for (const { kind, filter } of questions) {
          const expected = naive.matching(kind, filter).sort(byCreation);
          expect(index.matchingIds({ kind, filter })).toEqual(expected.map(({ id }) => id));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('after any changes the same questions are answered for what stands then', () => {
  fc.assert(
    fc.property(book, book, segments, question, (rows, changed, segments, { kind, filter }) => {
      const index = indexOf(rows, segments);
      index.matchingIds({ kind, filter });
      const standing = new Map([...rows, ...changed].map((row) => [row.id, row]));
      for (const row of changed) put(index, row);
      const naive = new NaiveBook([...standing.values()], segments, new Set([hidden]));
      const expected = naive.matching(kind, filter).sort(byCreation);
      expect(index.matchingIds({ kind, filter })).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 300 },
  );
});

test('segments count the visible accounts that belong to them', () => {
  fc.assert(
    fc.property(book, segments, (rows, segments) => {
      const naive = new NaiveBook(rows, segments, new Set([hidden]));
      const counts = indexOf(rows, segments).segmentCounts();
      for (const [id, count] of Object.entries(counts)) {
        expect(count).toBe(naive.visible('account').filter((row) => naive.isMember(row, id)).length);
      }
    }),
    { numRuns: 200 },
  );
});

test('a filter comes through the check of saved filters as it is', () => {
  fc.assert(
    fc.property(question, ({ kind, filter }) => {
      fc.pre(depthOf(filter) <= 4);
      expect(filterOf(kind, JSON.parse(JSON.stringify(filter)))).toEqual(filter);
    }),
  );
});

test('groups hold the records of one value each, in the order of the list, those without a value last', () => {
  const group = fc.constantFrom('level', plan, partner, 'birthday', score, 'openTasks');
  const sort = fc.constantFrom<ListQuery['sort']>(
    undefined,
    { by: score },
    { by: 'birthday', descending: true },
  );
  fc.assert(
    fc.property(book, group, sort, (rows, group, sort) => {
      const index = indexOf(rows, { rules: new Map(), members: new Map() });
      const query: ListQuery = { kind: 'account', ...(sort === undefined ? {} : { sort }) };
      const flat = index.matchingIds(query);
      const { ids, groups = [] } = index.query({ ...query, group }, { offset: 0, limit: 100 });
      const valueById = new Map(rows.map((row) => [row.id, groupValue(row, rows, group)]));
      const expected = groupBy(flat, (id) => valueById.get(id) ?? null);
      expect(groups.map(({ value }) => value)).toEqual(orderOfGroups([...expected.keys()], group));
      let start = 0;
      for (const { value, count, start: from } of groups) {
        expect(from).toBe(start);
        expect(ids.slice(from, from + count)).toEqual(expected.get(value));
        start += count;
      }
      expect(start).toBe(flat.length);
    }),
    { numRuns: 300 },
  );
});

function groupValue(row: RecordRow, rows: readonly RecordRow[], group: string): string | null {
  const value = group === 'openTasks' ? openTasksOf(row, rows) : valuesOf(row)[group];
  if (value === undefined) return null;
  // A reference to nothing has no place in the order of names.
  if (group === partner && !rows.some(({ id }) => id === value)) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return group === 'birthday' ? text.slice(0, 7) : text;
}

function openTasksOf({ id }: RecordRow, rows: readonly RecordRow[]): number {
  const naive = new NaiveBook(rows, { rules: new Map(), members: new Map() }, new Set([hidden]));
  return naive
    .visible('task')
    .map(valuesOf)
    .filter(({ account, status }) => account === id && status !== 'done' && status !== 'cancelled').length;
}

function orderOfGroups(values: readonly (string | null)[], group: string): (string | null)[] {
  const filled = values.filter((value) => value !== null);
  if (group === partner) filled.sort((a, b) => (a < b ? -1 : 1));
  else filled.sort((a, b) => (group === 'birthday' ? -1 : 1) * (a < b ? -1 : 1));
  return [...filled, ...(values.includes(null) ? [null] : [])];
}

function depthOf(filter: Filter): number {
  const inner = filter.conditions.map((part) =>
    isGroup(part) ? depthOf(part) : part.op === 'related' ? depthOf(part.filter) : 0,
  );
  return 1 + Math.max(0, ...inner);
}
