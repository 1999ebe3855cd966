import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import type { LaunchOptions } from '@playwright/test';

/** The Chromium that tests and bench use: named by `PLAYWRIGHT_CHROMIUM`, Playwright's own download, or the system's. */
export function chromiumPath(): string {
  const candidates = [
    process.env['PLAYWRIGHT_CHROMIUM'],
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  for (const path of candidates) if (path !== undefined && path !== '' && existsSync(path)) return path;
  throw new Error(
    'No Chromium found. Run `npx playwright install chromium`, or on Debian `apt-get install -y chromium fonts-noto-cjk`, or set PLAYWRIGHT_CHROMIUM to its path.',
  );
}

/** Launch options for a quiet browser without background traffic; no sandbox only where it cannot start (root, CI). */
export function chromiumLaunch(): LaunchOptions {
  const needsNoSandbox = process.getuid?.() === 0 || process.env['CI'] !== undefined;
  return {
    executablePath: chromiumPath(),
    args: [
      ...(needsNoSandbox ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
