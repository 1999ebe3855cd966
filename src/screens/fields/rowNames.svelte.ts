import type { RecordId } from '../../domain/ids.ts';
import { hasLines, linesOf } from '../../domain/order.ts';
import { kindOfId } from '../../domain/ids.ts';
import { fieldOf } from '../../domain/objects.ts';
import { valuesOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import type { ScreenBook } from '../book.ts';
import type { NamesById } from './format.ts';
import type { FewRecords } from './names.svelte.ts';

/** Names of everything one record refers to: members and tags at once, accounts and products as soon as they are read. */
export class RowNames {
  #read = $state.raw<NamesById>(new Map());
  readonly #few: FewRecords;
  readonly #all = $derived.by<NamesById>(() => new Map([...this.#few.names, ...this.#read]));

  constructor(book: ScreenBook, few: FewRecords, row: () => RecordRow | undefined) {
    this.#few = few;
    $effect(() => {
      const shown = row();
      const ids = shown === undefined ? [] : referencesOf(shown);
      if (ids.length === 0) return;
      let isCurrent = true;
      void book.index.labels(ids).then((labels) => {
        if (isCurrent && labels.ok) {
          this.#read = new Map(ids.map((id, i) => [id, labels.value[i] ?? '…']));
        }
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

function referencesOf(row: RecordRow): readonly RecordId[] {
  const products = hasLines(kindOfId(row.id)) ? linesOf(row).flatMap(({ product }) => product ?? []) : [];
  return [...new Set([...referredBy(row), ...products])];
}

/** The records that the fields of a record name, but for members and tags. */
export function referredBy(row: RecordRow): readonly RecordId[] {
  const kind = kindOfId(row.id);
  return Object.entries(valuesOf(row)).flatMap(([key, value]): RecordId[] => {
    const to = fieldOf(kind, key)?.to;
    if (to === undefined || to === 'member' || to === 'tag') return [];
    return Array.isArray(value) ? (value as RecordId[]) : typeof value === 'string' ? [value] : [];
  });
}
