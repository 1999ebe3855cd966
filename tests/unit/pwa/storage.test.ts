import { afterEach, expect, test, vi } from 'vitest';
import { askForPersistence, readStorageReport, storageBrowser } from '../../../src/pwa/storage.ts';

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const edge = `${chrome} Edg/156.0.0.0`;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const macSafari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';
const iphoneChrome =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1';

afterEach(() => vi.unstubAllGlobals());

function aBrowser(storage: Partial<StorageManager> | undefined, userAgent = chrome): void {
  vi.stubGlobal('navigator', storage === undefined ? { userAgent } : { userAgent, storage });
  vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });
}

test('a browser is told by its engine, and on an iPhone every browser is Safari', () => {
  expect(storageBrowser(chrome, false)).toBe('chromium');
  expect(storageBrowser(edge, true)).toBe('chromium');
  expect(storageBrowser(firefox, false)).toBe('firefox');
  expect(storageBrowser(macSafari, false)).toBe('safari-tab');
  expect(storageBrowser(macSafari, true)).toBe('safari-app');
  expect(storageBrowser(iphoneChrome, false)).toBe('safari-tab');
  expect(storageBrowser('curl/8', false)).toBe('other');
});

test('the report gives the browser’s own estimate', async () => {
  aBrowser({
    estimate: () => Promise.resolve({ usage: 5_000, quota: 90_000 }),
    persisted: () => Promise.resolve(true),
  });
  expect(await readStorageReport()).toEqual({
    usedBytes: 5_000,
    quotaBytes: 90_000,
    persistence: 'persistent',
    browser: 'chromium',
  });
});

test('a browser without a storage manager is reported as unknown, not as safe', async () => {
  aBrowser(undefined, firefox);
  expect(await readStorageReport()).toEqual({
    usedBytes: null,
    quotaBytes: null,
    persistence: 'unknown',
    browser: 'firefox',
  });
  expect(await askForPersistence()).toBe('unknown');
});

test('an estimate that the browser refuses leaves the rest of the report', async () => {
  aBrowser({
    estimate: () => Promise.reject(new TypeError('refused')),
    persisted: () => Promise.resolve(false),
  });
  expect(await readStorageReport()).toMatchObject({ usedBytes: null, persistence: 'evictable' });
});

test('asking for persistence tells what the browser decided', async () => {
  aBrowser({ persist: () => Promise.resolve(false) });
  expect(await askForPersistence()).toBe('evictable');
  aBrowser({ persist: () => Promise.resolve(true) });
  expect(await askForPersistence()).toBe('persistent');
});
