import { err, ok, type Result } from '../../domain/result.ts';
import type { Baskets } from './baskets.ts';

export interface ItemsetOptions {
  /** Share of the baskets in which a set must occur, above 0: in ceil(minimum × n) of them. */
  readonly minimumSupport: number;
  /** Items in a set at most; 10 by default. */
  readonly maxLength?: number;
  /** Sets at most; 1,000,000 by default. */
  readonly maxSets?: number;
  readonly signal?: { readonly aborted: boolean };
  readonly onProgress?: (done: number) => void;
}

/** Sets of items: set i is `items[start[i] … start[i + 1])`, ascending, and occurs in `count[i]` baskets. A set comes after its first item alone. */
export interface Itemsets {
  readonly start: Int32Array;
  readonly items: Int32Array;
  readonly count: Int32Array;
  /** Baskets looked at, and the least number of them that counted. */
  readonly baskets: number;
  readonly minimumCount: number;
}

export type ItemsetError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-support'; readonly minimumSupport: number }
  /** More sets than asked for at most: the support is too low for these baskets. */
  | { readonly type: 'too-many'; readonly maxSets: number }
  | { readonly type: 'cancelled' };

/**
 * All sets of items that occur in enough baskets: depth first, each set's baskets handed on to the sets that extend it by a more
 * frequent item. Memory is linear in the baskets' items for each level.
 * Source: Zaki, Scalable Algorithms for Association Mining (Eclat), 2000; counting by occurrence deliver of Uno, Kiyomi and
 * Arimura, LCM ver. 2, 2004.
 */
export function frequentItemsets(
  baskets: Baskets,
  { minimumSupport, maxLength = 10, maxSets = 1_000_000, signal, onProgress }: ItemsetOptions,
): Result<Itemsets, ItemsetError> {
  const n = baskets.start.length - 1;
  if (n < 1) return err({ type: 'no-rows' });
  if (!(minimumSupport > 0 && minimumSupport <= 1)) return err({ type: 'bad-support', minimumSupport });
  const minimumCount = countFor(minimumSupport, n);
  const ranked = rankItems(baskets, minimumCount);
  const found: Found = { sets: [], counts: [], items: [], prefix: [] };
  const whole: Occurrences = { basket: ranked.baskets, at: ranked.start.subarray(0, -1) };
  const search = { ranked, minimumCount, maxLength, maxSets, signal, onProgress };
  const failure = extend(search, whole, found, 1);
  if (failure !== null) return err(failure);
  return ok({
    start: Int32Array.from([...found.sets, found.items.length]),
    items: Int32Array.from(found.items),
    count: Int32Array.from(found.counts),
    baskets: n,
    minimumCount,
  });
}

/** The least whole number of baskets that is a share of n, free of the rounding of its product. */
export function countFor(share: number, n: number): number {
  return Math.max(1, Math.ceil(share * n - 1e-9));
}

/** Frequent items in the order of their frequency, the rarest 0, and the baskets in those terms. */
interface Ranked {
  readonly start: Int32Array;
  readonly items: Int32Array;
  readonly baskets: Int32Array;
  /** The item of each rank. */
  readonly names: Int32Array;
}

/** Baskets that have a set, and where in `items` what may extend it begins. */
interface Occurrences {
  readonly basket: Int32Array;
  readonly at: Int32Array;
}

interface Found {
  readonly sets: number[];
  readonly counts: number[];
  readonly items: number[];
  readonly prefix: number[];
}

interface Search {
  readonly ranked: Ranked;
  readonly minimumCount: number;
  readonly maxLength: number;
  readonly maxSets: number;
  readonly signal: { readonly aborted: boolean } | undefined;
  readonly onProgress: ((done: number) => void) | undefined;
}

function extend(search: Search, from: Occurrences, found: Found, length: number): ItemsetError | null {
  const { ranked, minimumCount, maxSets, signal } = search;
  const { start, items, names } = ranked;
  const size = from.basket.length;
  const first = new Int32Array(names.length + 1);
  for (let i = 0; i < size; i++) {
    const end = start[from.basket[i]! + 1]!;
    for (let at = from.at[i]!; at < end; at++) first[items[at]! + 1]! += 1;
  }
  // Places in the lists handed on; an item that is too rare gets none.
  for (let rank = 0; rank < names.length; rank++) {
    const count = first[rank + 1]!;
    first[rank + 1] = first[rank]! + (count >= minimumCount ? count : 0);
  }
  const total = first[names.length]!;
  if (total === 0) return null;
  const isLast = length === search.maxLength;
  const basket = new Int32Array(isLast ? 0 : total);
  const at = new Int32Array(isLast ? 0 : total);
  if (!isLast) deliver(ranked, from, first, basket, at);
  for (let rank = 0; rank < names.length; rank++) {
    const [low, high] = [first[rank]!, first[rank + 1]!];
    if (low === high) continue;
    if (signal?.aborted === true) return { type: 'cancelled' };
    if (found.sets.length === maxSets) return { type: 'too-many', maxSets };
    found.prefix.push(names[rank]!);
    found.sets.push(found.items.length);
    found.counts.push(high - low);
    found.items.push(...found.prefix.toSorted((a, b) => a - b));
    if (!isLast) {
      const own = { basket: basket.subarray(low, high), at: at.subarray(low, high) };
      const failure = extend(search, own, found, length + 1);
      if (failure !== null) return failure;
    }
    found.prefix.pop();
    if (length === 1) search.onProgress?.((rank + 1) / names.length);
  }
  return null;
}

function deliver(
  { start, items }: Ranked,
  from: Occurrences,
  first: Int32Array,
  basket: Int32Array,
  at: Int32Array,
): void {
  const next = first.slice();
  for (let i = 0; i < from.basket.length; i++) {
    const own = from.basket[i]!;
    const end = start[own + 1]!;
    for (let place = from.at[i]!; place < end; place++) {
      const rank = items[place]!;
      if (first[rank] === first[rank + 1]) continue;
      const to = next[rank]!++;
      basket[to] = own;
      at[to] = place + 1;
    }
  }
}

function rankItems({ start, items, itemCount }: Baskets, minimumCount: number): Ranked {
  const counts = new Int32Array(itemCount);
  for (const item of items) counts[item]! += 1;
  const names = Int32Array.from(counts.keys())
    .filter((item) => counts[item]! >= minimumCount)
    .sort((a, b) => counts[a]! - counts[b]! || a - b);
  const rankOf = new Int32Array(itemCount).fill(-1);
  names.forEach((item, rank) => (rankOf[item] = rank));
  const n = start.length - 1;
  const rankedStart = new Int32Array(n + 1);
  const ranks = new Int32Array(items.length);
  let size = 0;
  for (let i = 0; i < n; i++) {
    rankedStart[i] = size;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const rank = rankOf[items[at]!]!;
      if (rank >= 0) ranks[size++] = rank;
    }
    ranks.subarray(rankedStart[i], size).sort();
  }
  rankedStart[n] = size;
  return { start: rankedStart, items: ranks, baskets: Int32Array.from({ length: n }, (_, i) => i), names };
}
