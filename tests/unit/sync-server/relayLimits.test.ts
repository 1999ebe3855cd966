import { afterEach, expect, test } from 'vitest';
import { err } from '../../../src/domain/result.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import type { Entry } from '../../../src/protocol/entry.ts';
import type { RelayOptions } from '../../../sync-server/relay/relayOptions.ts';
import type { RelayStore } from '../../../sync-server/store/relayStore.ts';
import { enterAs, RelayClient, shareWorkspace } from '../../support/relayClient.ts';
import { startTestRelay, type TestRelay } from '../../support/relay.ts';
import { aDevice, TestWorkspace } from '../../support/workspace.ts';

const nothing = { updates: [], history: [] };
let relay: TestRelay;

afterEach(() => relay.stop());

async function shared(options: Partial<RelayOptions>, wrap?: (store: RelayStore) => RelayStore) {
  relay = await startTestRelay({ options, ...(wrap === undefined ? {} : { wrap }) });
  const workspace = await TestWorkspace.begin();
  workspace.now = Date.now();
  const alice = await shareWorkspace(relay.address, workspace);
  const next = async (): Promise<Entry> => {
    const entry = await workspace.sealedRecords(1, nothing);
    workspace.append(entry);
    return entry;
  };
  return { workspace, alice, next };
}

/** What a stranger who wants to make a workspace is told; undefined for a welcome. */
async function makeAnother(number: number, headers: Record<string, string> = {}) {
  const workspace = await TestWorkspace.begin(number);
  const client = await RelayClient.open(relay.address, headers);
  const genesis = toHex(workspace.log[0]?.bytes ?? new Uint8Array());
  const as = { workspace: toHex(workspace.id), device: number, genesis };
  client.say({ t: 'hello', v: 1, as });
  await client.until(() => client.messages.length > 0);
  const refused = client.messages.find((message) => message.t === 'error')?.error.type;
  if (refused !== undefined) return refused;
  await client.close();
  const again = await RelayClient.open(relay.address, headers);
  await again.enter(as, aDevice(number).signer);
  return undefined;
}

test('a device that is too fast is told when to come again', async () => {
  const { alice, next } = await shared({ entriesPerSecond: 1, entriesBurst: 2 });
  for (let i = 0; i < 3; i++) alice.append(await next());
  const { sequence, refusal } = await alice.next('refused');
  expect(sequence).toBe(4);
  expect(refusal).toMatchObject({ type: 'rate' });
  expect(refusal.type === 'rate' && refusal.retryAfterMs).toBeGreaterThan(0);
});

test('a workspace does not grow beyond its quota, but its members can still be removed', async () => {
  const { workspace, alice, next } = await shared({ quotaBytes: 2_500 });
  let used = 0;
  for (;;) {
    alice.append(await next());
    await alice.until(() => alice.messages.length > 0);
    if (alice.messages.some((message) => message.t === 'refused')) break;
    alice.messages.length = 0;
    used++;
  }
  expect(used).toBeGreaterThan(0);
  const { sequence, refusal } = await alice.next('refused');
  expect(refusal).toMatchObject({ type: 'quota', quotaBytes: 2_500 });
  const id = toHex(workspace.id);
  const stored = await relay.store.open(id);
  expect(stored?.usedBytes).toBeLessThanOrEqual(2_500);
  const last = stored?.heads.find(({ device }) => device === 1);
  const header = { sequence, previous: last?.hash ?? new Uint8Array(32) };
  const body = new TextEncoder().encode(
    JSON.stringify({ op: 'rotate', parent: workspace.parent, ...(await workspace.nextEpoch()) }),
  );
  alice.append(await workspace.entry(1, 1, body, { header }));
  expect((await alice.next('stored')).sequence).toBe(sequence);
});

test('an app that is too old is refused by its version', async () => {
  const { workspace } = await shared({});
  const client = await RelayClient.open(relay.address);
  client.say({ t: 'hello', v: 0, as: { workspace: toHex(workspace.id), device: 1 } });
  expect((await client.next('error')).error).toEqual({ type: 'version', oldest: 1 });
  expect(await client.ending()).toBe(4426);
});

test('who does not say who it is has no place for long', async () => {
  await shared({ helloTimeoutMs: 100 });
  const client = await RelayClient.open(relay.address);
  expect(await client.ending()).toBe(4401);
});

test('a device keeps its newest connections', async () => {
  const { workspace, alice } = await shared({ connectionsPerDevice: 2 });
  const [second, third] = [
    await enterAs(relay.address, workspace, 1),
    await enterAs(relay.address, workspace, 1),
  ];
  expect(await alice.ending()).toBe(1013);
  second.say({ t: 'ping', id: 1 });
  third.say({ t: 'ping', id: 2 });
  expect((await second.next('pong')).id).toBe(1);
  expect((await third.next('pong')).id).toBe(2);
});

test('one address has so many connections at most', async () => {
  await shared({ connectionsPerAddress: 2 });
  await RelayClient.open(relay.address);
  const third = await RelayClient.open(relay.address);
  expect((await third.next('error')).error).toEqual({ type: 'full' });
  expect(await third.ending()).toBe(1013);
});

test('the relay has so many connections at most', async () => {
  await shared({ connections: 1 });
  expect(await (await RelayClient.open(relay.address)).ending()).toBe(1013);
});

