import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { chartTexts } from '../../src/i18n/charts.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { reportTexts } from '../../src/i18n/reports.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { readyKeys } from '../../src/screens/reports/readyReports.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** Records in the list on screen. */
async function expectListed(page: Page, count: number): Promise<void> {
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(count + 1));
}

const bars = (page: Page): Locator => page.locator('.bars button.bar');

async function countIn(bar: Locator): Promise<number> {
  const text = (await bar.locator('.bar__text').textContent()) ?? '';
  return Number((/[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
}

async function undo(page: Page, language: Language, what: string): Promise<void> {
  const toast = page.locator('.toast').filter({ hasText: what });
  await toast.getByRole('button', exactly(uiTexts[language].undo)).click();
}

async function exported(page: Page, words: typeof reportTexts.en, item: string): Promise<Buffer> {
  await page.getByRole('button', exactly(words.more)).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', exactly(item)).click();
  return readFileSync(await (await download).path());
}

const languageOf = (project: string): Language => (project === 'phone' ? 'zh' : 'en');

test('ready reports agree with the lists that they open', async ({ page }, testInfo) => {
  test.setTimeout(120_000);
  const language = languageOf(testInfo.project.name);
  const words = reportTexts[language];
  await choose(page, language);
  await openScreen(page, 'reports');
  await expect(page.getByText(words.noOwn)).toBeVisible();
  await expectAccessible(page);
  await loadSample(page, language);
  for (const key of readyKeys) {
    await openScreen(page, `reports/${key}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.readyNames[key]);
    await expect(page.locator('.chart-card')).toBeVisible();
  }

  await openScreen(page, 'reports/funnel');
  const [all, won] = [await countIn(bars(page).first()), await countIn(bars(page).last())];
  expect(won).toBeGreaterThan(0);
  expect(won).toBeLessThan(all);
  await expect(page.getByText(words.definitions.funnel)).toBeVisible();
  await expectAccessible(page);
  await bars(page).last().click();
  await expectListed(page, won);
  await openScreen(page, 'reports/funnel');
  await bars(page).first().click();
  await expectListed(page, all);

  await openScreen(page, 'reports/activityByWeek');
  const week = bars(page).nth(3);
  const talks = await countIn(week);
  await week.press('Enter');
  await expectListed(page, talks);

  await openScreen(page, 'reports/revenueByMonth');
  const row = page.getByRole('row').nth(3);
  const orders = Number((await row.getByRole('cell').last().textContent())?.replaceAll(',', ''));
  await expectAccessible(page);
  await row.getByRole('button').click();
  await expectListed(page, orders);
  await page.goBack();
  const picture = page.locator('.chart-card canvas');
  await expect(picture).toBeVisible();
  const box = await picture.boundingBox();
  await picture.click({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 } });
  await expect(page.getByRole('grid')).toBeVisible();
});

test('a report is built, drilled into, saved, renamed, duplicated, exported and deleted, and each step is taken back', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language = languageOf(testInfo.project.name);
  const words = reportTexts[language];
  const { setup } = words;
  const fields = fieldTexts[language];
  const name = language === 'zh' ? '各阶段金额' : 'Amounts by stage';
  await choose(page, language);
  await loadSample(page, language);
  await openScreen(page, 'reports');
  await page.getByRole('button', exactly(words.newReport)).click();
  const pick = (label: string, option: string) =>
    page.getByLabel(label, { exact: true }).selectOption({ label: option });
  await pick(setup.object, shellTexts[language].pages.deal);
  await pick(setup.measure, words.ops.sum);
  await pick(setup.field, fields.deal.amount);
  await pick(setup.group, fields.deal.stage);
  await pick(setup.split, fields.deal.owner);
  await expect(page.getByLabel(setup.chart, { exact: true })).toHaveValue('stacked');
  await expect(page.locator('.legend li').first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', exactly(listTexts[language].filter)).click();
  const conditions = page.getByRole('dialog', exactly(listTexts[language].addFilter));
  await conditions.getByRole('button', exactly(fields.deal.stage)).click();
  await conditions.getByRole('checkbox', { name: fields.choices.won }).check();
  await conditions.getByRole('checkbox', { name: fields.choices.inquiry }).check();
  await conditions.getByRole('button', exactly(listTexts[language].apply)).click();
  await expect(bars(page)).toHaveCount(2);

  await page.getByRole('button', exactly(words.saveAs)).click();
  const dialog = page.getByRole('dialog', exactly(words.saveTitle));
  await expectAccessible(page);
  await dialog.getByLabel(words.name, { exact: true }).fill(name);
  await dialog.getByRole('button', exactly(words.save)).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page).toHaveURL(/#\/reports\/e/);

  const csv = (await exported(page, words, words.exportCsv)).toString('utf8');
  expect(csv).toContain(fields.choices.won);
  expect(csv.split('\r\n').filter((line) => line !== '')).toHaveLength(4);
  const workbook = await exported(page, words, words.exportXlsx);
  expect(workbook.subarray(0, 2).toString()).toBe('PK');

  const rows = page.getByRole('region', exactly(words.charts.table)).getByRole('row');
  const deals = Number(await rows.nth(1).getByRole('cell').last().textContent());
  await bars(page).first().click();
  await expectListed(page, deals);
  await page.goBack();

  await page.getByRole('button', exactly(words.edit)).click();
  await pick(setup.chart, words.charts.table);
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.locator('.bars')).toHaveCount(0);
  await undo(page, language, words.updated(name));
  await page.getByRole('button', exactly(words.done)).click();
  await expect(bars(page).first()).toBeVisible();

  await page.getByRole('button', exactly(words.more)).click();
  await page.getByRole('menuitem', exactly(words.duplicate)).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.copyOf(name));
  await page.getByRole('button', exactly(words.more)).click();
  await page.getByRole('menuitem', exactly(words.remove)).click();
  await expect(page.getByRole('link', exactly(words.copyOf(name)))).toBeHidden();
  await undo(page, language, words.removed(words.copyOf(name)));
  await expect(page.getByRole('link', exactly(words.copyOf(name)))).toBeVisible();
  await page.getByRole('link', exactly(name)).click();
  await page.getByRole('button', exactly(words.more)).click();
  await page.getByRole('menuitem', exactly(words.rename)).click();
  await page.getByLabel(words.name, { exact: true }).fill(`${name} 2`);
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} 2`);
  await page.reload();
  await expect(bars(page)).toHaveCount(2);
  await expect(
    page.getByRole('button', exactly(chartTexts[language].showTable(words.chartOf))),
  ).toBeVisible();
});

test('the dashboard is arranged by menu, keys and hand, follows its period and the data, and is taken back', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const isPhone = testInfo.project.name === 'phone';
  const language = languageOf(testInfo.project.name);
  const words = reportTexts[language];
  const said = words.dashboard;
  const names = words.readyNames;
  await choose(page, language);
  await loadSample(page, language);
  await openScreen(page, 'dashboard');
  const widgets = page.locator('.grid > li');
  const titles = page.locator('.grid .over a');
  await expect(titles.first()).toHaveText(names.revenueByMonth);
  await expectAccessible(page);

  await page.getByLabel(said.period).selectOption({ label: said.periods.month });
  const sales = widgets.first().locator('.chart-card');
  await expect(sales.getByRole('heading')).toContainText(/2026|11/);
  await page.getByLabel(said.period).selectOption({ label: said.periods.all });

  const menuOf = (name: string) => page.getByRole('button', exactly(said.act(name)));
  const before = await widgets.count();
  await menuOf(names.revenueByMonth).click();
  await page.getByRole('menuitem', exactly(said.remove)).click();
  await expect(widgets).toHaveCount(before - 1);
  await undo(page, language, said.removed(names.revenueByMonth));
  await expect(widgets).toHaveCount(before);

  await menuOf(names.revenueByMonth).click();
  await page.getByRole('menuitem', exactly(said.later)).click();
  await expect(titles.first()).toHaveText(names.forecast);

  await page.getByRole('button', exactly(words.more)).click();
  await page.getByRole('menuitem', exactly(said.edit)).click();
  const handle = page.getByRole('slider', { name: new RegExp(names.forecast) });
  await expectAccessible(page);
  await handle.press('ArrowDown');
  await expect(titles.first()).toHaveText(names.revenueByMonth);
  if (!isPhone) {
    const from = await page.getByRole('slider', { name: new RegExp(names.forecast) }).boundingBox();
    const to = await widgets.first().boundingBox();
    await page.mouse.move((from?.x ?? 0) + 40, (from?.y ?? 0) + 10);
    await page.mouse.down();
    await page.mouse.move((to?.x ?? 0) + 200, (to?.y ?? 0) + 120, { steps: 6 });
    await page.mouse.up();
    await expect(titles.first()).toHaveText(names.forecast);
  }
  await menuOf(names.forecast).click();
  await page.getByRole('menuitem', exactly(said.wide)).click();
  await expect(page.getByText(said.sized(names.forecast))).toBeVisible();
  await page.getByRole('button', exactly(said.done)).click();

  await page.getByRole('button', exactly(words.more)).click();
  await page.getByRole('menuitem', exactly(said.add)).click();
  const add = page.getByRole('dialog', exactly(said.addTitle));
  await expectAccessible(page);
  await add.getByRole('button', exactly(names.winBySource)).click();
  await expect(widgets).toHaveCount(before + 1);
  await page.reload();
  await expect(widgets).toHaveCount(before + 1);

  await page.getByRole('button', exactly(words.more)).click();
  await page.getByRole('menuitem', exactly(said.reset)).click();
  await expect(titles.first()).toHaveText(names.revenueByMonth);
  await undo(page, language, said.resetDone);
  await expect(widgets).toHaveCount(before + 1);
});

test('an open report follows the records at once, and its bars are reached by keys @keyboard', async ({
  page,
}) => {
  const words = reportTexts.en;
  await choose(page, 'en');
  await openScreen(page, 'reports/new');
  await expect(page.getByRole('heading', exactly(words.sentence.none))).toBeVisible();
  await page
    .getByLabel(words.setup.object, { exact: true })
    .selectOption({ label: shellTexts.en.pages.deal });
  await page.getByLabel(words.setup.group, { exact: true }).selectOption({ label: fieldTexts.en.deal.stage });
  await openScreen(page, 'deals/new');
  await page.getByLabel(fieldTexts.en.deal.name, { exact: true }).fill('Twelve machines');
  await page.getByRole('button', exactly(formTexts.en.save.deal)).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await openScreen(page, 'reports/funnel');
  await expect(bars(page).first().locator('.bar__text')).toHaveText('1');
  await bars(page).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /Twelve machines/ })).toBeVisible();
  await page.goBack();
  await expect(bars(page).first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', exactly(words.sentence.none))).toBeVisible();
});
