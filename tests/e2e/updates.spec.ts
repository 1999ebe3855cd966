import { chromium, expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startReleaseServer } from '../support/builds.ts';
import type { ReleaseServer } from '../support/builds.ts';
import { chromiumLaunch } from '../support/chromium.ts';

test.use({ serviceWorkers: 'allow' });

let server: ReleaseServer;

test.beforeEach(async () => {
  server = await startReleaseServer('1');
});

test.afterEach(async () => {
  await server.stop();
});

async function open(page: Page): Promise<void> {
  await page.goto(server.address);
  await expect(page.getByRole('main')).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
}

const versionOf = (page: Page) => page.locator('meta[name="version"]').getAttribute('content');

const checkForUpdate = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

const loadsOf = (page: Page) => page.evaluate(() => Number(sessionStorage.getItem('loads')));

const reopenButton = (page: Page) => page.getByRole('button', { name: 'Reopen now' });

/** The new version has been fetched whole. */
const updateOffered = (page: Page) => expect(reopenButton(page)).toBeVisible({ timeout: 30_000 });

test('after one visit the app opens while its server is gone', async ({ page }) => {
  await open(page);
  await server.stop();
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
  expect(await versionOf(page)).toBe('1');
  await page.goto(`${server.address}/?source=shortcut#/customers`);
  await expect(page.getByRole('main')).toBeVisible();
  await page.goto(`${server.address}/#/settings/appearance`);
  await page.getByText('中文', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('an update waits until a person takes it, then every tab changes once and none loses unsaved input', async ({
  context,
}) => {
  await context.addInitScript(() => {
    sessionStorage.setItem('loads', String(Number(sessionStorage.getItem('loads')) + 1));
  });
  const first = await context.newPage();
  await open(first);
  const second = await context.newPage();
  await open(second);

  await server.release('2');
  await checkForUpdate(first);
  await updateOffered(first);
  await updateOffered(second);

  const third = await context.newPage();
  await open(third);
  expect(await versionOf(third), 'a new tab is of the build that the others run').toBe('1');
  await third.close();

  await second.evaluate(() => {
    const unsaved = (event: Event) => event.preventDefault();
    window.addEventListener('rapport:unsaved-work', unsaved);
    document.addEventListener('saved', () => window.removeEventListener('rapport:unsaved-work', unsaved));
  });
  await reopenButton(first).click();
  await expect.poll(() => versionOf(first)).toBe('2');
  await expect(first.getByRole('main')).toBeVisible();

  expect(await versionOf(second), 'the tab with unsaved input stays as it is').toBe('1');
  const oldPart = await second.evaluate(async () => {
    const script = document.querySelector<HTMLScriptElement>('script[type="module"]');
    const part = await fetch(script?.src ?? '', { cache: 'reload' });
    return part.status;
  });
  expect(oldPart, 'its parts stay available although the server no longer has them').toBe(200);

  await second.evaluate(() => document.dispatchEvent(new Event('saved')));
  await expect.poll(() => versionOf(second)).toBe('2');
  expect(await loadsOf(first)).toBe(2);
  expect(await loadsOf(second)).toBe(2);
  await expect(reopenButton(first)).toHaveCount(0);
});

test('the tab in which the update is taken finishes its own work first', async ({ page }) => {
  await open(page);
  await server.release('2');
  await checkForUpdate(page);
  await updateOffered(page);
  await page.evaluate(() => {
    const unsaved = (event: Event) => event.preventDefault();
    window.addEventListener('rapport:unsaved-work', unsaved);
    setTimeout(() => window.removeEventListener('rapport:unsaved-work', unsaved), 1500);
  });
  await reopenButton(page).click();
  await page.waitForTimeout(800);
  expect(await versionOf(page)).toBe('1');
  await expect.poll(() => versionOf(page)).toBe('2');
});

test('a part that is gone reloads the page once, and only once, and never while nothing answers', async ({
  page,
}) => {
  await open(page);
  const failToLoad = () =>
    page.evaluate(() => {
      const event = new Event('vite:preloadError', { cancelable: true });
      window.dispatchEvent(Object.assign(event, { payload: new Error('Failed to fetch /assets/gone.js') }));
    });
  const staysAfterFailing = async () => {
    await page.evaluate(() => (document.body.dataset['stays'] = 'true'));
    await failToLoad();
    await page.waitForTimeout(700);
    await expect(page.locator('body[data-stays]')).toBeAttached();
  };
  await page.context().setOffline(true);
  await staysAfterFailing();
  await page.context().setOffline(false);
  const reloaded = page.waitForEvent('load');
  await failToLoad();
  await reloaded;
  await expect(page.getByRole('main')).toBeVisible();
  await staysAfterFailing();
});

test('the app can be installed: manifest, icons and service worker satisfy the browser', async () => {
  // Only the whole browser knows what can be installed.
  const browser = await chromium.launch(chromiumLaunch());
  const page = await browser.newPage();
  await open(page);
  const session = await page.context().newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as { icons: { src: string; sizes: string; purpose: string }[] };
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== 'any') expect(size).toBe(sizes);
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // An ordinary test context counts as a private window, which alone never installs.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  await browser.close();
});
