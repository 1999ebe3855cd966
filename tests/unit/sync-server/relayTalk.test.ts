import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../../../src/protocol/bytes.ts';
import { frameType } from '../../../src/protocol/frames.ts';
import {
  challengeSigned,
  inviteKeys,
  makeJoinRequest,
  type Invitation,
  type JoinRequest,
} from '../../../src/protocol/invitation.ts';
import type { Signer } from '../../../src/protocol/keys.ts';
import {
  cursorSigned,
  decodeCursors,
  decodeLive,
  encodeCursor,
  encodeLive,
  liveKind,
  liveSigned,
} from '../../../src/protocol/statements.ts';
import { RelayClient, enterAs, shareWorkspace } from '../../support/relayClient.ts';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { valueOfResult } from '../../support/results.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { aDevice, bytesOf, TestWorkspace } from '../../support/workspace.ts';

let relay: TestRelay;
let workspace: TestWorkspace;
let alice: RelayClient;

beforeEach(async () => {
  relay = await startTestRelay();
  workspace = await TestWorkspace.begin();
  workspace.now = Date.now();
  await workspace.join(1, 'editor');
  await workspace.join(1, 'viewer');
  alice = await shareWorkspace(relay.address, workspace);
});

afterEach(() => relay.stop());

/** Brings the last operations of the test's log to the relay. */
async function send(count: number): Promise<void> {
  for (const { bytes } of workspace.log.slice(-count)) alice.append(bytes);
  await alice.acknowledged(workspace.ledger.heads.get(1)?.sequence ?? 0);
}

describe('joining', () => {
  const seed = bytesOf(60, 5);
  const secret = bytesOf(60, 8);
  const newcomerKeys = aDevice(4);
  let invitation: Invitation;
  let invite: string;

  beforeEach(async () => {
    invite = await workspace.invite(1, 'editor', 60);
    await send(1);
    invitation = { workspace: workspace.id, seed, owner: '00'.repeat(16), head: '00'.repeat(16) };
    await alice.until(() => alice.messages.some(({ t }) => t === 'joins'));
    alice.messages.length = 0;
  });

  function request(device = 4): Promise<JoinRequest> {
    const { signer, box } = aDevice(device);
    const names = { member: 'Dora Quint', device: 'Phone' };
    return makeJoinRequest(invitation, { sign: signer.publicKey, box: box.publicKey, secret, names });
  }

  async function newcomer(): Promise<RelayClient> {
    const client = await RelayClient.open(relay.address);
    await client.enter({ workspace: toHex(workspace.id), invite }, inviteKeys(seed).signer);
    return client;
  }

  async function challengeOf(asked: JoinRequest, by: Signer = aDevice(1).signer, number = 1) {
    const challenge = bytesOf(number, 9);
    const signature = await by.sign(challengeSigned(workspace.id, asked, challenge));
    return { invite, challenge: toHex(challenge), signature: toHex(signature) };
  }

  test('goes from request over challenge and secret to the number of the new device', async () => {
    const dora = await newcomer();
    const asked = await request();
    dora.say({ t: 'join', request: asked });
    expect(await dora.next('join-state')).toEqual({ t: 'join-state', state: 'waiting' });
    expect((await alice.next('joins')).joins).toEqual([{ request: asked }]);

    const challenge = await challengeOf(asked);
    alice.say({ t: 'challenge-join', ...challenge });
    const { challenge: heard } = await dora.next('join-state');
    expect(heard).toEqual({ device: 1, challenge: challenge.challenge, signature: challenge.signature });
    await alice.next('joins');

    dora.say({ t: 'reveal', secret: toHex(secret) });
    expect((await alice.next('joins')).joins).toEqual([
      { request: asked, challenge: heard, secret: toHex(secret) },
    ]);

    const addition = await workspace.addition('editor', invite);
    workspace.keys.set(addition.device, newcomerKeys);
    await workspace.operate(1, addition);
    await send(1);
    expect(await dora.next('join-state')).toEqual({ t: 'join-state', state: 'joined', device: 4 });
    dora.say({ t: 'operations', after: 0 });
    await dora.next('caught-up');
    expect(dora.entries).toHaveLength(workspace.log.length);
    expect((await alice.next('joins')).joins).toEqual([]);
    const joined = await enterAs(relay.address, workspace, 4);
    expect(joined.closed).toBeUndefined();
  });

  test('an owner who comes later finds the request, even after the relay has started again', async () => {
    const dora = await newcomer();
    const asked = await request();
    dora.say({ t: 'join', request: asked });
    await dora.next('join-state');
    await relay.leave();
    relay = await startTestRelay({ path: relay.path });
    const owner = await enterAs(relay.address, workspace, 1);
    expect((await owner.next('joins')).joins).toEqual([{ request: asked }]);
  });

  test('the first challenge stands', async () => {
    const dora = await newcomer();
    const asked = await request();
    dora.say({ t: 'join', request: asked });
    await alice.next('joins');
    const [first, second] = [await challengeOf(asked), await challengeOf(asked, aDevice(1).signer, 2)];
    alice.say({ t: 'challenge-join', ...first });
    alice.say({ t: 'challenge-join', ...second });
    await alice.next('joins');
    expect((await alice.next('joins')).joins[0]?.challenge?.challenge).toBe(first.challenge);
  });

  test('a challenge that the owner has not signed, or that an editor brings, is nothing', async () => {
    const dora = await newcomer();
    const asked = await request();
    dora.say({ t: 'join', request: asked });
    await alice.next('joins');
    alice.say({ t: 'challenge-join', ...(await challengeOf(asked, aDevice(2).signer)) });
    expect((await alice.next('joins')).joins).toEqual([{ request: asked }]);
    const editor = await enterAs(relay.address, workspace, 2);
    editor.say({ t: 'challenge-join', ...(await challengeOf(asked, aDevice(2).signer)) });
    editor.say({ t: 'refuse-join', invite });
    editor.say({ t: 'ping', id: 1 });
    await editor.next('pong');
    expect(editor.messages).toEqual([]);
    expect(dora.messages.filter((message) => message.t === 'join-state' && message.challenge)).toEqual([]);
  });

  test('a secret that the newcomer was not bound to is nothing', async () => {
    const dora = await newcomer();
    const asked = await request();
    dora.say({ t: 'join', request: asked });
    await alice.next('joins');
    alice.say({ t: 'challenge-join', ...(await challengeOf(asked)) });
    await alice.next('joins');
    dora.say({ t: 'reveal', secret: toHex(bytesOf(61, 8)) });
    dora.say({ t: 'ping', id: 1 });
    await dora.next('pong');
    alice.say({ t: 'ping', id: 1 });
    await alice.next('pong');
    expect(alice.messages).toEqual([]);
  });

  test('whoever is refused hears it and may ask again', async () => {
    const dora = await newcomer();
    dora.say({ t: 'join', request: await request() });
    await dora.next('join-state');
    alice.say({ t: 'refuse-join', invite });
    expect((await dora.next('join-state')).state).toBe('refused');
    dora.say({ t: 'join', request: await request(5) });
    expect((await dora.next('join-state')).state).toBe('waiting');
  });

  test('a newer request with the same link begins anew, and twenty are enough', async () => {
    const dora = await newcomer();
    for (let device = 10; device < 30; device++) dora.say({ t: 'join', request: await request(device) });
    for (let i = 0; i < 20; i++) expect((await dora.next('join-state')).state).toBe('waiting');
    dora.say({ t: 'join', request: await request(30) });
    expect((await dora.next('join-state')).state).toBe('invalid');
  });

  test('a request that is signed with another seed is refused', async () => {
    const dora = await newcomer();
    const foreign = await makeJoinRequest(
      { ...invitation, seed: bytesOf(61, 5) },
      { sign: newcomerKeys.signer.publicKey, box: newcomerKeys.box.publicKey, secret, names: {} },
    );
    dora.say({ t: 'join', request: { ...foreign, invite } });
    expect((await dora.next('join-state')).state).toBe('invalid');
  });
});

