import { expect, type Page, type Worker } from '@playwright/test';
import { seededRandom } from '../../src/domain/random.ts';
import type { Snapshot } from '../harness/book/snapshot.ts';
import { lossesOf, Person } from '../support/bookModel.ts';
import { test, type Profile } from '../support/bookPages.ts';

const bookSize = { accounts: 300, contacts: 50, products: 20, lines: 200 };
const importSize = { accounts: 500, contacts: 200, products: 20, lines: 6_000 };

/** Two tabs of one book: the first leads. */
async function openTwo(profile: Profile): Promise<{ leader: Page; other: Page }> {
  const leader = await profile.open();
  await leader.evaluate((size) => window.harness.loadSample(size, 1), bookSize);
  const other = await profile.open();
  expect(await leader.evaluate(() => window.harness.isLeading())).toBe(true);
  expect(await other.evaluate(() => window.harness.isLeading())).toBe(false);
  return { leader, other };
}

test('a tab carries on when the leading one is killed, and nothing is applied twice', async ({ profile }) => {
  const { leader, other } = await openTwo(profile);
  const person = new Person(seededRandom(7), await snapshot(other));
  for (let i = 0; i < 20; i++) await person.step(other);
  const devtools = await profile.devtools(leader);
  const crashed = leader.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  for (let i = 0; i < 20; i++) await person.step(other);
  await expectOnce(other, person);
  expect(await other.evaluate(() => window.harness.isLeading())).toBe(true);
});

for (const [where, hang] of [
  ['', hangIdle],
  [' with the tables locked', hangLocked],
] as const) {
  test(`a tab takes over from a leader whose engine hangs${where}, which changes nothing when it wakes`, async ({
    profile,
  }) => {
    const { leader, other } = await openTwo(profile);
    const person = new Person(seededRandom(8), await snapshot(other));
    for (let i = 0; i < 10; i++) await person.step(other);
    const woken = hang(leader, 6_000);
    for (let i = 0; i < 20; i++) await person.step(other);
    await expectOnce(other, person);
    expect(await other.evaluate(() => window.harness.isLeading())).toBe(true);
    await woken;
    for (let i = 0; i < 10; i++) await person.step(leader);
    await expectOnce(other, person);
    expect(await leader.evaluate(() => window.harness.isLeading())).toBe(false);
  });
}

test('a tab takes over from a frozen leader, which follows once it is thawed', async ({ profile }) => {
  const { leader, other } = await openTwo(profile);
  const devtools = await profile.devtools(leader);
  const person = new Person(seededRandom(9), await snapshot(other));
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  for (let i = 0; i < 20; i++) await person.step(other);
  await expectOnce(other, person);
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  for (let i = 0; i < 10; i++) await person.step(leader);
  await expectOnce(other, person);
});

test('an import goes on in the other tab when the engine of the leading one hangs in the middle of it', async ({
  profile,
}) => {
  const { leader, other } = await openTwo(profile);
  const before = await snapshot(other);
  const loading = other.evaluate((size) => window.harness.loadSample(size, 5), importSize);
  await other.waitForTimeout(150);
  const woken = hangIdle(leader, 6_000);
  await loading;
  await woken;
  await other.evaluate(() => window.harness.settle());
  const after = await snapshot(other);
  expect(after.visible.account - before.visible.account).toBe(importSize.accounts);
  expect(after.visible.contact - before.visible.contact).toBe(importSize.contacts);
  expect(after.jobs).toEqual([]);
  await other.evaluate(() => window.harness.rebuild());
  expect((await snapshot(other)).rows).toEqual(after.rows);
});

/** Keeps the engine of a page from doing anything for so long. */
async function hangIdle(page: Page, ms: number): Promise<void> {
  await engineOf(page)
    .evaluate((duration) => {
      const end = Date.now() + duration;
      while (Date.now() < end);
    }, ms)
    .catch(() => undefined);
}

/** The same, in the middle of a transaction that everybody else waits for. */
async function hangLocked(page: Page, ms: number): Promise<void> {
  await engineOf(page)
    .evaluate(async (duration) => {
      const [book] = await indexedDB.databases();
      const opening = indexedDB.open(book?.name ?? '');
      opening.onsuccess = () => {
        const meta = opening.result.transaction('meta', 'readwrite').objectStore('meta');
        meta.get('term').onsuccess = () => {
          const end = Date.now() + duration;
          while (Date.now() < end);
          opening.result.close();
        };
      };
      await new Promise((resolve) => setTimeout(resolve, duration));
    }, ms)
    .catch(() => undefined);
}

function engineOf(page: Page): Worker {
  const engine = page.workers().find((worker) => worker.url().includes('engine'));
  if (engine === undefined) throw new Error('the page has no engine');
  return engine;
}

/** Every confirmed step is there, once; nothing waits; and the rows are those that a rebuild makes. */
async function expectOnce(page: Page, person: Person): Promise<void> {
  await page.evaluate(() => window.harness.settle());
  const now = await snapshot(page);
  expect(lossesOf(person, now)).toEqual([]);
  expect(now.pendingIntents).toBe(0);
  expect(now.conflicts).toEqual([]);
  expect(new Set(person.confirmed).size).toBe(person.confirmed.length);
  await page.evaluate(() => window.harness.rebuild());
  expect((await snapshot(page)).rows).toEqual(now.rows);
}

function snapshot(page: Page): Promise<Snapshot> {
  return page.evaluate(() => window.harness.snapshot());
}
