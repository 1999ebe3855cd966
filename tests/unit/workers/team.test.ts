import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { valueOfResult } from '../../support/results.ts';
import { eventually, Newcomer, takeIn, TeamDevice } from '../../support/sync/teamDevice.ts';
import { createRecord } from '../../../src/commands/records.ts';
import { readRole } from '../../../src/database/readOnly.ts';
import { countOutbox } from '../../../src/store/outbox.ts';
import type { Role } from '../../../src/protocol/operations.ts';
import { decodeToRelay } from '../../../src/protocol/controls.ts';
import { encodeControl, type ToRelay } from '../../../src/protocol/frames.ts';
import { decodeInvitation, encodeInvitation, makeJoinRequest } from '../../../src/protocol/invitation.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import { recoveryKeys } from '../../../src/protocol/recoveryPhrase.ts';
import { randomBytes } from '../../../src/protocol/seal.ts';
import { addDevice } from '../../../src/sync/operationFlows.ts';
import { wallClock } from '../../../src/sync/clock.ts';
import { KeyRing } from '../../../src/sync/keyRing.ts';
import { confirmRemoval } from '../../../src/sync/removal.ts';
import { webSocketTo, type OpenSocket } from '../../../src/sync/socket.ts';
import { newKeys } from '../../support/teamModel.ts';

let relay: TestRelay;
const devices: TeamDevice[] = [];

beforeEach(async () => {
  relay = await startTestRelay();
});

afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  await relay.stop();
});

async function founder(): Promise<TeamDevice> {
  const device = await TeamDevice.open(relay.address);
  devices.push(device);
  return device;
}

async function joined(owner: TeamDevice, role: 'owner' | 'editor' | 'viewer'): Promise<TeamDevice> {
  const device = await takeIn(owner, relay.address, role);
  devices.push(device);
  return device;
}

test('who is invited, compared and approved gets the book, and both write to it', async () => {
  const mei = await founder();
  const before = await mei.write('Before sharing');
  await mei.share();
  const lin = await joined(mei, 'editor');
  await lin.sees(before);
  const theirs = await lin.write('From the newcomer');
  await mei.sees(theirs);
  const view = await lin.view();
  expect(view.bookName).toBe('Tea house');
  expect(view.me).toMatchObject({ device: 2, role: 'editor' });
  expect(view.devices.map((each) => [each.memberName, each.deviceName])).toEqual([
    ['Mei', 'Laptop'],
    ['Lin', 'Phone'],
  ]);
  await lin.sees(view.me?.member ?? '');
});

test('an owner sees a new person’s name and role before anybody is in, and a refusal keeps them out', async () => {
  const mei = await founder();
  await mei.share();
  const newcomer = new Newcomer(relay.address, { type: 'invitation', link: await mei.link('viewer') });
  const asking = await mei.comparing();
  expect(asking).toMatchObject({ memberName: 'Lin', deviceName: 'Phone', role: 'viewer' });
  expect(asking.code).toBe(await newcomer.code());
  await mei.part.perform('answerJoin', { invite: asking.invite, accept: null });
  expect(await newcomer.running.outcome).toEqual({ ok: false, error: { type: 'refused' } });
  expect((await mei.view()).devices).toHaveLength(1);
  expect((await mei.view()).joins).toEqual([]);
});

test('nobody is let in whose code could not be compared', async () => {
  const mei = await founder();
  await mei.share();
  const link = await mei.link('editor');
  const ports = { openSocket: withholding('reveal'), clock: wallClock };
  const newcomer = new Newcomer(relay.address, { type: 'invitation', link }, { ports });
  await newcomer.code();
  const asking = await eventually('asking', async () => (await mei.view()).joins[0]);
  expect(asking.state).toBe('asking');
  const accept = { role: 'editor', member: null, memberName: 'Lin' } as const;
  const answer = await mei.part.perform('answerJoin', { invite: asking.invite, accept });
  expect(answer).toEqual({ ok: false, error: { type: 'expired' } });
  const people = (await mei.book.strict.members.toArray()).filter((row) => row.deletedAt === undefined);
  expect(people).toHaveLength(1);
  newcomer.running.cancel();
});

test('a second device of somebody who is there already is bound to the same person', async () => {
  const mei = await founder();
  await mei.share();
  const newcomer = new Newcomer(relay.address, { type: 'invitation', link: await mei.link('editor') });
  const { invite } = await mei.comparing();
  await newcomer.code();
  const accept = { role: 'owner', member: 'm1.0.0', memberName: 'Mei' } as const;
  valueOfResult(await mei.part.perform('answerJoin', { invite, accept }));
  const phone = await newcomer.enter();
  devices.push(phone);
  await eventually('the role', async () => (await phone.view()).me?.role === 'owner' || undefined);
  expect((await phone.view()).me?.member).toBe('m1.0.0');
});

