import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.ts';
import { entryHash } from '../../../src/protocol/entry.ts';
import { decodeContent } from '../../../src/protocol/recordsPayload.ts';
import { unpack } from '../../../src/sync/packing.ts';
import { openWith, packPayload, sealAgain, sealRecords } from '../../../src/sync/sealing.ts';
import {
  agree,
  answerTo,
  confirmed,
  emptyChain,
  lastOf,
  nextToSend,
  returned,
  type OwnChain,
} from '../../../src/sync/sender.ts';
import { aPayload, headerOf, Team } from '../../support/sync/team.ts';

/** A chain of `count` sealed entries after `stored` confirmed ones; the hash of an entry is its sequence, repeated. */
function aChain(stored: number, count: number, bytes = 10): OwnChain {
  const head = (sequence: number) => ({ sequence, hash: new Uint8Array(32).fill(sequence) });
  const sealed = Array.from({ length: count }, (_, i) => ({
    ...head(stored + 1 + i),
    bytes: new Uint8Array(bytes),
    epoch: 1,
  }));
  return { stored: head(stored), sealed };
}

const last = (sequence: number, fill = sequence) => ({
  sequence,
  hash: toHex(new Uint8Array(32).fill(fill)),
});

describe('what the relay has of a device and what the device has made', () => {
  test.each([
    ['nothing on both sides', emptyChain, null, { type: 'send', sequence: 0 }],
    ['all that was confirmed', aChain(3, 2), last(3), { type: 'send', sequence: 3 }],
    ['more than was confirmed', aChain(3, 2), last(4), { type: 'send', sequence: 4 }],
    ['more than the device remembers', aChain(3, 2), last(7), { type: 'fetch', until: 7 }],
    ['less than it had confirmed', aChain(3, 2), last(2), { type: 'rollback', last: 2 }],
    ['nothing any more', aChain(3, 2), null, { type: 'rollback', last: 0 }],
    ['another entry in the same place', aChain(3, 2), last(4, 99), { type: 'fork' }],
  ])('%s', (_case, chain, relayLast, agreement) => {
    expect(agree(chain, relayLast)).toEqual(agreement);
  });
});

test('a confirmation covers everything up to its sequence', () => {
  const chain = confirmed(aChain(3, 3), 5);
  expect(chain.stored.sequence).toBe(5);
  expect(chain.sealed.map((each) => each.sequence)).toEqual([6]);
  expect(confirmed(chain, 5)).toEqual(chain);
});

describe('an entry of ours that comes back', () => {
  const head = (sequence: number, fill = sequence) => ({ sequence, hash: new Uint8Array(32).fill(fill) });

  test('confirms those up to it', () => {
    const result = returned(aChain(3, 2), head(4));
    expect(result.type === 'ours' && result.chain.stored.sequence).toBe(4);
  });

  test('is learnt where this device had lost it', () => {
    const result = returned(aChain(3, 0), head(4));
    expect(result.type).toBe('foreign');
    expect(result.type === 'foreign' && lastOf(result.chain)).toEqual(head(4));
  });

  test('shows a copied profile where another one stands in its place', () => {
    expect(returned(aChain(3, 2), head(4, 99)).type).toBe('fork');
  });
});

test('a window of entries is on its way at once', () => {
  const chain = aChain(0, 200);
  const first = nextToSend(chain, 0);
  expect(first.length).toBeLessThan(200);
  const sent = first.at(-1)?.sequence ?? 0;
  expect(nextToSend(chain, sent)).toEqual([]);
  const next = nextToSend(confirmed(chain, 1), sent);
  expect(next.map((each) => each.sequence)).toEqual([sent + 1]);
});

test('one entry is sent however large it is', () => {
  expect(nextToSend(aChain(0, 2, 10 << 20), 0).length).toBe(1);
});

test('a payload that fits is one entry, and one that does not is in parts that do', async () => {
  const team = await Team.begin();
  expect((await team.write(1, aPayload(800_000))).length).toBe(1);
  const parts = await team.write(1, aPayload(3_000_000));
  expect(parts.length).toBe(4);
  for (const { bytes } of parts) expect(bytes.length).toBeLessThanOrEqual(1 << 20);
});

test('a payload that gets smaller is sent deflated', async () => {
  const [text] = await packPayload(aPayload(100_000, 5));
  expect(text?.length).toBeLessThan(1_000);
  const content = await unpack(text ?? new Uint8Array());
  expect(content && decodeContent(content)).toMatchObject({ ok: true });
});

test('a text that would be too large unpacked is not unpacked', async () => {
  const [text] = await packPayload(aPayload(100_000, 5));
  expect(await unpack(text ?? new Uint8Array(), 50_000)).toBeUndefined();
});

test('entries that the relay refused for their key are sealed again in the same places', async () => {
  const team = await Team.begin();
  const seal = async () => sealRecords(team.as(1), team.last(1), await packPayload(aPayload()));
  const before = await seal();
  team.epoch = 2;
  team.epochKeys.set(2, new Uint8Array(32).fill(8));
  const keys = (epoch: number) => team.epochKeys.get(epoch);
  const again = (await sealAgain(team.as(1), team.last(1), before, keys)) ?? [];
  expect(again.map((each) => [each.sequence, each.epoch])).toEqual([[2, 2]]);
  const [old, fresh] = [before[0]?.bytes, again[0]?.bytes].map((bytes) =>
    headerOf(bytes ?? new Uint8Array()),
  );
  expect(fresh?.nonce).not.toEqual(old?.nonce);
  expect(fresh?.previous).toEqual(old?.previous);
  for (const entry of again) {
    expect(entry.hash).toEqual(entryHash(entry.bytes));
    team.append(1, entry);
  }
  expect(openWith(keys)).toBeTypeOf('function');
  const { received } = await team.read();
  expect(received.at(-1)?.verdict.type).toBe('quarantined');
});

test('a refusal never drops what a person did', () => {
  const answers = [
    answerTo({ type: 'quota', usedBytes: 5, quotaBytes: 4 }, false),
    answerTo({ type: 'role' }, false),
    answerTo({ type: 'fork' }, false),
    answerTo({ type: 'epoch', current: 2 }, false),
  ];
  expect(answers.map((each) => each.type)).toEqual(['wait', 'stop', 'stop', 'seal-again']);
});
