import { describe, expect, test } from 'vitest';
import { runs } from '../../support/runs.ts';
import { cheapCrypto, realCrypto, type SimCrypto } from '../../support/simulation/crypto.ts';
import { expectConverged, expectNothingReadable } from '../../support/simulation/rules.ts';
import { Team } from '../../support/simulation/team.ts';

/** One schedule: things happen, then everybody may say everything. */
async function run(crypto: SimCrypto, seed: number): Promise<Team> {
  const team = await Team.begin(crypto, seed, 1 + (seed % 3));
  const steps = 15 + Math.floor(team.random() * 30);
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
    const seen = { removed: 0, joined: 0, epochs: 0, quarantined: 0, entries: 0, twoValues: 0 };
    for (let seed = 1; seed <= runs(400, 100_000); seed++) {
      const team = await check(cheapCrypto, seed);
      const { membership } = team.relay.ledger;
      seen.entries += team.relay.log.length;
      seen.epochs += (membership?.epoch ?? 1) - 1;
      seen.joined += team.devices.size;
      for (const device of team.devices.values()) {
        if (!device.isMember) seen.removed++;
        for (const row of device.rows.values()) {
          if (Object.values(row.registers).some((register) => Object.keys(register).length > 1))
            seen.twoValues++;
        }
      }
    }
    // Schedules in which nothing of interest happens would prove nothing.
    expect(Math.min(seen.removed, seen.epochs, seen.twoValues)).toBeGreaterThan(runs(40, 10_000));
  });

  test('with real keys', { timeout: 3_600_000 }, async () => {
    for (let seed = 1; seed <= runs(8, 1_000); seed++) await check(realCrypto, 1_000_000 + seed);
  });
});
