import { Buffer } from 'node:buffer';
import { expect, test, type Page } from '@playwright/test';
import { importTexts } from '../../src/i18n/import.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { tableTexts } from '../../src/i18n/tables.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { choose, expectAccessible, openScreen, untilStill, type Language } from '../support/app.ts';
import { workbook } from '../support/xlsx.ts';

const exactly = (text: string) => ({ name: text, exact: true });

const towns =
  'Town,Founded,Notes,People\nAachen,2024-02-03,"=1+1",249000\nBonn,2024-03-01,,331000\nCelle,,quiet,69000\n';

function csv(name: string, text: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}

async function chooseFile(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await page.locator('input[type=file]').last().setInputFiles(file);
}

test('a file is kept as a table, looked at, renamed, replaced, deleted and brought back', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = tableTexts[language];
  const undo = page.getByRole('button', exactly(uiTexts[language].undo));
  await choose(page, language);
  await openScreen(page, 'studio');
  await page.getByRole('link', { name: studioTexts[language].tablesText }).click();
  await expect(page.getByText(words.empty, { exact: true })).toBeVisible();
  await expectAccessible(page);

  await chooseFile(page, csv('towns.csv', towns));
  await expect(page.getByText(words.rowsReady('3', '4'))).toBeVisible();
  await page.getByLabel(words.keyColumn).selectOption({ label: 'Town' });
  await page.getByLabel(words.columnName('People')).fill('Inhabitants');
  await page.getByLabel(words.columnType('Notes')).selectOption('number');
  await expect(page.getByText(words.unread(2, '=1+1', 2))).toBeVisible();
  await page.getByLabel(words.columnType('Notes')).selectOption('text');
  await expect(page.getByText(words.unread(2, '=1+1', 2))).toBeHidden();
  await expect(page.getByText(words.rowsReady('3', '4'))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.keep)).click();

  await expect(page.getByRole('heading', exactly('towns'))).toBeVisible();
  await expect(page.getByText(words.rowsOf('3', '3'))).toBeVisible();
  await expect(page.getByRole('cell', exactly('2024-02-03'))).toBeVisible();
  await expect(page.getByText(words.isKey, { exact: true })).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await page.getByRole('button', exactly(words.more('towns'))).click();
  await page.getByRole('menuitem', exactly(words.exportCsv)).click();
  expect((await download).suggestedFilename()).toBe('towns.csv');

  await page.getByRole('button', exactly(words.more('towns'))).click();
  await page.getByRole('menuitem', exactly(words.rename)).click();
  await page.getByLabel(words.name).fill('Places');
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.getByRole('heading', exactly('Places'))).toBeVisible();

  await chooseFile(page, csv('other.csv', 'Town,Mayor\nAachen,A\n'));
  await expect(page.getByText(words.missing('Founded, Notes, Inhabitants'))).toBeVisible();
  await page.getByRole('button', exactly(importTexts[language].failure.otherFile)).last().click();
  await expect(page.getByText(words.rowsOf('3', '3'))).toBeVisible();
  await chooseFile(
    page,
    csv('towns 2.csv', 'Town,Founded,Notes,Inhabitants\nBonn,2024-03-01,,331500\nDresden,,,\n'),
  );
  await expect(page.getByText(words.changesByKey('1', '1', '2', '0'))).toBeVisible();
  await page.getByRole('button', exactly(words.keepReplace)).click();
  await expect(page.getByText(words.rowsOf('2', '2'))).toBeVisible();
  await undo.last().click();
  await expect(page.getByText(words.rowsOf('3', '3'))).toBeVisible();

  await page.getByRole('button', exactly(words.more('Places'))).click();
  await page.getByRole('menuitem', exactly(words.delete)).click();
  await expect(page.getByText(words.empty, { exact: true })).toBeVisible();
  await undo.last().click();
  await expect(page.getByRole('link', exactly('Places'))).toBeVisible();
});

test('a workbook opens with its first sheet, another can be chosen, and the import offers to keep it as a table', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = tableTexts[language];
  const imports = importTexts[language];
  await choose(page, language, 'dark');
  await openScreen(page, 'import');
  const file = workbook([
    { name: 'Visits', rows: { 1: ['Day', 'Guests'], 2: [{ date: 45_325 }, 12], 3: [{ date: 45_326 }, 9] } },
    { name: 'Prices', rows: { 1: ['Dish', 'Price'], 2: ['Soup', 4.5], 3: ['Tea', 2], 4: ['Rice', 1] } },
  ]);
  await page.locator('input[type=file]').setInputFiles({
    name: 'inn.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(await file.arrayBuffer()),
  });
  await expect(page.getByText(imports.readSheet('Visits'))).toBeVisible();
  await page.getByRole('button', exactly(words.keepInstead)).click();
  await expect(page.getByText(words.rowsReady('2', '2'))).toBeVisible();
  await page.getByRole('button', exactly(imports.change)).click();
  await page.getByLabel(imports.sheet).selectOption('Prices');
  await page.getByRole('button', exactly(imports.apply)).click();
  await expect(page.getByText(words.rowsReady('3', '2'))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.keep)).click();
  await expect(page.getByRole('heading', exactly('inn'))).toBeVisible();
  await expect(page.getByRole('cell', exactly('Soup'))).toBeVisible();
  await untilStill(page);
});
