import { expect, test, type Page } from '@playwright/test';
import { opinionsTexts } from '../../src/i18n/opinions.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';
import { sharedFolder } from '../support/sharedData.ts';
import { keepShared } from '../support/keepShared.ts';

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
    .getByLabel(studioTexts[language].source, { exact: true })
    .selectOption({ label: shellTexts[language].pages.need });
  await page.getByRole('button', exactly(words.runAgain)).click();
  await page.getByRole('button', exactly(words.write)).click({ timeout: 60_000 });
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', exactly(words.write)).click();
  await expect(page.getByRole('button', exactly(words.openList))).toBeVisible({ timeout: 30_000 });

  await page.goto('about:blank');
  await openScreen(page, 'studio');
  const earlier = page.getByRole('link', { name: words.noteTitle('') });
  await expect(earlier).toHaveCount(2);
  await earlier.last().click();
  await expect(page.getByRole('heading', exactly(words.typical))).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel(studioTexts[language].source, { exact: true })).toHaveValue('activity');
});

test('hotel reviews kept as a table are sorted by what is complained about, with words of the book kept whole @phone', async ({
  page,
}) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(240_000);
  const words = opinionsTexts.zh;
  await choose(page, 'zh');
  await keepShared(page, 'zh', 'data/zh_hotel_reviews/ChnSentiCorp_htl_all.csv.gz', '7,766');
  await openScreen(page, 'studio/opinions');
  await page
    .getByLabel(studioTexts.zh.source, { exact: true })
    .selectOption({ label: 'ChnSentiCorp_htl_all' });
  await expect(page.getByLabel(words.rating, { exact: true }).locator('option:checked')).toHaveText('label');
  await findTopics(page, 'zh');
  const topics = page.getByRole('region', exactly(words.topics)).getByRole('listitem');
  await expect(topics).toHaveCount(8);
  await expect(topics.first()).toContainText(words.worst);
  await expect(page.locator('.lede')).toContainText('最不满意');
  await expect(page.getByText(/AUC 0\.9[45]/).first()).toBeVisible();
  await expect(page.locator('mark').first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', exactly(words.wordsButton)).click();
  await page.getByLabel(words.whole).fill('大床房\n前台服务');
  await page.getByLabel(words.leftOut).fill('酒店\n不错');
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.getByText(words.wordsSaved)).toBeVisible();
  await page.getByRole('button', exactly(words.runAgain)).click();
  await expect(page.getByRole('button', exactly(words.runAgain))).toBeDisabled();
  await expect(page.getByRole('button', exactly(words.runAgain))).toBeEnabled({ timeout: 60_000 });
  await expect(topics.filter({ hasText: '不错' })).toHaveCount(0);
});