test('another owner can let in who was invited by one that is away, and the link holds no names for them', async () => {
  const mei = await founder();
  await mei.share();
  const second = await joined(mei, 'owner');
  const link = await mei.link('viewer');
  mei.stop();
  const newcomer = new Newcomer(relay.address, { type: 'invitation', link });
  const asking = await second.comparing();
  expect(asking).toMatchObject({ memberName: '', deviceName: '', role: 'viewer' });
  expect(asking.code).toBe(await newcomer.code());
  const accept = { role: 'viewer', member: null, memberName: 'Wang' } as const;
  valueOfResult(await second.part.perform('answerJoin', { invite: asking.invite, accept }));
  devices.push(await newcomer.enter());
  expect((await second.view()).devices.at(-1)).toMatchObject({ memberName: 'Wang', role: 'viewer' });
});

test('a link is good for one device and until it is revoked', async () => {
  const mei = await founder();
  await mei.share();
  const link = await mei.link('editor');
  const first = new Newcomer(relay.address, { type: 'invitation', link });
  const { invite } = await mei.comparing();
  await first.code();
  const accept = { role: 'editor', member: 'm1.0.0', memberName: 'Mei' } as const;
  valueOfResult(await mei.part.perform('answerJoin', { invite, accept }));
  valueOfResult(await first.running.outcome);
  const second = new Newcomer(relay.address, { type: 'invitation', link });
  expect(await second.running.outcome).toEqual({ ok: false, error: { type: 'expired' } });
  const revoked = valueOfResult(await mei.part.perform('invite', { role: 'editor' }));
  valueOfResult(await mei.part.perform('revokeInvite', { invite: revoked.invite }));
  const third = new Newcomer(relay.address, { type: 'invitation', link: revoked.link });
  expect(await third.running.outcome).toEqual({ ok: false, error: { type: 'expired' } });
});

test('what is no invitation, one of a book that no relay knows, and a relay that is away have each their name', async () => {
  const join = (link: string, address = relay.address) =>
    new Newcomer(address, { type: 'invitation', link }).running.outcome;
  expect(await join('https://example.org/#join=abc')).toMatchObject({ error: { type: 'not-an-invitation' } });
  const foreign = encodeInvitation({
    workspace: randomBytes(16),
    seed: randomBytes(32),
    owner: '00'.repeat(16),
    head: '00'.repeat(16),
  });
  expect(await join(foreign)).toMatchObject({ error: { type: 'unknown-workspace' } });
  expect(await join(foreign, 'ws://127.0.0.1:1/sync')).toMatchObject({ error: { type: 'offline' } });
});

test('a link that names another owner or another past is refused by the newcomer', async () => {
  const mei = await founder();
  await mei.share();
  const invitation = decodeInvitation(await mei.link('editor'));
  if (invitation === undefined) throw new Error('no invitation');
  for (const change of [{ owner: '11'.repeat(16) }, { head: '11'.repeat(16) }]) {
    const link = encodeInvitation({ ...invitation, ...change });
    const newcomer = new Newcomer(relay.address, { type: 'invitation', link });
    expect(await newcomer.running.outcome).toEqual({ ok: false, error: { type: 'mismatch' } });
  }
});

test('a newcomer that was closed after the approval comes in with the keys of its request', async () => {
  const mei = await founder();
  await mei.share();
  const link = await mei.link('editor');
  const way = { type: 'invitation', link } as const;
  const closed = new Newcomer(relay.address, way, { waitsUnder: 'phone' });
  const { invite } = await mei.comparing();
  await closed.code();
  closed.running.cancel();
  const accept = { role: 'editor', member: 'm1.0.0', memberName: 'Mei' } as const;
  valueOfResult(await mei.part.perform('answerJoin', { invite, accept }));
  const again = new Newcomer(relay.address, way, { waitsUnder: 'phone' });
  const device = await again.enter();
  devices.push(device);
  expect((await device.view()).me).toMatchObject({ device: 2, role: 'editor' });
});

