import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';

const waitMs = 40_000;

/** The Firefox to drive: named by `FIREFOX`, or the system's. Undefined where there is none. */
export function firefoxPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  const names = ['firefox', 'firefox-esr'];
  const candidates = [
    process.env['FIREFOX'] ?? '',
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ];
  return candidates.find((path) => path !== '' && existsSync(path));
}

/** One profile of Firefox with the app open, over WebDriver BiDi. */
export class FirefoxPage {
  /** What the page has thrown or logged as an error. */
  readonly problems: string[] = [];
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #address: string;

  private constructor(browser: Browser, page: Page, address: string) {
    this.#browser = browser;
    this.#page = page;
    this.#address = address;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
  }

  static async open(executablePath: string, profile: string, address: string): Promise<FirefoxPage> {
    const browser = await puppeteer.launch({
      ...{ browser: 'firefox', executablePath, userDataDir: profile, headless: true },
      defaultViewport: { width: 1440, height: 900 },
    });
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => {
      // A blank page has no storage.
      if (location.protocol === 'http:') localStorage.setItem('rapport.language', 'en');
    });
    return new FirefoxPage(browser, page, address);
  }

  async version(): Promise<string> {
    return this.#browser.version();
  }

  async go(hash: string): Promise<void> {
    if (this.#page.url().startsWith(this.#address)) {
      await this.#page.evaluate((next) => (location.hash = next), hash);
    } else await this.#page.goto(`${this.#address}/${hash}`);
  }

  async isReady(): Promise<void> {
    await this.#page.waitForSelector('html[data-ready="true"]', { timeout: waitMs });
  }

  async fill(label: string, text: string): Promise<void> {
    const field = await this.#find('input, textarea', label);
    await field.evaluate((element) => {
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
    });
    await field.type(text);
  }

  async press(key: 'Enter' | 'Escape'): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  async click(name: string): Promise<void> {
    await (await this.#find('button, a', name)).click();
  }

  /** Clicks the row of a list that holds a text. */
  async clickRow(text: string): Promise<void> {
    await (await this.#find('[role="row"]', text)).click();
  }

  async sees(selector: string, text: string): Promise<void> {
    await this.#find(selector, text);
  }

  async textOf(selector: string): Promise<string> {
    const element = await this.#page.waitForSelector(selector, { timeout: waitMs });
    return (await element?.evaluate((node) => node.textContent)) ?? '';
  }

  async screenshot(path: `${string}.png`): Promise<void> {
    await this.#page.screenshot({ path });
  }

  /** How the keys of this device are kept: as keys that code cannot read, or as bytes. */
  async keysOfDevice(): Promise<string> {
    return this.#page.evaluate(describeKeys);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** The first visible element whose label, or whose text, begins with these words. */
  async #find(selector: string, text: string): Promise<ElementHandle> {
    const found = await this.#page.waitForFunction(
      (css, wanted) => {
        const nameOf = (element: Element): string[] => {
          const labels =
            'labels' in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
          const texts = [element.getAttribute('aria-label'), ...labels.map((each) => each.textContent)];
          return [...texts, element.textContent].map((each) => (each ?? '').replace(/\s+/g, ' ').trim());
        };
        const all = [...document.querySelectorAll(css)].filter((each) => each.checkVisibility());
        const exact = all.find((each) => nameOf(each).includes(wanted));
        return exact ?? all.find((each) => nameOf(each).some((name) => name.includes(wanted)));
      },
      { timeout: waitMs, polling: 100 },
      selector,
      text,
    );
    const element = found.asElement();
    if (element === null) throw new Error(`nothing says ${text}`);
    return element as ElementHandle;
  }
}

/** Runs in a page: one line for each kind of key of the shared books in this profile. */
export async function describeKeys(): Promise<string> {
  const lines: string[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('rapport-book')) continue;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(`${name} does not open`));
    });
    for (const id of ['device:sign', 'device:box']) {
      const row = await new Promise<{ key?: unknown } | undefined>((resolve) => {
        const reading = database.transaction('keys').objectStore('keys').get(id);
        reading.onsuccess = () => resolve(reading.result as { key?: unknown } | undefined);
      });
      if (row === undefined) continue;
      const { key } = row;
      const secret = key instanceof CryptoKey && !key.extractable ? 'not readable by code' : 'readable';
      const kind = key instanceof CryptoKey ? `a WebCrypto key, ${secret}` : 'bytes';
      lines.push(`${id}: ${kind}`);
    }
    database.close();
  }
  return lines.join('; ');
}
