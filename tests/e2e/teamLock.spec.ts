import { expect } from '@playwright/test';
import { lockTexts } from '../../src/i18n/lock.ts';
import { expectAccessible } from '../support/app.ts';
import { test } from '../support/people.ts';
import { createCustomer, said, shareBook } from '../support/teamActs.ts';

const words = said.en.team.phrase;
const lock = lockTexts.en;

test('the recovery phrase of a shared book takes a lock off whose PIN is forgotten, and the data stay', async ({
  people,
}) => {
  test.setTimeout(120_000);
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  const { page } = owner;
  await createCustomer(owner, 'Nordkaffe GmbH');
  await owner.go('#/team');
  await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop of Xiaowen');
  await page.getByRole('button', { name: words.make }).click();
  const list = page.getByRole('list', { name: words.list }).getByRole('listitem');
  await expect(list).toHaveCount(24);
  const phrase = (await list.allInnerTexts()).map((text) => text.replace(/\d+|\s/g, ''));
  await page.getByRole('button', { name: words.written }).click();
  const fields = page.getByRole('dialog').getByRole('textbox');
  await expect(fields).toHaveCount(4);
  const labels = await page.getByRole('dialog').locator('label').allInnerTexts();
  for (const [at, label] of labels.entries())
    await fields.nth(at).fill(phrase[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  await page.getByRole('button', { name: words.confirm }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 20_000 });

  await owner.go('#/settings/lock');
  await page.getByLabel(lock.settings.pin, { exact: true }).fill('2468');
  await page.getByLabel(lock.settings.again).fill('2468');
  await page.getByRole('button', { name: lock.settings.turnOn }).click();
  await page.getByRole('button', { name: lock.settings.lockNow }).click();
  await page.getByRole('button', { name: lock.screen.forgot }).click();
  const typed = page.getByRole('textbox', { name: words.words });
  const act = page.getByRole('button', { name: lock.forgotten.phraseAct });
  await expectAccessible(page);
  await typed.fill([...phrase.slice(1), 'abandon'].join(' '));
  await act.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.locator('html[data-locked]')).toHaveCount(1);
  await typed.fill(phrase.join(' '));
  await act.click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: lock.settings.turnOn })).toBeVisible();
  await page.reload();
  await owner.go('#/customers');
  await expect(page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible();
});
