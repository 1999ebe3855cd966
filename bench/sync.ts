import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { buildHarness } from '../tests/support/bookPages.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { RelayProcess } from '../tests/support/sync/relayProcess.ts';
import { buildIfStale } from '../sync-server/buildIfStale.ts';
import { duration, megabytes, tasks } from './figures.ts';
import { measureJoining, type ListUse } from './joining.ts';
import { memoryOf } from './memory.ts';
import { installProbe } from './probe.ts';

/**
 * Two people in two Chromium profiles with a relay of its own: how long an edit takes from one screen's book to the other's,
 * how long sharing a book and joining it take, and how soon both are back after the relay was killed.
 * `node bench/sync.ts [accounts] [lines]`, 10,000 and 100,000 without.
 */
const [accounts = 10_000, lines = 100_000] = process.argv.slice(2).map(Number);
const size = { accounts, contacts: accounts, products: 500, lines };
const edits = 30;

const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-sync-'));
const app = join(folder, 'app');
const store = join(folder, 'store');
await buildApp();
const relay = await RelayProcess.start({ store, app });
const address = `http://127.0.0.1:${relay.port}`;
const contexts: BrowserContext[] = [];

const rows: [what: string, figure: string][] = [];
const note = (what: string, figure: string): void => {
  rows.push([what, figure]);
  console.log(`${what.padEnd(60)} ${figure}`);
};
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const owner = await open('owner');
const sampleMs = await timed(() =>
  owner.evaluate(async (given) => {
    await window.harness.loadSample(given, 1);
    await window.harness.settle();
  }, size),
);
note(`${accounts} accounts and ${lines} lines made on one device`, seconds(sampleMs));

const shareMs = await timed(async () => {
  await owner.evaluate(() => window.harness.share());
  await until(owner, (view) => view?.connection === 'online' && view.waiting === 0);
});
note('shared: everything stored on the relay', seconds(shareMs));

const other = await joinAs('other', 'always');
const reader = await joinAs('reader', 'sometimes');
await reader.context().close();
contexts.splice(contexts.indexOf(reader.context()), 1);
await load(other);

const delays: number[] = [];
for (let i = 0; i < edits; i++) {
  const name = `Measured ${i}`;
  const { at, id } = await owner.evaluate(async (given) => {
    const now = Date.now();
    return { at: now, id: await window.harness.create({ name: given }) };
  }, name);
  delays.push((await other.evaluate((given) => window.harness.whenHere(given), id)) - at);
  // Edits that follow one another within a second travel together.
  await owner.waitForTimeout(1_200);
}
delays.sort((a, b) => a - b);
note('an edit, from being made to being a row of the other device, p50', `${delays[edits >> 1]} ms`);
note('the same, p95', `${delays[Math.floor(edits * 0.95)]} ms`);

await relay.kill();
for (const page of [owner, other]) await until(page, (view) => view?.connection !== 'online');
const back = await RelayProcess.start({ store, app, port: relay.port });
const backMs = await timed(async () => {
  for (const page of [owner, other]) await until(page, (view) => view?.connection === 'online');
});
note('both connected again after the relay was killed and started', seconds(backMs));

console.log(`${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()[0]?.toFixed(1)}`);
for (const context of contexts) await context.close();
await back.kill();
rmSync(folder, { recursive: true });

/** A device that joins, and how it gets the book while the list of customers is open. */
async function joinAs(profile: string, use: ListUse): Promise<Page> {
  const page = await open(profile);
  const link = await owner.evaluate(() => window.harness.invite('editor'));
  const joined = page.evaluate((text) => window.harness.join(text), link);
  await owner.evaluate(() => window.harness.approve());
  await joined;
  const figures = await measureJoining(page, address, accounts, join(folder, profile), use);
  note(`joined, the list scrolled ${use === 'always' ? 'all the time' : 'and searched now and then'}:`, '');
  note('the first rows of the list of customers on screen', seconds(figures.firstRows));
  note('the list usable, a search in it answered', seconds(figures.searched));
  note('all accounts in the list', seconds(figures.allAccounts));
  note('the log read to its end', seconds(figures.complete));
  note('tasks over 50 ms in the tab meanwhile', tasks(figures.longTasks));
  const { framesPerSecond, longestFrame, memory } = figures;
  note(
    'frames a second meanwhile, and the longest',
    `${framesPerSecond.toFixed(0)}, ${duration(longestFrame)}`,
  );
  note('most memory of the tab and its workers meanwhile', megabytes(memory.tab));
  note('of all renderers, with their shares of common memory', megabytes(memory.renderers));
  const devtools = await page.context().browser()?.newBrowserCDPSession();
  const atRest = await memoryOf(devtools, page);
  note('of the tab ten seconds after', atRest.renderer === null ? '–' : megabytes(atRest.renderer));
  return page;
}

/** The app as it is delivered, and beside it the page that tests drive a book through. */
async function buildApp(): Promise<void> {
  if (!buildIfStale()) throw new Error('the build failed');
  await buildHarness(app);
  renameSync(join(app, 'index.html'), join(app, 'harness.html'));
  cpSync(join(import.meta.dirname, '..', 'dist'), app, { recursive: true });
}

async function open(profile: string): Promise<Page> {
  const context = await chromium.launchPersistentContext(join(folder, profile), {
    ...chromiumLaunch(),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  });
  contexts.push(context);
  await context.addInitScript(installProbe);
  const page = context.pages()[0] ?? (await context.newPage());
  await load(page);
  return page;
}

async function load(page: Page): Promise<void> {
  await page.goto(`${address}/harness.html`);
  await page.waitForFunction(() => 'harness' in window);
  await page.evaluate(() => window.harness.open());
}

type View = Awaited<ReturnType<Window['harness']['syncView']>>;

async function until(page: Page, isSo: (view: View) => boolean): Promise<void> {
  while (!isSo(await page.evaluate(() => window.harness.syncView()))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
