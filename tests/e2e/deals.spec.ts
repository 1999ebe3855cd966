import { expect, test, type Locator, type Page } from '@playwright/test';
import { dealTexts } from '../../src/i18n/deals.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { taskTexts } from '../../src/i18n/tasks.ts';
import { choose, expectAccessible, loadSample, openScreen, undo, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

function columnOf(page: Page, title: string): Locator {
  return page.getByRole('region', { name: new RegExp(`^${title}`) });
}

function cardOf(column: Locator, name: string): Locator {
  return column.getByRole('listitem').filter({ hasText: name });
}

test('a deal is written down, moved by menu, by key and by hand, planned, lost with its reason, and taken back', async ({
  page,
}, testInfo) => {
  const isPhone = testInfo.project.name === 'phone';
  const language: Language = isPhone ? 'zh' : 'en';
  const words = dealTexts[language];
  const fields = fieldTexts[language];
  const { inquiry, proposal, quoted, lost } = fields.choices;
  const name = isPhone ? '八家门店换机' : 'Machines for eight shops';
  await choose(page, language);
  await openScreen(page, 'deals/board');
  await expect(page.getByText(words.empty, { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', exactly(words.newDeal)).last().click();
  const form = page.getByRole('dialog', exactly(formTexts[language].create.deal));
  await form.getByLabel(fields.deal.name, { exact: true }).fill(name);
  await form.getByLabel(fields.deal.amount, { exact: true }).first().fill('186000');
  await expectAccessible(page);
  await form.getByRole('button', exactly(formTexts[language].save.deal)).click();
  await expect(form).toBeHidden();
  await openScreen(page, 'deals/board');
  const card = cardOf(columnOf(page, inquiry), name);
  await expect(card).toContainText('186,000');
  await expect(card).toContainText(words.noNext);
  await expect(page.getByText(words.withoutNext('1'))).toBeVisible();
  await expectAccessible(page);

  await card.getByRole('button', exactly(words.moveDeal(name))).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${proposal}`) }).click();
  await expect(cardOf(columnOf(page, proposal), name)).toBeVisible();
  await undo(page, language, words.moved(name, proposal));
  await expect(card).toBeVisible();

  await card.getByRole('link', exactly(name)).press('3');
  const moved = cardOf(columnOf(page, quoted), name);
  await expect(moved).toBeVisible();

  await moved.getByRole('button', exactly(words.moveDeal(name))).click();
  await page.getByRole('menuitem', exactly(words.planNext)).click();
  await page.getByRole('button', { name: new RegExp(`^${taskTexts[language].quick.tomorrow}`) }).click();
  await expect(moved).toContainText(taskTexts[language].state.tomorrow);
  await expect(page.getByText(words.withoutNext('1'))).toBeHidden();
  await openScreen(page, 'deals');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText(
    taskTexts[language].state.tomorrow,
  );
  await openScreen(page, 'deals/board');

  await moved.getByRole('button', exactly(words.moveDeal(name))).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${lost}`) }).click();
  const why = page.getByRole('dialog', exactly(words.lost.title));
  await expectAccessible(page);
  await why.getByLabel(words.lost.reason).selectOption({ label: fields.choices.price });
  await why.getByRole('button', exactly(words.lost.confirm)).click();
  await expect(page.getByText(words.nothingOpen)).toBeVisible();
  await undo(page, language, words.moved(name, lost));
  await moved.getByRole('link', exactly(name)).click();
  const way = page.getByRole('list', exactly(words.stages));
  await expect(way.getByRole('button', { name: new RegExp(`^${quoted}`) })).toHaveAttribute(
    'aria-current',
    'step',
  );
  const further = way.getByRole('button', { name: new RegExp(`^${fields.choices.negotiation}`) });
  await further.click();
  await expect(further).toHaveAttribute('aria-current', 'step');
  await expect(further).toContainText(words.spent(0));
  await expectAccessible(page);
});

test('a deal is carried to another stage, and the forecast tells what the months bring @anyScreen', async ({
  page,
}) => {
  const words = dealTexts.en;
  const { inquiry, negotiation } = fieldTexts.en.choices;
  await choose(page, 'en');
  await openScreen(page, 'settings/sample');
  await loadSample(page, 'en');
  await openScreen(page, 'deals/board');
  const from = columnOf(page, inquiry).getByRole('listitem').first();
  const name = (await from.getByRole('link').first().textContent()) ?? '';
  const to = columnOf(page, negotiation);
  const before = await to.getByRole('listitem').count();
  const spills = await page
    .locator('li.deal')
    .evaluateAll((cards) => cards.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
  expect(spills).toBe(0);
  await from.hover({ position: { x: 20, y: 60 } });
  await page.mouse.down();
  const place = await to.boundingBox();
  await page.mouse.move((place?.x ?? 0) + 60, (place?.y ?? 0) + 200, { steps: 8 });
  await page.mouse.up();
  await expect(to.getByRole('listitem')).toHaveCount(before + 1);
  await expect(page.getByText(words.moved(name.trim(), negotiation))).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Forecast' }).check({ force: true });
  await expect(page.getByRole('heading', { name: words.forecast.chart })).toBeVisible();
  await page.getByLabel(words.forecast.setTarget, { exact: false }).fill('500000');
  await page.getByRole('button', exactly(words.forecast.save)).click();
  await expect(page.getByRole('columnheader', exactly(words.forecast.gap))).toBeVisible();
  const changes = page.getByRole('region', exactly(words.changes.title(7)));
  await expect(changes).toContainText(words.changes.kinds.moved);
  await expectAccessible(page);

  await page.evaluate(() => localStorage.setItem('rapport.today', JSON.stringify({ scope: 'all' })));
  await openScreen(page, 'today');
  await page.reload();
  const atRisk = page.getByRole('region', exactly(words.risk.title));
  await expect(atRisk.getByRole('listitem')).toHaveCount(5);
  await expectAccessible(page);
});

test('a quote with discounts and tax gets a number by itself, and stands at its customer', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = formTexts[language];
  const fields = fieldTexts[language];
  await choose(page, language);
  await openScreen(page, 'quotes/new');
  const form = page.getByRole('dialog', exactly(words.create.quote));
  await form.getByLabel(fields.quote.title, { exact: true }).fill('Two machines');
  await form.getByLabel(fields.quote.taxMode, { exact: true }).selectOption({ label: fields.choices.added });
  await form.getByLabel(`${fields.line.text} 1`, { exact: true }).fill('Machine');
  await form.getByLabel(`${fields.line.quantity} 1`, { exact: true }).fill('2');
  await form.getByLabel(`${fields.line.price} 1`, { exact: true }).fill('1000');
  await form.getByLabel(`${fields.line.discount} 1`, { exact: true }).fill('10');
  await form.getByLabel(`${fields.line.tax} 1`, { exact: true }).fill('13');
  await form.getByLabel(`${fields.line.tax} 1`, { exact: true }).blur();
  await expect(form.locator('output').last()).toContainText('2,034');
  await expectAccessible(page);
  await form.getByRole('button', exactly(words.save.quote)).click();
  await expect(form).toBeHidden();
  const number = `QT-${String(new Date().getFullYear())}-1-0001`;
  await openScreen(page, 'quotes');
  const row = page.getByRole('row', { name: new RegExp(number) });
  await expect(row).toContainText('2,034');
  await expect(row).toContainText(fields.choices.draft);
  await expectAccessible(page);
  await openScreen(page, 'quotes/q1.0.0/full');
  await expect(page.getByRole('heading', exactly(number))).toBeVisible();
  await expect(page.getByText('2,034', { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
});
