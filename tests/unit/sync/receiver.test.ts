import { describe, expect, test } from 'vitest';
import { emptyReceiver, receive } from '../../../src/sync/receiver.ts';
import { sealRecords, packPayload } from '../../../src/sync/sealing.ts';
import { aPayload, Team } from '../../support/sync/team.ts';

const kindsOf = (received: readonly { verdict: { type: string } }[]): string[] =>
  received.map(({ verdict }) => verdict.type);

async function twoDevices(): Promise<Team> {
  const team = await Team.begin();
  await team.add(2, 'editor');
  return team;
}

test('a log of operations and records is read to its end', async () => {
  const team = await twoDevices();
  await team.write(2, aPayload());
  const { state, received } = await team.read();
  expect(kindsOf(received)).toEqual(['operation', 'operation', 'operation', 'payload']);
  expect(received.at(-1)?.verdict).toMatchObject({ payload: aPayload(), role: 'editor', isFounder: false });
  expect(state.head.position).toBe(4);
});

test('what this device has made itself is not opened again', async () => {
  const team = await twoDevices();
  await team.write(2, aPayload());
  await team.write(2, aPayload());
  const { received } = await team.read(team.ports(2, 1));
  expect(kindsOf(received).slice(3)).toEqual(['own', 'payload']);
});

test('a payload in parts means something with its last part only', async () => {
  const team = await twoDevices();
  const entries = await team.write(2, aPayload(2_000_000));
  expect(entries.length).toBe(3);
  const { received, state } = await team.read();
  expect(kindsOf(received).slice(3)).toEqual(['part', 'part', 'payload']);
  expect(received.at(-1)?.verdict).toMatchObject({ first: 1, payload: aPayload(2_000_000) });
  expect(state.gathering.size).toBe(0);
});

test('entries of other devices may stand between the parts of a payload', async () => {
  const team = await twoDevices();
  await team.write(2, aPayload(2_000_000));
  const [, last] = [team.log.pop(), team.log.pop()];
  await team.write(1, aPayload());
  if (last !== undefined) team.log.push({ ...last, position: team.log.length + 1 });
  const { received } = await team.read();
  expect(kindsOf(received).slice(3)).toEqual(['part', 'payload', 'part']);
});

test('a part without those before it is kept apart, and its device goes on', async () => {
  const team = await twoDevices();
  const texts = await packPayload(aPayload(2_000_000));
  const [entry] = await sealRecords(team.as(2), team.last(2), texts.slice(1, 2));
  if (entry !== undefined) team.append(2, entry);
  await team.write(2, aPayload());
  const { received } = await team.read();
  expect(received[3]?.verdict).toMatchObject({
    type: 'quarantined',
    isAuthentic: true,
    reason: { type: 'parts' },
  });
  expect(kindsOf(received).at(-1)).toBe('payload');
});

describe('an entry is kept apart and is no part of its device’s chain', () => {
  test('where one bit of it was changed', async () => {
    const team = await twoDevices();
    await team.write(2, aPayload());
    await team.write(2, aPayload());
    await team.write(1, aPayload());
    team.tamper(4, (bytes) => (bytes[140] = (bytes[140] ?? 0) ^ 1));
    const { received } = await team.read();
    expect(received[3]?.verdict).toMatchObject({ reason: { type: 'signature' }, isAuthentic: false });
    expect(received[4]?.verdict).toMatchObject({ reason: { type: 'gap', expected: 1 } });
    expect(received[5]?.verdict.type).toBe('payload');
  });

  test('where it stands in the log twice', async () => {
    const team = await twoDevices();
    const [entry] = await team.write(2, aPayload());
    if (entry !== undefined) team.append(2, entry);
    const { received } = await team.read();
    expect(received[4]?.verdict).toMatchObject({ reason: { type: 'not-next', last: 1 }, isAuthentic: false });
  });

  test('where a viewer wrote it', async () => {
    const team = await Team.begin();
    await team.add(2, 'viewer');
    await team.write(2, aPayload());
    const { received } = await team.read();
    expect(received[3]?.verdict).toMatchObject({ reason: { type: 'role' } });
  });
});

test('an entry whose key is not known is authentic, and its device goes on', async () => {
  const team = await twoDevices();
  await team.write(2, aPayload());
  team.epochKeys.clear();
  const { received, state } = await team.read();
  expect(received[3]?.verdict).toMatchObject({ reason: { type: 'no-key', epoch: 1 }, isAuthentic: true });
  expect(state.ledger.heads.get(2)?.sequence).toBe(1);
});

test('a log with an entry left out is read no further', async () => {
  const team = await twoDevices();
  const { state } = await team.read(team.ports(99), team.log.slice(0, 1));
  const third = team.log[2];
  if (third === undefined) throw new Error('no third entry');
  expect(await receive(state, third, team.ports(99))).toEqual({
    ok: false,
    error: { type: 'hole', expected: 2, found: 3 },
  });
});

test('the log of another workspace is read no further', async () => {
  const team = await twoDevices();
  const [genesis] = team.log;
  if (genesis === undefined) throw new Error('no genesis');
  const result = await receive(emptyReceiver(new Uint8Array(16)), genesis, team.ports(99));
  expect(result).toEqual({ ok: false, error: { type: 'foreign' } });
});

describe('a device that was shown another log gives an alarm', () => {
  test('where it saw another hash at a position', async () => {
    const team = await twoDevices();
    const seen = { position: 2, hash: new Uint8Array(32).fill(9) };
    const [entry] = await sealRecords(team.as(2, seen), team.last(2), await packPayload(aPayload()));
    if (entry !== undefined) team.append(2, entry);
    const { received } = await team.read();
    expect(received[3]?.alarm).toEqual({ device: 2, position: 2 });
  });

  test('where it saw more than stands before its entry', async () => {
    const team = await twoDevices();
    const seen = { position: 9, hash: new Uint8Array(32) };
    const [entry] = await sealRecords(team.as(2, seen), team.last(2), await packPayload(aPayload()));
    if (entry !== undefined) team.append(2, entry);
    const { received } = await team.read();
    expect(received[3]?.alarm).toEqual({ device: 2, position: 9 });
  });

  test('and none where it saw the same', async () => {
    const team = await twoDevices();
    const { state } = await team.read();
    const [entry] = await sealRecords(team.as(2, state.head), team.last(2), await packPayload(aPayload()));
    if (entry !== undefined) team.append(2, entry);
    const { received } = await team.read();
    expect(received[3]?.alarm).toBeUndefined();
  });
});
