import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import type { LaunchOptions } from '@playwright/test';

const systemShell = '/usr/bin/chromium-headless-shell';

/** The whole Chromium: named by `PLAYWRIGHT_CHROMIUM`, Playwright's own download, or the system's. */
export function chromiumPath(): string {
  const candidates = [
    process.env['PLAYWRIGHT_CHROMIUM'],
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  for (const path of candidates) if (path !== undefined && path !== '' && existsSync(path)) return path;
  throw new Error(
    'No Chromium found. Run `npx playwright install chromium`, or on Debian `apt-get install -y chromium chromium-headless-shell fonts-noto-cjk`, or set PLAYWRIGHT_CHROMIUM to its path.',
  );
}

/** Launch options for the whole browser without background traffic, as people use it: for measuring, and for what only it knows. */
export function chromiumLaunch(): LaunchOptions {
  return { executablePath: chromiumPath(), args: quietArgs() };
}

/**
 * Launch options for tests: Chromium without its own windows, which takes a third less of the processor for the same tests.
 * The system's, else what Playwright downloaded beside its browser, else the whole browser.
 */
export function headlessLaunch(): LaunchOptions {
  if ((process.env['PLAYWRIGHT_CHROMIUM'] ?? '') !== '') return chromiumLaunch();
  if (existsSync(systemShell)) return { executablePath: systemShell, args: quietArgs() };
  return existsSync(chromium.executablePath()) ? { args: quietArgs() } : chromiumLaunch();
}

/** No sandbox only where it cannot start (root, CI). */
function quietArgs(): string[] {
  const needsNoSandbox = process.getuid?.() === 0 || process.env['CI'] !== undefined;
  return [
    ...(needsNoSandbox ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}