describe('cursors', () => {
  async function cursor(device: number, position: number, signer = aDevice(device).signer) {
    const statement = { device, head: { position, hash: bytesOf(position) }, at: Date.now() };
    const signature = await signer.sign(cursorSigned(workspace.id, statement));
    return concatBytes(Uint8Array.of(frameType.cursors), encodeCursor({ ...statement, signature }));
  }

  function positionsOf(client: RelayClient): (readonly [number, number])[] {
    const cursors = client.frames.filter((frame) => frame[0] === frameType.cursors);
    return cursors.flatMap((frame) =>
      valueOfResult(decodeCursors(frame.subarray(1))).map(
        ({ device, head }) => [device, head.position] as const,
      ),
    );
  }

  test('of a device reach the others, and those who come later', async () => {
    const bob = await enterAs(relay.address, workspace, 2);
    bob.socket.send(await cursor(2, 4));
    await alice.until(() => positionsOf(alice).length > 0);
    expect(positionsOf(alice)).toEqual([[2, 4]]);
    const viewer = await enterAs(relay.address, workspace, 3);
    await viewer.until(() => positionsOf(viewer).length > 0);
    expect(positionsOf(viewer)).toEqual([[2, 4]]);
  });

  test('survive a restart of the relay: the last of each device', async () => {
    const bob = await enterAs(relay.address, workspace, 2);
    bob.socket.send(await cursor(2, 3));
    bob.socket.send(await cursor(2, 4));
    await alice.until(() => positionsOf(alice).some(([, position]) => position === 4));
    await relay.leave();
    relay = await startTestRelay({ path: relay.path });
    const again = await enterAs(relay.address, workspace, 1);
    await again.until(() => positionsOf(again).length > 0);
    expect(positionsOf(again)).toEqual([[2, 4]]);
  });

  test('that somebody else has signed, or that are of another device, are refused and logged', async () => {
    const [bob, viewer] = [
      await enterAs(relay.address, workspace, 2),
      await enterAs(relay.address, workspace, 3),
    ];
    bob.socket.send(await cursor(2, 4, aDevice(3).signer));
    viewer.socket.send(await cursor(2, 4));
    await waitUntil(() => relay.lines.filter((line) => line.includes('cursor-refused')).length === 2);
    expect(positionsOf(alice)).toEqual([]);
  });
});

