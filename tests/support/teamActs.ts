import { expect, type Page } from '@playwright/test';
import { recordTexts } from '../../src/i18n/record.ts';
import { teamTexts } from '../../src/i18n/team.ts';
import { joinTexts } from '../../src/i18n/join.ts';
import type { Person } from './people.ts';

/** What tests of a team click and read, in the words of the app itself. */
export const said = {
  en: { team: teamTexts.en, join: joinTexts.en },
  zh: { team: teamTexts.zh, join: joinTexts.zh },
};

const en = said.en;

const fieldsTab = new RegExp(`^(${recordTexts.en.fields}|${recordTexts.zh.fields})$`);

export async function shareBook(owner: Person, book: string, member: string, device: string): Promise<void> {
  const { page } = owner;
  await owner.go('#/team');
  await page.getByLabel(en.team.share.book).fill(book);
  await page.getByLabel(en.team.share.member).fill(member);
  await page.getByLabel(en.team.share.device).fill(device);
  await page.getByRole('button', { name: en.team.share.act }).click();
  await expect(page.getByRole('button', { name: en.team.inviteDevice })).toBeVisible({ timeout: 20_000 });
}

/** The text after `#join=` of a new invitation; the sheet stays open. */
export async function inviteSomebody(owner: Person, role: 'editor' | 'viewer' = 'editor'): Promise<string> {
  const { page } = owner;
  await owner.go('#/team');
  await page.getByRole('button', { name: en.team.inviteDevice }).click();
  const copy = page.getByRole('button', { name: en.team.sheet.copy });
  await expect(copy).toBeVisible({ timeout: 20_000 });
  if (role !== 'editor') {
    await page.getByRole('dialog').getByText(en.team.roles[role], { exact: true }).click();
    await expect(copy).toBeVisible({ timeout: 20_000 });
  }
  await owner.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: owner.proxy.address,
  });
  await copy.click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  return address.slice(address.indexOf('#join=') + '#join='.length);
}

/** Opens an invitation by its link and asks to join under these names. */
export async function askToJoin(
  newcomer: Person,
  invitation: string,
  member: string,
  device: string,
  { join } = said.en,
): Promise<void> {
  const { page } = newcomer;
  await page.goto(`${newcomer.proxy.address}/#join=${invitation}`);
  await expect(page.getByLabel(join.member)).toBeVisible();
  await page.getByLabel(join.member).fill(member);
  await page.getByLabel(join.device).fill(device);
  await page.getByRole('button', { name: join.ask }).click();
}

/** The six digits that a page shows. */
export async function codeOn(page: Page): Promise<string> {
  const code = page.locator('.code');
  await expect(code).toBeVisible({ timeout: 20_000 });
  return (await code.innerText()).replace(/\D/g, '');
}

export async function createCustomer(person: Person, name: string): Promise<void> {
  const { page } = person;
  await person.go('#/customers/new');
  await page.getByRole('textbox', { name: /^(Name|名称)$/ }).fill(name);
  await page.getByRole('button', { name: /^(Save customer|保存客户)$/ }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

export async function openCustomer(person: Person, name: string): Promise<void> {
  await person.go('#/customers');
  await person.page.getByRole('row', { name: new RegExp(name) }).click({ timeout: 20_000 });
  await expect(person.page.getByRole('heading', { name })).toBeVisible();
  await person.page.getByRole('tab', { name: fieldsTab }).click();
}

/** Changes the region of the customer on screen. */
export async function setRegion(person: Person, region: string): Promise<void> {
  const { page } = person;
  const edit = page.getByRole('button', { name: /^(Edit Region|修改地区)$/ });
  const add = page.getByRole('button', { name: /^(Add Region|补上 地区)$/ });
  const showEmpty = page.getByRole('button', { name: /^(Show empty fields|显示空字段)$/ });
  await expect(edit.or(add).or(showEmpty).first()).toBeVisible();
  if (!(await edit.isVisible())) {
    if (!(await add.isVisible())) await showEmpty.click();
    await add.click();
  } else await edit.click();
  const field = page.getByRole('textbox', { name: /^(Region|地区)$/ });
  await field.fill(region);
  await field.press('Enter');
  await expect(page.locator('dd').filter({ hasText: region })).toBeVisible();
}

export async function showsRegion(person: Person, region: string): Promise<void> {
  await expect(person.page.locator('dd').filter({ hasText: region })).toBeVisible({ timeout: 20_000 });
}

/** Lets a newcomer in whose code is the same on both devices. */
export async function letIn(owner: Person, newcomer: Person): Promise<void> {
  const [shown, expected] = await Promise.all([codeOn(newcomer.page), codeOn(owner.page)]);
  expect(shown).toMatch(/^\d{6}$/);
  expect(shown).toBe(expected);
  await owner.page.getByRole('button', { name: en.team.ask.accept }).click();
}
