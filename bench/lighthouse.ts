import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig, type Flags } from 'lighthouse';
import { readBuiltFiles } from '../sync-server/builtFiles.ts';
import { startServer } from '../sync-server/server.ts';
import { choose, words } from '../tests/support/app.ts';
import { chromiumLaunch } from '../tests/support/chromium.ts';
import { freePort } from '../tests/support/freePort.ts';

/**
 * Lighthouse's accessibility and best practices of the last build with sample data, as a phone and as a desktop. Fails below
 * 100. Its performance score is said beside them and fails nothing: it depends on the machine and its load.
 */
const pages = [
  '#/customers',
  '#/customers/new',
  '#/contacts',
  '#/orders',
  '#/products',
  '#/insight',
  '#/segments',
  '#/import',
  '#/imports',
  '#/bin',
  '#/settings/profile',
  '#/settings/storage',
  '#/settings/backup',
];
const categories = ['accessibility', 'best-practices'];
const forms = { phone: undefined, desktop: desktopConfig };

const files = await readBuiltFiles(join(import.meta.dirname, '..', 'dist'));
const server = await startServer(() => files, { host: '127.0.0.1', port: 0 });
const port = freePort();
const launch = chromiumLaunch();
const profile = mkdtempSync(join(tmpdir(), 'rapport-lighthouse-'));
const browser = await chromium.launchPersistentContext(profile, {
  ...launch,
  args: [...(launch.args ?? []), `--remote-debugging-port=${port}`],
});
const filling = await browser.newPage();
await choose(filling, 'en');
await filling.goto(`${server.address}/#/settings/sample`);
await filling.getByRole('button', { name: words.en.loadSample }).click();
await filling.getByRole('button', { name: words.en.removeSample }).waitFor({ timeout: 120_000 });
await filling.close();

let lowest = 100;
for (const [form, config] of Object.entries(forms)) {
  for (const page of pages) {
    const options = {
      port,
      onlyCategories: [...categories, 'performance'],
      logLevel: 'error' as const,
      disableStorageReset: true,
    } satisfies Flags;
    const result = await lighthouse(`${server.address}/${page}`, options, config);
    if (result === undefined) throw new Error(`Lighthouse gave no result for ${page}`);
    const { lhr } = result;
    const scores = categories.map((category) => Math.round((lhr.categories[category]?.score ?? 0) * 100));
    lowest = Math.min(lowest, ...scores);
    const performance = Math.round((lhr.categories['performance']?.score ?? 0) * 100);
    const said = categories.map((name, at) => `${name} ${scores[at]}`).join(', ');
    console.log(`${form.padEnd(8)} ${page.padEnd(20)} ${said}; performance ${performance}`);
    const judged = new Set(categories.flatMap((name) => lhr.categories[name]?.auditRefs.map(({ id }) => id)));
    for (const audit of Object.values(lhr.audits)) {
      if (judged.has(audit.id) && audit.score !== null && audit.score < 1)
        console.log(`         ${audit.id}: ${audit.title}`);
    }
  }
}

await browser.close();
await server.stop(0);
rmSync(profile, { recursive: true, force: true });
process.exitCode = lowest < 100 ? 1 : 0;
