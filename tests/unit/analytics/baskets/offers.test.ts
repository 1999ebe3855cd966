import { describe, expect, it } from 'vitest';
import { basketsOf, type Baskets } from '../../../../src/analytics/baskets/baskets.ts';
import {
  checkLater,
  checkLeftOut,
  neighboursOf,
  offersFor,
  similarityOf,
} from '../../../../src/analytics/baskets/offers.ts';
import {
  basketsByCustomer,
  basketsByOrder,
  dayAtShare,
} from '../../../../src/analytics/baskets/orderBaskets.ts';
import { usefulRules } from '../../../../src/analytics/baskets/usefulRules.ts';
import { dateToDay } from '../../../../src/domain/dates.ts';
import { columnsOf, type OrderSketch } from '../../../support/orderColumns.ts';

const baskets = (rows: readonly (readonly number[])[], items = 6): Baskets =>
  basketsOf(
    rows.flatMap((row, i) => row.map(() => i)),
    rows.flat(),
    rows.length,
    items,
  );

/** Half buy 0 and 1 together, half 2 and 3; some have only one of a pair. */
const pairs = baskets(
  Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? [0, 1] : [2, 3])).concat([[0], [2], [2, 4]]),
);

function modelOf(people: Baskets) {
  const model = similarityOf(people);
  if (!model.ok) throw new Error(model.error.type);
  return model.value;
}

describe('offers', () => {
  it('are what goes with what somebody has, with the product that speaks for it, and nothing they have', () => {
    const offers = offersFor(modelOf(pairs), pairs, 2);
    const of = (person: number) => ({
      items: Array.from(offers.items.slice(2 * person, 2 * person + 2)),
      because: Array.from(offers.because.slice(2 * person, 2 * person + 2)),
    });
    expect(of(80)).toEqual({ items: [1, -1], because: [0, -1] });
    expect(of(81)).toEqual({ items: [3, 4], because: [2, 2] });
    expect(of(0)).toEqual({ items: [-1, -1], because: [-1, -1] });
  });
  it('by product are its nearest others by cosine', () => {
    const { items, cosines } = neighboursOf(modelOf(pairs), 2);
    expect(Array.from(items.slice(4, 6))).toEqual([3, 4]);
    expect(cosines[4]).toBeCloseTo(40 / Math.sqrt(42 * 40), 12);
    expect(Array.from(items.slice(10, 12))).toEqual([-1, -1]);
  });
  it('find a product again that was left out of a basket more often than best sellers do', () => {
    const many = baskets(
      Array.from({ length: 300 }, (_, i) => {
        const pair = 2 * ((i * 7) % 30);
        return [pair, pair + 1];
      }),
      60,
    );
    const check = checkLeftOut(many, 3);
    if (!check.ok) throw new Error(check.error.type);
    expect(check.value.likeness.people).toBe(60);
    expect(check.value.likeness.hitRate).toBeGreaterThan(0.95);
    expect(check.value.popularity.hitRate).toBeLessThan(0.5);
  });
  it('are checked on what the same people bought later, what they had before not counting', () => {
    const before = baskets([[0, 1], [0, 1], [0], [5]]);
    const later = baskets([[], [], [1, 0], [5]]);
    const check = checkLater(before, later, 1);
    if (!check.ok) throw new Error(check.error.type);
    expect(check.value.likeness).toMatchObject({ people: 1, hitRate: 1, recall: 1 });
  });
});

describe('rules', () => {
  it('without a support are those of the highest step that has enough, else of the lowest', () => {
    const found = usefulRules(pairs, { support: null, confidence: null });
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value).toMatchObject({ isChosen: true, confidence: 0.2, minimumCount: 5 });
    expect(found.value.rules.right).toHaveLength(4);
    const dense = baskets(Array.from({ length: 60 }, () => [0, 1, 2, 3, 4, 5]));
    const enough = usefulRules(dense, { support: null, confidence: null });
    if (!enough.ok) throw new Error(enough.error.type);
    expect(enough.value.support).toBe(0.1);
  });
  it('are those of the support and the confidence that are asked for', () => {
    const found = usefulRules(pairs, { support: 0.4, confidence: 0.97 });
    if (!found.ok) throw new Error(found.error.type);
    expect(found.value).toMatchObject({ isChosen: false, support: 0.4, minimumCount: 34 });
    // 1 → 0 and 3 → 2 always, 0 → 1 in 40 of 41; 2 → 3 in 40 of 42 is less.
    expect(found.value.rules.right).toHaveLength(3);
  });
  it('refuse a support that is none, no baskets, and more sets than can be read', () => {
    const asked = { support: 0, confidence: null };
    expect(usefulRules(pairs, asked)).toMatchObject({ ok: false, error: { type: 'bad-support' } });
    const none = { support: null, confidence: null };
    expect(usefulRules(baskets([]), none)).toMatchObject({ ok: false, error: { type: 'no-rows' } });
    const wide = baskets(
      Array.from({ length: 6 }, () => Array.from({ length: 24 }, (_, i) => i)),
      24,
    );
    expect(usefulRules(wide, none)).toMatchObject({ ok: false, error: { type: 'too-many' } });
  });
});

describe('baskets of orders', () => {
  const line = [1, 1] as const;
  const sketch: readonly OrderSketch[] = [
    { account: 'a', date: '2026-01-01', lines: [line, line] },
    { account: 'b', date: '2026-02-01', lines: [line] },
    { account: 'a', date: '2026-03-01', lines: [line] },
    { account: null, date: '2026-03-02', lines: [line] },
    { account: 'b', date: '2026-03-03', status: 'cancelled', lines: [line] },
    { account: 'b', date: '2026-03-04', kind: 'return', lines: [line] },
    { account: 'b', date: '2026-03-05', status: 'draft', lines: [line] },
  ];
  const columns = {
    ...columnsOf(sketch),
    lineProduct: Int32Array.from([0, 1, 1, 2, 0, 3, 3, 3]),
    products: ['p', 'q', 'r', 's'],
  };
  const rowsOf = ({ start, items }: Baskets) =>
    Array.from({ length: start.length - 1 }, (_, i) => Array.from(items.subarray(start[i], start[i + 1])));
  const all = { isWanted: null };

  it('are one for each placed order, or all that a customer bought; drafts, cancelled ones and returns do not count', () => {
    expect(rowsOf(basketsByOrder(columns, all).baskets)).toEqual([[0, 1], [1], [2], [0]]);
    const { baskets: people, customers } = basketsByCustomer(columns, all);
    expect(rowsOf(people)).toEqual([[0, 1, 2], [1]]);
    expect(Array.from(customers, (i) => columns.accounts[i])).toEqual(['a', 'b']);
  });
  it('are those of some customers alone, without orders of nobody known, and of some days', () => {
    const some = { isWanted: Uint8Array.from([1, 0]) };
    expect(rowsOf(basketsByOrder(columns, some).baskets)).toEqual([[0, 1], [2]]);
    const until = { ...all, beforeDay: dateToDay('2026-03-01') };
    expect(rowsOf(basketsByOrder(columns, until).baskets)).toEqual([[0, 1], [1]]);
    const from = { ...all, fromDay: dateToDay('2026-03-01') };
    expect(rowsOf(basketsByOrder(columns, from).baskets)).toEqual([[2], [0]]);
    expect(dayAtShare(columns, all, 0.5)).toBe(dateToDay('2026-03-01'));
    expect(dayAtShare(columns, { isWanted: new Uint8Array(2) }, 0.5)).toBeUndefined();
  });
});
