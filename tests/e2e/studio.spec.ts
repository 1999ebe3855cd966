import { expect, test, type Page } from '@playwright/test';
import { importTexts } from '../../src/i18n/import.ts';
import { predictTexts } from '../../src/i18n/predict.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { timingTexts } from '../../src/i18n/timing.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** Customers with a number of visits and what they spend, ten times as much but for a little. */
function customersFile(changed: Readonly<Record<number, number>> = {}): string {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const visits = changed[i] ?? i + 1;
    return `${1000 + i},Shop ${1000 + i},${visits},${i >= 70 ? '' : 10 * (i + 1) + (i % 3)}`;
  });
  return `Customer ID,Name,Visits,Spend\n${rows.join('\n')}\n`;
}

async function importFile(page: Page, language: Language, content: string): Promise<void> {
  await openScreen(page, 'import');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      ...{ name: 'shops.csv', mimeType: 'text/csv' },
      buffer: Buffer.from(content),
    });
  const words = importTexts[language];
  const isRead = page.getByRole('button', { name: language === 'zh' ? '导入 80 行' : 'Import 80 rows' });
  await expect(isRead.first()).toBeVisible({ timeout: 30_000 });
  const make = page.getByRole('button', exactly(words.makeFields(2)));
  if (await make.isVisible()) await make.click();
  await isRead.first().click();
  await expect(page.getByRole('link', exactly(words.result.insightDo))).toBeVisible({ timeout: 60_000 });
}

/** What a customer's record says in a field. */
async function valueOf(page: Page, name: string, field: string): Promise<number> {
  await openScreen(page, 'customers');
  await page.getByRole('searchbox').first().fill(name);
  await page.getByText(name, { exact: true }).first().click();
  const term = page.getByText(field, { exact: true }).first();
  await expect(term).toBeVisible({ timeout: 20_000 });
  const text = await term.locator('xpath=following-sibling::*[1]').innerText();
  return Number(text.replaceAll(',', ''));
}

test('a prediction that is kept up to date follows the data: an edited row, made again, changes what is written @anyScreen', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const language: Language = 'en';
  const words = predictTexts[language];
  const studio = studioTexts[language];
  await choose(page, language);
  await importFile(page, language, customersFile());

  await openScreen(page, 'predict');
  await page.getByLabel(words.question).selectOption({ label: 'Spend' });
  await page.getByRole('button', exactly(words.run)).click();
  await page.getByRole('button', exactly(words.write)).click({ timeout: 60_000 });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words.fieldName).fill('Told spend');
  await dialog.getByLabel(studio.refresh).selectOption('weekly');
  await expectAccessible(page);
  await dialog.getByRole('button', exactly(words.write)).click();
  await expect(page.getByText(studio.refreshes(studio.refreshNames.weekly, 'Told spend'))).toBeVisible({
    timeout: 30_000,
  });
  const before = await valueOf(page, 'Shop 1075', 'Told spend');
  expect(Math.abs(before - 760)).toBeLessThan(120);

  await importFile(page, language, customersFile({ 75: 5 }));
  await openScreen(page, 'studio');
  await page.getByRole('button', exactly(studio.refreshNow)).click();
  await expect(page.getByText(studio.refreshed(words.noteTitle('Spend')))).toBeVisible({ timeout: 60_000 });
  const after = await valueOf(page, 'Shop 1075', 'Told spend');
  expect(Math.abs(after - 50)).toBeLessThan(120);
});

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

  await page.getByRole('link', exactly(studio.back)).click();
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
  await dialog.getByLabel(studio.addStep).selectOption('dropEmpty');
  await dialog.getByRole('checkbox', exactly('Industry')).check();
  await expectAccessible(page);
  await dialog.getByRole('button', exactly(studio.add)).click();
  await dialog.getByRole('button', exactly(studio.apply)).click();
  await page.getByRole('button', exactly(studio.prepareCount(1))).click();
  await expect(dialog.getByText(/^1,200 → \d{3} rows|^1,200 → 1,\d{3} rows/)).toBeVisible();
});
