import { Buffer } from 'node:buffer';
import { expect, test, type Page } from '@playwright/test';
import { statisticsTexts } from '../../src/i18n/statistics.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { tableTexts } from '../../src/i18n/tables.ts';
import type { StatisticsKind } from '../../src/workers/tasks/statisticsTypes.ts';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';
import { readSharedJson, readSharedText, sharedFolder } from '../support/sharedData.ts';

const exactly = (text: string) => ({ name: text, exact: true });

async function keepTable(page: Page, language: Language, name: string, text: string): Promise<void> {
  await openScreen(page, 'studio/tables');
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: `${name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', exactly(tableTexts[language].keep)).click();
  await expect(page.getByRole('heading', exactly(name))).toBeVisible({ timeout: 30_000 });
}

async function look(page: Page, language: Language, source: string, kind: StatisticsKind): Promise<void> {
  const words = statisticsTexts[language];
  await openScreen(page, 'studio/statistics');
  await page.getByLabel(studioTexts[language].source).selectOption({ label: source });
  await page.getByLabel(words.kind, { exact: true }).selectOption(kind);
}

async function check(page: Page, legend: string, wanted: readonly string[]): Promise<void> {
  const boxes = page.getByRole('group', { name: legend }).getByRole('checkbox');
  await expect(boxes.and(page.getByLabel(wanted[0] ?? '', { exact: true }))).toBeVisible();
  for (const box of await boxes.all()) {
    const name = (await box.locator('xpath=..').innerText()).trim();
    await box.setChecked(wanted.includes(name));
  }
}

test('items of a questionnaire are rated, hang together, and tell groups and relations', async ({
  page,
}, testInfo) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(180_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = statisticsTexts[language];
  const run = page.getByRole('button', exactly(words.run));
  const truth = readSharedJson('truth/likert_bfi.json') as { readonly A: { readonly alpha_raw: number } };
  await choose(page, language);
  await keepTable(page, language, 'bfi', readSharedText('data/likert_bfi/bfi.csv'));
  await look(page, language, 'bfi', 'scale');
  await check(page, words.items, ['A1', 'A2', 'A3', 'A4', 'A5']);
  await page.getByLabel(words.low, { exact: true }).fill('1');
  await page.getByLabel(words.high, { exact: true }).fill('6');
  await check(page, words.reversed, ['A1']);
  await run.click();
  await expect(page.getByText(words.scale.good(truth.A.alpha_raw.toFixed(2)))).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page);

  await look(page, language, 'bfi', 'groups');
  await page.getByLabel(words.outcome, { exact: true }).selectOption({ label: 'A4' });
  await page.getByLabel(words.by, { exact: true }).selectOption({ label: 'education' });
  await run.click();
  await expect(page.getByRole('heading', exactly(words.groups.testsTitle))).toBeVisible();
  await expect(page.getByRole('cell', { name: /F\(4, / }).first()).toBeVisible();
  await expectAccessible(page);

  await keepTable(page, language, 'attitude', readSharedText('data/attitude/attitude.csv'));
  await look(page, language, 'attitude', 'correlation');
  await run.click();
  await expect(page.locator('.lede')).toHaveText(words.correlation.lede('rating', 'complaints', '0.83'));
  await expectAccessible(page);
});

test('features, feedback, choices and an action are judged from a small survey', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'en' : 'zh';
  const words = statisticsTexts[language];
  const run = page.getByRole('button', exactly(words.run));
  await choose(page, language, 'dark');
  const rows = Array.from({ length: 80 }, (_, i) => {
    const mail = i % 2 === 0 ? 'mail' : 'none';
    const town = mail === 'mail' ? (i % 10 === 0 ? 'Aachen' : 'Bonn') : i % 5 === 0 ? 'Bonn' : 'Aachen';
    const bought = mail === 'mail' ? Number(i % 8 !== 0) : Number(i % 4 === 1);
    return [2, 5, [9, 10, 3, 7, 9][i % 5], mail, town, bought].join(',');
  });
  await keepTable(page, language, 'survey', `with,without,recommend,sent,town,bought\n${rows.join('\n')}\n`);

  await look(page, language, 'survey', 'kano');
  await page.getByLabel(words.withIt('1')).selectOption({ label: 'with' });
  await page.getByLabel(words.withoutIt('1')).selectOption({ label: 'without' });
  await run.click();
  await expect(page.locator('.lede')).toHaveText(words.kano.lede('with', words.kano.names.M));
  await expectAccessible(page);

  await look(page, language, 'survey', 'feedback');
  await page.getByLabel(words.answers, { exact: true }).selectOption({ label: 'recommend' });
  await page.getByLabel(words.measure, { exact: true }).selectOption('nps');
  await run.click();
  await expect(page.locator('.lede')).toHaveText(words.feedback.nps('40'));
  await expectAccessible(page);

  await look(page, language, 'survey', 'choices');
  await page.getByLabel(words.rows, { exact: true }).selectOption({ label: 'sent' });
  await page.getByLabel(words.columns, { exact: true }).selectOption({ label: 'town' });
  await run.click();
  await expect(page.locator('.lede')).toHaveText(words.choices.lede('sent', 'town'));
  await expectAccessible(page);

  await look(page, language, 'survey', 'uplift');
  await page.getByLabel(words.treatment, { exact: true }).selectOption({ label: 'sent' });
  await page.getByLabel(words.treated, { exact: true }).selectOption('mail');
  await page.getByLabel(words.control, { exact: true }).selectOption('none');
  await page.getByLabel(words.result, { exact: true }).selectOption({ label: 'bought' });
  await run.click();
  await expect(page.locator('.lede')).toHaveText(words.uplift.lede(words.uplift.points('25')));
  await expectAccessible(page);
});

test('a book without records says what it takes', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'studio/statistics');
  await expect(page.getByText(statisticsTexts.en.empty)).toBeVisible();
  await expectAccessible(page);
});
