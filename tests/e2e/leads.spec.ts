import { expect, test, type Locator, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { activityTexts } from '../../src/i18n/activity.ts';
import { leadTexts } from '../../src/i18n/leads.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { poolTexts } from '../../src/i18n/pool.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';

const exactly = (text: string) => ({ name: text, exact: true });

/** Writes down a record by the form of its kind. */
async function write(
  page: Page,
  language: Language,
  kind: 'lead' | 'account',
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await openScreen(page, kind === 'lead' ? 'leads/new' : 'customers/new');
  const form = page.getByRole('dialog', exactly(formTexts[language].create[kind]));
  for (const [label, value] of Object.entries(values))
    await form.getByLabel(label, { exact: true }).first().fill(value);
  await form.getByRole('button', exactly(formTexts[language].save[kind])).click();
  await expect(form).toBeHidden();
}

async function undo(page: Page, language: Language, what: string): Promise<void> {
  const toast = page.locator('.toast').filter({ hasText: what });
  await toast.getByRole('button', exactly(uiTexts[language].undo)).click();
  await expect(toast).toBeHidden();
}

/** The button at the record, not the one of its menu. */
function act(page: Page, label: string): Locator {
  return page.getByRole('button', exactly(label)).first();
}

test('a lead is written down, scored with reasons, given to somebody and converted into a customer who was there', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const isPhone = language === 'zh';
  const words = leadTexts[language];
  const fields = fieldTexts[language];
  const name = isPhone ? '周敏' : 'Mia Brandt';
  const company = isPhone ? '蓝岸咖啡有限公司' : 'Lanan Coffee Ltd';
  const phone = '+49 30 5551234';
  await choose(page, language);
  await write(page, language, 'account', { [fields.account.name]: isPhone ? '蓝岸咖啡' : 'Lanan Coffee' });
  await write(page, language, 'lead', {
    [fields.lead.name]: name,
    [fields.lead.company]: company,
    [fields.lead.phones]: phone,
    [fields.lead.amount]: '18600',
  });
  const record = page.getByRole('heading', { name: new RegExp(name) });
  await expect(record).toBeVisible();

  await test.step('the score says why', async () => {
    await expect(page.getByText(words.score.label('45'), { exact: true })).toBeVisible();
    await page.getByRole('button', exactly(words.score.why)).click();
    const why = page.getByRole('dialog', exactly(words.score.title(name)));
    await expect(why.getByRole('listitem').filter({ hasText: fields.lead.phones })).toContainText('+20');
    await expect(why.getByText(words.score.sum('45'))).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(why).toBeHidden();
    await expect(record).toBeVisible();
  });

  await test.step('it is given back with a reason, claimed, worked on, and assigned', async () => {
    await act(page, words.acts.recycle).click();
    const reason = page.getByRole('dialog', exactly(words.reason.recycle));
    await reason.getByLabel(words.reason.label).selectOption({ label: fields.choices.budget });
    await expectAccessible(page);
    await reason.getByRole('button', exactly(words.reason.confirmRecycle)).click();
    await expect(page.getByText(poolTexts[language].inPool.lead)).toBeVisible();
    await expect(page.getByText(poolTexts[language].because(fields.choices.budget))).toBeVisible();
    await act(page, poolTexts[language].claim).click();
    await expect(page.getByText(poolTexts[language].inPool.lead)).toBeHidden();
    await act(page, words.acts.start).click();
    await expect(page.getByText(words.started(name))).toBeVisible();
    await expect(page.getByText(words.score.label('60'), { exact: true })).toBeVisible();
    await act(page, words.acts.assign).click();
    const people = page.getByRole('dialog', exactly(words.assign.title));
    await expectAccessible(page);
    await people.getByRole('button', exactly(words.assign.confirm)).click();
    await expect(people).toBeHidden();
  });

  await test.step('something is said and planned', async () => {
    await page.getByPlaceholder(activityTexts[language].composer.placeholder).fill('Machines for six shops');
    await page.getByRole('button', exactly(activityTexts[language].composer.save)).click();
    await expect(page.getByText(words.score.label('80'), { exact: true })).toBeVisible();
  });

  const convert = async () => {
    await act(page, words.acts.convert).click();
    const dialog = page.getByRole('dialog', exactly(words.convert.title(name)));
    const same = isPhone ? '蓝岸咖啡' : 'Lanan Coffee';
    const use = dialog.getByRole('radio', { name: words.convert.use(same) });
    await expect(use).toBeChecked();
    await expect(dialog.getByRole('radio', exactly(words.convert.newContact(name)))).toBeChecked();
    await expect(dialog.getByLabel(words.convert.amount, { exact: true }).first()).toHaveValue(/^18600/);
    await expectAccessible(page);
    await dialog.getByRole('button', exactly(words.convert.confirm)).click();
    await expect(dialog).toBeHidden();
    return words.convert.done(name, same);
  };
  await test.step('the customer is offered and used, taken back, and used again', async () => {
    const done = await convert();
    await expect(page.getByText(words.converted.title, { exact: true })).toBeVisible();
    await expect(page.getByRole('button', exactly(words.acts.convert))).toHaveCount(0);
    await undo(page, language, done);
    await expect(page.getByText(words.converted.title, { exact: true })).toBeHidden();
    await openScreen(page, 'deals');
    await expect(page.getByRole('row', { name: new RegExp(company) })).toHaveCount(0);
    await openScreen(page, 'leads');
    await page.getByRole('row', { name: new RegExp(name) }).click();
    await convert();
    await expectAccessible(page);
  });

  await test.step('the customer shows what was said, and the board the deal', async () => {
    await page.getByRole('link', { name: new RegExp(`^${fields.lead.account}[：:]`) }).click();
    await expect(page.getByText('Machines for six shops').first()).toBeVisible();
    await openScreen(page, 'deals/board');
    const card = page.getByRole('listitem').filter({ hasText: company });
    await expect(card).toContainText('18,600');
    await openScreen(page, 'customers');
    await expect(page.getByRole('row', { name: isPhone ? /蓝岸咖啡/ : /Lanan Coffee/ })).toHaveCount(1);
  });
});

