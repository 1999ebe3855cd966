import { expect, test, type Page } from '@playwright/test';
import { choose, deskAndPhone, expectAccessible, openScreen, words, type Language } from '../support/app.ts';

const said = {
  en: {
    composer: 'Log a conversation',
    call: 'Call',
    minutes: 'Minutes',
    save: 'Log it',
    logged: 'Call logged',
    made: 'Call made, 18 min',
    next: 'Plan the next step',
    what: 'What to do',
    step: 'Next step',
    phones: 'Phone',
    offer: 'Log this call?',
    dismiss: 'Do not log',
    all: 'All',
    changes: 'Changes',
    conversations: 'Conversations',
    done: 'Done, plan next',
    onlyDone: 'Only done',
    print: 'Print or save as PDF',
    more: 'More actions',
    none: 'No next step yet',
  },
  zh: {
    composer: '记录一次沟通',
    call: '通话',
    minutes: '时长（分钟）',
    save: '记下',
    logged: '已记下通话',
    made: '去电 18 分钟',
    next: '安排下一步',
    what: '要做什么',
    step: '下一步',
    phones: '电话',
    offer: '记下这次通话？',
    dismiss: '不记',
    all: '全部',
    changes: '更改',
    conversations: '沟通',
    done: '完成，安排下一步',
    onlyDone: '只完成',
    print: '打印或存为 PDF',
    more: '更多操作',
    none: '还没有下一步',
  },
} as const satisfies Record<Language, unknown>;

const isPhone = (): boolean => test.info().project.name === 'phone';

/** A new customer, opened on the whole page. */
async function aCustomer(page: Page, language: Language, phone?: string): Promise<void> {
  await choose(page, language);
  await openScreen(page, 'customers/new');
  await page.getByLabel(words[language].name, { exact: true }).fill('Nordkaffe GmbH');
  if (phone !== undefined) {
    await page.getByLabel(said[language].phones, { exact: true }).first().fill(phone);
  }
  await page.getByRole('button', { name: words[language].save }).click();
  await expect(page.getByRole('heading', { name: 'Nordkaffe GmbH', exact: true })).toBeVisible();
  await page.goto(`${page.url().replace(/\/full$/, '')}/full`);
  await expect(page.getByRole('heading', { name: 'Nordkaffe GmbH', level: 1 })).toBeVisible();
}

/** What a phone call does to the page: it is left, and comes back. */
async function leaveAndComeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('focus'));
  });
}

for (const { language, tag } of deskAndPhone('zh')) {
  test(`a call logged from the composer stands in the timeline with its next step, and one undo takes both away, in ${language} ${tag}`, async ({
    page,
  }) => {
    const say = said[language];
    await aCustomer(page, language);
    const composer = page.getByRole('textbox', { name: say.composer });
    await composer.fill('Wants 24 units 要 24 台');
    await page.getByRole('button', { name: say.call, exact: true }).click();
    await page.getByLabel(say.minutes, { exact: true }).fill('18');
    await page.locator('.composer').getByRole('button', { name: say.next }).click();
    await page.getByLabel(say.what, { exact: true }).fill('Send the quote');
    await expectAccessible(page);
    await page.getByRole('button', { name: say.save, exact: true }).click();
    await expect(page.getByText(say.logged)).toBeVisible();

    const timeline = page.locator('ol.timeline');
    await expect(timeline.getByText(say.made)).toBeVisible();
    await expect(timeline.getByText('Wants 24 units 要 24 台')).toBeVisible();
    const step = page.getByRole('region', { name: say.step });
    await expect(step.getByText('Send the quote')).toBeVisible();
    await expect(composer).toHaveValue('');
    await expectAccessible(page);

    // The last message is about the call; one about the customer may still stand above it.
    await page.getByRole('button', { name: words[language].undo, exact: true }).last().click();
    await expect(timeline.getByText(say.made)).toHaveCount(0);
    await expect(step.getByText('Send the quote')).toHaveCount(0);
    await expect(step.getByText(say.none)).toBeVisible();
  });

  test(`who comes back from a call is offered to log it, with the time filled in, in ${language} ${tag}`, async ({
    page,
  }) => {
    const say = said[language];
    await aCustomer(page, language, '+49 40 3688 1204');
    const call = page.locator('a[href="tel:+494036881204"]').first();
    await expect(call).toBeVisible();
    // No telephone answers in a test: the link is followed, and the page is left and entered again.
    await call.evaluate((link) => link.addEventListener('click', (event) => event.preventDefault()));
    await call.click();
    await leaveAndComeBack(page);
    const sheet = page.getByRole('dialog', { name: say.offer });
    await expect(sheet).toBeVisible();
    await expect(sheet.getByText('Nordkaffe GmbH')).toBeVisible();
    await expect(sheet.getByLabel(say.minutes, { exact: true })).toHaveValue('1');
    await expectAccessible(page);
    await sheet.getByRole('button', { name: say.save, exact: true }).click();
    await expect(sheet).toHaveCount(0);
    await expect(page.locator('ol.timeline li').first()).toContainText(
      language === 'en' ? 'Call made' : '去电',
    );
  });
}

test('an offer that is dismissed logs nothing, and a page that nobody left makes none @anyScreen', async ({
  page,
}) => {
  await aCustomer(page, 'en', '+49 40 3688 1204');
  await leaveAndComeBack(page);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const call = page.locator('a[href="tel:+494036881204"]').first();
  await call.evaluate((link) => link.addEventListener('click', (event) => event.preventDefault()));
  await call.click();
  await leaveAndComeBack(page);
  await page.getByRole('button', { name: said.en.dismiss }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('ol.timeline').getByText('Call made')).toHaveCount(0);
});

