import type { RecordId } from '../domain/ids.ts';
import { majorToMinor } from '../domain/money.ts';
import { eachVisible, ordinalsOf, placesOf } from './columnReads.ts';
import { accountOrdinals } from './orderFigures.ts';
import type { Segment } from './segment.ts';
import type { KindIndex, Ordinal } from './kindIndex.ts';
import { isOwn, onceASegment, waysOf, type Counted, type Kinds, type Ways } from './today.ts';

/** Why a customer seems to slip away, in figures of their own. */
export type SlippingReason =
  /** Silent against their own rhythm: the median of the days between their orders, or between talks with them. */
  | { readonly type: 'orders' | 'talks'; readonly gapDays: number; readonly silentDays: number }
  /** The last talk was rated 1 or 2 of 5, and nobody has spoken with them since. */
  | { readonly type: 'unhappy'; readonly rating: number; readonly silentDays: number };

export interface SlippingCustomer extends Ways {
  readonly id: RecordId;
  readonly name: string;
  readonly reason: SlippingReason;
  /** Orders of the last 365 days in `currency`, the one of the first of them; 0 without one. */
  readonly yearMinor: number;
  readonly currency: string;
}

/** What a book's customers do, by ordinal of the account: made once for a day and kept while orders and activities stay. */
export interface Rhythms {
  readonly slipping: readonly { readonly ordinal: Ordinal; readonly reason: SlippingReason }[];
  /** Major units of the currency in `currencies`. */
  readonly yearRevenue: Float64Array;
  readonly yearCurrency: Int16Array;
  readonly currencies: readonly string[];
  /** The mean of customers with orders in that currency, which makes amounts in different ones comparable. */
  readonly meanRevenue: readonly number[];
}

/** Four days with an order or a talk give three gaps, of which the middle one is not a single accident. */
const leastDays = 4;
/** Twice the usual gap is silence; eight times is somebody who has left, whom a list of today cannot bring back. */
const silentFrom = 2;
const leftFrom = 8;
const longestSilence = 540;
const leastSilence = { orders: 7, talks: 14 };
/** Somebody spoke with them in these days: the silence is being worked on. */
const recentTalkDays = 7;
const unhappyUpTo = 2;
const unhappyDays = { from: 7, to: 120 };
const daysPerYear = 365;
const msPerDay = 86_400_000;

/** `zoneMs` is what the person's clock is ahead of UTC now. Linear in orders and activities. */
export function rhythmsOf(kinds: Kinds, today: number, zoneMs: number): Rhythms {
  const { account: accounts } = kinds;
  const orders = orderDays(kinds, today);
  const talks = talkDays(kinds, today, zoneMs);
  const slipping: { ordinal: Ordinal; reason: SlippingReason }[] = [];
  const orderRuns = runsOf(orders.entries, accounts.capacity, today);
  const talkRuns = runsOf(talks.entries, accounts.capacity, today);
  eachVisible(accounts, (_segment, _slot, ordinal) => {
    const reason = reasonOf(ordinal);
    if (reason !== undefined) slipping.push({ ordinal, reason });
  });
  return { slipping, ...revenueMeans(orders) };

  function reasonOf(ordinal: Ordinal): SlippingReason | undefined {
    const lastTalk = talks.lastDay[ordinal] as number;
    const sinceTalk = lastTalk === 0 ? Infinity : today - lastTalk;
    if (sinceTalk < recentTalkDays) return undefined;
    const rating = talks.lastRating[ordinal] as number;
    const isUnhappy =
      rating > 0 && rating <= unhappyUpTo && sinceTalk >= unhappyDays.from && sinceTalk <= unhappyDays.to;
    const byOrders = silenceIn(orderRuns, ordinal, today, leastSilence.orders);
    if (byOrders !== undefined && byOrders !== 'in-rhythm') return { type: 'orders', ...byOrders };
    if (isUnhappy) return { type: 'unhappy', rating, silentDays: sinceTalk };
    if (byOrders === 'in-rhythm') return undefined;
    const byTalks = silenceIn(talkRuns, ordinal, today, leastSilence.talks);
    return byTalks === undefined || byTalks === 'in-rhythm' ? undefined : { type: 'talks', ...byTalks };
  }
}

/**
 * Customers without an open task, whose next step is not planned yet: silent ones before unhappy ones, and of those the ones
 * worth most, by the mean of their currency, first.
 */
