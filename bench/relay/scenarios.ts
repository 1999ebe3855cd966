import { LoadDevice, type LoadFigures } from '../../tests/support/loadDevice.ts';
import { LoadTeam } from '../../tests/support/loadTeam.ts';
import { RelayProcess } from '../../tests/support/relayProcess.ts';
import { FsyncProbe } from './fsync.ts';
import { Histogram } from './histogram.ts';

export const teamSize = 10;
const entryBytes = 300;
const tickMs = 20;
const cursorIntervalMs = 2_000;

/** A single address takes the part of thousands here. */
const environment = {
  RAPPORT_CONNECTIONS_PER_ADDRESS: '20000',
  RAPPORT_CONNECTS_PER_SECOND: '20000',
  RAPPORT_NEW_WORKSPACES_PER_HOUR: '20000',
};

export interface LoadResult {
  readonly written: number;
  readonly acknowledged: number;
  readonly acknowledgeMs: Histogram;
  readonly deliverMs: Histogram;
  readonly fsyncMs: readonly number[];
  readonly residentBytes: number;
  readonly mostResidentBytes: number;
  readonly lost: number;
  readonly refused: ReadonlyMap<string, number>;
}

/** Devices in teams, all connected, which write so many entries a second together; at the end the relay is killed and its store searched. */
export async function sustain(devices: number, perSecond: number, seconds: number): Promise<LoadResult> {
  const relay = new RelayProcess(environment);
  const counted = figures();
  try {
    await relay.start();
    const all = await enter(relay, devices, counted.figures);
    const probe = new FsyncProbe();
    const written = await write(all, perSecond, seconds);
    await waitUntil(() => all.every(({ waiting }) => waiting === 0), 30_000);
    const fsyncMs = await probe.stop();
    const { now, most } = relay.memory();
    await relay.kill();
    return {
      ...{ written, fsyncMs, residentBytes: now, mostResidentBytes: most, lost: relay.lost(all) },
      ...{ acknowledged: counted.acknowledged.total, acknowledgeMs: counted.acknowledged },
      ...{ deliverMs: counted.delivered, refused: counted.refused },
    };
  } finally {
    await relay.remove();
  }
}

/** Devices that are connected and do nothing. */
export async function idle(devices: number): Promise<{ resident: number; most: number; before: number }> {
  const relay = new RelayProcess(environment);
  try {
    await relay.start();
    const before = relay.memory().now;
    const all = await enter(relay, devices, figures().figures);
    await sleep(10_000);
    const { now, most } = relay.memory();
    for (const device of all) device.leave();
    return { resident: now, most, before };
  } finally {
    await relay.remove();
  }
}

/** All devices come back within so many seconds, with so many entries behind each. */
export async function reconnect(devices: number, behind: number, withinMs: number) {
  const relay = new RelayProcess(environment);
  const counted = figures();
  const caughtUpMs = new Histogram();
  try {
    await relay.start();
    const all = await enter(relay, devices, counted.figures);
    const writers = all.filter(({ number }) => number === 1);
    for (const device of all) if (device.number !== 1) device.leave();
    for (let i = 0; i < behind; i++) {
      for (const writer of writers) writer.write(entryBytes);
      await waitUntil(() => writers.every(({ waiting }) => waiting < 10), 30_000);
    }
    await waitUntil(() => writers.every(({ waiting }) => waiting === 0), 30_000);
    for (const writer of writers) {
      writer.position -= behind;
      writer.leave();
    }
    await sleep(1_000);
    const comeBack = async (device: LoadDevice, i: number): Promise<void> => {
      await sleep((i / all.length) * withinMs);
      const begun = performance.now();
      await device.connect(relay.address);
      await device.read();
      caughtUpMs.add(performance.now() - begun);
    };
    await Promise.all(all.map(comeBack));
    const missing = all.filter(({ position }) => position < 2 * teamSize - 1 + behind).length;
    const { now, most } = relay.memory();
    for (const device of all) device.leave();
    return { caughtUpMs, missing, resident: now, most, refused: counted.refused };
  } finally {
    await relay.remove();
  }
}

/** As many updates as go through, where each workspace has one writer with so many on their way and one reader. */
export async function throughput(workspaces: number, onTheirWay: number, seconds: number) {
  const relay = new RelayProcess(environment);
  const counted = figures();
  try {
    await relay.start();
    const before = relay.memory().now;
    const all = await enter(relay, 2 * workspaces, counted.figures, 2);
    await sleep(5_000);
    const idleBytes = (relay.memory().now - before) / workspaces;
    const writers = all.filter(({ number }) => number === 1);
    const end = performance.now() + seconds * 1_000;
    let isKilled = false;
    const timer = setTimeout(() => {
      isKilled = true;
      void relay.kill();
    }, seconds * 1_000);
    while (!isKilled && performance.now() < end + 1_000) {
      for (const writer of writers) while (writer.waiting < onTheirWay) writer.write(entryBytes);
      await new Promise((resolve) => setImmediate(resolve));
    }
    clearTimeout(timer);
    await relay.kill();
    const perSecond = counted.acknowledged.total / seconds;
    return { perSecond, idleBytes, acknowledged: counted.acknowledged.total, lost: relay.lost(all) };
  } finally {
    await relay.remove();
  }
}

/** Teams found their workspaces, then all devices come and read. */
async function enter(
  relay: RelayProcess,
  devices: number,
  counted: LoadFigures,
  size = teamSize,
): Promise<LoadDevice[]> {
  const all: LoadDevice[] = [];
  for (let i = 0; i < devices / size; i++) {
    const team = new LoadTeam(size);
    const founder = new LoadDevice(team, 1, counted);
    await founder.connect(relay.address);
    await waitUntil(() => founder.waiting === 0, 30_000);
    const others = Array.from({ length: size - 1 }, (_, at) => new LoadDevice(team, at + 2, counted));
    await Promise.all(others.map((device) => device.connect(relay.address)));
    const members = [founder, ...others];
    await Promise.all(members.map((device) => device.read()));
    all.push(...members);
  }
  return all;
}

/** Writes evenly over time and devices; those who fall behind do not slow the others down. */
async function write(all: readonly LoadDevice[], perSecond: number, seconds: number): Promise<number> {
  const begun = performance.now();
  let [written, cursors] = [0, 0];
  for (;;) {
    const elapsed = performance.now() - begun;
    if (elapsed > seconds * 1_000) return written;
    for (; written < (elapsed / 1_000) * perSecond; written++) {
      all[(written * 7_919) % all.length]?.write(entryBytes);
    }
    for (; cursors < (elapsed / cursorIntervalMs) * all.length; cursors++) {
      all[cursors % all.length]?.sendCursor();
    }
    await sleep(tickMs);
  }
}

function figures() {
  const [acknowledged, delivered] = [new Histogram(), new Histogram()];
  const refused = new Map<string, number>();
  const counting: LoadFigures = {
    acknowledged: (ms) => acknowledged.add(ms),
    delivered: (ms) => delivered.add(ms),
    refused: (reason) => void refused.set(reason, (refused.get(reason) ?? 0) + 1),
  };
  return { acknowledged, delivered, refused, figures: counting };
}

async function waitUntil(isTrue: () => boolean, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  while (!isTrue() && performance.now() < end) await sleep(5);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
