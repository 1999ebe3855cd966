import { expect, test, type Page } from '@playwright/test';
import { choose, deskAndPhone, expectAccessible, openScreen, type Language } from '../support/app.ts';

const words = {
  en: {
    name: 'Name',
    save: 'Save customer',
    region: 'Region',
    add: 'Add Region',
    saveField: 'Save',
    saved: 'Region changed',
    two: '2 values',
    use: 'Use Hamburg',
    chosen: 'Region settled',
    undo: 'Undo',
    marked: 'Several values to choose from: Region',
    timeline: 'Timeline',
    changes: 'Changes',
    fields: 'Fields',
    only: 'Show only the changes of',
    chose: /^\s*Me chose Hamburg for Region, not Bremen/,
  },
  zh: {
    name: '名称',
    save: '保存客户',
    region: '地区',
    add: '补上 地区',
    saveField: '保存',
    saved: '已修改地区',
    two: '2 个值',
    use: '采用 Hamburg',
    chosen: '已选定地区',
    undo: '撤销',
    marked: '有多个值待选：地区',
    timeline: '动态',
    changes: '更改',
    fields: '资料',
    only: '只看这个字段的更改',
    chose: /^\s*我 给 地区 选定 Hamburg，未用 Bremen/,
  },
} as const satisfies Record<Language, unknown>;

/** Opens the form of the region; what it shows is what its save will supersede. */
async function beginRegion(page: Page, language: Language): Promise<void> {
  const said = words[language];
  await showFields(page, language);
  await page.getByRole('button', { name: /^(Show empty fields|显示空字段)$/ }).click();
  await page.getByRole('button', { name: said.add, exact: true }).click();
}

async function writeRegion(page: Page, language: Language, region: string): Promise<void> {
  const said = words[language];
  await page.getByRole('textbox', { name: said.region }).fill(region);
  await page.getByRole('button', { name: said.saveField, exact: true }).click();
  await expect(page.getByText(said.saved)).toBeVisible();
}

/** Of the stream of a record only its changes. On a phone the fields stand behind a tab. */
async function showHistory(page: Page, language: Language): Promise<void> {
  if (isPhone()) await page.getByRole('tab', { name: words[language].timeline }).click();
  await page.getByRole('button', { name: words[language].changes, exact: true }).click();
}

async function showFields(page: Page, language: Language): Promise<void> {
  if (isPhone()) await page.getByRole('tab', { name: words[language].fields }).click();
}

const isPhone = (): boolean => test.info().project.name === 'phone';

for (const { language, tag } of deskAndPhone('zh')) {
  test(`two values written at once both show, one is chosen, and an undo brings both back, in ${language} ${tag}`, async ({
    page,
    context,
  }) => {
    const said = words[language];
    await choose(page, language);
    await openScreen(page, 'customers/new');
    await page.getByLabel(said.name, { exact: true }).fill('Nordkaffe GmbH');
    await page.getByRole('button', { name: said.save }).click();
    await expect(page.getByRole('heading', { name: 'Nordkaffe GmbH', exact: true })).toBeVisible();
    const address = `${page.url().replace(/\/full$/, '')}/full`;
    await page.goto(address);

    const other = await context.newPage();
    await choose(other, language);
    await other.goto(address);
    await beginRegion(other, language);
    await beginRegion(page, language);
    await writeRegion(page, language, 'Bremen');
    await writeRegion(other, language, 'Hamburg');
    await other.close();

    const mark = page.getByRole('button', { name: said.two });
    await mark.focus();
    await page.keyboard.press('Enter');
    const choices = page.getByRole('group', { name: new RegExp(said.region) });
    await expect(choices.getByText('Hamburg', { exact: true })).toBeVisible();
    await expect(choices.getByText('Bremen', { exact: true })).toBeVisible();
    await expect(choices.getByText(/^(Me|我).*\d\d:\d\d/)).toHaveCount(2);
    await expectAccessible(page);

    await page.getByRole('button', { name: said.use }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(said.chosen)).toBeVisible();
    await expect(mark).toHaveCount(0);
    await page.getByRole('button', { name: said.undo, exact: true }).last().click();
    await expect(mark).toBeVisible();

    await openScreen(page, 'customers');
    await expect(page.getByText(said.marked).first()).toBeAttached();
    await expectAccessible(page);

    await page.goto(address);
    await showHistory(page, language);
    await expect(page.getByText(said.chose)).toBeVisible();
    await expectAccessible(page);
  });
}

test('the history of one field is shown alone, and a change of it is undone there', async ({ page }) => {
  await choose(page, 'en');
  await openScreen(page, 'customers/new');
  await page.getByLabel('Name', { exact: true }).fill('Nordkaffe GmbH');
  await page.getByLabel('Region', { exact: true }).fill('Hamburg');
  await page.getByRole('button', { name: 'Save customer' }).click();
  await expect(page.getByRole('heading', { name: 'Nordkaffe GmbH', exact: true })).toBeVisible();
  await page.goto(`${page.url().replace(/\/full$/, '')}/full`);
  const edit = async (region: string, industry: string) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByLabel('Region', { exact: true }).fill(region);
    await page.getByLabel('Industry', { exact: true }).fill(industry);
    await page.getByRole('button', { name: 'Save customer' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await edit('Bremen', 'Coffee');
  await edit('Kiel', 'Coffee');
  await showHistory(page, 'en');
  await page.getByRole('combobox', { name: 'Show only the changes of' }).selectOption({ label: 'Region' });
  const changes = page.locator('.timeline li');
  await expect(changes).toHaveText([
    /^\s*Me changed Region from Bremen to Kiel/,
    /^\s*Me changed Region from Hamburg to Bremen/,
    /^\s*Me created this with Region Hamburg/,
  ]);
  await expectAccessible(page);
  // The older change has been superseded: nothing of it stands that could be taken back.
  await expect(page.getByRole('button', { name: 'Undo this change' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo this change' }).click();
  await expect(changes.first()).toHaveText(/^\s*Me took Region back from Kiel to Bremen/);
});
