import type { RecordId } from '../domain/ids.ts';
import { localDate } from '../domain/dates.ts';
import { kindOfId } from '../domain/ids.ts';
import { orderKinds, orderStatuses } from '../domain/objects.ts';
import { majorToMinor } from '../domain/money.ts';
import type { Table } from '../domain/table.ts';
import type { AccountFigures, OrdersOfAccount, OrderSummary } from './accountFigures.ts';
import { choiceOrderKey } from './choiceOrders.ts';
import { DerivedColumns } from './derivedColumns.ts';
import { fold } from './fold.ts';
import { FormulaColumns } from './formulaColumns.ts';
import { Kept } from './kept.ts';
import { KindIndex, type Ordinal } from './kindIndex.ts';
import {
  eagerKinds,
  lazyKinds,
  listedKinds,
  type ColumnKey,
  type Filter,
  type ListAnswer,
  type ListedKind,
  type ListQuery,
  type ListWindow,
} from './listQuery.ts';
import { ordersOf, revenueOf } from './orderFigures.ts';
import { ListMatches, type SmallRecords } from './listMatches.ts';
import { ListOrders } from './listOrders.ts';
import { setSeparator } from './pack.ts';
import { isListed } from './packRows.ts';
import { kindsOfFilter, kindsOfOrder, kindsOfQuery } from './queryKinds.ts';
import { searchTermsOf } from './scan.ts';
import { searchKind } from './searchHits.ts';
import type { SearchAnswer, SearchRequest } from './searchRequest.ts';

