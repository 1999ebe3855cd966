import { untrack } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import { linesOf, orderTotalMinor } from '../../domain/order.ts';
import { valuesOf } from '../../domain/record.ts';
import type { RecordRow, Values } from '../../domain/record.ts';
import { payableOf } from '../../domain/tax.ts';
import type { AccountFigures } from '../../read/accountFigures.ts';
import {
  columnOf,
  type ColumnKey,
  type ListedKind,
  type ListGroup,
  type ListQuery,
} from '../../read/listQuery.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { ScreenBook } from '../book.ts';
import type { NamesById } from '../fields/format.ts';
import { referredBy } from '../fields/rowNames.svelte.ts';
import { asText } from '../fields/text.ts';
import { isDerived } from './columns.ts';

/** One line of a list with what its cells need. */
export interface ListRow {
  readonly id: RecordId;
  readonly row: RecordRow;
  readonly values: Values;
  readonly figures?: AccountFigures | undefined;
  /** Orders: the exact total in the minor unit of the order's currency. */
  readonly totalMinor?: number | undefined;
  /** Names of what the row refers to, but for members and tags. */
  readonly names: NamesById;
  /** What other records make, by column: days of dates, ms of instants, null without one; absent until it is read. */
  readonly derived: Derived;
}

type Derived = Readonly<Partial<Record<ColumnKey, number | null>>>;

const pageRows = 60;
const readsAtOnce = 3;
/** Pages kept after they have scrolled away. */
const keptPages = 40;

/** Positions of rows, the last excluded. */
type RowRange = readonly [first: number, last: number];

interface Page {
  readonly ids: readonly RecordId[];
  readonly rows: readonly (ListRow | undefined)[];
}

/** The rows of a list, read in pages as they are scrolled to. While a changed list is read again, what was there stays on screen. */
export class ListRows {
  readonly #book: ScreenBook;
  readonly #query: () => ListQuery;
  readonly #columns: () => readonly ColumnKey[];
  #matched = $state<number>();
  #total = $state(0);
  #pages = $state.raw<ReadonlyMap<number, Page>>(new Map());
  #error = $state.raw<ListIndexError>();
  /** Counts up when the query or the book changes; answers to older questions are dropped. */
  #generation = 0;
  #isStale = true;
  #pending = new Set<number>();
  #ranges: readonly RowRange[] = [[0, pageRows]];
  #groups = $state.raw<readonly ListGroup[]>();
  #groupNames = $state.raw<ReadonlyMap<RecordId, string>>(new Map());
  /** Of a page, known by its ids: the columns that were asked for, with their values once they are read. */
  readonly #derivedOf = new WeakMap<readonly RecordId[], Map<ColumnKey, readonly (number | null)[]>>();
  #isHeld = false;
  #hasMissed = false;

