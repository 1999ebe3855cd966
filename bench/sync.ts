import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { buildHarness } from '../tests/support/bookPages.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { RelayProcess } from '../tests/support/sync/relayProcess.ts';

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
await buildHarness(app);
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

const other = await open('other');
const link = await owner.evaluate(() => window.harness.invite('editor'));
const joined = other.evaluate((text) => window.harness.join(text), link);
await owner.evaluate(() => window.harness.approve());
await joined;
const began = performance.now();
await load(other);
let listMs: number | undefined;
for (;;) {
  const view = await other.evaluate(() => window.harness.syncView());
  const counts = await other.evaluate(() => window.harness.counts());
  if (listMs === undefined && (counts['account'] ?? 0) >= accounts) listMs = performance.now() - began;
  if (view?.connection === 'online' && (counts['account'] ?? 0) >= accounts) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
note('joined: all accounts in the list', seconds(listMs ?? 0));
note('joined: the log read to its end', seconds(performance.now() - began));
note('memory of the joining browser, its tab and its workers', `${Math.round(residentMb('other'))} MB`);

const delays: number[] = [];
for (let i = 0; i < edits; i++) {
  const name = `Measured ${i}`;
  const seen = other.evaluate((given) => window.harness.whenCounted(given), name);
  const written = await owner.evaluate(async (given) => {
    const at = Date.now();
    await window.harness.create({ name: given });
    return at;
  }, name);
  delays.push((await seen) - written);
  // Edits that follow one another within a second travel together.
  await owner.waitForTimeout(1_200);
}
delays.sort((a, b) => a - b);
note('an edit, from being made to being a row of the other device, p50', `${delays[edits >> 1]} ms`);
note('the same, p95', `${delays[Math.floor(edits * 0.95)]} ms`);

await relay.kill();
const back = await RelayProcess.start({ store, app, port: relay.port });
const backMs = await timed(async () => {
  for (const page of [owner, other]) {
    await until(page, (view) => view?.connection !== 'online');
    await until(page, (view) => view?.connection === 'online');
  }
});
note('both connected again after the relay was killed and started', seconds(backMs));

console.log(`${cpus().length} × ${cpus()[0]?.model ?? '?'}, load ${loadavg()[0]?.toFixed(1)}`);
for (const context of contexts) await context.close();
await back.kill();
rmSync(folder, { recursive: true });

async function open(profile: string): Promise<Page> {
  const context = await chromium.launchPersistentContext(join(folder, profile), chromiumLaunch());
  contexts.push(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await load(page);
  return page;
}

async function load(page: Page): Promise<void> {
  await page.goto(address);
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

/** Proportional memory of the renderers of one profile, in MB; shared pages are counted once. */
function residentMb(profile: string): number {
  const kilobytes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const isOurs = command.includes(join(folder, profile)) || isChildOf(pid, profile);
        if (!isOurs || !command.includes('--type=renderer')) return 0;
        return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
      } catch {
        // A process that has ended meanwhile takes no memory.
        return 0;
      }
    });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1_024;
}

function isChildOf(pid: string, profile: string): boolean {
  const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (parent === undefined || parent === '0') return false;
  if (readFileSync(`/proc/${parent}/cmdline`, 'utf8').includes(join(folder, profile))) return true;
  return isChildOf(parent, profile);
}
