import 'fake-indexeddb/auto';
import * as Y from 'yjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { shardOfRecord, type RecordId, type ShardId } from '../../../src/domain/ids.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { IncomingEntry } from '../../../src/store/remote.ts';
import { clientOf, forgedUpdate, itemAt, settingUpdate, structUpdate } from '../../support/forgedUpdate.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const member = 'm1.0.0';
const mallory = 2;
const now = 1_790_000_000_000;

let victim: Replica;
let id: RecordId;
let shard: ShardId;
let shardBytes: Uint8Array[];

/** A team's first device with an account of two values, region edited once. */
beforeEach(async () => {
  victim = await Replica.shared(1);
  id = valueOfResult(await createRecord(victim.book, 'account', { name: 'Nordkaffe' })).ids[0] ?? '';
  valueOfResult(await updateRecord(victim.book, await victim.mustRow(id), { region: 'Hamburg' }));
  await victim.fold();
  shard = shardOfRecord(id);
  const updates = await victim.book.strict.updates.toArray();
  shardBytes = updates.filter((update) => update.shard === shard).map((update) => update.bytes);
});

afterEach(() => victim.close());

interface Forged {
  readonly bytes?: Uint8Array;
  readonly to?: ShardId;
  readonly role?: IncomingEntry['role'];
  readonly device?: number;
  readonly history?: readonly HistoryEntry[];
}

async function everything(): Promise<unknown> {
  const { updates, history, outbox, meta } = victim.book.strict;
  const tables = await Promise.all([updates, history, outbox, meta].map((table) => table.toArray()));
  return { rows: await allRows(victim.book), tables };
}

/** Sends a forged entry; asserts that nothing at all has changed, in the tables and in the shard in memory. */
async function refusalOf({ bytes, to = shard, role = 'editor', device = mallory, history = [] }: Forged) {
  const before = await everything();
  const updates = bytes === undefined ? [] : [{ shard: to, bytes }];
  const result = await victim.receive({ device, role, updates, history });
  expect(await everything()).toEqual(before);
  const row = await victim.mustRow(id);
  valueOfResult(await updateRecord(victim.book, row, { industry: 'coffee' }));
  await victim.fold();
  expect((await victim.mustRow(id)).base).toEqual(row.base);
  return result;
}

const candidate = (value: Json): Json => [value, now, member];
const base = (values: Json): Json => [values, now, member];

test('what another device writes by the rules is taken', async () => {
  const bytes = settingUpdate(clientOf(mallory), { [`${id}/level@2.1`]: candidate('A') });
  const result = await victim.receive({
    device: mallory,
    role: 'editor',
    updates: [{ shard, bytes }],
    history: [],
  });
  expect(result).toEqual({ type: 'applied' });
  expect((await victim.mustRow(id)).registers['level']).toEqual({ '2.1': candidate('A') });
});

test('an overwrite of another device’s candidate is refused', async () => {
  const key = Object.keys((await victim.mustRow(id)).registers['region'] ?? {})[0] ?? '';
  const overwrite = (map: Y.Map<unknown>) => map.set(`${id}/region@${key}`, candidate('Bremen'));
  const bytes = forgedUpdate(clientOf(mallory), overwrite, shardBytes);
  expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'struct' });
  const withoutOrigin = settingUpdate(clientOf(mallory), { [`${id}/region@${key}`]: candidate('Bremen') });
  expect(await refusalOf({ bytes: withoutOrigin })).toMatchObject({ type: 'refused', rule: 'written-twice' });
});

test('a candidate under another device’s version is refused', async () => {
  const bytes = settingUpdate(clientOf(mallory), { [`${id}/region@1.zz`]: candidate('Bremen') });
  expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'key' });
});

