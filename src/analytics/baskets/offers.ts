import { ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import { samplePositions } from '../random.ts';
import type { Baskets } from './baskets.ts';
import { hitRateOf, type HitRate } from './hitRate.ts';
import {
  itemSimilarity,
  mostPopular,
  recommend,
  similarItems,
  type ItemSimilarity,
  type SimilarityError,
} from './recommendations.ts';

/** What to offer to whom: person i gets `items[i × length …]`, −1 where there is nothing more. */
export interface Offers {
  readonly length: number;
  readonly items: Int32Array;
  /** Sums of cosines, and the item that speaks most for each. */
  readonly scores: Float64Array;
  readonly because: Int32Array;
}

/** What goes with each item: of item i `items[i × length …]`, −1 where there is nothing more. */
export interface Neighbours {
  readonly length: number;
  readonly items: Int32Array;
  readonly cosines: Float64Array;
}

export interface OfferScores {
  readonly likeness: HitRate;
  /** What offering everybody the best sellers would come to. */
  readonly popularity: HitRate;
}

/** Items that are compared where all are too many: those that most people bought. */
const comparedItems = 4_000;
/** People whose lists are checked against what came later. */
const checkedPeople = 2_000;
const listLength = 10;

/** Who bought what together with what. Of too many items the most bought are compared alone, the others have no neighbours. */
export function similarityOf(people: Baskets): Result<ItemSimilarity, SimilarityError> {
  const all = itemSimilarity(people);
  if (all.ok || all.error.type !== 'too-large') return all;
  return itemSimilarity(withMostBought(people, comparedItems));
}

/** The best few items for each person. */
export function offersFor(
  model: ItemSimilarity,
  people: Baskets,
  length: number,
  onProgress?: (done: number) => void,
): Offers {
  const count = people.start.length - 1;
  const offers = {
    length,
    items: new Int32Array(count * length).fill(-1),
    scores: new Float64Array(count * length),
    because: new Int32Array(count * length).fill(-1),
  };
  for (let person = 0; person < count; person++) {
    if ((person & 255) === 0) onProgress?.(person / count);
    recommend(model, ownedBy(people, person), length).forEach(({ item, score, because }, rank) => {
      offers.items[person * length + rank] = item;
      offers.scores[person * length + rank] = score;
      offers.because[person * length + rank] = because;
    });
  }
  return offers;
}

export function neighboursOf(model: ItemSimilarity, length: number): Neighbours {
  const { itemCount } = model;
  const items = new Int32Array(itemCount * length).fill(-1);
  const cosines = new Float64Array(itemCount * length);
  for (let item = 0; item < itemCount; item++) {
    similarItems(model, item, length).forEach((other, rank) => {
      items[item * length + rank] = other.item;
      cosines[item * length + rank] = other.cosine;
    });
  }
  return { length, items, cosines };
}

/**
 * How lists made of what people had would have done against what they bought later: persons of both are the same, the second
 * has what each bought afterwards. A sample of the people.
 */
export function checkLater(
  before: Baskets,
  later: Baskets,
  seed: number,
): Result<OfferScores, SimilarityError> {
  const model = similarityOf(before);
  if (!model.ok) return model;
  const rows = samplePositions(before.start.length - 1, checkedPeople, seededRandom(seed));
  const bought = (i: number): ReadonlySet<number> => {
    const wanted = new Set(ownedBy(later, rows[i]!));
    for (const item of ownedBy(before, rows[i]!)) wanted.delete(item);
    return wanted;
  };
  return ok(scoresOf(model.value, rows.length, bought, (i) => ownedBy(before, rows[i]!)));
}

/**
 * How lists would have done that leave one item of each basket out and are to find it again: for baskets without a time. A
 * fifth of the baskets at most: the others show what goes together.
 */
export function checkLeftOut(baskets: Baskets, seed: number): Result<OfferScores, SimilarityError> {
  const random = seededRandom(seed);
  const { start, items, itemCount } = baskets;
  const count = start.length - 1;
  const leftOut = new Int32Array(count).fill(-1);
  const chosen = samplePositions(count, Math.min(checkedPeople, Math.ceil(count / 5)), random);
  for (const basket of chosen) {
    const size = start[basket + 1]! - start[basket]!;
    if (size > 1) leftOut[basket] = items[start[basket]! + Math.floor(random() * size)]!;
  }
  const keptStart = new Int32Array(count + 1);
  const kept = new Int32Array(items.length);
  let place = 0;
  for (let basket = 0; basket < count; basket++) {
    for (let at = start[basket]!; at < start[basket + 1]!; at++)
      if (items[at] !== leftOut[basket]) kept[place++] = items[at]!;
    keptStart[basket + 1] = place;
  }
  const before = { start: keptStart, items: kept.slice(0, place), itemCount };
  const model = similarityOf(before);
  if (!model.ok) return model;
  const tested = chosen.filter((basket) => leftOut[basket]! >= 0);
  const bought = (i: number): ReadonlySet<number> => new Set([leftOut[tested[i]!]!]);
  return ok(scoresOf(model.value, tested.length, bought, (i) => ownedBy(before, tested[i]!)));
}

function scoresOf(
  model: ItemSimilarity,
  people: number,
  bought: (person: number) => ReadonlySet<number>,
  owned: (person: number) => Int32Array,
): OfferScores {
  const alike = (person: number): number[] =>
    recommend(model, owned(person), listLength).map(({ item }) => item);
  return {
    likeness: hitRateOf(people, bought, alike, listLength),
    popularity: hitRateOf(
      people,
      bought,
      (person) => mostPopular(model, owned(person), listLength),
      listLength,
    ),
  };
}

function ownedBy({ start, items }: Baskets, person: number): Int32Array {
  return items.subarray(start[person], start[person + 1]);
}

function withMostBought({ start, items, itemCount }: Baskets, most: number): Baskets {
  const counts = new Int32Array(itemCount);
  for (const item of items) counts[item]! += 1;
  const order = Int32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const isKept = new Uint8Array(itemCount);
  for (const item of order.subarray(0, most)) isKept[item] = 1;
  const keptStart = new Int32Array(start.length);
  const kept = new Int32Array(items.length);
  let place = 0;
  for (let person = 0; person + 1 < start.length; person++) {
    for (let at = start[person]!; at < start[person + 1]!; at++)
      if (isKept[items[at]!] === 1) kept[place++] = items[at]!;
    keptStart[person + 1] = place;
  }
  return { start: keptStart, items: kept.slice(0, place), itemCount };
}
