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
import {
  compose,
  countPointers,
  hasNoTelephone,
  killTab,
  leaveAndComeBack,
  photo,
  tabTo,
} from '../support/dayActs.ts';
import { test, type Person } from '../support/people.ts';
import { askToJoin, inviteSomebody, letIn, openCustomer, said, shareBook } from '../support/teamActs.ts';

const customer = '蓝岸咖啡';
const product = '双头咖啡机 S2';
const call = '回电确认交期';
const other = '寄样品';
const need = '要静音的磨豆机';
const visit = '带样机上门';
const order = 'SO-2026-118';
const note = '他们十二月搬新店';
/** What the input method composes it from. */
const moving = [
  ['tamen', '他们'],
  ['shieryue', '十二月'],
  ['banxindian', '搬新店'],
] as const;

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
async function prepareBook(office: Person): Promise<void> {
  const { page } = office;
  const say = texts('en');
  await office.go('#/customers/new');
  await page.getByLabel(say.field.account.name, { exact: true }).fill(customer);
  await page.getByLabel(say.field.account.phones, { exact: true }).first().fill('+86 755 8688 1204');
  await page.getByRole('button', { name: say.form.save.account }).click();
  await expect(page.getByRole('heading', { name: customer })).toBeVisible();
  await office.go('#/products/new');
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
  const phone = await people.person({ screen: 'phone', language: 'zh', keepsApp: true });
  for (const { context } of [office, phone]) context.setDefaultTimeout(20_000);
  let { page } = phone;
  const dialog = () => page.getByRole('dialog');
  const timeline = () => page.locator('ol.timeline');
  /** A new record about the one on screen, begun in its menu. */
  const begin = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: say.record.more, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  await test.step('the office makes the book and lets the phone in', async () => {
    await prepareBook(office);
    await shareBook(office, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop');
    await askToJoin(phone, await inviteSomebody(office), '周敏', '周敏的手机', said.zh);
    await letIn(office, phone);
    await phone.hasJoined();
    await office.page.keyboard.press('Escape');
    for (const [list, name] of [
      ['customers', customer],
      ['products', product],
    ] as const) {
      await phone.go(`#/${list}`);
      await expect(page.getByRole('row', { name })).toBeVisible({ timeout: 30_000 });
    }
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
    await begin(say.shell.createKind.task);
    await dialog().getByLabel(say.field.task.title, { exact: true }).fill(visit);
    await dialog().getByRole('button', { name: say.task.quick.tomorrow, exact: true }).click();
    await expectAccessible(page);
    await dialog().getByRole('button', { name: say.form.save.task }).click();
    await expect(timeline().getByText(say.activity.task(visit))).toBeVisible();
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

  await test.step('a note is composed in Chinese, and its draft outlives the tab', async () => {
    await page.getByRole('button', { name: say.activity.act.note, exact: true }).click();
    await expect(page.getByRole('textbox', { name: say.activity.composer.label })).toBeFocused();
    await compose(await phone.context.newCDPSession(page), moving);
    await expect(page.getByRole('textbox', { name: say.activity.composer.label })).toHaveValue(note);
    const address = page.url();
    await killTab(page);
    page = phone.page = await phone.context.newPage();
    await page.goto(address);
    await expect(page.getByRole('textbox', { name: say.activity.composer.label })).toHaveValue(note);
    await expectAccessible(page);
    await page.getByRole('button', { name: say.activity.composer.save, exact: true }).click();
    await expect(timeline().getByText(note)).toBeVisible();
  });

  await test.step('its text is gone on with, and what was typed last outlives the tab too', async () => {
    await timeline().getByRole('listitem').filter({ hasText: note }).getByRole('link').first().click();
    const body = say.record.editField(say.field.activity.body);
    await page.getByRole('button', { name: body }).click();
    const editor = page.getByRole('textbox', { name: say.field.activity.body });
    await editor.focus();
    await page.keyboard.press('Control+End');
    await compose(await phone.context.newCDPSession(page), [
      ['xuyao', '，需要'],
      ['liangtai', '两台'],
    ]);
    await expect(editor).toHaveText(`${note}，需要两台`);
    // What no store has been given yet goes with the process; the text gets into the book only after a second.
    await page.waitForTimeout(300);
    const address = page.url();
    await killTab(page);
    page = phone.page = await phone.context.newPage();
    await page.goto(address);
    await expect(page.getByText(`${note}，需要两台`)).toBeVisible({ timeout: 20_000 });
    await expectAccessible(page);
  });

  await test.step('a task that was finished by mistake is taken back by one undo', async () => {
    await phone.go('#/today');
    await page.getByRole('checkbox', { name: say.list.tasks.finish(other) }).click();
    await expect(page.getByText(say.today.noTasks)).toBeVisible();
    await page.getByRole('button', { name: say.ui.undo, exact: true }).click();
    await expect(page.getByRole('checkbox', { name: say.list.tasks.finish(other) })).toBeVisible();
    await expect(page.getByRole('link', { name: /离线/ }).first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('back in the network all of it stands on the second device', async () => {
    phone.online();
    const read = texts('en');
    const { page: second } = office;
    await openCustomer(office, customer);
    await second.goto(`${second.url().replace(/\/full$/, '')}/full`);
    const items = second.locator('ol.timeline');
    await expect(items.getByText(`${note}，需要两台`)).toBeVisible({ timeout: 40_000 });
    await expect(items.getByText(read.activity.what.call.out).first()).toBeVisible();
    await expect(items.getByText('交期没问题，要加一台磨豆机')).toBeVisible();
    await expect(items.getByText(read.activity.order.order(order))).toBeVisible();
    await expect(items.getByText(/53,600/).first()).toBeVisible();
    await expect(second.getByRole('region', { name: read.activity.next.label })).toContainText(other);
    await expect(second.getByRole('checkbox', { name: read.activity.related.finish(visit) })).toBeVisible();
    await expectAccessible(second);
    await items.getByRole('link', { name: need }).click();
    await expect(second.getByRole('heading', { name: need, level: 1 })).toBeVisible();
    const files = second.getByRole('region', { name: read.file.title });
    await expect(files.getByText(read.file.local)).toBeVisible();
    await expect(files.getByRole('img')).toHaveCount(0);
    await expectAccessible(second);
  });
});

for (const language of ['en', 'zh'] as const) {
  test(`a day at a desk is worked by keys alone, in ${language}`, async ({ people }) => {
    test.setTimeout(150_000);
    const say = texts(language);
    const desk = await people.person({ screen: 'desktop', language });
    desk.context.setDefaultTimeout(20_000);
    let { page } = desk;
    let pointers = await countPointers(page);
    const dialog = () => page.getByRole('dialog');
    const timeline = () => page.locator('ol.timeline');
    const labelled = (label: string) => dialog().getByLabel(label, { exact: true }).first();
    /** Says in the command palette what is wanted, and takes the first that it offers. */
    const command = async (text: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: say.shell.palette.field })).toBeFocused();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    };
    const fill = async (label: string, text: string): Promise<void> => {
      await tabTo(labelled(label));
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    };
    const press = async (control: Locator): Promise<void> => {
      await tabTo(control);
      await page.keyboard.press('Enter');
    };
    const closed = () => expect(dialog()).toHaveCount(0);

    await test.step('customers and a product are made by commands', async () => {
      await desk.go('#/customers');
      for (const name of ['Bryggeri ApS', 'Nordkaffe GmbH']) {
        await command(say.shell.createKind.account);
        await fill(say.field.account.name, name);
        await fill(say.field.account.phones, '+49 40 3688 1204');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('heading', { name })).toBeVisible();
      }
      await command(say.shell.createKind.product);
      await fill(say.field.product.name, 'S2');
      await fill(say.field.product.price, '1900');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'S2' })).toBeVisible();
    });

    await test.step('a record is found by a part of its name, and T plans a task for it', async () => {
      await command('nordk');
      await expect(page.getByRole('heading', { name: 'Nordkaffe GmbH' })).toBeVisible();
      await page.keyboard.press('t');
      await fill(say.field.task.title, 'Call back');
      await press(dialog().getByRole('button', { name: say.task.quick.today, exact: true }));
      await expectAccessible(page);
      await press(dialog().getByRole('button', { name: say.form.save.task }));
      await closed();
    });

    await test.step('G T leads to Today, the customer is called from there, and who comes back logs it', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await expect(page.getByText(say.today.lede.dueToday('Nordkaffe GmbH', 'Call back'))).toBeVisible();
      await expectAccessible(page);
      await hasNoTelephone(page);
      await tabTo(page.getByRole('checkbox', { name: say.list.tasks.finish('Call back') }));
      await press(page.getByRole('link', { name: say.today.call('Nordkaffe GmbH') }).first());
      await leaveAndComeBack(page);
      await tabTo(labelled(say.activity.composer.text));
      await page.keyboard.type('Terms agreed');
      await expectAccessible(page);
      await press(dialog().getByRole('button', { name: say.activity.composer.save }));
      await closed();
      await tabTo(page.getByRole('checkbox', { name: say.list.tasks.finish('Call back') }));
      await page.keyboard.press('Space');
      await expect(page.getByText(say.today.noTasks)).toBeVisible();
    });

    await test.step('a need is captured with a photo, about the record in view', async () => {
      await command('nordk');
      await expect(timeline().getByText('Terms agreed')).toBeVisible();
      await command(say.shell.createKind.need);
      await fill(say.field.need.title, 'Quiet grinder');
      const chooser = page.waitForEvent('filechooser');
      await press(dialog().getByRole('button', { name: say.file.choose }));
      await (await chooser).setFiles(photo);
      await expect(dialog().getByRole('img', { name: photo.name })).toBeVisible();
      await tabTo(labelled(say.field.need.title));
      await page.keyboard.press('Enter');
      await closed();
      await expect(timeline().getByText(say.activity.need('Quiet grinder'))).toBeVisible();
    });

    await test.step('C takes one line and makes a task of it', async () => {
      await page.keyboard.press('c');
      await expect(dialog().getByLabel(say.capture.line)).toBeFocused();
      await page.keyboard.type(
        language === 'zh' ? '明天15:00 打电话谈合同' : 'Call about the contract tomorrow 15:00',
      );
      await expect(labelled(say.field.task.time)).toHaveValue('15:00');
      await page.keyboard.press('Enter');
      await closed();
      await expect(page.getByRole('region', { name: say.activity.next.label })).toContainText(
        language === 'zh' ? '合同' : 'contract',
      );
    });

    await test.step('an order is entered', async () => {
      await command(say.shell.palette.newOrderFor);
      await fill(say.field.order.number, order);
      const line = dialog().getByRole('group', { name: `${say.form.lines} 1` });
      await tabTo(line.getByRole('combobox'));
      await page.keyboard.type('S2');
      await expect(line.getByRole('option', { name: 'S2' })).toBeVisible();
      await page.keyboard.press('Enter');
      await fill(`${say.field.line.quantity} 1`, '2');
      await page.keyboard.press('Enter');
      await closed();
      await expect(page.getByRole('heading', { name: order })).toBeVisible();
    });

    await test.step('N writes a note, and its draft outlives the tab', async () => {
      await command('nordk');
      await expect(timeline().getByText(say.activity.order.order(order))).toBeVisible();
      await page.keyboard.press('n');
      await fill(say.field.activity.subject, 'Moving');
      await tabTo(dialog().getByRole('textbox', { name: say.field.activity.body }));
      await compose(await desk.context.newCDPSession(page), moving);
      await expect(dialog().getByRole('textbox', { name: say.field.activity.body })).toHaveText(note);
      await expectAccessible(page);
      const address = page.url();
      expect(await pointers()).toBe(0);
      await killTab(page);
      page = desk.page = await desk.context.newPage();
      pointers = await countPointers(page);
      await page.goto(address);
      await expect(timeline()).toBeVisible();
      await page.keyboard.press('n');
      await expect(dialog().getByRole('textbox', { name: say.field.activity.body })).toHaveText(note);
      await tabTo(labelled(say.field.activity.subject));
      await page.keyboard.press('Enter');
      await closed();
      await expect(timeline().getByText(note)).toBeVisible();
    });

    await test.step('one key takes the note back, and one brings it again', async () => {
      await page.keyboard.press('Control+z');
      await expect(timeline().getByText(note)).toHaveCount(0);
      await page.keyboard.press('Control+Shift+z');
      await expect(timeline().getByText(note)).toBeVisible();
      await expectAccessible(page);
    });

    await test.step('the list is walked by arrows, its records by J and K, and ? names the keys', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('c');
      const grid = page.getByRole('grid');
      await tabTo(grid.getByRole('row', { name: /Bryggeri/ }));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'Bryggeri ApS' })).toBeVisible();
      await page.keyboard.press('j');
      await expect(page.getByRole('heading', { name: 'Nordkaffe GmbH' })).toBeVisible();
      await page.keyboard.press('k');
      await expect(page.getByRole('heading', { name: 'Bryggeri ApS' })).toBeVisible();
      await page.keyboard.press('?');
      await expect(dialog().getByText(say.shell.keys.palette)).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await closed();
      expect(await pointers()).toBe(0);
    });
  });
}