export function slippingCustomers(
  kinds: Kinds,
  rhythms: Rhythms,
  options: { readonly owner?: RecordId; readonly limit: number },
): Counted<SlippingCustomer> {
  const { account: accounts } = kinds;
  const planned = plannedAccounts(kinds);
  const ownerOf = onceASegment((segment) => isOwn(segment, options.owner));
  const isOthers = new Uint8Array(accounts.capacity);
  eachVisible(accounts, (segment, slot, ordinal) => {
    isOthers[ordinal] = ownerOf(segment)(slot) ? 0 : 1;
  });
  const worth = (ordinal: Ordinal): number => {
    const mean = rhythms.meanRevenue[rhythms.yearCurrency[ordinal] ?? -1] ?? 0;
    return mean <= 0 ? 0 : (rhythms.yearRevenue[ordinal] ?? 0) / mean;
  };
  const found = rhythms.slipping
    .filter(({ ordinal }) => planned[ordinal] === 0 && isOthers[ordinal] === 0 && accounts.isVisible(ordinal))
    .map((each) => ({ ...each, worth: worth(each.ordinal) }))
    .sort(
      (a, b) =>
        rankOf(a.reason) - rankOf(b.reason) ||
        b.worth - a.worth ||
        a.reason.silentDays - b.reason.silentDays ||
        a.ordinal - b.ordinal,
    );
  return {
    count: found.length,
    items: found.slice(0, options.limit).map(({ ordinal, reason }) => {
      const currency = rhythms.currencies[rhythms.yearCurrency[ordinal] ?? -1] ?? '';
      return {
        id: accounts.idOf(ordinal),
        name: accounts.labelOf(ordinal),
        reason,
        yearMinor: currency === '' ? 0 : majorToMinor(rhythms.yearRevenue[ordinal] ?? 0, currency),
        currency,
        ...waysOf([[accounts, ordinal]]),
      };
    }),
  };
}

function rankOf({ type }: SlippingReason): number {
  return type === 'unhappy' ? 1 : 0;
}

interface Entries {
  readonly accounts: Int32Array;
  readonly days: Int32Array;
  count: number;
}

/** The days of each account, ascending, end to end. */
interface Runs {
  readonly starts: Int32Array;
  readonly days: Int32Array;
}

type Silence = { readonly gapDays: number; readonly silentDays: number } | 'in-rhythm';

/** Undefined for fewer days than a rhythm needs. */
function silenceIn(
  { starts, days }: Runs,
  ordinal: Ordinal,
  today: number,
  least: number,
): Silence | undefined {
  const end = starts[ordinal + 1] as number;
  const last = days[end - 1] as number;
  if (end - (starts[ordinal] as number) < leastDays) return undefined;
  const gaps: number[] = [];
  for (let i = (starts[ordinal] as number) + 1; i < end; i++) {
    const gap = (days[i] as number) - (days[i - 1] as number);
    if (gap > 0) gaps.push(gap);
  }
  if (gaps.length < leastDays - 1) return undefined;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  const gapDays =
    gaps.length % 2 === 1
      ? (gaps[middle] ?? 0)
      : Math.round(((gaps[middle - 1] ?? 0) + (gaps[middle] ?? 0)) / 2);
  const silentDays = today - last;
  const isSilent = silentDays > silentFrom * gapDays && silentDays - gapDays >= least;
  const hasLeft = silentDays > leftFrom * gapDays || silentDays > longestSilence;
  return isSilent && !hasLeft ? { gapDays, silentDays } : 'in-rhythm';
}

