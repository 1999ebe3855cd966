import { Buffer } from 'node:buffer';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { groupsTexts } from '../../src/i18n/groups.ts';
import { importTexts } from '../../src/i18n/import.ts';
import { segmentTexts } from '../../src/i18n/segments.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';
import { readSharedJson, sharedFolder } from '../support/sharedData.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** The part of the reference that is asked here: groups by income and spending as z-scores. */
interface MallTruth {
  readonly runs: {
    readonly income_score_z: {
      readonly kmeans: {
        readonly '5': {
          readonly inertia: number;
          readonly silhouette: number;
          readonly sizes_sorted: readonly number[];
        };
      };
      readonly dbscan: readonly {
        readonly eps: number;
        readonly minPts: number;
        readonly clusters: number;
        readonly noise: number;
      }[];
    };
  };
}

async function importMall(page: Page, language: Language): Promise<void> {
  await openScreen(page, 'import');
  const file = new URL('data/mall_customers/Mall_Customers.csv', sharedFolder ?? undefined);
  await page.locator('input[type=file]').setInputFiles(fileURLToPath(file));
  await page
    .getByRole('button', { name: language === 'zh' ? '导入 200 行' : 'Import 200 rows' })
    .first()
    .click();
  await expect(page.getByText(language === 'zh' ? '200 行全部导入。' : 'All 200 rows are in.')).toBeVisible({
    timeout: 60_000,
  });
}

async function chooseFields(page: Page, language: Language, wanted: readonly string[]): Promise<void> {
  await page.getByRole('button', exactly(studioTexts[language].chooseFields)).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  for (const box of await dialog.getByRole('checkbox').all()) {
    const name = (await box.locator('xpath=..').innerText()).trim();
    if (await box.isEnabled()) await box.setChecked(wanted.includes(name));
  }
  await dialog.getByRole('button', exactly(studioTexts[language].apply)).click();
}

test('mall customers fall into five groups by K-means and into seven crowds by DBSCAN, and a new customer finds a group', async ({
  page,
}, testInfo) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = groupsTexts[language];
  const fields = fieldTexts[language].account;
  const truth = (readSharedJson('truth/cluster_mall.json') as MallTruth).runs.income_score_z;
  await choose(page, language);
  await importMall(page, language);

  await openScreen(page, 'studio');
  await page.getByRole('link', { name: studioTexts[language].question.groups.title }).click();
  await expect(page.getByText(words.setup)).toBeVisible();
  await chooseFields(page, language, [fields.income, fields.spending]);
  await page.getByText(words.more, { exact: true }).click();
  await page.getByLabel(words.compareWith).selectOption({ label: fields.gender });
  await page.getByRole('button', exactly(words.run)).click();
  await expect(page.locator('.lede')).toContainText('200', { timeout: 60_000 });
  const five = truth.kmeans['5'];
  const scores = page.getByRole('table').filter({ hasText: words.measures.inertia });
  await expect(scores).toContainText(five.inertia.toFixed(3));
  await expect(scores).toContainText(five.silhouette.toFixed(3));
  const cards = page
    .getByRole('list')
    .filter({ has: page.getByRole('heading', { level: 3 }) })
    .getByRole('listitem');
  await expect(cards).toHaveCount(5);
  await expect(cards.first()).toContainText(String(five.sizes_sorted.at(-1)));
  await expectAccessible(page);

  // A name of one's own, and groups that new customers find by themselves.
  const name = await cards.first().getByRole('heading', { level: 3 }).innerText();
  await page.getByRole('button', exactly(words.rename(name))).click();
  await page.getByLabel(words.nameOf(name)).fill('Regulars');
  await page.keyboard.press('Enter');
  await page.getByRole('button', exactly(words.keep)).click();
  await expect(page.getByRole('dialog').getByLabel(words.follows.formula)).toBeChecked();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', exactly(words.save)).click();
  await page.getByRole('button', exactly(words.openSegments)).click({ timeout: 30_000 });
  await expect(page.getByRole('link', exactly('Regulars'))).toBeVisible();
  await expect(page.getByText(segmentTexts[language].members(String(five.sizes_sorted.at(-1))))).toBeVisible({
    timeout: 30_000,
  });

  // The same groups in a field of their own, which is to be kept up to date.
  const studio = studioTexts[language];
  await openScreen(page, 'studio/groups');
  await page.getByRole('button', exactly(words.keep)).click();
  const keeping = page.getByRole('dialog');
  await keeping.getByLabel(words.follows.field).check();
  await keeping.getByLabel(words.fieldName).fill('Crowd');
  await keeping.getByLabel(words.alsoSegments).uncheck();
  await keeping.getByLabel(studio.refresh, { exact: true }).selectOption('daily');
  await keeping.getByRole('button', exactly(words.save)).click();
  await expect(keeping).toBeHidden({ timeout: 30_000 });

  // Somebody new, near the centre of the regulars, is one of them without anything being computed again.
  await openScreen(page, 'import');
  await page.getByRole('button', exactly(importTexts[language].drop.choose)).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'new.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('CustomerID,Annual Income (k$),Spending Score (1-100)\n900,55,50\n'),
  });
  await page
    .getByRole('button', { name: language === 'zh' ? '导入 1 行' : 'Import 1 row' })
    .first()
    .click();
  await openScreen(page, 'segments');
  await expect(
    page.getByText(segmentTexts[language].members(String((five.sizes_sorted.at(-1) ?? 0) + 1))),
  ).toBeVisible({ timeout: 30_000 });

  await openScreen(page, 'studio');
  await page.getByRole('button', exactly(studio.refreshNow)).click();
  await expect(page.getByText(`Regulars ${(five.sizes_sorted.at(-1) ?? 0) + 1}`)).toBeVisible({
    timeout: 30_000,
  });

  await openScreen(page, 'studio/groups');
  await page.getByLabel(words.method, { exact: true }).selectOption('dbscan');
  const dense = truth.dbscan.find(({ eps, minPts }) => eps === 0.3 && minPts === 5);
  await page.getByLabel(words.eps).fill('0.3');
  await page.getByLabel(words.minPts).fill('5');
  await page.getByRole('button', exactly(words.runAgain)).click();
  await expect(page.getByText(words.how.dbscan('2', '0.3', '5'))).toBeVisible({ timeout: 60_000 });
  await expect(cards).toHaveCount((dense?.clusters ?? 0) + 1);
  await expect(cards.last()).toContainText(String(dense?.noise));
  await expectAccessible(page);

  // The two results are noted, and that which is kept up to date.
  const runs = page.getByRole('region', { name: studioTexts[language].runs });
  await expect(runs.getByRole('listitem')).toHaveCount(3);
});

test('a book in which nobody can be grouped says what it takes', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'studio/groups');
  await expect(page.getByText(groupsTexts.en.empty)).toBeVisible();
  await expectAccessible(page);
});
