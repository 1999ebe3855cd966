import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import type { Role } from '../../../src/protocol/operations.ts';
import type { SyncView } from '../../../src/workers/syncView.ts';
import { buildHarness } from '../bookPages.ts';
import { Proxy } from './proxy.ts';
import { RelayProcess } from './relayProcess.ts';

/** A relay that serves the harness, a network that can be spoiled, and browsers without anything in common. */
export class TeamPages {
  readonly proxy: Proxy;
  relay: RelayProcess;
  readonly #app: string;
  readonly #store: string;
  readonly #newContext: () => Promise<BrowserContext>;

  constructor(
    proxy: Proxy,
    relay: RelayProcess,
    folders: { app: string; store: string },
    newContext: () => Promise<BrowserContext>,
  ) {
    this.proxy = proxy;
    this.relay = relay;
    this.#app = folders.app;
    this.#store = folders.store;
    this.#newContext = newContext;
  }

  /** A browser of its own with its first tab; nothing is in its book. */
  async person(): Promise<Page> {
    const context = await this.#newContext();
    return this.tab(context);
  }

  /** One more tab of the same browser. */
  async tab(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(this.proxy.address);
    await page.waitForFunction(() => 'harness' in window);
    await page.evaluate(() => window.harness.open());
    return page;
  }

  /** Two people with one book, both connected. */
  async two(role: Role = 'editor'): Promise<{ owner: Page; other: Page }> {
    const owner = await this.person();
    await owner.evaluate(() => window.harness.share());
    await isOnline(owner);
    const other = await this.person();
    await this.join(owner, other, role);
    return { owner, other };
  }

  async join(owner: Page, other: Page, role: Role): Promise<void> {
    const link = await owner.evaluate((given) => window.harness.invite(given), role);
    const joined = other.evaluate((text) => window.harness.join(text), link);
    await owner.evaluate(() => window.harness.approve());
    await joined;
    await other.reload();
    await other.waitForFunction(() => 'harness' in window);
    await other.evaluate(() => window.harness.open());
    await isOnline(other);
  }

  async killRelay(): Promise<void> {
    await this.relay.kill();
  }

  async restartRelay(options: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.relay.kill();
    this.relay = await RelayProcess.start({ store: this.#store, app: this.#app, options });
    this.proxy.target = this.relay.port;
  }
}

export const viewOf = (page: Page): Promise<SyncView | undefined> =>
  page.evaluate(() => window.harness.syncView());

export async function isOnline(page: Page): Promise<void> {
  const standing = (): Promise<object> =>
    page.evaluate(() => ({
      connection: window.harness.syncView()?.connection,
      errors: window.harness.engineErrors(),
    }));
  await expect.poll(standing, { timeout: 20_000 }).toEqual({ connection: 'online', errors: [] });
}

/** Everything that this page wrote is on the relay. */
export async function isSafe(page: Page): Promise<void> {
  await page.evaluate(() => window.harness.settle());
  await expect.poll(async () => (await viewOf(page))?.waiting, { timeout: 30_000 }).toBe(0);
}

/** Names of the accounts that a page shows, sorted. */
export async function accountNames(page: Page): Promise<readonly unknown[]> {
  const { accounts } = await page.evaluate(() => window.harness.snapshot());
  return Object.values(accounts)
    .map(({ values }) => values['name'])
    .sort();
}

export async function shows(page: Page, names: readonly string[]): Promise<void> {
  await expect.poll(() => accountNames(page), { timeout: 30_000 }).toEqual([...names].sort());
}

export const test = base.extend<{ team: TeamPages }, { app: string }>({
  app: [
    async ({ browserName: _browserName }, use) => {
      const app = mkdtempSync(join(tmpdir(), 'rapport-harness-'));
      await buildHarness(app);
      await use(app);
      rmSync(app, { recursive: true });
    },
    { scope: 'worker' },
  ],
  team: async ({ browser, app }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rapport-relay-'));
    const store = join(folder, 'store');
    const proxy = await Proxy.start();
    const relay = await RelayProcess.start({ store, app });
    proxy.target = relay.port;
    const contexts: BrowserContext[] = [];
    const team = new TeamPages(proxy, relay, { app, store }, async () => {
      const context = await browser.newContext();
      contexts.push(context);
      return context;
    });
    await use(team);
    for (const context of contexts) await context.close();
    await team.relay.kill();
    await proxy.stop();
    rmSync(folder, { recursive: true });
  },
});
