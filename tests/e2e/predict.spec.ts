import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { importTexts } from '../../src/i18n/import.ts';
import { predictTexts } from '../../src/i18n/predict.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';
import { sharedFolder } from '../support/sharedData.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** Chooses what to predict and waits for what comes of it. */
async function predict(page: Page, language: Language, field: string): Promise<void> {
  const words = predictTexts[language];
  await page.getByLabel(words.question).selectOption({ label: field });
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.getByRole('button', exactly(words.runAgain))).toBeEnabled({ timeout: 120_000 });
  await expect(page.getByText(words.comparedNote)).toBeVisible();
}

test('customers of a file, with fields made for its columns, are predicted, explained, written back and kept as a segment', async ({
  page,
}, testInfo) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(240_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = predictTexts[language];
  await choose(page, language);
  await openScreen(page, 'import');
  const file = new URL('data/telco_churn/Telco-Customer-Churn.csv', sharedFolder ?? undefined);
  await page.locator('input[type=file]').setInputFiles(fileURLToPath(file));
  await page.getByRole('button', exactly(importTexts[language].makeFields(19))).click();
  await expect(page.getByText(importTexts[language].fieldsMade(19))).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: language === 'zh' ? '导入 7,043 行' : 'Import 7,043 rows' })
    .first()
    .click();
  await expect(
    page.getByText(language === 'zh' ? '7,043 行全部导入。' : 'All 7,043 rows are in.'),
  ).toBeVisible({
    timeout: 60_000,
  });

  await openScreen(page, 'predict');
  await expect(page.getByText(words.setup)).toBeVisible();
  await expect(page.getByRole('button', exactly(words.run))).toBeEnabled();
  await expectAccessible(page);
  await predict(page, language, 'Churn');
  await expect(page.locator('.lede')).toContainText('51%');
  await expect(page.getByRole('heading', exactly(words.mattersTitle('tenure')))).toBeVisible();
  await expect(page.getByText(words.valueOf('InternetService', 'Fiber optic')).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', exactly(words.write)).click();
  await page.getByRole('dialog').getByRole('button', exactly(words.write)).click();
  await page.getByRole('button', exactly(words.openList)).click({ timeout: 30_000 });
  const grid = page.getByRole('grid');
  // Those whose chance is high and who are still there: of 7,043 between 1,000 and 1,600.
  await expect
    .poll(async () => Number(await grid.getAttribute('aria-rowcount')), { timeout: 60_000 })
    .toBeGreaterThan(1_000);
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(1_600);
});

test('an amount is estimated from the other fields of the sample and written back @phone', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'en' : 'zh';
  const words = predictTexts[language];
  await choose(page, language, 'dark');
  await loadSample(page, language);
  await openScreen(page, 'predict');
  await predict(page, language, fieldTexts[language].account.revenue);
  await expect(page.getByText(words.customersValue)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', exactly(studioTexts[language].chooseFields)).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', exactly(words.write)).click();
  await page.getByRole('dialog').getByRole('button', exactly(words.write)).click();
  await expect(page.getByText(words.openList)).toBeVisible({ timeout: 30_000 });
});

test('a book in which nothing can be predicted says what it takes', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'predict');
  await expect(page.getByText(predictTexts.en.empty)).toBeVisible();
  await expectAccessible(page);
});
