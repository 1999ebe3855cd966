import type { RecordId } from '../domain/ids.ts';
import { kindOfId } from '../domain/ids.ts';
import type { FieldDef } from '../domain/objects.ts';
import { orderKinds, orderStatuses } from '../domain/objects.ts';
import { majorToMinor } from '../domain/money.ts';
import type { AccountFigures, OrdersOfAccount, OrderSummary } from './accountFigures.ts';
import { referenceOrder, storedOrder } from './columnOrders.ts';
import { filterMask } from './filterMask.ts';
import { fold } from './fold.ts';
import { indicesOf, qualityFiguresOf, type IndicesAnswer, type IndicesRequest } from './indexFigures.ts';
import { KindIndex, type Ordinal } from './kindIndex.ts';
import {
  columnOf,
  listedKinds,
  type ColumnKey,
  type ListAnswer,
  type ListedKind,
  type ListQuery,
  type ListWindow,
  type Sort,
} from './listQuery.ts';
import {
  contactCountsOf,
  orderFiguresOf,
  revenueOf,
  ordersOf,
  revenueInMajor,
  type OrderFigures,
} from './orderFigures.ts';
import { derivedColumns, labelColumn, setSeparator } from './pack.ts';
import { isListed } from './packRows.ts';
import { noMatch, rankMatches, searchTermsOf } from './scan.ts';
import { searchKind } from './searchHits.ts';
import type { SearchAnswer, SearchRequest } from './searchRequest.ts';
import { numberOrder, SortedColumn } from './sortedColumn.ts';

export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** Small records that lists refer to: names of members and tags, members of segments. */
export interface SmallRecords {
  readonly labels: ReadonlyMap<RecordId, string>;
  readonly segments: ReadonlyMap<RecordId, readonly RecordId[]>;
}

/** Everything that lists, filters and search ask, answered from memory. Whoever feeds it calls `touch` after changes. */
export class MemoryIndex {
  readonly kinds = Object.fromEntries(listedKinds.map((kind) => [kind, new KindIndex(kind)])) as Readonly<
    Record<ListedKind, KindIndex>
  >;
  #small: SmallRecords = { labels: new Map(), segments: new Map() };
  /** Rises with every change of small records. */
  #smallVersion = 0;
  readonly #stored = new Map<string, SortedColumn>();
  readonly #kept = new Map<string, { readonly stamp: string; readonly value: unknown }>();

  setSmallRecords(small: SmallRecords): void {
    this.#small = small;
    this.#smallVersion++;
  }

  hide(batches: ReadonlySet<RecordId>): void {
    for (const kind of listedKinds) this.kinds[kind].hide(batches);
  }

  /** Makes beforehand what nearly every list of accounts asks for. */
  prepare(): void {
    this.#sortedColumn('account', 'name').read();
    this.accountFigures([]);
  }

  /** True for a book with Han names. */
  get hasPinyin(): boolean {
    const { account, contact, product } = this.kinds;
    return [account, contact, product].some(({ segments }) =>
      segments.some(({ search, size }) => search.packed().full.joined.length > size),
    );
  }

  query(query: ListQuery, { offset, limit }: ListWindow): ListAnswer {
    const index = this.kinds[query.kind];
    const ordinals = this.#matches(query);
    const window = ordinals.subarray(offset, offset + limit);
    return {
      total: index.total,
      matched: ordinals.length,
      ids: Array.from(window, (ordinal) => index.idOf(ordinal)),
    };
  }

