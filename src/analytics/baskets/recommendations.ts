import { err, ok, type Result } from '../../domain/result.ts';
import type { Baskets } from './baskets.ts';

/** Who bought what together with what: item i and item `others[i][k]` were both bought by `both[i][k]` people, by rising item. */
export interface ItemSimilarity {
  readonly itemCount: number;
  /** People who bought each item. */
  readonly buyers: Int32Array;
  readonly others: readonly Uint16Array[];
  readonly both: readonly Int32Array[];
}

/** An item for somebody, its score, and the item of his that speaks most for it. */
export interface Recommendation {
  readonly item: number;
  readonly score: number;
  readonly because: number;
}

export type SimilarityError =
  | { readonly type: 'no-rows' }
  /** More pairs of items were bought together than a phone's memory holds: choose the items bought most. */
  | { readonly type: 'too-large' }
  | { readonly type: 'cancelled' };

const mostPairs = 16_000_000;
const mostItems = 65_536;

/**
 * Counts of people who bought each pair of items. `people` are their baskets: what each ever bought. Time is the sum of squared
 * sizes of the baskets, memory that of the pairs that occur.
 */
export function itemSimilarity(
  people: Baskets,
  signal?: { readonly aborted: boolean },
): Result<ItemSimilarity, SimilarityError> {
  const { start, items, itemCount } = people;
  if (start.length < 2 || itemCount === 0) return err({ type: 'no-rows' });
  if (itemCount > mostItems) return err({ type: 'too-large' });
  const { first, person } = buyersOf(people);
  const counts = new Int32Array(itemCount);
  const touched = new Uint16Array(itemCount);
  const others: Uint16Array[] = [];
  const both: Int32Array[] = [];
  let pairs = 0;
  for (let item = 0; item < itemCount; item++) {
    if ((item & 15) === 0 && signal?.aborted === true) return err({ type: 'cancelled' });
    let size = 0;
    for (let i = first[item]!; i < first[item + 1]!; i++) {
      const end = start[person[i]! + 1]!;
      for (let at = start[person[i]!]!; at < end; at++) {
        const other = items[at]!;
        if (other === item) continue;
        if (counts[other] === 0) touched[size++] = other;
        counts[other]! += 1;
      }
    }
    const other = touched.slice(0, size).sort();
    others.push(other);
    both.push(Int32Array.from(other, (neighbour) => counts[neighbour]!));
    for (const neighbour of other) counts[neighbour] = 0;
    pairs += size;
    if (pairs > mostPairs) return err({ type: 'too-large' });
  }
  const buyers = Int32Array.from({ length: itemCount }, (_, item) => first[item + 1]! - first[item]!);
  return ok({ itemCount, buyers, others, both });
}

/** How alike the buyers of two items are: buyers of both / √(buyers of one × buyers of the other). 0 where nobody bought one.
 *  Source: Sarwar, Karypis, Konstan and Riedl, Item-based Collaborative Filtering, 2001. */
export function cosineOf({ buyers, others, both }: ItemSimilarity, i: number, j: number): number {
  if (i === j) return buyers[i]! > 0 ? 1 : 0;
  const other = others[i]!;
  let low = 0;
  let high = other.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (other[middle]! < j) low = middle + 1;
    else high = middle;
  }
  return other[low] === j ? both[i]![low]! / Math.sqrt(buyers[i]! * buyers[j]!) : 0;
}

/** The items most like one, best first; of equal ones the lower number first. */
export function similarItems(
  model: ItemSimilarity,
  item: number,
  limit: number,
): readonly { readonly item: number; readonly cosine: number }[] {
  const scores = scoresFor(model, [item]);
  return best(scores, limit).map((other) => ({ item: other, cosine: scores[other]! }));
}

/** What to offer somebody who has the items `owned`: the sum of cosines to all of them, best first, none that he has. */
export function recommend(
  model: ItemSimilarity,
  owned: ArrayLike<number>,
  limit: number,
): readonly Recommendation[] {
  const scores = scoresFor(model, owned);
  return best(scores, limit).map((item) => {
    let because = -1;
    let most = -1;
    for (let i = 0; i < owned.length; i++) {
      const cosine = cosineOf(model, item, owned[i]!);
      if (cosine > most) [most, because] = [cosine, owned[i]!];
    }
    return { item, score: scores[item]!, because };
  });
}

/** The items bought by most people that somebody does not have: what a recommendation must beat. */
export function mostPopular({ buyers }: ItemSimilarity, owned: ArrayLike<number>, limit: number): Int32Array {
  const scores = Float64Array.from(buyers);
  for (let i = 0; i < owned.length; i++) scores[owned[i]!] = 0;
  return Int32Array.from(best(scores, limit));
}

/** Sums of cosines to the owned items for each item; 0 for those owned. */
function scoresFor(
  { itemCount, buyers, others, both }: ItemSimilarity,
  owned: ArrayLike<number>,
): Float64Array {
  const scores = new Float64Array(itemCount);
  for (let i = 0; i < owned.length; i++) {
    const other = others[owned[i]!]!;
    const common = both[owned[i]!]!;
    const own = buyers[owned[i]!]!;
    for (let at = 0; at < other.length; at++) {
      const item = other[at]!;
      scores[item]! += common[at]! / Math.sqrt(own * buyers[item]!);
    }
  }
  for (let i = 0; i < owned.length; i++) scores[owned[i]!] = 0;
  return scores;
}

/** Positions of the highest scores above 0; of equal ones the lower first. */
function best(scores: Float64Array, limit: number): number[] {
  const order: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (score <= 0 || (order.length === limit && score <= scores[order[limit - 1]!]!)) continue;
    let place = Math.min(order.length, limit - 1);
    order[place] = i;
    while (place > 0 && scores[order[place - 1]!]! < score) {
      order[place] = order[place - 1]!;
      order[--place] = i;
    }
  }
  return order;
}

/** People who bought each item: those of item i are `person[first[i] … first[i + 1])`. */
function buyersOf({ start, items, itemCount }: Baskets): { first: Int32Array; person: Int32Array } {
  const first = new Int32Array(itemCount + 1);
  for (const item of items) first[item + 1]! += 1;
  for (let item = 0; item < itemCount; item++) first[item + 1]! += first[item]!;
  const next = first.slice();
  const person = new Int32Array(items.length);
  for (let own = 0; own + 1 < start.length; own++)
    for (let at = start[own]!; at < start[own + 1]!; at++) person[next[items[at]!]!++] = own;
  return { first, person };
}
