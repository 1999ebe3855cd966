import { expect, type Page } from '@playwright/test';
import { seededRandom, type Random } from '../../src/domain/random.ts';
import type { SampleSize } from '../../src/interchange/sample/layout.ts';
import type { Snapshot } from '../harness/book/snapshot.ts';
import { isGone, lossesOf, Person } from '../support/bookModel.ts';
import { test, type Profile } from '../support/bookPages.ts';
import { runs } from '../support/runs.ts';

/** The book that a crash finds, and the sample that is being imported when it comes. */
const bookSize: SampleSize = { accounts: 450, contacts: 60, products: 20, lines: 300 };
const importSize: SampleSize = { accounts: 900, contacts: 500, products: 30, lines: 12_000 };

const kills = ['close', 'crash', 'worker'] as const;
type Kill = (typeof kills)[number];

const seeds = Array.from({ length: runs(9, 207) }, (_, i) => i + 1);
const works = { edits: killDuringEdits, 'a bulk edit': killDuringBulkEdit, 'an import': killDuringImport };

for (const seed of seeds) {
  const [name, run] = Object.entries(works)[seed % 3] ?? [];
  const kill = kills[Math.floor(seed / 3) % 3];
  if (run === undefined || kill === undefined) continue;
  const victim = { close: 'the tab closed', crash: 'the tab crashed', worker: 'the engine killed' }[kill];
  test(`with ${victim} in the middle of ${name}, nothing confirmed is lost and nothing half-done shows (seed ${seed})`, async ({
    profile,
  }) => {
    await run(profile, kill, seededRandom(seed));
  });
}

async function killDuringEdits(profile: Profile, kill: Kill, random: Random): Promise<void> {
  const page = await openFilled(profile);
  const person = new Person(random, await snapshot(page));
  const working = person.work(page);
  await pause(random() * 900);
  const next = await killed(profile, page, kill);
  if (next === page) await pause(random() * 500);
  person.stop();
  await working;
  const after = await settledSnapshot(next);
  expect(lossesOf(person, after)).toEqual([]);
  await expectWhole(next, after);
}

async function killDuringBulkEdit(profile: Profile, kill: Kill, random: Random): Promise<void> {
  const page = await openFilled(profile);
  const before = await snapshot(page);
  const ids = Object.keys(before.accounts);
  const old = regionsOf(before);
  const editing = page
    .evaluate((keys) => window.harness.bulkEdit(keys, { op: 'set', field: 'region', value: 'Moved' }), ids)
    .catch((thrown: unknown) => {
      if (!isGone(thrown)) throw thrown;
      return undefined;
    });
  await pause(random() * 220);
  const next = await killed(profile, page, kill);
  const isConfirmed = (await editing) !== undefined;
  const after = await settledSnapshot(next);
  const moved = Object.values(regionsOf(after)).filter((region) => region === 'Moved').length;
  const job = after.jobs[0];
  if (job === undefined) {
    expect([0, ids.length]).toContain(moved);
    if (isConfirmed) expect(moved).toBe(ids.length);
  } else {
    expect(job).toMatchObject({ kind: 'bulkEdit', state: 'interrupted', total: ids.length, done: moved });
    const isResumed = random() < 0.5;
    if (isResumed) await next.evaluate((id) => window.harness.resume(id), job.id);
    else await next.evaluate((id) => window.harness.discard(id), job.id);
    const end = await settledSnapshot(next);
    expect(end.jobs).toEqual([]);
    if (isResumed) expect(new Set(Object.values(regionsOf(end)))).toEqual(new Set(['Moved']));
    else expect(regionsOf(end)).toEqual(old);
  }
  await expectWhole(next, await settledSnapshot(next));
}

async function killDuringImport(profile: Profile, kill: Kill, random: Random): Promise<void> {
  const page = await openFilled(profile);
  const before = await snapshot(page);
  const loading = page
    .evaluate((size) => window.harness.loadSample(size, 5), importSize)
    .catch((thrown: unknown) => {
      if (!isGone(thrown)) throw thrown;
      return undefined;
    });
  await pause(random() * 1_000);
  const next = await killed(profile, page, kill);
  const isFinished = (await loading) !== undefined;
  const after = await settledSnapshot(next);
  const added = after.visible.account - before.visible.account;
  expect(isFinished ? [importSize.accounts] : [0, importSize.accounts]).toContain(added);
  if (added === 0) {
    expect(after.visible).toEqual(before.visible);
    expect(after.jobs.filter((job) => job.state === 'running')).toEqual([]);
    await next.evaluate(() => window.harness.discardAbandonedSamples());
    const discarded = await settledSnapshot(next);
    expect(discarded.jobs).toEqual([]);
    expect(discarded.visible).toEqual(before.visible);
    await next.evaluate((size) => window.harness.loadSample(size, 5), importSize);
  }
  const end = await settledSnapshot(next);
  expect(end.visible.account).toBe(before.visible.account + importSize.accounts);
  expect(end.visible.contact).toBe(before.visible.contact + importSize.contacts);
  await expectWhole(next, end);
}

async function openFilled(profile: Profile): Promise<Page> {
  const page = await profile.open();
  await page.evaluate((size) => window.harness.loadSample(size, 1), bookSize);
  return page;
}

/** Kills, and gives the page that a person goes on with. */
async function killed(profile: Profile, page: Page, kill: Kill): Promise<Page> {
  switch (kill) {
    case 'close':
      await page.close();
      return profile.open();
    case 'crash': {
      const devtools = await profile.devtools(page);
      const crashed = page.waitForEvent('crash');
      devtools.send('Page.crash').catch(() => undefined);
      await crashed;
      await page.close();
      return profile.open();
    }
    case 'worker':
      await page.evaluate(() => window.harness.killEngine());
      return page;
  }
}

function snapshot(page: Page): Promise<Snapshot> {
  return page.evaluate(() => window.harness.snapshot());
}

async function settledSnapshot(page: Page): Promise<Snapshot> {
  await page.evaluate(() => window.harness.settle());
  return snapshot(page);
}

/** Lists count what the database has, nothing waits, nobody contradicts themselves, and a rebuild makes the same rows. */
async function expectWhole(page: Page, now: Snapshot): Promise<void> {
  expect(now.pendingIntents).toBe(0);
  expect(now.conflicts).toEqual([]);
  await expect.poll(() => page.evaluate(() => window.harness.counts())).toMatchObject(now.visible);
  await page.evaluate(() => window.harness.rebuild());
  expect((await snapshot(page)).rows).toEqual(now.rows);
  expect(await page.evaluate(() => window.harness.engineErrors())).toEqual([]);
}

function regionsOf({ accounts }: Snapshot): Record<string, unknown> {
  return Object.fromEntries(Object.entries(accounts).map(([id, { values }]) => [id, values['region']]));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
