import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  markDistinct,
  mergeMany,
  mergeRecords,
  settleMerge,
  unmergeRecord,
} from '../../../src/commands/merges.ts';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { redo, undo } from '../../../src/commands/undo.ts';
import { readMergedWith, readStandingFor } from '../../../src/database/merges.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { distinctFrom } from '../../../src/domain/merging.ts';
import { valuesOf, type Values } from '../../../src/domain/record.ts';
import { readExisting } from '../../../src/workers/importExisting.ts';
import { runJob } from '../../../src/store/jobs.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function aBook(): Promise<Replica> {
  const replica = await Replica.open();
  open.push(replica);
  return replica;
}

async function make(replica: Replica, kind: 'account' | 'contact', values: Values): Promise<RecordId> {
  return valueOfResult(await createRecord(replica.book, kind, values)).ids[0]!;
}

async function two(replica: Replica): Promise<[RecordId, RecordId]> {
  return [
    await make(replica, 'account', { name: 'Lanan Coffee', phones: ['111'], region: 'North' }),
    await make(replica, 'account', { name: 'Lanan Cofee', phones: ['222'], emails: ['a@b.example'] }),
  ];
}

async function merge(replica: Replica, winner: RecordId, loser: RecordId, values: Values = {}) {
  const rows = [await replica.mustRow(winner), await replica.mustRow(loser)] as const;
  return mergeRecords(replica.book, { winner: rows[0], losers: [rows[1]], values });
}

const values = async (replica: Replica, id: RecordId): Promise<Values> => valuesOf(await replica.mustRow(id));
const standing = (replica: Replica, id: RecordId): Promise<RecordId> =>
  readStandingFor(replica.book.strict, id);

describe('a merge', () => {
  it('lets one record stand for the other and writes what was chosen, in one step', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    valueOfResult(await merge(replica, a, b, { phones: ['111', '222'], emails: ['a@b.example'] }));
    expect(await standing(replica, b)).toBe(a);
    expect(await readMergedWith(replica.book.strict, a)).toEqual([a, b]);
    expect(await values(replica, a)).toMatchObject({ phones: ['111', '222'], emails: ['a@b.example'] });
    expect((await replica.book.strict.history.orderBy('at').last())?.command).toBe('merge');
  });

  it('is undone and done again like any other step', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    const before = await values(replica, a);
    const { command } = valueOfResult(
      await merge(replica, a, b, { phones: ['111', '222'], region: 'South' }),
    );
    const undone = valueOfResult(await undo(replica.book, command));
    expect([await standing(replica, b), await values(replica, a)]).toEqual([b, before]);
    valueOfResult(await redo(replica.book, undone.command));
    expect(await standing(replica, b)).toBe(a);
    expect(await values(replica, a)).toMatchObject({ phones: ['111', '222'], region: 'South' });
  });

  it('of a record that was merged meanwhile is refused', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    const c = await make(replica, 'account', { name: 'Third' });
    valueOfResult(await merge(replica, a, b));
    expect(await merge(replica, c, b)).toEqual({ ok: false, error: { type: 'merged-meanwhile', id: b } });
    expect(await merge(replica, b, c)).toEqual({ ok: false, error: { type: 'merged-meanwhile', id: b } });
  });

  it('survives folding and a rebuild of all rows', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    valueOfResult(await merge(replica, a, b, { region: 'South' }));
    await replica.fold();
    const rows = await allRows(replica.book);
    await rebuildRows(replica.engine);
    expect(await allRows(replica.book)).toEqual(rows);
    expect(await standing(replica, b)).toBe(a);
  });

  it('leads an import by key from the record that was merged to the one that stands for it', async () => {
    const replica = await aBook();
    const a = await make(replica, 'account', { name: 'A', externalId: 'K1' });
    const b = await make(replica, 'account', { name: 'B', externalId: 'K2' });
    valueOfResult(await merge(replica, a, b));
    const existing = await readExisting(replica.book.relaxed, {
      kind: 'account',
      policy: 'update',
      matchBy: ['externalId'],
      mapping: [{ target: 'account.externalId', column: 0 }],
    } as unknown as Parameters<typeof readExisting>[1]);
    expect(existing.find('account', 'externalId', 'k2') ?? existing.find('account', 'externalId', 'K2')).toBe(
      a,
    );
  });
});

