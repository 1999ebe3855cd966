import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../../src/protocol/bytes.ts';
import { decodeEntry, encodeEntry, entryKind, signedPart } from '../../../src/protocol/entry.ts';
import { EvilRelay, tamperings } from '../../support/evilRelay.ts';
import { valueOfResult } from '../../support/results.ts';
import { runs } from '../../support/runs.ts';
import { cheapCrypto } from '../../support/simulation/crypto.ts';
import type { SimDevice } from '../../support/simulation/device.ts';
import { expectedKeys, expectRowsRebuilt, keysOfRows } from '../../support/simulation/rules.ts';
import { Team } from '../../support/simulation/team.ts';

/** Everybody writes something and says so, some rounds long; a key is changed in between. */
async function work(team: Team, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const device of team.members) {
      const row = device.rows.get(team.records[round % team.records.length] ?? '');
      if (row !== undefined) device.edit(row, 'region', `${device.number}.${round}`);
      await team.exchange(device);
    }
    const founder = team.devices.get(1);
    const parent = founder?.membership?.head;
    if (round === 1 && founder?.isOwner === true && parent !== undefined) {
      await founder.operate({ op: 'rotate', parent, ...(await team.nextEpoch(founder, [])) });
      await team.exchange(founder);
    }
  }
  await team.settle();
}

/** Whether somebody sees that something is wrong. */
function isNoticed(devices: readonly SimDevice[]): boolean {
  return devices.some(({ alarms, quarantined, waiting, stopped }) => {
    return alarms.length + quarantined.length + waiting.length > 0 || stopped !== undefined;
  });
}

/** A device that only lags behind: what it has read is how the log begins. */
function isBehind(team: Team, device: SimDevice): boolean {
  const { position, hash } = device.receiver.head;
  const truth = team.devices.get(1)?.hashes.at(position);
  return truth !== undefined && equalBytes(truth, hash);
}

/** Every key that any honest device ever wrote, with its value. */
function everWritten(team: Team): Map<string, string> {
  const changes = [...team.world.meaning.values()].flat();
  return expectedKeys(changes.map((change) => ({ ...change, deleted: [] })));
}

describe('a relay', () => {
  test.each(tamperings)('that %s is found out or does no harm', async (name, make) => {
    for (let seed = 1; seed <= runs(5, 2_000); seed++) {
      const place = `${name}, schedule ${seed}`;
      const team = await Team.begin(cheapCrypto, seed, 2);
      const other = await Team.begin(cheapCrypto, seed + 100, 1);
      const stranger = other.relay.log.at(-1)?.bytes ?? new Uint8Array();
      const victim = 2 + Math.floor(team.random() * 2);
      await work(team, 1);
      const from = team.relay.log.length + Math.floor(team.random() * 3);
      team.view = new EvilRelay(team.relay, victim, make(from, stranger));
      await work(team, 3);
      const written = everWritten(team);
      for (const device of team.devices.values()) {
        for (const [key, value] of keysOfRows(device.rows)) expect(written.get(key), place).toBe(value);
        expectRowsRebuilt(device);
      }
      const victimDevice = team.devices.get(victim);
      if (victimDevice === undefined) throw new Error('no victim');
      const isHarmless = isBehind(team, victimDevice);
      expect(isHarmless || isNoticed([...team.devices.values()]), place).toBe(true);
    }
  });

  test('that forgets what it had confirmed is found out when the device comes back', async () => {
    const team = await Team.begin(cheapCrypto, 1, 2);
    await work(team, 2);
    const device = team.devices.get(2);
    if (device === undefined) throw new Error('no device');
    device.connect({ ...viewOf(team), last: () => ({ sequence: 1, hash: '00'.repeat(32) }) });
    expect(device.stopped).toBe('rollback');
  });

  test('that shows a device another entry of its own is taken for a copy of the profile', async () => {
    const team = await Team.begin(cheapCrypto, 2, 2);
    await work(team, 2);
    const device = team.devices.get(2);
    if (device === undefined) throw new Error('no device');
    const { sequence } = device.chain.stored;
    device.connect({ ...viewOf(team), last: () => ({ sequence, hash: '00'.repeat(32) }) });
    expect(device.stopped).toBe('fork');
  });

  test.each(['viewer', 'removed', 'stranger'] as const)(
    'that stores what a %s wrote against the rules gives nobody a write',
    async (who) => {
      const team = await Team.begin(cheapCrypto, 3, 2);
      const [founder, writer] = [team.devices.get(1), team.devices.get(3)];
      if (founder === undefined || writer === undefined) throw new Error('no devices');
      const row = writer.rows.get(team.records[0] ?? '');
      const parent = founder.membership?.head ?? '';
      if (who === 'viewer') await founder.operate({ op: 'role', parent, device: 3, role: 'viewer' });
      if (who === 'removed') {
        const next = await team.nextEpoch(founder, [3]);
        await founder.operate({ op: 'remove', parent, devices: [3], ...next });
      }
      await team.exchange(founder);
      if (row !== undefined) writer.edit(row, 'region', 'forced');
      writer.fold();
      await writer.seal();
      const sealed = writer.chain.sealed.at(-1)?.bytes ?? new Uint8Array();
      const entry = valueOfResult(decodeEntry(sealed));
      const header = { ...entry.header, device: who === 'stranger' ? 7 : 3 };
      const signature = await writer.keys.signer.sign(signedPart(header, entry.body));
      const forced = encodeEntry({ ...entry, header, signature });
      const position = team.relay.log.length + 1;
      for (const device of [founder, team.devices.get(2)]) {
        if (device === undefined) continue;
        await team.exchange(device);
        await device.read([{ position, receivedAt: team.world.now, bytes: forced }]);
        const refusal = { viewer: 'role', removed: 'removed-device', stranger: 'unknown-device' }[who];
        expect(device.quarantined).toEqual([refusal]);
        expect(JSON.stringify([...device.rows.values()])).not.toContain('forced');
      }
    },
  );

  test('and an entry that was sealed for another header is opened by nobody', async () => {
    const team = await Team.begin(cheapCrypto, 4, 2);
    await work(team, 1);
    const [founder, editor] = [team.devices.get(1), team.devices.get(3)];
    if (founder === undefined || editor === undefined) throw new Error('no devices');
    const theirs = team.relay.log.findLast(({ bytes }) => bytes[1] === entryKind.records)?.bytes;
    const { body } = valueOfResult(decodeEntry(theirs ?? new Uint8Array()));
    await editor.sealUpdates([]);
    const own = valueOfResult(decodeEntry(editor.chain.sealed.at(0)?.bytes ?? new Uint8Array()));
    const signature = await editor.keys.signer.sign(signedPart(own.header, body));
    const bytes = encodeEntry({ ...own, body, signature });
    const { receiver } = founder;
    const placed = { position: receiver.head.position + 1, receivedAt: team.world.now, bytes };
    await founder.read([placed]);
    expect(founder.quarantined).toEqual(['sealed']);
  });
});

function viewOf(team: Team) {
  const { relay } = team;
  return {
    append: relay.append.bind(relay),
    last: relay.last.bind(relay),
    after: relay.after.bind(relay),
  };
}
