import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { dealTexts } from '../../src/i18n/deals.ts';
import { documentTexts } from '../../src/i18n/documents.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { recordTexts } from '../../src/i18n/record.ts';
import { salesTexts } from '../../src/i18n/sales.ts';
import { settingsTexts } from '../../src/i18n/settings.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { choose, expectAccessible, openScreen, words as appWords, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });
const year = String(new Date().getFullYear());

/** A day before or after today, as the browser's clock has it. */
function dayFromToday(page: Page, offset: number): Promise<string> {
  return page.evaluate((days) => {
    const date = new Date();
    date.setDate(date.getDate() + days);
    return new Intl.DateTimeFormat('sv-SE').format(date);
  }, offset);
}

async function undo(page: Page, language: Language, what: string): Promise<void> {
  const toast = page.locator('.toast').filter({ hasText: what });
  await toast.getByRole('button', exactly(uiTexts[language].undo)).click();
}

/** Chooses what the record's own menu offers. */
async function act(page: Page, language: Language, name: string): Promise<void> {
  await page.getByRole('button', exactly(recordTexts[language].more)).click();
  await page.getByRole('menuitem', exactly(name)).click();
}

/** Of poppler; not on every machine. */
const pdfReader = 'pdftotext';

/** What stands in a file, where the machine has a reader of such files. */
function textOfPdf(pdf: Buffer, path: string): string | undefined {
  writeFileSync(path, pdf);
  const read = spawnSync(pdfReader, ['-layout', path, '-'], { encoding: 'utf8' });
  return read.error === undefined ? read.stdout.replace(/ ?\/ ?/g, '/') : undefined;
}

function steps(page: Page, language: Language): Locator {
  return page.getByRole('group', exactly(salesTexts[language].steps));
}

/** What belongs to a record stands behind a tab on a phone. */
async function showRelated(page: Page, name: string, isPhone: boolean): Promise<void> {
  if (isPhone) await page.getByRole('tab', exactly(name)).click();
}

test.beforeEach(async ({ page }) => {
  // A printed page is looked at as the browser lays it out; its own dialogue would only wait.
  await page.addInitScript(() => {
    window.print = () => undefined;
  });
});

