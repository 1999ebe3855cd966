import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeDevices, nextDeviceNumber, type Membership } from '../../../src/protocol/membership.ts';
import type { Operation, Role } from '../../../src/protocol/operations.ts';
import { runs } from '../../support/runs.ts';
import { aDevice, bytesOf, signEntry, TestWorkspace } from '../../support/workspace.ts';
import { encodeOperation } from '../../../src/protocol/operations.ts';
import { entryKind } from '../../../src/protocol/entry.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import { inviteKeys } from '../../../src/protocol/invitation.ts';

const roles: readonly Role[] = ['owner', 'editor', 'viewer'];
const device = fc.integer({ min: 1, max: 6 });
/** Whoever is an owner at that time, or a certain device whatever it is. */
const by = fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4);
const wish = fc.oneof(
  fc.record({
    what: fc.constant('invite' as const),
    by,
    number: fc.nat(9),
    role: fc.constantFrom(...roles),
  }),
  fc.record({ what: fc.constant('revoke' as const), by, number: fc.nat(9) }),
  fc.record({
    ...{ what: fc.constant('add' as const), by, number: fc.nat(9), role: fc.constantFrom(...roles) },
    fault: fc.constantFrom('none', 'none', 'none', 'number', 'phrase', 'uninvited', 'other-role'),
  }),
  fc.record({ what: fc.constant('remove' as const), by, device, forgets: fc.boolean() }),
  fc.record({ what: fc.constant('rotate' as const), by, off: fc.constantFrom(0, 0, -1, 1) }),
  fc.record({ what: fc.constant('role' as const), by, device, role: fc.constantFrom(...roles) }),
  fc.record({ what: fc.constant('leave' as const), by }),
);
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const wrappedKey = 'ab'.repeat(136);
const wrappedFor = (devices: readonly number[]) =>
  Object.fromEntries(devices.map((each) => [each, wrappedKey]));

/** The operation that somebody would like, sense in it or not. Its keys are wrapped to whom it says, in form only. */
function operationOf(each: Wish, membership: Membership): Operation {
  const parent = membership.head;
  const epochOf = (off: number, without: readonly number[]) => ({
    epoch: membership.epoch + 1 + off,
    wrapped: wrappedFor(activeDevices(membership).filter((number) => !without.includes(number))),
    sealedPrevious: '',
  });
  const { invite } = inviteKeys(bytesOf('number' in each ? each.number : 0));
  switch (each.what) {
    case 'invite':
      return {
        op: 'invite',
        parent,
        invite,
        seed: toHex(bytesOf(1)),
        role: each.role,
        until: 1_700_000_000_000,
      };
    case 'revoke':
      return { op: 'revoke', parent, invite };
    case 'add': {
      const open = [...membership.invites.values()].find(({ state }) => state === 'open');
      const asked = each.fault !== 'other-role' && open !== undefined ? open : { invite, role: each.role };
      const number = nextDeviceNumber(membership) - (each.fault === 'number' ? 1 : 0);
      const { signer, box } = aDevice(nextDeviceNumber(membership));
      return {
        ...{ op: 'add', parent, device: number, role: asked.role, member: 'm1.0.0', names: '' },
        ...{ sign: toHex(signer.publicKey), box: toHex(box.publicKey), wrapped: wrappedFor([number]) },
        ...(each.fault !== 'uninvited' && each.fault !== 'phrase' ? { invite: asked.invite } : {}),
        ...(each.fault === 'phrase' ? { recovery: true } : {}),
      };
    }
    case 'remove':
      return {
        op: 'remove',
        parent,
        devices: [each.device],
        ...epochOf(0, each.forgets ? [] : [each.device]),
      };
    case 'rotate':
      return { op: 'rotate', parent, ...epochOf(each.off, []) };
    case 'role':
      return { op: 'role', parent, device: each.device, role: each.role };
    case 'leave':
      return { op: 'leave', parent };
  }
}

function ownerOf({ devices }: Membership): number {
  return [...devices.values()].find(({ role, state }) => role === 'owner' && state === 'active')?.device ?? 1;
}

/** What must be true of every membership that came from one that was right. */
function expectSound(before: Membership, after: Membership): void {
  const [gone, was] = [...after.devices.values()].reduce<[number[], number[]]>(
    ([left, there], each) =>
      each.state === 'active' ? [left, [...there, each.device]] : [[...left, each.device], there],
    [[], []],
  );
  const owners = [...after.devices.values()].filter(
    ({ role, state, isRecovery }) => role === 'owner' && state === 'active' && !isRecovery,
  );
  expect(owners.length, 'an owner with a screen remains').toBeGreaterThan(0);
  expect([after.epoch, after.epoch - 1], 'the epoch grows by one at most').toContain(before.epoch);
  for (const [number, each] of before.devices) {
    const now = after.devices.get(number);
    expect(now?.sign, 'a number keeps its device').toBe(each.sign);
    if (each.state !== 'active') expect(now?.state, 'who is gone stays gone').toBe(each.state);
  }
  const keys = [...after.devices.values()].map(({ sign }) => sign);
  expect(new Set(keys).size, 'no key stands for two devices').toBe(keys.length);
  if (after.epoch > before.epoch) {
    const readers = Object.keys(after.epochs.get(after.epoch)?.wrapped ?? {}).map(Number);
    expect(readers, 'a new key is for those who are there').toEqual(was);
    expect(
      readers.filter((number) => gone.includes(number)),
      'and not for those who are gone',
    ).toEqual([]);
  }
  for (const [id, { state }] of before.invites) {
    const now = after.invites.get(id)?.state;
    if (state !== 'open') expect(now, 'a used or revoked invitation stays so').toBe(state);
  }
  const added = [...after.devices.keys()].filter((number) => !before.devices.has(number));
  const used = [...after.invites].filter(
    ([id, { state }]) => state === 'used' && before.invites.get(id)?.state !== 'used',
  );
  expect(used.length, 'an invitation lets one device in').toBeLessThanOrEqual(added.length);
}

test('whatever people wish in whatever order, the membership stays sound', async () => {
  const counts = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 5, maxLength: 60, size: 'max' }), async (wishes) => {
      const workspace = await TestWorkspace.begin();
      const { header } = await workspace.entry(1, entryKind.membership, new Uint8Array());
      for (const each of wishes) {
        const before = workspace.membership;
        const operation = operationOf(each, before);
        const signer = each.by === 0 ? ownerOf(before) : each.by;
        const head = workspace.ledger.heads.get(signer);
        const placed = {
          ...{ ...header, device: signer, epoch: before.epoch, seen: workspace.head },
          ...{ sequence: (head?.sequence ?? 0) + 1, previous: head?.hash ?? new Uint8Array(32) },
        };
        const unsigned = { publicKey: new Uint8Array(32), sign: () => Promise.resolve(new Uint8Array(64)) };
        const entry = await signEntry(placed, encodeOperation(operation), unsigned);
        const admitted = workspace.append(entry);
        const key = `${operation.op} ${admitted.ok ? 'held' : 'was refused'}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if (!admitted.ok) expect(workspace.membership).toBe(before);
        expectSound(before, workspace.membership);
      }
    }),
    { numRuns: runs(100, 10_000), seed: 20_261 },
  );
  // Operations of every kind must have held and been refused, or the rules above were never tried.
  for (const op of ['invite', 'revoke', 'add', 'remove', 'rotate', 'role', 'leave']) {
    for (const verdict of ['held', 'was refused']) {
      expect(counts.get(`${op} ${verdict}`) ?? 0, `${op} ${verdict}`).toBeGreaterThan(0);
    }
  }
});
