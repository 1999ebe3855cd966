import { expect, test } from '@playwright/test';
import { valueTexts } from '../../src/i18n/customerValue.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

test('what customers will bring is worked out from their orders, checked, and written to them', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = valueTexts[language];
  await choose(page, language);
  await openScreen(page, 'value');
  await expect(page.getByText(words.empty)).toBeVisible();
  await expectAccessible(page);
  await loadSample(page, language);
  await openScreen(page, 'value');
  await expect(page.getByRole('heading', { name: words.best })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(words.method)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: words.write, exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: words.write, exact: true }).click();
  await page.getByRole('button', { name: words.openList, exact: true }).click({ timeout: 30_000 });
  await expect(page.getByRole('grid')).toBeVisible();
});
