import { expect, test, type Page } from '@playwright/test';
import { importTexts } from '../../src/i18n/import.ts';
import { predictTexts } from '../../src/i18n/predict.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { timingTexts } from '../../src/i18n/timing.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** Shops that spend 5 for each visit and 5 for each unit of size; of the first ten it is not known. */
function shopsFile(changed: Readonly<Record<number, number>> = {}): string {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const [visits, size] = [((i * 37) % 80) + 1, ((i * 53) % 71) + 1];
    return [1000 + i, `Shop ${1000 + i}`, changed[i] ?? visits, size, i < 10 ? '' : 5 * visits + 5 * size];
  });
  return ['Customer ID,Name,Visits,Size,Spend', ...rows.map((row) => row.join(','))].join('\n');
}

async function importShops(page: Page, content: string, rows: string, newFields = 0): Promise<void> {
  const words = importTexts.en;
  await openScreen(page, 'import');
  await page.reload();
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
  if (newFields > 0) await page.getByRole('button', exactly(words.makeFields(newFields))).click();
  await page.getByRole('button', exactly(`Import ${rows}`)).click();
  await expect(page.getByText(words.result.another, { exact: true }).first()).toBeVisible({
    timeout: 60_000,
  });
}

test('what a prediction wrote follows the data: a row is edited, it is made again, and writes the change @anyScreen', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const words = predictTexts.en;
  const studio = studioTexts.en;
  await choose(page, 'en');
  await importShops(page, shopsFile(), '80 rows', 3);

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

  // 26 visits and a size of 53 until now, and one visit from now on.
  await importShops(page, shopsFile({ 5: 1 }), '1 row');
  await openScreen(page, 'studio');
  await page.getByRole('button', exactly(studio.refreshNow)).click();
  await expect(page.getByText(studio.refreshed(words.noteTitle('Spend')))).toBeVisible({ timeout: 60_000 });
  await openScreen(page, 'customers');
  await page.getByText('Shop 1005', { exact: true }).first().click();
  await expect(page.getByText('changed Told spend from 395 to 270')).toBeVisible({ timeout: 30_000 });
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

test('a result that comes while a person is elsewhere is said, noted and there when it is opened', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'en' : 'zh';
  const words = predictTexts[language];
  const studio = studioTexts[language];
  const ready = page.getByText(studio.resultReady(studio.question.predict.title), { exact: true });
  await choose(page, language);
  await loadSample(page, language);
  await openScreen(page, 'predict');
  await page.getByRole('button', exactly(words.run)).click();
  await openScreen(page, 'customers');
  await expect(ready).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', exactly(studio.openResult)).click();
  await expect(page.locator('.lede')).toBeVisible();
  const runs = page.getByRole('region', exactly(studio.runs));
  await expect(runs.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', exactly(words.runAgain)).click();
  await expect(page.locator('.lede')).toBeHidden();
  await expect(page.locator('.lede')).toBeVisible({ timeout: 60_000 });
  await expect(ready).toHaveCount(0);
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
