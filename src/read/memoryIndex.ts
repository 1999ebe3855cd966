import type { RecordId } from '../domain/ids.ts';
import { dateToDay, localDate } from '../domain/dates.ts';
import { kindOfId } from '../domain/ids.ts';
import { orderKinds, orderStatuses } from '../domain/objects.ts';
import { majorToMinor } from '../domain/money.ts';
import type { AccountFigures, OrdersOfAccount, OrderSummary } from './accountFigures.ts';
import type { ChoiceOrders } from './choiceOrders.ts';
import { DerivedColumns } from './derivedColumns.ts';
import { derivedFrom } from './derivedKinds.ts';
import { filterMask } from './filterMask.ts';
import { fold } from './fold.ts';
import {
  indicesOf,
  qualityFiguresOf,
  type IndicesAnswer,
  type IndicesRequest,
  type Rated,
} from './indexFigures.ts';
import { groupMatches, type Grouped } from './grouping.ts';
import { Kept } from './kept.ts';
import { KindIndex, type Ordinal } from './kindIndex.ts';
import {
  columnOf,
  eagerKinds,
  lazyKinds,
  listedKinds,
  type ColumnKey,
  type Filter,
  type ListAnswer,
  type ListedKind,
  type ListQuery,
  type ListWindow,
  type RelatedCondition,
  type Sort,
} from './listQuery.ts';
import { ordersOf, revenueOf } from './orderFigures.ts';
import { ListOrders } from './listOrders.ts';
import { setSeparator } from './pack.ts';
import { isListed } from './packRows.ts';
import { kindsOfFilter, kindsOfQuery } from './queryKinds.ts';
import { referredMask, referringMask } from './references.ts';
import { holderOf } from './relations.ts';
import { noMatch, rankMatches, searchTermsOf } from './scan.ts';
import { conflictsByKind, repairsOf, type Repairs } from './repairs.ts';
import { searchKind } from './searchHits.ts';
import type { Pinyin } from './pinyin.ts';
import type { SearchAnswer, SearchRequest } from './searchRequest.ts';
import { findSimilar, type SimilarHit, type SimilarRequest } from './similar.ts';
import { circularSegments } from './segmentRules.ts';
import { rhythmsOf, slippingCustomers, type SlippingCustomer } from './slipping.ts';
import {
  remindersOf,
  workOfToday,
  type Counted,
  type Reminder,
  type TodayRequest,
  type TodayWork,
} from './today.ts';

export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** Small records that lists refer to: names of members and tags, members of segments. */
export interface SmallRecords {
  readonly labels: ReadonlyMap<RecordId, string>;
  readonly segments: ReadonlyMap<RecordId, readonly RecordId[]>;
  /** Of live segments: the filter of accounts that says who belongs to them, whatever stands in `segments`. */
  readonly rules: ReadonlyMap<RecordId, Filter>;
  /** How the book arranges choices; where it says nothing they stand as in the schema. */
  readonly choices?: ChoiceOrders;
}

/** Everything that lists, filters and search ask, answered from memory. Whoever feeds it calls `touch` after changes. */
export class MemoryIndex {
  readonly kinds = Object.fromEntries(listedKinds.map((kind) => [kind, new KindIndex(kind)])) as Readonly<
    Record<ListedKind, KindIndex>
  >;
  #small: SmallRecords = { labels: new Map(), segments: new Map(), rules: new Map() };
  /** Live segments that nobody can tell the members of. */
  #circular: ReadonlySet<RecordId> = new Set();
  /** Rises with every change of small records. */
  #smallVersion = 0;
  readonly #kept = new Kept(maxKept);
  readonly #masks = new Kept(maxMasks);
  readonly #answers = new Kept(maxAnswers);
  readonly #derived = new DerivedColumns(this.kinds, this.#kept);
  readonly #orders = new ListOrders(this.kinds, this.#derived, this.#kept);
  readonly #now: () => number;

