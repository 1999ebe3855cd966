import { expect, test, type Page } from '@playwright/test';
import { activityTexts } from '../../src/i18n/activity.ts';
import { duplicateTexts } from '../../src/i18n/duplicates.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { recordTexts } from '../../src/i18n/record.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import {
  choose,
  deskAndPhone,
  expectAccessible,
  openScreen,
  showFields,
  words,
  type Language,
} from '../support/app.ts';

const isPhone = (): boolean => test.info().project.name === 'phone';

interface Customer {
  readonly name: string;
  readonly phone: string;
  readonly address?: string;
}

/** A new customer on the whole page; gives the address of the page. */
async function aCustomer(
  page: Page,
  language: Language,
  { name, phone, address }: Customer,
): Promise<string> {
  const field = fieldTexts[language].account;
  await openScreen(page, 'customers/new');
  await page.getByLabel(words[language].name, { exact: true }).fill(name);
  await page.getByLabel(field.phones, { exact: true }).first().fill(phone);
  if (address !== undefined) {
    const all = page.getByRole('dialog').getByRole('button', { name: formTexts[language].moreFields });
    if (await all.isVisible()) await all.click();
    await page.getByLabel(field.address, { exact: true }).fill(address);
  }
  await page.getByRole('button', { name: words[language].save }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  const hash = new URL(page.url()).hash.slice(2).replace(/\/full$/, '');
  await openScreen(page, `${hash}/full`);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return `${hash}/full`;
}

/** Where the customer in view comes from, changed among the fields. */
async function aSource(page: Page, language: Language, source: string): Promise<void> {
  const label = fieldTexts[language].account.source;
  const { addValue, showEmpty } = recordTexts[language];
  if (isPhone()) await showFields(page, language);
  await page.getByRole('button', { name: showEmpty }).click();
  await page.getByRole('button', { name: `${addValue} ${label}`, exact: true }).click();
  await page.getByLabel(label, { exact: true }).fill(source);
  await page.keyboard.press('Enter');
  await expect(page.getByText(source, { exact: true })).toBeVisible();
}

async function anOrder(page: Page, language: Language, number: string): Promise<void> {
  const say = recordTexts[language];
  const button = page.getByRole('button', { name: say.newOrder, exact: true });
  if (await button.isVisible()) await button.click();
  else {
    await page.getByRole('button', { name: say.more }).click();
    await page.getByRole('menuitem', { name: say.newOrder }).click();
  }
  const dialog = page.getByRole('dialog');
  const { order, line } = fieldTexts[language];
  await dialog.getByLabel(order.number, { exact: true }).fill(number);
  await dialog.getByLabel(`${line.text} 1`).fill('Beans');
  await dialog.getByLabel(`${line.quantity} 1`).fill('2');
  await dialog.getByLabel(`${line.price} 1`).fill('50');
  await dialog.getByRole('button', { name: formTexts[language].save.order }).click();
  await expect(dialog).toBeHidden();
}

const shot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['RAPPORT_SHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/${test.info().project.name}-${name}.png` });
};

for (const { language, tag } of deskAndPhone('en')) {
  test(`two records of one customer are found, merged field by field, and taken apart again, in ${language} ${tag}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const say = duplicateTexts[language];
    const timeline = (): ReturnType<Page['locator']> => page.locator('.rec__timeline');
    await choose(page, language, language === 'zh' ? 'dark' : 'light');
    const keptAt = await aCustomer(page, language, {
      name: 'Lanan Coffee Ltd',
      phone: '13800138000',
      address: 'Harbour street 12',
    });
    const lostAt = await aCustomer(page, language, {
      name: 'Lanan Cofee',
      phone: '+86 138 0013 8000',
    });
    await anOrder(page, language, 'R-1001');
    await expect(timeline().getByText(activityTexts[language].order.order('R-1001'))).toBeVisible();
    const hint = page.getByText(say.record.may('Lanan Coffee Ltd'));
    await expect(hint).toBeVisible();
    await test.step('the hint stays where it is while another field is edited', async () => {
      const shown = await hint.elementHandle();
      await aSource(page, language, 'Trade fair');
      expect(await shown?.evaluate((element) => element.isConnected)).toBe(true);
    });

    await test.step('they are found, with reasons', async () => {
      await openScreen(page, 'duplicates');
      const among = say.count.account('2');
      await expect(page.getByText(say.lead(among, '1', '1'))).toBeVisible();
      await expect(page.getByText(say.level[5](fieldTexts[language].account.phones))).toBeVisible();
      await expectAccessible(page);
      await shot(page, `found-${language}`);
    });

    await test.step('they are merged field by field', async () => {
      await page.getByRole('button', { name: /^(Compare and merge|比较并合并)/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('radio', { name: /Lanan Coffee Ltd/ })
        .first()
        .check();
      await expect(dialog.getByText(say.dialog.moving.order('1'))).toBeVisible();
      await dialog
        .getByRole('group', { name: fieldTexts[language].account.name, exact: true })
        .getByRole('radio', { name: /Lanan Cofee/ })
        .check();
      await expectAccessible(page);
      await shot(page, `merge-${language}`);
      await dialog.getByRole('button', { name: say.dialog.run, exact: true }).click();
      await expect(page.getByText(say.dialog.done('Lanan Cofee', 'Lanan Coffee Ltd'))).toBeVisible();
      await expect(page.getByText(say.none(say.count.account('2')))).toBeVisible();
    });

    await test.step('the old address leads to the record that stays, with the order of the other', async () => {
      await openScreen(page, lostAt);
      await expect(page.getByText(say.record.leads('Lanan Cofee', 'Lanan Cofee'))).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${keptAt}$`));
      await expect(timeline().getByText(activityTexts[language].order.order('R-1001'))).toBeVisible();
      await expectAccessible(page);
      await shot(page, `winner-${language}`);
      await openScreen(page, 'customers');
      await expect(
        page.getByText('Harbour street 12').or(page.getByText('Lanan Cofee')).first(),
      ).toBeVisible();
      await expect(page.getByText('Lanan Coffee Ltd')).toHaveCount(0);
    });

    await test.step('the merge is listed, and taken apart', async () => {
      await openScreen(page, 'duplicates');
      await page.getByText(say.views.past, { exact: true }).click();
      await expect(page.getByRole('link', { name: say.past.into('Lanan Cofee') })).toBeVisible();
      await expectAccessible(page);
      await shot(page, `past-${language}`);
      await page.getByRole('button', { name: say.past.unmergeNamed('Lanan Cofee') }).click();
      await expect(page.getByText(say.past.none)).toBeVisible();
      await openScreen(page, lostAt);
      await expect(page.getByRole('heading', { name: 'Lanan Cofee', level: 1 })).toBeVisible();
      await expect(timeline().getByText(activityTexts[language].order.order('R-1001'))).toBeVisible();
      await openScreen(page, keptAt);
      await expect(page.getByRole('heading', { name: 'Lanan Coffee Ltd', level: 1 })).toBeVisible();
      await expect(timeline().getByText(activityTexts[language].order.order('R-1001'))).toHaveCount(0);
    });

    await test.step('said to be different, they are not asked about again', async () => {
      await openScreen(page, 'duplicates');
      await page.getByRole('button', { name: say.again }).click();
      await page.getByRole('button', { name: /^(Not the same|不是同一个)/ }).click();
      await expect(page.getByText(say.markedDistinct)).toBeVisible();
      await page.getByRole('button', { name: say.again }).click();
      await expect(page.getByText(say.none(say.count.account('2')))).toBeVisible();
      await page.getByRole('button', { name: uiTexts[language].undo, exact: true }).last().click();
      await page.getByRole('button', { name: say.again }).click();
      await expect(page.getByRole('button', { name: /^(Compare and merge|比较并合并)/ })).toBeVisible();
    });
  });
}

test('many duplicates are merged as one step that one undo takes back', async ({ page }) => {
  test.setTimeout(120_000);
  const say = duplicateTexts.en;
  await choose(page, 'en');
  const names = ['Nordkaffe', 'Harbour Bakery', 'Alpine Steel'];
  for (const [i, name] of names.entries()) {
    const phone = `1390013900${i}`;
    await aCustomer(page, 'en', { name: `${name} Ltd`, phone, address: `Mill lane ${i + 3}` });
    await aCustomer(page, 'en', { name, phone, address: `Mill lane ${i + 3}` });
  }
  await openScreen(page, 'duplicates');
  await page.getByRole('button', { name: say.bulk.open }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(say.bulk.text('3', '6'))).toBeVisible();
  await expectAccessible(page);
  await shot(page, 'bulk');
  await dialog.getByRole('button', { name: say.bulk.run('3') }).click();
  await expect(page.getByText(say.bulk.done('3'))).toBeVisible();
  await page.getByText(say.views.past, { exact: true }).click();
  await expect(page.getByRole('button', { name: /^Unmerge/ })).toHaveCount(3);
  await page.getByRole('button', { name: uiTexts.en.undo, exact: true }).last().click();
  await expect(page.getByText(say.past.none)).toBeVisible();
});
