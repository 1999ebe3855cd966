import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** A photo of one grey point, as PNG. */
export const photo = {
  name: 'grinder.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFhAKAZ2w1rAAAAABJRU5ErkJggg==',
    'base64',
  ),
};

/** No telephone answers in a test: its links are followed nowhere, and the page is left and entered again. */
export async function hasNoTelephone(page: Page): Promise<void> {
  await page.evaluate(() =>
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link?.protocol === 'tel:') event.preventDefault();
    }),
  );
}

export async function leaveAndComeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('focus'));
  });
}

/** Writes by an input method: each word is composed from its letters before it is taken. */
export async function compose(
  devtools: CDPSession,
  words: readonly (readonly [pinyin: string, taken: string])[],
) {
  for (const [pinyin, taken] of words) {
    for (let length = 1; length <= pinyin.length; length++) {
      const text = pinyin.slice(0, length);
      await devtools.send('Input.imeSetComposition', { text, selectionStart: length, selectionEnd: length });
    }
    await devtools.send('Input.insertText', { text: taken });
  }
}

/** Ends the process of a page, as a system does that runs out of memory. */
export async function killTab(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** Goes by Tab until the control has the focus. */
export async function tabTo(control: Locator): Promise<void> {
  const most = 80;
  await expect(control).toBeVisible();
  for (let pressed = 0; pressed < most; pressed++) {
    // Also inside a shadow root, where the document names only the host.
    if (await control.evaluate((element) => element.matches(':focus'))) return;
    await control.page().keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(control)}`);
}

/** From now on the page counts what a mouse or a finger does to it; the answer tells how often. */
export async function countPointers(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(window, { pointers: 0 });
    for (const type of ['pointerdown', 'mousedown', 'touchstart', 'wheel']) {
      addEventListener(type, () => Object.assign(window, { pointers: 1 }), { capture: true });
    }
  });
  return () => page.evaluate(() => ('pointers' in window ? Number(window.pointers) : 0));
}
