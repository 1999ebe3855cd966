import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { choose, loadSample, openScreen } from '../support/app.ts';

const password = 'a password of a test';

test('a book is written into an encrypted file, lost, and restored from it', async ({
  browser,
}, testInfo) => {
  test.setTimeout(120_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'settings/backup');
  await expect(page.getByText('No backup has been made yet')).toBeVisible();
  await page.getByLabel('Password of the backup').fill(password);
  await page.getByLabel('Once more').fill(password);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Make a backup' }).click();
  const file = testInfo.outputPath('book.rapport');
  await (await downloading).saveAs(file);
  await expect(page.getByText(/The backup is written/)).toBeVisible();
  expect((await readFile(file)).includes('Nordkaffe')).toBe(false);
  await context.close();

  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await choose(other, 'en');
  await openScreen(other, 'settings/backup');
  const text = testInfo.outputPath('list.csv');
  await writeFile(text, 'name\nNordkaffe');
  await other.getByLabel('Choose a backup file').setInputFiles(text);
  await expect(other.getByText(/not a backup of Rapport/)).toBeVisible();
  await other.getByLabel('Choose a backup file').setInputFiles(file);
  await other.getByLabel('Password of this backup').fill('not the password');
  await other.getByRole('button', { name: 'Replace the book on this device' }).click();
  await expect(other.getByText(/The password is wrong/)).toBeVisible();
  await other.getByLabel('Password of this backup').fill(password);
  await other.getByRole('button', { name: 'Replace the book on this device' }).click();
  await expect(other.getByText('Restored')).toBeVisible();
  await openScreen(other, 'customers');
  await expect(other.getByRole('grid')).toHaveAttribute('aria-rowcount', '1201', { timeout: 30_000 });
  await fresh.close();
});