test('a record in another device’s shard is refused, and so is a second base of one', async () => {
  const elsewhere = settingUpdate(clientOf(mallory), { [`${shard}.9`]: base({ name: 'Forged' }) });
  expect(await refusalOf({ bytes: elsewhere })).toMatchObject({ type: 'refused', rule: 'base-elsewhere' });
  const second = settingUpdate(clientOf(mallory), { [id]: base({ name: 'Forged' }) });
  expect(await refusalOf({ bytes: second })).toMatchObject({ type: 'refused' });
  const own = 'a2.0';
  const first = settingUpdate(clientOf(mallory), { 'a2.0.0': base({ name: 'Own' }) });
  const entry = { device: mallory, role: 'editor', history: [] } as const;
  expect(await victim.receive({ ...entry, updates: [{ shard: own, bytes: first }] })).toEqual({
    type: 'applied',
  });
  const again = settingUpdate(clientOf(mallory, 2), { 'a2.0.0': base({ name: 'Other' }) });
  expect(await refusalOf({ bytes: again, to: own })).toMatchObject({ rule: 'written-twice' });
  const astray = settingUpdate(clientOf(mallory), { 'a2.1.0': base({ name: 'In the wrong shard' }) });
  expect(await refusalOf({ bytes: astray, to: 'a2.2' })).toMatchObject({ rule: 'key' });
});

test('nested types, texts and binary values are refused', async () => {
  for (const value of [new Y.Map(), new Y.Text('hidden'), new Y.Array(), new Uint8Array([1]), new Y.Doc()]) {
    const bytes = forgedUpdate(clientOf(mallory), (map) => map.set(`${id}/notes@2.1`, value));
    expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'struct' });
  }
});

test('another root, a list instead of keys, and a second value in one struct are refused', async () => {
  const otherRoot = forgedUpdate(clientOf(mallory), (_map, doc) => doc.getMap('x').set(`${id}/a@2.1`, 1));
  expect(await refusalOf({ bytes: otherRoot })).toMatchObject({ type: 'refused', rule: 'root' });
  const single = new Y.ContentAny([candidate('A')]);
  const list = structUpdate(itemAt(clientOf(mallory), null, single));
  expect(await refusalOf({ bytes: list })).toMatchObject({ type: 'refused', rule: 'key' });
  const double = new Y.ContentAny([candidate('A'), candidate('B')]);
  const two = structUpdate(itemAt(clientOf(mallory), `${id}/level@2.1`, double));
  expect(await refusalOf({ bytes: two })).toMatchObject({ type: 'refused', rule: 'struct' });
});

test('a gap in a client’s clocks waits, hidden from nobody, and leaves nothing behind', async () => {
  const doc = new Y.Doc();
  doc.clientID = clientOf(mallory);
  const sent: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => sent.push(update));
  doc.getMap('r').set(`${id}/level@2.1`, candidate('A'));
  doc.getMap('r').set(`${id}/level@2.2`, candidate('B'));
  const [first = new Uint8Array(), second = new Uint8Array()] = sent;
  expect(await refusalOf({ bytes: second })).toEqual({ type: 'waits', shard });
  const entry = { device: mallory, role: 'editor', history: [] } as const;
  for (const bytes of [first, second, first]) {
    expect(await victim.receive({ ...entry, updates: [{ shard, bytes }] })).toEqual({ type: 'applied' });
  }
  expect(Object.keys((await victim.mustRow(id)).registers['level'] ?? {})).toEqual(['2.1', '2.2']);
});

test('a deletion of what has not arrived waits', async () => {
  const doc = new Y.Doc();
  doc.clientID = clientOf(mallory);
  doc.getMap('r').set(`${id}/level@2.1`, candidate('A'));
  const before = Y.encodeStateVector(doc);
  doc.getMap('r').delete(`${id}/level@2.1`);
  const bytes = Y.encodeStateAsUpdate(doc, before);
  expect(await refusalOf({ bytes })).toEqual({ type: 'waits', shard });
});

test('another device’s client id is refused', async () => {
  const bytes = settingUpdate(clientOf(1, 77), { [`${id}/level@2.1`]: candidate('A') });
  expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'client' });
});

