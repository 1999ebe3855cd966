import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { rotateKey } from '../../../src/sync/operationFlows.ts';
import { SupersededError } from '../../../src/store/engineTransaction.ts';
import { allRows, valueOfResult } from '../../support/replica.ts';
import { CrashError, crashingStore } from '../../support/sync/crashes.ts';
import { MemoryRelay } from '../../support/sync/memoryRelay.ts';
import { SyncDevice, until } from '../../support/sync/syncDevice.ts';

const open: SyncDevice[] = [];
afterEach(() => {
  const failures = open.splice(0).flatMap((device) => {
    device.close();
    return device.failures;
  });
  const isExpected = (thrown: unknown): boolean =>
    thrown instanceof CrashError || thrown instanceof SupersededError;
  expect(failures.filter((thrown) => !isExpected(thrown))).toEqual([]);
});

async function two(relay: MemoryRelay): Promise<[SyncDevice, SyncDevice]> {
  const first = await SyncDevice.founder(relay.openSocket);
  open.push(first);
  await first.start();
  await until('online', () => first.session.state === 'online');
  const second = await first.adds('editor', 2);
  open.push(second);
  await second.start();
  await until('online', () => second.session.state === 'online');
  return [first, second];
}

/** The accounts on a device, by name, with how often each name stands. */
async function names(device: SyncDevice): Promise<readonly unknown[]> {
  const rows = await device.book.strict.accounts.toArray();
  return rows.map((row) => row.base[0]['name']).sort();
}

const isQuiet = (device: SyncDevice) =>
  until(`device ${device.number} is done`, async () => {
    if (device.isCrashed) await device.restart();
    if ((await device.unsent()) > 0 || !device.isRunning) return false;
    const { state, position } = device.session.status;
    return state === 'online' && position > 0;
  });

const agree = (devices: readonly SyncDevice[], relay: MemoryRelay) =>
  until('everybody has read the whole log', async () => {
    for (const device of devices) await isQuiet(device);
    const { length } = relay.log;
    return devices.every((device) => device.isRunning && device.session.status.position === length);
  });

const seeds = Array.from({ length: process.env['RAPPORT_LONG'] === undefined ? 12 : 200 }, (_, i) => i + 1);

test.each(seeds)(
  'an engine killed at any step loses nothing and doubles nothing (schedule %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const relay = new MemoryRelay();
    const devices = await two(relay);
    const written: string[] = [];
    for (let round = 0; round < 4; round++) {
      for (const device of devices) {
        const at = 1 + Math.floor(random() * 12);
        const when = random() < 0.5 ? 'before' : 'after';
        device.wrapStore = (store) =>
          crashingStore(store, at, when, () => {
            device.wrapStore = (whole) => whole;
            device.crash();
          });
        await device.restart();
        const name = `Account ${round} of ${device.number}`;
        written.push(name);
        const created = valueOfResult(await createRecord(device.book, 'account', { name }));
        await device.work();
        const row = await device.row(created.ids[0] ?? '');
        if (row !== undefined && random() < 0.5) {
          valueOfResult(await updateRecord(device.book, row, { region: `Region ${round}` }));
          await device.work();
        }
      }
      if (random() < 0.4) relay.cut();
      const [first] = devices;
      if (random() < 0.3 && !first.isCrashed && first.session.state === 'online') {
        const ring = await first.ring();
        // Refused unless a change of the key is due; either way it goes through the same queue.
        await first.session.submit(rotateKey(ring));
      }
    }
    await agree(devices, relay);
    // Whoever was not killed yet would be killed while it is looked at.
    for (const device of devices) {
      device.wrapStore = (store) => store;
      await device.restart();
    }
    await agree(devices, relay);
    for (const device of devices) expect(await names(device)).toEqual([...written].sort());
    expect(await allRows(devices[1].book)).toEqual(await allRows(devices[0].book));
    for (const device of devices) expect(device.session.status.trouble).toBeUndefined();
  },
);
