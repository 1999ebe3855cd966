import { beforeAll, describe, expect, it } from 'vitest';
import { basketsOf, type Baskets } from '../../src/analytics/baskets/baskets.ts';
import { hitRateOf } from '../../src/analytics/baskets/hitRate.ts';
import { frequentItemsets } from '../../src/analytics/baskets/itemsets.ts';
import {
  itemSimilarity,
  mostPopular,
  recommend,
  similarItems,
  type ItemSimilarity,
} from '../../src/analytics/baskets/recommendations.ts';
import { rulesOf } from '../../src/analytics/baskets/rules.ts';
import { dateToDay } from '../../src/domain/dates.ts';
import { retailLines, type RetailLines } from '../support/onlineRetail.ts';
import { held } from '../support/reference.ts';
import { readSharedJson, readSharedText, sharedFolder } from '../support/sharedData.ts';

interface Run {
  readonly minsup: number;
  readonly minconf: number;
  readonly min_count: number;
  readonly frequent_itemsets: number;
  readonly itemsets_by_length: Record<string, number>;
  readonly rules_single_consequent: number;
  readonly top_by_lift: readonly Rule[];
}
interface Rule {
  readonly lhs: string[];
  readonly rhs: string;
  readonly count: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  readonly conviction: number;
}
interface Truth {
  readonly transactions: number;
  readonly total_items: number;
  readonly runs: readonly Run[];
}

let retail: RetailLines;

describe.skipIf(sharedFolder === null)('rules', () => {
  beforeAll(() => {
    retail = retailLines();
  });

  it('finds the published sets and rules in Groceries', () => {
    const lines = readSharedText('data/groceries/groceries.csv').trim().split(/\r?\n/);
    const rows = lines.map((line) => line.split(','));
    const names = [...new Set(rows.flat())].sort();
    const position = new Map(names.map((name, i) => [name, i]));
    const pairs = rows.flatMap((row, i) => row.map((item) => [i, position.get(item)!] as const));
    const baskets = basketsOf(
      pairs.map(([basket]) => basket),
      pairs.map(([, item]) => item),
      rows.length,
      names.length,
    );
    compare('Groceries', readSharedJson('truth/rules_groceries.json') as Truth, baskets, names);
  });

  it('finds the sets and rules of Online Retail', () => {
    const baskets = basketsOf(retail.invoice, retail.product, retail.invoices.length, retail.products.length);
    const truth = readSharedJson('truth/rules_online_retail.json') as Truth;
    compare('Online Retail', truth, baskets, retail.products);
  });
});