test('a viewer reads everything, writes nothing and lets nobody in', async () => {
  const mei = await founder();
  await mei.share();
  const viewer = await joined(mei, 'viewer');
  const seen = await mei.write('Seen by all');
  await viewer.sees(seen);
  const mine = await createRecord(viewer.book, 'account', { name: 'Not to be' });
  expect(mine).toEqual({ ok: false, error: { type: 'viewer' } });
  await viewer.work();
  const later = await mei.write('Later');
  await viewer.sees(later);
  expect(await viewer.book.strict.outbox.count()).toBe(0);
  expect(await entriesOf(mei, 2)).toBe(0);
  expect(await viewer.part.perform('invite', { role: 'owner' })).toMatchObject({
    error: { type: 'not-allowed' },
  });
  valueOfResult(await mei.part.perform('setRole', { device: 2, role: 'editor' }));
  const theirs = await eventually('the new role', async () => {
    const allowed = await createRecord(viewer.book, 'account', { name: 'Allowed' });
    return allowed.ok ? allowed.value.ids[0] : undefined;
  });
  await viewer.work();
  await mei.sees(theirs);
});

/** Entries of a device that are in the log, as another has read it. */
function entriesOf(reader: TeamDevice, device: number): Promise<number> {
  return reader.book.strict.heads.get(device).then((head) => head?.seq ?? 0);
}

const changed = (device: TeamDevice, role: Role) =>
  eventually(role, async () => (await readRole(device.book.strict)) === role || undefined);

test('an editor who becomes a viewer keeps what was not sent, sends it as an editor again, and writes nothing between', async () => {
  const mei = await founder();
  await mei.share();
  const lin = await joined(mei, 'editor');
  await mei.sees(await lin.write('Sent'));
  lin.stop();
  const pending = await lin.write('Pending');
  valueOfResult(await mei.part.perform('setRole', { device: 2, role: 'viewer' }));
  await lin.start();
  await changed(lin, 'viewer');
  const sent = await entriesOf(mei, 2);
  expect(await createRecord(lin.book, 'account', { name: 'No' })).toEqual({
    ok: false,
    error: { type: 'viewer' },
  });
  await lin.work();
  await lin.sees(await mei.write('Later'));
  expect(await lin.nameOf(pending)).toBe('Pending');
  expect((await countOutbox(lin.book.strict)).changes).toBe(1);
  expect(await mei.nameOf(pending)).toBeUndefined();
  expect(await entriesOf(mei, 2)).toBe(sent);
  valueOfResult(await mei.part.perform('setRole', { device: 2, role: 'editor' }));
  await changed(lin, 'editor');
  await mei.sees(pending);
  await mei.sees(await lin.write('Writes again'));
  expect((await countOutbox(lin.book.strict)).changes).toBe(0);
  expect(lin.failures).toEqual([]);
});

test('what was sealed before the role was lost goes back to what waits, in its order, and comes through later', async () => {
  const mei = await founder();
  await mei.share();
  const lin = await joined(mei, 'editor');
  // The relay is gone in the middle: both changes are sealed and neither is stored.
  lin.holdsBack = true;
  const first = await lin.write('First');
  await eventually('sealed', async () => (await lin.book.strict.sealed.count()) === 1 || undefined);
  const second = await lin.write('Second');
  lin.stop();
  lin.holdsBack = false;
  valueOfResult(await mei.part.perform('setRole', { device: 2, role: 'viewer' }));
  await lin.start();
  await changed(lin, 'viewer');
  await eventually('taken back', async () => (await lin.book.strict.sealed.count()) === 0 || undefined);
  expect((await countOutbox(lin.book.strict)).changes).toBe(2);
  expect(await mei.nameOf(first)).toBeUndefined();
  valueOfResult(await mei.part.perform('setRole', { device: 2, role: 'editor' }));
  await mei.sees(second);
  await mei.sees(first);
  expect(lin.failures).toEqual([]);
});

test('a viewer with something unsent can leave, and writes nothing afterwards', async () => {
  const mei = await founder();
  await mei.share();
  const lin = await joined(mei, 'editor');
  lin.stop();
  await lin.write('Pending');
  valueOfResult(await mei.part.perform('setRole', { device: 2, role: 'viewer' }));
  await lin.start();
  await changed(lin, 'viewer');
  valueOfResult(await lin.part.perform('leaveBook', null));
  expect(await readRole(lin.book.strict)).toBe('left');
  const answer = await createRecord(lin.book, 'account', { name: 'No' });
  expect(answer).toEqual({ ok: false, error: { type: 'not-a-member' } });
});

