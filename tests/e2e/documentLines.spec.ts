import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { dealTexts } from '../../src/i18n/deals.ts';
import { exportTexts } from '../../src/i18n/exporting.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { importTexts } from '../../src/i18n/import.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { reportTexts } from '../../src/i18n/reports.ts';
import { savedImportTexts } from '../../src/i18n/savedImports.ts';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';

const exactly = (name: string) => ({ name, exact: true });
const table = [
  'Deal name,Deal stage,Deal value,Product,Quantity,Unit price,Discount',
  'Six shops,Quoted,1200 EUR,Grinder,2,500,10%',
  'Six shops,,,Cup,60,5,',
  'Office,Inquiry,80 EUR,,,,',
].join('\n');

test('product lines of deals come in and go out, and a lost deal says at which stage', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const [words, out, deals] = [importTexts[language], exportTexts[language], dealTexts[language]];
  await choose(page, language);

  await test.step('rows of one deal become its lines', async () => {
    await openScreen(page, 'import');
    const send = (text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'deals.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await send(table);
    await expect(page.getByText(words.parts.deal(2))).toBeVisible();
    await page
      .getByRole('button', exactly(words.importRows(3)))
      .first()
      .click();
    await expect(page.getByText(words.parts.deal(2))).toBeVisible();
    await page.getByRole('button', exactly(words.drop.choose)).click();
    await send(table.replace('Grinder,2', 'Grinder,3'));
    await page.getByRole('button', exactly(savedImportTexts[language].differences)).click();
    const shown = page.getByRole('dialog');
    await expect(shown).toContainText('Grinder: 3 × 500');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', exactly(words.importRows(2)))
      .first()
      .click();
    await expect(page.getByText(words.result.title(2, 0)).first()).toBeVisible();
  });

  await test.step('they go out as rows when asked for', async () => {
    await openScreen(page, 'deals');
    await page.getByRole('button', exactly(listTexts[language].more)).first().click();
    await page.getByRole('menuitem', exactly(listTexts[language].exportAll)).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: out.formats.csv }).check();
    await expect(dialog).toContainText(out.oneRowText);
    await dialog.getByText(out.lineRows, { exact: true }).click();
    await expectAccessible(page);
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', exactly(out.run)).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(4);
    expect(text).toContain('Grinder');
  });

  await test.step('lost, it says where, and so does the report', async () => {
    await openScreen(page, 'deals');
    await page.getByRole('row', { name: /Six shops/ }).click();
    await page
      .getByRole('button', { name: deals.moveDeal('Six shops') })
      .first()
      .click();
    const fields = fieldTexts[language];
    await page.getByRole('menuitem', exactly(fields.choices.lost)).click();
    await page.getByRole('dialog').getByRole('button', exactly(deals.lost.confirm)).click();
    await expect(page.getByText(deals.closedAt('lost', fields.choices.quoted))).toBeVisible();
    await openScreen(page, 'reports/lostByStage');
    await expect(page.getByText(reportTexts[language].readyNames.lostByStage).first()).toBeVisible();
    await expect(page.getByText(fields.choices.quoted).first()).toBeVisible();
    await expectAccessible(page);
  });
});
