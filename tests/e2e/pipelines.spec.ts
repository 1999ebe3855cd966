import { expect, test, type Page } from '@playwright/test';
import type { Language } from '../../src/i18n/dictionary.ts';
import { dealTexts } from '../../src/i18n/deals.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { pipelineTexts } from '../../src/i18n/pipelines.ts';
import { choose, expectAccessible, openScreen, undo } from '../support/app.ts';

const exactly = (name: string) => ({ name, exact: true });
const columnOf = (page: Page, stage: string) => page.getByRole('region', { name: new RegExp(`^${stage}`) });

test('a stage is added, put in its place, and another removed with its deals, in one step that undo takes back', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = pipelineTexts[language];
  const { choices, deal } = fieldTexts[language];
  const sent = language === 'zh' ? '已送样' : 'Sample sent';
  const name = language === 'zh' ? '门店换机' : 'Machines for shops';
  await choose(page, language, language === 'zh' ? 'dark' : 'light');

  await openScreen(page, 'deals/board');
  await page.getByRole('link', exactly(dealTexts[language].newDeal)).last().click();
  const form = page.getByRole('dialog', exactly(formTexts[language].create.deal));
  await form.getByLabel(deal.name, { exact: true }).fill(name);
  await form.getByRole('button', exactly(formTexts[language].save.deal)).click();
  await expect(form).toBeHidden();

  await openScreen(page, 'settings/pipelines');
  await expect(page.getByText(words.deals(1), { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.addStage)).click();
  const names = page.getByRole('textbox', { name: new RegExp(`^${words.stageName}`) });
  await expect(names).toHaveCount(5);
  await page.keyboard.type(sent);
  await expect(names.last()).toHaveValue(sent);
  await page.getByRole('button', exactly(words.moveUp(sent))).click();
  await expect(names.nth(3)).toHaveValue(sent);
  await page.getByRole('button', exactly(words.removeStage(choices.inquiry))).click();
  await page.getByLabel(words.removed(choices.inquiry, 1)).selectOption({ label: sent });
  await expectAccessible(page);
  await page.getByRole('button', exactly(words.save)).click();

  await openScreen(page, 'deals/board');
  await expect(columnOf(page, sent).getByRole('link', exactly(name))).toBeAttached();
  await expect(columnOf(page, choices.inquiry)).toHaveCount(0);
  await openScreen(page, 'deals/new');
  await expect(form.getByLabel(deal.stage, { exact: true }).locator('option:not([value=""])')).toHaveText([
    ...[choices.proposal, choices.quoted, sent, choices.negotiation, choices.won, choices.lost],
  ]);

  await openScreen(page, 'settings/pipelines');
  await page.reload();
  await page.getByRole('button', exactly(words.removeStage(sent))).click();
  await page.getByRole('button', exactly(words.save)).click();
  await undo(page, language, words.saved);
  await expect(names).toHaveCount(4);
  await openScreen(page, 'deals/board');
  await expect(columnOf(page, sent).getByRole('link', exactly(name))).toBeAttached();
});

test('a second pipeline has stages of its own, and what cannot be saved is said', async ({
  page,
}, testInfo) => {
  const language: Language = testInfo.project.name === 'phone' ? 'zh' : 'en';
  const words = pipelineTexts[language];
  const { choices } = fieldTexts[language];
  const [tenders, tender] = language === 'zh' ? ['招投标', '投标中'] : ['Tenders', 'Tender'];
  await choose(page, language);
  await openScreen(page, 'settings/pipelines');
  await page.getByRole('button', exactly(words.addPipeline)).click();
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.getByText(words.problems['pipeline-unnamed'])).toBeVisible();
  await page.getByLabel(words.pipelineName).last().fill(tenders);
  const second = page.getByRole('region', exactly(tenders));
  await second.getByLabel(`${words.stageName}: ${choices.inquiry}`).fill(tender);
  await second.getByLabel(`${words.probability}: ${tender}`).fill('120');
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.getByText(words.problems.likelihood)).toBeVisible();
  await expectAccessible(page);
  await second.getByLabel(`${words.probability}: ${tender}`).fill('5');
  await page.getByRole('button', exactly(words.save)).click();
  await expect(page.getByText(words.saved)).toBeVisible();

  await page.reload();
  const stages = page.getByRole('textbox', { name: new RegExp(`^${words.stageName}`) });
  await expect(stages).toHaveCount(8);
  await expect(stages.first()).toHaveValue(choices.inquiry);
  await expect(stages.nth(4)).toHaveValue(tender);
});
