import { afterAll, beforeAll, expect, test } from 'vitest';
import { LoadDevice, type LoadFigures } from '../support/loadDevice.ts';
import { LoadTeam } from '../support/loadTeam.ts';
import { RelayProcess } from '../support/relayProcess.ts';
import { runs } from '../support/runs.ts';

const teams = 4;
const teamSize = 5;
const onTheirWay = 20;
const wanted = runs(3_000, 100_000);

let relay: RelayProcess;
let acknowledged = 0;
const refused: string[] = [];
const figures: LoadFigures = {
  acknowledged: () => acknowledged++,
  delivered: () => undefined,
  refused: (reason) => refused.push(reason),
};

beforeAll(() => {
  relay = new RelayProcess({
    RAPPORT_ENTRIES_PER_SECOND: '100000',
    RAPPORT_ENTRIES_BURST: '100000',
    RAPPORT_CONNECTS_PER_SECOND: '10000',
    RAPPORT_LOG_LEVEL: 'info',
  });
});

afterAll(() => relay.remove());

test('whatever was acknowledged is stored, however often the relay is killed under load', async () => {
  const devices = Array.from({ length: teams }, () => new LoadTeam(teamSize)).flatMap((team) =>
    team.keys.map((_, i) => new LoadDevice(team, i + 1, figures)),
  );
  let kills = 0;
  let longestMs = 0;
  while (acknowledged < wanted || kills < 5) {
    const begun = performance.now();
    await relay.start();
    await resume(devices);
    longestMs = Math.max(longestMs, performance.now() - begun);
    await writing(devices, acknowledged + 100 + ((kills * 373) % 1_500));
    await relay.kill();
    kills++;
    expect(relay.lost(devices)).toBe(0);
  }
  // What a device had on its way when the relay was killed is nobody's loss: it sends it again.
  await relay.start();
  await resume(devices);
  while (devices.some(({ waiting }) => waiting > 0)) await sleep(10);
  await relay.kill('SIGTERM');
  expect(relay.lost(devices)).toBe(0);
  console.info(
    `${kills} kills, ${acknowledged} acknowledged, all caught up within ${longestMs.toFixed(0)} ms`,
  );
  expect(refused.filter((reason) => reason !== 'shutting-down')).toEqual([]);
});

/** The founders first: a workspace has to be there before its members. */
async function resume(devices: readonly LoadDevice[]): Promise<void> {
  const founders = devices.filter(({ number }) => number === 1);
  await Promise.all(founders.map((device) => device.connect(relay.address)));
  while (founders.some(({ acknowledged: upTo, team }) => upTo < team.founding.length)) await sleep(10);
  const others = devices.filter(({ number }) => number !== 1);
  await Promise.all(others.map((device) => device.connect(relay.address)));
  await Promise.all(devices.map((device) => device.read()));
}

/** Each device keeps so many entries on their way, until so many have been acknowledged in all. */
async function writing(devices: readonly LoadDevice[], upTo: number): Promise<void> {
  while (acknowledged < upTo) {
    for (const device of devices) while (device.waiting < onTheirWay) device.write(300);
    await sleep(5);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
