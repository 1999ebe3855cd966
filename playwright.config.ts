import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { headlessLaunch } from './tests/support/chromium.ts';
import { freePort } from './tests/support/freePort.ts';

const port = (process.env['RAPPORT_TEST_PORT'] ??= String(freePort()));
const address = `http://127.0.0.1:${port}`;

/** The built app, served as `npm start` serves it. Build first. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env['RAPPORT_REPORT']
    ? [['list'], ['json', { outputFile: process.env['RAPPORT_REPORT'] }]]
    : 'list',
  use: {
    baseURL: address,
    launchOptions: headlessLaunch(),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // It would fetch the whole app once for each test. Those that go offline, update or share something allow it.
    serviceWorkers: 'block',
    // A recording of each test would take as long as the test: ask for it by `--trace on`.
    trace: 'off',
  },
  projects: [
    // The store alone, on a page of its own that the test builds.
    { name: 'store', testDir: 'tests/browser' },
    // Devices of a team with a relay of their own, on the same page.
    { name: 'sync', testDir: 'tests/sync' },
    { name: 'desktop', grepInvert: /@phone/, use: { viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      // What depends on no screen size is tested once, as is each test that says so.
      testIgnore: /(backup|budget|day|timeZones|updates|team\w*)\.spec\.ts/,
      // The keys of a list are for keyboards, and its conditions stand in a sheet.
      grepInvert: /@keyboard|@anyScreen|@desk/,
      use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
  webServer: {
    command: 'node sync-server/main.ts',
    env: {
      PORT: port,
      HOST: '127.0.0.1',
      RAPPORT_STORE: join(mkdtempSync(join(tmpdir(), 'rapport-relay-')), 'store'),
    },
    url: address,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
