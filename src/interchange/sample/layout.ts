import {
  maxLinesInShard,
  maxRecordsInShard,
  recordIdOf,
  type RecordId,
  type ShardId,
} from '../../domain/ids.ts';
import { orderKinds } from '../../domain/objects.ts';
import { meanOrders, orderDays } from './behaviour.ts';
import { between, isDrawn, randomOf } from './draw.ts';
import type { Random } from '../../domain/random.ts';

/** How many records a book gets; `lines` are the lines of all its orders together, met exactly. */
export interface SampleSize {
  readonly accounts: number;
  readonly contacts: number;
  readonly products: number;
  readonly lines: number;
  /** None where they are absent. */
  readonly activities?: number;
  readonly needs?: number;
  readonly tasks?: number;
  readonly behaviours?: number;
  readonly deals?: number;
  readonly leads?: number;
  /** At most; with them come quotes. */
  readonly payments?: number;
}

/** The orders of a book by time, without their content: every array has one entry per order. */
export interface OrderLayout {
  readonly count: number;
  /** −1 for an anonymous order. */
  readonly account: Int32Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  readonly minute: Int16Array;
  /** Positions in `orderKinds`. */
  readonly kind: Uint8Array;
  /** For a return: the order it takes back; otherwise −1. */
  readonly returns: Int32Array;
  readonly lines: Uint8Array;
  /** Position of the order's shard among those of the book, and in that shard. */
  readonly shard: Int32Array;
  readonly index: Int32Array;
  readonly shards: number;
}

/** Lines of an order on average, and at most. */
const meanLines = 3;
const maxLines = 12;
const minutesPerDay = 1440;
const openingMinute = 8 * 60 + 30;
const closingMinute = 18 * 60;
/** A day, a minute and an account make one number that sorts by time, below 2⁵³. */
const maxAccounts = 2 ** 24;
const [returnKind, adjustmentKind] = [orderKinds.indexOf('return'), orderKinds.indexOf('adjustment')];

/** Lays out all orders up to and including `endDay`. Sorting by time makes it O(n log n) in the number of orders. */
export function layOutOrders(size: SampleSize, seed: number, endDay: number): OrderLayout {
  const { account, day, minute } = ordersByTime(size, seed, endDay);
  const random = randomOf(seed, 'layout', 0);
  const lines = Uint8Array.from(account, () => Math.min(between(random, 1, 6), between(random, 1, 8)));
  const { kind, returns, isReturned } = markReturns(account, day, lines, random);
  kind.forEach((each, i) => {
    if (each === 0 && isReturned[i] === 0 && isDrawn(random, 0.012)) account[i] = -1;
  });
  meetLineCount(lines, kind, isReturned, size.lines, random);
  return { count: account.length, account, day, minute, kind, returns, lines, ...placeInShards(lines) };
}

/** The id of an order, in the shards that the book was granted. */
export function orderIdOf(layout: OrderLayout, shards: readonly ShardId[], order: number): RecordId {
  const shard = shards[layout.shard[order] ?? -1];
  if (shard === undefined) throw new RangeError(`no shard for order ${order}`);
  return recordIdOf(shard, layout.index[order] ?? 0);
}

function ordersByTime(
  size: SampleSize,
  seed: number,
  endDay: number,
): Pick<OrderLayout, 'account' | 'day' | 'minute'> {
  const scale = size.lines / meanLines / (size.accounts * meanOrders);
  const keys: number[] = [];
  for (let account = 0; account < size.accounts; account++) {
    const random = randomOf(seed, 'time', account);
    for (const day of orderDays(seed, account, scale, endDay)) {
      const minute = between(random, openingMinute, closingMinute);
      keys.push((day * minutesPerDay + minute) * maxAccounts + account);
    }
  }
  const sorted = Float64Array.from(keys.slice(0, size.lines)).sort();
  const minutes = sorted.map((key) => Math.floor(key / maxAccounts));
  return {
    account: Int32Array.from(sorted, (key) => key % maxAccounts),
    day: Int32Array.from(minutes, (minute) => Math.floor(minute / minutesPerDay)),
    minute: Int16Array.from(minutes, (minute) => minute % minutesPerDay),
  };
}

/** A return comes within this many days of its order. */
const returnDays = 60;

/** Some orders give back the customer's order before them not long after; a few others are adjustments. */
function markReturns(
  account: Int32Array,
  day: Int32Array,
  lines: Uint8Array,
  random: Random,
): { kind: Uint8Array; returns: Int32Array; isReturned: Uint8Array } {
  const kind = new Uint8Array(account.length);
  const returns = new Int32Array(account.length).fill(-1);
  const isReturned = new Uint8Array(account.length);
  const lastOrder = new Map<number, number>();
  account.forEach((customer, i) => {
    const before = lastOrder.get(customer);
    const isSoon = before !== undefined && (day[i] ?? 0) - (day[before] ?? 0) <= returnDays;
    const draw = random();
    if (isSoon && draw < 0.11 && isReturned[before] === 0) {
      kind[i] = returnKind;
      returns[i] = before;
      isReturned[before] = 1;
      lines[i] = Math.min(lines[i] ?? 1, lines[before] ?? 1);
    } else if (isSoon && draw > 0.985) {
      kind[i] = adjustmentKind;
      lines[i] = 1;
    } else {
      lastOrder.set(customer, i);
    }
  });
  return { kind, returns, isReturned };
}

/** Lengthens or shortens orders drawn at random, a line at a time, until the lines of all come to `wanted`. */
function meetLineCount(
  lines: Uint8Array,
  kind: Uint8Array,
  isReturned: Uint8Array,
  wanted: number,
  random: Random,
): void {
  let missing = wanted - lines.reduce((sum, count) => sum + count, 0);
  while (missing !== 0) {
    const step = Math.sign(missing);
    const canChange = (i: number): boolean => {
      const next = (lines[i] ?? 0) + step;
      return kind[i] === 0 && (step > 0 || isReturned[i] === 0) && next >= 1 && next <= maxLines;
    };
    let open = lines.reduce((sum, _, i) => sum + Number(canChange(i)), 0);
    if (open === 0) return;
    for (let i = 0; i < lines.length; i++) {
      if (!canChange(i)) continue;
      if (random() * open-- >= Math.abs(missing)) continue;
      lines[i] = (lines[i] ?? 0) + step;
      missing -= step;
    }
  }
}

function placeInShards(lines: Uint8Array): Pick<OrderLayout, 'shard' | 'index' | 'shards'> {
  const shard = new Int32Array(lines.length);
  const index = new Int32Array(lines.length);
  let [current, records, filled] = [0, 0, 0];
  lines.forEach((count, i) => {
    if (records === maxRecordsInShard || filled + count > maxLinesInShard) {
      current++;
      records = filled = 0;
    }
    shard[i] = current;
    index[i] = records;
    records++;
    filled += count;
  });
  return { shard, index, shards: lines.length === 0 ? 0 : current + 1 };
}
