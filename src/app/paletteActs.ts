import type { RecordId } from '../domain/ids.ts';
import type { RecordRow } from '../domain/record.ts';
import { currentLanguage, setLanguage, t } from '../i18n/language.svelte.ts';
import { shellTexts } from '../i18n/shell.ts';
import type { ListedKind } from '../read/listQuery.ts';
import { aboutOf as talkAbout } from '../screens/activity/activityForm.ts';
import type { OutsideActs } from '../screens/activity/outside.svelte.ts';
import { mailHref, telHref } from '../screens/tasks/dial.ts';
import type { Acts } from '../screens/acts.svelte.ts';
import type { ScreenBook } from '../screens/book.ts';
import { nameOfRow } from '../screens/fields/names.svelte.ts';
import { saveFile } from '../screens/list/saveFile.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import type { Capturing } from './capturing.svelte.ts';
import { isLockSet, lockNow } from './lock/lockFlag.ts';
import type { PaletteActions } from './palette.ts';
import type { FoundRecord } from './searchBook.ts';
import { setTheme } from './theme.svelte.ts';

/** What the palette's actions work with. */
interface PaletteTools {
  readonly screens: ScreenBook;
  readonly acts: Acts;
  readonly toasts: Toasts;
  readonly outside: OutsideActs;
  readonly capturing: Capturing;
  readonly showKeys: () => void;
}

/** The actions of the palette that are more than going somewhere. */
export class PaletteActs implements PaletteActions {
  readonly #tools: PaletteTools;
  readonly showKeys: () => void;
  readonly setTheme = setTheme;
  readonly lock = isLockSet() ? lockNow : undefined;

  constructor(tools: PaletteTools) {
    this.#tools = tools;
    this.showKeys = tools.showKeys;
  }

  readonly switchLanguage = (): void => setLanguage(currentLanguage() === 'zh' ? 'en' : 'zh');
  readonly undo = (): void => void this.#tools.acts.undo();
  readonly redo = (): void => void this.#tools.acts.redo();
  readonly quickAdd = (): void => this.#tools.capturing.quickAdd('');
  readonly print = (record: FoundRecord): void => this.#tools.capturing.print(record.id);

  readonly createAbout = (kind: ListedKind, id: RecordId): void => {
    void Promise.all([this.#row(id), import('../screens/capture/about.ts')]).then(
      ([row, { aboutOf, aboutValues }]) => {
        if (row !== undefined) this.#tools.capturing.create(kind, aboutValues(kind, aboutOf(row)));
      },
    );
  };

  readonly reach = (record: FoundRecord, way: 'call' | 'mail'): void => {
    const href = way === 'call' ? telHref(record.phone ?? '') : mailHref(record.email ?? '');
    void this.#row(record.id).then((row) => {
      const about = row === undefined ? undefined : talkAbout(row);
      if (about !== undefined)
        this.#tools.outside.begin({ type: way, record: record.id, name: record.name, about });
      location.href = href;
    });
  };

  readonly copy = (id: RecordId): void => {
    void this.#row(id).then(async (row) => {
      if (row === undefined) return;
      const { textOfRecord } = await import('./recordText.ts');
      await navigator.clipboard.writeText(await textOfRecord(this.#tools.screens, row));
      this.#tools.toasts.show(t(shellTexts).palette.copied);
    });
  };

  readonly saveCard = (id: RecordId): void => {
    void Promise.all([this.#row(id), import('../screens/capture/exportCards.ts')]).then(
      async ([row, { cardsOf }]) => {
        if (row === undefined) return;
        const file = await cardsOf(this.#tools.screens, this.#tools.capturing.reader, [id]);
        saveFile(file, `${nameOfRow(row)}.vcf`);
      },
    );
  };

  async #row(id: RecordId): Promise<RecordRow | undefined> {
    const [row] = await this.#tools.screens.rows([id]);
    return row;
  }
}
