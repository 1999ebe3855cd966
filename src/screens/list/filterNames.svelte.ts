import type { RecordId } from '../../domain/ids.ts';
import type { Filter, ListedKind } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';
import type { NamesById } from '../fields/format.ts';
import type { FewRecords } from '../fields/names.svelte.ts';
import { idsIn } from './filterParts.ts';

/** Names of the records that a filter asks for: members, tags and segments at once, others as soon as they are read. */
export class FilterNames {
  readonly #few: FewRecords;
  #read = $state.raw<NamesById>(new Map());
  readonly #all = $derived.by<NamesById>(() => new Map([...this.#few.names, ...this.#read]));

  constructor(book: ScreenBook, few: FewRecords, filter: () => { kind: ListedKind; filter: Filter }) {
    this.#few = few;
    $effect(() => {
      const asked = filter();
      const wanted: readonly RecordId[] = idsIn(asked.kind, asked.filter).filter((id) => !few.names.has(id));
      if (wanted.length === 0) return;
      let isCurrent = true;
      void book.index.labels(wanted).then((labels) => {
        if (!isCurrent || !labels.ok) return;
        this.#read = new Map(wanted.map((id, i) => [id, labels.value[i] ?? '…']));
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
