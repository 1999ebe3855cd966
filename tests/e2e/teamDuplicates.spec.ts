import { expect } from '@playwright/test';
import { duplicateTexts } from '../../src/i18n/duplicates.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { leadTexts } from '../../src/i18n/leads.ts';
import { expectAccessible } from '../support/app.ts';
import { test, type Person } from '../support/people.ts';
import { askToJoin, createCustomer, inviteSomebody, letIn, said, shareBook } from '../support/teamActs.ts';

const texts = { en: duplicateTexts.en, zh: duplicateTexts.zh };

/** Merges the two customers that the search finds, the named one staying. */
async function merge({ page }: Person, language: 'en' | 'zh', staying: string): Promise<void> {
  await page.getByRole('button', { name: /^(Compare and merge|比较并合并)/ }).click({ timeout: 20_000 });
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('group', { name: texts[language].dialog.keep })
    .getByRole('radio', { name: staying })
    .check();
  await dialog.getByRole('button', { name: texts[language].dialog.run, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('two people who merge the same customers into each other agree, are told, and can take it apart', async ({
  people,
}) => {
  test.setTimeout(240_000);
  const owner = await people.person({ screen: 'desktop', language: 'en' });
  await createCustomer(owner, 'Nordkaffe Rösterei Hamburg');
  await createCustomer(owner, 'Nordkaffe Roesterei Hamburg');
  await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop of Xiaowen');
  const other = await people.person({ screen: 'phone', language: 'zh', keepsApp: true });
  await askToJoin(other, await inviteSomebody(owner), '周敏', '周敏的手机', said.zh);
  await letIn(owner, other);
  await other.hasJoined();
  await owner.page.keyboard.press('Escape');
  await expect(other.page.getByRole('row', { name: /Nordkaffe Rösterei/ })).toBeVisible({ timeout: 30_000 });

  await test.step('both merge while one has no network', async () => {
    await owner.go('#/duplicates');
    await other.go('#/duplicates');
    await expect(other.page.getByRole('button', { name: /^比较并合并/ })).toBeVisible({ timeout: 20_000 });
    await other.hasApp();
    other.offline();
    await merge(owner, 'en', 'Nordkaffe Rösterei Hamburg');
    await merge(other, 'zh', 'Nordkaffe Roesterei Hamburg');
    other.online();
  });

  await test.step('both see one customer, and that there is something to look at', async () => {
    for (const [person, language] of [
      [owner, 'en'],
      [other, 'zh'],
    ] as const) {
      await person.page.getByText(texts[language].views.past, { exact: true }).click();
      await expect(person.page.getByText(texts[language].past.review.circle)).toBeVisible({
        timeout: 30_000,
      });
      await expectAccessible(person.page);
      await person.go('#/customers');
      await expect(person.page.getByRole('row', { name: /Nordkaffe/ })).toHaveCount(1);
    }
  });

  await test.step('taken apart on one device, both have two customers again', async () => {
    await owner.go('#/duplicates');
    await owner.page.getByText(texts.en.views.past, { exact: true }).click();
    await owner.page.getByRole('button', { name: /^Unmerge/ }).click();
    await expect(owner.page.getByText(texts.en.past.none)).toBeVisible();
    for (const person of [owner, other]) {
      await person.go('#/customers');
      await expect(person.page.getByRole('row', { name: /Nordkaffe/ })).toHaveCount(2, { timeout: 30_000 });
    }
  });

  const both = [
    [owner, 'en'],
    [other, 'zh'],
  ] as const;
  await test.step('a lead that both convert while one has no network tells both, and the merge leaves one customer', async () => {
    await owner.go('#/leads/new');
    const form = owner.page.getByRole('dialog', { name: formTexts.en.create.lead });
    await form.getByLabel(fieldTexts.en.lead.name, { exact: true }).fill('Mia Brandt');
    await form.getByLabel(fieldTexts.en.lead.company, { exact: true }).fill('Brandt Kaffeehaus');
    await form.getByRole('button', { name: formTexts.en.save.lead, exact: true }).click();
    await expect(form).toBeHidden();
    await other.go('#/leads');
    await other.page.getByRole('row', { name: /Mia Brandt/ }).click({ timeout: 30_000 });
    other.offline();
    for (const [{ page }, language] of both) {
      const words = leadTexts[language];
      await page.getByRole('button', { name: words.acts.convert, exact: true }).first().click();
      const dialog = page.getByRole('dialog', { name: words.convert.title('Mia Brandt') });
      await dialog.getByRole('button', { name: words.convert.confirm, exact: true }).click();
      await expect(dialog).toBeHidden();
    }
    other.online();
    for (const [{ page }, language] of both) {
      const { twice } = leadTexts[language].converted;
      await expect(page.getByText(twice, { exact: true })).toBeVisible({ timeout: 30_000 });
    }
    await expectAccessible(other.page);
    await owner.page.getByRole('button', { name: leadTexts.en.converted.compare, exact: true }).click();
    const merging = owner.page.getByRole('dialog');
    await merging.getByRole('button', { name: texts.en.dialog.run, exact: true }).click();
    await expect(merging).toBeHidden();
    for (const [person, language] of both) {
      const { twice, title } = leadTexts[language].converted;
      await expect(person.page.getByText(twice, { exact: true })).toBeHidden({ timeout: 30_000 });
      await expect(person.page.getByText(title, { exact: true })).toBeVisible();
      await person.go('#/customers');
      await expect(person.page.getByRole('row', { name: /Brandt Kaffeehaus/ })).toHaveCount(1);
    }
  });
});
