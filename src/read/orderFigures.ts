import { currencyDigits, minorToMajor } from '../domain/money.ts';
import type { KindIndex } from './kindIndex.ts';
import { slotsPerSegment, type Ordinal } from './kindIndex.ts';
import { setSeparator } from './pack.ts';
import type { Segment, TextColumn } from './segment.ts';
import type { TextTable } from './textTable.ts';

/** What the orders of each account come to, by ordinal of the account. See `AccountFigures` for what counts. */
export interface OrderFigures {
  readonly currency: string;
  /** NaN for an account without any order that counts. */
  readonly revenueMinor: Float64Array;
  readonly orders: Float64Array;
  /** NaN without an order. */
  readonly lastDay: Float64Array;
  readonly inOtherCurrencies: Float64Array;
  /** Of accounts with orders in other currencies: what those come to, by currency, in its minor unit. */
  readonly others: Map<Ordinal, Map<string, { minor: number; orders: number }>>;
}

/**
 * What the orders of each account come to, kept in step with an index. Shards that are added are added to the sums, as in a first
 * synchronisation; after any other change all is summed again, in the arrays that are there: a pair of megabytes for every change
 * would wait for a collection. Whoever holds the figures sees them change.
 */
export class OrderSums {
  readonly #accounts: KindIndex;
  readonly #orders: KindIndex;
  /** The segments that are in the sums, with their revisions then. */
  #summed: { readonly segment: Segment; readonly revision: number }[] = [];
  #figures: OrderFigures | undefined;
  #population = -1;

  constructor(accounts: KindIndex, orders: KindIndex) {
    this.#accounts = accounts;
    this.#orders = orders;
  }

  /** Linear in the orders of what is new; distinct accounts are looked up once a shard. */
  read(): OrderFigures {
    const figures = this.#begun(mainCurrency(this.#orders));
    for (const segment of this.#orders.segments.slice(this.#summed.length)) {
      addSegment(figures, this.#accounts, segment);
      this.#summed.push({ segment, revision: segment.revision });
    }
    return figures;
  }

  /** The sums of before where all that is in them still stands, and otherwise empty ones. */
  #begun(currency: string): OrderFigures {
    const { segments } = this.#orders;
    const { population, capacity } = this.#accounts;
    const known = this.#figures;
    const isCurrent =
      population === this.#population &&
      currency === known?.currency &&
      this.#summed.every(
        ({ segment, revision }, i) => segments[i] === segment && segment.revision === revision,
      );
    if (known !== undefined && isCurrent) return known;
    this.#summed = [];
    this.#population = population;
    return (this.#figures = emptyFigures(currency, capacity, known));
  }
}

/** Uses the arrays of figures that nobody needs any more, where they fit. */
function emptyFigures(currency: string, capacity: number, from: OrderFigures | undefined): OrderFigures {
  const fits = from?.orders.length === capacity;
  const array = (of: Float64Array | undefined, empty: number): Float64Array =>
    (fits && of !== undefined ? of : new Float64Array(capacity)).fill(empty);
  return {
    currency,
    revenueMinor: array(from?.revenueMinor, NaN),
    orders: array(from?.orders, 0),
    lastDay: array(from?.lastDay, NaN),
    inOtherCurrencies: array(from?.inOtherCurrencies, 0),
    others: new Map(),
  };
}

/** Visible contacts of each account, by ordinal of the account; in `before` where that fits. */
export function contactCountsOf(
  accounts: KindIndex,
  contacts: KindIndex,
  before: Float64Array = new Float64Array(),
): Float64Array {
  const { capacity } = accounts;
  const counts = before.length === capacity ? before.fill(0) : new Float64Array(capacity);
  for (const segment of contacts.segments) {
    const column = segment.texts.get('accounts');
    if (column === undefined) continue;
    const ordinals = accountOrdinals(column.table, accounts);
    for (let slot = 0; slot < segment.size; slot++) {
      const entry = column.codes[slot] ?? 0;
      if (segment.visible[slot] !== 1 || entry === 0) continue;
      const ordinal = ordinals[entry] ?? -1;
      if (ordinal >= 0) counts[ordinal] = (counts[ordinal] ?? 0) + 1;
      else addSeveral(counts, accounts, column.table.textOf(entry));
    }
  }
  return counts;
}

/** For a contact of several accounts, or of one that is not here. */
function addSeveral(counts: Float64Array, accounts: KindIndex, text: string): void {
  for (const ordinal of new Set(elementsOf(text).map((id) => accounts.ordinalOf(id)))) {
    if (ordinal >= 0) counts[ordinal] = (counts[ordinal] ?? 0) + 1;
  }
}

/**
 * What an account's orders come to in the book's main currency or, where it has none in that, in the other currency
 * that most of them are in. Undefined without an order that counts.
 */
export function revenueOf(
  figures: OrderFigures,
  ordinal: Ordinal,
): { readonly minor: number; readonly currency: string; readonly leftOut: number } | undefined {
  const minor = figures.revenueMinor[ordinal] ?? NaN;
  const elsewhere = figures.inOtherCurrencies[ordinal] ?? 0;
  if (!Number.isNaN(minor)) return { minor, currency: figures.currency, leftOut: elsewhere };
  const others = [...(figures.others.get(ordinal) ?? [])].sort(
    ([a, x], [b, y]) => y.orders - x.orders || (a < b ? -1 : 1),
  );
  const [most] = others;
  if (most === undefined) return undefined;
  const [currency, { minor: sum, orders }] = most;
  return { minor: sum, currency, leftOut: elsewhere - orders };
}

export function revenueInMajor(figures: OrderFigures): Float64Array {
  return figures.revenueMinor.map((minor) => minorToMajor(minor, figures.currency));
}

