import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { createRecord, updateRecord } from '../../../src/commands/records.ts';
import type { RecordId } from '../../../src/domain/ids.ts';
import { valuesOf, type Values } from '../../../src/domain/record.ts';
import { decodeEntries, entriesFrame, frameType } from '../../../src/protocol/frames.ts';
import { noHash } from '../../../src/protocol/entry.ts';
import { liveKind } from '../../../src/protocol/statements.ts';
import { changeRole, removeDevices, renameBook, renameDevice } from '../../../src/sync/operationFlows.ts';
import { packPayload, sealRecords } from '../../../src/sync/sealing.ts';
import { allRows, valueOfResult } from '../../support/replica.ts';
import { TestClock } from '../../support/sync/testClock.ts';
import { headerOf } from '../../support/sync/team.ts';
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

const troubleOf = (device: SyncDevice) => device.session.status.trouble;

const hasTrouble = (device: SyncDevice, type: string) =>
  until(`trouble ${type} on device ${device.number}`, () => troubleOf(device)?.type === type);

const isFrame = (frame: string | Uint8Array, type: number): boolean =>
  typeof frame !== 'string' && frame[0] === type;

test('an edit made while the relay is away is sent when it is back', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  relay.isUp = false;
  relay.cut();
  const id = await create(a, { name: 'Nordkaffe' });
  await until('offline', () => a.session.state === 'offline');
  expect(await a.unsent()).toBe(1);
  relay.isUp = true;
  a.session.nudge();
  b.session.nudge();
  await arrives(b, id, { name: 'Nordkaffe' });
  await isSent(a);
});

test('edits that follow one another quickly travel in few entries', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const id = await create(a, { name: 'Nordkaffe' });
  await arrives(b, id, { name: 'Nordkaffe' });
  const before = relay.log.length;
  for (let i = 0; i < 10; i++) await edit(a, id, { region: `Region ${i}` });
  await arrives(b, id, { region: 'Region 9' });
  expect(relay.log.length - before).toBeLessThanOrEqual(2);
});

test('a device that was sent nothing yet does not seal what it writes', async () => {
  const relay = new MemoryRelay();
  const [a] = await twoOn(relay);
  await a.stop();
  await create(a, { name: 'Nordkaffe' });
  expect(await a.book.strict.sealed.count()).toBe(0);
  expect(await a.book.strict.outbox.count()).toBe(1);
});

test('entries that were under way when the key changed are sealed again, in their places', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const third = await a.adds('editor', 3);
  open.push(third);
  await until('b knows the third', () => b.session.membership?.devices.size === 3);
  relay.mischief.incoming = (frame) => (isFrame(frame, frameType.append) ? undefined : frame);
  const id = await create(b, { name: 'Nordkaffe' });
  await until('sealed', async () => (await b.book.strict.sealed.count()) === 1);
  await b.stop();
  relay.mischief.incoming = undefined;
  valueOfResult(await a.session.submit(removeDevices(await a.ring(), [3])));
  await b.start();
  await arrives(a, id, { name: 'Nordkaffe' });
  await isSent(b);
  const entry = headerOf(relay.log.at(-1)?.bytes ?? new Uint8Array());
  expect([entry.device, entry.epoch]).toEqual([2, 2]);
});

test('a device that was taken out stops', async () => {
  const [a, b] = await twoOn(new MemoryRelay());
  valueOfResult(await a.session.submit(removeDevices(await a.ring(), [2])));
  await hasTrouble(b, 'removed');
  expect(b.session.state).toBe('stopped');
  await b.stop();
  await b.start();
  await hasTrouble(b, 'removed');
});

test('a device that was taken out while it was away learns it from the operations, and keeps what it wrote', async () => {
  const [a, b] = await twoOn(new MemoryRelay());
  await b.stop();
  await create(b, { name: 'Too late' });
  valueOfResult(await a.session.submit(removeDevices(await a.ring(), [2])));
  await b.start();
  await hasTrouble(b, 'removed');
  expect(await b.book.strict.outbox.count()).toBe(1);
});

test('a relay that only says that a device is out is not believed', async () => {
  const relay = new MemoryRelay();
  const [, b] = await twoOn(relay);
  await b.stop();
  relay.mischief.outgoing = (frame) =>
    typeof frame === 'string' ? frame.replace('"isRemoved":false', '"isRemoved":true') : frame;
  await b.start();
  await hasTrouble(b, 'refused');
  const row = await b.book.strict.meta.get('sync');
  expect(row).toMatchObject({ state: 'joined' });
});

