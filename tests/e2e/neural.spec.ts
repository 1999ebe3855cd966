import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { neuralTexts } from '../../src/i18n/neural.ts';
import { predictTexts } from '../../src/i18n/predict.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';
import { startReleaseServer } from '../support/builds.ts';
import { headlessLaunch } from '../support/chromium.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** A browser that keeps what it knows in a folder, as one on a device does. */
async function openBrowser(folder: string, address: string, phone: boolean): Promise<[BrowserContext, Page]> {
  const context = await chromium.launchPersistentContext(folder, {
    ...headlessLaunch(),
    ...{ baseURL: address, locale: 'en-GB', serviceWorkers: 'allow' },
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
  });
  return [context, context.pages()[0] ?? (await context.newPage())];
}

async function ask(page: Page, language: Language): Promise<void> {
  await openScreen(page, 'predict');
  const { question } = predictTexts[language];
  await page.getByLabel(question).selectOption({ label: fieldTexts[language].account.revenue });
}

/** The customers with the highest estimates, what is said of each and why. */
async function topCustomers(page: Page): Promise<readonly string[]> {
  await expect(page.locator('ol.top li .why span').first()).toBeVisible({ timeout: 30_000 });
  return page.locator('ol.top li').allInnerTexts();
}

test('a neural network is trained beside the other methods, kept, and says the same after a restart without a connection', async ({
  browserName,
}, testInfo) => {
  expect(browserName).toBe('chromium');
  test.setTimeout(240_000);
  const isPhone = testInfo.project.name === 'phone';
  const language: Language = isPhone ? 'zh' : 'en';
  const words = neuralTexts[language];
  const folder = mkdtempSync(join(tmpdir(), 'rapport-profile-'));
  const server = await startReleaseServer('1');
  try {
    let [context, page] = await openBrowser(folder, server.address, isPhone);
    await choose(page, language);
    await loadSample(page, language);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await ask(page, language);
    await page.getByRole('button', exactly(predictTexts[language].run)).click();
    await page.getByRole('button', exactly(words.try)).click({ timeout: 60_000 });

    // A training can be cancelled, and nothing is kept of it.
    const training = page.getByRole('status').filter({ hasText: language === 'en' ? /network/ : /网络/ });
    await expect(training.getByRole('progressbar')).toBeVisible();
    await training.getByRole('button').click();
    await expect(training).toBeHidden();

    await page.getByRole('button', exactly(words.try)).click();
    const row = page.getByRole('rowheader', { name: predictTexts[language].methods.network });
    await expect(row).toBeVisible({ timeout: 120_000 });
    const other = page.getByRole('button', exactly(words.use(predictTexts[language].methods.network)));
    if (await other.isVisible()) await other.click();
    await expect(page.getByText(words.learningNote)).toBeVisible();
    await expectAccessible(page);
    await page.screenshot({ path: testInfo.outputPath('trained.png'), fullPage: true });

    await page.reload();
    await ask(page, language);
    await page.getByRole('button', exactly(words.savedUse)).click();
    const before = await topCustomers(page);
    await expectAccessible(page);
    await page.screenshot({ path: testInfo.outputPath('used.png'), fullPage: true });
    await context.close();
    await server.stop();

    [context, page] = await openBrowser(folder, server.address, isPhone);
    await choose(page, language);
    await ask(page, language);
    await page.getByRole('button', exactly(words.savedUse)).click();
    expect(await topCustomers(page)).toEqual(before);
    await context.close();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
