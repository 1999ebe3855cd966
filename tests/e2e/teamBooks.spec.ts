import { expect } from '@playwright/test';
import { bookTexts } from '../../src/i18n/books.ts';
import { syncTexts } from '../../src/i18n/sync.ts';
import { expectAccessible } from '../support/app.ts';
import { test } from '../support/people.ts';
import {
  askToJoin,
  createCustomer,
  inviteSomebody,
  letIn,
  openCustomer,
  said,
  shareBook,
} from '../support/teamActs.ts';

const { en } = said;

test('a newcomer brings a book along, keeps several apart, is made a viewer, and leaves', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  const other = await people.person({ screen: 'desktop', language: 'en' });

  await test.step('a book that was there is merged into the book of the team', async () => {
    await createCustomer(owner, 'Nordkaffe GmbH');
    await createCustomer(other, 'Bay Coffee');
    await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop of Xiaowen');
    const invitation = await inviteSomebody(owner);
    await askToJoin(other, invitation, 'Chen Li', 'Laptop of Chen');
    await letIn(owner, other);
    await expect(other.page.getByText(en.join.hadBook)).toBeVisible({ timeout: 20_000 });
    await expectAccessible(other.page);
    await other.page.getByRole('button', { name: en.join.merge }).click();
    await expect(other.page.getByText(syncTexts.en.merged('1')).first()).toBeVisible({ timeout: 30_000 });
    await owner.page.keyboard.press('Escape');
    await owner.go('#/customers');
    await expect(owner.page.getByRole('row', { name: /Bay Coffee/ })).toBeVisible({ timeout: 20_000 });
  });

  await test.step('the switcher opens the other book, and makes and deletes an empty one', async () => {
    const { page } = other;
    const books = bookTexts.en;
    await page.getByRole('button', { name: /^Books: Shanque Coffee/ }).click();
    await page.getByRole('menuitem', { name: books.unnamed }).click();
    await expect(page.getByRole('button', { name: `Books: ${books.unnamed}` })).toBeVisible({
      timeout: 20_000,
    });
    await expect(page.getByRole('row', { name: /Bay Coffee/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /Nordkaffe/ })).toHaveCount(0);
    await page.getByRole('button', { name: /^Books:/ }).click();
    await page.getByRole('menuitem', { name: books.create }).click();
    await page.getByRole('textbox', { name: books.name }).fill('Trial');
    await page.getByRole('button', { name: books.createAct }).click();
    await expect(page.getByRole('button', { name: 'Books: Trial' })).toBeVisible({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Books: Trial' }).click();
    await page.getByRole('menuitem', { name: books.manage }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: books.switchTo('Shanque Coffee') }).click();
    await expect(page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible({ timeout: 20_000 });
    await page.getByRole('button', { name: /^Books:/ }).click();
    await page.getByRole('menuitem', { name: books.manage }).click();
    await page.getByRole('button', { name: books.more('Trial') }).click();
    await page.getByRole('menuitem', { name: books.remove }).click();
    await page.getByRole('button', { name: books.removeAct, exact: true }).click();
    await expect(page.getByText(books.removed('Trial'))).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('an erased customer is gone on every device', async () => {
    await openCustomer(owner, 'Bay Coffee');
    await owner.page.getByRole('button', { name: 'More actions' }).last().click();
    await owner.page.getByRole('menuitem', { name: en.team.erase.itemOther }).click();
    await expect(owner.page.getByText(en.team.erase.copies[2] ?? '')).toBeVisible();
    await expectAccessible(owner.page);
    await owner.page.getByRole('alertdialog').getByRole('textbox').fill('Bay Coffee');
    await owner.page.getByRole('alertdialog').getByRole('button', { name: en.team.erase.act }).click();
    await expect(owner.page.getByText(en.team.erase.done('Bay Coffee'))).toBeVisible({ timeout: 20_000 });
    await expect(other.page.getByRole('row', { name: /Bay Coffee/ })).toHaveCount(0, { timeout: 20_000 });
    await expect(other.page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible();
  });

  await test.step('a viewer finds nothing to change', async () => {
    await expect(other.page.getByRole('link', { name: 'New customer' })).toBeVisible();
    await owner.go('#/team');
    await owner.page
      .getByRole('combobox', { name: en.team.device.roleOf('Chen Li · Laptop of Chen') })
      .selectOption('viewer');
    await expect(
      owner.page.getByText(en.team.device.roleChanged('Laptop of Chen', en.team.roles.viewer)),
    ).toBeVisible({ timeout: 20_000 });
    await expect(other.page.getByRole('link', { name: 'New customer' })).toHaveCount(0, { timeout: 20_000 });
    await openCustomer(other, 'Nordkaffe GmbH');
    await expect(other.page.getByRole('button', { name: /^Edit/ })).toHaveCount(0);
    await other.go('#/team');
    await expect(other.page.getByText(en.team.lede.viewer)).toBeVisible();
    await expectAccessible(other.page);
  });

  await test.step('who leaves is told so, and the owner sees it', async () => {
    await other.page.getByRole('button', { name: en.team.device.more('Laptop of Chen') }).click();
    await other.page.getByRole('menuitem', { name: en.team.device.leave }).click();
    await other.page
      .getByRole('alertdialog')
      .getByRole('button', { name: en.team.leave.act, exact: true })
      .click();
    await expect(other.page.getByText(syncTexts.en.trouble.left.title).first()).toBeVisible({
      timeout: 20_000,
    });
    await owner.page.getByText(en.team.device.removed('1')).click({ timeout: 20_000 });
    await expect(owner.page.getByText(en.team.device.hasLeft)).toBeVisible();
  });
});

test('an invitation that is revoked, or is none, says so and lets nobody in', async ({ people }) => {
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  const stranger = await people.person({ screen: 'phone', language: 'en' });
  await owner.go('#/customers');
  await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop of Xiaowen');
  const invitation = await inviteSomebody(owner);
  await owner.page.getByRole('button', { name: en.team.sheet.revoke }).click();
  await expect(owner.page.getByRole('button', { name: en.team.sheet.renew })).toBeVisible({
    timeout: 20_000,
  });
  await askToJoin(stranger, invitation, 'Mallory', 'Phone');
  await expect(stranger.page.getByText(en.join.failed.expired)).toBeVisible({ timeout: 20_000 });
  await stranger.page.getByRole('button', { name: en.join.another }).click();
  await stranger.page.getByRole('textbox', { name: en.join.link }).fill('https://example.org/#join=abc');
  await stranger.page.getByRole('button', { name: en.join.next }).click();
  await expect(stranger.page.getByText(en.join.notALink)).toBeVisible();
  await expectAccessible(stranger.page);
});
