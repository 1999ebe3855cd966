import { expect, test, type Page } from '@playwright/test';
import {
  choose,
  deskAndPhone,
  expectAccessible,
  loadSample,
  openScreen,
  untilStill,
  words,
  type Language,
} from '../support/app.ts';

const screens = [
  'customers',
  'customers/new',
  'contacts',
  'orders',
  'orders/new',
  'products',
  'insight',
  'segments',
  'dashboard',
  'reports',
  'reports/revenueByMonth',
  'reports/new',
  'quality',
  'import',
  'imports',
  'bin',
  'team',
  'join',
  'settings/profile',
  'settings/appearance',
  'settings/lock',
  'settings/storage',
  'settings/backup',
  'settings/sample',
  'settings/help',
  'settings/about',
] as const;

/** Until the analysis of the orders has its result. */
async function untilWorked(page: Page): Promise<void> {
  await untilStill(page);
  await expect(page.locator('.working')).toHaveCount(0, { timeout: 20_000 });
}

const looks = [
  ['en', 'light'],
  ['zh', 'dark'],
] as const satisfies readonly (readonly [Language, 'light' | 'dark'])[];

/** Opens each of the screens, and looks at it once it stands. */
async function lookAtAll(page: Page): Promise<void> {
  for (const screen of screens) {
    await test.step(screen, async () => {
      await openScreen(page, screen);
      if (screen === 'insight') await untilWorked(page);
      await expectAccessible(page);
    });
  }
}

for (const [language, theme] of looks) {
  test(`every screen is accessible with data, in ${language} and ${theme}`, async ({ page }) => {
    test.setTimeout(180_000);
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await choose(page, language, theme);
    await loadSample(page, language);
    await lookAtAll(page);
    await openScreen(page, 'customers');
    await page.getByRole('row').nth(3).click();
    await expectAccessible(page);
    expect(failures).toEqual([]);
  });
}

for (const { language, theme, tag } of deskAndPhone('zh')) {
  test(`every screen of an empty book is accessible, in ${language} and ${theme} ${tag}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await choose(page, language, theme);
    await lookAtAll(page);
    expect(failures).toEqual([]);
  });
}

test('a customer is created, found, edited, deleted and brought back', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'customers/new');
  await page.getByLabel(words.en.name, { exact: true }).fill('Nordkaffe GmbH');
  await page.getByRole('button', { name: words.en.save }).click();
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
  await page.reload();
  await openScreen(page, 'customers');
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
});