  /** `now` gives the time in ms: conditions such as "in the last days" ask for the day. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  setSmallRecords(small: SmallRecords): void {
    this.#small = small;
    this.#orders.setSmallRecords(small.labels, small.choices ?? new Map());
    this.#circular = circularSegments(small.rules);
    this.#smallVersion++;
  }

  hide(batches: ReadonlySet<RecordId>): void {
    for (const kind of listedKinds) this.kinds[kind].hide(batches);
  }

  /** Makes beforehand what nearly every list of accounts asks for. */
  prepare(): void {
    this.#orders.column('account', 'name').read();
    this.accountFigures([]);
  }

  /** True for a book with Han names. */
  get hasPinyin(): boolean {
    const { account, contact, product } = this.kinds;
    return [account, contact, product].some(({ segments }) =>
      segments.some(({ search, size }) => search.packed().full.joined.length > size),
    );
  }

  query(query: ListQuery, { offset, limit, withoutGroups }: ListWindow): ListAnswer {
    const index = this.kinds[query.kind];
    const { ordinals, groups } = this.#matches(query);
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
    return Array.from(this.#matches(query).ordinals, (ordinal) => index.idOf(ordinal));
  }

  /** The kinds that have to be in memory before a query can be answered. */
  kindsOf(query: ListQuery): readonly ListedKind[] {
    return kindsOfQuery(query, this.#small.rules);
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

  similar(request: SimilarRequest, pinyin: Pinyin | undefined): SimilarHit[] {
    return findSimilar(this.kinds, request, pinyin);
  }

  /** Of the kinds asked for; otherwise of those that are in memory from the start. */
  counts(kinds: readonly ListedKind[] = eagerKinds): Partial<Record<ListedKind, number>> {
    return Object.fromEntries(kinds.map((kind) => [kind, this.kinds[kind].total]));
  }

  segmentCounts(): Record<RecordId, number> {
    const accounts = this.kinds.account;
    const visible = this.#mask('account', undefined);
    const countOf = (id: RecordId): number => {
      if (this.#small.rules.has(id)) {
        const members = this.#members(id);
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
    const figures = this.#derived.orders();
    const contacts = this.#derived.contacts();
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
    const values = this.#derived.column(kind, column);
    return ids.map((id) => {
      const value = values[this.kinds[kind].ordinalOf(id)] ?? NaN;
      return Number.isNaN(value) ? null : value;
    });
  }

  /** S, R, T and C of an account or of the book; `talks` where activities are not in memory. */
  indices(request: IndicesRequest, talks?: readonly Rated[]): IndicesAnswer {
    const now = Date.now();
    const stamp = `${String(this.kinds.account.version)}|${request.today}|${JSON.stringify(request.weights)}`;
    const quality = this.#kept.get('quality', stamp, () =>
      qualityFiguresOf(this.kinds.account, request.weights, now),
    );
    return indicesOf(this.kinds, request, quality, now, talks);
  }

  todayWork(request: TodayRequest): TodayWork {
    return workOfToday(this.kinds, request);
  }

  /** `zoneMs`: what the person's clock is ahead of UTC. */
  slipping(request: TodayRequest, zoneMs: number): Counted<SlippingCustomer> {
    const { account, order, activity } = this.kinds;
    const stamp = [account.population, order.version, activity.version, request.date, zoneMs].join('.');
    const rhythms = this.#kept.get('rhythms', stamp, () =>
      rhythmsOf(this.kinds, dateToDay(request.date), zoneMs),
    );
    return slippingCustomers(this.kinds, rhythms, request);
  }

  repairs(): Repairs {
    const { account, contact } = this.kinds;
    const ways = this.#kept.get('repairs', `${String(account.version)}.${String(contact.version)}`, () =>
      repairsOf(this.kinds, this.#derived.column('account', 'contactCount')),
    );
    return { ...ways, conflicts: conflictsByKind(this.kinds) };
  }

  reminders(owner: RecordId, from: number, until: number, dayStart?: string): Reminder[] {
    return remindersOf(this.kinds, owner, from, until, dayStart);
  }

  /** Visible records that a query finds, in its order. The last answers are kept while nothing changes. */
  #matches(query: ListQuery): Grouped {
    const stamp = this.#stampOf(this.kindsOf(query));
    return this.#answers.get(JSON.stringify(query), stamp, () => this.#findMatches(query));
  }

  #findMatches({ kind, filter, search, sort, group }: ListQuery): Grouped {
    const index = this.kinds[kind];
    const terms = searchTermsOf(search ?? '');
    const ranks = terms === undefined ? undefined : rankMatches(index, terms);
    const filtered = this.#mask(kind, filter);
    const mask = ranks === undefined ? filtered : filtered.map((met, i) => (ranks[i] === noMatch ? 0 : met));
    const ordinals = this.#inSortOrder(kind, sort, mask, ranks);
    if (group === undefined) return { ordinals, groups: [] };
    const column = columnOf(kind, group);
    if (column === undefined) throw new Error(`no column ${group} of ${kind}`);
    const derived = derivedFrom(kind, group) === undefined ? undefined : this.#derived.column(kind, group);
    return groupMatches(ordinals, {
      column,
      sorted: this.#orders.column(kind, group).read().sorted,
      numberOf: (ordinal) =>
        derived === undefined ? index.numberOf(ordinal, group) : (derived[ordinal] ?? NaN),
      textOf: (ordinal) => index.textOf(ordinal, group),
      capacity: index.capacity,
    });
  }

  /** 1 for each visible record that meets a filter, by ordinal. Not to be changed: it is kept. */
  #mask(kind: ListedKind, filter: Filter | undefined): Uint8Array {
    const kinds = filter === undefined ? [kind] : kindsOfFilter(kind, filter, this.#small.rules);
    const key = `${kind}:${filter === undefined ? '' : JSON.stringify(filter)}`;
    return this.#masks.get(key, this.#stampOf(kinds), () =>
      filterMask(this.kinds[kind], filter, {
        today: this.#today(),
        derived: (of, column) => this.#derived.column(of, column),
        members: (segment) => this.#members(segment),
        related: (of, condition) => this.#related(of, condition),
      }),
    );
  }