  /** `columns` are those on screen: what other records make of them is read beside the rows. */
  constructor(book: ScreenBook, query: () => ListQuery, columns: () => readonly ColumnKey[]) {
    this.#book = book;
    this.#query = query;
    this.#columns = columns;
    $effect(() => {
      const { kind } = this.#query();
      this.#renew();
      return book.index.onChange((kinds) => {
        if (this.#isHeld) this.#hasMissed = true;
        if (!this.#isHeld) this.#renew();
        else if (kinds.has(kind)) void this.#readAgain();
      });
    });
    $effect(() => {
      const columns = this.#derivedColumns();
      untrack(() => {
        for (const [number, { ids }] of this.#pages) this.#askDerived(number, ids, columns);
      });
    });
  }

  /** Matching records; undefined until the first answer. */
  get matched(): number | undefined {
    return this.#matched;
  }

  get total(): number {
    return this.#total;
  }

  /** The groups of a grouped list, in order; undefined for any other. */
  get groups(): readonly ListGroup[] | undefined {
    return this.#groups;
  }

  /** Names of the records that groups stand for. */
  get groupNames(): ReadonlyMap<RecordId, string> {
    return this.#groupNames;
  }

  get error(): ListIndexError | undefined {
    return this.#error;
  }

  rowAt(index: number): ListRow | undefined {
    return this.#pages.get(Math.floor(index / pageRows))?.rows[index % pageRows];
  }

  idAt(index: number): RecordId | undefined {
    return this.#pages.get(Math.floor(index / pageRows))?.ids[index % pageRows];
  }

  /** Where a record stands among the loaded rows; −1 when it is not loaded. */
  indexOf(id: RecordId): number {
    for (const [page, { ids }] of this.#pages) {
      const at = ids.indexOf(id);
      if (at >= 0) return page * pageRows + at;
    }
    return -1;
  }

  /** Ids from `first` to `last` inclusive, loaded or not. */
  async idsBetween(first: number, last: number): Promise<readonly RecordId[]> {
    const answer = await this.#book.index.query(this.#query(), { offset: first, limit: last - first + 1 });
    return answer.ok ? answer.value.ids : [];
  }

  show(ranges: readonly RowRange[]): void {
    this.#ranges = ranges;
    this.#load();
  }

  /** While somebody changes a cell, rows keep their places; what changed meanwhile is shown in them. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld || !this.#hasMissed) return;
    this.#hasMissed = false;
    this.#renew();
  }

  async #readAgain(): Promise<void> {
    const generation = this.#generation;
    const pages = await Promise.all(
      this.#shownPages().flatMap((number) => {
        const page = this.#pages.get(number);
        return page === undefined
          ? []
          : [this.#rowsOf(page.ids, page.rows).then((rows) => [number, { ids: page.ids, rows }] as const)];
      }),
    );
    if (generation === this.#generation) this.#pages = new Map([...this.#pages, ...pages]);
  }

  #renew(): void {
    this.#generation += 1;
    this.#isStale = true;
    this.#pending.clear();
    this.#load();
  }

  /** Asks for what is missing, the rows on screen first, a few pages at a time: a fling leaves no queue of pages behind. */
  #load(): void {
    for (const page of this.#wantedPages()) {
      if (this.#pending.size >= readsAtOnce) return;
      if (this.#pending.has(page) || (!this.#isStale && this.#pages.has(page))) continue;
      this.#pending.add(page);
      void this.#read(page, this.#generation);
    }
  }

  #shownPages(): readonly number[] {
    const pages = this.#ranges.flatMap(([first, last]) => {
      const firstPage = Math.floor(first / pageRows);
      const lastPage = Math.floor(Math.max(last - 1, 0) / pageRows);
      return Array.from({ length: lastPage - firstPage + 1 }, (_, i) => firstPage + i);
    });
    return [...new Set(pages)];
  }

  /** The pages on screen, then those on either side. Of a list whose groups are all folded the first, for its count. */
  #wantedPages(): readonly number[] {
    const shown = this.#shownPages();
    if (shown.length === 0) return this.#isStale ? [0] : [];
    const beside = [Math.max(...shown) + 1, Math.min(...shown) - 1].filter(
      (page) => page >= 0 && page * pageRows < (this.#matched ?? 0),
    );
    return [...shown, ...beside];
  }

  async #read(page: number, generation: number): Promise<void> {
    // All groups come with the first page: there may be as many as rows.
    const isFirst = this.#isStale;
    const answer = await this.#book.index.query(this.#query(), {
      offset: page * pageRows,
      limit: pageRows,
      ...(isFirst ? {} : { withoutGroups: true }),
    });
    if (generation !== this.#generation) return;
    if (!answer.ok) {
      this.#error = answer.error;
      this.#pending.delete(page);
      return;
    }
    const { ids, matched, total, groups } = answer.value;
    this.#askDerived(page, ids, this.#derivedColumns());
    const rows = await this.#rowsOf(ids, this.#pages.get(page)?.rows ?? []);
    if (generation !== this.#generation) return;
    const kept = this.#isStale ? [] : [...this.#pages].slice(-keptPages);
    this.#pages = new Map([...kept.filter(([number]) => number !== page), [page, { ids, rows }]]);
    this.#askDerived(page, ids, this.#derivedColumns());
    this.#isStale = false;
    this.#error = undefined;
    this.#matched = matched;
    this.#total = total;
    if (isFirst) this.#groups = groups;
    if (groups !== undefined) void this.#nameGroups(groups);
    this.#pending.delete(page);
    if (matched > 0 && (this.#ranges[0]?.[0] ?? 0) >= matched) this.#ranges = [[0, pageRows]];
    this.#load();
  }

  /** `before` are the rows that stood in their place: what other records make of them is shown until it is read again. */
  async #rowsOf(
    ids: readonly RecordId[],
    before: readonly (ListRow | undefined)[],
  ): Promise<readonly (ListRow | undefined)[]> {
    if (ids.length === 0) return [];
    const { kind } = this.#query();
    const [rows, figures] = await Promise.all([
      this.#book.rows(ids),
      kind === 'account' ? this.#book.index.accountFigures(ids) : undefined,
    ]);
    const names = await this.#namesOf(rows.flatMap((row) => (row === undefined ? [] : referredBy(row))));
    const shown = new Map(before.flatMap((row) => (row === undefined ? [] : [[row.id, row.derived]])));
    const read = [...(this.#derivedOf.get(ids) ?? [])];
    return rows.map((row, i): ListRow | undefined => {
      if (row === undefined) return undefined;
      const values = valuesOf(row);
      const derived = read.flatMap(([column, all]) => (i < all.length ? [[column, all[i]]] : []));
      return {
        id: row.id,
        row,
        values,
        figures: figures?.ok === true ? figures.value[i] : undefined,
        totalMinor: totalIn(kind, row),
        names,
        derived: { ...shown.get(row.id), ...(Object.fromEntries(derived) as Derived) },
      };
    });
  }

  /** The columns on screen that other records make. */
  #derivedColumns(): readonly ColumnKey[] {
    const { kind } = this.#query();
    return this.#columns().filter((column) => isDerived(kind, column));
  }

  /** Asks for those columns of a page that were not asked for before. */
  #askDerived(number: number, ids: readonly RecordId[], columns: readonly ColumnKey[]): void {
    const known = this.#derivedOf.get(ids) ?? new Map<ColumnKey, readonly (number | null)[]>();
    this.#derivedOf.set(ids, known);
    for (const column of columns) {
      if (known.has(column)) continue;
      known.set(column, []);
      void this.#readDerived(number, ids, column, known);
    }
  }

  /** Comes with the page's rows where it is read as soon as they are, and into them where it takes longer. */
  async #readDerived(
    number: number,
    ids: readonly RecordId[],
    column: ColumnKey,
    known: Map<ColumnKey, readonly (number | null)[]>,
  ): Promise<void> {
    const answer = await this.#book.index.derivedValues(this.#query().kind, column, ids);
    if (!answer.ok) return;
    const { value } = answer;
    known.set(column, value);
    const page = this.#pages.get(number);
    if (page?.ids !== ids) return;
    const rows = page.rows.map(
      (row, i) => row && { ...row, derived: { ...row.derived, [column]: value[i] ?? null } },
    );
    this.#pages = new Map(this.#pages).set(number, { ids, rows });
  }

  async #nameGroups(groups: readonly ListGroup[]): Promise<void> {
    const { kind, group } = this.#query();
    const column = group === undefined ? undefined : columnOf(kind, group);
    if (column?.to === undefined) return;
    const wanted = groups.flatMap(({ value }) =>
      value === null || this.#groupNames.has(value) ? [] : [value],
    );
    if (wanted.length === 0) return;
    const labels = await this.#book.index.labels(wanted);
    if (!labels.ok) return;
    this.#groupNames = new Map([
      ...this.#groupNames,
      ...wanted.map((id, i) => [id, labels.value[i] ?? '…'] as const),
    ]);
  }

  async #namesOf(ids: readonly RecordId[]): Promise<NamesById> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const labels = await this.#book.index.labels(wanted);
    if (!labels.ok) return new Map();
    return new Map(
      wanted.flatMap((id, i) => {
        const label = labels.value[i];
        return label === undefined ? [] : [[id, label] as const];
      }),
    );
  }
}

/** Of an order what its lines come to, as analyses count it; of a quote what is to be paid. */
function totalIn(kind: ListedKind, row: RecordRow): number | undefined {
  if (kind === 'quote') return payableOf(row)?.minor;
  return kind === 'order' ? orderTotalMinor(linesOf(row), asText(valuesOf(row)['currency'])) : undefined;
}
