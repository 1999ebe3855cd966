import type { RecordId } from '../../domain/ids.ts';
import type { ScreenBook } from '../book.ts';
import type { NamesById } from './format.ts';
import type { FewRecords } from './names.svelte.ts';

/** Names of the records that something on screen refers to: those that every screen knows at once, others as they are read. */
export class ReadNames {
  readonly #few: FewRecords;
  #read = $state.raw<NamesById>(new Map());
  readonly #all = $derived.by<NamesById>(() => new Map([...this.#few.names, ...this.#read]));

  constructor(book: ScreenBook, few: FewRecords, ids: () => readonly RecordId[]) {
    this.#few = few;
    $effect(() => {
      const missing = [...new Set(ids())].filter((id) => !few.names.has(id));
      if (missing.length === 0) return;
      let isCurrent = true;
      void book.index.labels(missing).then((labels) => {
        if (!isCurrent || !labels.ok) return;
        const found = missing.flatMap((id, i) => (labels.value[i] ? [[id, labels.value[i]] as const] : []));
        this.#read = new Map([...this.#read, ...found]);
      });
      return () => {
        isCurrent = false;
      };
    });
  }

  get names(): NamesById {
    return this.#all;
  }
}