test('a call whose page was ended meanwhile is offered when the book is opened again @anyScreen', async ({
  page,
}) => {
  await aCustomer(page, 'en', '+49 40 3688 1204');
  const call = page.locator('a[href="tel:+494036881204"]').first();
  await call.evaluate((link) => link.addEventListener('click', (event) => event.preventDefault()));
  await call.click();
  await page.reload();
  await expect(page.getByRole('dialog', { name: said.en.offer })).toBeVisible();
});

test('a number among the fields is a call like any other', async ({ page }) => {
  await aCustomer(page, 'en', '+49 40 3688 1204');
  if (isPhone()) await page.getByRole('tab', { name: 'Fields' }).click();
  const number = page.locator('.rec__fields a[href="tel:+494036881204"]');
  await number.evaluate((link) => link.addEventListener('click', (event) => event.preventDefault()));
  await number.click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('rapport.outside'))).not.toBeNull();
  await leaveAndComeBack(page);
  await expect(page.getByRole('dialog', { name: said.en.offer })).toBeVisible();
});

test('what was begun in the composer is there again after a reload @anyScreen', async ({ page }) => {
  await aCustomer(page, 'en');
  await page.getByRole('textbox', { name: said.en.composer }).fill('Half a sentence');
  await page.reload();
  await expect(page.getByRole('textbox', { name: said.en.composer })).toHaveValue('Half a sentence');
});

test('the timeline narrows to one kind, and a change in it is undone there', async ({ page }) => {
  await aCustomer(page, 'en');
  await page.getByRole('textbox', { name: said.en.composer }).fill('A note');
  await page.getByRole('button', { name: said.en.save, exact: true }).click();
  const timeline = page.locator('ol.timeline');
  await expect(timeline.getByText('A note')).toBeVisible();
  await page.getByRole('button', { name: said.en.changes, exact: true }).click();
  await expect(timeline.getByText('A note')).toHaveCount(0);
  await page.getByRole('button', { name: said.en.conversations, exact: true }).click();
  await expect(timeline.locator('li')).toHaveCount(1);
});

test('what another window writes appears in the timeline by itself @anyScreen', async ({ page, context }) => {
  await aCustomer(page, 'en');
  const other = await context.newPage();
  await choose(other, 'en');
  await other.goto(page.url());
  await other.getByRole('textbox', { name: said.en.composer }).fill('From elsewhere');
  await other.getByRole('button', { name: said.en.save, exact: true }).click();
  await expect(page.locator('ol.timeline').getByText('From elsewhere')).toBeVisible();
  await other.close();
});

test('the next step is finished from the record and another takes its place', async ({ page }) => {
  await aCustomer(page, 'en');
  const step = page.getByRole('region', { name: said.en.step });
  await step.getByRole('button', { name: said.en.next }).click();
  await page.getByLabel(said.en.what, { exact: true }).fill('First');
  await page.getByRole('button', { name: 'Plan it', exact: true }).click();
  await expect(step.getByText('First')).toBeVisible();
  await step.getByRole('button', { name: said.en.done }).click();
  await page.getByLabel(said.en.what, { exact: true }).fill('Second');
  await page.getByRole('button', { name: 'Done, and plan it' }).click();
  await expect(step.getByText('Second')).toBeVisible();
  await page.getByRole('button', { name: words.en.undo, exact: true }).last().click();
  await expect(step.getByText('First')).toBeVisible();
});

test('J and K step through the list @keyboard', async ({ page }) => {
  await choose(page, 'en');
  for (const name of ['Alpha', 'Beta', 'Gamma']) {
    await openScreen(page, 'customers/new');
    await page.getByLabel(words.en.name, { exact: true }).fill(name);
    await page.getByRole('button', { name: words.en.save }).click();
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  }
  await page.goto(`${page.url()}/full`);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('Gamma');
  await expect(page.getByText('3 of 3')).toBeVisible();
  await page.keyboard.press('k');
  await expect(heading).toHaveText('Beta');
  await expect(page.getByText('2 of 3')).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(heading).toHaveText('Alpha');
  await expect(page.getByText('1 of 3')).toBeVisible();
  await page.keyboard.press('j');
  await expect(heading).toHaveText('Beta');
  // In a text the letters belong to the text.
  await page.getByRole('textbox', { name: said.en.composer }).pressSequentially('jk');
  await expect(heading).toHaveText('Beta');
});

for (const { language, tag } of deskAndPhone('en')) {
  test(`on paper stands the record and nothing of the interface, in ${language} ${tag}`, async ({ page }) => {
    await page.addInitScript(() => {
      Object.assign(window, { printed: 0, print: () => Object.assign(window, { printed: 1 }) });
    });
    await aCustomer(page, language, '+49 40 3688 1204');
    await page.getByRole('button', { name: said[language].more }).click();
    await page.getByRole('menuitem', { name: said[language].print }).click();
    await page.waitForFunction(() => 'printed' in window && window.printed === 1);
    await page.emulateMedia({ media: 'print' });
    const paper = page.locator('article.print');
    await expect(paper.getByRole('heading', { name: 'Nordkaffe GmbH' })).toBeVisible();
    await expect(paper.getByText('+49 40 3688 1204')).toBeVisible();
    await expect(page.locator('.app')).toBeHidden();
    await expect(paper.getByRole('button')).toHaveCount(0);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: null });
    await expect(paper).toHaveCount(0);
    await expect(page.locator('.app')).toBeVisible();
  });
}

test('on a phone the acts of the record stand at its foot, and the composer is one tap away @phone', async ({
  page,
}) => {
  await aCustomer(page, 'en', '+49 40 3688 1204');
  await expect(page.locator('.bottom-bar')).toBeHidden();
  await page.getByRole('tab', { name: 'Fields' }).click();
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(page.getByRole('textbox', { name: said.en.composer })).toBeFocused();
});
