import { expect, type Locator, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { recordTexts } from '../../src/i18n/record.ts';
import type { Language } from './app.ts';

/** Fills in the form of a new conversation, which stands on the page, and saves it. Gives the record's id. */
export async function saveNote(page: Page, language: Language, body: string): Promise<string> {
  const labels = fieldTexts[language].activity;
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(labels.subject, { exact: true }).fill('Visit to Nordkaffe');
  await dialog.getByRole('textbox', { name: labels.body }).click();
  await page.keyboard.type(body);
  await dialog.getByRole('button', { name: formTexts[language].save.activity }).click();
  await expect(dialog).toHaveCount(0);
  const id = (): Promise<string> =>
    page.evaluate(() => /activities\/(y[^/?]+)/.exec(location.hash)?.[1] ?? '');
  await expect.poll(id).not.toBe('');
  return id();
}

export function bodyOf(page: Page, language: Language): Locator {
  return page.getByRole('textbox', { name: fieldTexts[language].activity.body });
}

/** Begins to edit the text of the record whose page stands, the caret in it. */
export async function openBody(page: Page, language: Language): Promise<void> {
  const name = recordTexts[language].editField(fieldTexts[language].activity.body);
  await page.getByRole('button', { name }).click();
  await expect(bodyOf(page, language)).toBeVisible();
  await bodyOf(page, language).focus();
}
