import { expect, test, type Page } from '@playwright/test';
import { shellTexts } from '../../src/i18n/shell.ts';
import { choose, deskAndPhone, expectAccessible, openScreen } from '../support/app.ts';

// On a first visit the network may go before everything has been put by for working without it.
test.use({ serviceWorkers: 'block' });

/** Opens the list, and waits until what is fetched ahead of need is there. */
async function openWhole(page: Page): Promise<void> {
  const fetched = page.waitForResponse(/\/dayWatch-/);
  await openScreen(page, 'customers');
  await fetched;
  await page.waitForLoadState('networkidle');
}

for (const { language, tag } of deskAndPhone('zh')) {
  test(`a screen that cannot be fetched says so in its place, keeps the rest usable, and comes when the network is back, in ${language} ${tag}`, async ({
    page,
    context,
  }) => {
    const { missingPart, failure, pages } = shellTexts[language];
    await choose(page, language);
    await openWhole(page);
    await context.setOffline(true);
    await page.evaluate(() => (location.hash = '#/segments'));
    const note = page.getByRole('main').getByRole('alert').filter({ hasText: missingPart.title });
    await expect(note).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: missingPart.title })).toHaveCount(1);
    await expectAccessible(page);
    await note.getByRole('button', { name: failure.retry }).click();
    await expect(note).toContainText(missingPart.outOfReach);

    await page.evaluate(() => (location.hash = '#/customers'));
    await expect(page.getByRole('heading', { name: pages.account, exact: true })).toBeVisible();

    await page.evaluate(() => (location.hash = '#/segments'));
    await expect(note).toBeVisible();
    await context.setOffline(false);
    await note.getByRole('button', { name: failure.retry }).click();
    await expect(page.getByRole('heading', { name: pages.segments, exact: true })).toBeVisible();
    await expect(note).toHaveCount(0);
  });

  test(`a dialog that cannot be fetched says so over the screen, in ${language} ${tag}`, async ({
    page,
    context,
  }) => {
    const { missingPart, failure } = shellTexts[language];
    await choose(page, language);
    await openWhole(page);
    await context.setOffline(true);
    await page.keyboard.press('?');
    const note = page.getByRole('alert').filter({ hasText: missingPart.title });
    await expect(note).toBeVisible();
    await expectAccessible(page);
    await note.getByRole('button', { name: failure.dismiss }).click();
    await expect(note).toHaveCount(0);
  });
}
