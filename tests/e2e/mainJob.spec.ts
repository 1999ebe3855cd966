import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';
import { sharedFolder } from '../support/sharedData.ts';

test.use({ serviceWorkers: 'allow' });

const texts = {
  en: {
    start: /^Import 541,909 rows$/,
    imported: 'All 541,909 rows are in.',
    counts: '20,726 orders · 3,836 returns · 1,338 adjustments · 4,372 customers · 4,070 products',
    more: 'More: recipe, run again',
    recipe: 'Recipe',
    reference: 'Reference',
    run: 'Run',
    found: 'Found (K-means)',
    referenceCustomers: /4,338 customers with an order/,
    byGroups: /K-means on/,
    keep: 'Save as segment',
    save: 'Save',
    openList: 'Open the list',
  },
  zh: {
    start: /^导入 541,909 行$/,
    imported: '541,909 行全部导入。',
    counts: /20,726.*3,836.*1,338.*4,372.*4,070/,
    more: '更多：配方、重新计算',
    recipe: '配方',
    reference: '参考口径',
    run: '计算',
    found: '自动发现（K-means）',
    referenceCustomers: /4,338 位/,
    byGroups: /K-means/,
    keep: '存为细分',
    save: '保存',
    openList: '打开列表',
  },
} as const;

/** Rows of the list, its header with them. */
const rowCount = (page: Page) => page.getByRole('grid').getAttribute('aria-rowcount');

test('half a million real order lines are imported, scored, grouped, kept as a segment, and are there offline', async ({
  page,
  context,
}, testInfo) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(400_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = texts[language];
  await choose(page, language);
  await openScreen(page, 'import');
  const file = fileURLToPath(new URL('data/online_retail/online_retail.csv.gz', sharedFolder ?? undefined));
  await page.locator('input[type=file]').setInputFiles(file);
  const start = page.getByRole('button', { name: words.start }).first();
  await expect(start).toBeEnabled({ timeout: 120_000 });
  await start.click();
  await expect(page.getByText(words.imported)).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText(words.counts)).toBeVisible();
  await expectAccessible(page);

  await openScreen(page, 'insight');
  if (testInfo.project.name === 'phone') {
    await page.getByRole('button', { name: words.more }).click();
    await page.getByRole('menuitem', { name: words.recipe }).click();
  } else await page.getByRole('button', { name: words.recipe }).click();
  await page.getByRole('radio', { name: words.reference }).check();
  await page.getByRole('button', { name: words.run, exact: true }).click();
  await expect(page.getByText(words.referenceCustomers).first()).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  await page.getByRole('radio', { name: words.found }).first().check();
  await expect(page.getByText(words.byGroups).last()).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  await page.getByRole('button', { name: words.keep }).first().click();
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByRole('button', { name: words.openList }).click();
  await expect(page.getByRole('row').nth(1)).toBeVisible({ timeout: 20_000 });
  await expect.poll(async () => Number(await rowCount(page))).toBeLessThan(4_000);
  const members = await rowCount(page);
  await expectAccessible(page);

  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('row').nth(1)).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => rowCount(page)).toBe(members);
});