test('two owners who change the members at once both succeed, one after the other', async () => {
  const relay = new MemoryRelay();
  const a = await founderOn(relay);
  const b = await a.adds('owner', 2);
  open.push(b);
  await b.start();
  await isOnline(b);
  const [ringA, ringB] = [await a.ring(), await b.ring()];
  const results = await Promise.all([
    a.session.submit(renameBook(ringA, 'Tea one')),
    b.session.submit(renameBook(ringB, 'Tea two')),
    a.session.submit(renameDevice(ringA, 1, { device: 'Desk' })),
  ]);
  expect(results.map((result) => result.ok)).toEqual([true, true, true]);
});

test('an operation that the rules do not allow is answered so, and nothing waits behind it', async () => {
  const [a, b] = await twoOn(new MemoryRelay());
  const refused = await b.session.submit(changeRole(1, 'viewer'));
  expect(refused).toMatchObject({ ok: false, error: { type: 'operation', rule: 'role' } });
  const id = await create(b, { name: 'Nordkaffe' });
  await arrives(a, id, { name: 'Nordkaffe' });
});

test('an operation is not begun without a connection', async () => {
  const relay = new MemoryRelay();
  const a = await founderOn(relay);
  relay.isUp = false;
  relay.cut();
  const result = await a.session.submit(renameBook(await a.ring(), 'Tea'));
  expect(result).toEqual({ ok: false, error: { type: 'offline' } });
});

test('a relay without room is told so, and what was written is sent when it has some', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  relay.quotaBytes = 1;
  const id = await create(a, { name: 'Nordkaffe' });
  await hasTrouble(a, 'quota');
  relay.quotaBytes = 0;
  relay.cut();
  a.session.nudge();
  await arrives(b, id, { name: 'Nordkaffe' });
  expect(troubleOf(a)).toBeUndefined();
});

test('a relay that asks for patience is sent the same again after a while', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  let asked = 0;
  relay.mischief.append = (sequence) =>
    asked++ === 0 ? { t: 'refused', sequence, refusal: { type: 'rate', retryAfterMs: 50 } } : undefined;
  const id = await create(a, { name: 'Nordkaffe' });
  await arrives(b, id, { name: 'Nordkaffe' });
  expect(asked).toBe(2);
});

test('a viewer writes nothing into the log; what it had pending comes through once it may write', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  await b.stop();
  const id = await create(b, { name: 'Nordkaffe' });
  valueOfResult(await a.session.submit(changeRole(2, 'viewer')));
  await b.start();
  await until('a viewer', () => b.session.membership?.devices.get(2)?.role === 'viewer');
  const before = relay.log.length;
  const refused = await createRecord(b.book, 'account', { name: 'Not allowed' });
  expect(refused).toMatchObject({ ok: false, error: { type: 'viewer' } });
  await create(a, { name: 'Other' });
  await until('written', () => relay.log.length === before + 1);
  expect(await b.unsent()).toBe(1);
  valueOfResult(await a.session.submit(changeRole(2, 'editor')));
  await arrives(a, id, { name: 'Nordkaffe' });
});

test('a payload of several entries that was half stored when its device became a viewer is sent whole later', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const first = relay.ledger.heads.get(2)?.sequence ?? 0;
  let isRefusing = true;
  relay.mischief.append = (sequence) => {
    if (!isRefusing || sequence <= first + 2) return undefined;
    return { t: 'refused', sequence, refusal: { type: 'role' } };
  };
  const ids: RecordId[] = [];
  for (let i = 0; i < 40; i++) {
    const made = await createRecord(b.book, 'account', { name: `Long ${i}`, notes: noise(95_000) });
    ids.push(...valueOfResult(made).ids);
  }
  await b.work();
  await hasTrouble(b, 'read-only');
  await until('half there', async () => (await a.book.strict.waiting.count()) === 2);
  isRefusing = false;
  valueOfResult(await a.session.submit(changeRole(2, 'viewer')));
  await until('taken back', async () => (await b.book.strict.outbox.count()) > 0);
  valueOfResult(await a.session.submit(changeRole(2, 'editor')));
  await arrives(a, ids.at(-1) ?? '', { name: 'Long 39' });
  await isSent(b);
  expect(await allRows(a.book)).toEqual(await allRows(b.book));
  expect(await b.book.strict.sealed.count()).toBe(0);
});

