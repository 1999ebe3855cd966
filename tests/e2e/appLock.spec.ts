import { expect, test, type Page } from '@playwright/test';
import { choose, deskAndPhone, expectAccessible, openScreen, words, type Language } from '../support/app.ts';

const said = {
  en: {
    pin: 'PIN (4 to 12 digits)',
    again: 'Once more',
    turnOn: 'Turn the lock on',
    isOn: 'The lock is on',
    locked: 'Locked',
    unlock: 'Unlock',
    wrong: 'That is not the PIN.',
    wait: /Wait \d+ s/,
    forgot: 'Forgot the PIN',
    word: 'REMOVE',
    type: 'Type REMOVE to confirm',
    remove: 'Remove all data',
    now: 'Lock now',
    change: 'Change the PIN',
    off: 'Turn the lock off',
    confirm: 'Confirm',
    current: 'The PIN now',
    after: 'Lock after',
    minute: '1 min without anybody',
  },
  zh: {
    pin: 'PIN（4 到 12 位数字）',
    again: '再输入一次',
    turnOn: '打开锁定',
    isOn: '锁定已打开',
    locked: '已锁定',
    unlock: '解锁',
    wrong: 'PIN 不对。',
    wait: /请等 \d+ 秒/,
    forgot: '忘了 PIN',
    word: '移除',
    type: '输入“移除”确认',
    remove: '移除全部资料',
    now: '现在锁定',
    change: '更改 PIN',
    off: '关闭锁定',
    confirm: '确认',
    current: '现在的 PIN',
    after: '多久没人用就锁定',
    minute: '1 分钟',
  },
} as const satisfies Record<Language, unknown>;

async function aLockedBook(page: Page, language: Language): Promise<void> {
  const say = said[language];
  await openScreen(page, 'customers/new');
  await page.getByLabel(words[language].name, { exact: true }).fill('Nordkaffe GmbH');
  await page.getByRole('button', { name: words[language].save }).click();
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
  await openScreen(page, 'settings/lock');
  await page.getByLabel(say.pin, { exact: true }).fill('2468');
  await page.getByLabel(say.again).fill('2468');
  await page.getByRole('button', { name: say.turnOn }).click();
  await expect(page.getByText(say.isOn)).toBeVisible();
}

async function enter(page: Page, language: Language, pin: string): Promise<void> {
  const lock = page.getByRole('dialog', { name: said[language].locked });
  await lock.getByLabel('PIN', { exact: true }).fill(pin);
  await lock.getByLabel('PIN', { exact: true }).press('Enter');
}

for (const { language, tag } of deskAndPhone('en')) {
  test(`with a lock nothing of the book is drawn after a reload until the PIN is given, in ${language} ${tag}`, async ({
    page,
  }) => {
    const say = said[language];
    await choose(page, language, language === 'zh' ? 'dark' : 'light');
    await aLockedBook(page, language);
    await expectAccessible(page);
    await page.goto('/#/customers');
    await page.reload();
    const lock = page.getByRole('dialog', { name: say.locked });
    await expect(lock).toBeVisible();
    await expect(lock.getByLabel('PIN', { exact: true })).toBeFocused();
    await expect(page.locator('#app')).toBeHidden();
    await expect(page).toHaveTitle('Rapport 默契');
    await expectAccessible(page);
    await enter(page, language, '1357');
    await expect(lock.getByText(say.wrong).first()).toBeVisible();
    for (const pin of ['0000', '1111']) {
      await expect(lock.getByLabel('PIN', { exact: true })).toHaveValue('');
      await enter(page, language, pin);
    }
    await expect(lock.getByText(say.wait).first()).toBeVisible();
    await expect(lock.getByRole('button', { name: say.unlock, exact: true })).toBeDisabled();
    await page.reload();
    await expect(lock.getByText(say.wait).first()).toBeVisible();
    await expect(lock.getByText(say.wait)).toHaveCount(0, { timeout: 15_000 });
    await enter(page, language, '2468');
    await expect(lock).toHaveCount(0);
    await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();
  });
}

