import { describe, expect, it } from 'vitest';
import { npmiOf } from '../../src/analytics/text/coherence.ts';
import { countVectors } from '../../src/analytics/text/countVectors.ts';
import { fitLda, topWords } from '../../src/analytics/text/lda.ts';
import { fitSentiment, sentimentOf } from '../../src/analytics/text/sentiment.ts';
import { rowsInside, rowsOutside, stratifiedFolds } from '../../src/analytics/validation/folds.ts';
import { rankingOf, rocAuc } from '../../src/analytics/validation/ranking.ts';
import { held, heldWithin } from '../support/reference.ts';
import { readSharedJson, readSharedTable, sharedFolder } from '../support/sharedData.ts';

const reviews =
  sharedFolder === null ? [] : readSharedTable('data/zh_hotel_reviews/ChnSentiCorp_htl_all.csv.gz', ',');
const texts = reviews.map((row) => row['review']!);

describe.skipIf(sharedFolder === null)('Chinese hotel reviews', () => {
  it('have topics whose words belong together at least as in the reference', () => {
    const truth = readSharedJson('truth/lda_zh_hotel_20topics.json') as {
      readonly vocabulary: number;
      readonly tokens: number;
      readonly runs: readonly { readonly npmi10: number }[];
    };
    const vectors = countVectors(texts);
    const on = { method: 'LDA, hotel reviews', tolerance: 0 };
    held({ ...on, what: 'vocabulary', reference: truth.vocabulary, ours: vectors.names.length });
    const tokens = vectors.counts.reduce((sum, count) => sum + count, 0);
    held({ ...on, what: 'tokens', reference: truth.tokens, ours: tokens });
    const found = fitLda(vectors, { topics: 20, seed: 1, rounds: 100 });
    if (!found.ok) throw new Error(found.error.type);
    const coherence = Array.from({ length: 20 }, (_, topic) =>
      npmiOf(vectors, topWords(found.value, topic, 10)),
    );
    const mean = coherence.reduce((sum, value) => sum + value, 0) / 20;
    heldWithin({
      method: 'LDA, hotel reviews',
      what: 'NPMI of ten words, 20 topics',
      ours: mean,
      from: 0.17,
    });
  });

  it('are told good from bad as in the reference, fold by fold', () => {
    const truth = readSharedJson('truth/sentiment_zh_hotel.json') as {
      readonly accuracy: number[];
      readonly auc_mean: number;
    };
    const labels = reviews.map((row) => Number(row['label']));
    const folds = stratifiedFolds(labels, 5);
    let auc = 0;
    truth.accuracy.forEach((reference, fold) => {
      const [train, test] = [rowsOutside(folds, fold), rowsInside(folds, fold)];
      const model = fitSentiment(
        Array.from(train, (i) => texts[i]!),
        Array.from(train, (i) => labels[i]!),
      );
      if (!model.ok) throw new Error(model.error.type);
      const chance = sentimentOf(
        model.value,
        Array.from(test, (i) => texts[i]!),
      );
      const own = Array.from(test, (i) => labels[i]!);
      const hits = own.filter((label, i) => (chance[i]! >= 0.5 ? 1 : 0) === label).length;
      const ours = hits / own.length;
      held({
        method: 'Sentiment, hotel reviews',
        what: `accuracy of fold ${fold + 1}`,
        reference,
        ours,
        tolerance: 1e-9,
      });
      auc += rocAuc(rankingOf(own, chance))! / 5;
    });
    held({
      method: 'Sentiment, hotel reviews',
      what: 'mean AUC',
      reference: truth.auc_mean,
      ours: auc,
      tolerance: 1e-6,
    });
    expect(texts).toHaveLength(7766);
  });
});