test('a relay that has lost entries is told from one that has not', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const id = await create(a, { name: 'Nordkaffe' });
  await arrives(b, id, { name: 'Nordkaffe' });
  await isSent(a);
  await b.stop();
  relay.forgetLast();
  await b.start();
  await hasTrouble(b, 'rollback');
  expect(b.session.state).toBe('stopped');
});

test('a relay that leaves an entry out is found out', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  await b.stop();
  const id = await create(a, { name: 'Nordkaffe' });
  await edit(a, id, { region: 'Hamburg' });
  await isSent(a);
  await edit(a, id, { region: 'Bremen' });
  await isSent(a);
  relay.mischief.outgoing = (frame) => (isPlaced(frame, relay.log.length - 1) ? undefined : frame);
  await b.start();
  await hasTrouble(b, 'hole');
});

test('a relay that shows two devices two logs is found out by what they say that they have seen', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  await b.stop();
  const id = await create(a, { name: 'Nordkaffe' });
  await isSent(a);
  // The same entry, but received at another time.
  relay.mischief.outgoing = (frame) => otherTime(frame);
  await b.start();
  await hasTrouble(b, 'fork');
  expect(b.session.state).not.toBe('stopped');
  await arrives(b, id, { name: 'Nordkaffe' });
  await b.restart();
  await hasTrouble(b, 'fork');
});

test('a copied profile stops as soon as the other one has written', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  for (const entry of await sealAsTheSame(b)) await relay.append(entry);
  await hasTrouble(b, 'cloned');
  await create(b, { name: 'Nordkaffe' });
  expect(await b.unsent()).toBeGreaterThan(0);
  expect(a.session.state).toBe('online');
});

test('a copied profile stops where the relay has another entry in the place of its own', async () => {
  const relay = new MemoryRelay();
  const [, b] = await twoOn(relay);
  relay.mischief.append = (sequence) => ({ t: 'refused', sequence, refusal: { type: 'fork' } });
  await create(b, { name: 'Nordkaffe' });
  await hasTrouble(b, 'cloned');
  expect(await b.unsent()).toBeGreaterThan(0);
});

test('a device whose disk was restored reads its own entries first and then goes on after them', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  await create(b, { name: 'Before' });
  await isSent(b);
  await until('read back', () => b.session.status.position === relay.log.length);
  await b.stop();
  const image = await imageOf(b);
  await b.start();
  await isOnline(b);
  const lost = await create(b, { name: 'Lost by the disk' });
  await isSent(b);
  await arrives(a, lost, { name: 'Lost by the disk' });
  await b.stop();
  await restoreImage(b, image);
  await b.restart();
  await arrives(b, lost, { name: 'Lost by the disk' });
  const next = await create(b, { name: 'After' });
  expect(next).not.toBe(lost);
  await arrives(a, next, { name: 'After' });
  expect(troubleOf(b)).toBeUndefined();
});

test('a relay of a newer version is not talked to, and what was written stays', async () => {
  const relay = new MemoryRelay();
  const [a] = await twoOn(relay);
  await a.stop();
  const id = await create(a, { name: 'Nordkaffe' });
  relay.mischief.outgoing = (frame) =>
    typeof frame === 'string' ? frame.replace('"oldest":1', '"oldest":2') : frame;
  await a.start();
  await hasTrouble(a, 'too-old');
  expect(a.session.state).toBe('stopped');
  expect(await a.unsent()).toBe(1);
  relay.mischief.outgoing = undefined;
  a.session.syncNow();
  await isSent(a);
  expect(await a.row(id)).toBeDefined();
});

test('a clock that is wrong by a day is noticed and stops nothing', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const day = 24 * 60 * 60 * 1_000;
  await b.stop();
  b.clockAheadMs = day;
  await b.start();
  await isOnline(b);
  expect(Math.round((b.session.status.clockAheadMs ?? 0) / day)).toBe(1);
  const id = await create(b, { name: 'From tomorrow' });
  await arrives(a, id, { name: 'From tomorrow' });
  await until('a sees it too', () => a.session.status.cursors.get(2)?.isAhead === true);
});

