import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { headlessLaunch } from './chromium.ts';
import { Proxy } from './sync/proxy.ts';
import { RelayProcess } from './sync/relayProcess.ts';

const dayMs = 86_400_000;
const screens = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;

export interface PersonSetup {
  readonly screen: keyof typeof screens;
  readonly language: 'en' | 'zh';
  /** The whole app comes to this device, so that it opens without a network. */
  readonly keepsApp?: boolean;
}

/** Somebody with a browser profile of their own and a network of their own, at the real relay. */
export class Person {
  readonly proxy: Proxy;
  readonly context: BrowserContext;
  page: Page;

  constructor(proxy: Proxy, context: BrowserContext, page: Page) {
    this.proxy = proxy;
    this.context = context;
    this.page = page;
  }

  /** Opens an address inside the app; the page stays where it is if the app is open already. */
  async go(hash: string): Promise<void> {
    if (this.page.url().startsWith(this.proxy.address)) {
      await this.page.evaluate((next) => (location.hash = next), hash);
    } else await this.page.goto(`${this.proxy.address}/${hash}`);
    await this.isReady();
  }

  async isReady(): Promise<void> {
    await expect(this.page.locator('html[data-ready="true"]')).toBeAttached({ timeout: 20_000 });
  }

  /** The screen of joining has made way for the book. */
  async hasJoined(): Promise<void> {
    await expect(this.page.locator('main.join')).toHaveCount(0, { timeout: 40_000 });
    await this.isReady();
  }

  /** All of the app is on this device: it opens without a network. */
  async hasApp(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready);
  }

  /** Cuts this person's network; what is open stays open. */
  offline(): void {
    this.proxy.weather = 'down';
    this.proxy.cut();
  }

  online(): void {
    this.proxy.weather = 'clear';
  }

  /** Until the page is loaded anew, what this person does is dated so many days ago. */
  async livesDaysAgo(days: number): Promise<void> {
    await this.page.evaluate((ms) => {
      const now = Date.now;
      Date.now = () => now() - ms;
    }, days * dayMs);
  }
}

/** The relay as it is installed, and people who come to it. */
export class People {
  readonly relay: RelayProcess;
  readonly #folder: string;
  readonly #launch: (folder: string, setup: PersonSetup) => Promise<BrowserContext>;
  readonly #persons: Person[] = [];

  constructor(
    relay: RelayProcess,
    folder: string,
    launch: (folder: string, setup: PersonSetup) => Promise<BrowserContext>,
  ) {
    this.relay = relay;
    this.#folder = folder;
    this.#launch = launch;
  }

  async person(setup: PersonSetup): Promise<Person> {
    const proxy = await Proxy.start();
    proxy.target = this.relay.port;
    const folder = join(this.#folder, `profile-${this.#persons.length}`);
    const context = await this.#launch(folder, setup);
    await context.addInitScript(
      (language) => localStorage.setItem('rapport.language', language),
      setup.language,
    );
    const person = new Person(proxy, context, context.pages()[0] ?? (await context.newPage()));
    this.#persons.push(person);
    return person;
  }

  async leave(): Promise<void> {
    for (const { context, proxy } of this.#persons) {
      await context.close();
      await proxy.stop();
    }
  }
}

/** `people` come to a relay with an empty store. */
export const test = base.extend<{ people: People }>({
  people: async ({ playwright }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'rapport-people-'));
    const app = join(import.meta.dirname, '..', '..', 'dist');
    const relay = await RelayProcess.start({ store: join(folder, 'store'), app });
    const launch = (profile: string, { screen, language, keepsApp = false }: PersonSetup) =>
      playwright.chromium.launchPersistentContext(profile, {
        ...headlessLaunch(),
        serviceWorkers: keepsApp ? 'allow' : 'block',
        ...screens[screen],
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        timezoneId: 'Europe/Berlin',
      });
    const people = new People(relay, folder, launch);
    await use(people);
    await people.leave();
    await relay.kill();
    rmSync(folder, { recursive: true, force: true });
  },
});
