import { expect } from 'vitest';
import { canonicalJson, type Json } from '../../../src/domain/json.ts';
import { candidateKey, type RecordId } from '../../../src/domain/ids.ts';
import type { RecordChange, RecordRow } from '../../../src/domain/record.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import { decodeEntry, encodeHeader, entryKind } from '../../../src/protocol/entry.ts';
import { decodeOperation } from '../../../src/protocol/operations.ts';
import { open, subkey } from '../../../src/protocol/seal.ts';
import type { SimDevice } from './device.ts';
import type { Team } from './team.ts';

/** What was acknowledged: every change whose entry stands in the log, in its order, read with the keys of all epochs. */
export function acknowledged(team: Team): readonly RecordChange[] {
  const { workspace, meaning } = team.world;
  const keys = new Map<number, Uint8Array>();
  for (const device of team.devices.values())
    for (const [epoch, key] of device.epochKeys) keys.set(epoch, key);
  return team.relay.log.flatMap(({ bytes }) => {
    const entry = decodeEntry(bytes);
    if (!entry.ok || entry.value.header.kind !== entryKind.records) return [];
    const { header, body } = entry.value;
    const key = keys.get(header.epoch);
    const text = key && open(subkey(key, workspace, 'records'), header.nonce, encodeHeader(header), body);
    return (text && meaning.get(toHex(text))) ?? [];
  });
}

/** The keys that should stand after these changes: what was added, less what somebody deleted who had seen it. */
export function expectedKeys(changes: readonly RecordChange[]): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { id, base, added } of changes) {
    if (base !== undefined) keys.set(id, canonicalJson(base as Json));
    for (const [register, version, candidate] of added) {
      keys.set(candidateKey(id, register, version), canonicalJson(candidate as Json));
    }
  }
  for (const { id, deleted } of changes) {
    for (const [register, version] of deleted) keys.delete(candidateKey(id, register, version));
  }
  return sorted(keys);
}

/** The keys that stand in a device's rows. */
export function keysOfRows(rows: ReadonlyMap<RecordId, RecordRow>): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { id, base, registers } of rows.values()) {
    keys.set(id, canonicalJson(base as Json));
    for (const [register, candidates] of Object.entries(registers)) {
      for (const [version, candidate] of Object.entries(candidates)) {
        keys.set(candidateKey(id, register, version), canonicalJson(candidate as Json));
      }
    }
  }
  return sorted(keys);
}

/** The rules that hold for honest devices once everything has been said. */
export function expectConverged(team: Team, devices: readonly SimDevice[] = team.members): void {
  const expected = expectedKeys(acknowledged(team));
  for (const device of devices) {
    const name = `device ${device.number}`;
    expect(
      device.alarms.filter((alarm) => alarm !== 'hole'),
      `${name} raises no alarm`,
    ).toEqual([]);
    expect(device.waiting.length, `nothing waits on ${name}`).toBe(0);
    expectRowsRebuilt(device);
    if (!device.isDone) continue;
    expect(keysOfRows(device.rows), `${name} holds exactly what was acknowledged`).toEqual(expected);
  }
}

export function expectRowsRebuilt(device: SimDevice): void {
  const rebuilt = textOf(device.rebuiltRows());
  const held = device.isDone ? textOf(device.rows) : rebuilt;
  expect(held, `the rows of device ${device.number} are those of its shards`).toEqual(rebuilt);
}

function textOf(rows: ReadonlyMap<RecordId, RecordRow>): Map<string, string> {
  return sorted(new Map([...rows].map(([id, row]) => [id, canonicalJson(row as unknown as Json)])));
}

/** No key that a device holds opens what was written after it was removed, or after the key changed since it left. */
export function expectNothingReadable(team: Team, device: SimDevice): void {
  const { workspace } = team.world;
  let isGone = false;
  let isOut = false;
  for (const { bytes } of team.relay.log) {
    const entry = decodeEntry(bytes);
    if (!entry.ok) continue;
    const { header, body } = entry.value;
    if (header.kind === entryKind.membership) {
      const operation = decodeOperation(body);
      if (!operation.ok) continue;
      const { op } = operation.value;
      isGone ||= op === 'leave' && header.device === device.number;
      isOut ||= operation.value.op === 'remove' && operation.value.devices.includes(device.number);
      isOut ||= isGone && (op === 'remove' || op === 'rotate');
    } else if (isOut) {
      for (const key of device.epochKeys.values()) {
        const text = open(subkey(key, workspace, 'records'), header.nonce, encodeHeader(header), body);
        expect(text, `device ${device.number} reads nothing after its removal`).toBeUndefined();
      }
    }
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
