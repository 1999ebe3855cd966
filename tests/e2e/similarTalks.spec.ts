import { expect, test, type Page } from '@playwright/test';
import { choose, deskAndPhone, expectAccessible, openScreen, words, type Language } from '../support/app.ts';

const said = {
  en: {
    composer: 'Log a conversation',
    save: 'Log it',
    title: 'Similar before',
    none: 'Nothing similar was said or asked for before.',
    read: /^Read all of it: Note/,
    close: 'Close',
    open: 'Open the record',
    first: 'Grinder jams after an hour of roasting, they want a new burr set',
    next: 'The grinder jams again, burr set is worn',
    far: 'Birthday cake for Monday',
    shared: 'grinder',
  },
  zh: {
    composer: '记录一次沟通',
    save: '记下',
    title: '以前类似的沟通',
    none: '以前没有类似的沟通或需求。',
    read: /^查看全文：笔记/,
    close: '关闭',
    open: '打开这条记录',
    first: '客户说磨豆机一小时后就卡豆，想换一套刀盘',
    next: '磨豆机又卡豆了，刀盘已经磨损',
    far: '下周送生日蛋糕',
    shared: '磨豆机',
  },
} as const satisfies Record<Language, unknown>;

const isPhone = (): boolean => test.info().project.name === 'phone';

async function aCustomer(page: Page, language: Language, name: string): Promise<void> {
  await openScreen(page, 'customers/new');
  await page.getByLabel(words[language].name, { exact: true }).fill(name);
  await page.getByRole('button', { name: words[language].save }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await page.goto(`${page.url().replace(/\/full$/, '')}/full`);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

for (const { language, tag } of deskAndPhone('zh')) {
  test(`while a conversation is written, earlier ones like it stand beside it and open without losing a word, in ${language} ${tag}`, async ({
    page,
  }) => {
    const say = said[language];
    await choose(page, language);
    await aCustomer(page, language, 'Nordkaffe GmbH');
    const composer = page.getByRole('textbox', { name: say.composer });
    const beside = page.getByRole('region', { name: say.title });
    await composer.fill(say.first);
    await expect(beside.getByText(say.none)).toBeVisible();
    await page.getByRole('button', { name: say.save, exact: true }).click();
    await expect(page.locator('ol.timeline').getByText(say.first)).toBeVisible();

    await aCustomer(page, language, 'Alpenblick AG');
    await composer.fill(say.far);
    await expect(beside.getByText(say.none)).toBeVisible();
    await composer.fill(say.next);
    const past = beside.getByRole('button', { name: say.read });
    if (isPhone()) {
      await expect(past).toBeHidden();
      await beside.getByRole('button', { name: say.title }).click();
    }
    await expect(past).toHaveCount(1);
    await expect(past).toContainText('Nordkaffe GmbH');
    await expect(past.locator('mark').first()).toContainText(new RegExp(say.shared, 'i'));
    await expectAccessible(page);

    await past.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('Nordkaffe GmbH')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: say.close }).click();
    await expect(composer).toHaveValue(say.next);

    await past.click();
    await page.getByRole('link', { name: say.open }).click();
    await expect(page).toHaveURL(/#\/activities\//);
    await page.goBack();
    await expect(composer).toHaveValue(say.next);
  });
}
