import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAccessible, loadSample, showFields, untilStill } from '../support/app.ts';

async function open(page: Page, hash = '#/customers'): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.locator('html')).toHaveAttribute('data-ready', 'true');
}

async function createCustomer(page: Page, name: string): Promise<void> {
  await open(page, '#/customers/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save customer' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

test('the language follows the browser, is switched at once, and stays after a reload', async ({ page }) => {
  await open(page, '#/settings/appearance');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByText('中文', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('radio', { name: '中文' })).toBeChecked();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('a chosen theme is there before the first paint', async ({ page }) => {
  await open(page, '#/settings/appearance');
  await page.getByText('Dark', { exact: true }).click();
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(
    'rgb(247, 247, 248)',
  );
});

test('a customer is created, changed in place, undone, deleted and restored from the bin', async ({
  page,
}) => {
  await createCustomer(page, 'Nordkaffe GmbH');

  await showFields(page);
  await page.getByRole('button', { name: 'Show empty fields' }).click();
  await page.getByRole('button', { name: 'Add Region' }).click();
  await page.getByRole('textbox', { name: 'Region' }).fill('Hamburg');
  await page.getByRole('textbox', { name: 'Region' }).press('Enter');
  await expect(page.locator('dd').filter({ hasText: 'Hamburg' })).toBeVisible();

  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(page.locator('dd').filter({ hasText: 'Hamburg' })).toHaveCount(0);

  await page.getByRole('button', { name: 'More actions' }).last().click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByText('No customers yet')).toBeVisible();

  await open(page, '#/bin');
  await page.getByRole('button', { name: 'Restore Nordkaffe GmbH' }).click();
  await open(page, '#/customers');
  await expect(page.getByRole('row', { name: /Nordkaffe GmbH/ })).toBeVisible();
});

test('what a tab wrote that ended before it told the others is in their lists when they are looked at', async ({
  page,
  context,
}) => {
  await open(page);
  const other = await context.newPage();
  await other.addInitScript(() => (BroadcastChannel.prototype.postMessage = () => undefined));
  await createCustomer(other, 'Nordkaffe GmbH');
  await other.close();
  await expect(page.getByText('Nordkaffe GmbH')).toHaveCount(0);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
});

test('a form says what to correct, and keeps what was written until it is saved or discarded', async ({
  page,
}) => {
  await open(page, '#/customers/new');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('einkauf@nordkaffe,example');
  await page.getByRole('button', { name: 'Save customer' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '2 things to correct' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await open(page, '#/customers/new');
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('einkauf@nordkaffe,example');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await open(page, '#/customers/new');
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('');
});

test('an order adds its lines up exactly and stands with its customer', async ({ page }) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await open(page, '#/orders/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill('nord');
  await page.getByRole('option', { name: /Nordkaffe/ }).click();
  await page.getByRole('textbox', { name: 'Description 1' }).fill('Grinder');
  await page.getByRole('textbox', { name: 'Quantity 1' }).fill('3');
  await page.getByRole('textbox', { name: 'Unit price 1' }).fill('0.3335');
  await page.getByRole('textbox', { name: 'Unit price 1' }).press('Tab');
  await expect(page.locator('.lines__total output')).toHaveText(/1\.00/);
  await page.getByRole('button', { name: 'Save order' }).click();
  await expect(page.getByRole('heading', { name: /SO-/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Nordkaffe GmbH' }).first()).toBeVisible();
});

test('the sample data fill an empty list at a click, and the palette finds a record by any part of its name', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Load sample data' }).click();
  const rows = page.getByRole('grid').getByRole('row');
  await expect(rows.nth(3)).toBeVisible({ timeout: 30_000 });

  const name = (await page.locator('.table__body .table__name').first().innerText()).trim();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(name.slice(1, 6));
  await expect(page.getByRole('option').filter({ hasText: name }).first()).toBeVisible();
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
});

test('many records are changed as one step, which one undo takes back @keyboard', async ({ page }) => {
  for (const name of ['Alpha', 'Beta', 'Gamma']) await createCustomer(page, name);
  await open(page, '#/customers');
  await page.getByRole('row', { name: /Alpha/ }).focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar')).toContainText('3 selected');
  await page.getByRole('button', { name: 'Edit field' }).click();
  await page.getByLabel('Field', { exact: true }).selectOption({ label: 'Industry' });
  await page.getByRole('textbox', { name: 'New value' }).fill('Roasters');
  await page.getByRole('button', { name: 'Apply to 3' }).click();
  await expect(page.getByRole('gridcell', { name: 'Roasters' })).toHaveCount(3);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('gridcell', { name: 'Roasters' })).toHaveCount(0);
});

test('keys bring the whole of the row they lead to into view, wherever the list was scrolled to @keyboard', async ({
  page,
}) => {
  await loadSample(page, 'en');
  await open(page);
  const grid = page.getByRole('grid');
  await page.locator('.table__body .table__row').first().focus();
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 3 }));
  const focused = page.locator('.table__body .table__row:focus');
  await expect(focused).toHaveAttribute('aria-rowindex', '2');
  for (const [key, row] of [
    ['End', await grid.getAttribute('aria-rowcount')],
    ['Home', '2'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(focused).toHaveAttribute('aria-rowindex', row ?? '');
    await expect(focused).toBeInViewport({ ratio: 1 });
  }
});

test('a list is filtered by a condition, which can be changed and taken away @keyboard', async ({ page }) => {
  for (const name of ['Alpha', 'Beta']) await createCustomer(page, name);
  await open(page, '#/customers');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Name', exact: true }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('alp');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('row', { name: /Alpha/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Beta/ })).toHaveCount(0);
  await page.getByRole('button', { name: /Remove Name/ }).click();
  await expect(page.getByRole('row', { name: /Beta/ })).toBeVisible();
});

const pages = [
  '#/customers',
  '#/contacts',
  '#/orders',
  '#/products',
  '#/segments',
  '#/bin',
  '#/team',
  '#/join',
  '#/settings/profile',
  '#/settings/storage',
  '#/settings/formats',
  '#/settings/fields',
  '#/settings/hours',
  '#/tasks/calendar',
  '#/tasks/board',
  '#/indices',
  '#/predict',
  '#/value',
  '#/capture',
  '#/customers/new',
  '#/orders/new',
];

test('what opens over a screen is accessible, and Escape closes it', async ({ page, isMobile }) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await open(page, '#/customers');
  const opens: [name: string, act: () => Promise<void>][] = [
    ['palette', () => page.keyboard.press('Control+k')],
    ['keys', () => page.keyboard.press('?')],
    ['a new record', () => page.keyboard.press('c')],
    ['menu', () => page.getByRole('button', { name: 'More actions' }).first().click()],
    ...(isMobile
      ? [
          ['filters', () => page.getByRole('button', { name: /^Filter,/ }).click()] as [
            string,
            () => Promise<void>,
          ],
        ]
      : [
          ['filter', () => page.getByRole('button', { name: 'Filter', exact: true }).click()] as [
            string,
            () => Promise<void>,
          ],
          ['columns', () => page.getByRole('button', { name: 'Columns and density' }).click()] as [
            string,
            () => Promise<void>,
          ],
        ]),
  ];
  for (const [name, act] of opens) {
    await test.step(name, async () => {
      await act();
      const float = page.locator('dialog[open], [role="menu"], .popover').first();
      await expect(float).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(float).toHaveCount(0);
    });
  }
});

test('no screen is wider than a phone of 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const hash of pages) {
    await open(page, hash);
    await untilStill(page);
    const overflow = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.main__scroll')].map(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      ),
    );
    expect(Math.max(...overflow), hash).toBeLessThanOrEqual(0);
  }
});

test('the tick of a task in a list is whole and as large as a finger @phone', async ({ page }) => {
  await open(page, '#/tasks/new');
  await page.getByRole('textbox', { name: 'Title' }).fill('Call back');
  await page.getByRole('button', { name: 'Save task' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await open(page, '#/tasks');
  const tick = page.getByRole('checkbox', { name: /Call back/ });
  await expect(tick).toBeVisible();
  const hits = await tick.evaluate((circle) => {
    const { left, top, width, height } = circle.getBoundingClientRect();
    const hit = (x: number, y: number) =>
      document.elementFromPoint(left + width / 2 + x, top + height / 2 + y)?.closest('label') !== null;
    return [hit(0, 0), hit(1 - width / 2, 0), hit(-20, 0), hit(20, 0), hit(0, -17), hit(0, 26)];
  });
  expect(hits).toEqual([true, true, true, true, true, true]);
});

test('the warning that the browser may clear the data leaves once a person has seen where they are kept', async ({
  page,
}) => {
  await loadSample(page, 'en');
  const warning = page.getByText('The browser may clear this data');
  await page.getByRole('button', { name: 'See storage' }).click();
  await expect(page.getByText('Rebuild the list data').first()).toBeVisible();
  await expect(warning).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Rebuild the list data').first()).toBeVisible();
  await expect(warning).toHaveCount(0);
});
