import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { editRecords, createRecord, chooseValue, updateRecord } from '../../../src/commands/records.ts';
import { redo, undo } from '../../../src/commands/undo.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { conflictOf, conflictsOf, valuesOf, type Values } from '../../../src/domain/record.ts';
import { rebuildRows } from '../../../src/store/projection.ts';
import { allRows, Replica, valueOfResult } from '../../support/replica.ts';

const open: Replica[] = [];
afterEach(() => open.splice(0).forEach((replica) => replica.close()));

async function replicas(count: number): Promise<Replica[]> {
  const made = await Promise.all(Array.from({ length: count }, (_, i) => Replica.shared(i + 1)));
  open.push(...made);
  return made;
}

async function aSharedAccount(
  devices: readonly Replica[],
  values: Values = { name: 'Nordkaffe' },
): Promise<RecordId> {
  const [first] = devices;
  if (first === undefined) throw new Error('no device');
  const created = valueOfResult(await createRecord(first.book, 'account', values));
  await exchange(devices);
  return created.ids[0] ?? '';
}

/** Everybody folds and tells everybody everything. */
async function exchange(devices: readonly Replica[]): Promise<void> {
  for (const device of devices) await device.fold();
  for (const from of devices) {
    const entries = await from.newEntries();
    for (const to of devices) if (to !== from) for (const entry of entries) await to.receive(entry);
  }
}

const edit = async (device: Replica, id: RecordId, values: Values) =>
  valueOfResult(await updateRecord(device.book, await device.mustRow(id), values));

const shown = async (device: Replica, id: RecordId) => valuesOf(await device.mustRow(id));

const candidates = async (device: Replica, id: RecordId, field: string) =>
  conflictOf(await device.mustRow(id), field)
    .map((candidate) => candidate.value)
    .sort();

test('concurrent edits of different fields both survive', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b]);
  await edit(a, id, { region: 'Hamburg' });
  await edit(b, id, { industry: 'Coffee' });
  await exchange([a, b]);
  for (const device of [a, b]) {
    expect(await shown(device, id)).toMatchObject({
      name: 'Nordkaffe',
      region: 'Hamburg',
      industry: 'Coffee',
    });
  }
});

test('concurrent edits of one field both stay visible, and undoing the choice brings both back', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b]);
  await edit(a, id, { region: 'Hamburg' });
  await edit(b, id, { region: 'Bremen' });
  await exchange([a, b]);
  expect(await candidates(a, id, 'region')).toEqual(['Bremen', 'Hamburg']);
  expect(await candidates(b, id, 'region')).toEqual(['Bremen', 'Hamburg']);
  const chosen = valueOfResult(await chooseValue(a.book, await a.mustRow(id), 'region', 'Hamburg'));
  await exchange([a, b]);
  expect(await candidates(b, id, 'region')).toEqual([]);
  expect((await shown(b, id))['region']).toBe('Hamburg');
  valueOfResult(await undo(a.book, chosen.command));
  await exchange([a, b]);
  for (const device of [a, b]) expect(await candidates(device, id, 'region')).toEqual(['Bremen', 'Hamburg']);
});

test('an undo does not resurrect what somebody else has superseded', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b]);
  await edit(a, id, { region: 'first' });
  await exchange([a, b]);
  const second = await edit(a, id, { region: 'second' });
  await edit(b, id, { region: 'by b' });
  await exchange([a, b]);
  valueOfResult(await undo(a.book, second.command));
  await exchange([a, b]);
  for (const device of [a, b]) {
    expect((await shown(device, id))['region']).toBe('by b');
    expect(await candidates(device, id, 'region')).toEqual([]);
  }
});

test('an undo leaves alone and lists what was changed since', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b]);
  const first = await edit(a, id, { region: 'first', industry: 'Coffee' });
  await exchange([a, b]);
  await edit(b, id, { region: 'by b' });
  await exchange([a, b]);
  const undone = valueOfResult(await undo(a.book, first.command));
  expect(undone.kept).toEqual([{ id, register: 'region' }]);
  expect(await shown(a, id)).toEqual({ name: 'Nordkaffe', region: 'by b' });
});

test('an edit from a stale form loses no value that the form did not show', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b]);
  const stale = await a.mustRow(id);
  await edit(b, id, { region: 'unseen' });
  await exchange([a, b]);
  valueOfResult(await updateRecord(a.book, stale, { region: 'from the stale form' }));
  await exchange([a, b]);
  for (const device of [a, b]) {
    expect(await candidates(device, id, 'region')).toEqual(['from the stale form', 'unseen']);
  }
});