test('collected and skipped structs are refused', async () => {
  const at = Y.createID(clientOf(mallory), 0);
  for (const struct of [new Y.GC(at, 3), new Y.Skip(at, 3)]) {
    expect(await refusalOf({ bytes: structUpdate(struct) })).toMatchObject({
      type: 'refused',
      rule: 'struct',
    });
  }
});

test('keys and values beyond any reasonable size are refused', async () => {
  const longKey = settingUpdate(clientOf(mallory), { [`${id}/${'x'.repeat(400)}@2.1`]: candidate('A') });
  expect(await refusalOf({ bytes: longKey })).toMatchObject({ type: 'refused', rule: 'key' });
  const longText = settingUpdate(clientOf(mallory), {
    [`${id}/region@2.1`]: candidate('x'.repeat(200_000)),
  });
  expect(await refusalOf({ bytes: longText })).toMatchObject({ type: 'refused', rule: 'value' });
  const large = settingUpdate(clientOf(mallory), { [`${id}/unknown@2.1`]: candidate('x'.repeat(9 << 20)) });
  expect(await refusalOf({ bytes: large })).toMatchObject({ type: 'refused', rule: 'value' });
  let nested: Json = 1;
  for (let i = 0; i < 100; i++) nested = [nested];
  const deep = settingUpdate(clientOf(mallory), { [`${id}/unknown@2.1`]: candidate(nested) });
  expect(await refusalOf({ bytes: deep })).toMatchObject({ type: 'refused', rule: 'value' });
});

test('values of the wrong type for their field are refused', async () => {
  const wrong: readonly (readonly [string, Json])[] = [
    ['name', 7],
    ['age', 'seven'],
    ['phones/x', 5],
    ['phones', ['123']],
    ['annualRevenue', 'much'],
    ['deleted', 'yes'],
  ];
  for (const [register, value] of wrong) {
    const bytes = settingUpdate(clientOf(mallory), { [`${id}/${register}@2.1`]: candidate(value) });
    expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'value' });
  }
  for (const stored of ['text', [1], ['A', 'soon', member], ['A', now, 'nobody'], ['A', now, member, 'x']]) {
    const bytes = settingUpdate(clientOf(mallory), { [`${id}/level@2.1`]: stored });
    expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'value' });
  }
});

test('a base is not deleted without an erasure, which only an owner writes and nobody takes back', async () => {
  const doc = new Y.Doc();
  shardBytes.forEach((update) => Y.applyUpdate(doc, update));
  doc.clientID = clientOf(mallory);
  const map = doc.getMap('r');
  const after = (work: () => void): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    doc.transact(work);
    return Y.encodeStateAsUpdate(doc, before);
  };
  const mark = [true, now, member];
  const deletion = after(() => map.delete(id));
  expect(await refusalOf({ bytes: deletion, role: 'owner' })).toMatchObject({ rule: 'base-deleted' });
  const erasure = after(() => map.set(`${id}/!erased`, mark));
  expect(await refusalOf({ bytes: erasure, role: 'editor' })).toMatchObject({ rule: 'erasure' });
  const malformed = settingUpdate(clientOf(mallory, 2), { [`${id}/!erased`]: 'gone' });
  expect(await refusalOf({ bytes: malformed, role: 'owner' })).toMatchObject({ rule: 'value' });
  const entry = { device: mallory, role: 'owner', history: [] } as const;
  expect(await victim.receive({ ...entry, updates: [{ shard, bytes: erasure }] })).toEqual({
    type: 'applied',
  });
  expect(await victim.row(id)).toBeUndefined();
  const undone = after(() => map.delete(`${id}/!erased`));
  expect(await victim.receive({ ...entry, updates: [{ shard, bytes: undone }] })).toMatchObject({
    rule: 'erasure',
  });
});

