import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { termRanges, termsOf } from '../../../src/analytics/text/terms.ts';
import { cosineOf, mostSimilar, sharedTerms, tfidfOf } from '../../../src/analytics/text/tfidf.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../../support/sharedData.ts';

test('a text gives its Latin words and overlapping pairs of its Han', () => {
  expect(termsOf('Espresso 双头机, 2 台 A-30')).toEqual(['espresso', '双头', '头机', '台', '30']);
  expect(termsOf(' … ')).toEqual([]);
});

test('terms are found where they stand, whole words and joined pairs', () => {
  const wanted = new Set(['espresso', '双头', '头机', '台']);
  const text = 'Espresso 双头机, Espressos 2 台';
  expect(termRanges(text, wanted).map(([from, to]) => text.slice(from, to))).toEqual([
    'Espresso',
    '双头机',
    '台',
  ]);
  expect(termRanges(text, new Set())).toEqual([]);
});

describe('weights', () => {
  const texts = ['red red apple', 'red pear', 'green pear', ''];
  const model = tfidfOf(texts, 1);

  test('are tf times idf, each row of length 1, and empty where there is nothing', () => {
    const idf = (count: number): number => Math.log(5 / (1 + count)) + 1;
    const [red, apple] = [2 * idf(2), idf(1)];
    const row = Array.from(model.weights.subarray(model.start[0], model.start[1]));
    const length = Math.hypot(red, apple);
    expect(row).toHaveLength(2);
    expect(row[0]).toBeCloseTo(red / length, 6);
    expect(row[1]).toBeCloseTo(apple / length, 6);
    expect(model.start[3]).toBe(model.start[4]);
  });

  test('find a text itself first, and nothing for words that no text has', () => {
    expect(mostSimilar(model, 'green pear', 3)[0]).toMatchObject({ text: 2 });
    expect(mostSimilar(model, 'green pear', 3)[0]?.cosine).toBeCloseTo(1, 6);
    expect(mostSimilar(model, 'plum', 3)).toEqual([]);
    expect(mostSimilar(tfidfOf([]), 'plum', 3)).toEqual([]);
  });

  test('make a text less alike by what it says beside, whether or not any other text says it', () => {
    const alike = (query: string): number => mostSimilar(model, query, 1)[0]?.cosine ?? 0;
    expect(alike('green pear plum')).toBeLessThan(alike('green pear'));
    expect(alike('green pear plum grape')).toBeLessThan(alike('green pear plum'));
  });

  test('say which terms two texts share, the rarest first', () => {
    expect(sharedTerms(model, 2, 'pear plum green', 5)).toEqual(['green', 'pear']);
    expect(sharedTerms(model, 2, 'pear plum green', 1)).toEqual(['green']);
    expect(sharedTerms(model, 3, 'green', 5)).toEqual([]);
  });

  test('do not depend on the order of the words or of the texts, and stay between 0 and 1', () => {
    const words = fc.array(fc.constantFrom('ant', 'bee', 'cat', '蜜蜂', '猫咪'), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 8 }), (lists) => {
        const forward = tfidfOf(
          lists.map((list) => list.join(' ')),
          1,
        );
        const backward = tfidfOf(lists.map((list) => list.toReversed().join(' ')).toReversed(), 1);
        const last = lists.length - 1;
        for (let i = 0; i <= last; i++) {
          for (let j = 0; j <= last; j++) {
            const cosine = cosineOf(forward, i, j);
            expect(cosine).toBeCloseTo(cosineOf(backward, last - i, last - j), 6);
            expect(cosine).toBeGreaterThanOrEqual(0);
            expect(cosine).toBeLessThanOrEqual(1 + 1e-6);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

interface Truth {
  readonly doc_ids: readonly number[];
  readonly vocabulary: number;
  readonly nnz: number;
  readonly sum_of_weights: number;
  readonly idf_examples: Readonly<Record<string, number>>;
  readonly doc0_top: Readonly<Record<string, number>>;
  readonly top_pairs: readonly { readonly i: number; readonly j: number; readonly cos: number }[];
  readonly mean_offdiag_cos: number;
  readonly pairs_over_0_3: number;
}

describe.each([
  ['tfidf_zh_hotel_1000', 'zh_hotel_reviews/ChnSentiCorp_htl_all.csv.gz', ',', 'review'],
  ['tfidf_en_alexa_1000', 'en_alexa_reviews/amazon_alexa.tsv', '\t', 'verified_reviews'],
])('weights of %s', (name, path, delimiter, column) => {
  test.skipIf(sharedFolder === null)('agree with the reference', () => {
    const truth = readSharedJson(`truth/${name}.json`) as Truth;
    const rows = readSharedTable(`data/${path}`, delimiter);
    const model = tfidfOf(truth.doc_ids.map((id) => rows[id]?.[column] ?? ''));
    expect(model.idf).toHaveLength(truth.vocabulary);
    expect(model.terms).toHaveLength(truth.nnz);
    expect(model.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(truth.sum_of_weights, 1);
    for (const [term, idf] of Object.entries(truth.idf_examples))
      expect(model.idf[model.vocabulary.get(term) ?? -1]).toBeCloseTo(idf, 10);
    const first = new Map(
      Array.from(model.terms.subarray(0, model.start[1]), (term, i) => [term, model.weights[i] ?? 0]),
    );
    for (const [term, weight] of Object.entries(truth.doc0_top))
      expect(first.get(model.vocabulary.get(term) ?? -1)).toBeCloseTo(weight, 6);
    for (const { i, j, cos } of truth.top_pairs) expect(cosineOf(model, i, j)).toBeCloseTo(cos, 5);
    let [sum, above] = [0, 0];
    const count = truth.doc_ids.length;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < i; j++) {
        const cosine = cosineOf(model, i, j);
        sum += cosine;
        if (cosine > 0.3) above++;
      }
    }
    expect(sum / ((count * (count - 1)) / 2)).toBeCloseTo(truth.mean_offdiag_cos, 7);
    expect(above).toBe(truth.pairs_over_0_3);
  });
});
