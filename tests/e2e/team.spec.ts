import { expect } from '@playwright/test';
import { recordTexts } from '../../src/i18n/record.ts';
import { syncTexts } from '../../src/i18n/sync.ts';
import { expectAccessible } from '../support/app.ts';
import { test } from '../support/people.ts';
import {
  askToJoin,
  codeOn,
  createCustomer,
  inviteSomebody,
  letIn,
  openCustomer,
  said,
  setRegion,
  shareBook,
  showsRegion,
} from '../support/teamActs.ts';

const { en, zh } = said;

test('a team shares a book, works apart and together, removes a device and comes back by its phrase', async ({
  people,
}) => {
  test.setTimeout(240_000);
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  let phrase: readonly string[] = [];

  await test.step('a local book is shared', async () => {
    await createCustomer(owner, 'Nordkaffe GmbH');
    await owner.go('#/team');
    await expect(owner.page.getByText(en.team.share.lede)).toBeVisible();
    await expectAccessible(owner.page);
    await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop of Xiaowen');
    await expect(owner.page.getByText(syncTexts.en.mark.safe).first()).toBeVisible({ timeout: 20_000 });
    await expectAccessible(owner.page);
  });

  const other = await people.person({ screen: 'phone', language: 'zh', keepsApp: true });
  await test.step('an invited phone is let in after both have compared the code', async () => {
    const invitation = await inviteSomebody(owner);
    await expectAccessible(owner.page);
    await askToJoin(other, invitation, '周敏', '周敏的手机', zh);
    expect(other.page.url()).not.toContain('join=');
    await expect(owner.page.getByText(en.team.ask.title('周敏的手机')).first()).toBeVisible({
      timeout: 20_000,
    });
    await codeOn(other.page);
    await expectAccessible(other.page);
    await letIn(owner, other);
    await other.hasJoined();
    await expect(other.page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible({ timeout: 30_000 });
    await owner.page.keyboard.press('Escape');
    await expect(owner.page.getByText('周敏的手机').first()).toBeVisible();
  });

  await test.step('edits go both ways, and each sees that the other looks', async () => {
    await openCustomer(owner, 'Nordkaffe GmbH');
    await openCustomer(other, 'Nordkaffe GmbH');
    await setRegion(owner, 'Hamburg');
    await showsRegion(other, 'Hamburg');
    await setRegion(other, 'Bremen');
    await showsRegion(owner, 'Bremen');
    await expect(owner.page.getByText(en.team.presence.one('周敏')).first()).toBeVisible({
      timeout: 20_000,
    });
    await expectAccessible(owner.page);
    await owner.go('#/team');
    await expect(owner.page.getByText(en.team.lede.seenAll(1))).toBeVisible({ timeout: 20_000 });
    await expectAccessible(other.page);
  });

  await test.step('the same field changed offline a week ago and now keeps both values until somebody chooses', async () => {
    await openCustomer(owner, 'Nordkaffe GmbH');
    await other.hasApp();
    other.offline();
    await other.livesDaysAgo(7);
    await setRegion(other, 'Kiel');
    await expect(other.page.getByRole('link', { name: /离线/ }).first()).toBeVisible({ timeout: 20_000 });
    await setRegion(owner, 'Rostock');
    other.online();
    const both = owner.page.getByRole('button', { name: recordTexts.en.conflict.mark(2) });
    await expect(both).toBeVisible({ timeout: 40_000 });
    await expect(other.page.getByRole('button', { name: recordTexts.zh.conflict.mark(2) })).toBeVisible({
      timeout: 20_000,
    });
    await both.click();
    await owner.page.getByRole('button', { name: recordTexts.en.conflict.useValue('Kiel') }).click();
    await expect(both).toHaveCount(0);
    await showsRegion(other, 'Kiel');
    await expect(other.page.getByRole('button', { name: recordTexts.zh.conflict.mark(2) })).toHaveCount(0);
  });

  await test.step('a recovery phrase is written down, confirmed and checked', async () => {
    const { page } = owner;
    await owner.go('#/team');
    await page.getByRole('button', { name: en.team.phrase.make }).click();
    const words = page.getByRole('list', { name: en.team.phrase.list }).getByRole('listitem');
    await expect(words).toHaveCount(24);
    phrase = (await words.allInnerTexts()).map((text) => text.replace(/\d+|\s/g, ''));
    await expectAccessible(page);
    await page.getByRole('button', { name: en.team.phrase.written }).click();
    const fields = page.getByRole('dialog').getByRole('textbox');
    await expect(fields).toHaveCount(4);
    const labels = await page.getByRole('dialog').locator('label').allInnerTexts();
    for (const [at, label] of labels.entries()) {
      await fields.nth(at).fill(phrase[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
    }
    await page.getByRole('button', { name: en.team.phrase.confirm }).click();
    await page.getByRole('button', { name: en.team.phrase.check }).click({ timeout: 20_000 });
    await page.getByRole('textbox', { name: en.team.phrase.words }).fill(phrase.join(' '));
    await page.getByRole('dialog').getByRole('button', { name: en.team.phrase.check }).click();
    await expect(page.getByText(en.team.phrase.matches)).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('a removed device is told, and wipes itself when its person agrees', async () => {
    await owner.go('#/team');
    await owner.page.getByRole('button', { name: en.team.device.more('周敏的手机') }).click();
    await owner.page.getByRole('menuitem', { name: en.team.device.remove }).click();
    await expect(owner.page.getByText(en.team.remove.doesNot)).toBeVisible();
    await owner.page.getByRole('button', { name: en.team.remove.act, exact: true }).click();
    await expect(owner.page.getByText(en.team.device.removedDone('周敏的手机'))).toBeVisible({
      timeout: 20_000,
    });
    await expect(other.page.getByText(syncTexts.zh.trouble.removed.title).first()).toBeVisible({
      timeout: 20_000,
    });
    await other.go('#/team');
    await other.page.getByRole('button', { name: zh.team.wipe.act }).click();
    await expectAccessible(other.page);
    const reopened = other.page.waitForEvent('load');
    await other.page.getByRole('alertdialog').getByRole('button', { name: zh.team.wipe.act }).click();
    await reopened;
    await other.go('#/customers');
    await expect(other.page.getByText('Nordkaffe')).toHaveCount(0);
    await expect(other.page.getByRole('button', { name: '载入示例数据' })).toBeVisible({ timeout: 20_000 });
  });

  await test.step('the phrase opens the book on a blank profile', async () => {
    const blank = await people.person({ screen: 'desktop', language: 'en' });
    await blank.page.goto(`${blank.proxy.address}/#/join`);
    await expectAccessible(blank.page);
    await blank.page.getByRole('button', { name: en.join.withPhrase }).click();
    await blank.page.getByRole('textbox', { name: en.team.phrase.words }).fill(phrase.join(' '));
    await blank.page.getByLabel(en.join.member).fill('Lin Xiaowen');
    await blank.page.getByLabel(en.join.device).fill('New laptop');
    await blank.page.getByRole('button', { name: en.join.recover }).click();
    await blank.hasJoined();
    await expect(blank.page.getByRole('row', { name: /Nordkaffe/ })).toBeVisible({ timeout: 40_000 });
    await openCustomer(blank, 'Nordkaffe GmbH');
    await showsRegion(blank, 'Kiel');
  });
});