test('names that every object has are no fields and no registers', async () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'phones/__proto__']) {
    const bytes = settingUpdate(clientOf(mallory), { [`${id}/${name}@2.1`]: candidate('A') });
    expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'key' });
  }
  const values = JSON.parse('{"name": "Forged", "constructor": {"prototype": 1}}') as Json;
  const own = settingUpdate(clientOf(mallory), { 'a2.0.0': base(values) });
  expect(await refusalOf({ bytes: own, to: 'a2.0' })).toMatchObject({ type: 'refused', rule: 'value' });
  const hidden = JSON.parse('{"name": "Forged", "__proto__": {"x": 1}}') as Json;
  const withPrototype = settingUpdate(clientOf(mallory), { 'a2.0.0': base(hidden) });
  expect(await refusalOf({ bytes: withPrototype, to: 'a2.0' })).toMatchObject({ rule: 'value' });
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('a viewer writes nothing', async () => {
  const bytes = settingUpdate(clientOf(mallory), { [`${id}/level@2.1`]: candidate('A') });
  expect(await refusalOf({ bytes, role: 'viewer' })).toMatchObject({ type: 'refused', rule: 'role' });
});

test('bytes that are no update, and shards that nobody could have, are refused', async () => {
  for (const bytes of [new Uint8Array(), new Uint8Array([255, 255, 255]), new Uint8Array(100).fill(7)]) {
    expect(await refusalOf({ bytes })).toMatchObject({ type: 'refused', rule: 'not-an-update' });
  }
  const bytes = settingUpdate(clientOf(mallory), { 'a2.0.0': base({ name: 'A' }) });
  for (const to of ['x2.0', 'a02.0', 'a2', '__proto__', 'a2.0.0', '']) {
    expect(await refusalOf({ bytes, to })).toMatchObject({ type: 'refused', rule: 'shard' });
  }
});

test('a history in the name of another device, or of values that nobody could undo to, is refused', async () => {
  const entry: HistoryEntry = {
    id: '2.1',
    at: now,
    author: member,
    command: 'edit',
    created: [],
    changes: [],
  };
  const change = { id, register: 'name', before: [], after: [] };
  const forged: readonly HistoryEntry[] = [
    { ...entry, id: '1.1' },
    { ...entry, author: 'nobody' },
    { ...entry, command: 'erase' as 'edit' },
    { ...entry, created: ['a1.0.9'] },
    { ...entry, changes: [{ ...change, register: '__proto__' }] },
    { ...entry, changes: [{ ...change, after: [['1.1', ['A', now, member]]] }] },
    { ...entry, changes: [{ ...change, before: [['1.1', [7, now, member]]] }] },
  ];
  for (const each of forged) {
    expect(await refusalOf({ history: [each] })).toMatchObject({ type: 'refused', rule: 'history' });
  }
});

test('an entry that fails in one of its shards changes none of them', async () => {
  const fine = settingUpdate(clientOf(mallory), { 'a2.0.0': base({ name: 'Fine' }) });
  const bad = settingUpdate(clientOf(mallory), { [`${id}/name@2.1`]: candidate(7) });
  const before = await everything();
  const result = await victim.receive({
    device: mallory,
    role: 'editor',
    updates: [
      { shard: 'a2.0', bytes: fine },
      { shard, bytes: bad },
    ],
    history: [],
  });
  expect(result).toMatchObject({ type: 'refused', rule: 'value' });
  expect(await everything()).toEqual(before);
  expect(await victim.row('a2.0.0')).toBeUndefined();
});

test('a hundred thousand deletions named over and over cost no more than a refusal', async () => {
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeDsClock(0);
  encoder.writeDsClock(1);
  encoder.writeDsClock(clientOf(1, 1));
  encoder.writeDsClock(50_000);
  for (let i = 0; i < 50_000; i++) {
    encoder.writeDsClock(0);
    encoder.writeDsClock(1_000_000);
  }
  expect(await refusalOf({ bytes: encoder.toUint8Array() })).toMatchObject({ rule: 'size' });
});
