import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { valuesOf, type Values } from '../../../src/domain/record.ts';
import { allRows, valueOfResult } from '../../support/replica.ts';
import { MemoryRelay } from '../../support/sync/memoryRelay.ts';
import { SyncDevice, until } from '../../support/sync/syncDevice.ts';

const open: SyncDevice[] = [];
afterEach(() => {
  const failures = open.splice(0).flatMap((device) => {
    device.close();
    return device.failures;
  });
  expect(failures).toEqual([]);
});

async function founderOn(relay: MemoryRelay): Promise<SyncDevice> {
  const device = await SyncDevice.founder(relay.openSocket);
  open.push(device);
  await device.start();
  await isOnline(device);
  return device;
}

async function twoOn(relay: MemoryRelay): Promise<[SyncDevice, SyncDevice]> {
  const first = await founderOn(relay);
  const second = await first.adds('editor', 2);
  open.push(second);
  await second.start();
  await isOnline(second);
  return [first, second];
}

const isOnline = (device: SyncDevice) => until('online', () => device.session.state === 'online');

async function create(device: SyncDevice, values: Values): Promise<RecordId> {
  const created = valueOfResult(await createRecord(device.book, 'account', values));
  await device.work();
  return created.ids[0] ?? '';
}

async function edit(device: SyncDevice, id: RecordId, values: Values): Promise<void> {
  const row = await device.row(id);
  if (row === undefined) throw new Error(`no row ${id}`);
  valueOfResult(await updateRecord(device.book, row, values));
  await device.work();
}

const arrives = (device: SyncDevice, id: RecordId, values: Values) =>
  until(`${id} on device ${device.number}`, async () => {
    const row = await device.row(id);
    const shown = row && valuesOf(row);
    return Object.entries(values).every(([field, value]) => shown?.[field] === value);
  });

const isSent = (device: SyncDevice) =>
  until(`device ${device.number} has sent everything`, async () => (await device.unsent()) === 0);

test('an edit crosses from one device to another, and back', async () => {
  const [a, b] = await twoOn(new MemoryRelay());
  const id = await create(a, { name: 'Nordkaffe' });
  await arrives(b, id, { name: 'Nordkaffe' });
  await edit(b, id, { region: 'Hamburg' });
  await arrives(a, id, { name: 'Nordkaffe', region: 'Hamburg' });
  await isSent(a);
  await isSent(b);
  expect(await allRows(b.book)).toEqual(await allRows(a.book));
});
