import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import {
  decodeEntry,
  encodeEntry,
  entryHash,
  noHash,
  type EntryHeader,
} from '../../../src/protocol/entry.ts';
import { openPrevious } from '../../../src/protocol/epochKeys.ts';
import { maxInviteMs, clockToleranceMs } from '../../../src/protocol/limits.ts';
import { activeDevices, beginMembership } from '../../../src/protocol/membership.ts';
import { decodeOperation, type Operation } from '../../../src/protocol/operations.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';
import { aDevice, TestWorkspace, type EntryWish } from '../../support/workspace.ts';

async function ruleAgainst(
  workspace: TestWorkspace,
  device: number,
  operation: Operation,
  wish: EntryWish = {},
): Promise<string> {
  const refusal = errorOfResult(await workspace.tryOperation(device, operation, wish));
  return refusal.type === 'operation' ? refusal.rule : refusal.type;
}

/** The genesis of a workspace, judged again with something else in its place. */
async function judgedGenesis(change: { header?: Partial<EntryHeader>; operation?: object }) {
  const workspace = await TestWorkspace.begin();
  const bytes = workspace.log[0]?.bytes ?? noHash;
  const { header, body } = valueOfResult(decodeEntry(bytes));
  const operation = { ...valueOfResult(decodeOperation(body)), ...change.operation };
  return beginMembership(operation, {
    header: { ...header, ...change.header },
    body,
    hash: entryHash(bytes),
    receivedAt: workspace.now,
  });
}

describe('a workspace', () => {
  test('begins with one owner and is named by its founder’s keys', async () => {
    const workspace = await TestWorkspace.begin();
    expect(workspace.membership.workspace).toBe(toHex(workspace.id));
    expect(activeDevices(workspace.membership)).toEqual([1]);
    expect(workspace.membership.devices.get(1)?.role).toBe('owner');
  });

  test.each([
    ['another founder’s key', 'workspace', { operation: { sign: toHex(aDevice(2).signer.publicKey) } }],
    ['another random number', 'workspace', { operation: { random: '00'.repeat(32) } }],
    ['another workspace in its header', 'workspace', { header: { workspace: new Uint8Array(16) } }],
    ['a sequence that is not the first', 'device', { header: { sequence: 2 } }],
    ['an entry before it', 'parent', { header: { previous: new Uint8Array(32).fill(1) } }],
    ['another epoch', 'epoch', { header: { epoch: 2 } }],
    ['nobody who could read', 'wrapped', { operation: { wrapped: {} } }],
    ['device 0', 'device', { header: { device: 0 } }],
  ])('does not begin with %s', async (_, rule, change) => {
    const begun = await judgedGenesis(change);
    expect(errorOfResult(begun).rule).toBe(rule);
  });

  test('does not begin a second time', async () => {
    const workspace = await TestWorkspace.begin();
    const { body } = valueOfResult(decodeEntry(workspace.log[0]?.bytes ?? noHash));
    expect(await ruleAgainst(workspace, 1, valueOfResult(decodeOperation(body)))).toBe('parent');
  });
});

