import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { currentBookName } from '../src/database/bookList.ts';
import { engineChannelName } from '../src/workers/engineMessages.ts';
import { takeLongTasks } from './app.ts';

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
  /** From the first rows to the end, in which the list was scrolled all the time. */
  readonly longTasks: readonly number[];
  readonly framesPerSecond: number;
  /** The longest time between two frames. */
  readonly longestFrame: number;
  /** Most memory that the tab and its workers took at any time, sampled ten times a second. */
  readonly peakBytes: number;
}

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
): Promise<JoiningFigures> {
  const memory = new PeakMemory(folder);
  const began = performance.now();
  await page.goto(`${address}/#/customers`);
  const book = (await page.evaluate(() => localStorage.getItem('rapport.book'))) ?? currentBookName();
  await page.evaluate(installWatch, engineChannelName(book));
  await page.waitForFunction(() => window.probe.firstRowsAt !== undefined, undefined, { timeout: 120_000 });
  const firstRows = await page.evaluate(() => window.probe.firstRowsAt ?? NaN);
  await takeLongTasks(page);
  await search(page);
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
        peakBytes: memory.stop(),
      };
    }
    await page.mouse.wheel(0, step % 60 < 50 ? 700 : -3_000);
    await page.waitForTimeout(40);
  }
}

/** Looks for a part of the first row's name until the list shows fewer rows than there are, then shows all again. */
async function search(page: Page): Promise<void> {
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

/** Proportional memory of the renderers of one browser, but for those that draw the browser itself. Linux only. */
class PeakMemory {
  readonly #folder: string;
  readonly #timer: NodeJS.Timeout;
  #renderers: readonly string[] = [];
  #samples = 0;
  #peak = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#timer = setInterval(() => this.#sample(), 100);
  }

  /** In bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #sample(): void {
    // Which processes there are is asked seldom: it takes longer than their sizes.
    if (this.#samples++ % 20 === 0) this.#renderers = renderersOf(this.#folder);
    const sizes = this.#renderers.map((pid) => proportionalBytes(pid));
    this.#peak = Math.max(
      this.#peak,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  }
}

function renderersOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const command = contents(pid, 'cmdline');
    const isTab = command.includes('--type=renderer') && !command.includes('--top-chrome-webui');
    return isTab && belongsTo(pid, folder);
  });
}

function belongsTo(pid: string, folder: string): boolean {
  if (contents(pid, 'cmdline').includes(folder)) return true;
  const parent = /^PPid:\s+(\d+)/m.exec(contents(pid, 'status'))?.[1] ?? '0';
  return parent !== '0' && belongsTo(parent, folder);
}

function proportionalBytes(pid: string): number {
  return Number(/^Pss:\s+(\d+)/m.exec(contents(pid, 'smaps_rollup'))?.[1] ?? 0) * 1_024;
}

/** Empty for a process that has ended meanwhile. */
function contents(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
