import { describe, expect, it } from 'vitest';
import { npmiOf } from '../../../../src/analytics/text/coherence.ts';
import { countVectors } from '../../../../src/analytics/text/countVectors.ts';
import { keyPhrases } from '../../../../src/analytics/text/keyPhrases.ts';
import { fitLda, topWords, type LdaOptions } from '../../../../src/analytics/text/lda.ts';
import { fitSentiment, sentimentOf, sentimentReasons } from '../../../../src/analytics/text/sentiment.ts';
import { fitPlane, marginsOf } from '../../../../src/analytics/text/sparseLogistic.ts';
import { seededRandom } from '../../../../src/domain/random.ts';

const all = { leastTexts: 1, mostShare: 1 };

/** Texts about food or about trains, with words drawn from each list. */
function twoSubjects(): string[] {
  const random = seededRandom(3);
  const lists = [
    'rice soup bread cheese pepper salt'.split(' '),
    'train station ticket platform track delay'.split(' '),
  ];
  return Array.from({ length: 80 }, (_, i) =>
    Array.from({ length: 12 }, () => lists[i % 2]![Math.floor(random() * 6)]!).join(' '),
  );
}

describe('count vectors', () => {
  it('count the terms of each text, in alphabetical order', () => {
    const found = countVectors(['tea tea cake', 'cake', ''], all);
    expect(found.names).toEqual(['cake', 'tea']);
    expect(Array.from(found.start)).toEqual([0, 2, 3, 3]);
    expect([Array.from(found.terms), Array.from(found.counts)]).toEqual([
      [0, 1, 0],
      [1, 2, 1],
    ]);
    expect(Array.from(found.documents)).toEqual([2, 1]);
  });
  it('leave out the rare, the common, and all but the most frequent', () => {
    const texts = ['aa bb', 'aa bb', 'aa cc cc', 'aa dd'];
    expect(countVectors(texts, { leastTexts: 2, mostShare: 0.5 }).names).toEqual(['bb']);
    expect(countVectors(texts, { ...all, mostTerms: 2 }).names).toEqual(['aa', 'bb']);
    expect(countVectors(['x-y'], { ...all, tokens: (text) => text.split('-') }).names).toEqual(['x', 'y']);
  });
});

