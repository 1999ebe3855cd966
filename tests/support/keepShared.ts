import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { tableTexts } from '../../src/i18n/tables.ts';
import { openScreen, type Language } from './app.ts';
import { sharedFolder } from './sharedData.ts';

/** Keeps a file of the shared data as a table of the book, as it is read, and waits until its page stands. */
export async function keepShared(page: Page, language: Language, path: string, rows: string): Promise<void> {
  const words = tableTexts[language];
  await openScreen(page, 'studio/tables');
  const file = fileURLToPath(new URL(path, sharedFolder ?? undefined));
  await page.locator('input[type=file]').last().setInputFiles(file);
  await expect(page.getByText(rows).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: words.keep, exact: true }).click({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: words.keep, exact: true })).toBeHidden({ timeout: 60_000 });
}
