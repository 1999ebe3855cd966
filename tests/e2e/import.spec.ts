import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { choose, expectAccessible, openScreen } from '../support/app.ts';

const cards = [
  'Company,Contact person,Phone,E-mail,Level,Birthday',
  'Nordkaffe GmbH,Anna Berg,+49 40 1234567,info@nord.example,key,2/3/24',
  '\u84dd\u5cb8\u5496\u5561,\u53f6\u77e5\u79cb,13816024471,ye@lanan.example,\u91cd\u70b9,5/6/24',
  'Caf\u00e9 do Porto,Ana Lima,+351 22 5550118,"ana@porto,example",normal,7/8/24',
  'Bay Coffee,Chen Li,1380013800,li@bay.example,normal,9/10/24',
  '<img src=x onerror=alert(1)>,=cmd(),400-820-8820,x@y.example,low,11/12/24',
].join('\r\n');

const file = (text: string, name = 'cards.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

async function chooseFile(page: Page, text: string, name?: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file(text, name));
}

/** The number beside a line of "What will happen". */
function count(page: Page, line: RegExp) {
  return page.locator('dl div').filter({ hasText: line }).locator('dd').first();
}

test.beforeEach(async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'import');
});

test('a table is mapped, checked, put right, imported, shown and undone', async ({ page }) => {
  await chooseFile(page, cards);
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeVisible();
  await expect(count(page, /^New customers/)).toHaveText('3');
  await expect(count(page, /^Will not go in/)).toHaveText('2');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Use \u201c.\u201d' }).click();
  await expect(count(page, /^Will not go in/)).toHaveText('1');
  const bay = page.getByRole('listitem').filter({ hasText: 'Bay Coffee' });
  await bay.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: /Edit Phone in row 5/ }).fill('13800138000');
  await page.keyboard.press('Enter');
  await expect(count(page, /^New customers/)).toHaveText('5');
  await expect(count(page, /^Will not go in/)).toHaveText('0');

  await page.getByRole('button', { name: 'Import 5 rows' }).click();
  await expect(page.getByText('All 5 rows are in.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Show them' }).click();
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
  await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();

  await openScreen(page, 'import');
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByText('The import is undone.').first()).toBeVisible();
  await openScreen(page, 'customers');
  await expect(page.getByText('Nordkaffe GmbH')).toHaveCount(0);
});

test('the same file again finds everything there already @anyScreen', async ({ page }) => {
  const table = 'Name,Region\nNordkaffe,Hamburg\nLan An,Lanzhou\n';
  await chooseFile(page, table);
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByText('All 2 rows are in.')).toBeVisible();
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await chooseFile(page, table);
  await expect(count(page, /^Same already/)).toHaveText('2');
  await expect(page.getByRole('button', { name: 'Nothing to import' }).first()).toBeDisabled();
});

test('a column is mapped by hand, and how its dates are read is chosen', async ({ page }) => {
  await chooseFile(page, 'Name,When\nAnn,2/3/24\nBob,4/5/24\n');
  await page.getByRole('combobox', { name: 'Field for column When' }).selectOption({ label: 'Birthday' });
  const note = page.getByRole('button', { name: /Day first/ });
  await expect(note).toContainText('please confirm');
  await note.click();
  await expect(page.getByText('2/3/24 is read as 2024-03-02').first()).toBeVisible();
  await page.getByRole('radio', { name: /Month first/ }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: /^Month first$/ })).toBeVisible();
});

