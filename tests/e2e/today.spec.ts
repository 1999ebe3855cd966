import { expect, test, type Page } from '@playwright/test';
import { choose, deskAndPhone, expectAccessible, loadSample, openScreen } from '../support/app.ts';

/** A task that is due today, made in its form. */
async function addTask(page: Page, title: string): Promise<void> {
  await openScreen(page, 'tasks/new');
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByRole('dialog').getByRole('button', { name: 'Today', exact: true }).click();
  await page.getByRole('button', { name: 'Save task' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

const toDo = (page: Page) => page.getByRole('region', { name: 'To do' });

test('today: a task is done, its next step scheduled from the toast, and one undo takes both back', async ({
  page,
}) => {
  await choose(page, 'en');
  await addTask(page, 'Call about the quotation');
  await openScreen(page, 'today');
  await expect(page.getByText('Start with Call about the quotation. It is due today.')).toBeVisible();
  await toDo(page).getByRole('checkbox', { name: 'Done: Call about the quotation' }).click();
  await expect(toDo(page).getByText('No task is due today.')).toBeVisible();
  await page.getByRole('button', { name: 'Schedule next' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tomorrow' }).click();
  const soon = page.getByRole('region', { name: 'The next seven days' });
  await expect(soon.getByRole('link', { name: 'Call about the quotation' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(soon).toBeHidden();
  await expect(toDo(page).getByRole('link', { name: 'Call about the quotation' })).toBeVisible();
});

test('today: a task that is put off leaves the day, and comes back by undo', async ({ page }) => {
  await choose(page, 'en');
  await addTask(page, 'Send the samples');
  await openScreen(page, 'today');
  const row = toDo(page).getByRole('listitem').filter({ hasText: 'Send the samples' });
  await row.hover();
  await row.getByRole('button', { name: 'More for Send the samples' }).click();
  await page.getByRole('menuitem', { name: 'Snooze' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Next month' }).click();
  await expect(toDo(page).getByText('No task is due today.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(row).toBeVisible();
});

test('a repeating task comes back once on its next day when it is done, even if its tick is pressed twice', async ({
  page,
}) => {
  await choose(page, 'en');
  await openScreen(page, 'tasks/new');
  await page.getByLabel('Title', { exact: true }).fill('Weekly report');
  await page.getByRole('dialog').getByRole('button', { name: 'Today', exact: true }).click();
  await page.getByRole('combobox', { name: 'Repeats' }).selectOption('DAILY');
  await expect(page.getByRole('status').filter({ hasText: 'Every day' })).toBeVisible();
  await page.getByRole('button', { name: 'Save task' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await openScreen(page, 'today');
  await toDo(page).getByRole('checkbox', { name: 'Done: Weekly report' }).dblclick();
  const soon = page.getByRole('region', { name: 'The next seven days' });
  await expect(soon.getByRole('listitem').filter({ hasText: 'Tomorrow' })).toContainText('Weekly report');
  await openScreen(page, 'tasks');
  await expect(page.getByRole('row', { name: 'Weekly report' })).toHaveCount(1);
});

test('a task moves to another column of the board by its menu, and by carrying it', async ({
  page,
  isMobile,
}) => {
  await choose(page, 'en');
  await addTask(page, 'Visit the store');
  await openScreen(page, 'tasks/board');
  const column = (name: string) => page.getByRole('region', { name });
  await column('Today').getByRole('button', { name: 'Move to… Visit the store' }).click();
  await page.getByRole('menuitem', { name: 'Tomorrow' }).click();
  await expect(column('Tomorrow').getByRole('link', { name: 'Visit the store' })).toBeAttached();
  if (isMobile) return;
  const from = await column('Tomorrow').getByRole('link', { name: 'Visit the store' }).boundingBox();
  const to = await column('Today').boundingBox();
  if (from === null || to === null) throw new Error('the board is not on screen');
  await page.mouse.move(from.x + 10, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x - 40, from.y + 20);
  await page.mouse.move(to.x + 60, to.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(column('Today').getByRole('link', { name: 'Visit the store' })).toBeVisible();
});

for (const { language, theme, tag } of deskAndPhone('zh')) {
  test(`today and the views of tasks are accessible in ${language} and ${theme} ${tag}`, async ({ page }) => {
    test.setTimeout(120_000);
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await choose(page, language, theme);
    await openScreen(page, 'today');
    await expectAccessible(page);
    await loadSample(page, language);
    for (const screen of ['today', 'tasks', 'tasks/calendar', 'tasks/board', 'tasks/new']) {
      await openScreen(page, screen);
      await expectAccessible(page);
    }
    expect(failures).toEqual([]);
  });
}
