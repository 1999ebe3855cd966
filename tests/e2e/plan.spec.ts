import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { planTexts } from '../../src/i18n/plan.ts';
import { studioTexts } from '../../src/i18n/studio.ts';
import { choose, expectAccessible, loadSample, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

async function workOut(page: Page, language: Language): Promise<void> {
  const words = planTexts[language];
  await page.getByRole('button', { name: new RegExp(`^(${words.run}|${words.runAgain})$`) }).click();
}

test('a budget goes where it brings most, says what its limits cost, and what is wrong with it', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = planTexts[language];
  const { email, text, fair } = words.exampleRows;
  await choose(page, language);
  await openScreen(page, 'studio');
  await page.getByRole('link', { name: studioTexts[language].question.plan.title }).click();
  await expectAccessible(page);
  await workOut(page, language);
  // 40 % of 20,000 for email and text, the fair's 4,000, the rest for search.
  await expect(page.locator('.lede')).toHaveText(
    words.ledeBudget('20,000', '52,700', words.exampleRows.search, '8,000'),
    { timeout: 30_000 },
  );
  const table = page.getByRole('region', exactly(words.allocation));
  await expect(table.getByRole('row', { name: email })).toContainText('3,000');
  await expect(table.getByRole('row', { name: fair })).toContainText('6,400');
  await expect(page.getByText(words.priceBudget('2.6'), { exact: true })).toBeVisible();
  await expect(page.getByText(words.priceLeast(fair, '0.8'), { exact: true })).toBeVisible();
  await expectAccessible(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', exactly(`${words.saveCsv}: ${words.allocation}`)).click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toContain(`${text},5000,0.25`);

  await page.getByLabel(words.total).fill('5000');
  await workOut(page, language);
  await expect(page.getByRole('alert')).toContainText(words.infeasible);
  await expect(page.getByRole('alert').getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('alert')).toContainText(words.limitBudget('5,000'));
  await expectAccessible(page);

  await page.getByLabel(words.total).fill('');
  await workOut(page, language);
  await expect(page.getByRole('alert')).toContainText(words.unbounded);
  await expect(page.getByRole('alert')).toContainText(words.exampleRows.search);

  const gain = page.getByRole('spinbutton', exactly(words.cell(email, words.gain)));
  await gain.fill('-1');
  await expect(page.getByText(words.problems.negative)).toBeVisible();
  await expect(gain).toHaveAttribute('aria-invalid', 'true');
  await workOut(page, language);
  await expect(page.getByText(words.problems.someWrong)).toBeVisible();
  await expectAccessible(page);

  // What was worked out at first is made again.
  await page.getByRole('link', exactly(words.budget)).first().click();
  await expect(page.getByLabel(words.total)).toHaveValue('20000');
  await expect(page.locator('.lede')).toContainText('52,700');
  await page.getByRole('button', exactly(studioTexts[language].about)).click();
  await expect(page.getByRole('dialog')).toContainText(words.methods.budget);
  await expectAccessible(page);
});

test('what is worth most within a budget is chosen from a list and from customers, who are kept as a segment', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = planTexts[language];
  await choose(page, language, 'dark');
  await loadSample(page, language);
  await openScreen(page, 'studio/plan');
  await page.getByRole('radio', exactly(words.selection)).check({ force: true });
  await workOut(page, language);
  await expect(page.locator('.lede')).toHaveText(words.ledeTaken('4', '5', '14,600'));
  await expect(page.getByText(words.spentLeft('7,600', '400'))).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('radio', exactly(words.byCustomers)).check({ force: true });
  await expect(page.getByLabel(words.worthField)).toBeVisible();
  await page.getByRole('spinbutton', exactly(words.purse)).fill('205');
  await page.getByLabel(words.contactCost).fill('10');
  await workOut(page, language);
  await expect(page.getByText(words.spentLeft('200', '5'))).toBeVisible();
  await expect(page.getByRole('region', exactly(words.taken)).getByRole('row')).toHaveCount(21);
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.saveSegment)).click();
  await page.getByRole('button', exactly(words.openList)).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '21');

  // A segment is a row of a budget with one tap; what it brings is still to be said.
  await openScreen(page, 'studio/plan');
  await page.getByRole('radio', exactly(words.budget)).check({ force: true });
  await page.getByRole('button', exactly(words.addSegment)).click();
  await page.getByRole('menuitem', exactly(words.segmentName)).click();
  await expect(page.getByRole('menu')).toBeHidden();
  await workOut(page, language);
  const gain = page.getByRole('spinbutton', exactly(words.cell(words.segmentName, words.gain)));
  await expect(gain).toHaveAccessibleDescription(words.problems.missing);
  await gain.fill('9');
  await workOut(page, language);
  await expect(page.locator('.lede')).toContainText(words.segmentName);
});

test('whom to contact is said for each state and period, and for ever', async ({ page }, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = planTexts[language];
  await choose(page, language);
  await openScreen(page, 'studio/plan');
  await page.getByRole('radio', exactly(words.contacts)).check({ force: true });
  await expectAccessible(page);
  await workOut(page, language);
  const table = page.getByRole('region', exactly(words.planTable));
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByRole('columnheader', exactly(words.lasting))).toBeVisible();
  await expectAccessible(page);
  // A contact that costs more than a purchase brings is never worth it.
  await page.getByLabel(words.contactPrice).fill('100');
  await workOut(page, language);
  await expect(page.locator('.lede')).toHaveText(words.ledeContactNobody);
  await page.getByLabel(words.periods, { exact: true }).fill('2.5');
  await expect(page.getByText(words.problems.periods)).toBeVisible();
});

test('a budget is worked out offline once it has been worked out online @anyScreen', async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await context.newPage();
  await choose(page, 'en');
  await openScreen(page, 'studio/plan');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await workOut(page, 'en');
  await expect(page.locator('.lede')).toContainText('52,700', { timeout: 30_000 });
  await context.setOffline(true);
  await page.reload();
  await workOut(page, 'en');
  await expect(page.locator('.lede')).toContainText('52,700', { timeout: 30_000 });
  await context.close();
});