test('a removed device reads nothing that is written afterwards, and the others go on under a new key', async () => {
  const mei = await founder();
  await mei.share();
  const [lin, gone] = [await joined(mei, 'editor'), await joined(mei, 'editor')];
  const before = await mei.write('Before');
  await gone.sees(before);
  valueOfResult(await mei.part.perform('removeDevices', { devices: [3] }));
  const after = await mei.write('After');
  await lin.sees(after);
  const theirs = await lin.write('Theirs');
  await mei.sees(theirs);
  await eventually('removed', () => gone.session.status.trouble?.type === 'removed' || undefined);
  expect(await gone.nameOf(after)).toBeUndefined();
  expect(await createRecord(gone.book, 'account', { name: 'No' })).toEqual({
    ok: false,
    error: { type: 'not-a-member' },
  });
  expect((await KeyRing.load(gone.book.strict.keys))?.epochKey(2)).toBeUndefined();
  expect((await KeyRing.load(lin.book.strict.keys))?.epochKey(2)).toBeDefined();
});

test('a device that was away finds its removal in what an owner has signed, and believes no relay without it', async () => {
  const mei = await founder();
  await mei.share();
  const lin = await joined(mei, 'editor');
  const { membership } = lin.session;
  if (membership === undefined) throw new Error('no members');
  const keys = (await KeyRing.load(lin.book.strict.keys))?.device;
  if (keys === undefined) throw new Error('no keys');
  lin.stop();
  const knock = { subject: { workspace: membership.workspace, device: 2 }, sign: keys.signer.sign };
  expect(await confirmRemoval(lin.ports, knock, membership, 2)).toBe('unproven');
  valueOfResult(await mei.part.perform('removeDevices', { devices: [2] }));
  expect(await confirmRemoval(lin.ports, knock, membership, 2)).toBe('removed');
  const elsewhere = { ...membership, head: '00'.repeat(32) };
  expect(await confirmRemoval(lin.ports, knock, elsewhere, 2)).toBe('unproven');
});

test('after somebody has left, an owner changes the key by itself', async () => {
  const mei = await founder();
  await mei.share();
  const lin = await joined(mei, 'editor');
  valueOfResult(await lin.part.perform('leaveBook', null));
  await eventually('a new key', () => mei.session.membership?.epoch === 2 || undefined);
  const view = await mei.view();
  expect(view.devices.find((each) => each.device === 2)?.state).toBe('left');
  expect((await KeyRing.load(lin.book.strict.keys))?.epochKey(2)).toBeUndefined();
});

test('the last owner cannot leave', async () => {
  const mei = await founder();
  await mei.share();
  await joined(mei, 'editor');
  expect(await mei.part.perform('leaveBook', null)).toEqual({ ok: false, error: { type: 'last-owner' } });
});

test('two blank devices come back by the same phrase at once, as owners who read everything', async () => {
  const mei = await founder();
  const record = await mei.write('Kept');
  await mei.share();
  const { seed } = valueOfResult(await mei.part.perform('makePhrase', null));
  expect((await mei.view()).hasPhrase).toBe(false);
  valueOfResult(await mei.part.perform('enrolPhrase', { seed }));
  expect(await mei.view()).toMatchObject({ hasPhrase: true });
  expect(valueOfResult(await mei.part.perform('checkPhrase', { seed })).matches).toBe(true);
  await eventually('all stored', async () => (await mei.book.strict.outbox.count()) === 0 || undefined);
  mei.stop();
  const blank = [
    new Newcomer(relay.address, { type: 'phrase', seed }),
    new Newcomer(relay.address, { type: 'phrase', seed }),
  ];
  for (const newcomer of blank) {
    const device = await newcomer.enter();
    devices.push(device);
    await device.sees(record);
    expect((await device.view()).me).toMatchObject({ role: 'owner', member: 'm1.0.0' });
  }
});

test('a phrase that was replaced lets nobody in', async () => {
  const mei = await founder();
  await mei.share();
  const seeds = [randomBytes(32), randomBytes(32)] as const;
  for (const seed of seeds) valueOfResult(await mei.part.perform('enrolPhrase', { seed }));
  expect(valueOfResult(await mei.part.perform('checkPhrase', { seed: seeds[0] })).matches).toBe(false);
  const old = new Newcomer(relay.address, { type: 'phrase', seed: seeds[0] });
  expect(await old.running.outcome).toMatchObject({ error: { type: 'unknown-workspace' } });
  const now = await new Newcomer(relay.address, { type: 'phrase', seed: seeds[1] }).enter();
  devices.push(now);
  expect((await now.view()).me?.role).toBe('owner');
});

