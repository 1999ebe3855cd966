import { test, expect } from 'vitest';
import { cheapCrypto } from '../../support/simulation/crypto.ts';
import { expectConverged, expectNothingReadable } from '../../support/simulation/rules.ts';
import { Team } from '../../support/simulation/team.ts';
test('many', { timeout: 1e9 }, async () => {
  const t = performance.now(); const bad: string[] = [];
  let n = 0;
  for (let seed = 1; performance.now() - t < 45_000; seed++) {
    n++;
    try {
      const team = await Team.begin(cheapCrypto, seed, 1 + (seed % 3));
      const steps = 15 + Math.floor(team.random() * 30);
      for (let i = 0; i < steps; i++) await team.step();
      expect(await team.settle(), 'rest').toBe(true);
      expectConverged(team);
      for (const device of team.devices.values()) expectNothingReadable(team, device);
    } catch (e) { bad.push(`${seed}: ${String((e as Error).message).slice(0, 200)}`); }
  }
  console.log(n, 'schedules', ((performance.now() - t) / n).toFixed(2), 'ms each', bad.length, 'bad', bad.slice(0, 8).join('\n'));
});
