import { describe, expect, test } from 'vitest';
import { runs } from '../../support/runs.ts';
import { cheapCrypto } from '../../support/simulation/crypto.ts';
import { forgeries } from '../../support/simulation/forgeries.ts';
import { acknowledged, expectedKeys, expectRowsRebuilt, keysOfRows } from '../../support/simulation/rules.ts';
import { Team } from '../../support/simulation/team.ts';

async function teamWithEditor(seed: number): Promise<Team> {
  const team = await Team.begin(cheapCrypto, seed, 2);
  for (const number of [1, 2, 1]) {
    const device = team.devices.get(number);
    const row = device?.rows.get(team.records[0] ?? '');
    if (device !== undefined && row !== undefined) device.edit(row, 'region', `North ${number}`);
    await team.settle();
  }
  return team;
}

describe('a member with valid keys', () => {
  test.each(forgeries)(
    'who %s changes nothing, and everybody sees that something was refused',
    async (name, make) => {
      for (let seed = 1; seed <= runs(2, 100); seed++) {
        const team = await teamWithEditor(seed);
        const evil = team.devices.get(3);
        const [record = ''] = team.records;
        const version = Object.keys(evil?.rows.get(record)?.registers['region'] ?? {})[0];
        if (evil === undefined || version === undefined) throw new Error('nothing to aim at');
        const honest = [...team.devices.values()].filter((device) => device !== evil);
        const before = honest.map((device) => device.quarantined.length + device.waiting.length);
        await evil.sealUpdates(make({ evil, record, register: 'region', version, n: seed }));
        await team.settle();
        const [first] = honest;
        const row = first?.rows.get(record);
        if (first !== undefined && row !== undefined) first.edit(row, 'industry', 'Tea');
        await team.settle();
        const expected = expectedKeys(acknowledged(team));
        for (const [i, device] of honest.entries()) {
          const place = `${name}, schedule ${seed}, device ${device.number}`;
          expect(keysOfRows(device.rows), place).toEqual(expected);
          expectRowsRebuilt(device);
          expect(device.quarantined.length + device.waiting.length, place).toBe((before[i] ?? 0) + 1);
        }
      }
    },
  );

  test('who signs two entries under one number is stopped, and nobody reads the second', async () => {
    const team = await teamWithEditor(1);
    const evil = team.devices.get(3);
    const row = evil?.rows.get(team.records[0] ?? '');
    if (evil === undefined || row === undefined) throw new Error('no editor');
    const chain = evil.chain;
    for (const value of ['first', 'second']) {
      evil.chain = chain;
      evil.edit(row, 'level', value);
      evil.fold();
      await evil.seal();
      const [entry] = evil.chain.sealed;
      const answer = entry && (await team.relay.append(entry.bytes, team.world.now));
      expect(answer).toMatchObject(value === 'first' ? { type: 'stored' } : { refusal: { type: 'fork' } });
    }
    await team.settle();
    const other = team.devices.get(1)?.rows.get(row.id)?.registers['level'];
    expect(JSON.stringify(other)).toContain('first');
    expect(JSON.stringify(other)).not.toContain('second');
  });
});