test('words alone are not led into a workspace that its owners did not make with them', async () => {
  const mei = await founder();
  await mei.share();
  const seed = randomBytes(32);
  const keys = recoveryKeys(seed);
  const [sign, box] = [toHex(keys.signer.publicKey), toHex(keys.box.publicKey)];
  const ring = await KeyRing.load(mei.book.strict.keys);
  if (ring === undefined) throw new Error('no keys');
  // Anybody can read the public keys of a phrase, and make it an owner of a workspace of theirs.
  const forged = { sign, box, role: 'owner', member: 'm1.0.0', names: {}, isRecovery: true } as const;
  valueOfResult(await mei.session.submit(addDevice(ring, forged)));
  const newcomer = new Newcomer(relay.address, { type: 'phrase', seed });
  expect(await newcomer.running.outcome).toEqual({ ok: false, error: { type: 'mismatch' } });
});

test('people see where others are, until they go', async () => {
  const mei = await founder();
  await mei.share();
  const lin = await joined(mei, 'editor');
  await lin.part.perform('presence', { record: 'a1.0.0', screen: 'record' });
  const seen = await eventually('presence', async () =>
    (await mei.view()).presence.find((each) => each.record === 'a1.0.0'),
  );
  expect(seen).toMatchObject({ device: 2, screen: 'record' });
  expect((await mei.view()).devices.find((each) => each.device === 2)?.isOnline).toBe(true);
});

/** A connection on which what is said of one kind is lost. */
function withholding(kind: ToRelay['t']): OpenSocket {
  return (events) => {
    const socket = webSocketTo(relay.address)(events);
    return {
      close: () => socket.close(),
      send: (data) => {
        const message = typeof data === 'string' ? decodeToRelay(data) : undefined;
        if (message?.ok !== true || message.value.t !== kind) socket.send(data);
      },
    };
  };
}

/** A relay that puts a request of its own in the place of a newcomer's; it has got hold of the link. */
function swapping(link: string): OpenSocket {
  const invitation = decodeInvitation(link);
  if (invitation === undefined) throw new Error('no invitation');
  const evil = { ...{ secret: randomBytes(32), names: { member: 'Lin', device: 'Phone' } } };
  const keys = newKeys();
  const newcomer = { ...evil, sign: keys.signer.publicKey, box: keys.box.publicKey };
  return (events) => {
    const socket = webSocketTo(relay.address)(events);
    return {
      close: () => socket.close(),
      send: (data) => {
        const message = typeof data === 'string' ? decodeToRelay(data) : undefined;
        if (message?.ok !== true || message.value.t !== 'join') return socket.send(data);
        void makeJoinRequest(invitation, newcomer).then((request) =>
          socket.send(encodeControl({ t: 'join', request })),
        );
      },
    };
  };
}

test('a relay that swaps the request is seen by the newcomer: the owner has challenged another one', async () => {
  const mei = await founder();
  await mei.share();
  const link = await mei.link('editor');
  const ports = { openSocket: swapping(link), clock: wallClock };
  const newcomer = new Newcomer(relay.address, { type: 'invitation', link }, { ports });
  expect(await newcomer.running.outcome).toEqual({ ok: false, error: { type: 'mismatch' } });
});

test('a relay that brings its own request after the newcomer’s shows the two people different codes', async () => {
  const mei = await founder();
  await mei.share();
  const link = await mei.link('editor');
  const newcomer = new Newcomer(relay.address, { type: 'invitation', link });
  const code = await newcomer.code();
  const evil = new Newcomer(relay.address, { type: 'invitation', link });
  const evilCode = await evil.code();
  await eventually('the other code', async () => (await mei.comparing()).code === evilCode || undefined);
  expect(evilCode).not.toBe(code);
  newcomer.running.cancel();
  evil.running.cancel();
});

test('a link brings five requests before its owner: more guesses at the code are not answered', async () => {
  const mei = await founder();
  await mei.share();
  const link = await mei.link('editor');
  const tries: Newcomer[] = [];
  for (let i = 0; i < 5; i++) {
    tries.push(new Newcomer(relay.address, { type: 'invitation', link }));
    await tries[i]?.code();
  }
  const sixth = new Newcomer(relay.address, { type: 'invitation', link });
  tries.push(sixth);
  const sign = await eventually(
    'the sixth',
    () => sixth.states.some((state) => state.type === 'waiting') || undefined,
  );
  expect(sign).toBe(true);
  // Time enough for a challenge, had there been one: each of these goes to the relay and back.
  for (let i = 0; i < 3; i++) await mei.link('viewer');
  expect((await mei.view()).joins).toMatchObject([{ state: 'asking' }]);
  expect(sixth.states.some((state) => state.type === 'compare')).toBe(false);
  for (const each of tries) each.running.cancel();
});
