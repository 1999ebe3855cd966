import { expect, test } from '@playwright/test';
import { basketsTexts } from '../../src/i18n/baskets.ts';
import { countText } from '../../src/i18n/dictionary.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';
import { keepShared } from '../support/keepShared.ts';

const exactly = (text: string) => ({ name: text, exact: true });

test('what goes together is found in the orders, and who is to be offered it is kept as a segment', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = basketsTexts[language];
  await choose(page, language);
  await openScreen(page, 'studio/baskets');
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.getByText(words.errors.noOrders)).toBeVisible();
  await expectAccessible(page);

  await loadSample(page, language);
  await openScreen(page, 'studio');
  await page.getByRole('link', { name: studioTexts[language].question.baskets.title }).click();
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.getByRole('heading', exactly(words.customers))).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  const table = page.getByRole('region', { name: language === 'zh' ? /条规律$/ : /rules?$/ });
  await table.getByRole('button', exactly(words.sortBy(words.confidenceName))).click();
  await expect(table.locator('th[aria-sort=descending]')).toContainText(words.confidenceName);

  await page.getByRole('button', exactly(words.saveSegment)).click();
  await page.getByRole('button', exactly(words.openList)).click({ timeout: 30_000 });
  await expect(page.getByRole('grid')).toBeVisible();
});

test('a support that is no share is refused, with what may stand there', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'studio/baskets');
  const words = basketsTexts.en;
  await page.getByLabel(words.support).fill('101');
  await expect(page.getByText(words.percentBad)).toBeVisible();
  await expect(page.getByRole('button', exactly(words.run))).toBeDisabled();
});

test('Groceries, one basket a line, has the rules that the reference counts', async ({ page }, testInfo) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(180_000);
  const language: Language = testInfo.project.name === 'phone' ? 'en' : 'zh';
  const words = basketsTexts[language];
  await choose(page, language, 'dark');
  await keepShared(page, language, 'data/groceries/groceries.csv', '9,835');
  await openScreen(page, 'studio/baskets');
  await page.getByLabel(studioTexts[language].source, { exact: true }).selectOption({ label: 'groceries' });
  const { runs } = readSharedJson('truth/rules_groceries.json') as {
    readonly runs: readonly {
      readonly minsup: number;
      readonly minconf: number;
      readonly rules_single_consequent: number;
    }[];
  };
  for (const { minsup, minconf, rules_single_consequent: rules } of runs) {
    await page.getByLabel(words.support).fill(String(Number((100 * minsup).toPrecision(6))));
    await page.getByLabel(words.confidence).fill(String(Number((100 * minconf).toPrecision(6))));
    await page.getByRole('button', { name: new RegExp(`^(${words.run}|${words.runAgain})$`) }).click();
    await expect(page.getByRole('heading', exactly(words.rulesTitle(countText(rules))))).toBeVisible({
      timeout: 60_000,
    });
  }
  await page.getByLabel(words.filter).fill('yogurt');
  await expect(page.getByRole('row').filter({ hasText: 'yogurt' }).first()).toBeVisible();
  await expectAccessible(page);
});