describe('taking a merge apart', () => {
  it('brings the record back and takes from the other what the merge wrote', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    const before = await values(replica, a);
    valueOfResult(await merge(replica, a, b, { phones: ['111', '222'], region: 'South' }));
    valueOfResult(await unmergeRecord(replica.book, b));
    expect([await standing(replica, b), await values(replica, a)]).toEqual([b, before]);
  });

  it('leaves what somebody has edited since, and says so', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    valueOfResult(await merge(replica, a, b, { region: 'South', website: 'lanan.example' }));
    valueOfResult(await updateRecord(replica.book, await replica.mustRow(a), { region: 'West' }));
    const { kept } = valueOfResult(await unmergeRecord(replica.book, b));
    expect(kept).toEqual([{ id: a, register: 'region' }]);
    expect(await values(replica, a)).toEqual({ name: 'Lanan Coffee', phones: ['111'], region: 'West' });
  });

  it('of one of two keeps what the merge wrote until the other one is apart too', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    const c = await make(replica, 'account', { name: 'Lanan' });
    const rows = await Promise.all([a, b, c].map((id) => replica.mustRow(id)));
    const [winner, ...losers] = rows;
    valueOfResult(await mergeRecords(replica.book, { winner: winner!, losers, values: { region: 'South' } }));
    valueOfResult(await unmergeRecord(replica.book, b));
    expect(await values(replica, a)).toMatchObject({ region: 'South' });
    expect([await standing(replica, b), await standing(replica, c)]).toEqual([b, a]);
    valueOfResult(await unmergeRecord(replica.book, c));
    expect(await values(replica, a)).toMatchObject({ region: 'North' });
  });

  it('can be undone, and the merge taken apart again', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    const before = await values(replica, a);
    valueOfResult(await merge(replica, a, b, { region: 'South' }));
    const { command } = valueOfResult(await unmergeRecord(replica.book, b));
    valueOfResult(await undo(replica.book, command));
    expect(await standing(replica, b)).toBe(a);
    expect(await values(replica, a)).toMatchObject({ region: 'South' });
    valueOfResult(await unmergeRecord(replica.book, b));
    expect([await standing(replica, b), await values(replica, a)]).toEqual([b, before]);
  });
});

describe('many merges', () => {
  async function pairs(replica: Replica, count: number) {
    const ids: [RecordId, RecordId][] = [];
    for (let i = 0; i < count; i++) {
      ids.push([
        await make(replica, 'account', { name: `A ${i}` }),
        await make(replica, 'account', { name: `B ${i}`, phones: [`12345${i}`], region: 'North' }),
      ]);
    }
    return ids;
  }

  it.each([3, 60])('of %d pairs are one step that one undo takes back', async (count) => {
    const replica = await aBook();
    const ids = await pairs(replica, count);
    const merges = await Promise.all(
      ids.map(async ([a, b]) => ({
        winner: await replica.mustRow(a),
        losers: [await replica.mustRow(b)],
        values: { phones: valuesOf(await replica.mustRow(b))['phones']!, region: 'North' },
      })),
    );
    const { command } = valueOfResult(await mergeMany(replica.book, merges, 'Merge'));
    await runJob(replica.engine, command, () => false);
    for (const [a, b] of ids) expect(await standing(replica, b)).toBe(a);
    const [first, last] = [ids[0]!, ids[count - 1]!];
    expect(await values(replica, last[0])).toMatchObject({ region: 'North', phones: [`12345${count - 1}`] });
    valueOfResult(await unmergeRecord(replica.book, first[1]));
    expect(await values(replica, first[0])).toEqual({ name: 'A 0' });
    expect(await standing(replica, last[1])).toBe(last[0]);
    valueOfResult(await undo(replica.book, command));
    await runJob(replica.engine, command, () => false);
    for (const [a, b] of ids)
      expect([await standing(replica, b), (await values(replica, a))['region']]).toEqual([b, undefined]);
  });
});

