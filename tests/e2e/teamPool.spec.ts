import { expect } from '@playwright/test';
import { poolTexts } from '../../src/i18n/pool.ts';
import { recordTexts } from '../../src/i18n/record.ts';
import { expectAccessible } from '../support/app.ts';
import { test, type People, type Person } from '../support/people.ts';
import { askToJoin, createCustomer, inviteSomebody, letIn, said, shareBook } from '../support/teamActs.ts';

const name = 'Nordkaffe Hamburg';
const [en, zh] = [poolTexts.en, poolTexts.zh];
const exactly = (text: string) => ({ name: text, exact: true });

/** An owner at a desk and an editor with a phone, who share a book with one customer of the owner. */
async function two(people: People, daysAgo = 0): Promise<{ owner: Person; other: Person }> {
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  if (daysAgo > 0) {
    await owner.go('#/customers');
    await owner.livesDaysAgo(daysAgo);
  }
  await createCustomer(owner, name);
  await owner.page.reload();
  await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop of Xiaowen');
  const other = await people.person({ screen: 'phone', language: 'zh', keepsApp: true });
  await askToJoin(other, await inviteSomebody(owner), '周敏', '周敏的手机', said.zh);
  await letIn(owner, other);
  await other.hasJoined();
  await owner.page.keyboard.press('Escape');
  await other.go('#/customers');
  await expect(other.page.getByRole('row', { name })).toBeVisible({ timeout: 30_000 });
  return { owner, other };
}

async function openIn(person: Person, view: string): Promise<void> {
  await person.go(`#/customers${view}`);
  await person.page.getByRole('row', { name }).click({ timeout: 30_000 });
  await expect(person.page.getByRole('heading', { name })).toBeVisible();
}

test('of two who claim one customer without a network the first has it, and the other is told by whom', async ({
  people,
}) => {
  test.setTimeout(240_000);
  const { owner, other } = await two(people);

  await test.step('the customer is given back to the pool', async () => {
    await openIn(owner, '');
    await owner.page.getByRole('button', exactly(recordTexts.en.more)).last().click();
    await owner.page.getByRole('menuitem', exactly(en.release)).click();
    const why = owner.page.getByRole('dialog', exactly(en.releaseTitle));
    await expectAccessible(owner.page);
    await why.getByRole('button', exactly(en.confirm)).click();
    await expect(owner.page.getByText(en.inPool.account)).toBeVisible();
    await openIn(other, '?view=pool');
    await expect(other.page.getByText(zh.inPool.account)).toBeVisible();
    await expect(other.page.getByText(zh.former('Lin Xiaowen'))).toBeVisible();
    await expectAccessible(other.page);
  });

  await test.step('both claim it, the phone first and offline', async () => {
    await other.hasApp();
    other.offline();
    await other.page.getByRole('button', exactly(zh.claim)).click();
    await expect(other.page.getByText(zh.claimed(name))).toBeVisible();
    await owner.page.getByRole('button', exactly(en.claim)).click();
    await expect(owner.page.getByText(en.claimed(name))).toBeVisible();
    other.online();
  });

  await test.step('the phone has it on both, the desk is told and can go on, and nothing waits for a choice', async () => {
    await expect(owner.page.getByText(en.lost.title('周敏', name))).toBeVisible({ timeout: 30_000 });
    await expectAccessible(owner.page);
    for (const { page } of [owner, other]) {
      await expect(page.getByText(/(2 values|2 个值)/)).toHaveCount(0);
      await expect(page.getByText(/周敏/).first()).toBeVisible();
    }
    await expect(other.page.getByText(zh.lost.title('Lin Xiaowen', name))).toHaveCount(0);
    await other.go('#/customers?view=mine');
    await expect(other.page.getByRole('row', { name })).toBeVisible();
    await owner.page.getByRole('button', exactly(en.lost.others)).click();
    await expect(owner.page.getByText(en.lost.title('周敏', name))).toBeHidden();
    await expect(owner.page.getByRole('row', { name })).toHaveCount(0);
    await owner.go('#/customers?view=mine');
    await expect(owner.page.getByRole('row', { name })).toHaveCount(0);
  });
});

test('a customer whom nobody looks after goes back to the pool once, whichever device finds it', async ({
  people,
}) => {
  test.setTimeout(240_000);
  const { owner, other } = await two(people, 40);

  await test.step('an owner of the book switches it on; others may only read the rules', async () => {
    await other.go('#/settings/pool');
    await expect(other.page.getByText(zh.settings.members)).toBeVisible();
    await owner.go('#/settings/pool');
    const form = owner.page.getByRole('form', exactly(en.settings.kinds.account));
    await expect(form.getByText(en.settings.off)).toBeVisible();
    await form.getByRole('checkbox', exactly(en.settings.recycle)).check();
    await form.getByLabel(en.settings.silentDays).fill('30');
    await form.getByLabel(en.settings.warnDays).fill('0');
    await expectAccessible(owner.page);
    await form.getByRole('button', exactly(en.settings.save)).click();
    await expect(owner.page.getByText(en.settings.saved)).toBeVisible();
  });

  await test.step('the owner is warned today, and both devices look', async () => {
    await owner.go('#/today');
    await expect(owner.page.getByRole('heading', exactly(en.today.title))).toBeVisible();
    await owner.page.reload();
    await other.page.reload();
    await expect(async () => {
      await owner.go('#/customers?view=pool');
      await expect(owner.page.getByRole('row', { name })).toHaveCount(1, { timeout: 2_000 });
    }).toPass({ timeout: 90_000 });
    const told = [owner.page.getByText(en.recycled(1, '30')), other.page.getByText(zh.recycled(1, '30'))];
    const counts = await Promise.all(told.map((each) => each.count()));
    expect(counts.reduce((sum, each) => sum + each, 0)).toBeLessThan(2);
  });

  await test.step('one step of the history tells it on both, and one undo takes it back on both', async () => {
    await openIn(other, '?view=pool');
    await expect(other.page.getByText(zh.former('Lin Xiaowen'))).toBeVisible();
    await openIn(owner, '?view=pool');
    const steps = owner.page.getByRole('listitem').filter({ hasText: /cleared Owner/ });
    await expect(steps).toHaveCount(1);
    await steps.getByRole('button', exactly(recordTexts.en.change.undo)).click();
    await expect(owner.page.getByText(en.inPool.account)).toBeHidden();
    await expect(other.page.getByText(zh.inPool.account)).toBeHidden({ timeout: 30_000 });
  });
});
