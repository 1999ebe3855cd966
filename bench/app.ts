import type { BrowserContext, Page } from '@playwright/test';

/** Times of the app itself at one book, in ms, as a person would see them. */
export interface AppFigures {
  readonly coldStarts: number[];
  readonly search: number[];
  readonly sort: number[];
  readonly filter: number[];
  readonly editOnScreen: number[];
  readonly secondTab: number[];
  /** The page of today, whole: the first time, when it needs what was not in memory before, and later. */
  readonly today: { readonly first: number[]; readonly later: number[] };
  /** The board of deals, a deal for twenty customers, from the click to its first cards: the first time, and later. */
  readonly board: { readonly first: number[]; readonly later: number[] };
  /** The list of leads, a lead for five customers, until rows with their scores stand: the first time, and later. */
  readonly leads: { readonly first: number[]; readonly later: number[] };
  /** The list of payments, a payment for five customers: the first time, and later. */
  readonly payments: { readonly first: number[]; readonly later: number[] };
  readonly longTasks: { readonly scrolling: number[]; readonly typing: number[] };
}

const searches = ['hang', '云栖', 'yunqi', 'info@', '142 9', 'café'];

export async function measureApp(
  context: BrowserContext,
  address: string,
  throttling: number,
): Promise<AppFigures> {
  const coldStarts: number[] = [];
  let page = await openList(context, address, throttling);
  for (let i = 0; i < 5; i++) {
    await page.close();
    page = await openList(context, address, throttling);
    coldStarts.push(await page.evaluate(() => window.probe.firstRowsAt ?? NaN));
  }
  await page.waitForTimeout(2_000);
  await takeLongTasks(page);
  const search = await measureSearch(page);
  const typing = await takeLongTasks(page);
  await scroll(page);
  const scrolling = await takeLongTasks(page);
  const sort = await measureSort(page);
  const filter = await measureFilter(page);
  const editOnScreen = await measureEdits(page);
  const secondTab = await measureSecondTab(context, address, page);
  const today = await measureOpening(page, /^Today/, '#h-slip');
  const board = await measureOpening(page, /^Deals/, 'li.deal');
  const leads = await measureOpening(page, /^Leads/, rowsOf('Leads'));
  const payments = await measureOpening(page, /^Payments/, rowsOf('Payments'));
  await page.close();
  return {
    ...{ coldStarts, search, sort, filter, editOnScreen, secondTab, today, board, leads, payments },
    longTasks: { scrolling, typing },
  };
}

/** The list of customers in a tab of its own, once its first rows are painted. */
export async function openList(context: BrowserContext, address: string, throttling: number): Promise<Page> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttling });
  await page.goto(`${address}/#/customers`);
  await page.waitForFunction(() => window.probe.firstRowsAt !== undefined, undefined, { timeout: 120_000 });
  return page;
}

/** From the keystroke to the paint of what it found, for every keystroke of every query. */
export async function measureSearch(page: Page): Promise<number[]> {
  const input = page.getByRole('main').getByRole('searchbox');
  const times: number[] = [];
  for (const query of searches) {
    for (const letter of query) {
      await input.focus();
      times.push(...(await afterEvent(page, 'input', () => page.keyboard.insertText(letter))));
    }
    await input.fill('');
    await page.waitForTimeout(400);
  }
  return times;
}

export async function measureSort(page: Page): Promise<number[]> {
  const times: number[] = [];
  const buttons = page.locator('.table__row--head .table__sort');
  const count = await buttons.count();
  for (let i = 0; i < count; i++)
    times.push(...(await afterEvent(page, 'click', () => buttons.nth(i).click())));
  times.push(...(await afterEvent(page, 'click', () => buttons.first().click())));
  return times;
}

/** To the view of one's own customers and back. */
export async function measureFilter(page: Page): Promise<number[]> {
  const tabs = page.locator('.list-tabs a');
  const times: number[] = [];
  for (const index of [1, 0, 1, 0])
    times.push(...(await afterEvent(page, 'click', () => tabs.nth(index).click())));
  return times;
}

/** The time from an event to the paint of what it changed; empty where it changed nothing. */
async function afterEvent(page: Page, eventType: string, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate((type) => window.probe.watchEvent(type), eventType);
  await act();
  const time = await page.evaluate(() => window.probe.result);
  return time === null ? [] : [time];
}

/** From saving a field in the panel beside the list to the paint of the new value. */
export async function measureEdits(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    await page
      .locator('.table__body .table__row')
      .nth(i + 1)
      .click();
    await page.getByRole('tab', { name: 'Fields' }).click();
    const edit = page.getByRole('button', { name: /source|来源/i }).first();
    await edit.waitFor();
    await edit.click({ force: true });
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(`Bench ${Date.now()}`);
    await page.waitForTimeout(250);
    times.push(...(await afterEvent(page, 'keydown', () => page.keyboard.press('Enter'))));
    await page.waitForTimeout(300);
  }
  await page.keyboard.press('Escape');
  return times;
}

/** Rows of a list that have come. */
const rowsOf = (list: string): string =>
  `[role="grid"][aria-label="${list}"] .table__body .table__row:not([aria-busy])`;

/** From the click on the link of a page to the paint of what comes there last. */
async function measureOpening(page: Page, name: RegExp, last: string): Promise<AppFigures['today']> {
  const link = (of: RegExp) => page.getByRole('navigation').getByRole('link', { name: of }).first();
  const open = async (): Promise<number[]> => {
    await link(/^Customers/).click();
    await page.waitForTimeout(1_000);
    await page.evaluate((selector) => window.probe.watchElement('click', selector), last);
    await link(name).click();
    const time = await page.evaluate(() => window.probe.result);
    return time === null ? [] : [time];
  };
  const first = await open();
  const later: number[] = [];
  for (let i = 0; i < 5; i++) later.push(...(await open()));
  return { first, later };
}

/** From an edit in another tab to its paint in this one's list. */
export async function measureSecondTab(
  context: BrowserContext,
  address: string,
  page: Page,
): Promise<number[]> {
  // A window of its own, because a tab in the background paints nothing.
  const devtools = await context.newCDPSession(page);
  const opening = context.waitForEvent('page');
  await devtools.send('Target.createTarget', { url: 'about:blank', newWindow: true });
  const other = await opening;
  await other.goto(`${address}/bench.html`);
  await other.waitForFunction(() => 'bench' in window);
  await other.evaluate(() => window.bench.open());
  await other.waitForTimeout(2_000);
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    const name = `0000 Bench ${Date.now()}`;
    const first = await other.evaluate(() => window.bench.firstByName());
    await page.evaluate((text) => window.probe.watchText(text), name);
    const at = await other.evaluate(([id, text]) => window.bench.rename(id, text), [first, name] as const);
    const painted = await page.evaluate(() => window.probe.result);
    if (painted !== null) times.push(painted - at);
    await page.waitForTimeout(500);
  }
  await other.close();
  return times;
}

export async function scroll(page: Page): Promise<void> {
  await page.locator('.table__body').hover();
  for (let i = 0; i < 120; i++) {
    await page.mouse.wheel(0, i < 100 ? 900 : -6_000);
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(500);
}

export async function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const seen = window.probe.longTasks;
    window.probe.longTasks = [];
    return seen;
  });
}
