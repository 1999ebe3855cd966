import { createContext } from 'svelte';
import { kindOfId, isRecordId, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { RecordRow } from '../../domain/record.ts';
import type { ColumnKey, Condition, Filter, ListedKind, ListQuery, Sort } from '../../read/listQuery.ts';
import type { Density } from '../../ui/grid.ts';
import { GridSelection } from '../../ui/gridSelection.svelte.ts';
import { startsDescending } from './columns.ts';
import { bothOf, noFilter } from './filterParts.ts';
import { readyConditions } from './readyViews.ts';
import {
  definitionOf,
  firstDefinition,
  isSameDefinition,
  readColumn,
  readColumns,
  readSort,
  type ViewDefinition,
} from './viewDefinition.ts';

/** The list of a kind, or of one of its saved views, as it stays where it was left while the person is elsewhere: what was
 *  stored, and on top of it what the person has changed since. */
export class ListState {
  readonly kind: ListedKind;
  readonly selection = new GridSelection();
  search = $state('');
  scrollTop = $state(0);
  /** Groups of a grouped list that are folded away, by their value; the empty text is the group without one. */
  folded = $state.raw<ReadonlySet<string>>(new Set());
  readonly #stored: (() => ViewDefinition | undefined) | undefined;
  #changes = $state.raw<Partial<ViewDefinition>>({});

  /** `stored` is the definition of a saved view; without it this device keeps sort, columns, groups and density. */
  constructor(kind: ListedKind, stored?: () => ViewDefinition | undefined) {
    this.kind = kind;
    this.#stored = stored;
    if (stored === undefined) this.#changes = readKept(kind);
  }

  /** Put together anew when asked for: a `$derived` would stand still once the screen that first opened the list is gone. */
  get definition(): ViewDefinition {
    return { ...this.#base(), ...this.#changes };
  }

  get filter(): Filter {
    return this.definition.filter;
  }

  get sort(): Sort {
    return this.definition.sort;
  }

  get columns(): readonly ColumnKey[] {
    return this.definition.columns;
  }

  get group(): ColumnKey | undefined {
    return this.definition.group;
  }

  get density(): Density {
    return this.definition.density;
  }

  /** True while a saved view is shown otherwise than it is stored. */
  get isChanged(): boolean {
    return this.#stored !== undefined && !isSameDefinition(this.#base(), this.definition);
  }

  /** Shows a saved view as it is stored. */
  discardChanges(): void {
    this.#changes = {};
    this.#fromTop();
  }

  /** Follows the stored view again, once what was changed stands in it. A list that is no view lets go of its filter. */
  forgetChanges(): void {
    const kept = Object.entries(this.#changes).filter(([key]) => key !== 'filter');
    this.#changes = this.#stored === undefined ? Object.fromEntries(kept) : {};
  }

  /** True while changes are held that say what is stored anyway. */
  get hasIdleChanges(): boolean {
    return this.#stored !== undefined && !this.isChanged && Object.keys(this.#changes).length > 0;
  }

  /** Sorts by a column, figures and dates with the greatest first; the same column again turns the direction round. */
  sortBy(key: ColumnKey): void {
    const isSame = this.sort.by === key;
    const descending = isSame ? this.sort.descending !== true : startsDescending(this.kind, key);
    this.#change({ sort: { by: key, descending } });
    this.scrollTop = 0;
  }

  setColumns(columns: readonly ColumnKey[]): void {
    this.#change({ columns });
  }

  setDensity(density: Density): void {
    this.#change({ density });
  }

  groupBy(group: ColumnKey | undefined): void {
    this.folded = new Set();
    this.#change({ group });
    this.scrollTop = 0;
  }

  setFilter(filter: Filter): void {
    this.#change({ filter });
    this.#fromTop();
  }

  setSearch(search: string): void {
    this.search = search;
    this.#fromTop();
  }

  clear(): void {
    this.search = '';
    this.setFilter(noFilter);
  }

  /** Folds these groups and no others. */
  fold(groups: Iterable<string>): void {
    this.folded = new Set(groups);
  }

  toggleGroup(group: string): void {
    const next = new Set(this.folded);
    if (!next.delete(group)) next.add(group);
    this.folded = next;
  }

  /** The question to the index, for `mine`, a segment, a saved view, or everything. */
  query(view: string | undefined, member: RecordId): ListQuery {
    const { filter, sort, group } = this.definition;
    const whole = bothOf(viewConditions(this.kind, view, member), filter);
    const search = this.search.trim();
    return {
      kind: this.kind,
      ...(whole.conditions.length === 0 ? {} : { filter: whole }),
      ...(search === '' ? {} : { search }),
      sort,
      ...(group === undefined ? {} : { group }),
    };
  }

  #base(): ViewDefinition {
    return this.#stored?.() ?? firstDefinition(this.kind);
  }

  #fromTop(): void {
    this.scrollTop = 0;
    this.selection.clear();
  }

  #change(change: Partial<ViewDefinition>): void {
    this.#changes = { ...this.#changes, ...change };
    if (this.#stored === undefined) keep(this.kind, this.#changes);
  }
}

/** One state for each list and each saved view, made when it is first opened. */
export class ListStates {
  readonly #states = new Map<string, ListState>();
  readonly #viewOf: (id: RecordId) => RecordRow | undefined;

  /** `viewOf` finds the record of a saved view and is asked again while the list is on screen. */
  constructor(viewOf: (id: RecordId) => RecordRow | undefined) {
    this.#viewOf = viewOf;
  }

  of(kind: ListedKind, view?: string): ListState {
    const isView = view !== undefined && isViewId(view);
    const key = isView ? view : kind;
    const state = this.#states.get(key) ?? (isView ? this.#ofView(kind, view) : new ListState(kind));
    this.#states.set(key, state);
    return state;
  }

  #ofView(kind: ListedKind, view: RecordId): ListState {
    return new ListState(kind, () => {
      const row = this.#viewOf(view);
      return row && definitionOf(row, kind);
    });
  }
}

