import { t } from '../i18n/language.svelte.ts';
import { shellTexts } from '../i18n/shell.ts';
import { askForPersistence, readStorageReport } from '../pwa/storage.ts';
import { goTo } from '../screens/routes.ts';
import type { Banner } from './banner.ts';

const storageKey = 'rapport.evictableSeen';
const words = t(shellTexts);

/** Tells once that the browser may clear the data, as soon as there are some, until a person puts it aside or goes to see;
 *  browsers that decide without asking the person are asked first. */
export class StorageBanner {
  #isShown = $state(false);

  get banners(): readonly Banner[] {
    if (!this.#isShown) return [];
    return [
      {
        id: 'evictable',
        tone: 'warn',
        icon: 'storage',
        title: words.evictable.title,
        text: words.evictable.text,
        actions: [
          {
            label: words.evictable.open,
            isMain: true,
            run: () => {
              this.#dismiss();
              goTo({ page: 'settings', section: 'storage' });
            },
          },
        ],
        ondismiss: () => this.#dismiss(),
      },
    ];
  }

  /** To be called when the book is known to hold records. */
  async check(): Promise<void> {
    if (wasDismissed()) return;
    const report = await readStorageReport();
    if (report.persistence !== 'evictable') return;
    const isGranted = report.browser !== 'firefox' && (await askForPersistence()) === 'persistent';
    this.#isShown = !isGranted;
  }

  #dismiss(): void {
    this.#isShown = false;
    try {
      localStorage.setItem(storageKey, 'true');
    } catch {
      // Without storage it is said again next time, which is right.
      return;
    }
  }
}

function wasDismissed(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}
