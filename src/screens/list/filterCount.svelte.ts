import type { Filter, ListedKind } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';

/** How many records a filter finds, while it is being built; undefined until the first answer. */
export class FilterCount {
  #found = $state<number>();

  constructor(book: ScreenBook, asked: () => { readonly kind: ListedKind; readonly filter: Filter }) {
    $effect(() => {
      const { kind, filter } = asked();
      let isCurrent = true;
      const whole = filter.conditions.length === 0 ? {} : { filter };
      void book.index.query({ kind, ...whole }, { offset: 0, limit: 0 }).then((answer) => {
        if (isCurrent) this.#found = answer.ok ? answer.value.matched : undefined;
      });
      return () => {
        isCurrent = false;
      };
    });
  }

  get found(): number | undefined {
    return this.#found;
  }
}
