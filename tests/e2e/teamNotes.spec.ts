import { expect, type Locator, type Page } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { noteTexts } from '../../src/i18n/notes.ts';
import { recordTexts } from '../../src/i18n/record.ts';
import { expectAccessible } from '../support/app.ts';
import { bodyOf, openBody, saveNote } from '../support/noteActs.ts';
import { test } from '../support/people.ts';
import { askToJoin, inviteSomebody, letIn, said, shareBook } from '../support/teamActs.ts';

test('two people who write to one note offline both read the letters of both, and a viewer only reads', async ({
  people,
}) => {
  test.setTimeout(150_000);
  const owner = await people.person({ screen: 'desktop', language: 'en', keepsApp: true });
  const other = await people.person({ screen: 'desktop', language: 'en', keepsApp: true });
  await owner.go('#/activities/new');
  const id = await saveNote(owner.page, 'en', 'middle');
  await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop');
  await askToJoin(other, await inviteSomebody(owner), 'Zhou Min', 'Tablet');
  await letIn(owner, other);
  await other.hasJoined();
  await owner.page.keyboard.press('Escape');
  for (const person of [owner, other]) {
    await person.go(`#/activities/${id}/full`);
    await expect(person.page.getByText('middle')).toBeVisible({ timeout: 30_000 });
    await person.hasApp();
    person.offline();
    await openBody(person.page, 'en');
  }
  await owner.page.keyboard.press('Control+Home');
  await owner.page.keyboard.type('left ');
  await other.page.keyboard.press('Control+End');
  await other.page.keyboard.type(' right');
  for (const { page } of [owner, other]) await expect(page.getByText(noteTexts.en.kept)).toBeVisible();
  for (const person of [owner, other]) person.online();
  for (const { page } of [owner, other]) {
    await expect(bodyOf(page, 'en')).toHaveText('left middle right', { timeout: 30_000 });
  }

  // Both are online and have it open: each sees the other's name at the other's caret, and letters as they are typed.
  const others = [
    [owner, 'Zhou Min'],
    [other, 'Lin Xiaowen'],
  ] as const;
  for (const [{ page }, name] of others) {
    await expect(page.getByText(noteTexts.en.withOne(name))).toBeVisible({ timeout: 20_000 });
    await expect(caretOf(page, name)).toBeVisible();
    await expectAccessible(page);
  }
  await other.page.keyboard.type(', Zhou');
  await expect(bodyOf(owner.page, 'en')).toHaveText('left middle right, Zhou');
  await owner.page.keyboard.press('Control+End');
  await owner.page.keyboard.type(' and Lin');
  for (const { page } of [owner, other]) {
    await expect(bodyOf(page, 'en')).toHaveText('left middle right, Zhou and Lin');
    await expect(page.getByText(noteTexts.en.kept)).toBeVisible();
  }
  for (const { page } of [owner, other]) await page.reload();
  for (const { page } of [owner, other]) {
    await expect(page.getByText('left middle right, Zhou and Lin')).toBeVisible({ timeout: 20_000 });
  }
  await openBody(other.page, 'en');

  await owner.go('#/team');
  const { team } = said.en;
  await owner.page.getByLabel(team.device.roleOf('Zhou Min · Tablet')).selectOption('viewer');
  await other.page.getByRole('button', { name: noteTexts.en.done }).click();
  await expect(other.page.getByText('left middle right, Zhou and Lin')).toBeVisible();
  const edit = recordTexts.en.editField(fieldTexts.en.activity.body);
  await expect(other.page.getByRole('button', { name: edit })).toHaveCount(0, { timeout: 30_000 });
});

/** Where somebody else is in the text that stands open on a page. */
function caretOf(page: Page, name: string): Locator {
  return page.locator(`.cm-caret-of[data-name="${name}"]`);
}
