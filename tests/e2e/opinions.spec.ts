import { expect, test, type Page } from '@playwright/test';
import { opinionsTexts } from '../../src/i18n/opinions.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

async function findTopics(page: Page, language: Language): Promise<void> {
  const words = opinionsTexts[language];
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.getByRole('button', exactly(words.runAgain))).toBeEnabled({ timeout: 60_000 });
  await expect(page.getByRole('heading', exactly(words.typical))).toBeVisible();
}

test('what customers say is sorted into topics, noted, and written to their needs', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = opinionsTexts[language];
  await choose(page, language);
  await openScreen(page, 'studio/opinions');
  await expect(page.getByText(words.errors.noTexts)).toBeVisible();
  await expectAccessible(page);

  await loadSample(page, language);
  await openScreen(page, 'studio');
  await page.getByRole('link', { name: studioTexts[language].question.opinions.title }).click();
  await findTopics(page, language);
  await expectAccessible(page);
  await expect(page.getByRole('region', exactly(words.topics)).getByRole('listitem')).toHaveCount(8);

  await page
    .getByLabel(studioTexts[language].source)
    .selectOption({ label: shellTexts[language].pages.need });
  await page.getByRole('button', exactly(words.runAgain)).click();
  await page.getByRole('button', exactly(words.write)).click({ timeout: 60_000 });
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', exactly(words.write)).click();
  await expect(page.getByRole('button', exactly(words.openList))).toBeVisible({ timeout: 30_000 });
});
