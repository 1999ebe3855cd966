import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { readBuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer } from '../sync-server/server.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { megabytes } from './figures.ts';
import { processorSeconds, rendererBytes } from './memory.ts';

/**
 * How long a device takes to read a whole book from the log, and what it holds meanwhile: the store's part, without seals
 * and network. `node bench/replay.ts [accounts] [contacts] [lines]`, by default 100,000, none and 1,000,000.
 */
const [accounts = 100_000, contacts = 0, lines = 10 * accounts] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'rapport-replay-'));
await build({
  configFile: false,
  logLevel: 'error',
  root: join(import.meta.dirname, 'replay'),
  plugins: [svelte()],
  worker: { format: 'es' },
  build: { outDir: join(folder, 'page'), chunkSizeWarningLimit: 2_000 },
});
const files = await readBuiltFiles(join(folder, 'page'));
const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
const context = await chromium.launchPersistentContext(join(folder, 'profile'), chromiumLaunch());
try {
  const devtools = await context.browser()?.newBrowserCDPSession();
  const page = await context.newPage();
  await page.goto(server.address);
  await page.waitForFunction(() => typeof window.replay === 'function');
  const size = { accounts, contacts, products: 200, lines };
  const replayed = page.evaluate((request) => window.replay(request), { size, maxBytes: 900_000 });
  await Promise.race([replayed, page.waitForFunction(() => window.isReplaying, null, { timeout: 600_000 })]);
  const before = await processorSeconds(devtools);
  let peak = 0;
  const watch = setInterval(() => {
    void rendererBytes(devtools).then((bytes) => (peak = Math.max(peak, bytes ?? 0)));
  }, 500);
  const times = await replayed;
  clearInterval(watch);
  console.log(`${cpus()[0]?.model ?? ''}, load ${loadavg()[0]?.toFixed(1)}`);
  const processor = (await processorSeconds(devtools)) - before;
  const sizes = { megabytes: megabytes(times.bytes), peak: megabytes(peak) };
  console.log(JSON.stringify({ ...times, processor, ...sizes }, null, 2));
} finally {
  await context.close();
  await server.stop(0);
  rmSync(folder, { recursive: true });
}