export const [useListStates, provideListStates] = createContext<ListStates>();

export function isViewId(view: string): boolean {
  return isRecordId(view) && kindOfId(view) === 'view';
}

/** Nobody's; of leads those from which something may still come. */
function poolConditions(kind: ListedKind): readonly Condition[] {
  const unowned: Condition = { field: 'owner', op: 'empty' };
  if (kind !== 'lead') return [unowned];
  return [unowned, { field: 'status', op: 'noneOf', values: ['converted', 'dead'] }];
}

/** What `mine`, the pool, views that every book has and segments add to the conditions of a list; a saved view is all in its own filter. */
export function viewConditions(
  kind: ListedKind,
  view: string | undefined,
  member: RecordId,
): readonly Condition[] {
  if (view === undefined || isViewId(view)) return [];
  if (view === 'mine') return [{ field: 'owner', op: 'anyOf', values: [member] }];
  if (view === 'pool') return poolConditions(kind);
  return readyConditions(view) ?? [{ op: 'inSegments', segments: [view] }];
}

function storageKey(kind: ListedKind): string {
  return `rapport.list.${kind}`;
}

function keep(kind: ListedKind, { sort, columns, group, density }: Partial<ViewDefinition>): void {
  try {
    localStorage.setItem(storageKey(kind), JSON.stringify({ sort, columns, group, density }));
  } catch {
    // Without storage the choice lasts until the page closes.
    return;
  }
}

function readKept(kind: ListedKind): Partial<ViewDefinition> {
  const kept = keptJson(kind);
  const sort = readSort(kind, kept['sort']);
  const columns = readColumns(kind, kept['columns']);
  const group = readColumn(kind, kept['group']);
  return {
    ...(sort === undefined ? {} : { sort }),
    ...(columns === undefined ? {} : { columns }),
    ...(group === undefined ? {} : { group }),
    ...(kept['density'] === 'compact' ? { density: 'compact' } : {}),
  };
}

function keptJson(kind: ListedKind): Readonly<Record<string, Json>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(kind)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, Json>) : {};
  } catch {
    return {};
  }
}
