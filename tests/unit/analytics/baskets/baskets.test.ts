import { describe, expect, it } from 'vitest';
import { basketsOf, type Baskets } from '../../../../src/analytics/baskets/baskets.ts';
import { hitRateOf } from '../../../../src/analytics/baskets/hitRate.ts';
import { countFor, frequentItemsets } from '../../../../src/analytics/baskets/itemsets.ts';
import {
  cosineOf,
  itemSimilarity,
  mostPopular,
  recommend,
  similarItems,
} from '../../../../src/analytics/baskets/recommendations.ts';
import { rulesOf } from '../../../../src/analytics/baskets/rules.ts';

const baskets = (rows: number[][], items = 6): Baskets =>
  basketsOf(
    rows.flatMap((row, i) => row.map(() => i)),
    rows.flat(),
    rows.length,
    items,
  );
const market = baskets([[0, 1], [1, 2, 0, 1], [0], [2, 1], []]);

describe('baskets', () => {
  it('hold each item once, by number, and leave out lines without a product', () => {
    const found = basketsOf([1, 0, 1, 1, -1], [4, -1, 4, 2, 3], 2, 5);
    expect(Array.from(found.start)).toEqual([0, 0, 2]);
    expect(Array.from(found.items)).toEqual([2, 4]);
  });
});

describe('frequent sets', () => {
  const named = (minimumSupport: number, options = {}) => {
    const found = frequentItemsets(market, { minimumSupport, ...options });
    if (!found.ok) return found.error.type;
    const { start, items, count } = found.value;
    return Object.fromEntries(
      Array.from(count, (n, i) => [items.subarray(start[i], start[i + 1]).join('+'), n] as const),
    );
  };

  it('are all those that occur often enough, with their counts', () => {
    expect(named(0.4)).toEqual({ '0': 3, '1': 3, '2': 2, '0+1': 2, '1+2': 2 });
    expect(named(0.2)).toEqual({ '0': 3, '1': 3, '2': 2, '0+1': 2, '1+2': 2, '0+2': 1, '0+1+2': 1 });
  });
  it('need ceil(minimum × n) baskets, whatever the rounding of the product', () => {
    expect([countFor(0.01, 9835), countFor(0.07, 100), countFor(1e-9, 5)]).toEqual([99, 7, 1]);
  });
  it('end at a length or a number that is asked for', () => {
    expect(named(0.2, { maxLength: 1 })).toEqual({ '0': 3, '1': 3, '2': 2 });
    expect(named(0.2, { maxSets: 6 })).toBe('too-many');
  });
  it('say what is wrong', () => {
    expect(named(0)).toBe('bad-support');
    expect(named(1.2)).toBe('bad-support');
    expect(named(0.2, { signal: { aborted: true } })).toBe('cancelled');
    expect(frequentItemsets(baskets([]), { minimumSupport: 0.1 })).toEqual({
      ok: false,
      error: { type: 'no-rows' },
    });
  });
});

describe('rules', () => {
  it('have support, confidence, lift and conviction by their definitions, strongest first', () => {
    const found = frequentItemsets(market, { minimumSupport: 0.4 });
    if (!found.ok) throw new Error(found.error.type);
    const rules = rulesOf(found.value, 0.6);
    expect(Array.from(rules.left)).toEqual([2, 1, 1, 0]);
    expect(Array.from(rules.right)).toEqual([1, 2, 0, 1]);
    expect(Array.from(rules.support)).toEqual([0.4, 0.4, 0.4, 0.4]);
    expect(rules.confidence[0]).toBe(1);
    expect(rules.lift[0]).toBeCloseTo(1 / 0.6, 14);
    expect(rules.conviction[0]).toBe(Infinity);
    expect(rules.conviction[1]).toBeCloseTo((1 - 2 / 5) / (1 - 2 / 3), 14);
  });
});

describe('recommendations', () => {
  const found = itemSimilarity(market);
  if (!found.ok) throw new Error(found.error.type);
  const model = found.value;

  it('cosine = buyers of both / √(buyers of one × buyers of the other)', () => {
    expect(cosineOf(model, 0, 1)).toBeCloseTo(2 / 3, 14);
    expect(cosineOf(model, 2, 1)).toBeCloseTo(2 / Math.sqrt(6), 14);
    expect([cosineOf(model, 3, 1), cosineOf(model, 1, 1), cosineOf(model, 3, 3)]).toEqual([0, 1, 0]);
    expect(similarItems(model, 1, 9).map(({ item }) => item)).toEqual([2, 0]);
  });
  it('offers what somebody does not have, with the item of his that speaks most for it', () => {
    const [only] = recommend(model, [0, 1], 3);
    expect(only).toMatchObject({ item: 2, because: 1 });
    expect(only!.score).toBeCloseTo(2 / Math.sqrt(6) + 1 / Math.sqrt(6), 14);
    expect(recommend(model, [], 3)).toEqual([]);
  });
  it('the popular are those with most buyers, of equal ones the first', () => {
    expect(Array.from(mostPopular(model, [], 2))).toEqual([0, 1]);
    expect(Array.from(mostPopular(model, [0], 5))).toEqual([1, 2]);
  });
  it('refuses nothing at all and far too many items', () => {
    expect(itemSimilarity(baskets([]))).toEqual({ ok: false, error: { type: 'no-rows' } });
    expect(itemSimilarity(market, { aborted: true })).toEqual({ ok: false, error: { type: 'cancelled' } });
    expect(itemSimilarity(baskets([[0]], 70_000))).toEqual({ ok: false, error: { type: 'too-large' } });
  });
  it('a list is right by its hits and their places, and who bought nothing does not count', () => {
    const wanted = [new Set([1, 2]), new Set<number>(), new Set([9])];
    const score = hitRateOf(
      3,
      (i) => wanted[i]!,
      () => [4, 2, 1, 5],
      4,
    );
    expect(score).toMatchObject({ people: 2, hitRate: 0.5, precision: 0.25, recall: 0.5 });
    const [second, third] = [1 / Math.log2(3), 0.5];
    expect(score.ndcg).toBeCloseTo((second + third) / (1 + second) / 2, 14);
    expect(
      hitRateOf(
        0,
        () => new Set(),
        () => [],
        4,
      ).hitRate,
    ).toBe(0);
  });
});
