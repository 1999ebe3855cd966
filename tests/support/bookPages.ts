import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { readBuiltFiles } from '../../sync-server/builtFiles.ts';
import { startServer } from '../../sync-server/server.ts';
import { headlessLaunch } from './chromium.ts';

/** The profile of one person: pages of it are tabs of one browser that share their storage. */
export class Profile {
  readonly context: BrowserContext;
  readonly address: string;

  constructor(context: BrowserContext, address: string) {
    this.context = context;
    this.address = address;
  }

  /** A new tab with the book open. */
  async open(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.address);
    await page.waitForFunction(() => 'harness' in window);
    await page.evaluate(() => window.harness.open());
    return page;
  }

  /** Closes every tab and forgets all that the pages have stored. */
  async wipe(): Promise<void> {
    const page = await this.context.newPage();
    for (const other of this.context.pages()) if (other !== page) await other.close();
    const session = await this.context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: this.address, storageTypes: 'all' });
    await session.send('Storage.overrideQuotaForOrigin', { origin: this.address });
  }

  devtools(page: Page): Promise<CDPSession> {
    return this.context.newCDPSession(page);
  }
}

/** Tests of the real book in a real browser: `profile` is a fresh one for each test. */
export const test = base.extend<{ profile: Profile }, { browserProfile: Profile }>({
  browserProfile: [
    async ({ playwright }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'rapport-browser-'));
      const server = await serveHarness(join(folder, 'built'));
      const context = await playwright.chromium.launchPersistentContext(
        join(folder, 'profile'),
        headlessLaunch(),
      );
      await use(new Profile(context, server.address));
      await context.close();
      await server.stop(0);
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  profile: async ({ browserProfile }, use) => {
    await browserProfile.wipe();
    await use(browserProfile);
  },
});

async function serveHarness(
  outDir: string,
): Promise<{ address: string; stop: (graceMs?: number) => Promise<void> }> {
  await buildHarness(outDir);
  const files = await readBuiltFiles(outDir);
  return startServer(() => files, { host: '127.0.0.1', port: 0 });
}

/** Builds the page that tests drive the book through. */
export async function buildHarness(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, '..', 'harness', 'book'),
    plugins: [svelte()],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2_000 },
  });
}
