import { createContext } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import type { ColumnKey, Condition, ListedKind, ListQuery, Sort } from '../../read/listQuery.ts';
import type { Density } from '../../ui/grid.ts';
import { GridSelection } from '../../ui/gridSelection.svelte.ts';
import { firstColumnKeys, firstSort, startsDescending } from './columns.ts';

/** The view of a list that stays where it was left while the person is elsewhere. */
export class ListState {
  readonly kind: ListedKind;
  readonly selection = new GridSelection();
  conditions = $state.raw<readonly Condition[]>([]);
  search = $state('');
  scrollTop = $state(0);
  #sort = $state.raw<Sort>({ by: 'name' });
  #columns = $state.raw<readonly ColumnKey[]>([]);
  #density = $state<Density>('normal');

  constructor(kind: ListedKind) {
    this.kind = kind;
    const kept = readKept(kind);
    this.#sort = kept.sort ?? firstSort[kind];
    this.#columns = kept.columns ?? firstColumnKeys(kind);
    this.#density = kept.density ?? 'normal';
  }

  get sort(): Sort {
    return this.#sort;
  }

  get columns(): readonly ColumnKey[] {
    return this.#columns;
  }

  get density(): Density {
    return this.#density;
  }

  /** Sorts by a column, figures and dates with the greatest first; the same column again turns the direction round. */
  sortBy(key: ColumnKey): void {
    const isSame = this.#sort.by === key;
    const descending = isSame ? this.#sort.descending !== true : startsDescending(this.kind, key);
    this.#sort = { by: key, descending };
    this.scrollTop = 0;
    this.#keep();
  }

  setColumns(columns: readonly ColumnKey[]): void {
    this.#columns = columns;
    this.#keep();
  }

  setDensity(density: Density): void {
    this.#density = density;
    this.#keep();
  }

  setConditions(conditions: readonly Condition[]): void {
    this.conditions = conditions;
    this.#fromTop();
  }

  setSearch(search: string): void {
    this.search = search;
    this.#fromTop();
  }

  /** The question to the index, for a saved view: `mine`, a segment, or everything. */
  query(view: string | undefined, member: RecordId): ListQuery {
    const conditions = [...viewConditions(view, member), ...this.conditions];
    const search = this.search.trim();
    return {
      kind: this.kind,
      ...(conditions.length === 0 ? {} : { filter: { match: 'all', conditions } }),
      ...(search === '' ? {} : { search }),
      sort: this.#sort,
    };
  }

  #fromTop(): void {
    this.scrollTop = 0;
    this.selection.clear();
  }

  #keep(): void {
    try {
      const kept: Kept = { sort: this.#sort, columns: this.#columns, density: this.#density };
      localStorage.setItem(storageKey(this.kind), JSON.stringify(kept));
    } catch {
      // Without storage the choice lasts until the page closes.
      return;
    }
  }
}

/** One state for each list, made when it is first opened. */
export class ListStates {
  readonly #byKind = new Map<ListedKind, ListState>();

  of(kind: ListedKind): ListState {
    const state = this.#byKind.get(kind) ?? new ListState(kind);
    this.#byKind.set(kind, state);
    return state;
  }
}

export const [useListStates, provideListStates] = createContext<ListStates>();

/** What a saved view adds to the conditions of a list. */
export function viewConditions(view: string | undefined, member: RecordId): readonly Condition[] {
  if (view === undefined) return [];
  if (view === 'mine') return [{ field: 'owner', op: 'anyOf', values: [member] }];
  return [{ op: 'inSegments', segments: [view] }];
}

interface Kept {
  readonly sort?: Sort;
  readonly columns?: readonly ColumnKey[];
  readonly density?: Density;
}

function storageKey(kind: ListedKind): string {
  return `rapport.list.${kind}`;
}

function readKept(kind: ListedKind): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(kind)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
