import { expect, test } from '@playwright/test';
import { gradingTexts } from '../../src/i18n/grading.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { choose, expectAccessible, loadSample, openScreen, undo, type Language } from '../support/app.ts';

const exactly = (name: string) => ({ name, exact: true });

test('customers are graded by a rule, which is changed and saved; grades are written, and taken back', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = gradingTexts[language];
  await choose(page, language, language === 'zh' ? 'dark' : 'light');
  await openScreen(page, 'studio/grading');
  await expect(page.getByText(words.empty, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await loadSample(page, language);
  await openScreen(page, 'studio/grading');
  const lede = page.locator('.lede');
  await expect(lede).toBeVisible();
  const before = await lede.textContent();
  await expectAccessible(page);

  const share = page.getByLabel(words.customersOf('A'), { exact: true });
  await share.fill('80');
  await expect(page.getByText(words.problems.shares)).toBeVisible();
  await share.fill('20');
  await expect(lede).not.toHaveText(before ?? '');
  await page.getByRole('button', exactly(words.saveRule)).click();
  await expect(page.getByText(words.ruleSaved)).toBeVisible();
  await page.reload();
  await expect(share).toHaveValue('20');

  const spread = page.getByRole('region', exactly(words.spreadTitle));
  await expect(spread).toContainText('20%');
  const spreadBefore = (await spread.textContent()) ?? '';
  await page.getByRole('button', exactly(words.write)).click();
  const dialog = page.getByRole('dialog', exactly(words.writeTitle));
  await expectAccessible(page);
  await dialog.getByRole('button', exactly(words.write)).click();
  const done = page.locator('.toast').filter({ hasText: words.written(0).split('0')[0] ?? '' });
  await expect(done).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await expect(spread).not.toHaveText(spreadBefore);
  await undo(page, language, words.written(0).split('0')[0] ?? '');
  await expect(spread).toHaveText(spreadBefore);
  await page.getByRole('button', exactly(words.showSilent)).click();
  await expect(page.getByRole('heading', exactly(shellTexts[language].pages.account))).toBeVisible();
  await expectAccessible(page);
});
