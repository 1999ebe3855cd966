import { expect } from '@playwright/test';
import { listTexts } from '../../src/i18n/list.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { syncTexts } from '../../src/i18n/sync.ts';
import { expectAccessible } from '../support/app.ts';
import { test } from '../support/people.ts';
import { askToJoin, createCustomer, inviteSomebody, letIn, said, shareBook } from '../support/teamActs.ts';

const { team } = said.en;

test('who becomes a viewer is shown a book without buttons that write, and what they had not sent', async ({
  people,
}) => {
  test.setTimeout(120_000);
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  const other = await people.person({ screen: 'desktop', language: 'en', keepsApp: true });
  await owner.go('#/customers');
  await createCustomer(owner, 'Nordkaffe GmbH');
  await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop');
  await askToJoin(other, await inviteSomebody(owner), 'Zhou Min', 'Tablet');
  await letIn(owner, other);
  await other.hasJoined();
  await owner.page.keyboard.press('Escape');
  const { page } = other;
  await expect(page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible({ timeout: 30_000 });
  await other.go('#/customers');
  const create = page.getByRole('link', { name: listTexts.en.create.account });
  await expect(create).toBeVisible();

  await other.hasApp();
  other.offline();
  await createCustomer(other, 'Written offline');
  await other.go('#/customers');
  const role = owner.page.getByLabel(team.device.roleOf('Zhou Min · Tablet'));
  await role.selectOption('viewer');
  await expect(owner.page.getByText(team.device.roleChanged('Tablet', team.roles.viewer))).toBeVisible();
  other.online();
  await expect(create).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText(syncTexts.en.unsent.title(1))).toBeVisible();
  await expect(page.getByRole('link', { name: shellTexts.en.pages.import })).toHaveCount(0);
  await expectAccessible(page);
  await other.go('#/team');
  await expect(page.getByText(team.unsent.giveUp)).toBeVisible();
  await expect(
    page.getByRole('button', { name: team.unsent.save('1', listTexts.en.nouns.account) }),
  ).toBeVisible();
  await expectAccessible(page);

  await role.selectOption('editor');
  await other.go('#/customers');
  await expect(create).toBeVisible({ timeout: 20_000 });
  await owner.go('#/customers');
  await expect(owner.page.getByRole('row', { name: /Written offline/ })).toBeVisible({ timeout: 20_000 });
});
