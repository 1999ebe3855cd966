import { expect, test } from '@playwright/test';
import { studioTexts } from '../../src/i18n/studio.ts';
import { timingTexts } from '../../src/i18n/timing.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

test('a result stays while a person looks elsewhere, is noted once, and two of them are compared', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = timingTexts[language];
  const studio = studioTexts[language];
  await choose(page, language, language === 'zh' ? 'dark' : 'light');
  await loadSample(page, language);
  await openScreen(page, 'studio');
  await expectAccessible(page);
  await page.getByRole('link', { name: studio.question.timing.title }).click();
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.locator('.lede')).toBeVisible({ timeout: 60_000 });
  const lede = await page.locator('.lede').innerText();
  await expectAccessible(page);
  await page.getByText(words.demand, { exact: true }).first().click();
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.locator('.lede')).not.toHaveText(lede, { timeout: 60_000 });
  await expectAccessible(page);
  await page.getByText(words.next, { exact: true }).first().click();
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.getByRole('button', exactly(words.write))).toBeVisible({ timeout: 60_000 });
  const last = await page.locator('.lede').innerText();
  await expectAccessible(page);

  await page.getByRole('main').getByRole('link', exactly(studio.back)).click();
  await page.getByRole('link', { name: studio.question.timing.title }).click();
  await expect(page.locator('.lede')).toHaveText(last);
  const runs = page.getByRole('region', exactly(studio.runs));
  await expect(runs.getByRole('listitem')).toHaveCount(3);
  const boxes = runs.getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await runs.getByRole('button', exactly(studio.compareCount(2))).click();
  await expect(page.getByRole('dialog').getByRole('columnheader', exactly(words.next))).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await runs.getByRole('link', exactly(words.staying)).click();
  await expect(page.locator('.lede')).toHaveText(lede, { timeout: 60_000 });
});

test('steps prepare what is looked at, and say what each did @anyScreen', async ({ page }) => {
  const studio = studioTexts.en;
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'predict');
  await page.getByRole('button', exactly(studio.prepare)).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', exactly(studio.addStep)).click();
  await dialog.getByLabel(studio.stepKind).selectOption('dropEmpty');
  await dialog.getByRole('checkbox', exactly('Industry')).check();
  await expectAccessible(page);
  await dialog.getByRole('button', exactly(studio.add)).click();
  await dialog.getByRole('button', exactly(studio.apply)).click();
  await page.getByRole('button', exactly(studio.prepareCount(1))).click();
  await expect(dialog.getByText(/^1,200 → \d{3} rows|^1,200 → 1,\d{3} rows/)).toBeVisible();
});
