import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { concatBytes, toHex, utf8 } from '../../../src/protocol/bytes.ts';
import { frameType } from '../../../src/protocol/frames.ts';
import { inviteKeys, makeJoinRequest } from '../../../src/protocol/invitation.ts';
import { sealNames } from '../../../src/protocol/names.ts';
import { sealBox, subkey } from '../../../src/protocol/seal.ts';
import { encodeLive, liveAad, liveKind, liveSigned } from '../../../src/protocol/statements.ts';
import { enterAs, RelayClient, shareWorkspace } from '../../support/relayClient.ts';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { aDevice, bytesOf, TestWorkspace } from '../../support/workspace.ts';

/** What the people and records of a book are called, in two scripts, and a shard. */
const secrets = {
  account: 'Quibbleton Zephyr Works',
  note: '王小明的秘密备注',
  member: 'Wilhelmina Quarterstaff',
  device: 'Wilhelmina’s tablet',
  book: 'The Vexford ledger',
  newcomer: 'Bartholomew Oxenbury',
  shard: 'x7f3.k9q2',
  screen: 'customers/zephyr',
} as const;

let relay: TestRelay;

beforeEach(async () => {
  relay = await startTestRelay();
});

afterEach(() => relay.stop());

test('nothing of what a team writes stands in what the relay stores or logs', async () => {
  const workspace = await TestWorkspace.begin();
  workspace.now = Date.now();
  await workspace.join(1, 'editor');
  const key = workspace.epochKey();
  const names = { member: secrets.member, device: secrets.device, book: secrets.book };
  for (const device of [0, 1]) {
    const sealed = sealNames(key, workspace.id, names);
    await workspace.operate(1, { op: 'name', parent: workspace.parent, device, names: sealed });
  }
  const invite = await workspace.invite(1, 'editor', 60);
  const alice = await shareWorkspace(relay.address, workspace);
  const bob = await enterAs(relay.address, workspace, 2);

  const updates = [{ shard: secrets.shard as never, bytes: utf8(`${secrets.account} ${secrets.note}`) }];
  for (let i = 0; i < 20; i++) {
    const entry = await workspace.sealedRecords(2, { updates, history: [] });
    workspace.append(entry);
    bob.append(entry);
  }
  await bob.acknowledged(20);

  const newcomer = await RelayClient.open(relay.address);
  await newcomer.enter({ workspace: toHex(workspace.id), invite }, inviteKeys(bytesOf(60, 5)).signer);
  const invitation = { workspace: workspace.id, seed: bytesOf(60, 5), owner: '', head: '' };
  const { signer, box } = aDevice(9);
  const asked = {
    sign: signer.publicKey,
    box: box.publicKey,
    secret: bytesOf(1),
    names: { member: secrets.newcomer },
  };
  newcomer.say({ t: 'join', request: await makeJoinRequest(invitation, asked) });
  await newcomer.next('join-state');

  const live = { kind: liveKind.presence, device: 2, epoch: 1 };
  const sealed = sealBox(subkey(key, workspace.id, 'live'), liveAad(live), utf8(secrets.screen));
  const signature = await aDevice(2).signer.sign(liveSigned(workspace.id, { ...live, box: sealed }));
  bob.socket.send(
    concatBytes(Uint8Array.of(frameType.live), encodeLive({ ...live, box: sealed, signature })),
  );
  await alice.until(() => alice.frames.some((frame) => frame[0] === frameType.live));

  // What a careless client says in clear is not repeated either.
  const careless = await enterAs(relay.address, workspace, 2);
  careless.socket.send(JSON.stringify({ t: secrets.account, names: secrets.member }));
  await careless.ending();

  await relay.leave();
  const kept = contentsBeside(relay.path);
  const logged = Buffer.from(relay.lines.join(''));
  expect(kept.length).toBeGreaterThan(20 * 300);
  expect(logged.length).toBeGreaterThan(100);
  for (const secret of Object.values(secrets)) {
    for (const form of formsOf(secret)) {
      expect([secret, kept.includes(form), logged.includes(form)]).toEqual([secret, false, false]);
    }
  }
  const identifier = Buffer.from(workspace.id);
  expect(kept.includes(identifier)).toBe(true);
  expect(logged.includes(identifier.toString('hex'))).toBe(false);
});

test('no log line holds an address', async () => {
  const workspace = await TestWorkspace.begin();
  const alice = await shareWorkspace(relay.address, workspace);
  alice.socket.send('nonsense');
  await alice.ending();
  const log = relay.lines.join('');
  expect(log).toContain('connection-ended');
  expect(log).not.toMatch(/127\.0\.0\.1|::1/);
});

/** The store and all files beside it, one after another. */
function contentsBeside(path: string): Buffer {
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
  return Buffer.concat(names.map((name) => readFileSync(join(dirname(path), name))));
}

/** A text as it could stand in a file. */
function formsOf(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('base64').replace(/.{2}$|=+$/, '')),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    Buffer.from(encodeURIComponent(text)),
  ];
}
