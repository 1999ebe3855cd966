import fc from 'fast-check';
import { expect, test } from 'vitest';
import { npmiOf } from '../../../src/analytics/text/coherence.ts';
import { countVectors } from '../../../src/analytics/text/countVectors.ts';
import { keyPhrases } from '../../../src/analytics/text/keyPhrases.ts';
import { fitLda } from '../../../src/analytics/text/lda.ts';
import { fitSentiment, sentimentOf } from '../../../src/analytics/text/sentiment.ts';
import { runs } from '../../support/runs.ts';

const word = fc.constantFrom('red', 'green', 'blue', '红色', '绿色', 'fast', '慢');
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
const texts = fc.array(text, { minLength: 4, maxLength: 20 });

test('coherence lies from −1 to 1, and neither the order of texts nor of words matters', () => {
  fc.assert(
    fc.property(texts, (list) => {
      const vectors = countVectors(list, { leastTexts: 1, mostShare: 1 });
      const words = Array.from(vectors.names.keys());
      const found = npmiOf(vectors, words);
      expect(found).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(found).toBeLessThanOrEqual(1 + 1e-12);
      const turned = countVectors(list.toReversed(), { leastTexts: 1, mostShare: 1 });
      expect(npmiOf(turned, words.toReversed())).toBeCloseTo(found, 12);
    }),
    { numRuns: runs(60, 1000) },
  );
});

test('shares of topics sum to 1 for each text', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 4 }), fc.nat(), (list, topics, seed) => {
      const found = fitLda(countVectors(list, { leastTexts: 1, mostShare: 1 }), { topics, seed, rounds: 10 });
      fc.pre(found.ok);
      const { textShares } = found.value;
      for (let i = 0; i < list.length; i++) {
        const sum = textShares
          .subarray(i * topics, (i + 1) * topics)
          .reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(1, 9);
      }
      expect(Number.isFinite(found.value.perplexity)).toBe(true);
    }),
    { numRuns: runs(40, 1000) },
  );
});

test('labels exchanged turn every chance round, and the order of texts does not matter', () => {
  fc.assert(
    fc.property(texts, (list) => {
      const labels = list.map((_, i) => i % 2);
      const found = fitSentiment(list, labels, { leastTexts: 1 });
      fc.pre(found.ok);
      const turned = fitSentiment(
        list,
        labels.map((label) => 1 - label),
        { leastTexts: 1 },
      );
      const reversed = fitSentiment(list.toReversed(), labels.toReversed(), { leastTexts: 1 });
      if (!turned.ok || !reversed.ok) throw new Error('not learnt');
      const chance = sentimentOf(found.value, list);
      sentimentOf(turned.value, list).forEach((other, i) => expect(other).toBeCloseTo(1 - chance[i]!, 5));
      sentimentOf(reversed.value, list).forEach((other, i) => expect(other).toBeCloseTo(chance[i]!, 5));
    }),
    { numRuns: runs(40, 1000) },
  );
});

test('key phrases do not depend on the order of texts', () => {
  fc.assert(
    fc.property(texts, (list) => {
      expect(keyPhrases(list.toReversed(), { leastTexts: 2 })).toEqual(keyPhrases(list, { leastTexts: 2 }));
    }),
    { numRuns: runs(60, 1000) },
  );
});
