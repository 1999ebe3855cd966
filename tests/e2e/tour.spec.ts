import { expect, test, type Page } from '@playwright/test';
import {
  choose,
  deskAndPhone,
  expectAccessible,
  loadSample,
  openScreen,
  type Language,
} from '../support/app.ts';

const said = {
  en: {
    sample: 'Load sample data',
    start: 'Start',
    next: 'Next',
    back: 'Back',
    leave: 'Leave the tour',
    finish: 'Finish',
    welcome: 'Five minutes to look around?',
    steps: [
      'Every day begins with Today',
      'All about one customer',
      'Log a conversation',
      'Find the right customers',
      'One box leads everywhere',
      'Four indices of the whole book',
      'That is all',
    ],
    goOn: 'Go on with step 3',
    startTour: 'Start the tour',
    loadAndStart: 'Load the sample data and start',
    toThere: 'Take me there',
    whatIs: 'What is this: Total sales',
    formula: 'How it is computed',
    raises: 'What raises it',
    tile: /^Needs satisfied \d/,
  },
  zh: {
    sample: '载入示例数据',
    start: '开始',
    next: '下一步',
    back: '上一步',
    leave: '离开导览',
    finish: '完成',
    welcome: '花五分钟看一遍？',
    steps: [
      '每天从今日开始',
      '一位客户的全部',
      '记下一次沟通',
      '找到要找的客户',
      '一个框，到任何地方',
      '整本账本的四个指数',
      '这就是全部',
    ],
    goOn: '接着看第 3 步',
    startTour: '开始导览',
    loadAndStart: '载入示例数据并开始',
    toThere: '带我去',
    whatIs: '累计成交是什么？',
    formula: '怎么算的',
    raises: '怎样提高',
    tile: /^需求满意 \d/,
  },
} as const satisfies Record<Language, unknown>;

/** The card of the tour at a step, with what it points at in view. */
async function expectStep(page: Page, title: string, points = true): Promise<void> {
  await expect(page.getByRole('complementary', { name: title })).toBeVisible();
  await expect(page.getByRole('heading', { name: title })).toBeFocused();
  if (points) await expect(page.locator('[data-tour]')).toBeInViewport({ timeout: 15_000 });
}

for (const { language, tag } of deskAndPhone('en')) {
  test(`the tour is offered with the sample data and points at the real things one after the other, in ${language} ${tag}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const say = said[language];
    await choose(page, language, language === 'zh' ? 'dark' : 'light');
    await openScreen(page, 'customers');
    await page.getByRole('button', { name: say.sample }).click();
    const card = page.locator('.tour');
    await expect(page.getByRole('complementary', { name: say.welcome })).toBeVisible({ timeout: 60_000 });
    await card.getByRole('button', { name: say.start, exact: true }).press('Enter');
    for (const title of say.steps) {
      await expectStep(page, title, title !== say.steps.at(-1));
      await expectAccessible(page);
      if (title !== say.steps.at(-1)) await card.getByRole('button', { name: say.next }).press('Enter');
    }
    await card.getByRole('button', { name: say.finish }).press('Enter');
    await expect(card).toHaveCount(0);
    await page.reload();
    await expect(page.locator('html[data-ready="true"]')).toBeAttached();
    await expect(card).toHaveCount(0);
  });
}

test('the tour can be left at a step, gone on with there, and survives a reload and another way', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const say = said.en;
  await choose(page, 'en');
  await openScreen(page, 'settings/help');
  await page.getByRole('button', { name: say.loadAndStart }).click();
  await expect(page.getByRole('complementary', { name: say.steps[0] })).toBeVisible({ timeout: 60_000 });
  const card = page.locator('.tour');
  await card.getByRole('button', { name: say.next }).click();
  await expectStep(page, say.steps[1]);
  await card.getByRole('button', { name: say.next }).click();
  await expectStep(page, say.steps[2]);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(page.locator('[data-tour]')).toHaveCount(0);
  await openScreen(page, 'settings/help');
  await page.getByRole('button', { name: say.goOn }).click();
  await expectStep(page, say.steps[2]);
  await page.reload();
  await expectStep(page, say.steps[2]);
  await page.goto('/#/settings/about');
  await card.getByRole('button', { name: say.toThere }).click();
  await expect(page.locator('[data-tour]')).toBeInViewport();
  await card.getByRole('button', { name: say.back }).click();
  await expectStep(page, say.steps[1]);
});

for (const { language, tag } of deskAndPhone('zh')) {
  test(`each figure says what it is, how it is computed and what raises it, in ${language} ${tag}`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const say = said[language];
    await choose(page, language);
    await loadSample(page, language);
    await openScreen(page, 'indices');
    await expect(page.getByRole('button', { name: say.tile })).toBeVisible({ timeout: 20_000 });
    const helps = page
      .locator('main')
      .getByRole('button', { name: language === 'en' ? /^What is this/ : /是什么？$/ });
    await expect(helps).toHaveCount(4, { timeout: 20_000 });
    for (const help of await helps.all()) {
      await help.click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('heading', { name: say.formula })).toBeVisible();
      await expect(dialog.getByRole('heading', { name: say.raises })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
    await page.getByRole('button', { name: say.tile }).click();
    await expect(page.getByRole('dialog').getByRole('heading', { name: say.raises })).toBeVisible();
    await page.keyboard.press('Escape');
    await openScreen(page, 'insight');
    await expect(helps).toHaveCount(3, { timeout: 20_000 });
    await openScreen(page, 'settings/help');
    const figures = page.locator('details');
    await expect(figures.first()).toBeVisible();
    expect(await figures.count()).toBeGreaterThanOrEqual(13);
    for (const figure of await figures.all()) await figure.locator('summary').click();
    await expectAccessible(page);
  });
}
