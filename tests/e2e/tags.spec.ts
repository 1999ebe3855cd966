import { expect, test } from '@playwright/test';
import { binTexts } from '../../src/i18n/bin.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { settingsTexts } from '../../src/i18n/settings.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { choose, deskAndPhone, expectAccessible, openScreen, showFields } from '../support/app.ts';

for (const { language, tag } of deskAndPhone('en')) {
  test(`a tag is made, used, renamed, deleted and brought back to its records, in ${language} ${tag}`, async ({
    page,
  }) => {
    const { tags } = settingsTexts[language];
    const name = page.getByRole('dialog').getByLabel(tags.name, { exact: true });
    const saveTag = page.getByRole('dialog').getByRole('button', { name: tags.save });
    await choose(page, language, language === 'zh' ? 'dark' : 'light');
    await openScreen(page, 'settings/tags');
    await expect(page.getByText(tags.empty)).toBeVisible();
    await page.getByRole('button', { name: tags.create }).click();
    await saveTag.click();
    await expect(page.getByText(tags.nameMissing)).toBeVisible();
    await name.fill('Fair');
    await saveTag.click();
    await expect(page.getByText(tags.unused)).toBeVisible();

    await openScreen(page, 'customers/new');
    const form = page.getByRole('dialog');
    await form.getByLabel(fieldTexts[language].account.name, { exact: true }).fill('Nordkaffe');
    await form.getByRole('button', { name: 'Fair', exact: true }).click();
    await form.getByRole('button', { name: formTexts[language].save.account }).click();
    await expect(page.getByRole('heading', { name: 'Nordkaffe', exact: true })).toBeVisible();
    const record = new URL(page.url()).hash.slice(2);
    const shown = (tag: string) => page.getByRole('main').getByText(tag, { exact: true });

    await openScreen(page, 'settings/tags');
    await expect(page.getByText(`${shellTexts[language].pages.account} 1`)).toBeVisible();
    await page.getByRole('button', { name: tags.rename('Fair') }).click();
    await name.fill('Autumn fair');
    await saveTag.click();
    await expect(page.getByRole('button', { name: tags.rename('Autumn fair') })).toBeVisible();
    await page.waitForTimeout(300);
    await expectAccessible(page);

    await openScreen(page, record);
    await showFields(page, language);
    await expect(shown('Autumn fair').first()).toBeVisible();
    await openScreen(page, 'settings/tags');
    await page.getByRole('button', { name: tags.delete('Autumn fair') }).click();
    await expect(page.getByText(tags.empty)).toBeVisible();
    await openScreen(page, record);
    await showFields(page, language);
    await expect(shown('Autumn fair')).toHaveCount(0);

    await openScreen(page, 'bin');
    await page.getByRole('button', { name: binTexts[language].restoreNamed('Autumn fair') }).click();
    await openScreen(page, record);
    await showFields(page, language);
    await expect(shown('Autumn fair').first()).toBeVisible();
  });
}

test('a tag is taken from many records at once, and one undo gives it back @anyScreen', async ({ page }) => {
  const words = listTexts.en;
  await choose(page, 'en');
  for (const customer of ['Alpha', 'Beta']) {
    await openScreen(page, 'customers/new');
    const form = page.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill(customer);
    await form.getByRole('button', { name: 'Save customer' }).click();
    await expect(page.getByRole('heading', { name: customer, exact: true })).toBeVisible();
  }
  await openScreen(page, 'customers');
  await page.getByRole('checkbox', { name: /all/i }).first().click();
  const bar = page.getByRole('toolbar', { name: words.bulk });
  await bar.getByRole('button', { name: words.addTag }).click();
  await page.getByRole('textbox', { name: words.newTag }).fill('Fair');
  await page.getByRole('dialog').getByRole('button', { name: words.addHere }).click();
  await expect(page.getByText(words.done.tagged('2', 'Fair'))).toBeVisible();
  await bar.getByRole('button', { name: words.more }).click();
  await page.getByRole('menuitem', { name: words.removeTag }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Fair' }).click();
  await expect(page.getByText(words.done.untagged('2', 'Fair'))).toBeVisible();
  await openScreen(page, 'settings/tags');
  await expect(page.getByText(settingsTexts.en.tags.unused)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Customers 2')).toBeVisible();
});