test('a device that asks for a pause hears nothing more of the log until it reads on, and everything else', async () => {
  const bob = await enterAs(relay.address, workspace, 2);
  await bob.read(0, workspace.log.length);
  bob.say({ t: 'pause' });
  bob.say({ t: 'ping', id: 1 });
  await bob.next('pong');
  const before = bob.entries.length;
  const entry = await workspace.sealedRecords(1, { updates: [], history: [] });
  workspace.append(entry);
  alice.append(entry);
  await alice.acknowledged(entry.header.sequence);
  bob.say({ t: 'ping', id: 2 });
  await bob.next('pong');
  expect(bob.entries).toHaveLength(before);
  const known = bob.entries.at(-1)?.position ?? 0;
  await bob.read(known, known + 1);
  expect(bob.entries.at(-1)?.position).toBe(known + 1);
});

describe('live frames', () => {
  async function live(device: number, kind: number, signer = aDevice(device).signer) {
    const frame = { kind, device, epoch: 1, box: bytesOf(9, 9, 60) };
    return concatBytes(
      Uint8Array.of(frameType.live),
      encodeLive({ ...frame, signature: await signer.sign(liveSigned(workspace.id, frame)) }),
    );
  }

  function heard(client: RelayClient): (readonly [number, number])[] {
    return client.frames
      .filter((frame) => frame[0] === frameType.live)
      .map((frame) => valueOfResult(decodeLive(frame.subarray(1))))
      .map(({ device, kind }) => [device, kind] as const);
  }

  test('go to the others and not into the store; text of a viewer and forgeries go nowhere', async () => {
    const [bob, viewer] = [
      await enterAs(relay.address, workspace, 2),
      await enterAs(relay.address, workspace, 3),
    ];
    const before = await relay.store.open(toHex(workspace.id));
    viewer.socket.send(await live(3, liveKind.text));
    viewer.socket.send(await live(3, liveKind.presence, aDevice(2).signer));
    viewer.socket.send(await live(2, liveKind.presence));
    viewer.socket.send(await live(3, 9));
    viewer.socket.send(await live(3, liveKind.presence));
    bob.socket.send(await live(2, liveKind.text));
    await alice.until(() => heard(alice).length === 2);
    expect(heard(alice)).toEqual(
      expect.arrayContaining([
        [3, liveKind.presence],
        [2, liveKind.text],
      ]),
    );
    await bob.until(() => heard(bob).length > 0);
    expect(heard(bob)).toEqual([[3, liveKind.presence]]);
    expect(await relay.store.open(toHex(workspace.id))).toEqual(before);
  });
});

describe('a recovery phrase', () => {
  test('finds its workspace by its key, reads operations and writes no records', async () => {
    const keys = aDevice(4);
    const addition = { ...(await workspace.addition('owner')), recovery: true as const };
    await workspace.operate(1, addition);
    await send(1);
    const blank = await RelayClient.open(relay.address);
    const welcome = await blank.enter({ recovery: toHex(keys.signer.publicKey) }, keys.signer);
    expect(welcome).toMatchObject({ last: null, isRemoved: false });
    blank.say({ t: 'operations', after: 0 });
    await blank.next('caught-up');
    expect(blank.entries).toHaveLength(workspace.log.length);

    workspace.keys.set(4, keys);
    blank.append(await workspace.sealedRecords(4, { updates: [], history: [] }));
    expect((await blank.next('refused')).refusal.type).toBe('role');

    const added = await workspace.addition('owner');
    await workspace.operate(4, added);
    blank.append(workspace.log.at(-1)?.bytes ?? new Uint8Array());
    await blank.next('stored');
    const recovered = await enterAs(relay.address, workspace, added.device);
    recovered.say({ t: 'read', after: 0 });
    await recovered.next('caught-up');
    expect(recovered.entries).toHaveLength(workspace.log.length);

    blank.say({ t: 'read', after: 0 });
    expect(await blank.ending()).toBe(4401);
  });

  test('that nobody knows opens nothing', async () => {
    const { signer } = aDevice(9);
    const client = await RelayClient.open(relay.address);
    client.say({ t: 'hello', v: 1, as: { recovery: toHex(signer.publicKey) } });
    expect(await client.ending()).toBe(4404);
  });
});
