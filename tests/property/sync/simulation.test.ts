import { describe, expect, test, vi } from 'vitest';
import type * as Keys from '../../../src/protocol/keys.ts';
import { runs } from '../../support/runs.ts';
import { cheapCrypto, realCrypto, type SimCrypto } from '../../support/simulation/crypto.ts';
import { expectConverged, expectNothingReadable } from '../../support/simulation/rules.ts';
import { Team } from '../../support/simulation/team.ts';

/** The few keys of the simulation are looked at once: a point costs more than all the rest of an entry. */
vi.mock('../../../src/protocol/keys.ts', async (load) => {
  const keys = await load<typeof Keys>();
  const known = new Map<string, boolean>();
  const isSigningKey = (publicKey: Uint8Array): boolean => {
    const name = publicKey.join();
    const answer = known.get(name) ?? keys.isSigningKey(publicKey);
    known.set(name, answer);
    return answer;
  };
  return { ...keys, isSigningKey };
});

/** One schedule: things happen, then everybody may say everything. */
async function run(crypto: SimCrypto, seed: number): Promise<Team> {
  const team = await Team.begin(crypto, seed, 1 + (seed % 3));
  const steps = 20 + Math.floor(team.random() * 40);
  for (let i = 0; i < steps; i++) await team.step();
  expect(await team.settle(), 'everybody comes to rest').toBe(true);
  return team;
}

async function check(crypto: SimCrypto, seed: number): Promise<Team> {
  try {
    const team = await run(crypto, seed);
    expectConverged(team);
    for (const device of team.devices.values()) expectNothingReadable(team, device);
    return team;
  } catch (cause) {
    throw new Error(`schedule ${seed}`, { cause });
  }
}

describe('whatever happens in whatever order, honest devices agree on all that was acknowledged', () => {
  test('with hashes for signatures', { timeout: 3_600_000 }, async () => {
    const seen = { removed: 0, joined: 0, epochs: 0, resealed: 0, entries: 0, twoValues: 0 };
    for (let seed = 1; seed <= runs(400, 100_000); seed++) {
      const team = await check(cheapCrypto, seed);
      const { membership } = team.relay.ledger;
      seen.entries += team.relay.log.length;
      seen.epochs += (membership?.epoch ?? 1) - 1;
      seen.joined += team.devices.size;
      seen.removed += team.devices.size - team.members.length;
      for (const device of team.devices.values()) {
        seen.resealed += device.resealed;
        for (const row of device.rows.values()) {
          if (Object.values(row.registers).some((register) => Object.keys(register).length > 1))
            seen.twoValues++;
        }
      }
    }
    // Schedules in which nothing of interest happens would prove nothing.
    expect(Math.min(seen.removed, seen.epochs, seen.twoValues, seen.resealed)).toBeGreaterThan(
      runs(40, 10_000),
    );
  });

  test('with real keys', { timeout: 3_600_000 }, async () => {
    for (let seed = 1; seed <= runs(8, 1_000); seed++) await check(realCrypto, 1_000_000 + seed);
  });
});
