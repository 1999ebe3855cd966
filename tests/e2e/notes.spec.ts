import { expect, test, type Page } from '@playwright/test';
import { noteTexts } from '../../src/i18n/notes.ts';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';
import { bodyOf, openBody, saveNote } from '../support/noteActs.ts';

async function createNote(page: Page, language: Language, body: string): Promise<string> {
  await openScreen(page, 'activities/new');
  return saveNote(page, language, body);
}

test('a note is written in a form, gone on with on its page, undone by keys, and kept', async ({
  page,
}, testInfo) => {
  const language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  await choose(page, language);
  const id = await createNote(page, language, 'They want 早餐.');
  await openScreen(page, `activities/${id}/full`);
  await expect(page.getByText('They want 早餐.')).toBeVisible();
  await openBody(page, language);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Soon.');
  await expect(page.getByText(noteTexts[language].kept)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect(bodyOf(page, language)).toHaveText('They want 早餐.');
  await page.keyboard.press('Control+y');
  await expect(bodyOf(page, language)).toHaveText('They want 早餐. Soon.');
  await page.getByRole('button', { name: noteTexts[language].done }).click();
  await expect(bodyOf(page, language)).toHaveCount(0);
  await expect(page.getByText('They want 早餐. Soon.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('They want 早餐. Soon.')).toBeVisible();
});

test('letters typed in the moment before a tab is killed are there when it is opened again @anyScreen', async ({
  page,
  context,
}) => {
  await choose(page, 'en');
  const id = await createNote(page, 'en', 'Before.');
  await openScreen(page, `activities/${id}/full`);
  await openBody(page, 'en');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Typed and not kept yet');
  // A letter is in the draft as soon as the browser has stored it, and in the book only after a second without one.
  await page.waitForTimeout(200);
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  const next = await context.newPage();
  await choose(next, 'en');
  await openScreen(next, `activities/${id}/full`);
  await expect(next.getByText('Before. Typed and not kept yet')).toBeVisible({ timeout: 20_000 });
});

test('two tabs that write the same note have the letters of both @anyScreen', async ({ page, context }) => {
  await choose(page, 'en');
  const id = await createNote(page, 'en', 'middle');
  const other = await context.newPage();
  await choose(other, 'en');
  for (const each of [page, other]) {
    await openScreen(each, `activities/${id}/full`);
    await openBody(each, 'en');
  }
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('left ');
  await other.keyboard.press('Control+End');
  await other.keyboard.type(' right');
  for (const each of [page, other]) await expect(bodyOf(each, 'en')).toHaveText('left middle right');
});

test('a composition of Chinese letters is not disturbed by what another tab writes @anyScreen', async ({
  page,
  context,
}) => {
  await choose(page, 'en');
  const id = await createNote(page, 'en', 'end');
  const other = await context.newPage();
  await choose(other, 'en');
  for (const each of [page, other]) {
    await openScreen(each, `activities/${id}/full`);
    await openBody(each, 'en');
  }
  await page.bringToFront();
  await page.keyboard.press('Control+Home');
  const devtools = await context.newCDPSession(page);
  for (const text of ['n', 'ni', 'nih', 'ni hao']) {
    await devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }
  await expect(bodyOf(page, 'en')).toHaveText('ni haoend');
  await other.evaluate(() => undefined);
  const elsewhere = await context.newCDPSession(other);
  await other.keyboard.press('Control+End');
  await elsewhere.send('Input.insertText', { text: ' from the other tab' });
  await expect(other.getByText(noteTexts.en.kept)).toBeVisible();
  await page.waitForTimeout(500);
  await expect(bodyOf(page, 'en')).toHaveText('ni haoend');
  await devtools.send('Input.insertText', { text: '你好' });
  for (const each of [page, other]) {
    await expect(bodyOf(each, 'en')).toHaveText('你好end from the other tab');
  }
});
