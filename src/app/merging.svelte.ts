import { undoBatch } from '../commands/batches.ts';
import type { Book } from '../database/book.ts';
import { formatCount } from '../i18n/formats.ts';
import { t } from '../i18n/language.svelte.ts';
import { syncTexts } from '../i18n/sync.ts';
import { uiTexts } from '../i18n/ui.ts';
import type { Team } from '../screens/team/team.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import type { Banner } from './banner.ts';

/** Brings another book of this device into the open one, says that it is under way, and offers to take it back. */
export class Merging {
  readonly #book: Book;
  readonly #team: Pick<Team, 'call'>;
  readonly #toasts: Toasts;
  #isRunning = $state(false);

  constructor(book: Book, team: Pick<Team, 'call'>, toasts: Toasts) {
    this.#book = book;
    this.#team = team;
    this.#toasts = toasts;
  }

  get banners(): readonly Banner[] {
    if (!this.#isRunning) return [];
    const words = t(syncTexts).merging;
    return [{ id: 'merging', tone: 'plain', icon: 'clock', ...words, actions: [] }];
  }

  /** `title` is what the batch of the new records is called. */
  async start(from: string, title: string): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const merged = await this.#team.call('mergeBook', { from, title });
    this.#isRunning = false;
    const words = t(syncTexts);
    if (!merged.ok) {
      this.#toasts.show(words.mergeFailed);
      return;
    }
    const { batch, records } = merged.value;
    this.#toasts.show(words.merged(formatCount(records)), {
      label: t(uiTexts).undo,
      run: () => void undoBatch(this.#book, batch),
    });
  }
}
