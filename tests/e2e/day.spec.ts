import { expect, type Locator } from '@playwright/test';
import { activityTexts } from '../../src/i18n/activity.ts';
import { captureTexts } from '../../src/i18n/capture.ts';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { fileTexts } from '../../src/i18n/files.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { noteTexts } from '../../src/i18n/notes.ts';
import { recordTexts } from '../../src/i18n/record.ts';
import { shellTexts } from '../../src/i18n/shell.ts';
import { taskTexts } from '../../src/i18n/tasks.ts';
import { todayTexts } from '../../src/i18n/today.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { expectAccessible, type Language } from '../support/app.ts';
import { compose, hasNoTelephone, killTab, leaveAndComeBack, photo } from '../support/dayActs.ts';
import { test, type Person } from '../support/people.ts';
import { askToJoin, inviteSomebody, letIn, said, shareBook } from '../support/teamActs.ts';

const customer = '蓝岸咖啡';
const product = '双头咖啡机 S2';
const call = '回电确认交期';
const other = '寄样品';
const need = '要静音的磨豆机';
const visit = '带样机上门';
const order = 'SO-2026-118';
const note = '他们十二月搬新店';

const texts = (language: Language) => ({
  activity: activityTexts[language],
  capture: captureTexts[language].quick,
  field: fieldTexts[language],
  file: fileTexts[language],
  form: formTexts[language],
  list: listTexts[language],
  note: noteTexts[language],
  record: recordTexts[language],
  shell: shellTexts[language],
  task: taskTexts[language],
  today: todayTexts[language],
  ui: uiTexts[language],
});

/** What the office has made before the day begins: a customer with a telephone, and a product with a price. */
async function prepareBook({ page, ...office }: Person, go: Person['go']): Promise<void> {
  const say = texts('en');
  void office;
  await go('#/customers/new');
  await page.getByLabel(say.field.account.name, { exact: true }).fill(customer);
  await page.getByLabel(say.field.account.phones, { exact: true }).first().fill('+86 755 8688 1204');
  await page.getByRole('button', { name: say.form.save.account }).click();
  await expect(page.getByRole('heading', { name: customer })).toBeVisible();
  await go('#/products/new');
  await page.getByLabel(say.field.product.name, { exact: true }).fill(product);
  await page.getByLabel(say.field.product.price, { exact: true }).fill('26800');
  await page.getByRole('button', { name: say.form.save.product }).click();
  await expect(page.getByRole('heading', { name: product })).toBeVisible();
}

/** Chooses a record by a part of its name in a field that refers to one. */
async function choose(field: Locator, part: string, name: string): Promise<void> {
  await field.fill(part);
  await field.page().getByRole('option', { name }).click();
  await expect(field).toHaveValue(name);
}

test('a day on a phone without a network stands on a second device when the network is back', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const say = texts('zh');
  const office = await people.person({ screen: 'desktop', language: 'en' });
  const phone = await people.person({ screen: 'phone', language: 'zh' });
  let { page } = phone;
  const dialog = () => page.getByRole('dialog');
  const timeline = () => page.locator('ol.timeline');
  /** A new record about the one on screen, begun in its menu. */
  const begin = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: say.record.more, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  await test.step('the office makes the book and lets the phone in', async () => {
    await prepareBook(office, (hash) => office.go(hash));
    await shareBook(office, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop');
    await askToJoin(phone, await inviteSomebody(office), '周敏', '周敏的手机', said.zh);
    await letIn(office, phone);
    await phone.hasJoined();
    await office.page.keyboard.press('Escape');
    for (const title of [call, other]) {
      await phone.go('#/tasks/new');
      await page.getByLabel(say.field.task.title, { exact: true }).fill(title);
      await choose(page.getByRole('combobox', { name: say.field.task.account }), '蓝岸', customer);
      await dialog().getByRole('button', { name: say.task.quick.today, exact: true }).click();
      await page.getByRole('button', { name: say.form.save.task }).click();
      await expect(dialog()).toBeHidden();
    }
    await phone.hasApp();
  });

  await test.step('offline the app opens on Today and says what comes first', async () => {
    phone.offline();
    await page.goto(phone.proxy.address);
    await phone.isReady();
    await expect(page.getByText(say.today.lede.dueToday(customer, call))).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the customer is called from there, and who comes back logs it', async () => {
    await hasNoTelephone(page);
    await page.getByRole('button', { name: say.task.more(call) }).click();
    await page.getByRole('menuitem', { name: say.today.call(customer) }).click();
    await leaveAndComeBack(page);
    await expect(dialog().getByText(customer)).toBeVisible();
    await dialog().getByLabel(say.activity.composer.text).fill('交期没问题，要加一台磨豆机');
    await expectAccessible(page);
    await dialog().getByRole('button', { name: say.activity.composer.save }).click();
    await expect(page.getByText(say.activity.composer.done.call)).toBeVisible();
    await page.getByRole('checkbox', { name: say.list.tasks.finish(call) }).click();
    await expect(page.getByText(say.today.lede.dueToday(customer, other))).toBeVisible();
    await page.getByText(say.today.lede.dueToday(customer, other)).getByRole('link').click();
    await expect(page.getByRole('heading', { name: customer, level: 1 })).toBeVisible();
    await expect(timeline().getByText('交期没问题，要加一台磨豆机')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a need is captured with a photo', async () => {
    await begin(say.shell.createKind.need);
    await dialog().getByLabel(say.field.need.title, { exact: true }).fill(need);
    await dialog().getByLabel(say.file.take, { exact: true }).last().setInputFiles(photo);
    await expect(dialog().getByRole('img', { name: photo.name })).toBeVisible();
    await expectAccessible(page);
    await dialog().getByRole('button', { name: say.form.save.need }).click();
    await expect(timeline().getByText(say.activity.need(need))).toBeVisible();
    await timeline().getByRole('link', { name: need }).click();
    await expect(page.getByRole('heading', { name: need, level: 1 })).toBeVisible();
    await expect(page.getByRole('img', { name: photo.name })).toBeVisible();
    await expect(page.getByText(say.file.local)).toBeVisible();
    await expectAccessible(page);
    await page.goBack();
  });

  await test.step('a task is scheduled', async () => {
    await page
      .getByRole('region', { name: say.activity.next.label })
      .getByRole('button', { name: say.activity.next.done })
      .click();
    await dialog().getByLabel(say.activity.composer.nextTitle, { exact: true }).fill(visit);
    await expectAccessible(page);
    await dialog().getByRole('button', { name: say.activity.next.doneAndSave }).click();
    await expect(page.getByRole('region', { name: say.activity.next.label })).toContainText(visit);
  });

  await test.step('an order is entered', async () => {
    await begin(say.record.newOrder);
    await dialog().getByLabel(say.field.order.number, { exact: true }).fill(order);
    const line = dialog().getByRole('group', { name: `${say.form.lines} 1` });
    await choose(line.getByRole('combobox'), '双头', product);
    await line.getByLabel(`${say.field.line.quantity} 1`).fill('2');
    await expectAccessible(page);
    await dialog().getByRole('button', { name: say.form.save.order }).click();
    await expect(dialog()).toBeHidden();
    await expect(timeline().getByText(say.activity.order.order(order))).toBeVisible();
  });
});
