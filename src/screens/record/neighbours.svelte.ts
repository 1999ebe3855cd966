import type { RecordId } from '../../domain/ids.ts';
import type { ListedKind, ListQuery } from '../../read/listQuery.ts';
import type { ScreenBook } from '../book.ts';
import type { ListState, ListStates } from '../list/listState.svelte.ts';
import { goTo, parseRoute } from '../routes.ts';

interface Shown {
  readonly kind: ListedKind;
  readonly id: RecordId;
  /** The record fills the page: so do those that follow. */
  readonly isFull: boolean;
}

interface Found {
  readonly position: number;
  readonly count: number;
  readonly previous: RecordId | undefined;
  readonly next: RecordId | undefined;
}

/** A change of the list is read again once writing has paused. */
const settlesAfterMs = 400;
/** Rows on either side of where the record is thought to be. */
const around = 3;
/** Where a record of each list was last found: its neighbours are near. */
const lastPositions = new WeakMap<ListState, number>();

/** The records before and after one in its list, as the person has sorted and filtered it. */
export class Neighbours {
  readonly #shown: () => Shown;
  #found = $state.raw<Found>();
  /** The record that was looked for last. */
  #foundFor: RecordId | undefined;
  /** A step that was asked for before its record was found. */
  #asked: -1 | 0 | 1 = 0;

  constructor(book: ScreenBook, states: ListStates, shown: () => Shown) {
    this.#shown = shown;
    $effect(() => {
      const { kind, id } = shown();
      const list = states.of(kind, viewShown());
      let isCurrent = true;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const read = () =>
        void find(book, list, list.query(viewShown(), book.member), id).then((found) => {
          if (!isCurrent) return;
          this.#found = found;
          this.#foundFor = id;
          const asked = this.#asked;
          this.#asked = 0;
          if (asked !== 0) this.step(asked);
        });
      timer = setTimeout(read);
      const stop = book.index.onChange((kinds) => {
        if (!kinds.has(kind)) return;
        clearTimeout(timer);
        timer = setTimeout(read, settlesAfterMs);
      });
      return () => {
        isCurrent = false;
        clearTimeout(timer);
        stop();
      };
    });
  }

  /** Where the record stands in the list; undefined until it is found, and where it is not in the list. */
  get place(): { readonly position: number; readonly count: number } | undefined {
    return this.#found;
  }

  get hasPrevious(): boolean {
    return this.#found?.previous !== undefined;
  }

  get hasNext(): boolean {
    return this.#found?.next !== undefined;
  }

  /** Opens the record before (−1) or after (1), in place of this one; as soon as they are found. */
  step(by: -1 | 1): void {
    if (this.#foundFor !== this.#shown().id) {
      this.#asked = by;
      return;
    }
    const id = by < 0 ? this.#found?.previous : this.#found?.next;
    if (id === undefined) return;
    const { kind, isFull } = this.#shown();
    const view = viewShown();
    goTo(
      { page: 'list', kind, id, ...(isFull ? { isFull } : {}), ...(view === undefined ? {} : { view }) },
      true,
    );
  }
}

/** The view that the address names. */
export function viewShown(): string | undefined {
  const route = parseRoute(location.hash);
  return route.page === 'list' ? route.view : undefined;
}

/** Looks around the last place first, then in the whole list. */
async function find(
  book: ScreenBook,
  list: ListState,
  query: ListQuery,
  id: RecordId,
): Promise<Found | undefined> {
  const guess = lastPositions.get(list) ?? 0;
  const offset = Math.max(0, guess - around);
  const near = await book.index.query(query, { offset, limit: 2 * around + 1 });
  if (!near.ok) return undefined;
  const { ids, matched } = near.value;
  const at = ids.indexOf(id);
  const isInside = at > 0 && at < ids.length - 1;
  const isAtEnd = (at === 0 && offset === 0) || (at === ids.length - 1 && offset + at === matched - 1);
  if (at >= 0 && (isInside || isAtEnd)) return remember(list, ids, at, offset, matched);
  const all = await book.index.matchingIds(query);
  if (!all.ok) return undefined;
  const position = all.value.indexOf(id);
  return position < 0 ? undefined : remember(list, all.value, position, 0, all.value.length);
}

function remember(
  list: ListState,
  ids: readonly RecordId[],
  at: number,
  offset: number,
  count: number,
): Found {
  lastPositions.set(list, offset + at);
  return { position: offset + at, count, previous: ids[at - 1], next: ids[at + 1] };
}