  matchingIds(query: ListQuery): RecordId[] {
    const index = this.kinds[query.kind];
    return Array.from(this.#matches(query), (ordinal) => index.idOf(ordinal));
  }

  search({ text, kinds = listedKinds, limit }: SearchRequest): SearchAnswer {
    const terms = searchTermsOf(text);
    if (terms === undefined) return { hits: [], matched: {} };
    const found = kinds.map((kind) => ({ kind, ...searchKind(this.kinds[kind], terms, limit) }));
    return {
      hits: found.flatMap(({ hits }) => hits),
      matched: Object.fromEntries(found.map(({ kind, matched }) => [kind, matched])),
    };
  }

  counts(): Record<ListedKind, number> {
    return Object.fromEntries(listedKinds.map((kind) => [kind, this.kinds[kind].total])) as Record<
      ListedKind,
      number
    >;
  }

  segmentCounts(): Record<RecordId, number> {
    const accounts = this.kinds.account;
    const countOf = (members: readonly RecordId[]): number =>
      members.reduce((sum, id) => sum + (accounts.isVisible(accounts.ordinalOf(id)) ? 1 : 0), 0);
    return Object.fromEntries(Array.from(this.#small.segments, ([id, members]) => [id, countOf(members)]));
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
    const figures = this.#orderFigures();
    const contacts = this.#contactCounts();
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

  /** S, R, T and C of an account or of the book. */
  indices(request: IndicesRequest): IndicesAnswer {
    const now = Date.now();
    const stamp = `${String(this.kinds.account.version)}|${request.today}|${JSON.stringify(request.weights)}`;
    const quality = this.#keep('quality', stamp, () =>
      qualityFiguresOf(this.kinds.account, request.weights, now),
    );
    return indicesOf(this.kinds, request, quality, now);
  }

  /** Visible records that a query finds, in its order. The last answers are kept while nothing changes. */
  #matches(query: ListQuery): Int32Array {
    const stamp = this.#stampOf(listedKinds);
    return this.#keep(`matches:${query.kind}`, `${stamp}|${JSON.stringify(query)}`, () =>
      this.#findMatches(query),
    );
  }

  #findMatches({ kind, filter, search, sort }: ListQuery): Int32Array {
    const index = this.kinds[kind];
    const mask = filterMask(index, filter?.conditions ?? [], {
      derived: (column) => this.#derived(column),
      membersOf: (segment) => this.#small.segments.get(segment) ?? [],
    });
    const terms = searchTermsOf(search ?? '');
    const ranks = terms === undefined ? undefined : rankMatches(index, terms);
    if (ranks !== undefined) for (let i = 0; i < mask.length; i++) if (ranks[i] === noMatch) mask[i] = 0;
    if (sort !== undefined) return this.#inOrder(kind, sort, mask);
    const created = index.presentOrdinals().filter((ordinal) => mask[ordinal] === 1);
    return ranks === undefined ? created : byRank(created, ranks);
  }