describe('an invitation', () => {
  test('lets one device in, once', async () => {
    const workspace = await TestWorkspace.begin();
    const invite = await workspace.invite(1, 'editor');
    await workspace.operate(1, await workspace.addition('editor', invite));
    expect(workspace.membership.invites.get(invite)?.state).toBe('used');
    expect(await ruleAgainst(workspace, 1, await workspace.addition('editor', invite))).toBe('invite');
  });

  test('lets nobody in after it was revoked, or under another role', async () => {
    const workspace = await TestWorkspace.begin();
    const invite = await workspace.invite(1, 'viewer');
    expect(await ruleAgainst(workspace, 1, await workspace.addition('owner', invite))).toBe('invite');
    await workspace.operate(1, { op: 'revoke', parent: workspace.parent, invite });
    expect(await ruleAgainst(workspace, 1, await workspace.addition('viewer', invite))).toBe('invite');
    expect(await ruleAgainst(workspace, 1, { op: 'revoke', parent: workspace.parent, invite })).toBe(
      'invite',
    );
  });

  test('is over when its time is, and five minutes for clocks', async () => {
    const workspace = await TestWorkspace.begin();
    const invite = await workspace.invite(1, 'viewer');
    const until = workspace.membership.invites.get(invite)?.until ?? 0;
    const late = { receivedAt: until + clockToleranceMs + 1 };
    expect(await ruleAgainst(workspace, 1, await workspace.addition('viewer', invite), late)).toBe('expired');
    const inTime = { receivedAt: until + clockToleranceMs };
    valueOfResult(await workspace.tryOperation(1, await workspace.addition('viewer', invite), inTime));
  });

  test('lasts a day at most, has a name of its own, and there are fifty at most', async () => {
    const workspace = await TestWorkspace.begin();
    const operation: Operation = {
      op: 'invite',
      parent: workspace.parent,
      invite: '00'.repeat(16),
      seed: '00'.repeat(32),
      role: 'owner',
      until: workspace.now + maxInviteMs + clockToleranceMs + 1,
    };
    expect(await ruleAgainst(workspace, 1, operation)).toBe('expired');
    for (let i = 1; i <= 50; i++) await workspace.invite(1, 'viewer', i);
    const parent = workspace.parent;
    const next = { ...operation, parent, until: workspace.now };
    expect(await ruleAgainst(workspace, 1, next)).toBe('limit');
    const again = { ...next, invite: [...workspace.membership.invites.keys()][0] ?? '' };
    expect(await ruleAgainst(workspace, 1, again)).toBe('invite');
  });

  test('goes with the owner who made it: removed, demoted or gone', async () => {
    for (const end of ['remove', 'role', 'leave'] as const) {
      const workspace = await TestWorkspace.begin();
      const other = await workspace.join(1, 'owner');
      const invite = await workspace.invite(other, 'viewer', 9);
      const kept = await workspace.invite(1, 'viewer', 10);
      const parent = workspace.parent;
      if (end === 'remove') await workspace.remove(1, [other]);
      else if (end === 'leave') await workspace.operate(other, { op: 'leave', parent });
      else await workspace.operate(1, { op: 'role', parent, device: other, role: 'editor' });
      expect(workspace.membership.invites.get(invite)?.state).toBe('revoked');
      expect(workspace.membership.invites.get(kept)?.state).toBe('open');
    }
  });

  test('is needed by everybody but a phrase and what the phrase lets in', async () => {
    const workspace = await TestWorkspace.begin();
    expect(await ruleAgainst(workspace, 1, await workspace.addition('editor'))).toBe('invite');
    const phrase = { ...(await workspace.addition('owner')), recovery: true as const };
    await workspace.operate(1, phrase);
    await workspace.operate(phrase.device, await workspace.addition('owner'));
    expect(activeDevices(workspace.membership)).toEqual([1, 2, 3]);
  });

  test('is none for a phrase, which is always an owner', async () => {
    const workspace = await TestWorkspace.begin();
    const invite = await workspace.invite(1, 'owner');
    const phrase = { ...(await workspace.addition('owner', invite)), recovery: true as const };
    expect(await ruleAgainst(workspace, 1, phrase)).toBe('invite');
    const viewer = { ...(await workspace.addition('viewer')), recovery: true as const };
    expect(await ruleAgainst(workspace, 1, viewer)).toBe('role');
  });
});

describe('a new device', () => {
  test('has the next number, which no removed one leaves free', async () => {
    const workspace = await TestWorkspace.begin();
    await workspace.remove(1, [await workspace.join(1, 'editor')]);
    expect(await workspace.join(1, 'editor')).toBe(3);
    const invite = await workspace.invite(1, 'editor', 20);
    const addition = await workspace.addition('editor', invite);
    for (const device of [1, 2, 3, 5]) {
      expect(await ruleAgainst(workspace, 1, { ...addition, device })).toBe('device');
    }
  });

  test('has keys of its own that can be used', async () => {
    const workspace = await TestWorkspace.begin();
    const addition = await workspace.addition('editor', await workspace.invite(1, 'editor'));
    const founder = toHex(aDevice(1).signer.publicKey);
    for (const sign of [founder, '00'.repeat(32), `01${'00'.repeat(31)}`, 'ff'.repeat(32)]) {
      expect(await ruleAgainst(workspace, 1, { ...addition, sign })).toBe('device');
    }
    for (const box of ['00'.repeat(32), `01${'00'.repeat(31)}`]) {
      expect(await ruleAgainst(workspace, 1, { ...addition, box })).toBe('device');
    }
  });

  test('gets the key of its epoch, and nobody else with it', async () => {
    const workspace = await TestWorkspace.begin();
    const addition = await workspace.addition('editor', await workspace.invite(1, 'editor'));
    const both = { ...addition, wrapped: await workspace.wrap(1, [1, 2]) };
    expect(await ruleAgainst(workspace, 1, both)).toBe('wrapped');
    expect(await ruleAgainst(workspace, 1, { ...addition, wrapped: {} })).toBe('wrapped');
    await workspace.operate(1, addition);
    expect(Object.keys(workspace.membership.epochs.get(1)?.wrapped ?? {})).toEqual(['1', '2']);
  });
});

