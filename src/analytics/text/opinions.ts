import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import { samplePositions } from '../random.ts';
import { npmiOf } from './coherence.ts';
import { countVectors, type CountVectors } from './countVectors.ts';
import { isFunctionWord } from './functionWords.ts';
import { keyPhrases } from './keyPhrases.ts';
import { fitLda, topWords, type LdaError } from './lda.ts';
import { periodsOf, type Periods } from './periods.ts';
import { contentOf, ratingScaleOf, type RatingScale } from './ratings.ts';
import { checkSentiment, type CheckedSentiment } from './sentimentCheck.ts';
import { mainTopics, topicFigures, type TopicFigures } from './topicFigures.ts';
import { wordsOf } from './words.ts';

export interface OpinionTexts {
  readonly texts: readonly string[];
  /** One for each text, NaN for none; null where nothing rates them. */
  readonly ratings: Float64Array | null;
  /** Days since 1970-01-01, NaN for none; null where nothing dates them. */
  readonly days: Float64Array | null;
}

export interface OpinionOptions {
  /** How many topics; null for the number whose words belong together best. */
  readonly topics: number | null;
  readonly seed: number;
  /** Words that stay whole, and words that say nothing, beside those of any language. */
  readonly whole: readonly string[];
  readonly leftOut: readonly string[];
  /** Words of the language that say nothing, in small letters. */
  readonly stopWords: ReadonlySet<string>;
  readonly onProgress?: (done: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

/** A phrase of several words, the texts that have it and their mean rating, null where none is rated. */
export interface OpinionPhrase {
  readonly phrase: string;
  readonly texts: number;
  readonly mean: number | null;
}

export interface Opinions {
  /** Texts with at least one counted word, and texts without. */
  readonly texts: number;
  readonly wordless: number;
  /** Different words that were counted. */
  readonly vocabulary: number;
  /** By falling weight. */
  readonly topics: readonly TopicFigures[];
  /** Mean NPMI of the topics' words. */
  readonly coherence: number;
  /** Numbers of topics that were tried, where none was asked for. */
  readonly choice: readonly { readonly topics: number; readonly coherence: number }[];
  readonly periods: Periods | null;
  readonly rating: { readonly scale: RatingScale; readonly mean: number; readonly rated: number } | null;
  /** Null where nothing rates the texts; otherwise what was learnt, or what was missing. */
  readonly sentiment:
    | ({ readonly type: 'learnt' } & CheckedSentiment)
    | { readonly type: 'too-few-rated'; readonly content: number; readonly discontent: number }
    | null;
  readonly phrases: readonly OpinionPhrase[];
  /** The topic of each text, −1 for none. */
  readonly topicOf: Int32Array;
}

export type OpinionError =
  | LdaError
  | { readonly type: 'too-few-texts'; readonly texts: number }
  /** No word says anything and stands in enough texts. */
  | { readonly type: 'no-words' };

/** Texts that it takes to speak of topics. */
export const leastTexts = 20;
/** Numbers of topics that are tried where none is asked for, on so many texts at most and in so many rounds. */
const tried = { topics: [5, 6, 8, 10, 12, 15], texts: 4_000, rounds: 60 } as const;
const shownPhrases = 24;
/** Texts in which phrases are looked for; those found are counted in all. */
const minedTexts = 3_000;

/** What texts are about, which topics go with bad ratings, and which words speak for and against. Linear in words × topics. */
export function opinionsOf(
  { texts, ratings, days }: OpinionTexts,
  options: OpinionOptions,
): Result<Opinions, OpinionError> {
  const { seed, whole, stopWords, onProgress, signal } = options;
  const filled = texts.reduce((sum, text) => sum + Number(text.trim() !== ''), 0);
  if (filled === 0) return err({ type: 'no-rows' });
  if (filled < leastTexts) return err({ type: 'too-few-texts', texts: filled });
  const cutAnew = wordsOf({ whole });
  const cut = onceEach(texts, cutAnew, (done) => onProgress?.(0.2 * done));
  const leftOut = new Set(options.leftOut.map((word) => word.trim().toLowerCase()));
  const kept = new Set(whole.map((word) => word.trim().toLowerCase()));
  const isTelling = (word: string): boolean =>
    (kept.has(word) && !leftOut.has(word)) ||
    (!leftOut.has(word) &&
      word.length > 1 &&
      !/^[\p{N}]+$/u.test(word) &&
      !stopWords.has(word) &&
      !isFunctionWord(word));
  const vectors = countVectors(texts, {
    leastTexts: Math.min(5, Math.max(2, Math.ceil(filled / 200))),
    tokens: (text) => cut(text).filter(isTelling),
  });
  if (vectors.terms.length === 0) return err({ type: 'no-words' });
  const choice = options.topics === null ? tryTopics(vectors, options) : ok([]);
  if (!choice.ok) return choice;
  const best = choice.value.toSorted((a, b) => b.coherence - a.coherence || a.topics - b.topics)[0];
  const found = fitLda(vectors, {
    topics: options.topics ?? best?.topics ?? 8,
    seed,
    onProgress: (done) => onProgress?.(0.4 + 0.3 * done),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!found.ok) return found;
  const main = mainTopics(found.value, vectors);
  const periods = days === null ? null : periodsOf(days);
  const figures = topicFigures(texts, vectors, found.value, main, ratings, periods);
  const order = Int32Array.from(figures.keys()).sort((a, b) => figures[b]!.weight - figures[a]!.weight);
  const place = new Int32Array(order.length);
  order.forEach((topic, i) => (place[topic] = i));
  const scale = ratings === null ? null : ratingScaleOf(ratings);
  const sentiment =
    ratings === null || scale === null
      ? null
      : checkSentiment(texts, contentOf(ratings, scale), {
          tokens: (text) => cut(text).filter((word) => !leftOut.has(word)),
          seed,
          onProgress: (done) => onProgress?.(0.7 + 0.2 * done),
          ...(signal === undefined ? {} : { signal }),
        });
  if (sentiment?.ok === false && sentiment.error.type === 'cancelled') return err({ type: 'cancelled' });
  const phrases = phrasesOf(texts, ratings, cutAnew, isTelling, options);
  if (phrases === null) return err({ type: 'cancelled' });
  onProgress?.(1);
  return ok({
    texts: main.reduce((sum, topic) => sum + Number(topic >= 0), 0),
    wordless: main.reduce((sum, topic) => sum + Number(topic < 0), 0),
    vocabulary: vectors.names.length,
    topics: Array.from(order, (topic) => figures[topic]!),
    coherence: figures.reduce((sum, { coherence }) => sum + coherence, 0) / figures.length,
    choice: choice.value,
    periods,
    rating: ratings === null || scale === null ? null : { scale, ...meanOf(ratings) },
    sentiment: sentimentAnswer(sentiment),
    phrases,
    topicOf: main.map((topic) => (topic < 0 ? -1 : place[topic]!)),
  });
}

/** The words of each different text, taken apart once. */
function onceEach(
  texts: readonly string[],
  cut: (text: string) => string[],
  onProgress: (done: number) => void,
): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  texts.forEach((text, i) => {
    if (!known.has(text)) known.set(text, cut(text));
    if ((i & 255) === 0) onProgress(i / texts.length);
  });
  return (text) => known.get(text) ?? [];
}

/** The mean coherence of each number of topics, on a sample of the texts. */
function tryTopics(
  vectors: CountVectors,
  { seed, onProgress, signal }: OpinionOptions,
): Result<Opinions['choice'], LdaError> {
  const all = vectors.start.length - 1;
  const rows = samplePositions(all, tried.texts, seededRandom(seed));
  const sample = rows.length === all ? vectors : rowsOf(vectors, rows);
  const choice: { topics: number; coherence: number }[] = [];
  for (const [i, topics] of tried.topics.entries()) {
    const { rounds } = tried;
    const found = fitLda(sample, { topics, seed, rounds, ...(signal === undefined ? {} : { signal }) });
    if (!found.ok) return found;
    let sum = 0;
    for (let topic = 0; topic < topics; topic++) sum += npmiOf(vectors, topWords(found.value, topic, 10));
    choice.push({ topics, coherence: sum / topics });
    onProgress?.(0.2 + (0.2 * (i + 1)) / tried.topics.length);
  }
  return ok(choice);
}

/** Some of the texts, by position; how many texts a word is in stays that of all. */
function rowsOf({ start, terms, counts, ...rest }: CountVectors, rows: Int32Array): CountVectors {
  const from = new Int32Array(rows.length + 1);
  const [ownTerms, ownCounts]: [number[], number[]] = [[], []];
  rows.forEach((row, i) => {
    for (let at = start[row]!; at < start[row + 1]!; at++) {
      ownTerms.push(terms[at]!);
      ownCounts.push(counts[at]!);
    }
    from[i + 1] = ownTerms.length;
  });
  return { ...rest, start: from, terms: Int32Array.from(ownTerms), counts: Int32Array.from(ownCounts) };
}

/** Phrases of several words that neither begin nor end with one that says nothing, with the rating of the texts that have them. */
function phrasesOf(
  texts: readonly string[],
  ratings: ArrayLike<number> | null,
  cut: (text: string) => readonly string[],
  isTelling: (word: string) => boolean,
  { seed, signal }: OpinionOptions,
): readonly OpinionPhrase[] | null {
  const lower = texts.map((text) => text.toLowerCase());
  const rows = samplePositions(texts.length, minedTexts, seededRandom(seed));
  const mined = Array.from(rows, (row) => lower[row]!);
  const found = keyPhrases(mined, { limit: 500, ...(signal === undefined ? {} : { signal }) });
  if (found === null) return null;
  const whole = found.filter(({ phrase }) => {
    const words = cut(phrase);
    return words.length > 1 && isTelling(words[0]!) && isTelling(words.at(-1)!);
  });
  const counted = whole.slice(0, shownPhrases).map(({ phrase }) => {
    let [count, sum, rated] = [0, 0, 0];
    lower.forEach((text, i) => {
      if (!text.includes(phrase)) return;
      count++;
      const rating = ratings?.[i] ?? NaN;
      if (Number.isNaN(rating)) return;
      sum += rating;
      rated++;
    });
    return { phrase, texts: count, mean: rated === 0 ? null : sum / rated };
  });
  return counted.sort((a, b) => b.texts - a.texts || (a.phrase < b.phrase ? -1 : 1));
}

function meanOf(ratings: ArrayLike<number>): { readonly mean: number; readonly rated: number } {
  let [sum, rated] = [0, 0];
  for (let i = 0; i < ratings.length; i++) {
    if (!Number.isFinite(ratings[i])) continue;
    sum += ratings[i]!;
    rated++;
  }
  return { mean: rated === 0 ? 0 : sum / rated, rated };
}

function sentimentAnswer(checked: ReturnType<typeof checkSentiment> | null): Opinions['sentiment'] {
  if (checked === null) return null;
  if (checked.ok) return { type: 'learnt', ...checked.value };
  const { error } = checked;
  return error.type === 'too-few-rated' ? error : { type: 'too-few-rated', content: 0, discontent: 0 };
}
