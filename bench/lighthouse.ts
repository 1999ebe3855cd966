import { join } from 'node:path';
import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { readBuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer } from '../sync-server/server.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { freePort } from '../tests/support/freePort.ts';

/** Lighthouse's accessibility and best practices of the last build, as a phone and as a desktop. Fails below 100. */
const pages = ['#/customers', '#/import', '#/insight', '#/settings/storage'];
const categories = ['accessibility', 'best-practices'];
const forms = { phone: undefined, desktop: desktopConfig };

const files = await readBuiltFiles(join(import.meta.dirname, '..', 'dist'));
const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
const port = freePort();
const launch = chromiumLaunch();
const browser = await chromium.launch({
  ...launch,
  args: [...(launch.args ?? []), `--remote-debugging-port=${port}`],
});

let lowest = 100;
for (const [form, config] of Object.entries(forms)) {
  for (const page of pages) {
    const options = { port, onlyCategories: categories, logLevel: 'error' } as const;
    const result = await lighthouse(`${server.address}/${page}`, options, config);
    if (result === undefined) throw new Error(`Lighthouse gave no result for ${page}`);
    const { lhr } = result;
    const scores = categories.map((category) => Math.round((lhr.categories[category]?.score ?? 0) * 100));
    lowest = Math.min(lowest, ...scores);
    console.log(
      `${form.padEnd(8)} ${page.padEnd(20)} ${categories.map((name, at) => `${name} ${scores[at]}`).join(', ')}`,
    );
    for (const audit of Object.values(lhr.audits)) {
      if (audit.score !== null && audit.score < 1) console.log(`         ${audit.id}: ${audit.title}`);
    }
  }
}

await browser.close();
await server.stop(0);
process.exitCode = lowest < 100 ? 1 : 0;