test('a device that says too much is sent away', async () => {
  const { alice } = await shared({ controlsPerSecond: 1 });
  for (let id = 0; id < 20; id++) alice.say({ t: 'ping', id });
  expect((await alice.next('error')).error.type).toBe('rate');
  expect(await alice.ending()).toBe(1013);
});

test('only a page of the relay’s own origin may connect, or of one that is allowed', async () => {
  await shared({ origins: ['https://crm.example.org'] });
  await expect(RelayClient.open(relay.address, { origin: 'https://evil.example' })).rejects.toThrow('403');
  const own = relay.address.replace('ws', 'http').replace('/sync', '');
  for (const origin of [own, 'https://crm.example.org']) {
    const client = await RelayClient.open(relay.address, { origin });
    await client.close();
  }
});

test('a relay that is closed to new workspaces says so and keeps those it has', async () => {
  const { workspace } = await shared({});
  await relay.leave();
  relay = await startTestRelay({ options: { workspaces: 'closed' }, path: relay.path });
  expect(await makeAnother(2)).toBe('closed-to-new');
  const again = await RelayClient.open(relay.address);
  expect((await again.enter({ workspace: toHex(workspace.id), device: 1 }, aDevice(1).signer)).position).toBe(
    1,
  );
});

test('one address makes so many workspaces in an hour at most', async () => {
  await shared({ newWorkspacesPerHour: 3 });
  expect(await makeAnother(2)).toBeUndefined();
  expect(await makeAnother(3)).toBe('closed-to-new');
});

test('with a token only who has opened its address makes a workspace', async () => {
  const createToken = 'a-token-of-24-characters';
  relay = await startTestRelay({ options: { workspaces: 'token', createToken } });
  expect(await makeAnother(2)).toBe('closed-to-new');
  expect(await makeAnother(2, { cookie: 'rapport-create=another-token-of-24-char' })).toBe('closed-to-new');
  const address = relay.address.replace('ws', 'http').replace('/sync', `/create?token=${createToken}`);
  const answer = await fetch(address, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; Path=\/sync; .*HttpOnly; SameSite=Strict/);
  expect(await makeAnother(2, { cookie: cookie.split(';')[0] ?? '' })).toBeUndefined();
});

test('what the disk refuses is refused, nothing of it is acknowledged, and it can be sent again', async () => {
  let isFull = false;
  const { workspace, alice, next } = await shared({}, (store) => ({
    ...forwarding(store),
    append: (changes) =>
      isFull ? Promise.resolve(err({ type: 'storage', detail: 'disk full' })) : store.append(changes),
  }));
  isFull = true;
  const entries = [await next(), await next()];
  for (const entry of entries) alice.append(entry);
  expect(await alice.next('refused')).toMatchObject({ sequence: 2, refusal: { type: 'storage' } });
  expect(await alice.next('refused')).toMatchObject({ sequence: 3, refusal: { type: 'storage' } });
  expect((await relay.store.open(toHex(workspace.id)))?.position).toBe(1);
  isFull = false;
  for (const entry of entries) alice.append(entry);
  await alice.acknowledged(3);
  expect((await relay.store.open(toHex(workspace.id)))?.position).toBe(3);
});

test('a workspace whose entries the store does not take holds up no other one', async () => {
  const bad = await TestWorkspace.begin(5);
  const badId = toHex(bad.id);
  let isBroken = false;
  const { workspace, alice, next } = await shared({}, (store) => ({
    ...forwarding(store),
    append: (changes) =>
      isBroken && changes.some((change) => change.workspace === badId)
        ? Promise.resolve(err({ type: 'storage', detail: 'constraint' }))
        : store.append(changes),
  }));
  const mallory = await RelayClient.open(relay.address);
  const genesis = toHex(bad.log[0]?.bytes ?? new Uint8Array());
  await mallory.enter({ workspace: badId, device: 5, genesis }, aDevice(5).signer);
  isBroken = true;
  mallory.append(await bad.sealedRecords(5, nothing));
  alice.append(await next());
  expect((await alice.next('stored')).sequence).toBe(2);
  expect((await mallory.next('refused')).refusal.type).toBe('storage');
  expect((await relay.store.open(toHex(workspace.id)))?.position).toBe(2);
});

test('a relay that stops says so, and has on disk what it has taken', async () => {
  const { workspace, alice, next } = await shared({});
  for (let i = 0; i < 50; i++) alice.append(await next());
  await alice.acknowledged(2);
  const left = relay.leave();
  expect((await alice.next('error')).error.type).toBe('shutting-down');
  expect(await alice.ending()).toBe(1001);
  const acknowledged = alice.messages.map((message) => (message.t === 'stored' ? message.sequence : 0));
  await left;
  relay = await startTestRelay({ path: relay.path });
  const stored = await relay.store.open(toHex(workspace.id));
  expect(stored?.position).toBeGreaterThanOrEqual(Math.max(...acknowledged));
});

/** The methods of a store, bound to it. */
function forwarding(store: RelayStore): RelayStore {
  return {
    open: (workspace) => store.open(workspace),
    append: (changes) => store.append(changes),
    read: (workspace, span) => store.read(workspace, span),
    hashOf: (workspace, device, sequence) => store.hashOf(workspace, device, sequence),
    workspaceOfPhrase: (key) => store.workspaceOfPhrase(key),
    close: () => store.close(),
  };
}