test('the lock covers what is open, keys reach nothing below it, and the words begun are there afterwards', async ({
  page,
}) => {
  await choose(page, 'en');
  await aLockedBook(page, 'en');
  await page.goto('/#/customers/new');
  await page.getByLabel(words.en.name, { exact: true }).fill('Half a name');
  await page.evaluate(() => {
    localStorage.setItem('rapport.lock.at', '1');
    window.dispatchEvent(new StorageEvent('storage', { key: 'rapport.lock.at' }));
  });
  const lock = page.getByRole('dialog', { name: 'Locked' });
  await expect(lock).toBeVisible();
  await expect(page.getByLabel(words.en.name, { exact: true })).toBeHidden();
  for (const key of ['Escape', 'Escape', 'Escape', 'Control+k', '?']) await page.keyboard.press(key);
  await expect(lock).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await enter(page, 'en', '2468');
  await expect(page.getByLabel(words.en.name, { exact: true })).toHaveValue('Half a name');
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

test('after a while without anybody the application locks itself @anyScreen', async ({ page }) => {
  await page.clock.install();
  await choose(page, 'en');
  await aLockedBook(page, 'en');
  await page.getByLabel(said.en.after).selectOption({ label: said.en.minute });
  await page.clock.runFor(40_000);
  await page.mouse.click(5, 5);
  await page.clock.runFor(40_000);
  const lock = page.getByRole('dialog', { name: 'Locked' });
  await expect(lock).toHaveCount(0);
  await page.clock.runFor(30_000);
  await expect(lock).toBeVisible();
});

test('the lock is changed and taken off only by whoever knows the PIN @anyScreen', async ({ page }) => {
  await choose(page, 'en');
  await aLockedBook(page, 'en');
  await page.getByRole('button', { name: said.en.off }).click();
  await page.getByLabel(said.en.current).fill('1357');
  await page.getByRole('button', { name: said.en.confirm }).click();
  await expect(page.getByText(said.en.wrong)).toBeVisible();
  await page.getByLabel(said.en.current).fill('2468');
  await page.getByRole('button', { name: said.en.confirm }).click();
  await expect(page.getByRole('button', { name: said.en.turnOn })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: said.en.turnOn })).toBeVisible();
});

test('a passkey of the device opens the lock as the PIN does @anyScreen', async ({
  page,
  context,
  baseURL,
}) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await choose(page, 'en');
  // Passkeys belong to a name: an address of numbers has none.
  await page.goto(`${(baseURL ?? '').replace('127.0.0.1', 'localhost')}/#/settings/lock`);
  await page.getByLabel(said.en.pin, { exact: true }).fill('2468');
  await page.getByLabel(said.en.again).fill('2468');
  await page.getByRole('button', { name: said.en.turnOn }).click();
  await page.getByRole('button', { name: 'Turn on', exact: true }).click();
  await expect(page.getByText('On. The PIN works as well.')).toBeVisible();
  await page.getByRole('button', { name: said.en.now }).click();
  const lock = page.getByRole('dialog', { name: 'Locked' });
  const byPasskey = lock.getByRole('button', { name: /fingerprint/ });
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await byPasskey.click();
  await expect(lock.getByText(/not recognised/)).toBeVisible();
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await byPasskey.click();
  await expect(lock).toHaveCount(0);
  await expect(page.getByText(said.en.isOn)).toBeVisible();
});

for (const { language, tag } of deskAndPhone('zh')) {
  test(`whoever has forgotten the PIN can only empty the device, after typing what it does, in ${language} ${tag}`, async ({
    page,
  }) => {
    const say = said[language];
    await choose(page, language);
    await aLockedBook(page, language);
    const before = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    await page.getByRole('button', { name: say.now }).click();
    await page.getByRole('button', { name: say.forgot }).click();
    const remove = page.getByRole('button', { name: say.remove });
    await expect(remove).toBeDisabled();
    await expectAccessible(page);
    await page.getByLabel(say.type).fill(say.word);
    await remove.click();
    await expect(page.locator('html[data-ready="true"]')).toBeAttached();
    await expect(page.locator('html[data-locked]')).toHaveCount(0);
    await openScreen(page, 'customers');
    await expect(page.getByText('Nordkaffe GmbH')).toHaveCount(0);
    await expect
      .poll(async () => {
        const after = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
        return after.filter((name) => before.includes(name));
      })
      .toEqual([]);
  });
}