export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** Everything that lists, filters and search ask, answered from memory. Whoever feeds it calls `touch` after changes. */
export class MemoryIndex {
  readonly kinds = Object.fromEntries(listedKinds.map((kind) => [kind, new KindIndex(kind)])) as Readonly<
    Record<ListedKind, KindIndex>
  >;
  #small: SmallRecords = { labels: new Map(), segments: new Map(), rules: new Map() };
  /** Figures, until what they were made from changes. */
  readonly kept = new Kept(maxKept);
  readonly derived = new DerivedColumns(this.kinds, this.kept);
  readonly formulas = new FormulaColumns(this.kinds);
  readonly #orders = new ListOrders(
    this.kinds,
    { derived: this.derived, formulas: this.formulas },
    this.kept,
  );
  readonly #matches: ListMatches;
  readonly #now: () => number;

  /** `now` gives the time in ms: conditions such as "in the last days" ask for the day. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#matches = new ListMatches(this.kinds, {
      derived: this.derived,
      formulas: this.formulas,
      orders: this.#orders,
      today: () => localDate(now()),
    });
  }

  setSmallRecords(small: SmallRecords): void {
    this.#small = small;
    this.#orders.setSmallRecords(small.labels, small.choices ?? new Map());
    this.formulas.setFormulas(small.formulas ?? new Map());
    this.#matches.setSmallRecords(small);
  }

  hide(batches: ReadonlySet<RecordId>): void {
    for (const kind of listedKinds) this.kinds[kind].hide(batches);
  }

  /** Makes beforehand what nearly every list of accounts asks for. */
  prepare(): void {
    this.#orders.column('account', 'name', localDate(this.#now())).read();
    this.accountFigures([]);
  }

  /** True for a book with Han names. */
  get hasPinyin(): boolean {
    const { account, contact, product } = this.kinds;
    return [account, contact, product].some(({ segments }) =>
      segments.some(({ search }) => search.hasPinyin),
    );
  }

  query(query: ListQuery, { offset, limit, withoutGroups }: ListWindow): ListAnswer {
    const index = this.kinds[query.kind];
    const { ordinals, groups } = this.#matches.find(query);
    const window = ordinals.subarray(offset, offset + limit);
    return {
      total: index.total,
      matched: ordinals.length,
      ids: Array.from(window, (ordinal) => index.idOf(ordinal)),
      ...(query.group === undefined || withoutGroups === true ? {} : { groups }),
    };
  }

  matchingIds(query: ListQuery): RecordId[] {
    const index = this.kinds[query.kind];
    return Array.from(this.#matches.find(query).ordinals, (ordinal) => index.idOf(ordinal));
  }

  /** 1 for each visible record that meets a filter, by ordinal. Not to be changed: it is kept. */
  mask(kind: ListedKind, filter?: Filter): Uint8Array {
    return this.#matches.mask(kind, filter);
  }

  /** Choices in the order in which the book shows them; undefined for a field without choices. */
  choiceOrder(kind: ListedKind, key: ColumnKey): readonly string[] | undefined {
    return this.#small.choices?.get(choiceOrderKey(kind, key));
  }

  /** What matches, column by column, as an analysis reads it. */
  table(query: ListQuery, columns: readonly ColumnKey[]): Table {
    return this.#matches.table(query, columns);
  }

  /** The kinds that have to be in memory before a query can be answered, and the columns read that are named. */
  kindsOf(query: ListQuery, columns: readonly ColumnKey[] = []): readonly ListedKind[] {
    const found = new Set(kindsOfQuery(query, this.#small.rules));
    for (const key of columns) for (const kind of kindsOfOrder(query.kind, key)) found.add(kind);
    return [...found];
  }

  /** The kinds that have to be in memory before members of segments can be counted. */
  kindsOfSegments(): readonly ListedKind[] {
    const found = new Set<ListedKind>(['account']);
    for (const rule of this.#small.rules.values())
      for (const kind of kindsOfFilter('account', rule, this.#small.rules)) found.add(kind);
    return [...found];
  }

  /** Of the kinds asked for; otherwise of those that are in memory. */
  search({ text, kinds, limit }: SearchRequest): SearchAnswer {
    const terms = searchTermsOf(text);
    if (terms === undefined) return { hits: [], matched: {} };
    const found = (kinds ?? this.#loadedKinds()).map((kind) => ({
      kind,
      ...searchKind(this.kinds[kind], terms, limit),
    }));
    return {
      hits: found.flatMap(({ hits }) => hits),
      matched: Object.fromEntries(found.map(({ kind, matched }) => [kind, matched])),
    };
  }

  /** Of the kinds asked for; otherwise of those that are in memory from the start. */
  counts(kinds: readonly ListedKind[] = eagerKinds): Partial<Record<ListedKind, number>> {
    return Object.fromEntries(kinds.map((kind) => [kind, this.kinds[kind].total]));
  }

  segmentCounts(): Record<RecordId, number> {
    const accounts = this.kinds.account;
    const visible = this.#matches.mask('account', undefined);
    const countOf = (id: RecordId): number => {
      if (this.#small.rules.has(id)) {
        const members = this.#matches.members(id);
        return members.reduce((sum, isMember, i) => sum + (isMember & (visible[i] as number)), 0);
      }
      const members = this.#small.segments.get(id) ?? [];
      return members.reduce((sum, each) => sum + (accounts.isVisible(accounts.ordinalOf(each)) ? 1 : 0), 0);
    };
    return Object.fromEntries([...this.#small.segments.keys()].map((id) => [id, countOf(id)]));
  }

  facets(
    kind: ListedKind,
    column: ColumnKey,
    options: { readonly contains?: string; readonly limit: number },
  ): Facet[] {
    const counts = new Map<string, number>();
    for (const segment of this.kinds[kind].segments) {
      const texts = segment.texts.get(column);
      if (texts === undefined) continue;
      const byEntry = new Float64Array(texts.table.size);
      for (let slot = 0; slot < segment.size; slot++) {
        const entry = texts.codes[slot] as number;
        byEntry[entry] = (byEntry[entry] as number) + (segment.visible[slot] as number);
      }
      byEntry.forEach((count, entry) => {
        if (entry === 0 || count === 0) return;
        for (const value of texts.table.textOf(entry).split(setSeparator))
          counts.set(value, (counts.get(value) ?? 0) + count);
      });
    }
    const wanted = fold(options.contains ?? '');
    return [...counts]
      .filter(([value]) => wanted === '' || fold(value).includes(wanted))
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, options.limit)
      .map(([value, count]) => ({ value, count }));
  }

  labels(ids: readonly RecordId[]): (string | undefined)[] {
    return ids.map((id) => {
      const kind = kindOfId(id);
      if (!isListed(kind)) return this.#small.labels.get(id);
      if (this.kinds[kind].columns !== undefined) return undefined;
      const ordinal = this.kinds[kind].ordinalOf(id);
      return ordinal < 0 ? undefined : this.kinds[kind].labelOf(ordinal);
    });
  }

  ordersOfAccount(account: RecordId, { offset, limit }: ListWindow): OrdersOfAccount {
    const ordinal = this.kinds.account.ordinalOf(account);
    const ordinals = ordinal < 0 ? [] : ordersOf(this.kinds.account, this.kinds.order, ordinal);
    const orders = ordinals.slice(offset, offset + limit).map((each) => this.#orderSummary(each));
    return { orders, total: ordinals.length };
  }

  accountFigures(ids: readonly RecordId[]): (AccountFigures | undefined)[] {
    const accounts = this.kinds.account;
    const figures = this.derived.orders();
    const contacts = this.derived.contacts();
    return ids.map((id) => {
      const ordinal = accounts.ordinalOf(id);
      if (ordinal < 0) return undefined;
      const revenue = revenueOf(figures, ordinal);
      const lastDay = figures.lastDay[ordinal] ?? NaN;
      return {
        id,
        revenueMinor: revenue?.minor ?? 0,
        currency: revenue?.currency ?? figures.currency,
        inOtherCurrencies: revenue?.leftOut ?? 0,
        orders: figures.orders[ordinal] ?? 0,
        lastOrderDay: Number.isNaN(lastDay) ? null : lastDay,
        contacts: contacts[ordinal] ?? 0,
      };
    });
  }

  /** Values of a column that other records make, in the order of the ids: null for a record without one. */
  derivedValues(kind: ListedKind, column: ColumnKey, ids: readonly RecordId[]): (number | null)[] {
    const values = this.derived.column(kind, column);
    return ids.map((id) => {
      const value = values[this.kinds[kind].ordinalOf(id)] ?? NaN;
      return Number.isNaN(value) ? null : value;
    });
  }

  /** The places of the rules that a lead meets. */
  scoreReasons(lead: RecordId): readonly number[] {
    return this.#matches.scoreReasons(lead);
  }

  #orderSummary(ordinal: Ordinal): OrderSummary {
    const orders = this.kinds.order;
    const day = orders.numberOf(ordinal, 'date');
    const currency = orders.textOf(ordinal, 'currency');
    const kind = orders.textOf(ordinal, 'kind');
    const status = orders.textOf(ordinal, 'status');
    const time = orders.textOf(ordinal, 'time');
    return {
      id: orders.idOf(ordinal),
      number: orders.labelOf(ordinal),
      day: Number.isNaN(day) ? null : day,
      kind: orderKinds.find((each) => each === kind) ?? 'order',
      status: orderStatuses.find((each) => each === status) ?? 'draft',
      currency,
      totalMinor: majorToMinor(orders.numberOf(ordinal, 'total') || 0, currency),
      createdAt: orders.numberOf(ordinal, 'createdAt') || 0,
      ...(time === '' ? {} : { time }),
    };
  }

  #loadedKinds(): readonly ListedKind[] {
    const isWhole = (index: KindIndex): boolean => index.segments.length > 0 && index.columns === undefined;
    return listedKinds.filter((kind) => !lazyKinds.has(kind) || isWhole(this.kinds[kind]));
  }
}

/** Figures and the order of computed columns and references. */
const maxKept = 24;
