import { expect, test } from 'vitest';
import type { WaitingRow } from '../../../src/database/schema.ts';
import { keptApartOf } from '../../../src/sync/keptApart.ts';

let seq = 0;

function row(device: number, state: WaitingRow['state'], reason: string, receivedAt: number): WaitingRow {
  const bytes = new Uint8Array();
  return {
    device,
    state,
    reason,
    receivedAt,
    seq: ++seq,
    position: seq,
    bytes,
    role: 'editor',
    founder: false,
  };
}

test('what is kept apart is counted by device and reason, what waits first and then the oldest', () => {
  const kept = keptApartOf([
    row(3, 'quarantined', 'role: viewer', 10),
    row(2, 'waiting', 'a1.0', 30),
    row(4, 'waiting', 'ya1.0.0', 40),
    row(2, 'waiting', 'a1.1', 50),
    row(2, 'waiting', 'no-key', 60),
    row(5, 'part', 'part', 5),
    row(6, 'refused', 'signature', 1),
  ]);
  expect(kept.groups).toEqual([
    { device: 2, reason: 'key', count: 1, since: 60 },
    { device: 2, reason: 'record', count: 2, since: 30 },
    { device: 4, reason: 'record', count: 1, since: 40 },
    { device: 5, reason: 'part', count: 1, since: 5 },
    { device: 3, reason: 'rule', count: 1, since: 10 },
    { device: 6, reason: 'foreign', count: 1, since: 1 },
  ]);
  expect(kept).toMatchObject({ waiting: 4, quarantined: 2 });
});

test('a form that this code does not know may come from newer code; a broken right does not', () => {
  const reasonOf = (reason: string): string | undefined =>
    keptApartOf([row(2, 'quarantined', reason, 1)]).groups[0]?.reason;
  for (const reason of ['shard: q1.0', 'content', 'packing', 'value: name', 'key: a1.0.0/new'])
    expect(reasonOf(reason)).toBe('newer');
  for (const reason of ['role: viewer', 'sealed', 'erasure: a1.0.0', 'client: 4'])
    expect(reasonOf(reason)).toBe('rule');
});