test('a deal becomes a quote, its new version an order, and the order is planned, paid in part and given back', async ({
  page,
}, testInfo) => {
  test.setTimeout(120_000);
  const isPhone = testInfo.project.name === 'phone';
  const language: Language = isPhone ? 'zh' : 'en';
  const words = salesTexts[language];
  const paper = documentTexts[language];
  const fields = fieldTexts[language];
  const form = formTexts[language];
  const [customer, dealName, machine] = isPhone
    ? ['山雀咖啡馆', '八家门店换机', '双头咖啡机']
    : ['Nordkaffe', 'Machines for eight shops', 'Two-group machine'];
  await choose(page, language);

  await test.step('a customer and a deal with a line', async () => {
    await openScreen(page, 'customers/new');
    await page.getByLabel(appWords[language].name, { exact: true }).fill(customer);
    await page.getByRole('button', exactly(appWords[language].save)).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await openScreen(page, 'deals/board');
    await page.getByRole('link', exactly(dealTexts[language].newDeal)).last().click();
    const dialog = page.getByRole('dialog', exactly(form.create.deal));
    await dialog.getByLabel(fields.deal.name, { exact: true }).fill(dealName);
    await dialog.getByLabel(fields.deal.account, { exact: true }).fill(customer);
    await page.getByRole('option', { name: customer }).click();
    await dialog.getByLabel(fields.deal.amount, { exact: true }).first().fill('24000');
    await dialog.getByRole('button', exactly(form.addLine)).click();
    await dialog.getByLabel(`${fields.line.text} 1`, { exact: true }).fill(machine);
    await dialog.getByLabel(`${fields.line.quantity} 1`, { exact: true }).fill('3');
    await dialog.getByLabel(`${fields.line.price} 1`, { exact: true }).fill('8000');
    await dialog.getByRole('button', exactly(form.save.deal)).click();
    await expect(dialog).toBeHidden();
    await openScreen(page, 'deals/board');
    await page.getByRole('link', exactly(dealName)).click();
    await openScreen(page, 'deals/d1.0.0/full');
  });

  await test.step('a quote carries customer and lines of the deal', async () => {
    await steps(page, language).getByRole('button', exactly(words.quote.create)).click();
    const dialog = page.getByRole('dialog', exactly(form.create.quote));
    await expect(dialog.getByLabel(`${fields.line.text} 1`, { exact: true })).toHaveValue(machine);
    await expect(dialog.getByLabel(fields.quote.account, { exact: true })).toHaveValue(customer);
    await dialog.getByRole('button', exactly(form.save.quote)).click();
    await expect(page.getByRole('heading', exactly(`QT-${year}-1-0001`))).toBeVisible();
    await expectAccessible(page);
    await steps(page, language).getByRole('button', exactly(words.quote.markSent)).click();
    await expect(steps(page, language).getByRole('button', exactly(words.quote.accept))).toBeVisible();
  });

  await test.step('a new version replaces the one before, which an undo takes back', async () => {
    const second = `QT-${year}-1-0001-V2`;
    await steps(page, language).getByRole('button', exactly(words.quote.newVersion)).click();
    await expect(page.getByRole('heading', exactly(second))).toBeVisible();
    await undo(page, language, words.quote.versioned(second));
    await openScreen(page, 'quotes/q1.0.0/full');
    await steps(page, language).getByRole('button', exactly(words.quote.newVersion)).click();
    await expect(page.getByRole('heading', exactly(second))).toBeVisible();
    await page.getByRole('link', { name: words.quote.version(1) }).click();
    await expect(page.getByText(words.quote.replacedBy)).toBeVisible();
    await page.getByRole('link', exactly(second)).click();
    await expect(page.getByRole('heading', exactly(second))).toBeVisible();
  });

  await test.step('the quote is on paper in the language of the customer', async () => {
    await act(page, language, paper.dialog.action);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(paper.dialog.noCompany)).toBeVisible();
    await expectAccessible(page);
    const other: Language = language === 'zh' ? 'en' : 'zh';
    await dialog.getByText(other === 'zh' ? '中文' : 'English', { exact: true }).click();
    await expect(dialog.getByText(documentTexts[other].titles.quote, { exact: true })).toBeVisible();
    await dialog.getByRole('button', exactly(paper.dialog.print)).click();
    await page.emulateMedia({ media: 'print' });
    const printed = page.locator('body > .paper');
    await expect(printed).toBeVisible();
    await expect(printed).toContainText(documentTexts[other].titles.quote);
    await expect(printed).toContainText(machine);
    await expect(printed).toContainText(customer);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = textOfPdf(pdf, testInfo.outputPath('document.pdf'));
    if (text !== undefined)
      for (const part of [machine, customer, '24,000.00', '1/1']) expect(text).toContain(part);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await dialog.getByRole('button', exactly(paper.dialog.close)).last().click();
  });

  await test.step('accepting makes the order and wins the deal, in one step', async () => {
    const second = `QT-${year}-1-0001-V2`;
    await steps(page, language).getByRole('button', exactly(words.quote.accept)).click();
    const dialog = page.getByRole('dialog', exactly(words.quote.acceptTitle(second)));
    await expect(dialog.getByLabel(words.quote.winDeal(dealName))).toBeChecked();
    await expectAccessible(page);
    await dialog.getByRole('button', exactly(words.quote.acceptRun)).click();
    await expect(page.getByRole('heading', exactly(`SO-${year}-1-0001`))).toBeVisible();
    await openScreen(page, 'quotes/q1.0.2/full');
    await expect(page.getByRole('link', exactly(`SO-${year}-1-0001`))).toBeVisible();
    await expect(page.getByRole('button', exactly(words.quote.accept))).toBeHidden();
    await openScreen(page, 'deals/d1.0.0/full');
    await expect(page.getByText(fields.choices.won).first()).toBeVisible();
    await openScreen(page, 'orders/o1.0.0/full');
  });

  await test.step('what is payable is planned in two parts, of which the first is late', async () => {
    await steps(page, language).getByRole('button', exactly(words.order.plan)).click();
    const dialog = page.getByRole('dialog', exactly(words.plan.title));
    await dialog.getByLabel(words.plan.first, { exact: true }).fill(await dayFromToday(page, -5));
    await expect(dialog.getByRole('row')).toHaveCount(4);
    await expect(dialog.getByRole('table')).toContainText('12,000.00');
    await expectAccessible(page);
    await dialog.getByRole('button', exactly(words.plan.run)).click();
    await showRelated(page, recordTexts[language].lines, isPhone);
    await expect(page.getByText(words.order.overdueBy(5))).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('of a partial payment the rest stays planned and overdue', async () => {
    await steps(page, language).getByRole('button', exactly(words.order.record)).click();
    const dialog = page.getByRole('dialog', exactly(words.record.title));
    const amount = dialog.getByRole('textbox', { name: /CNY|EUR|GBP|USD/ });
    await expect(amount).toHaveValue('12000.00');
    await amount.fill('5000');
    await expect(dialog.getByText('7,000')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', exactly(words.record.run)).click();
    const figures = page.locator('dl').filter({ hasText: words.order.payable });
    await expect(figures).toContainText('19,000');
    await expect(figures).toContainText('7,000');
  });

  await test.step('the late rest is in its view of the list and on the page of today', async () => {
    await openScreen(page, 'payments');
    await page.getByRole('link', { name: new RegExp(`^${listTexts[language].ready.overdue}`) }).click();
    await expect(page.getByRole('row', { name: /7,000/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /5,000/ })).toBeHidden();
    await expectAccessible(page);
    await openScreen(page, 'today');
    const section = page.getByRole('region', exactly(words.today.title));
    await expect(section).toContainText('7,000');
    await expectAccessible(page);
    await section.getByRole('button', exactly(words.today.record(customer))).click();
    const dialog = page.getByRole('dialog', exactly(words.record.title));
    await dialog.getByRole('button', exactly(words.record.run)).click();
    await expect(section).toBeHidden();
    await undo(page, language, '7,000');
    await expect(section).toContainText('7,000');
  });

  await test.step('goods come back with their refund in one step, and what is no longer owed leaves the plan', async () => {
    await openScreen(page, 'orders/o1.0.0/full');
    await expect(steps(page, language).getByRole('button', exactly(words.order.record))).toBeVisible();
    await act(page, language, words.order.returnGoods);
    const dialog = page.getByRole('dialog', exactly(words.back.title(`SO-${year}-1-0001`)));
    await dialog.getByRole('button', exactly(words.back.run)).click();
    await expect(dialog.getByRole('alert')).toHaveText(words.back.problems.none);
    const quantity = dialog.getByLabel(words.back.quantity(machine));
    await quantity.fill('4');
    await expect(dialog.getByRole('alert')).toHaveText(words.back.problems.quantity);
    await dialog.getByRole('button', exactly(words.back.all)).click();
    await dialog.getByLabel(words.back.refund, { exact: true }).selectOption('done');
    await expect(dialog.getByRole('textbox', { name: /CNY|EUR|GBP|USD/ })).toHaveValue('5000.00');
    await expectAccessible(page);
    await dialog.getByRole('button', exactly(words.back.run)).click();
    await showRelated(page, recordTexts[language].lines, isPhone);
    await expect(page.getByText(words.order.settled)).toBeVisible();
    await expect(page.getByRole('link', { name: `SO-${year}-1-0002` })).toBeVisible();
    await expectAccessible(page);
    await undo(page, language, words.back.done(`SO-${year}-1-0001`));
    await expect(page.getByText(words.order.settled)).toBeHidden();
  });
});

test('company details stand on every document, and a receipt names what was paid @anyScreen', async ({
  page,
}) => {
  const [words, paper, fields] = [salesTexts.en, documentTexts.en, fieldTexts.en];
  await choose(page, 'en');
  await openScreen(page, 'settings/company');
  await page.getByLabel(paper.company.fields.name, { exact: true }).fill('山雀咖啡设备有限公司');
  await page.getByLabel(paper.company.fields.nameEn).fill('Shanque Coffee Machines Ltd.');
  await page.getByLabel(paper.company.fields.bankAccount).fill('6222 0000 1111');
  await expectAccessible(page);
  await page.getByRole('button', exactly(paper.company.save)).click();
  await expect(page.getByText(paper.company.saved)).toBeVisible();
  await openScreen(page, 'settings');
  await expect(page.getByRole('link', { name: settingsTexts.en.sections.company })).toBeVisible();

  await openScreen(page, 'payments/new');
  const form = page.getByRole('dialog', exactly(formTexts.en.create.payment));
  await form.getByLabel(fields.payment.amount, { exact: true }).first().fill('1250.5');
  await form.getByRole('button', exactly(formTexts.en.save.payment)).click();
  await expect(form).toBeHidden();
  await openScreen(page, 'payments/i1.0.0/full');
  await act(page, 'en', paper.dialog.action);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(paper.titles.request);
  await expect(dialog).toContainText('6222 0000 1111');
  await expect(dialog).toContainText('Shanque Coffee Machines Ltd.');
  await dialog.getByRole('button', exactly(paper.dialog.close)).last().click();
  await steps(page, 'en').getByRole('button', exactly(words.record.title)).click();
  await page.getByLabel(words.record.method).selectOption({ label: fields.choices.transfer });
  await page.getByRole('button', exactly(words.record.run)).click();
  await act(page, 'en', paper.dialog.action);
  await expect(dialog).toContainText(paper.titles.receipt);
  await expect(dialog).toContainText('1,250.50');
  await expect(dialog).toContainText(fields.choices.transfer);
  await dialog.getByText('中文', { exact: true }).click();
  await expect(dialog).toContainText(documentTexts.zh.titles.receipt);
  await expect(dialog).toContainText('山雀咖啡设备有限公司');
});

test('two windows in which a new version is made at once, and twice in one, make it once @anyScreen', async ({
  context,
  page,
}) => {
  const [words, fields, form] = [salesTexts.en, fieldTexts.en, formTexts.en];
  await choose(page, 'en');
  await openScreen(page, 'quotes/new');
  const dialog = page.getByRole('dialog', exactly(form.create.quote));
  await dialog.getByLabel(fields.quote.title, { exact: true }).fill('Machines for eight shops');
  await dialog.getByRole('button', exactly(form.save.quote)).click();
  await expect(page.getByRole('heading', exactly(`QT-${year}-1-0001`))).toBeVisible();
  await steps(page, 'en').getByRole('button', exactly(words.quote.markSent)).click();

  const other = await context.newPage();
  await choose(other, 'en');
  await openScreen(other, 'quotes/q1.0.0/full');
  const buttons = [page, other].map((each) =>
    steps(each, 'en').getByRole('button', exactly(words.quote.newVersion)),
  );
  for (const button of buttons) await expect(button).toBeEnabled();
  await Promise.all(
    buttons.map((button) =>
      button.evaluate((element: HTMLElement) => {
        element.click();
        element.click();
      }),
    ),
  );
  await openScreen(page, 'quotes');
  await expect(page.getByRole('row', { name: `QT-${year}-1-0001-V2` })).toHaveCount(1);
  await expect(page.getByRole('row', { name: `QT-${year}-1-0001` })).toHaveCount(2);
});

test('a double click is one: a quote is marked as sent once, and a question stays open until it is pressed beside @anyScreen', async ({
  page,
}) => {
  const [words, fields, form] = [salesTexts.en, fieldTexts.en, formTexts.en];
  await choose(page, 'en');
  await openScreen(page, 'quotes/new');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(fields.quote.title, { exact: true }).fill('Machines for eight shops');
  await dialog.getByRole('button', exactly(form.save.quote)).dblclick();
  await expect(page.getByRole('heading', exactly(`QT-${year}-1-0001`))).toBeVisible();
  await steps(page, 'en').getByRole('button', exactly(words.quote.markSent)).dblclick();
  const accept = steps(page, 'en').getByRole('button', exactly(words.quote.accept));
  await expect(accept).toBeVisible();
  await expect(page.locator('ol.timeline').getByText(/changed Status/)).toHaveCount(1);
  await accept.dblclick();
  await expect(dialog.getByRole('button', exactly(words.quote.acceptRun))).toBeVisible();
  await expectAccessible(page);
  await page.mouse.click(5, 5);
  await expect(dialog).toHaveCount(0);
});
