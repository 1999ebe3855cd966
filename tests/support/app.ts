import { expect, type Page } from '@playwright/test';
import { recordTexts } from '../../src/i18n/record.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { violationsOn } from './axe.ts';

export type Language = 'en' | 'zh';

/**
 * A flow is followed once for each screen size: in one language at a desk, in light colours, and in the other on a phone, in dark
 * ones. Which is which changes from flow to flow; `screens.spec` looks at every screen in both languages on both.
 */
export function deskAndPhone(desk: Language) {
  return [
    { language: desk, theme: 'light', tag: '@desk' },
    { language: desk === 'en' ? 'zh' : 'en', theme: 'dark', tag: '@phone' },
  ] as const;
}

/** What a test clicks, in both languages. */
export const words = {
  en: {
    loadSample: 'Load sample data',
    sampleLoaded: /sample data/i,
    removeSample: 'Remove the sample data',
    newCustomer: 'New customer',
    name: 'Name',
    save: 'Save customer',
    undo: 'Undo',
  },
  zh: {
    loadSample: '载入示例数据',
    sampleLoaded: /示例/,
    removeSample: '移除示例数据',
    newCustomer: '新建客户',
    name: '名称',
    save: '保存客户',
    undo: '撤销',
  },
} as const;

/** Sets language and appearance before the page starts, as a person's earlier choice would have. */
export async function choose(
  page: Page,
  language: Language,
  theme: 'light' | 'dark' = 'light',
): Promise<void> {
  await page.addInitScript(
    ([chosenLanguage, chosenTheme]) => {
      localStorage.setItem('rapport.language', chosenLanguage);
      localStorage.setItem('rapport.theme', chosenTheme);
    },
    [language, theme] as const,
  );
}

/** Opens an address inside the application and waits until its screen stands. */
export async function openScreen(page: Page, address: string): Promise<void> {
  await page.goto(`/#/${address}`);
  await expect(page.locator('html[data-ready="true"]')).toBeAttached();
  await expect(page.getByRole('main')).toBeVisible();
}

/** Shows the fields of the record in view where it stands in one column, beside a list or on a phone: there they are behind a tab. */
export async function showFields(page: Page, language: Language = 'en'): Promise<void> {
  await page.getByRole('tab', { name: recordTexts[language].fields, exact: true }).click();
}

export async function loadSample(page: Page, language: Language): Promise<void> {
  await openScreen(page, 'settings/sample');
  await page.getByRole('button', { name: words[language].loadSample }).click();
  await expect(page.getByRole('button', { name: words[language].removeSample })).toBeVisible({
    timeout: 60_000,
  });
}

/** Longest wait for a page to stand still, and how long nothing may have changed on it, ms. */
const stillness = { longestMs: 5_000, quietMs: 200 };

/**
 * Until a screen stands, with its heading, nothing is being read, nothing has changed for a moment and nothing moves; a page that
 * never comes to rest is taken as it is.
 */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(async ({ longestMs, quietMs }) => {
    const begin = performance.now();
    let changedAt = begin;
    const changes = new MutationObserver(() => (changedAt = performance.now()));
    changes.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    const isMoving = (animation: Animation): boolean =>
      animation.playState === 'running' && animation.effect?.getComputedTiming().endTime !== Infinity;
    const isStill = (): boolean =>
      performance.now() - changedAt >= quietMs &&
      document.querySelector('h1') !== null &&
      document.querySelector('[aria-busy="true"]') === null &&
      !document.getAnimations().some(isMoving);
    while (!isStill() && performance.now() - begin < longestMs)
      await new Promise((resolve) => setTimeout(resolve, 25));
    changes.disconnect();
  }, stillness);
}

/**
 * No accessibility violation on the page once it stands still; says which and where. All rules run; the app has no frames, so
 * axe needs no second page to bring several results together, and what is in order is not written down. Where the page changed
 * while it was looked at, a colour may have been half way: then it is looked at anew, three times at most.
 */
export async function expectAccessible(page: Page): Promise<void> {
  for (let looks = 1; ; looks++) {
    await untilStill(page);
    const changes = await page.evaluateHandle(() => {
      const count = { changes: 0 };
      const watcher = new MutationObserver((records) => (count.changes += records.length));
      watcher.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      return count;
    });
    const found = await violationsOn(page);
    const hasChanged = (await changes.evaluate(({ changes: count }) => count)) > 0;
    await changes.dispose();
    if (found.length > 0 && hasChanged && looks < 3) continue;
    expect(found).toEqual([]);
    return;
  }
}

/** Takes back what a toast says was done. */
export async function undo(page: Page, language: Language, what: string): Promise<void> {
  const toast = page.locator('.toast').filter({ hasText: what });
  await toast.getByRole('button', { name: uiTexts[language].undo, exact: true }).click();
}