test('an edit concurrent with a deletion survives a restore', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b]);
  valueOfResult(await editRecords(a.book, [id], { op: 'delete' }));
  await edit(b, id, { region: 'Hamburg' });
  await exchange([a, b]);
  expect((await a.mustRow(id)).deletedAt).toBeTypeOf('number');
  expect((await b.mustRow(id)).deletedAt).toBeTypeOf('number');
  valueOfResult(await editRecords(b.book, [id], { op: 'restore' }));
  await exchange([a, b]);
  for (const device of [a, b]) {
    expect((await device.mustRow(id)).deletedAt).toBeUndefined();
    expect((await shown(device, id))['region']).toBe('Hamburg');
  }
});

test('a value that is added to a set beats its concurrent removal, and equal values are one', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b], { name: 'Nordkaffe', phones: ['111', '222'] });
  await edit(a, id, { phones: ['111', '333'] });
  await edit(b, id, { phones: ['111', '222', '333', '444'] });
  await exchange([a, b]);
  for (const device of [a, b]) {
    const phones = (await shown(device, id))['phones'] as string[];
    expect([...phones].sort()).toEqual(['111', '333', '444']);
  }
});

test('undo and redo walk through every state of a field, in both directions', async () => {
  const [a] = (await replicas(1)) as [Replica];
  const id = await aSharedAccount([a], { name: 'Nordkaffe', region: 'base' });
  const one = await edit(a, id, { region: 'one' });
  const two = await edit(a, id, { region: 'two' });
  const undoTwo = valueOfResult(await undo(a.book, two.command));
  expect((await shown(a, id))['region']).toBe('one');
  const undoOne = valueOfResult(await undo(a.book, one.command));
  expect((await shown(a, id))['region']).toBe('base');
  valueOfResult(await redo(a.book, undoOne.command));
  expect((await shown(a, id))['region']).toBe('one');
  valueOfResult(await redo(a.book, undoTwo.command));
  expect((await shown(a, id))['region']).toBe('two');
});

test('undoing a creation puts the record into the bin, and redoing takes it out', async () => {
  const [a] = (await replicas(1)) as [Replica];
  const created = valueOfResult(await createRecord(a.book, 'account', { name: 'Nordkaffe' }));
  const id = created.ids[0] ?? '';
  const undone = valueOfResult(await undo(a.book, created.command));
  expect((await a.mustRow(id)).deletedAt).toBeTypeOf('number');
  valueOfResult(await redo(a.book, undone.command));
  expect((await a.mustRow(id)).deletedAt).toBeUndefined();
});

test('rows equal a rebuild, with intents that are not folded yet too', async () => {
  const [a] = (await replicas(1)) as [Replica];
  const id = await aSharedAccount([a]);
  await edit(a, id, { region: 'folded' });
  await a.fold();
  await edit(a, id, { region: 'pending' });
  valueOfResult(await createRecord(a.book, 'contact', { name: 'Lena', accounts: [id] }));
  const before = await allRows(a.book);
  await rebuildRows(a.engine);
  expect(await allRows(a.book)).toEqual(before);
});

test('a command with invalid values names the fields and changes nothing', async () => {
  const [a] = (await replicas(1)) as [Replica];
  const before = await allRows(a.book);
  const result = await createRecord(a.book, 'account', { name: '', emails: ['not an address'], level: 'Z' });
  expect(result).toEqual({
    ok: false,
    error: {
      type: 'invalid',
      fields: [
        { field: 'name', problem: 'required' },
        { field: 'level', problem: 'not-a-choice' },
        { field: 'emails', problem: 'not-an-email' },
      ],
    },
  });
  expect(await allRows(a.book)).toEqual(before);
});

test('a record names its fields with several values; a list and a deletion settle themselves', async () => {
  const [a, b] = (await replicas(2)) as [Replica, Replica];
  const id = await aSharedAccount([a, b], { name: 'Nordkaffe', phones: ['040 1'] });
  expect(conflictsOf(await a.mustRow(id))).toEqual([]);
  await edit(a, id, { region: 'Hamburg', phones: ['040 2'], level: 'A' });
  await edit(b, id, { region: 'Bremen', phones: ['040 3'], level: 'A' });
  for (const op of ['delete', 'restore'] as const) valueOfResult(await editRecords(a.book, [id], { op }));
  valueOfResult(await editRecords(b.book, [id], { op: 'delete' }));
  await exchange([a, b]);
  for (const device of [a, b]) expect(conflictsOf(await device.mustRow(id))).toEqual(['region']);
});

test('an undo can be asked for one record of a command that changed many', async () => {
  const [a] = (await replicas(1)) as [Replica];
  const ids = [await aSharedAccount([a]), await aSharedAccount([a])];
  const { command } = valueOfResult(
    await editRecords(a.book, ids, { op: 'set', field: 'region', value: 'Hamburg' }),
  );
  valueOfResult(await undo(a.book, command, ids[1]));
  const regions = await Promise.all(ids.map(async (id) => (await shown(a, id))['region']));
  expect(regions).toEqual(['Hamburg', undefined]);
});
