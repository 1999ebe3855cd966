import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import { encodeEntry, type Entry } from '../../../src/protocol/entry.ts';
import { frameType } from '../../../src/protocol/frames.ts';
import { inviteKeys } from '../../../src/protocol/invitation.ts';
import { maxFrameBytes } from '../../../src/protocol/limits.ts';
import { enterAs, RelayClient, shareWorkspace } from '../../support/relayClient.ts';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { aDevice, bytesOf, TestWorkspace } from '../../support/workspace.ts';

const nothing = { updates: [], history: [] };
let relay: TestRelay;
let workspace: TestWorkspace;
/** An honest owner and an honest editor, whom nothing that others do may disturb. */
let alice: RelayClient;
let bob: RelayClient;

beforeEach(async () => {
  relay = await startTestRelay({ options: { stallTimeoutMs: 1_000 } });
  workspace = await TestWorkspace.begin();
  workspace.now = Date.now();
  await workspace.join(1, 'editor');
  await workspace.join(1, 'viewer');
  alice = await shareWorkspace(relay.address, workspace);
  bob = await enterAs(relay.address, workspace, 2);
  bob.say({ t: 'read', after: 0 });
  await bob.next('caught-up');
});

afterEach(async () => {
  await expectUndisturbed();
  await relay.stop();
});

async function nextEntry(device: number): Promise<Entry> {
  const entry = await workspace.sealedRecords(device, nothing);
  workspace.append(entry);
  return entry;
}

/** The owner writes, the editor receives it. */
async function expectUndisturbed(): Promise<void> {
  const entry = await nextEntry(1);
  alice.append(entry);
  await bob.until(() => toHex(bob.entries.at(-1)?.bytes ?? new Uint8Array()) === toHex(encodeEntry(entry)));
}

function logged(event: string): Record<string, unknown>[] {
  const lines = relay.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter((line) => line['event'] === event);
}

describe('an entry is refused, logged and not stored', () => {
  async function refusalOf(client: RelayClient, entry: Entry | Uint8Array): Promise<string> {
    const before = (await relay.store.open(toHex(workspace.id)))?.position;
    client.append(entry);
    const { refusal } = await client.next('refused');
    expect((await relay.store.open(toHex(workspace.id)))?.position).toBe(before);
    return refusal.type;
  }

  test('of a viewer', async () => {
    const viewer = await enterAs(relay.address, workspace, 3);
    expect(await refusalOf(viewer, await workspace.sealedRecords(3, nothing))).toBe('role');
    expect(logged('entry-refused')).toMatchObject([{ level: 'warn', device: 3, reason: 'role' }]);
  });

  test('of a member who has been removed', async () => {
    await workspace.remove(1, [3]);
    const entry = await workspace.sealedRecords(3, nothing);
    alice.append(workspace.log.at(-1)?.bytes ?? new Uint8Array());
    await alice.next('stored');
    const removed = await enterAs(relay.address, workspace, 3);
    expect(await refusalOf(removed, entry)).toBe('removed-device');
    expect(logged('removed-device')).toHaveLength(1);
  });

  test('that another device has signed', async () => {
    const forged = await workspace.sealedRecords(2, nothing, { signer: aDevice(3).signer });
    expect(await refusalOf(bob, forged)).toBe('signature');
    expect(logged('entry-refused')).toMatchObject([{ level: 'warn', reason: 'signature' }]);
  });

  test('that names another device than the one that brings it', async () => {
    expect(await refusalOf(bob, await workspace.sealedRecords(1, nothing))).toBe('unknown-device');
  });

  test('of another workspace', async () => {
    const other = await TestWorkspace.begin(2);
    const entry = await workspace.sealedRecords(2, nothing, { header: { workspace: other.id } });
    expect(await refusalOf(bob, entry)).toBe('workspace');
  });

  test('under a sequence that holds other bytes: the profile was copied', async () => {
    const [one, other] = [
      await workspace.sealedRecords(2, nothing),
      await workspace.sealedRecords(2, nothing),
    ];
    workspace.append(one);
    bob.append(one);
    await bob.next('stored');
    const clone = await enterAs(relay.address, workspace, 2);
    expect(await refusalOf(clone, other)).toBe('fork');
    expect(logged('entry-refused')).toMatchObject([{ level: 'warn', reason: 'fork' }]);
  });

  test('under a sequence that holds other bytes, before they are on disk', async () => {
    const [one, other] = [
      await workspace.sealedRecords(2, nothing),
      await workspace.sealedRecords(2, nothing),
    ];
    workspace.append(one);
    bob.append(one);
    bob.append(other);
    expect((await bob.next('refused')).refusal.type).toBe('fork');
    expect((await bob.next('stored')).sequence).toBe(1);
  });

  test('after a gap', async () => {
    await nextEntry(2);
    expect(await refusalOf(bob, await workspace.sealedRecords(2, nothing))).toBe('gap');
  });
});