describe('records that are not one', () => {
  it('are remembered on the one with the smaller id, and an undo forgets it', async () => {
    const replica = await aBook();
    const [a, b] = await two(replica);
    const { command } = valueOfResult(await markDistinct(replica.book, [[b, a]]));
    expect(distinctFrom((await replica.mustRow(a)).registers)).toEqual([b]);
    valueOfResult(await undo(replica.book, command));
    expect(distinctFrom((await replica.mustRow(a)).registers)).toEqual([]);
  });
});

describe('two devices', () => {
  async function team(): Promise<[Replica, Replica]> {
    const [one, other] = [await Replica.shared(1), await Replica.shared(2)];
    open.push(one, other);
    return [one, other];
  }

  async function meet(one: Replica, other: Replica): Promise<void> {
    for (const replica of [one, other]) await replica.fold();
    const [fromOne, fromOther] = [await one.newEntries(), await other.newEntries()];
    for (const entry of fromOne) expect((await other.receive(entry))?.type).toBe('applied');
    for (const entry of fromOther) expect((await one.receive(entry))?.type).toBe('applied');
  }

  it('that merge two records into each other agree on the smaller id', async () => {
    const [one, other] = await team();
    const [a, b] = await two(one);
    await meet(one, other);
    valueOfResult(await merge(one, a, b));
    valueOfResult(await merge(other, b, a));
    await meet(one, other);
    for (const replica of [one, other]) {
      expect([await standing(replica, a), await standing(replica, b)]).toEqual([a, a]);
    }
    expect(await allRows(one.book)).toEqual(await allRows(other.book));
    valueOfResult(await unmergeRecord(one.book, b));
    await meet(one, other);
    for (const replica of [one, other]) {
      expect([await standing(replica, a), await standing(replica, b)]).toEqual([a, b]);
    }
  });

  it('settle a circle so that what is shown stays', async () => {
    const [one, other] = await team();
    const [a, b] = await two(one);
    await meet(one, other);
    valueOfResult(await merge(one, a, b));
    valueOfResult(await merge(other, b, a));
    await meet(one, other);
    valueOfResult(await settleMerge(other.book, b));
    await meet(one, other);
    for (const replica of [one, other]) {
      expect(await standing(replica, b)).toBe(a);
      expect((await replica.mustRow(a)).mergedInto).toBeUndefined();
    }
  });

  it('that merge overlapping records agree on one that stands for all', async () => {
    const [one, other] = await team();
    const [a, b] = await two(one);
    const c = await make(one, 'account', { name: 'Lanan' });
    await meet(one, other);
    valueOfResult(await merge(one, b, c));
    valueOfResult(await merge(other, a, b));
    await meet(one, other);
    for (const replica of [one, other]) {
      expect(await readMergedWith(replica.book.strict, a)).toEqual([a, b, c]);
      expect(await standing(replica, c)).toBe(a);
    }
  });

  it('that merge one record into two others show the later one, and both apart again', async () => {
    const [one, other] = await team();
    const [a, b] = await two(one);
    const c = await make(one, 'account', { name: 'Lanan' });
    await meet(one, other);
    valueOfResult(await merge(one, b, a));
    valueOfResult(await merge(other, c, a, { region: 'South' }));
    await meet(one, other);
    expect(await standing(one, a)).toBe(await standing(other, a));
    valueOfResult(await unmergeRecord(one.book, a));
    await meet(one, other);
    for (const replica of [one, other]) {
      expect(await standing(replica, a)).toBe(a);
      expect((await values(replica, c))['region']).toBeUndefined();
    }
  });
});