test('words without a meaning are given one', async ({ page }) => {
  await chooseFile(page, 'Name,Level\nAnn,super\nBob,A\n');
  await expect(count(page, /^Will not go in/)).toHaveText('1');
  await page.getByRole('button', { name: /1 word has no meaning yet/ }).click();
  await page.getByRole('combobox', { name: 'super' }).selectOption({ label: 'A' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(count(page, /^Will not go in/)).toHaveText('0');
});

test('a table is pasted, and read another way on request', async ({ page }) => {
  await page.getByRole('button', { name: 'Paste a table' }).click();
  await page.getByRole('textbox').fill('Name;Phone\nAnn;13800138000\n');
  await page.getByRole('button', { name: 'Use this' }).click();
  await expect(page.getByText(/read as UTF-8, semicolon/)).toBeVisible();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('combobox', { name: 'Delimiter' }).selectOption({ label: 'comma' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText(/1 row · 1 column · read as UTF-8, comma/)).toBeVisible();
});

test('rows that stay out come back as a file with their reasons @anyScreen', async ({ page }) => {
  await chooseFile(page, cards);
  await expect(count(page, /^Will not go in/)).toHaveText('2');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'As file' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('cards not imported.csv');
  const text = readFileSync(await saved.path(), 'utf8');
  expect(text.split('\r\n')[0]).toBe('\ufeffCompany,Contact person,Phone,E-mail,Level,Birthday,Row,Reason');
  expect(text).toContain('has 10 digits, needs 11');
});

for (const [what, name, content, message] of [
  ['an empty file', 'empty.csv', '', 'The file is empty.'],
  [
    'a damaged workbook under the name of a table',
    'book.csv',
    'PK\u0003\u0004rest',
    'This Excel file is damaged, incomplete or without a sheet.',
  ],
  ['ten thousand columns', 'wide.csv', `${'c,'.repeat(9_999)}c\n`, 'more than 1,000 columns'],
] as const) {
  test(`${what} is refused, and says why @anyScreen`, async ({ page }) => {
    await chooseFile(page, content, name);
    await expect(page.getByRole('alert')).toContainText(message);
    await expect(page.getByRole('alert')).toContainText('Your book is as it was.');
    await expectAccessible(page);
  });
}

test('a cancelled import leaves nothing behind, and can be started again @anyScreen', async ({ page }) => {
  const many = `Customer ID,Name\n${Array.from({ length: 30_000 }, (_, n) => `${n},Customer ${n}`).join('\n')}\n`;
  await chooseFile(page, many, 'many.csv');
  await page.getByRole('button', { name: 'Import 30,000 rows' }).click();
  await expect(page.locator('.working [role=progressbar]')).toHaveAttribute(
    'aria-valuenow',
    /^([1-9]|[1-8]\d)$/,
    {
      timeout: 30_000,
    },
  );
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Import cancelled. Nothing was written.')).toBeVisible({ timeout: 30_000 });
  await expect(count(page, /^New customers/)).toHaveText('30,000', { timeout: 30_000 });
  await openScreen(page, 'customers');
  await expect(page.getByText('Customer 1', { exact: true })).toHaveCount(0);
});

test('an import that was killed in the middle shows nothing, and goes on from the same file @anyScreen', async ({
  page,
}) => {
  const many = `Customer ID,Name\n${Array.from({ length: 30_000 }, (_, n) => `${n},Customer ${n}`).join('\n')}\n`;
  await chooseFile(page, many, 'many.csv');
  await page.getByRole('button', { name: 'Import 30,000 rows' }).click();
  await expect(page.locator('.working [role=progressbar]')).toHaveAttribute(
    'aria-valuenow',
    /^([1-9]|[1-8]\d)$/,
    { timeout: 30_000 },
  );
  await page.evaluate(() => (window.onbeforeunload = null));
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await openScreen(page, 'customers');
  await expect(page.getByText('Customer 1', { exact: true })).toHaveCount(0);

  await openScreen(page, 'import');
  const unfinished = page.locator('.file-step .note').filter({ hasText: 'many.csv' });
  await expect(unfinished).toBeVisible();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    unfinished.getByRole('button', { name: 'Choose the file and go on' }).click(),
  ]);
  await chooser.setFiles(file(many, 'many.csv'));
  await expect(page.getByText('All 30,000 rows are in.')).toBeVisible({ timeout: 60_000 });
  await openScreen(page, 'customers');
  await expect(page.getByText('30,000').first()).toBeVisible();
});

test('on a tablet each column shows its whole field, and nothing runs off the screen @anyScreen', async ({
  page,
}) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await chooseFile(page, `${cards}\r\nBay Two,Wu,13800138000,w@bay.example,super,1/2/24`);
  await expect(page.getByRole('button', { name: /1 word has no meaning yet/ })).toBeVisible();
  for (const field of await page.getByRole('combobox', { name: /^Field for column/ }).all())
    expect((await field.boundingBox())?.width).toBeGreaterThanOrEqual(140);
  const overflow = await page
    .locator('.main__scroll')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
