import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunch } from '../support/chromium.ts';
import { Person } from '../support/people.ts';
import { Proxy } from '../support/sync/proxy.ts';
import { RelayProcess } from '../support/sync/relayProcess.ts';
import {
  codeOn,
  createCustomer,
  inviteSomebody,
  openCustomer,
  said,
  setRegion,
  shareBook,
  showsRegion,
} from '../support/teamActs.ts';
import { describeKeys, FirefoxPage, firefoxPath } from './firefoxPage.ts';

/**
 * A team of two browsers: Chromium shares a book with Firefox, both write, and Firefox comes back after a restart. Needs a
 * build. Leaves a picture of Firefox where it fails.
 */
const { team, join: joining } = said.en;
const root = join(import.meta.dirname, '..', '..');
const customer = 'Nordkaffe GmbH';

const firefox = firefoxPath();
if (firefox === undefined) {
  console.error(
    'No Firefox found. Install it (on Debian: apt-get install -y firefox-esr), or set FIREFOX to its path.',
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'rapport-firefox-'));
const relay = await RelayProcess.start({ store: join(folder, 'store'), app: join(root, 'dist') });
const proxy = await Proxy.start();
proxy.target = relay.port;
const context = await chromium.launchPersistentContext(join(folder, 'chromium'), {
  ...chromiumLaunch(),
  ...{ viewport: { width: 1440, height: 900 }, locale: 'en-GB' },
});
await context.addInitScript(() => localStorage.setItem('rapport.language', 'en'));
const owner = new Person(proxy, context, context.pages()[0] ?? (await context.newPage()));
const profile = join(folder, 'firefox');
mkdirSync(profile);
const address = `http://127.0.0.1:${relay.port}`;
let other = await FirefoxPage.open(firefox, profile, address);

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const began = Date.now();
  await work();
  console.log(`ok  ${name} (${Date.now() - began} ms)`);
}

async function setRegionInFirefox(region: string): Promise<void> {
  await other.click('Edit Region');
  await other.fill('Region', region);
  await other.press('Enter');
  await other.sees('dd', region);
}

try {
  console.log(
    `${await other.version()} as the second device, Chromium ${context.browser()?.version() ?? ''} as the first`,
  );
  await step('Chromium shares a book', async () => {
    await owner.go('#/customers');
    await createCustomer(owner, customer);
    await shareBook(owner, 'Shanque Coffee', 'Lin Xiaowen', 'Laptop');
  });
  await step('Firefox asks by the link, and both show the same code', async () => {
    const invitation = await inviteSomebody(owner);
    await other.go(`#join=${invitation}`);
    await other.fill(joining.member, 'Zhou Min');
    await other.fill(joining.device, 'Firefox');
    await other.click(joining.ask);
    const shown = (await other.textOf('.code')).replace(/\D/g, '');
    const expected = await codeOn(owner.page);
    if (shown.length !== 6 || shown !== expected) throw new Error(`codes differ: ${shown}, ${expected}`);
  });
  await step('Firefox is let in and has the book', async () => {
    await owner.page.getByRole('button', { name: team.ask.accept }).click();
    await other.isReady();
    await other.sees('[role="row"]', customer);
    await owner.page.keyboard.press('Escape');
  });
  await step('an edit goes each way', async () => {
    await openCustomer(owner, customer);
    await other.clickRow(customer);
    await other.click('Fields');
    await setRegion(owner, 'Hamburg');
    await other.sees('dd', 'Hamburg');
    await setRegionInFirefox('Bremen');
    await showsRegion(owner, 'Bremen');
  });
  const keys = await other.keysOfDevice();
  await step('Firefox, closed and opened again, opens the book with its keys', async () => {
    await other.close();
    await setRegion(owner, 'Kiel');
    other = await FirefoxPage.open(firefox, profile, address);
    await other.go('#/customers');
    await other.isReady();
    await other.clickRow(customer);
    await other.click('Fields');
    await other.sees('dd', 'Kiel');
    await setRegionInFirefox('Rostock');
    await showsRegion(owner, 'Rostock');
    const again = await other.keysOfDevice();
    if (again !== keys) throw new Error(`the keys are others: ${keys}; then ${again}`);
  });
  console.log(`keys in Firefox   ${keys}`);
  console.log(`keys in Chromium  ${await owner.page.evaluate(describeKeys)}`);
  for (const problem of other.problems) console.log(`Firefox logged: ${problem}`);
} catch (thrown) {
  const picture = join(root, 'test-results', 'firefox.png') as `${string}.png`;
  mkdirSync(join(root, 'test-results'), { recursive: true });
  await other.screenshot(picture).catch(() => undefined);
  for (const problem of other.problems) console.error(`Firefox logged: ${problem}`);
  console.error(thrown);
  console.error(`Firefox at that moment: ${picture}`);
  process.exitCode = 1;
} finally {
  await other.close().catch(() => undefined);
  await context.close();
  await proxy.stop();
  await relay.kill();
  rmSync(folder, { recursive: true, force: true });
}
