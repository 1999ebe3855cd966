import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { test } from '../support/people.ts';
import { sharedFolder } from '../support/sharedData.ts';
import { askToJoin, inviteSomebody, letIn, said, shareBook } from '../support/teamActs.ts';

const { en } = said;

test('half a million imported lines reach the other device whole', async ({ people }) => {
  test.skip(sharedFolder === null, 'The shared data are not on this machine.');
  test.setTimeout(400_000);
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  const other = await people.person({ screen: 'desktop', language: 'en' });
  await owner.go('#/customers');
  await shareBook(owner, 'Online retail', 'Lin Xiaowen', 'Laptop of Xiaowen');
  const invitation = await inviteSomebody(owner);
  await askToJoin(other, invitation, 'Chen Li', 'Laptop of Chen');
  await letIn(owner, other);
  await other.hasJoined();
  await owner.page.keyboard.press('Escape');

  await owner.go('#/import');
  const file = fileURLToPath(new URL('data/online_retail/online_retail.csv.gz', sharedFolder ?? undefined));
  await owner.page.locator('input[type=file]').setInputFiles(file);
  const start = owner.page.getByRole('button', { name: 'Import 541,909 rows' }).first();
  await expect(start).toBeEnabled({ timeout: 120_000 });
  const importedAt = Date.now();
  await start.click();
  await expect(owner.page.getByText('All 541,909 rows are in.')).toBeVisible({ timeout: 180_000 });
  const seconds = () => `${((Date.now() - importedAt) / 1_000).toFixed(1)} s`;
  test.info().annotations.push({ type: 'imported here', description: seconds() });

  const rows = (hash: string) => async () => {
    await other.go(hash);
    const count = await other.page.getByRole('grid').getAttribute('aria-rowcount');
    return Number(count) - 1;
  };
  await expect.poll(rows('#/customers'), { timeout: 180_000 }).toBe(4_372);
  await expect.poll(rows('#/products'), { timeout: 60_000 }).toBe(4_070);
  await expect.poll(rows('#/orders'), { timeout: 60_000 }).toBe(25_900);
  test.info().annotations.push({ type: 'on the other device', description: seconds() });
  await owner.go('#/team');
  await expect(owner.page.getByText(en.team.lede.seenAll(1))).toBeVisible({ timeout: 60_000 });
});
