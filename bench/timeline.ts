import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { readBuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer } from '../sync-server/server.ts';
import { choose, openScreen, words } from '../tests/support/app.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { spread } from './figures.ts';

/**
 * How long the record of a customer with 2,000 conversations takes from the address to the paint of its timeline, on the
 * last build, at full speed and with the page's main thread slowed down four times. The conversations are written as rows:
 * what is measured is reading and drawing.
 */
const conversations = 2_000;
const runs = 12;

const files = await readBuiltFiles(join(import.meta.dirname, '..', 'dist'));
const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
const profile = mkdtempSync(join(tmpdir(), 'rapport-timeline-'));
const context = await chromium.launchPersistentContext(profile, {
  ...chromiumLaunch(),
  viewport: { width: 1440, height: 900 },
  baseURL: server.address,
});
try {
  const page = await context.newPage();
  await choose(page, 'en');
  await openScreen(page, 'customers/new');
  await page.getByLabel(words.en.name, { exact: true }).fill('Nordkaffe GmbH');
  await page.getByRole('button', { name: words.en.save }).click();
  await page.getByRole('heading', { name: 'Nordkaffe GmbH', exact: true }).waitFor();
  const account = /customers\/([^/?]+)/.exec(page.url())?.[1] ?? '';
  await page.evaluate(writeConversations, { account, count: conversations });
  await page.reload();
  await page.waitForTimeout(4_000);
  const devtools = await context.newCDPSession(page);
  for (const rate of [1, 4]) {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate });
    process.stdout.write(
      `timeline of ${conversations}, ${rate}×: page ${spread(await opens(page, `#/customers/${account}/full`))}, panel ${spread(await opens(page, `#/customers/${account}`))}\n`,
    );
  }
} finally {
  await context.close();
  await server.stop(0);
  rmSync(profile, { recursive: true, force: true });
}

/** From setting the address to the paint of the first thirty entries, in ms, after one run to warm up. */
async function opens(page: Page, address: string): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    await page.evaluate(() => (location.hash = '#/customers'));
    await page.locator('ol.timeline').waitFor({ state: 'detached' });
    await page.waitForTimeout(400);
    const time = await page.evaluate(
      (to) =>
        new Promise<number>((resolve) => {
          const began = performance.now();
          const look = () => {
            if (document.querySelectorAll('ol.timeline .tl').length < 30) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { childList: true, subtree: true });
          location.hash = to;
        }),
      address,
    );
    if (run > 0) times.push(time);
  }
  return times;
}

/** Runs in the page: rows of calls over two years, as the projection makes them. */
async function writeConversations({ account, count }: { account: string; count: number }): Promise<void> {
  const found = await indexedDB.databases();
  for (const { name } of found) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? '');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('no database'));
    });
    if (!db.objectStoreNames.contains('activities')) {
      db.close();
      continue;
    }
    const store = db.transaction('activities', 'readwrite').objectStore('activities');
    for (let i = 0; i < count; i++) {
      const at = Date.now() - i * 8 * 3_600_000;
      const values = {
        type: ['call', 'mail', 'visit', 'note'][i % 4],
        at,
        account,
        subject: `Delivery of ${i} units`,
        body: 'Wants the frame contract signed if the delivery time falls from 45 to 30 days. '.repeat(4),
        direction: 'out',
        duration: i % 60,
        quality: 1 + (i % 5),
      };
      store.put({
        id: `y1.0.${i.toString(36)}`,
        base: [values, at, 'm1.0.0'],
        registers: {},
        refs: [account],
      });
    }
    await new Promise((resolve) => (store.transaction.oncomplete = resolve));
    db.close();
  }
}