  #inOrder(kind: ListedKind, sort: Sort, mask: Uint8Array): Int32Array {
    const { sorted, empty } = this.#sortedColumn(kind, sort.by).read();
    const matches = new Int32Array(sorted.length + empty.length);
    let count = 0;
    for (let i = 0; i < sorted.length; i++) {
      const ordinal = sorted[sort.descending === true ? sorted.length - 1 - i : i] as number;
      if (mask[ordinal] === 1) matches[count++] = ordinal;
    }
    for (const ordinal of empty) if (mask[ordinal] === 1) matches[count++] = ordinal;
    return matches.subarray(0, count);
  }

  #sortedColumn(kind: ListedKind, key: ColumnKey): SortedColumn {
    const index = this.kinds[kind];
    const column = columnOf(kind, key);
    if (column === undefined) throw new Error(`no column ${key} of ${kind}`);
    if (kind === 'account' && derivedColumns.has(key)) {
      return this.#keep(`sorted:${kind}/${key}`, this.#stampOf(listedKinds), () => {
        const values = this.#derived(key);
        return new SortedColumn(
          index,
          numberOrder((ordinals) => Float64Array.from(ordinals, (each) => values[each] ?? NaN)),
        );
      });
    }
    if (column.to !== undefined) {
      const stamp = this.#stampOf(listedKinds);
      return this.#keep(`sorted:${kind}/${key}`, stamp, () => this.#referenceColumn(index, column));
    }
    const known = this.#stored.get(`${kind}/${key}`);
    if (known !== undefined) return known;
    const made = new SortedColumn(index, storedOrder(index, column));
    if (this.#stored.size >= maxStored) this.#stored.delete(this.#stored.keys().next().value ?? '');
    this.#stored.set(`${kind}/${key}`, made);
    return made;
  }

  #referenceColumn(index: KindIndex, column: FieldDef): SortedColumn {
    const to = column.to;
    const rankOf = to !== undefined && isListed(to) ? this.#listedRanks(to) : this.#smallRanks();
    return new SortedColumn(index, referenceOrder(index, column.key, rankOf));
  }

  #listedRanks(kind: ListedKind): (id: RecordId) => number {
    const index = this.kinds[kind];
    const ranks = new Float64Array(index.capacity).fill(NaN);
    const { sorted } = this.#sortedColumn(kind, labelColumn(kind)).read();
    sorted.forEach((ordinal, rank) => (ranks[ordinal] = rank));
    return (id) => {
      const ordinal = index.ordinalOf(id);
      return ordinal < 0 ? NaN : (ranks[ordinal] ?? NaN);
    };
  }

  #smallRanks(): (id: RecordId) => number {
    const collator = new Intl.Collator(['zh-u-co-pinyin', 'en'], { numeric: true });
    const sorted = [...this.#small.labels].sort(
      ([a, x], [b, y]) => collator.compare(x, y) || (a < b ? -1 : 1),
    );
    const ranks = new Map(sorted.map(([id], rank) => [id, rank]));
    return (id) => ranks.get(id) ?? NaN;
  }

  #derived(column: string): Float64Array {
    if (column === 'contactCount') return this.#contactCounts();
    const figures = this.#orderFigures();
    if (column === 'orderCount') return figures.orders;
    if (column === 'lastOrder') return figures.lastDay;
    return this.#keep('revenue', this.#derivedStamp('order'), () => revenueInMajor(figures));
  }

  #orderFigures(): OrderFigures {
    return this.#keep('figures', this.#derivedStamp('order'), () =>
      orderFiguresOf(this.kinds.account, this.kinds.order),
    );
  }

  #contactCounts(): Float64Array {
    return this.#keep('contacts', this.#derivedStamp('contact'), () =>
      contactCountsOf(this.kinds.account, this.kinds.contact),
    );
  }

  #orderSummary(ordinal: Ordinal): OrderSummary {
    const orders = this.kinds.order;
    const day = orders.numberOf(ordinal, 'date');
    const currency = orders.textOf(ordinal, 'currency');
    const kind = orders.textOf(ordinal, 'kind');
    const status = orders.textOf(ordinal, 'status');
    return {
      id: orders.idOf(ordinal),
      number: orders.labelOf(ordinal),
      day: Number.isNaN(day) ? null : day,
      kind: orderKinds.find((each) => each === kind) ?? 'order',
      status: orderStatuses.find((each) => each === status) ?? 'draft',
      currency,
      totalMinor: majorToMinor(orders.numberOf(ordinal, 'total') || 0, currency),
    };
  }

  #stampOf(kinds: readonly ListedKind[]): string {
    return [...kinds.map((kind) => this.kinds[kind].version), this.#smallVersion].join('.');
  }

  /** Of what accounts take from records of another kind. */
  #derivedStamp(kind: 'order' | 'contact'): string {
    return `${this.kinds.account.population}.${this.kinds[kind].version}`;
  }

  #keep<T>(key: string, stamp: string, make: () => T): T {
    const kept = this.#kept.get(key);
    if (kept?.stamp === stamp) return kept.value as T;
    const value = make();
    this.#kept.set(key, { stamp, value });
    return value;
  }
}

/** Sorted columns of stored values that are kept at most; 4 bytes per record each. */
const maxStored = 12;

/** Best matches first, older records first among equals. */
function byRank(ordinals: Int32Array, ranks: Uint8Array): Int32Array {
  const starts = new Int32Array(noMatch + 1);
  for (const ordinal of ordinals) {
    const next = (ranks[ordinal] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let rank = 1; rank <= noMatch; rank++)
    starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number);
  const sorted = new Int32Array(ordinals.length);
  for (const ordinal of ordinals) {
    const rank = ranks[ordinal] as number;
    sorted[starts[rank] as number] = ordinal;
    starts[rank] = (starts[rank] as number) + 1;
  }
  return sorted;
}