test('what comes faster than it can be stored stays on the relay, and is asked for later', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  // Twice of what a device keeps in memory; none of it can be read, so it is kept apart.
  const large = await sealAsTheSame(
    a,
    Array.from({ length: 12 }, () => new Uint8Array(700_000)),
  );
  await Promise.all([a.stop(), b.stop()]);
  for (const entry of large) await relay.append(entry);
  const said: string[] = [];
  let most = 0;
  let underWay = 0;
  relay.mischief.incoming = (frame) => {
    if (typeof frame === 'string') said.push(frame);
    return frame;
  };
  relay.mischief.outgoing = (frame) => {
    if (isFrame(frame, frameType.entries)) underWay += frame.length;
    most = Math.max(most, underWay);
    return frame;
  };
  b.wrapStore = (store) => ({
    ...store,
    apply: async (batch) => {
      const isApplied = await store.apply(batch);
      underWay -= batch.received.reduce((sum, { placed }) => sum + placed.bytes.length, 0);
      return isApplied;
    },
  });
  await b.start();
  await isOnline(b);
  await until('kept apart', () => b.session.status.keptApart.quarantined === large.length);
  expect(said).toContain('{"t":"pause"}');
  expect(most).toBeLessThan(6 << 20);
});

test('a device without room stops receiving, says so and goes on later', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  await b.stop();
  const id = await create(a, { name: 'Nordkaffe' });
  await isSent(a);
  b.wrapStore = (store) => ({
    ...store,
    apply: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
  });
  await b.start();
  await hasTrouble(b, 'device-full');
  b.wrapStore = (store) => store;
  await b.restart();
  await arrives(b, id, { name: 'Nordkaffe' });
});

test('something that answers in the place of the relay ends the connection and is tried again', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  relay.mischief.outgoing = () => '<html>Please accept the terms</html>';
  relay.cut();
  a.session.nudge();
  const id = await create(a, { name: 'Nordkaffe' });
  await until('offline', () => a.session.state === 'offline');
  relay.mischief.outgoing = undefined;
  a.session.nudge();
  b.session.nudge();
  await arrives(b, id, { name: 'Nordkaffe' });
});

test('an operation that never arrives is answered after half a minute at most', async () => {
  const relay = new MemoryRelay();
  const a = await founderOn(relay);
  await a.stop();
  const clock = new TestClock();
  a.clock = clock;
  await a.start();
  await isOnline(a);
  relay.mischief.incoming = (frame) => (isFrame(frame, frameType.append) ? undefined : frame);
  const answer = a.session.submit(renameBook(await a.ring(), 'Tea'));
  await until('sealed', async () => (await a.book.strict.sealed.count()) === 1);
  clock.pass(31_000);
  expect(await answer).toEqual({ ok: false, error: { type: 'timeout' } });
});

test('a connection on which nothing is heard is given up and opened anew', async () => {
  const relay = new MemoryRelay();
  const a = await founderOn(relay);
  await a.stop();
  const clock = new TestClock();
  a.clock = clock;
  await a.start();
  await isOnline(a);
  relay.mischief.outgoing = () => undefined;
  clock.pass(20_000);
  clock.pass(8_000);
  expect(a.session.state).toBe('offline');
  relay.mischief.outgoing = undefined;
  clock.pass(1_000);
  await isOnline(a);
});

test('how far others have come is known from what they sign', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const id = await create(a, { name: 'Nordkaffe' });
  await arrives(b, id, { name: 'Nordkaffe' });
  await until('seen', () => {
    const { cursors, storedPosition } = a.session.status;
    return storedPosition > 0 && (cursors.get(2)?.position ?? 0) >= storedPosition;
  });
});

test('what is told live reaches the others and is stored nowhere', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const heard: string[] = [];
  b.session.onLive(({ kind, device, text }) =>
    heard.push(`${kind} ${device} ${new TextDecoder().decode(text)}`),
  );
  const before = relay.log.length;
  a.session.live(1, new TextEncoder().encode('here'));
  await until('heard', () => heard.length > 0);
  expect(heard).toEqual(['1 1 here']);
  expect(relay.log.length).toBe(before);
});

test('after a removal what is told live is sealed anew: heard by who remains, unreadable to who was taken out', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  const third = await a.adds('editor', 3);
  open.push(third);
  await third.start();
  await isOnline(third);
  await until('the third is known', () => b.session.membership?.devices.has(3) === true);
  const [heard, overheard]: [string[], string[]] = [[], []];
  b.session.onLive(({ device }) => heard.push(`b hears ${device}`));
  third.session.onLive(({ device }) => overheard.push(`the third hears ${device}`));
  valueOfResult(await a.session.submit(removeDevices(await a.ring(), [3])));
  await until('the epoch is known', () => b.session.membership?.epoch === 2);
  await until('the third is out', () => third.session.state === 'stopped');
  third.session.live(liveKind.text, new Uint8Array(1));
  a.session.live(liveKind.text, new Uint8Array(1));
  await until('heard', () => heard.length > 0);
  expect([heard, overheard]).toEqual([['b hears 1'], []]);
});

