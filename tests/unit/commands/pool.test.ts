import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { createRecord, editRecords, updateRecord } from '../../../src/commands/records.ts';
import { readDevice } from '../../../src/database/counters.ts';
import { undo } from '../../../src/commands/undo.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { conflictsOf, valuesOf, type Values } from '../../../src/domain/record.ts';
import { lostBy } from '../../../src/screens/pool/claimWatch.ts';
import { releaseEdit } from '../../../src/screens/pool/ownerActs.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

const [ann, ben] = ['m1.0.0', 'm1.0.1'];

/** Two devices of a team with a member each, who have the same book. */
async function two(): Promise<[Replica, Replica]> {
  const [one, other] = [await Replica.shared(1), await Replica.shared(2)];
  open.push(one, other);
  valueOfResult(await createRecord(one.book, 'member', { name: 'Ben', role: 'editor' }));
  const device = await readDevice(other.book.strict);
  await other.book.strict.meta.put({ ...device, member: ben! });
  return [one, other];
}

async function meet(...devices: readonly Replica[]): Promise<void> {
  const sent = [];
  for (const device of devices) {
    await device.fold();
    sent.push(await device.newEntries());
  }
  for (const [i, device] of devices.entries()) {
    for (const entry of sent.filter((_, from) => from !== i).flat()) await device.receive(entry);
  }
}

const make = async (replica: Replica, kind: 'account' | 'lead', values: Values): Promise<RecordId> =>
  valueOfResult(await createRecord(replica.book, kind, values)).ids[0]!;
const values = async (replica: Replica, id: RecordId): Promise<Values> => valuesOf(await replica.mustRow(id));

const claim = async (replica: Replica, id: RecordId, member: string) =>
  valueOfResult(await editRecords(replica.book, [id], { op: 'set', field: 'owner', value: member }));

describe('an owner who comes or goes', () => {
  it('is noted with the moment, and a lead that nobody had is assigned', async () => {
    const [one] = await two();
    const id = await make(one, 'lead', { name: 'Mia', status: 'new' });
    await claim(one, id, ann!);
    const claimed = await values(one, id);
    expect(claimed).toMatchObject({ owner: ann, status: 'assigned' });
    expect(claimed['ownerSince']).toBeGreaterThan(0);
    valueOfResult(await editRecords(one.book, [id], releaseEdit([id], 'budget')));
    const released = await values(one, id);
    expect(released).toMatchObject({ status: 'recycled', formerOwner: ann, releaseReason: 'budget' });
    expect(released['pooledAt']).toBeGreaterThan(0);
    expect(released).not.toHaveProperty('owner');
    expect(released).not.toHaveProperty('ownerSince');
  });

  it('changes in a form as in a list, and one undo takes all of it back', async () => {
    const [one] = await two();
    const id = await make(one, 'account', { name: 'Lanan', owner: ann! });
    const before = await values(one, id);
    const done = valueOfResult(await updateRecord(one.book, await one.mustRow(id), { owner: null }));
    expect(await values(one, id)).toMatchObject({ formerOwner: ann });
    valueOfResult(await undo(one.book, done.command));
    expect(await values(one, id)).toEqual(before);
  });
});

describe('two members who claim the same customer without a network', () => {
  it('agree on the first of them; the other is told, and nothing waits for a choice', async () => {
    const [one, other] = await two();
    const id = await make(one, 'account', { name: 'Lanan' });
    await meet(one, other);
    await claim(other, id, ben!);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await claim(one, id, ann!);
    await meet(one, other);
    expect(await allRows(one.book)).toEqual(await allRows(other.book));
    for (const replica of [one, other]) {
      const row = await replica.mustRow(id);
      expect(valuesOf(row)['owner']).toBe(ben);
      expect(conflictsOf(row)).toEqual([]);
      expect(lostBy(row, ben!)).toEqual([]);
      expect(lostBy(row, ann!)).toMatchObject([{ id, name: 'Lanan', winner: ben }]);
    }
  });

  it('and the one who was first takes it back: it is the other one’s', async () => {
    const [one, other] = await two();
    const id = await make(one, 'account', { name: 'Lanan' });
    await meet(one, other);
    const first = await claim(other, id, ben!);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await claim(one, id, ann!);
    await meet(one, other);
    valueOfResult(await undo(other.book, first.command));
    await meet(one, other);
    for (const replica of [one, other]) expect(await values(replica, id)).toMatchObject({ owner: ann });
  });
});

describe('a silent customer whom two devices give back', () => {
  const at = Date.UTC(2026, 5, 1);

  async function recycledTwice(): Promise<{ one: Replica; other: Replica; id: RecordId; undone: string }> {
    const [one, other] = await two();
    const id = await make(one, 'account', { name: 'Lanan', owner: ann! });
    await meet(one, other);
    const edit = { op: 'recycle', silent: { [id]: { owner: ann!, at } } } as const;
    const { command } = valueOfResult(await editRecords(one.book, [id], edit));
    valueOfResult(await editRecords(other.book, [id], edit));
    await meet(one, other);
    return { one, other, id, undone: command };
  }

  it('went back once, at the same moment on both', async () => {
    const { one, other, id } = await recycledTwice();
    expect(await allRows(one.book)).toEqual(await allRows(other.book));
    for (const replica of [one, other]) {
      const row = await replica.mustRow(id);
      expect(conflictsOf(row)).toEqual([]);
      expect(valuesOf(row)).toMatchObject({ formerOwner: ann, pooledAt: at, releaseReason: 'silence' });
      expect(valuesOf(row)).not.toHaveProperty('owner');
    }
  });

  it('is back with its owner on both when one of them undoes it', async () => {
    const { one, other, id, undone } = await recycledTwice();
    valueOfResult(await undo(one.book, undone));
    await meet(one, other);
    for (const replica of [one, other])
      expect(await values(replica, id)).toEqual({ name: 'Lanan', owner: ann });
  });

  it('stays with whoever has taken it over meanwhile', async () => {
    const [one, other] = await two();
    const id = await make(one, 'account', { name: 'Lanan', owner: ann! });
    await meet(one, other);
    await claim(other, id, ben!);
    await meet(one, other);
    const edit = { op: 'recycle', silent: { [id]: { owner: ann!, at } } } as const;
    valueOfResult(await editRecords(one.book, [id], edit));
    expect(await values(one, id)).toMatchObject({ owner: ben });
  });
});