/** Sorted by counting, first by day and then, stably, by account. */
function runsOf({ accounts, days, count }: Entries, capacity: number, today: number): Runs {
  let first = today;
  for (let i = 0; i < count; i++) first = Math.min(first, days[i] as number);
  const byDay = countingOrder(days, count, first, today - first + 1);
  const starts = new Int32Array(capacity + 1);
  for (let i = 0; i < count; i++) {
    const next = (accounts[i] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let ordinal = 0; ordinal < capacity; ordinal++)
    starts[ordinal + 1] = (starts[ordinal + 1] as number) + (starts[ordinal] as number);
  const ends = starts.slice(0, capacity);
  const sorted = new Int32Array(count);
  for (const i of byDay) {
    const ordinal = accounts[i] as number;
    const at = ends[ordinal] as number;
    sorted[at] = days[i] as number;
    ends[ordinal] = at + 1;
  }
  return { starts, days: sorted };
}

function countingOrder(days: Int32Array, count: number, first: number, size: number): Int32Array {
  const starts = new Int32Array(size + 1);
  for (let i = 0; i < count; i++) {
    const next = (days[i] as number) - first + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let i = 0; i < size; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const at = (days[i] as number) - first;
    order[starts[at] as number] = i;
    starts[at] = (starts[at] as number) + 1;
  }
  return order;
}

interface OrderDays {
  readonly entries: Entries;
  readonly yearRevenue: Float64Array;
  readonly yearCurrency: Int16Array;
  readonly currencies: readonly string[];
}

/** Orders that are neither drafts nor cancelled, returns or adjustments. */
function orderDays({ account: accounts, order: orders }: Kinds, today: number): OrderDays {
  const entries = roomFor(orders);
  const yearRevenue = new Float64Array(accounts.capacity);
  const yearCurrency = new Int16Array(accounts.capacity).fill(-1);
  const currencies: string[] = [];
  const readsOf = onceASegment((segment) => {
    const codes = segment.texts.get('currency');
    const places = codes === undefined ? [] : placesIn(currencies, codes.table);
    return {
      account: accountOf(segment, accounts),
      kind: placesOf(segment, 'kind', ['order'], 0),
      status: placesOf(segment, 'status', ['draft', 'cancelled']),
      currencyAt: (slot: number): number => places[codes?.codes[slot] ?? 0] ?? -1,
      days: segment.numbers.get('date'),
      totals: segment.numbers.get('total'),
    };
  });
  eachVisible(orders, (segment, slot) => {
    const reads = readsOf(segment);
    const day = reads.days?.[slot] ?? NaN;
    const ordinal = reads.account(slot);
    if (!(day <= today) || ordinal < 0 || reads.kind(slot) !== 0 || reads.status(slot) >= 0) return;
    entries.accounts[entries.count] = ordinal;
    entries.days[entries.count++] = day;
    if (day <= today - daysPerYear) return;
    const currency = reads.currencyAt(slot);
    if (yearCurrency[ordinal] === -1) yearCurrency[ordinal] = currency;
    if (yearCurrency[ordinal] !== currency) return;
    yearRevenue[ordinal] = (yearRevenue[ordinal] as number) + (reads.totals?.[slot] ?? 0);
  });
  return { entries, yearRevenue, yearCurrency, currencies };
}

/** The places of a table's entries in a growing list of texts. */
function placesIn(
  list: string[],
  table: { readonly size: number; textOf: (entry: number) => string },
): number[] {
  return Array.from({ length: table.size }, (_, entry) => {
    const text = table.textOf(entry);
    if (text === '') return -1;
    const known = list.indexOf(text);
    return known >= 0 ? known : list.push(text) - 1;
  });
}

interface TalkDays {
  readonly entries: Entries;
  /** 0 where nobody ever spoke with them. */
  readonly lastDay: Int32Array;
  /** Satisfaction with the last talk; 0 where nobody said. */
  readonly lastRating: Uint8Array;
}

/** Everything but notes to oneself. A day is that of the offset of today: across a change of the clock it may be an hour off. */
function talkDays(
  { account: accounts, activity: activities }: Kinds,
  today: number,
  zoneMs: number,
): TalkDays {
  const entries = roomFor(activities);
  const lastAt = new Float64Array(accounts.capacity);
  const lastDay = new Int32Array(accounts.capacity);
  const lastRating = new Uint8Array(accounts.capacity);
  const readsOf = onceASegment((segment) => ({
    account: accountOf(segment, accounts),
    type: placesOf(segment, 'type', ['note']),
    at: segment.numbers.get('at'),
    ratings: segment.numbers.get('satisfaction'),
  }));
  eachVisible(activities, (segment, slot) => {
    const reads = readsOf(segment);
    const at = reads.at?.[slot] ?? NaN;
    const ordinal = reads.account(slot);
    const day = Math.floor((at + zoneMs) / msPerDay);
    if (!(day <= today) || ordinal < 0 || reads.type(slot) >= 0) return;
    entries.accounts[entries.count] = ordinal;
    entries.days[entries.count++] = day;
    if (at <= (lastAt[ordinal] as number)) return;
    lastAt[ordinal] = at;
    lastDay[ordinal] = day;
    lastRating[ordinal] = reads.ratings?.[slot] ?? 0;
  });
  return { entries, lastDay, lastRating };
}

/** Kept with the segment's table, because a book names each account many times and asks every day. */
function accountOf(segment: Segment, accounts: KindIndex): (slot: number) => Ordinal {
  const column = segment.texts.get('account');
  if (column === undefined) return () => -1;
  const ordinals = accountOrdinals(column.table, accounts);
  return (slot) => ordinals[column.codes[slot] as number] as number;
}

function roomFor(index: KindIndex): Entries {
  const { total } = index;
  return { accounts: new Int32Array(total), days: new Int32Array(total), count: 0 };
}

function revenueMeans({ yearRevenue, yearCurrency, currencies }: OrderDays): Omit<Rhythms, 'slipping'> {
  const sums = currencies.map(() => 0);
  const counts = currencies.map(() => 0);
  yearCurrency.forEach((currency, ordinal) => {
    if (currency < 0) return;
    sums[currency] = (sums[currency] ?? 0) + (yearRevenue[ordinal] ?? 0);
    counts[currency] = (counts[currency] ?? 0) + 1;
  });
  const meanRevenue = sums.map((sum, i) => sum / Math.max(1, counts[i] ?? 0));
  return { yearRevenue, yearCurrency, currencies, meanRevenue };
}

function plannedAccounts({ account: accounts, task: tasks }: Kinds): Uint8Array {
  const planned = new Uint8Array(accounts.capacity);
  const readsOf = onceASegment((segment) => ({
    account: ordinalsOf(segment, 'account', accounts),
    status: placesOf(segment, 'status', ['open'], 0),
  }));
  eachVisible(tasks, (segment, slot) => {
    const reads = readsOf(segment);
    const ordinal = reads.account(slot);
    if (ordinal >= 0 && reads.status(slot) === 0) planned[ordinal] = 1;
  });
  return planned;
}
