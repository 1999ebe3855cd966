import { expect, type Page } from '@playwright/test';
import { test } from '../support/bookPages.ts';

const bookSize = { accounts: 200, contacts: 50, products: 20, lines: 200 };
const tooLarge = { accounts: 30_000, contacts: 10_000, products: 60, lines: 120_000 };

test('a full disk in the middle of an import is named, shows nothing half-written and keeps what was confirmed', async ({
  profile,
}) => {
  // Chromium remembers for half a minute how much room there was, so the limit is set before the book is opened.
  const watch = await profile.context.newPage();
  const devtools = await profile.devtools(watch);
  const limit = { origin: profile.address, quotaSize: 6 * 1_024 * 1_024 };
  await devtools.send('Storage.overrideQuotaForOrigin', limit);
  const page = await profile.open();
  await page.evaluate((size) => window.harness.loadSample(size, 1), bookSize);
  const id = await page.evaluate(() => window.harness.create({ name: 'Before the disk was full' }));
  await page.evaluate(() => window.harness.settle());
  const before = await snapshot(page);
  const refused = page.evaluate((size) => window.harness.loadSample(size, 2), tooLarge);
  await expect(refused).rejects.toThrow(/quota-exceeded/);
  expect((await snapshot(page)).visible).toEqual(before.visible);

  await devtools.send('Storage.overrideQuotaForOrigin', { origin: profile.address });
  await page.close();
  const next = await profile.open();
  await next.evaluate(() => window.harness.discardAbandonedSamples());
  await next.evaluate(() => window.harness.settle());
  const after = await snapshot(next);
  expect(after.visible).toEqual(before.visible);
  expect(after.accounts).toEqual(before.accounts);
  expect(after.jobs).toEqual([]);
  await next.evaluate((key) => window.harness.update(key, { name: 'Afterwards' }), id);
  await next.evaluate(() => window.harness.settle());
  expect((await snapshot(next)).accounts[id]?.values['name']).toBe('Afterwards');
});

function snapshot(page: Page) {
  return page.evaluate(() => window.harness.snapshot());
}
