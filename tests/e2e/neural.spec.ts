import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { neuralTexts } from '../../src/i18n/neural.ts';
import { predictTexts } from '../../src/i18n/predict.ts';
import { choose, expectAccessible, loadSample, openScreen } from '../support/app.ts';
import { startReleaseServer } from '../support/builds.ts';
import { headlessLaunch } from '../support/chromium.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** A browser that keeps what it knows in a folder, as one on a device does. */
async function openBrowser(folder: string, address: string): Promise<[BrowserContext, Page]> {
  const context = await chromium.launchPersistentContext(folder, {
    ...headlessLaunch(),
    ...{ baseURL: address, locale: 'en-GB', serviceWorkers: 'allow' },
    viewport: { width: 1440, height: 900 },
  });
  return [context, context.pages()[0] ?? (await context.newPage())];
}

async function ask(page: Page): Promise<void> {
  await openScreen(page, 'predict');
  await page.getByLabel(predictTexts.en.question).selectOption({ label: fieldTexts.en.account.revenue });
}

/** The customers with the highest estimates, what is said of each and why. */
async function topCustomers(page: Page): Promise<readonly string[]> {
  await expect(page.locator('ol.top li .why span').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('ol.top li a').first()).toHaveText(/\S/);
  return page.locator('ol.top li').allInnerTexts();
}

test('a neural network is trained beside the other methods, kept, and says the same after a restart without a connection @anyScreen', async ({
  browserName,
}, testInfo) => {
  expect(browserName).toBe('chromium');
  test.setTimeout(240_000);
  const words = neuralTexts.en;
  const folder = mkdtempSync(join(tmpdir(), 'rapport-profile-'));
  const server = await startReleaseServer('1');
  try {
    let [context, page] = await openBrowser(folder, server.address);
    await choose(page, 'en');
    await loadSample(page, 'en');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await ask(page);
    await page.getByRole('button', exactly(predictTexts.en.run)).click();
    await page.getByRole('button', exactly(words.try)).click({ timeout: 60_000 });

    // A training can be cancelled, and nothing is kept of it.
    const training = page.getByRole('status').filter({ hasText: /network/ });
    await expect(training.getByRole('progressbar')).toBeVisible();
    await training.getByRole('button').click();
    await expect(training).toBeHidden();

    await page.getByRole('button', exactly(words.try)).click();
    const row = page.getByRole('rowheader', { name: predictTexts.en.methods.network });
    await expect(row).toBeVisible({ timeout: 120_000 });
    const other = page.getByRole('button', exactly(words.use(predictTexts.en.methods.network)));
    if (await other.isVisible()) await other.click();
    await expect(page.getByText(words.learningNote)).toBeVisible();
    await expectAccessible(page);
    await page.screenshot({ path: testInfo.outputPath('trained.png'), fullPage: true });

    await page.reload();
    await ask(page);
    await page.getByRole('button', exactly(words.savedUse)).click();
    const before = await topCustomers(page);
    await expectAccessible(page);
    await page.screenshot({ path: testInfo.outputPath('used.png'), fullPage: true });
    await context.close();
    await server.stop();

    [context, page] = await openBrowser(folder, server.address);
    await choose(page, 'en');
    await ask(page);
    await page.getByRole('button', exactly(words.savedUse)).click();
    expect(await topCustomers(page)).toEqual(before);
    await context.close();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
