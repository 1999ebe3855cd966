import { afterEach, expect, test, vi } from 'vitest';
import { watchInstallation } from '../../../src/pwa/install.ts';

afterEach(() => vi.unstubAllGlobals());

function aPage({ userAgent = 'Chrome/156.0', isStandalone = false } = {}): EventTarget {
  const window = Object.assign(new EventTarget(), { matchMedia: () => ({ matches: isStandalone }) });
  vi.stubGlobal('window', window);
  vi.stubGlobal('navigator', { userAgent });
  return window;
}

function anOffer(outcome: 'accepted' | 'dismissed') {
  const prompt = vi.fn(() => Promise.resolve());
  const event = new Event('beforeinstallprompt', { cancelable: true });
  return { prompt, event: Object.assign(event, { prompt, userChoice: Promise.resolve({ outcome }) }) };
}

test('an offer of the browser is kept back until the person asks for it, and serves once', async () => {
  const page = aPage();
  const installation = watchInstallation();
  const seen: string[] = [];
  installation.subscribe((state) => seen.push(state));
  expect(installation.current).toBe('none');
  expect(await installation.ask()).toBe(false);

  const { event, prompt } = anOffer('accepted');
  page.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(prompt).not.toHaveBeenCalled();
  expect(installation.current).toBe('offered');
  expect(await installation.ask()).toBe(true);
  expect(await installation.ask()).toBe(false);
  expect(prompt).toHaveBeenCalledOnce();

  page.dispatchEvent(new Event('appinstalled'));
  expect(seen).toEqual(['offered', 'none', 'installed']);
});

test('a person who declines is not asked again with the same offer', async () => {
  const page = aPage();
  const installation = watchInstallation();
  page.dispatchEvent(anOffer('dismissed').event);
  expect(await installation.ask()).toBe(false);
  expect(installation.current).toBe('none');
});

test('an installed app offers nothing, and on Apple’s systems only the person can install', () => {
  aPage({ isStandalone: true });
  expect(watchInstallation().current).toBe('installed');
  aPage({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)' });
  expect(watchInstallation().current).toBe('by-hand');
});

test('a follower that has left hears no more', () => {
  const page = aPage();
  const installation = watchInstallation();
  const seen: string[] = [];
  installation.subscribe((state) => seen.push(state))();
  page.dispatchEvent(anOffer('accepted').event);
  expect(seen).toEqual([]);
});