test('the same entry again is acknowledged again, and stored once', async () => {
  const entry = await nextEntry(2);
  bob.append(entry);
  bob.append(entry);
  const first = await bob.next('stored');
  bob.append(entry);
  expect(await bob.next('stored')).toEqual(first);
  expect((await relay.store.open(toHex(workspace.id)))?.position).toBe(first.position);
});

describe('a member who has been removed', () => {
  test('may read operations only', async () => {
    await workspace.remove(1, [3]);
    alice.append(workspace.log.at(-1)?.bytes ?? new Uint8Array());
    await alice.next('stored');
    const removed = await RelayClient.open(relay.address);
    const welcome = await removed.enter({ workspace: toHex(workspace.id), device: 3 }, aDevice(3).signer);
    expect(welcome.isRemoved).toBe(true);
    removed.say({ t: 'operations', after: 0 });
    await removed.next('caught-up');
    expect(removed.entries).toHaveLength(6);
    removed.say({ t: 'read', after: 0 });
    expect(await removed.ending()).toBe(4401);
  });

  test('who is connected hears of it and of nothing after it', async () => {
    const viewer = await enterAs(relay.address, workspace, 3);
    viewer.say({ t: 'read', after: 0 });
    await viewer.next('caught-up');
    const [name, epoch] = [workspace.names('Alicia'), await workspace.nextEpoch([3])];
    await workspace.operate(1, { op: 'name', parent: workspace.parent, device: 1, names: name });
    const removal = { op: 'remove', parent: workspace.parent, devices: [3], ...epoch } as const;
    await workspace.operate(1, removal);
    for (const { bytes } of workspace.log.slice(-2)) alice.append(bytes);
    const upTo = workspace.log.length;
    alice.append(await nextEntry(1));
    await bob.until(() => bob.entries.at(-1)?.position === upTo + 1);
    await viewer.until(() => viewer.entries.at(-1)?.position === upTo);
    viewer.say({ t: 'ping', id: 1 });
    await viewer.next('pong');
    expect(viewer.entries.at(-1)?.position).toBe(upTo);
  });
});

