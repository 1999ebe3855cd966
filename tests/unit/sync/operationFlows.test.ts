import { expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import { inviteKeys } from '../../../src/protocol/invitation.ts';
import { decodeOperation, encodeOperation } from '../../../src/protocol/operations.ts';
import { newRecoverySeed, recoveryKeys } from '../../../src/protocol/recoveryPhrase.ts';
import { randomBytes } from '../../../src/protocol/seal.ts';
import { KeyRing } from '../../../src/sync/keyRing.ts';
import {
  addDevice,
  changeRole,
  inviteDevice,
  leaveTeam,
  nameOfBook,
  namesOfDevice,
  removeDevices,
  renameBook,
  renameDevice,
  revokeInvite,
  rotateKey,
} from '../../../src/sync/operationFlows.ts';
import { memoryKeys } from '../../support/memoryKeys.ts';
import { newKeys, TeamModel } from '../../support/teamModel.ts';

test('a team begins with one owner, who reads its names', async () => {
  const team = await TeamModel.begin();
  expect(team.membership.devices.get(1)).toMatchObject({ role: 'owner', member: 'm1.0.0' });
  expect(nameOfBook(team.ring(1), team.membership)).toBe('Tea');
  expect(namesOfDevice(team.ring(1), team.membership, 1).member).toBe('Mei');
});

test('a book that was restored once begins its team under its own number, and the next device is one more', async () => {
  const team = await TeamModel.begin(3);
  const seed = randomBytes(32);
  await team.must(3, inviteDevice(seed, 'editor', team.now + 1_000));
  const keys = newKeys();
  const sign = toHex(keys.signer.publicKey);
  const box = toHex(keys.box.publicKey);
  const added = await team.must(
    3,
    addDevice(team.ring(3), {
      sign,
      box,
      role: 'editor',
      member: 'm3.0.1',
      names: {},
      invite: inviteKeys(seed).invite,
    }),
  );
  expect(added).toMatchObject({ op: 'add', device: 4 });
});

test('a device that is taken in reads the key, and the names of those before it', async () => {
  const team = await TeamModel.begin();
  const device = await team.add('viewer');
  expect(team.ring(device).epochKey(1)).toEqual(team.ring(1).epochKey(1));
  expect(namesOfDevice(team.ring(device), team.membership, 1).member).toBe('Mei');
  expect(namesOfDevice(team.ring(1), team.membership, device)).toEqual({
    member: 'Member 2',
    device: 'Phone',
  });
});

test('every operation is read back as it was written', async () => {
  const team = await TeamModel.begin();
  const second = await team.add('owner');
  const third = await team.add('editor');
  const operations = [
    await team.must(1, changeRole(third, 'viewer')),
    await team.must(1, renameDevice(team.ring(1), 1, { device: 'Desk' })),
    await team.must(1, renameBook(team.ring(1), 'Coffee')),
    await team.must(third, leaveTeam()),
    await team.must(second, rotateKey(team.ring(second))),
    await team.must(1, removeDevices(team.ring(1), [second])),
  ];
  for (const operation of operations) {
    expect(decodeOperation(encodeOperation(operation))).toEqual({ ok: true, value: operation });
  }
});

test('a removed device does not get the next key, and those who stay read both', async () => {
  const team = await TeamModel.begin();
  const [gone, stays] = [await team.add('editor'), await team.add('viewer')];
  await team.must(1, removeDevices(team.ring(1), [gone]));
  expect(team.membership.epoch).toBe(2);
  expect(team.ring(gone).epochKey(2)).toBeUndefined();
  expect(team.ring(stays).epochKey(2)).toEqual(team.ring(1).epochKey(2));
  expect(team.ring(stays).epochKey(2)).not.toEqual(team.ring(stays).epochKey(1));
});

test('a device that comes after three changes of the key opens every key before it', async () => {
  const team = await TeamModel.begin();
  for (let i = 0; i < 3; i++) {
    const device = await team.add('viewer');
    await team.must(1, removeDevices(team.ring(1), [device]));
  }
  const late = await team.add('viewer');
  for (const epoch of [1, 2, 3, 4]) {
    expect(team.ring(late).epochKey(epoch)).toEqual(team.ring(1).epochKey(epoch));
  }
});

test('keys that were stored are there after a restart, and one of ours that another owner’s overtook gives way', async () => {
  const table = memoryKeys();
  const team = await TeamModel.begin();
  const keys = newKeys();
  await table.bulkPut([
    { id: 'device:sign', key: new Uint8Array(32).fill(1) },
    { id: 'device:sign-public', key: keys.signer.publicKey },
    { id: 'device:box', key: new Uint8Array(32).fill(2) },
    { id: 'device:box-public', key: keys.box.publicKey },
    { id: 'epoch:1', key: team.ring(1).epochKey(1) ?? new Uint8Array() },
  ]);
  const ring = await KeyRing.load(table);
  expect(ring?.epochKey(1)).toEqual(team.ring(1).epochKey(1));
  const second = await team.add('owner');
  await team.ring(second).keep(2, randomBytes(32));
  const third = await team.add('viewer');
  await team.must(1, removeDevices(team.ring(1), [third]));
  expect(team.ring(second).epochKey(2)).toEqual(team.ring(1).epochKey(2));
});

test('after somebody has left, one owner changes the key and the next finds it done', async () => {
  const team = await TeamModel.begin();
  const [second, leaver] = [await team.add('owner'), await team.add('editor')];
  expect(await team.do(1, rotateKey(team.ring(1)))).toMatchObject({ ok: false });
  await team.must(leaver, leaveTeam());
  expect(team.membership.isRotationDue).toBe(true);
  await team.must(1, rotateKey(team.ring(1)));
  expect(team.ring(leaver).epochKey(2)).toBeUndefined();
  expect(await team.do(second, rotateKey(team.ring(second)))).toMatchObject({ error: { rule: 'epoch' } });
});

test('an invitation is good for one device, and for none once it is revoked', async () => {
  const team = await TeamModel.begin();
  const seed = randomBytes(32);
  const { invite } = inviteKeys(seed);
  await team.must(1, inviteDevice(seed, 'editor', team.now + 1_000));
  await team.must(1, revokeInvite(invite));
  expect(await team.do(1, revokeInvite(invite))).toMatchObject({ error: { rule: 'invite' } });
  const keys = newKeys();
  const added = addDevice(team.ring(1), {
    sign: toHex(keys.signer.publicKey),
    box: toHex(keys.box.publicKey),
    ...{ role: 'editor', member: 'm1.0.1', names: {}, invite },
  });
  expect(await team.do(1, added)).toMatchObject({ error: { rule: 'invite' } });
});

test('the last owner stays an owner and stays', async () => {
  const team = await TeamModel.begin();
  await team.add('editor');
  for (const build of [changeRole(1, 'viewer'), leaveTeam(), removeDevices(team.ring(1), [1])]) {
    expect(await team.do(1, build)).toMatchObject({ error: { rule: 'last-owner' } });
  }
});

test('a phrase takes in an owner by itself and reads what was written before', async () => {
  const team = await TeamModel.begin();
  const keys = recoveryKeys(newRecoverySeed());
  const phrase = {
    sign: toHex(keys.signer.publicKey),
    box: toHex(keys.box.publicKey),
    ...{ role: 'owner' as const, member: 'm1.0.0', names: {}, isRecovery: true as const },
  };
  await team.must(1, addDevice(team.ring(1), phrase));
  const ring = KeyRing.unstored(keys);
  await ring.learn(team.membership, 2);
  const blank = newKeys();
  const recovered = {
    sign: toHex(blank.signer.publicKey),
    box: toHex(blank.box.publicKey),
    ...{ role: 'owner' as const, member: 'm1.0.0', names: { device: 'New' } },
  };
  await team.must(2, addDevice(ring, recovered));
  const own = KeyRing.unstored(blank);
  await own.learn(team.membership, 3);
  expect(own.epochKey(1)).toEqual(team.ring(1).epochKey(1));
});

test('only an owner says who is in', async () => {
  const team = await TeamModel.begin();
  const editor = await team.add('editor');
  for (const build of [
    changeRole(1, 'viewer'),
    removeDevices(team.ring(editor), [1]),
    renameBook(team.ring(editor), 'X'),
  ]) {
    expect(await team.do(editor, build)).toMatchObject({ error: { rule: 'role' } });
  }
});

test('a device without the current key makes nothing that needs it', async () => {
  const team = await TeamModel.begin();
  const gone = await team.add('owner');
  await team.must(1, removeDevices(team.ring(1), [gone]));
  expect(await team.do(gone, renameBook(team.ring(gone), 'X'))).toEqual({
    ok: false,
    error: { type: 'no-key', epoch: 2 },
  });
});