test('what a viewer says of a text is heard by nobody, whatever the relay forwards', async () => {
  const [a, b] = await twoOn(new MemoryRelay());
  const viewer = await a.adds('viewer', 3);
  open.push(viewer);
  await viewer.start();
  await isOnline(viewer);
  await until('the viewer is known', () => b.session.membership?.devices.has(3) === true);
  const heard: string[] = [];
  b.session.onLive(({ kind, device }) => heard.push(`${kind} ${device}`));
  viewer.session.live(liveKind.text, new Uint8Array(1));
  viewer.session.live(liveKind.presence, new Uint8Array(1));
  a.session.live(liveKind.text, new Uint8Array(1));
  await until('heard', () => heard.length === 2);
  expect(heard.sort()).toEqual([`${liveKind.presence} 3`, `${liveKind.text} 1`]);
});

test('an entry that a member forged is kept apart, and the rest goes on', async () => {
  const relay = new MemoryRelay();
  const [a, b] = await twoOn(relay);
  relay.mischief.outgoing = (frame) => (isPlaced(frame, relay.log.length) ? withBadBit(frame) : frame);
  await a.stop();
  await create(b, { name: 'Changed on the way' });
  await isSent(b);
  const count = relay.log.length;
  relay.mischief.outgoing = (frame) => (isPlaced(frame, count) ? withBadBit(frame) : frame);
  await a.start();
  await isOnline(a);
  const id = await create(a, { name: 'Fine' });
  await arrives(b, id, { name: 'Fine' });
  await until('kept apart', () => a.session.status.keptApart.quarantined === 1);
});

/** True for a frame that holds the entry at a position. */
function isPlaced(frame: string | Uint8Array, position: number): boolean {
  if (typeof frame === 'string' || frame[0] !== frameType.entries) return false;
  return valueOfResult(decodeEntries(frame.subarray(1))).some((entry) => entry.position === position);
}

function otherTime(frame: string | Uint8Array): string | Uint8Array {
  if (typeof frame === 'string' || frame[0] !== frameType.entries) return frame;
  const entries = valueOfResult(decodeEntries(frame.subarray(1)));
  return entriesFrame(entries.map((entry) => ({ ...entry, receivedAt: entry.receivedAt + 1 })));
}

function withBadBit(frame: string | Uint8Array): string | Uint8Array {
  if (typeof frame === 'string') return frame;
  const changed = frame.slice();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}

/** Text that does not get much shorter when it is packed. */
function noise(length: number): string {
  const bytes = Uint8Array.from({ length: Math.ceil(length / 2) }, () => Math.random() * 256);
  return btoa(String.fromCharCode(...bytes)).slice(0, length);
}

/** The next entries of a device, as another copy of its profile would make them; one with nothing in it without texts. */
async function sealAsTheSame(
  device: SyncDevice,
  texts?: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const ring = await device.ring();
  const head = await device.book.strict.heads.get(device.number);
  const seen = { position: 0, hash: new Uint8Array(32) };
  const epochKey = ring.epochKey(1) ?? new Uint8Array(32);
  const as = {
    workspace: device.workspace,
    device: device.number,
    signer: ring.device.signer,
    epoch: 1,
    epochKey,
    seen,
  };
  const last = { sequence: head?.seq ?? 0, hash: head?.hash ?? noHash };
  const sealed = await sealRecords(as, last, texts ?? (await packPayload({ updates: [], history: [] })));
  return sealed.map(({ bytes }) => bytes);
}

type Image = ReadonlyMap<string, readonly unknown[]>;

/** Everything on the disk of a device. */
async function imageOf({ book }: SyncDevice): Promise<Image> {
  const image = new Map<string, readonly unknown[]>();
  for (const table of book.strict.tables) image.set(table.name, await table.toArray());
  return image;
}

async function restoreImage({ book }: SyncDevice, image: Image): Promise<void> {
  for (const table of book.strict.tables) {
    await table.clear();
    await table.bulkPut([...(image.get(table.name) ?? [])]);
  }
}