describe.skipIf(sharedFolder === null)('recommendations on Online Retail', () => {
  interface Score {
    readonly users: number;
    readonly hit_rate: number;
    readonly precision: number;
    readonly recall: number;
    readonly ndcg: number;
  }
  interface RecommendationTruth {
    readonly users_train: number;
    readonly items_train: number;
    readonly results: Record<'popularity' | 'item_cosine', Score>;
    readonly top_similar: Record<string, [string, number][]>;
  }
  let truth: RecommendationTruth;
  let model: ItemSimilarity;
  let owned: (user: number) => Int32Array;
  let bought: Set<number>[];
  let products: string[];

  beforeAll(() => {
    truth = readSharedJson('truth/recs_online_retail.json') as RecommendationTruth;
    const split = dateToDay('2011-10-01');
    const train = Array.from(retail.day.keys()).filter((i) => retail.day[i]! < split);
    const users = [...new Set(train.map((i) => retail.customer[i]!))].sort((a, b) => a - b);
    const items = [...new Set(train.map((i) => retail.product[i]!))].sort((a, b) => a - b);
    products = items.map((item) => retail.products[item]!);
    const userOf = new Map(users.map((user, i) => [user, i]));
    const itemOf = new Map(items.map((item, i) => [item, i]));
    const people = basketsOf(
      train.map((i) => userOf.get(retail.customer[i]!)!),
      train.map((i) => itemOf.get(retail.product[i]!)!),
      users.length,
      items.length,
    );
    owned = (user) => people.items.subarray(people.start[user], people.start[user + 1]);
    bought = users.map(() => new Set<number>());
    for (let i = 0; i < retail.day.length; i++) {
      const [user, item] = [userOf.get(retail.customer[i]!), itemOf.get(retail.product[i]!)];
      if (retail.day[i]! >= split && user !== undefined && item !== undefined) bought[user]!.add(item);
    }
    bought.forEach((wanted, user) => owned(user).forEach((item) => wanted.delete(item)));
    const found = itemSimilarity(people);
    if (!found.ok) throw new Error(found.error.type);
    model = found.value;
    expect([users.length, items.length]).toEqual([truth.users_train, truth.items_train]);
  });

  it('finds the same items alike', () => {
    for (const [name, expected] of Object.entries(truth.top_similar)) {
      const alike = similarItems(model, products.indexOf(name), expected.length);
      expect(alike.map(({ item }) => products[item])).toEqual(expected.map(([other]) => other));
      alike.forEach(({ cosine }, i) => expect(cosine).toBeCloseTo(expected[i]![1], 12));
    }
  });

  it('hits as often as the reference, by popularity and by likeness', () => {
    const lists = {
      popularity: (user: number) => mostPopular(model, owned(user), 10),
      item_cosine: (user: number) => recommend(model, owned(user), 10).map(({ item }) => item),
    };
    for (const name of ['popularity', 'item_cosine'] as const) {
      const score = hitRateOf(bought.length, (user) => bought[user]!, lists[name], 10);
      const reference = truth.results[name];
      expect(score.people).toBe(reference.users);
      const method = `Recommendations, Online Retail, ${name}`;
      held({ method, what: 'hit rate', reference: reference.hit_rate, ours: score.hitRate, tolerance: 1e-9 });
      held({
        method,
        what: 'precision',
        reference: reference.precision,
        ours: score.precision,
        tolerance: 1e-9,
      });
      held({ method, what: 'recall', reference: reference.recall, ours: score.recall, tolerance: 1e-9 });
      held({ method, what: 'nDCG', reference: reference.ndcg, ours: score.ndcg, tolerance: 1e-9 });
    }
  });
});

function compare(on: string, truth: Truth, baskets: Baskets, names: readonly string[]): void {
  expect(baskets.start.length - 1).toBe(truth.transactions);
  expect(baskets.items.length).toBe(truth.total_items);
  for (const run of truth.runs) {
    const found = frequentItemsets(baskets, { minimumSupport: run.minsup });
    if (!found.ok) throw new Error(found.error.type);
    const sets = found.value;
    expect(sets.minimumCount).toBe(run.min_count);
    const method = `Rules, ${on}, support ${run.minsup}`;
    held({
      method,
      what: 'frequent sets',
      reference: run.frequent_itemsets,
      ours: sets.count.length,
      tolerance: 0,
    });
    const lengths: Record<string, number> = {};
    sets.count.forEach((_, i) => {
      const length = sets.start[i + 1]! - sets.start[i]!;
      lengths[length] = (lengths[length] ?? 0) + 1;
    });
    expect(lengths).toEqual(run.itemsets_by_length);
    const rules = rulesOf(sets, run.minconf);
    held({
      ...{ method, what: `rules of confidence ${run.minconf}`, tolerance: 0 },
      ...{ reference: run.rules_single_consequent, ours: rules.right.length },
    });
    const position = new Map<string, number>();
    rules.right.forEach((right, i) => {
      const left = Array.from(
        rules.left.subarray(rules.start[i], rules.start[i + 1]),
        (item) => names[item]!,
      );
      position.set(`${left.sort().join('+')}>${names[right]!}`, i);
    });
    run.top_by_lift.forEach((rule, i) => {
      const at = position.get(`${rule.lhs.toSorted().join('+')}>${rule.rhs}`)!;
      expect(rules.lift[i]).toBeCloseTo(rule.lift, 10);
      expect(rules.count[at]).toBe(rule.count);
      expect(rules.support[at]).toBeCloseTo(rule.support, 14);
      expect(rules.confidence[at]).toBeCloseTo(rule.confidence, 12);
      expect(rules.lift[at]).toBeCloseTo(rule.lift, 10);
      if (rule.conviction !== null) expect(rules.conviction[at]! / rule.conviction).toBeCloseTo(1, 10);
    });
  }
}
