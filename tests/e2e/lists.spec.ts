import { expect, test, type Page } from '@playwright/test';
import { choose, expectAccessible, loadSample, openScreen, untilStill } from '../support/app.ts';

const status = (page: Page) => page.locator('.filters__count');

/** Adds "Level is A" where a condition can be added. */
async function addLevelA(page: Page, within: ReturnType<Page['getByRole']>): Promise<void> {
  await within.getByRole('button', { name: 'Condition', exact: true }).first().click();
  const picker = page.getByRole('dialog', { name: 'Add a condition' });
  await picker.getByRole('button', { name: 'Level', exact: true }).click();
  await picker.getByRole('checkbox', { name: /^A\b/ }).check();
  await picker.getByRole('button', { name: 'Apply' }).click();
}

test('a filter with a related condition becomes a pinned view of the team, stays after a reload, and its deletion is undone @keyboard', async ({
  page,
}) => {
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'customers');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('button', { name: /^Groups and related/ }).click();
  const builder = page.getByRole('dialog', { name: 'Filter', exact: true });
  await addLevelA(page, builder);
  await builder.getByRole('button', { name: 'Related records' }).click();
  await page.getByRole('menuitem', { name: 'Orders' }).click();
  await builder.getByText('Any of').first().click();
  await expectAccessible(page);
  const show = builder.getByRole('button', { name: /^Show [\d,]+ customers/ });
  await untilStill(page);
  const shown = /[\d,]+/.exec((await show.textContent()) ?? '')?.[0] ?? '';
  await show.click();
  await expect(status(page).locator('b')).toHaveText(shown);
  await expect(page.getByRole('button', { name: /^Any condition holds/ })).toBeVisible();

  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Level A or buying');
  await page.getByText('The team', { exact: true }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const tab = page.getByRole('link', { name: /^Level A or buying/ });
  await expect(tab).toHaveAttribute('aria-current', 'true');

  await page.reload();
  await expect(tab).toHaveAttribute('aria-current', 'true');
  await expect(status(page).locator('b')).toHaveText(shown);

  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete view' }).click();
  await expect(tab).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tab).toBeVisible();
});

test('a grouped list counts its groups, and folds and unfolds them by keys @keyboard', async ({ page }) => {
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'customers');
  await page.getByRole('button', { name: 'Columns and density' }).click();
  await page.getByLabel('Group by').selectOption({ label: 'Level' });
  await page.keyboard.press('Escape');
  const headers = page.getByRole('row', { expanded: true });
  await expect(headers.first()).toContainText('A');
  await expectAccessible(page);
  await headers.first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('row', { expanded: false })).toHaveCount(1);
  await page.getByRole('button', { name: 'Collapse all' }).click();
  const groups = page.getByRole('row', { expanded: false });
  await expect(groups.nth(3)).toBeVisible();
  const counts = await groups.locator('.num').allTextContents();
  const sum = counts.reduce((total, text) => total + Number(text.replace(/\D/g, '')), 0);
  expect(sum).toBe(1_200);
});

test('a cell is changed in its place, Tab goes on, Escape leaves, and the change is undone @keyboard', async ({
  page,
}) => {
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'customers');
  const row = page.locator('[data-index="2"]');
  const industry = row.locator('[data-column="industry"]');
  await expect(industry).not.toHaveText('');
  const before = await industry.textContent();
  await industry.dblclick();
  await page.getByLabel('Industry').fill('Roastery');
  await page.keyboard.press('Tab');
  await expect(row.locator('[data-column="region"] input')).toBeFocused();
  await expect(industry).toHaveText('Roastery');
  await page.keyboard.press('Escape');
  await expect(row.locator('[data-column="region"]')).toBeFocused();
  await page.keyboard.press('F2');
  await expect(row.locator('[data-column="region"] input')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(industry).toHaveText(before?.trim() ?? '');
});

test('a filter becomes a live segment that counts its customers', async ({ page }) => {
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'segments');
  await page.getByRole('button', { name: 'New live segment' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New live segment' });
  await dialog.getByLabel('Name', { exact: true }).fill('Our best');
  await addLevelA(page, dialog);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const segment = page.getByRole('listitem').filter({ hasText: 'Our best' });
  await expect(segment).toContainText('Live');
  await expect(segment).toContainText('Level A');
  await expect(segment).not.toContainText(' 0 customers');
  await expectAccessible(page);
});

test('a list that was left and is opened again still filters and sorts', async ({ page, isMobile }) => {
  await choose(page, 'en');
  await loadSample(page, 'en');
  await openScreen(page, 'customers');
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  await page.evaluate(() => (location.hash = '#/segments'));
  await expect(page.getByRole('button', { name: 'New live segment' }).first()).toBeVisible();
  await page.evaluate(() => (location.hash = '#/customers'));
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  if (isMobile) await page.getByRole('button', { name: /^Filter,/ }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const picker = page.getByRole('dialog', { name: 'Add a condition' });
  await picker.getByRole('button', { name: 'Level', exact: true }).click();
  await picker.getByRole('checkbox', { name: /^A\b/ }).check();
  await picker.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'Remove Level A' })).toBeVisible();
  if (isMobile) await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Al-Noor Hospitality LLC' })).toHaveCount(0);
});