describe('topics', () => {
  const vectors = countVectors(twoSubjects(), all);
  const fit = (options: Partial<LdaOptions> = {}) =>
    fitLda(vectors, { topics: 2, seed: 1, rounds: 60, ...options });

  it('part texts on two subjects, with the words of each', () => {
    const found = fit();
    if (!found.ok) throw new Error(found.error.type);
    const { textShares, wordShares, weights, perplexity } = found.value;
    const first = textShares[0]! > 0.5 ? 0 : 1;
    for (let text = 0; text < 80; text++)
      expect(textShares[2 * text + ((first + text) % 2)]).toBeGreaterThan(0.9);
    const words = Array.from(topWords(found.value, first, 6), (word) => vectors.names[word]!);
    expect(words.sort()).toEqual(['bread', 'cheese', 'pepper', 'rice', 'salt', 'soup']);
    expect(wordShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(2, 9);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(perplexity).toBeGreaterThan(5.5);
    expect(perplexity).toBeLessThan(7);
  });
  it('are the same for the same seed, and tell how far they are', () => {
    const done: number[] = [];
    expect(fit({ onProgress: (share) => done.push(share) })).toEqual(fit());
    expect([done.length, done.at(-1)]).toEqual([60, 1]);
  });
  it('say what is wrong', () => {
    const flaw = (options: Partial<LdaOptions>) => {
      const found = fit(options);
      return found.ok ? null : found.error;
    };
    expect(flaw({ topics: 0 })).toEqual({ type: 'bad-option', option: 'topics' });
    expect(flaw({ rounds: 0 })).toEqual({ type: 'bad-option', option: 'rounds' });
    expect(flaw({ alpha: 0 })).toEqual({ type: 'bad-option', option: 'alpha' });
    expect(flaw({ beta: -1 })).toEqual({ type: 'bad-option', option: 'beta' });
    expect(flaw({ signal: { aborted: true } })).toEqual({ type: 'cancelled' });
    expect(fitLda(countVectors(['', '']), { topics: 2, seed: 1 })).toEqual({
      ok: false,
      error: { type: 'no-rows' },
    });
  });
});

describe('coherence', () => {
  const vectors = countVectors(['aa bb', 'aa bb', 'cc', 'cc dd'], all);
  it('words that only come together have 1, words that never meet −1, independent ones 0', () => {
    expect(npmiOf(vectors, [0, 1])).toBeCloseTo(1, 14);
    expect(npmiOf(vectors, [0, 2])).toBe(-1);
    const even = countVectors(['aa bb', 'aa', 'bb', ''], all);
    expect(npmiOf(even, [0, 1])).toBeCloseTo(0, 14);
    expect(npmiOf(vectors, [0])).toBe(0);
  });
});

describe('sentiment', () => {
  const good = ['lovely quiet room', 'lovely staff', 'quiet and lovely', 'kind staff quiet room'];
  const bad = ['dirty noisy room', 'dirty bed', 'noisy and dirty', 'rude staff noisy room'];
  const labels = [1, 1, 1, 1, 0, 0, 0, 0];

  it('is learnt from ratings, with reasons', () => {
    const found = fitSentiment([...good, ...bad], labels, { leastTexts: 1 });
    if (!found.ok) throw new Error(found.error.type);
    const [nice, poor, unknown] = sentimentOf(found.value, ['lovely bed', 'noisy bed', 'zzz']);
    expect(nice).toBeGreaterThan(0.5);
    expect(poor).toBeLessThan(0.5);
    expect(unknown).toBeCloseTo(0.5, 1);
    const [first] = sentimentReasons(found.value, 'lovely noisy lovely room', 3);
    expect(first!.term).toBe('lovely');
    expect(first!.push).toBeGreaterThan(0);
  });
  it('at its optimum the weights are c · Σ (label − chance) · value', () => {
    const table = {
      width: 2,
      start: Int32Array.of(0, 1, 3, 4, 4),
      columns: Int32Array.of(0, 0, 1, 1),
      values: Float64Array.of(1, 0.6, 0.8, 1),
    };
    const own = [1, 0, 0, 1];
    const plane = fitPlane(table, own, 2)!;
    const chance = marginsOf(table, plane).map((margin) => 1 / (1 + Math.exp(-margin)));
    const gap = own.map((label, i) => label - chance[i]!);
    expect(plane.weights[0]).toBeCloseTo(2 * (gap[0]! + 0.6 * gap[1]!), 6);
    expect(plane.weights[1]).toBeCloseTo(2 * (0.8 * gap[1]! + gap[2]!), 6);
    expect(gap.reduce((sum, g) => sum + g, 0)).toBeCloseTo(0, 6);
  });
  it('says what is wrong', () => {
    const flaw = (texts: string[], own: number[], options = {}) => {
      const found = fitSentiment(texts, own, options);
      return found.ok ? null : found.error;
    };
    expect(flaw([], [])).toEqual({ type: 'no-rows' });
    expect(flaw(['aa', 'bb'], [1, 3])).toEqual({ type: 'bad-label', row: 1 });
    expect(flaw(good, [1, 1, 1, 0])).toEqual({ type: 'too-few-of-class', label: 0, rows: 1, needed: 2 });
    expect(flaw(['aa', 'bb', 'cc', 'dd'], [1, 1, 0, 0])).toEqual({ type: 'no-columns' });
    expect(flaw([...good, ...bad], labels, { c: 0 })).toEqual({ type: 'bad-option', option: 'c' });
    expect(flaw([...good, ...bad], labels, { signal: { aborted: true } })).toEqual({ type: 'cancelled' });
  });
});

describe('key phrases', () => {
  it('are words that stand together, not those that merely are frequent', () => {
    const texts = Array.from(
      { length: 12 },
      (_, i) => `the sound quality was ${['good', 'bad', 'fine'][i % 3]!} number${i}`,
    );
    const found = keyPhrases(texts)!;
    expect(found[0]).toMatchObject({ phrase: 'sound quality', texts: 12 });
    expect(found.map(({ phrase }) => phrase)).not.toContain('the sound');
  });
  it('of Han letters need no dictionary, and a part of a longer phrase is left to it', () => {
    const others = ['不错', '太小', '很贵', '一般', '干净', '方便'];
    const texts = others.flatMap((other) => [`服务员${other}`, `${other}早餐`, `我看${other}`]);
    const phrases = keyPhrases(texts)!.map(({ phrase }) => phrase);
    expect(phrases).toContain('服务员');
    expect(phrases).toContain('早餐');
    expect(phrases).not.toContain('服务');
    expect(phrases).not.toContain('务员');
  });
  it('of nothing are none', () => {
    expect(keyPhrases([])).toEqual([]);
    expect(keyPhrases(['once'], { signal: { aborted: true } })).toBeNull();
    expect(keyPhrases(['once only', ''])).toEqual([]);
  });
});
