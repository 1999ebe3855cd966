import { createServer, request as ask } from 'node:http';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from '@playwright/test';
import { readBuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer } from '../sync-server/server.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { duration } from './figures.ts';

/**
 * How long a first visitor of the last build has to stay until the app is whole offline, with a server that is `awayMs` away in
 * time: each answer begins that much later. The files have been compressed by a visit before.
 */
const awayMs = [0, 100];

const files = await readBuiltFiles(join(import.meta.dirname, '..', 'dist'));
const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
const browser = await chromium.launch(chromiumLaunch());
try {
  await untilOffline(browser, server.address);
  for (const delay of awayMs) {
    const far = await farServer(server.address, delay);
    const time = await untilOffline(browser, far.address);
    far.stop();
    process.stdout.write(
      `whole offline, ${delay} ms from the server: ${duration(time)} (load ${loadavg()[0]?.toFixed(1) ?? '–'})\n`,
    );
  }
} finally {
  await browser.close();
  await server.stop(0);
}

/** From opening the address to an active service worker, ms. */
async function untilOffline(visitor: Browser, address: string): Promise<number> {
  const context = await visitor.newContext();
  const page = await context.newPage();
  const begin = performance.now();
  await page.goto(address);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const time = performance.now() - begin;
  await context.close();
  return time;
}

/** The same server, each of whose answers begins `delay` ms later. */
async function farServer(address: string, delay: number): Promise<{ address: string; stop: () => void }> {
  const far = createServer((request, response) => {
    setTimeout(() => {
      const { url, method, headers } = request;
      const asked = ask(new URL(url ?? '/', address), { method: method ?? 'GET', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      asked.on('error', () => response.destroy());
      request.pipe(asked);
    }, delay);
  });
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(far.address() as AddressInfo).port}`,
    stop: () => {
      far.closeAllConnections();
      far.close();
    },
  };
}