  #related(kind: ListedKind, condition: RelatedCondition): Uint8Array {
    const { kind: other, by, filter } = condition;
    const mask = this.#mask(other, filter);
    switch (holderOf(kind, condition)) {
      case 'other':
        return referredMask(this.kinds[other], mask, by, this.kinds[kind]);
      case 'this':
        return referringMask(this.kinds[kind], by, this.kinds[other], mask);
      case undefined:
        throw new Error(`${by} does not relate ${kind} and ${other}`);
    }
  }

  /** 1 for each account of a segment, by ordinal. Of a live one whose rule leads back to itself there are none. */
  #members(segment: RecordId): Uint8Array {
    const accounts = this.kinds.account;
    const rule = this.#small.rules.get(segment);
    if (rule !== undefined && !this.#circular.has(segment)) return this.#mask('account', rule);
    const isMember = new Uint8Array(accounts.capacity);
    if (rule !== undefined) return isMember;
    for (const id of this.#small.segments.get(segment) ?? []) {
      const ordinal = accounts.ordinalOf(id);
      if (ordinal >= 0) isMember[ordinal] = 1;
    }
    return isMember;
  }

  #inSortOrder(
    kind: ListedKind,
    sort: Sort | undefined,
    mask: Uint8Array,
    ranks: Uint8Array | undefined,
  ): Int32Array {
    if (sort !== undefined) return this.#orders.inOrder(kind, sort, mask);
    const created = this.kinds[kind].presentOrdinals().filter((ordinal) => mask[ordinal] === 1);
    return ranks === undefined ? created : byRank(created, ranks);
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
    return listedKinds.filter((kind) => !lazyKinds.has(kind) || this.kinds[kind].segments.length > 0);
  }

  #today(): string {
    return localDate(this.#now());
  }

  #stampOf(kinds: readonly ListedKind[]): string {
    const versions = kinds.map((kind) => this.kinds[kind].version);
    return [...versions, this.#smallVersion, this.#today()].join('.');
  }
}

/** Figures and the order of computed columns and references. */
const maxKept = 24;
/** A byte for each record of a kind. */
const maxMasks = 24;
/** Lists in their order, 4 bytes for each record. */
const maxAnswers = 8;

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
