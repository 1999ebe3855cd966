import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { choose, openScreen } from '../support/app.ts';

const budgetBytes = 250 * 1024;

test('what the first list needs of scripts and styles is at most 250 KB compressed, and all of it is our own', async ({
  page,
  baseURL,
}) => {
  const requested = await requestsOf(page, '#/customers');
  const remote = requested.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== baseURL);
  expect(remote).toEqual([]);
  expectWithinBudget(requested);
});

test('what the page of today needs, with a task that is due, is at most 250 KB compressed', async ({
  page,
}) => {
  await choose(page, 'en');
  await openScreen(page, 'tasks/new');
  await page.getByLabel('Title', { exact: true }).fill('Call about the quotation');
  await page.getByRole('dialog').getByRole('button', { name: 'Today', exact: true }).click();
  await page.getByRole('button', { name: 'Save task' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('about:blank');
  const requested = await requestsOf(page, '#/today');
  await expect(page.getByRole('link', { name: 'Call about the quotation' })).toHaveCount(2);
  expectWithinBudget(requested);
});

/** What a page asks for when it is opened at an address; what it fetches ahead, a second later or more, never comes. */
async function requestsOf(page: Page, hash: string): Promise<readonly string[]> {
  const requested: string[] = [];
  await page.addInitScript(() => {
    const begin = window.setTimeout.bind(window);
    const soon = (handler: () => void, ms = 0) => (ms < 1_000 ? begin(handler, ms) : 0);
    Object.assign(window, { setTimeout: soon });
  });
  page.on('request', (request) => requested.push(request.url()));
  await page.goto(`/${hash}`);
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForLoadState('networkidle');
  return requested;
}

function expectWithinBudget(requested: readonly string[]): void {
  const sizes = [...new Set(requested.map((url) => new URL(url).pathname))]
    .filter((path) => /\.(js|css)$/.test(path))
    .map((path) => ({ path, bytes: gzipSync(readFileSync(join('dist', path)), { level: 9 }).length }))
    .sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const listing = sizes.map(({ path, bytes }) => `${(bytes / 1024).toFixed(1)} KB ${path}`).join('\n');
  console.log(`First download: ${(total / 1024).toFixed(1)} KB of ${budgetBytes / 1024} KB`);
  expect(sizes.length).toBeGreaterThan(0);
  expect(total, listing).toBeLessThanOrEqual(budgetBytes);
}

test('the texts of one language are loaded, and those of the other when it is chosen', async ({ page }) => {
  const loaded = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .flatMap(({ name }) => /textsOf_texts_(zh|en)-/.exec(name)?.[1] ?? []),
    );
  await page.goto('/#/settings/appearance');
  await page.getByText('English', { exact: true }).waitFor();
  expect(await loaded()).toEqual(['en']);
  await page.getByText('中文', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(await loaded()).toEqual(['en', 'zh']);
});

test('the page and its workers share one copy of the database library', () => {
  const isDexie = (name: string): boolean =>
    readFileSync(join('dist', 'assets', name), 'utf8').includes('Dexie: handling persisted pageshow');
  const copies = readdirSync(join('dist', 'assets')).filter((name) => name.endsWith('.js') && isDexie(name));
  expect(copies).toHaveLength(1);
});

test('the page breaks no rule of its content security policy', async ({ page }) => {
  const breaches: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) breaches.push(message.text());
  });
  for (const hash of ['#/customers', '#/import', '#/insight', '#/settings']) {
    await page.goto(`/${hash}`);
    await expect(page.getByRole('main')).toBeVisible();
    await page.waitForLoadState('networkidle');
  }
  expect(breaches).toEqual([]);
});
