import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAccessible, openScreen } from '../support/app.ts';

async function createCustomer(page: Page, name: string): Promise<void> {
  await openScreen(page, 'customers/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save customer' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

/** Shares a form with the app, as the system does: only the service worker hears of it. */
async function share(
  page: Page,
  fields: Record<string, string>,
  files: { name: string; type: string; text: string }[],
) {
  await page.evaluate(
    async ({ texts, parts }) => {
      await navigator.serviceWorker.ready;
      const form = new FormData();
      for (const [name, value] of Object.entries(texts)) form.set(name, value);
      for (const { name, type, text } of parts) form.append('files', new File([text], name, { type }));
      await fetch('/share', { method: 'POST', body: form, redirect: 'manual' });
    },
    { texts: fields, parts: files },
  );
  await page.goto('/?shared#/capture');
  await expect(page.locator('html[data-ready="true"]')).toBeAttached();
}

async function untilControlled(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const card = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:沈;若兰;;;',
  'FN:沈若兰',
  'ORG:杭州云栖酒店集团;采购部',
  'TEL;TYPE=CELL:138 5710 2246',
  'EMAIL:shen@yunqi.example',
  'END:VCARD',
].join('\r\n');

test.describe('what is shared', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a card that is shared offline waits for the page, is shown, and becomes a contact with its customer', async ({
    page,
    context,
  }) => {
    await openScreen(page, 'contacts');
    await untilControlled(page);
    await context.setOffline(true);
    await share(page, {}, [{ name: 'shen.vcf', type: 'text/vcard', text: card }]);
    await expect(page.getByText('沈若兰').first()).toBeVisible();
    await expect(page.getByLabel('Company', { exact: true })).toHaveValue('杭州云栖酒店集团');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Save 1' }).click();
    await expect(page.getByText('1 created')).toBeVisible();
    await openScreen(page, 'contacts');
    await expect(page.getByRole('row', { name: /沈若兰/ })).toBeVisible();
    await openScreen(page, 'customers');
    await expect(page.getByRole('row', { name: /杭州云栖酒店集团/ })).toBeVisible();
    await openScreen(page, 'capture');
    await expect(page.getByRole('textbox', { name: 'Paste a signature, a card or a list' })).toHaveValue('');
  });

  test('a table that is shared opens in the import, and a text in the review @anyScreen', async ({
    page,
  }) => {
    await openScreen(page, 'contacts');
    await untilControlled(page);
    await share(page, {}, [{ name: 'list.csv', type: 'text/csv', text: 'Name,Phone\r\nAnna,040123456\r\n' }]);
    await expect(page.getByText('list.csv').first()).toBeVisible();
    await openScreen(page, 'contacts');
    await share(page, { text: 'Anna Berg +49 40 1234567' }, []);
    await expect(page.getByText('Anna Berg').first()).toBeVisible();
  });
});

test('one line by C becomes a task for the customer in view, with its day and time', async ({ page }) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New' });
  await expect(dialog.getByText('About Nordkaffe GmbH')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Write one line' }).fill('Call Anna tomorrow 15:00');
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Call Anna');
  await expect(dialog.getByLabel('Time', { exact: true })).toHaveValue('15:00');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await openScreen(page, 'tasks');
  await expect(page.getByText('Call Anna').first()).toBeVisible();
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
});

test('one line about a person becomes a contact and the customer that it names, undone as one', async ({
  page,
}) => {
  await openScreen(page, 'contacts');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New' });
  await dialog.getByRole('textbox', { name: 'Write one line' }).fill('张伟 13800138000 zhang@x.cn 华星科技');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('张伟');
  await expect(dialog.getByRole('textbox', { name: 'Phone' })).toHaveValue('13800138000');
  await expect(dialog.getByRole('textbox', { name: 'Company' })).toHaveValue('华星科技');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /张伟/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(page.getByRole('row', { name: /张伟/ })).toHaveCount(0);
  await openScreen(page, 'customers');
  await expect(page.getByText('No customers yet')).toBeVisible();
});

test('the palette does something with the record in view, and shows what was opened last', async ({
  page,
}) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await createCustomer(page, 'Bryggeri ApS');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Do with Bryggeri ApS' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Opened last' }).getByText('Nordkaffe GmbH')).toBeVisible();
  await page.getByRole('combobox', { name: /^Search/ }).fill('new need');
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'New need' });
  await expect(form.getByRole('combobox', { name: 'Customer' })).toHaveValue('Bryggeri ApS');
  await form.getByRole('textbox', { name: 'Title' }).fill('Oat milk');
  await form.getByRole('button', { name: 'Save need' }).click();
  await expect(page.getByRole('heading', { name: 'Bryggeri ApS' })).toBeVisible();
});

test('Tab asks what can be done with the record that is found, and Escape goes back step by step', async ({
  page,
}) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await openScreen(page, 'settings');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: /^Search/ });
  await field.fill('nord');
  await expect(page.getByRole('option', { name: /Nordkaffe/ })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('option', { name: /Plan the next step/ })).toBeVisible();
  await expect(page.getByRole('option', { name: /Go to/ })).toHaveCount(0);
  await field.fill('plan');
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option', { name: /Go to/ }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

test('a customer who may be there already is named while the form is written, and stops nobody', async ({
  page,
}) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await openScreen(page, 'customers/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Nordkafe');
  const note = page.getByRole('dialog').getByText('Nordkaffe GmbH has a similar name');
  await expect(note).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill('Bryggeri');
  await expect(note).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Name' }).fill('Nordkaffe');
  await page.getByRole('button', { name: 'Save customer' }).click();
  await expect(page.getByRole('heading', { name: 'Nordkaffe', exact: true })).toBeVisible();
});

test('G and a letter lead to a page, / to the search, and no key acts while somebody types @keyboard', async ({
  page,
}) => {
  await createCustomer(page, 'Nordkaffe GmbH');
  await openScreen(page, 'settings');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible();
  await page.keyboard.press('/');
  const search = page.getByRole('main').getByRole('searchbox').first();
  await expect(search).toBeFocused();
  await page.keyboard.type('cg?nt');
  await expect(search).toHaveValue('cg?nt');
  await expect(page.locator('dialog[open]')).toHaveCount(0);
});

test('letters typed while the quick line is still on its way open nothing else @keyboard', async ({
  page,
}) => {
  const { promise: arrives, resolve: arrive } = Promise.withResolvers<undefined>();
  await page.route('**/QuickAdd-*.js', async (route) => {
    await arrives;
    await route.continue();
  });
  await createCustomer(page, 'Nordkaffe GmbH');
  await page.keyboard.press('c');
  for (const letter of ['n', 't', 'g', 'p', '?']) await page.keyboard.press(letter);
  arrive(undefined);
  await expect(page.getByRole('textbox', { name: 'Write one line' })).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page).toHaveURL(/customers/);
});
