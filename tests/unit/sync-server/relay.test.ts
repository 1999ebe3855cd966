import { afterEach, beforeEach, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import { encodeEntry, type Entry } from '../../../src/protocol/entry.ts';
import { enterAs, RelayClient, shareWorkspace } from '../../support/relayClient.ts';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { aDevice, TestWorkspace } from '../../support/workspace.ts';

const nothing = { updates: [], history: [] };
let relay: TestRelay;
let workspace: TestWorkspace;

beforeEach(async () => {
  relay = await startTestRelay();
  workspace = await TestWorkspace.begin();
  workspace.now = Date.now();
});

afterEach(() => relay.stop());

/** The next entry of a device, which takes its place in the test's log too. */
async function nextEntry(device: number): Promise<Entry> {
  const entry = await workspace.sealedRecords(device, nothing);
  workspace.append(entry);
  return entry;
}

test('a first device makes a workspace, and its entries reach another device in order', async () => {
  await workspace.join(1, 'editor');
  const alice = await shareWorkspace(relay.address, workspace);
  const bob = await enterAs(relay.address, workspace, 2);
  const sent: string[] = [];
  for (let i = 0; i < 20; i++) {
    const entry = await nextEntry(1);
    sent.push(toHex(encodeEntry(entry)));
    alice.append(entry);
  }
  const received = await bob.read(0, workspace.log.length);
  expect(received.map(({ position }) => position)).toEqual(workspace.log.map((_, i) => i + 1));
  expect(received.slice(-20).map(({ bytes }) => toHex(bytes))).toEqual(sent);
});

test('what is acknowledged is in the store', async () => {
  const alice = await shareWorkspace(relay.address, workspace);
  alice.append(await nextEntry(1));
  expect(await alice.next('stored')).toEqual({ t: 'stored', sequence: 2, position: 2 });
  const stored = await relay.store.open(toHex(workspace.id));
  expect(stored?.position).toBe(2);
});

test('an unknown workspace is not there, and says so', async () => {
  const client = await RelayClient.open(relay.address);
  client.say({ t: 'hello', v: 1, as: { workspace: toHex(workspace.id), device: 1 } });
  expect((await client.next('error')).error).toEqual({ type: 'unknown-workspace' });
  expect(await client.ending()).toBe(4404);
});

test('whoever signs with another key than the device has no place', async () => {
  await shareWorkspace(relay.address, workspace);
  const mallory = await RelayClient.open(relay.address);
  await mallory.knock({ workspace: toHex(workspace.id), device: 1 }, aDevice(7).signer);
  expect((await mallory.next('error')).error).toEqual({ type: 'authentication' });
  expect(await mallory.ending()).toBe(4401);
});
