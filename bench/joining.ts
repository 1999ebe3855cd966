import type { Page } from '@playwright/test';
import { currentBookName } from '../src/database/bookList.ts';
import { engineChannelName } from '../src/workers/engineMessages.ts';
import { takeLongTasks } from './app.ts';
import { PeakMemory, type PeakFigures } from './peakMemory.ts';

/** How a device gets a book that others share, as the person before it sees it. Times in ms since the page was asked for. */
export interface JoiningFigures {
  /** The first rows of the list of customers were painted. */
  readonly firstRows: number;
  /** A search in the list had shown what it found. */
  readonly searched: number;
  /** The list counted every account. */
  readonly allAccounts: number;
  /** The log was read to its end. */
  readonly complete: number;
  /** From the first rows to the end. */
  readonly longTasks: readonly number[];
  readonly framesPerSecond: number;
  /** The longest time between two frames. */
  readonly longestFrame: number;
  readonly memory: PeakFigures;
}

/**
 * What is done with the list meanwhile. `always`: scrolled without a pause, faster than anybody reads. `sometimes`: as a person does, who
 * scrolls for a second, looks, searches, looks and shows all again, every ten seconds.
 */
export type ListUse = 'always' | 'sometimes';

interface Watch {
  connection: string;
  /** Of the list that is open. */
  readonly count: () => { readonly matched: number; readonly total: number };
  /** In ms of the page's own clock. */
  readonly frames: { count: number; longest: number; first: number; last: number };
}

declare global {
  interface Window {
    watch: Watch;
  }
}

/** Opens the app on a book that was just joined; `probe.ts` must be installed. `folder` names the browser's profile. */
export async function measureJoining(
  page: Page,
  address: string,
  accounts: number,
  folder: string,
  use: ListUse,
): Promise<JoiningFigures> {
  const memory = new PeakMemory(folder);
  const began = performance.now();
  await page.goto(`${address}/#/customers`);
  const book = (await page.evaluate(() => localStorage.getItem('rapport.book'))) ?? currentBookName();
  await page.evaluate(installWatch, engineChannelName(book));
  await page.waitForFunction(() => window.probe.firstRowsAt !== undefined, undefined, { timeout: 120_000 });
  const firstRows = await page.evaluate(() => window.probe.firstRowsAt ?? NaN);
  await takeLongTasks(page);
  const text = await search(page);
  const searched = performance.now() - began;
  let allAccounts: number | undefined;
  for (let step = 0; ; step++) {
    const state = await page.evaluate(() => ({
      connection: window.watch.connection,
      total: window.watch.count().total,
    }));
    const now = performance.now() - began;
    if (state.total >= accounts) allAccounts ??= now;
    if (state.connection === 'online' && allAccounts !== undefined) {
      const frames = await page.evaluate(() => window.watch.frames);
      return {
        ...{ firstRows, searched, allAccounts, complete: now },
        longTasks: await takeLongTasks(page),
        framesPerSecond: (1_000 * frames.count) / (frames.last - frames.first),
        longestFrame: frames.longest,
        memory: memory.stop(),
      };
    }
    if (use === 'always') await page.mouse.wheel(0, step % 60 < 50 ? 700 : -3_000);
    else await actAsPerson(page, step % 200, text);
    await page.waitForTimeout(40);
  }
}

/** One step of two hundred, of about 50 ms each. */
async function actAsPerson(page: Page, step: number, text: string): Promise<void> {
  const input = page.getByRole('main').getByRole('searchbox');
  if (step < 20) await page.mouse.wheel(0, 300);
  else if (step === 80) await input.pressSequentially(text, { delay: 120 });
  else if (step === 140) {
    await input.fill('');
    await page.locator('.table__body').hover();
  }
}

/** Looks for a part of the first row's name until the list shows fewer rows than there are, then shows all again. Gives that part. */
async function search(page: Page): Promise<string> {
  const input = page.getByRole('main').getByRole('searchbox');
  const text = await page.evaluate(() => {
    const row = document.querySelector('.table__body .table__row:not([aria-busy])');
    return /[A-Za-z]{4,}/.exec(row?.textContent ?? '')?.[0].slice(-4) ?? '';
  });
  await input.fill(text);
  await page.waitForFunction(() => {
    const { matched, total } = window.watch.count();
    return matched > 0 && matched < total;
  });
  await input.fill('');
  await page.waitForFunction(() => window.watch.count().matched === window.watch.count().total);
  await page.locator('.table__body').hover();
  return text;
}

/** Runs in the page: may use nothing from outside itself. */
function installWatch(channelName: string): void {
  const numbers = (): number[] =>
    (document.querySelector('.filters__count')?.textContent ?? '')
      .split('/')
      .map((part) => Number(part.replace(/\D/g, '')));
  const frames = { count: 0, longest: 0, first: performance.now(), last: performance.now() };
  window.watch = {
    connection: '',
    count: () => ({ matched: numbers()[0] ?? 0, total: numbers()[1] ?? 0 }),
    frames,
  };
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<{ type: string; view?: { connection: string } }>) => {
    if (data.type === 'sync') window.watch.connection = data.view?.connection ?? '';
  };
  channel.postMessage({ type: 'sync?' });
  const count = (now: number): void => {
    frames.count++;
    frames.longest = Math.max(frames.longest, now - frames.last);
    frames.last = now;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}
