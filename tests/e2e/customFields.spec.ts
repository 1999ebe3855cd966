import { expect, test, type Page } from '@playwright/test';
import {
  choose,
  deskAndPhone,
  expectAccessible,
  loadSample,
  openScreen,
  showFields,
} from '../support/app.ts';

/** By what a person touches: the button itself is only there for keys and screen readers. */
async function pickType(page: Page, type: string): Promise<void> {
  const button = page.getByRole('radio', { name: new RegExp(`^${type}`) });
  await page.locator('label').filter({ has: button }).click();
  await expect(button).toBeChecked();
}

/** Adds a custom field of customers on the screen of fields. */
async function addField(
  page: Page,
  name: string,
  type: string,
  more: { readonly choices?: readonly string[]; readonly formula?: string } = {},
): Promise<void> {
  await page.getByRole('button', { name: 'Add a field', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await pickType(page, type);
  for (const [i, choice] of (more.choices ?? []).entries())
    await dialog.getByLabel(`Choice ${i + 1}`, { exact: true }).fill(choice);
  if (more.formula !== undefined) await dialog.getByRole('textbox', { name: 'Formula' }).fill(more.formula);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
}

const types: readonly (readonly [name: string, type: string])[] = [
  ['Motto', 'Text'],
  ['Story', 'Long text'],
  ['Lorries', 'Number'],
  ['Budget', 'Amount'],
  ['Founded', 'Date'],
  ['Visited', 'Checkbox'],
  ['Hotline', 'Phone'],
  ['Invoices to', 'E-mail'],
  ['Shop', 'Link'],
  ['Parent', 'Reference'],
];

test('a field of every type is added, filled in a form and read on the record', async ({ page }) => {
  test.setTimeout(120_000);
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await choose(page, 'en');
  await openScreen(page, 'settings/fields');
  for (const [name, type] of types) await addField(page, name, type);
  await addField(page, 'Grade', 'Choice', { choices: ['Gold', 'Silver'] });
  await addField(page, 'Sectors', 'Several choices', { choices: ['Food', 'Steel'] });
  await addField(page, 'Lorries doubled', 'Formula', { formula: '{Lorries} * 2' });

  await openScreen(page, 'customers/new');
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill('Alpha Ltd');
  await form.getByLabel('Motto').fill('Ever onward');
  await form.getByLabel('Story').fill('Line one\nLine two');
  await form.getByLabel('Lorries').fill('21');
  await form.getByLabel('Budget').fill('1250.50');
  await form.getByLabel('Founded').fill('1998-04-01');
  await form.getByLabel('Visited').check();
  await form.getByLabel('Hotline').fill('+49 30 1234567');
  await form.getByLabel('Invoices to').fill('bills@alpha.example');
  await form.getByLabel('Shop').fill('https://alpha.example');
  await form.getByLabel('Grade').selectOption({ label: 'Silver' });
  await form.getByRole('group', { name: 'Sectors' }).getByRole('button', { name: 'Steel' }).click();
  await form.getByRole('button', { name: 'Save customer' }).click();
  await expect(form).toBeHidden();

  await showFields(page);
  const shown = page.locator('dl.props');
  for (const text of ['Ever onward', 'Line two', '21', '1,250.5', '1 Apr 1998', 'bills@alpha.example'])
    await expect(shown.getByText(text).first()).toBeVisible();
  await expect(shown.getByText('Silver', { exact: true })).toBeVisible();
  await expect(shown.getByText('Steel', { exact: true })).toBeVisible();
  await expect(shown.getByText('42', { exact: true })).toBeVisible();
  await expect(shown.getByRole('link', { name: '+49 30 1234567' })).toHaveAttribute('href', /^tel:/);
  await page.reload();
  await showFields(page);
  await expect(shown.getByText('42', { exact: true })).toBeVisible();
  expect(failures).toEqual([]);
});

test('renaming a choice renames it on every record, and a deleted field comes back with its values', async ({
  page,
}) => {
  await choose(page, 'en');
  await openScreen(page, 'settings/fields');
  await addField(page, 'Grade', 'Choice', { choices: ['Gold', 'Silver'] });
  await openScreen(page, 'customers/new');
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Beta Ltd');
  await page.getByRole('dialog').getByLabel('Grade').selectOption({ label: 'Gold' });
  await page.getByRole('dialog').getByRole('button', { name: 'Save customer' }).click();
  await showFields(page);
  await expect(page.locator('dl.props').getByText('Gold', { exact: true })).toBeVisible();
  const record = page.url().split('#/')[1] ?? '';

  await openScreen(page, 'settings/fields');
  await page.getByRole('button', { name: 'What to do with Grade' }).click();
  await page.getByRole('menuitem', { name: 'Edit field' }).click();
  await page.getByRole('dialog').getByLabel('Choice 1', { exact: true }).fill('Platinum');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await openScreen(page, record);
  await showFields(page);
  await expect(page.locator('dl.props').getByText('Platinum', { exact: true })).toBeVisible();

  await openScreen(page, 'settings/fields');
  await page.getByRole('button', { name: 'What to do with Grade' }).click();
  await page.getByRole('menuitem', { name: 'Delete field' }).click();
  await expect(page.getByRole('button', { name: 'Restore Grade' })).toBeVisible();
  await openScreen(page, record);
  await showFields(page);
  await expect(page.getByText('Platinum')).toHaveCount(0);
  await openScreen(page, 'settings/fields');
  await page.getByRole('button', { name: 'Restore Grade' }).click();
  await expect(page.getByRole('button', { name: 'Restore Grade' })).toHaveCount(0);
  await openScreen(page, record);
  await showFields(page);
  await expect(page.locator('dl.props').getByText('Platinum', { exact: true })).toBeVisible();
});

test('a formula that is wrong says where and why, and is not saved', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'settings/fields');
  await page.getByRole('button', { name: 'Add a field', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Wrong');
  await pickType(page, 'Formula');
  await dialog.getByRole('textbox', { name: 'Formula' }).fill('{Employees} + "a"');
  await expect(dialog.getByText('At character 15: This has to be a number and is a text.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Formula' }).fill('{Employees} + 1');
  await expect(dialog.getByText('Gives a number.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
});

test('what is switched off leaves the navigation and the forms, and comes back', async ({
  page,
  isMobile,
}) => {
  const orders = page.getByRole('link', { name: 'Orders', exact: true });
  /** On a phone most pages stand behind a button. */
  const showNavigation = async (): Promise<void> => {
    await openScreen(page, 'customers');
    if (isMobile) await page.getByRole('button', { name: 'More', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Products', exact: true }).first()).toBeVisible();
  };
  await choose(page, 'en');
  await openScreen(page, 'settings/modules');
  await page.getByRole('checkbox', { name: 'Orders' }).uncheck();
  await showNavigation();
  await expect(orders).toHaveCount(0);
  await openScreen(page, 'settings/modules');
  await page.getByRole('checkbox', { name: 'Orders' }).check();
  await showNavigation();
  await expect(orders.first()).toBeVisible();
});

for (const { language, theme, tag } of deskAndPhone('zh')) {
  test(`the settings of fields, formats, modules and hours are accessible in ${language} and ${theme} ${tag}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const shots = process.env['RAPPORT_SHOTS'];
    await choose(page, language, theme);
    await loadSample(page, language);
    for (const section of ['fields', 'formats', 'modules', 'hours']) {
      await openScreen(page, `settings/${section}`);
      await expectAccessible(page);
      if (shots !== undefined)
        await page.screenshot({
          path: `${shots}/${section}-${language}-${String(page.viewportSize()?.width)}.png`,
        });
    }
    await openScreen(page, 'settings/fields');
    await page.getByRole('button', { name: language === 'en' ? 'Add a field' : '添加字段' }).click();
    const formula = language === 'en' ? 'Formula' : '公式';
    for (const type of [language === 'en' ? 'Choice' : '单选', formula]) {
      await pickType(page, type);
      if (type === formula)
        await page
          .getByRole('dialog')
          .getByRole('textbox', { name: formula })
          .fill(language === 'en' ? 'if({Employees} > 10, "big", "small")' : 'if({员工数} > 10, "大", "小")');
      await expectAccessible(page);
      if (shots !== undefined)
        await page.screenshot({
          path: `${shots}/dialog-${type}-${language}-${String(page.viewportSize()?.width)}.png`,
        });
    }
    await page
      .getByRole('button', { name: language === 'en' ? 'How formulas are written' : '公式怎么写' })
      .click();
    await expectAccessible(page);
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/help-${language}-${String(page.viewportSize()?.width)}.png` });
  });
}