test('rules of the score are changed, and a list sorts by it @keyboard', async ({ page }) => {
  const words = leadTexts.en;
  const fields = fieldTexts.en;
  await choose(page, 'en');
  await write(page, 'en', 'lead', { [fields.lead.name]: 'Ann', [fields.lead.phones]: '+49 30 5551111' });
  await write(page, 'en', 'lead', { [fields.lead.name]: 'Ben', [fields.lead.company]: 'Lanan' });
  await openScreen(page, 'settings/scoring');
  await page
    .getByRole('region', exactly(words.rules.rule(3)))
    .getByLabel(words.rules.points)
    .fill('90');
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.rules.save)).press('Enter');
  await expect(page.getByText(words.rules.saved)).toBeVisible();
  await openScreen(page, 'leads');
  await page.getByRole('button', exactly(fields.lead.score)).click();
  await expect(page.getByRole('row').nth(1)).toContainText('Ben');
  await expect(page.getByRole('row').nth(1)).toContainText('90');
  await undo(page, 'en', words.rules.saved);
  await expect(page.getByRole('row').nth(1)).toContainText('Ann');
});

test('many are released and claimed as far as the limits go, which are named', async ({ page }, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = poolTexts[language];
  const list = listTexts[language];
  const fields = fieldTexts[language];
  const isPhone = language === 'zh';
  await choose(page, language);
  for (const name of ['Ann', 'Ben', 'Cleo'])
    await write(page, language, 'lead', { [fields.lead.name]: name });
  await openScreen(page, 'settings/pool');
  const pool = page.getByRole('form', exactly(words.settings.kinds.lead));
  await pool.getByLabel(words.settings.perDay, { exact: true }).fill('2');
  await expectAccessible(page);
  await pool.getByRole('button', exactly(words.settings.save)).click();
  await expect(page.getByText(words.settings.saved)).toBeVisible();

  await openScreen(page, 'leads');
  const chooseAll = async () => {
    if (isPhone) {
      if (!(await page.getByRole('button', exactly(list.endChoosing)).isVisible())) {
        await page.getByRole('button', exactly(list.more)).first().click();
        await page.getByRole('menuitem', exactly(list.chooseRows)).click();
      }
      for (const name of ['Ann', 'Ben', 'Cleo'])
        await page.getByRole('checkbox', { name: new RegExp(name) }).check({ force: true });
    } else await page.getByRole('columnheader').getByRole('checkbox').check();
  };
  await chooseAll();
  const bar = page.getByRole('toolbar', exactly(list.bulk));
  await bar.getByRole('button', exactly(list.more)).click();
  await page.getByRole('menuitem', exactly(list.release)).click();
  await page.getByRole('dialog').getByRole('button', exactly(words.confirm)).click();
  await expect(page.getByText(words.releasedMany('3'))).toBeVisible();
  await openScreen(page, 'leads?view=pool');
  await expect(page.getByRole('row', { name: /Ann|Ben|Cleo/ })).toHaveCount(3);
  await expectAccessible(page);
  await chooseAll();
  await bar.getByRole('button', exactly(list.claim)).click();
  await expect(page.getByText(words.claimedMany('2'))).toBeVisible();
  await expect(page.getByText(words.refused.perDay('2'), { exact: false })).toBeVisible();
  await expect(page.getByRole('row', { name: /Ann|Ben|Cleo/ })).toHaveCount(1);
});