describe('a removal', () => {
  test('begins an epoch whose key every other device gets, and the removed one does not', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    const viewer = await workspace.join(1, 'viewer');
    await workspace.remove(1, [editor]);
    const epoch = workspace.membership.epochs.get(2);
    expect(workspace.membership.epoch).toBe(2);
    expect(Object.keys(epoch?.wrapped ?? {})).toEqual(['1', String(viewer)]);
    const previous = openPrevious(workspace.epochKey(2), 2, epoch?.sealedPrevious ?? '', workspace.id);
    expect(previous).toEqual(workspace.epochKey(1));
    expect(openPrevious(workspace.epochKey(1), 2, epoch?.sealedPrevious ?? '', workspace.id)).toBeUndefined();
  });

  test('that wraps the new key to the removed device is refused, and one that forgets a reader', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    const viewer = await workspace.join(1, 'viewer');
    const epoch = await workspace.nextEpoch([editor]);
    const removal = { op: 'remove', parent: workspace.parent, devices: [editor], ...epoch } as const;
    for (const readers of [[1, editor, viewer], [1], [1, editor]]) {
      const wrapped = await workspace.wrap(2, readers);
      expect(await ruleAgainst(workspace, 1, { ...removal, wrapped })).toBe('wrapped');
    }
    expect(await ruleAgainst(workspace, 1, { ...removal, epoch: 1 })).toBe('epoch');
    expect(await ruleAgainst(workspace, 1, { ...removal, epoch: 3 })).toBe('epoch');
  });

  test('of nobody, of somebody twice, or of somebody gone is refused', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    await workspace.remove(1, [editor]);
    for (const devices of [[editor], [9], [1, 1]]) {
      const epoch = await workspace.nextEpoch(devices);
      const operation = { op: 'remove', parent: workspace.parent, devices, ...epoch } as const;
      expect(await ruleAgainst(workspace, 1, operation)).toBe('device');
    }
  });

  test('never takes the last owner with a screen', async () => {
    const workspace = await TestWorkspace.begin();
    await workspace.operate(1, { ...(await workspace.addition('owner')), recovery: true });
    const epoch = await workspace.nextEpoch([1]);
    const parent = workspace.parent;
    expect(await ruleAgainst(workspace, 1, { op: 'remove', parent, devices: [1], ...epoch })).toBe(
      'last-owner',
    );
    expect(await ruleAgainst(workspace, 1, { op: 'role', parent, device: 1, role: 'viewer' })).toBe(
      'last-owner',
    );
    expect(await ruleAgainst(workspace, 1, { op: 'leave', parent })).toBe('last-owner');
  });
});

describe('who may sign an operation', () => {
  test('is an owner; others may only leave, and then the key is due for a change', async () => {
    const workspace = await TestWorkspace.begin();
    for (const role of ['editor', 'viewer'] as const) {
      const device = await workspace.join(1, role);
      const parent = workspace.parent;
      const own: Operation = { op: 'role', parent, device, role: 'owner' };
      expect(await ruleAgainst(workspace, device, own)).toBe('role');
      expect(await ruleAgainst(workspace, device, { op: 'name', parent, device: 0, names: '' })).toBe('role');
      await workspace.operate(device, { op: 'leave', parent });
      expect(workspace.membership.devices.get(device)?.state).toBe('left');
      expect(workspace.membership.isRotationDue).toBe(true);
    }
    await workspace.operate(1, { op: 'rotate', parent: workspace.parent, ...(await workspace.nextEpoch()) });
    expect(workspace.membership.isRotationDue).toBe(false);
    expect(Object.keys(workspace.membership.epochs.get(2)?.wrapped ?? {})).toEqual(['1']);
  });

  test('is nobody who builds on another operation than the last', async () => {
    const workspace = await TestWorkspace.begin();
    const stale = workspace.parent;
    await workspace.invite(1, 'viewer');
    const rename: Operation = { op: 'name', parent: stale, device: 0, names: '' };
    expect(await ruleAgainst(workspace, 1, rename)).toBe('parent');
  });
});

describe('names and roles', () => {
  test('change for devices that are there, and the book is device 0', async () => {
    const workspace = await TestWorkspace.begin();
    const editor = await workspace.join(1, 'editor');
    const names = workspace.names('Bob');
    await workspace.operate(1, { op: 'name', parent: workspace.parent, device: editor, names });
    await workspace.operate(1, { op: 'name', parent: workspace.parent, device: 0, names });
    await workspace.operate(1, { op: 'role', parent: workspace.parent, device: editor, role: 'owner' });
    expect(workspace.membership.devices.get(editor)).toMatchObject({ names, namesEpoch: 1, role: 'owner' });
    expect(workspace.membership.bookNames).toEqual({ names, epoch: 1 });
    const parent = workspace.parent;
    expect(await ruleAgainst(workspace, 1, { op: 'name', parent, device: 9, names })).toBe('device');
    expect(await ruleAgainst(workspace, 1, { op: 'role', parent, device: 9, role: 'viewer' })).toBe('device');
  });

  test('a phrase stays an owner', async () => {
    const workspace = await TestWorkspace.begin();
    const phrase = { ...(await workspace.addition('owner')), recovery: true as const };
    await workspace.operate(1, phrase);
    const demotion = { op: 'role', parent: workspace.parent, device: phrase.device, role: 'viewer' } as const;
    expect(await ruleAgainst(workspace, 1, demotion)).toBe('role');
  });
});

test('an operation keeps its meaning when it is encoded and read again', async () => {
  const workspace = await TestWorkspace.begin();
  await workspace.remove(1, [await workspace.join(1, 'editor')]);
  const operations = workspace.log.map(({ bytes }) => valueOfResult(decodeEntry(bytes)));
  for (const entry of operations) {
    expect(valueOfResult(decodeEntry(encodeEntry(entry)))).toEqual(entry);
    expect(decodeOperation(entry.body).ok).toBe(true);
  }
});