describe('an invitation', () => {
  async function knockWith(number: number): Promise<RelayClient> {
    const { signer, invite } = inviteKeys(bytesOf(number, 5));
    const client = await RelayClient.open(relay.address);
    await client.enter({ workspace: toHex(workspace.id), invite }, signer);
    return client;
  }

  async function send(count: number): Promise<void> {
    for (const { bytes } of workspace.log.slice(-count)) alice.append(bytes);
    await alice.acknowledged(workspace.ledger.heads.get(1)?.sequence ?? 0);
  }

  async function expectUseless(client: RelayClient): Promise<void> {
    expect((await client.next('join-state')).state).toBe('invalid');
    client.say({ t: 'operations', after: 0 });
    expect(await client.ending()).toBe(4401);
    expect(logged('connection-ended')).toMatchObject([{ level: 'warn', reason: 'authentication' }]);
    expect(client.entries).toEqual([]);
  }

  test('that was used is good for nothing', async () => {
    await expectUseless(await knockWith(2));
  });

  test('that was revoked is good for nothing', async () => {
    const invite = await workspace.invite(1, 'editor', 40);
    await workspace.operate(1, { op: 'revoke', parent: workspace.parent, invite });
    await send(2);
    await expectUseless(await knockWith(40));
  });

  test('that has expired is good for nothing', async () => {
    const { signer, invite } = inviteKeys(bytesOf(41, 5));
    const seed = toHex(signer.publicKey);
    const until = Date.now() - 600_000;
    await workspace.operate(1, {
      op: 'invite',
      parent: workspace.parent,
      invite,
      seed,
      role: 'editor',
      until,
    });
    await send(1);
    await expectUseless(await knockWith(41));
  });

  test('reads operations, but not records', async () => {
    await workspace.invite(1, 'editor', 42);
    await send(1);
    alice.append(await nextEntry(1));
    const newcomer = await knockWith(42);
    newcomer.say({ t: 'operations', after: 0 });
    await newcomer.next('caught-up');
    expect(newcomer.entries).toHaveLength(6);
    newcomer.say({ t: 'read', after: 0 });
    expect(await newcomer.ending()).toBe(4401);
  });

  test('opens nothing to whoever has not its seed', async () => {
    const invite = await workspace.invite(1, 'editor', 43);
    await send(1);
    const client = await RelayClient.open(relay.address);
    await client.knock({ workspace: toHex(workspace.id), invite }, aDevice(9).signer);
    expect(await client.ending()).toBe(4401);
  });
});

describe('a connection is ended', () => {
  test.each([
    ['text that is no message', 'hello'],
    ['a message without its parts', '{"t":"hello"}'],
    ['a frame of no kind', Uint8Array.of(77, 1, 2, 3)],
    ['an entry cut short', Uint8Array.of(frameType.append, 1, 2, 3)],
    ['a cursor cut short', Uint8Array.of(frameType.cursors, 1, 2, 3)],
    ['a live frame cut short', Uint8Array.of(frameType.live, 1)],
    ['nothing at all', new Uint8Array()],
  ])('by %s', async (_what, data) => {
    const client = await enterAs(relay.address, workspace, 3);
    client.socket.send(data);
    expect((await client.next('error')).error.type).toBe('malformed');
    expect(await client.ending()).toBe(4400);
    expect(logged('connection-ended')).toMatchObject([{ level: 'warn', reason: 'malformed' }]);
  });

  test('by a frame before the welcome', async () => {
    const client = await RelayClient.open(relay.address);
    client.append(await workspace.sealedRecords(2, nothing));
    expect(await client.ending()).toBe(4400);
  });

  test('by a frame larger than any entry', async () => {
    const client = await enterAs(relay.address, workspace, 3);
    client.socket.send(new Uint8Array(maxFrameBytes + 1));
    expect(await client.ending()).toBe(1009);
  });

  test('when a device takes nothing of what waits for it', async () => {
    const large = { ...nothing, updates: [{ shard: 'x1.1' as never, bytes: new Uint8Array(900_000) }] };
    for (let i = 0; i < 12; i++) {
      const entry = await workspace.sealedRecords(1, large);
      workspace.append(entry);
      alice.append(entry);
    }
    const slow = await enterAs(relay.address, workspace, 3);
    slow.socket.pause();
    slow.say({ t: 'read', after: 0 });
    await waitUntil(() => logged('connection-ended').length > 0);
    expect(logged('connection-ended')).toMatchObject([{ level: 'warn', device: 3, reason: 'too-slow' }]);
    slow.socket.resume();
    expect([1006, 1013]).toContain(await slow.ending());
  });
});