/** Visible orders of an account, newest first, undated ones last. */
export function ordersOf(accounts: KindIndex, orders: KindIndex, account: Ordinal): Ordinal[] {
  const found: { ordinal: Ordinal; day: number }[] = [];
  orders.segments.forEach((segment, number) => {
    const column = segment.texts.get('account');
    if (column === undefined) return;
    const named = accountOrdinals(column.table, accounts);
    if (!named.includes(account)) return;
    const days = segment.numbers.get('date');
    for (let slot = 0; slot < segment.size; slot++) {
      if (named[column.codes[slot] as number] !== account || segment.visible[slot] !== 1) continue;
      const day = days?.[slot] ?? NaN;
      found.push({ ordinal: number * slotsPerSegment + slot, day: Number.isNaN(day) ? -Infinity : day });
    }
  });
  return found
    .sort((a, b) => (a.day === b.day ? b.ordinal - a.ordinal : b.day - a.day))
    .map(({ ordinal }) => ordinal);
}

/** The currency that most visible orders are in; empty without orders. */
function mainCurrency(orders: KindIndex): string {
  const counts = new Map<string, number>();
  for (const segment of orders.segments) {
    const column = segment.texts.get('currency');
    if (column === undefined) continue;
    const byEntry = new Float64Array(column.table.size);
    for (let slot = 0; slot < segment.size; slot++) {
      const entry = column.codes[slot] as number;
      byEntry[entry] = (byEntry[entry] as number) + (segment.visible[slot] as number);
    }
    byEntry.forEach((count, entry) => {
      const code = column.table.textOf(entry);
      if (entry > 0 && count > 0) counts.set(code, (counts.get(code) ?? 0) + count);
    });
  }
  const [most] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return most?.[0] ?? '';
}

function addSegment(figures: OrderFigures, accounts: KindIndex, segment: Segment): void {
  const account = segment.texts.get('account');
  if (account === undefined) return;
  const ordinals = accountOrdinals(account.table, accounts);
  const kinds = entriesOf(segment, 'kind', ['order', 'return', 'adjustment']);
  const statuses = entriesOf(segment, 'status', ['draft', 'cancelled']);
  const currencies = entriesOf(segment, 'currency', [figures.currency]);
  const codes = segment.texts.get('currency');
  const totals = segment.numbers.get('total');
  const days = segment.numbers.get('date');
  const { revenueMinor, orders, lastDay, inOtherCurrencies } = figures;
  const minorsPerMajor = 10 ** currencyDigits(figures.currency);
  for (let slot = 0; slot < segment.size; slot++) {
    const ordinal = ordinals[account.codes[slot] as number] as number;
    if (ordinal < 0 || segment.visible[slot] !== 1 || statuses.at(slot) >= 0) continue;
    const kind = kinds.at(slot);
    const total = totals?.[slot] ?? 0;
    const signed = kind === 1 ? -Math.abs(total) : total;
    if (currencies.at(slot) < 0) {
      inOtherCurrencies[ordinal] = (inOtherCurrencies[ordinal] as number) + 1;
      const code = codes?.table.textOf(codes.codes[slot] as number) ?? '';
      addOther(figures, ordinal, code, Math.round(signed * 10 ** currencyDigits(code)));
    } else {
      const before = revenueMinor[ordinal] as number;
      revenueMinor[ordinal] = (Number.isNaN(before) ? 0 : before) + Math.round(signed * minorsPerMajor);
    }
    if (kind > 0) continue;
    orders[ordinal] = (orders[ordinal] as number) + 1;
    const day = days?.[slot] ?? NaN;
    if (!(day <= (lastDay[ordinal] as number)) && !Number.isNaN(day)) lastDay[ordinal] = day;
  }
}

function addOther({ others }: OrderFigures, ordinal: Ordinal, code: string, minor: number): void {
  const sums = others.get(ordinal) ?? new Map<string, { minor: number; orders: number }>();
  const sum = sums.get(code) ?? { minor: 0, orders: 0 };
  sums.set(code, { minor: sum.minor + minor, orders: sum.orders + 1 });
  others.set(ordinal, sums);
}

/** Which of a few texts each slot of a column holds; −1 for none of them. */
function entriesOf(
  segment: Segment,
  key: string,
  texts: readonly string[],
): { at: (slot: number) => number } {
  const column: TextColumn | undefined = segment.texts.get(key);
  if (column === undefined) return { at: () => -1 };
  const positions = Int8Array.from({ length: column.table.size }, (_, entry) =>
    texts.indexOf(column.table.textOf(entry)),
  );
  return { at: (slot) => positions[column.codes[slot] as number] as number };
}

const known = new WeakMap<
  TextTable,
  { readonly ordinals: Int32Array; readonly accounts: KindIndex; readonly generation: number }
>();

/** Ordinals of the accounts that a table names. Kept while all of them were found: an ordinal never changes. */
export function accountOrdinals(table: TextTable, accounts: KindIndex): Int32Array {
  const kept = known.get(table);
  if (
    kept?.accounts === accounts &&
    kept.generation === accounts.generation &&
    kept.ordinals.length === table.size
  ) {
    return kept.ordinals;
  }
  const ordinals = Int32Array.from({ length: table.size }, (_, entry) =>
    entry === 0 ? -1 : accounts.ordinalOf(table.textOf(entry)),
  );
  if (ordinals.indexOf(-1, 1) < 0) known.set(table, { ordinals, accounts, generation: accounts.generation });
  return ordinals;
}

function elementsOf(text: string): string[] {
  return text === '' ? [] : text.split(setSeparator);
}
