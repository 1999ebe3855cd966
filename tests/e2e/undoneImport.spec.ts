import { expect, test, type Page } from '@playwright/test';
import { choose, expectAccessible, openScreen, showFields } from '../support/app.ts';

const table = ['Name,Region', 'Nordkaffe,Hamburg', 'Lan An,Lanzhou', 'Bay Coffee,Xiamen'].join('\r\n');

async function importTable(page: Page): Promise<void> {
  await openScreen(page, 'import');
  // What stays is told from a moment after the start on, and a fast machine is done before.
  await page.waitForFunction(() => performance.now() > 2_500);
  const buffer = Buffer.from(table);
  await page.locator('input[type=file]').setInputFiles({ name: 'cards.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await expect(page.getByText('All 3 rows are in.')).toBeVisible();
}

async function openCustomer(page: Page, name: string): Promise<void> {
  await openScreen(page, 'customers');
  await page.getByRole('row', { name: new RegExp(name) }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

async function setRegion(page: Page, region: string): Promise<void> {
  await showFields(page);
  await page.getByRole('button', { name: 'Edit Region' }).click();
  await page.getByRole('textbox', { name: 'Region' }).fill(region);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Region changed')).toBeVisible();
}

test.beforeEach(async ({ page }) => {
  await choose(page, 'en');
});

test('undoing an import says which records stay and why, and leads to each', async ({ page }) => {
  await importTable(page);
  await openCustomer(page, 'Nordkaffe');
  await setRegion(page, 'Bremen');
  await openScreen(page, 'import');
  await page.getByRole('button', { name: 'Undo import' }).click();
  const toast = page.getByRole('status').getByText('1 record stays');
  await expect(toast).toBeVisible();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Records that stay' })).toBeVisible();
  await expect(page.getByText(/^Changed since: Region · Me/)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Lan An' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Nordkaffe' }).click();
  await expect(page.getByRole('heading', { name: 'Nordkaffe', exact: true })).toBeVisible();

  await openScreen(page, 'imports');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Bring back cards.csv' }).click();
  await openScreen(page, 'customers');
  await expect(page.getByText('Lan An').first()).toBeVisible();
});

test('a record that only an undone import hides says so where it is named later, and can be restored', async ({
  page,
  context,
}) => {
  await importTable(page);
  await openCustomer(page, 'Lan An');
  const lanAn = new URL(page.url()).hash.replace('#/customers/', '').replace('/full', '');
  await page.goto(`/#/contacts/new?account=${lanAn}`);
  await page.getByLabel('Name', { exact: true }).fill('Lena Brandt');

  const other = await context.newPage();
  await choose(other, 'en');
  await openScreen(other, 'imports');
  await other.getByRole('button', { name: 'Undo cards.csv' }).click();
  await expect(other.getByText('Undone', { exact: true })).toBeVisible();
  await openScreen(other, 'customers');
  await expect(other.getByText('Nordkaffe')).toHaveCount(0);
  await other.close();

  await page.getByRole('button', { name: 'Save contact' }).click();
  await expect(page.getByText('In an undone import')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Lan An' }).click();
  await expect(page.getByText('This record is in an undone import')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore this record' }).click();
  await expect(page.getByText('This record is in an undone import')).toHaveCount(0);
  await openScreen(page, 'customers');
  await expect(page.getByText('Lan An').first()).toBeVisible();
  await expect(page.getByText('Bay Coffee')).toHaveCount(0);
});

test('undoing a bulk edit lists the fields that were changed since @keyboard', async ({ page, context }) => {
  await importTable(page);
  await openScreen(page, 'customers');
  await page.getByRole('checkbox', { name: /^Select all/ }).check();
  await page.getByRole('button', { name: 'Edit field' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').first().selectOption({ label: 'Region' });
  await dialog.getByRole('textbox').fill('Jiangsu');
  await dialog.getByRole('button', { name: 'Apply to 3' }).click();
  await expect(page.getByText('Changed 3')).toBeVisible();

  const other = await context.newPage();
  await choose(other, 'en');
  await openCustomer(other, 'Bay Coffee');
  await setRegion(other, 'Fujian');
  await other.close();

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByText('1 newer change was kept')).toBeVisible();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText(/^Region stays Fujian · Me/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Bay Coffee' }).click();
  await expect(page.getByRole('heading', { name: 'Bay Coffee', exact: true })).toBeVisible();
});
