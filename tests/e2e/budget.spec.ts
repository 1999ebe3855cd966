import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const budgetBytes = 250 * 1024;

test('what the first list needs of scripts and styles is at most 250 KB compressed, and all of it is our own', async ({
  page,
  baseURL,
}) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto('/#/customers');
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForLoadState('networkidle');

  const remote = requested.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== baseURL);
  expect(remote).toEqual([]);

  const sizes = [...new Set(requested.map((url) => new URL(url).pathname))]
    .filter((path) => /\.(js|css)$/.test(path))
    .map((path) => ({ path, bytes: gzipSync(readFileSync(join('dist', path)), { level: 9 }).length }))
    .sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const listing = sizes.map(({ path, bytes }) => `${(bytes / 1024).toFixed(1)} KB ${path}`).join('\n');
  console.log(`First download: ${(total / 1024).toFixed(1)} KB of ${budgetBytes / 1024} KB`);
  expect(sizes.length).toBeGreaterThan(0);
  expect(total, listing).toBeLessThanOrEqual(budgetBytes);
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
