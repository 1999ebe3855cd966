import type { CountVectors } from './countVectors.ts';
import { npmiOf } from './coherence.ts';
import { topWords, type Topics } from './lda.ts';
import type { Periods } from './periods.ts';
import { wordRanges } from './words.ts';

export interface TopicWord {
  readonly word: string;
  /** Share of the words of the topic. */
  readonly share: number;
}

/** A text that is about little but its topic. */
export interface TypicalText {
  /** Position among the texts that were looked at. */
  readonly row: number;
  readonly text: string;
  /** Share of the topic in it. */
  readonly share: number;
  /** Where words of the topic stand, as `[from, to)`. */
  readonly marks: readonly (readonly [number, number])[];
}

export interface TopicFigures {
  /** The words that tell it from other topics. */
  readonly name: readonly string[];
  /** Share of all words. */
  readonly weight: number;
  /** Texts that are mostly about it. */
  readonly texts: number;
  readonly coherence: number;
  readonly words: readonly TopicWord[];
  readonly typical: readonly TypicalText[];
  /** Of the rated texts that are mostly about it; `mean` is null without any. */
  readonly rated: number;
  readonly mean: number | null;
  /** How many standard errors its mean lies above that of all; null where that cannot be told. */
  readonly deviation: number | null;
  /** Texts mostly about it in each period; empty without periods. */
  readonly byPeriod: Int32Array;
}

const shownWords = 8;
const nameWords = 3;
const typicalTexts = 3;
/** Words for the coherence, as the literature has it. */
const coherenceWords = 10;
/** A typical text has at least so many counted words. */
const leastWords = 4;
/** Between a word's share in the topic (1) and what sets the topic apart (0). */
const relevance = 0.6;

/** The topic that most of each text is about; −1 for a text without a counted word. */
export function mainTopics({ textShares, topics }: Topics, { start }: CountVectors): Int32Array {
  return Int32Array.from({ length: start.length - 1 }, (_, text) => {
    if (start[text] === start[text + 1]) return -1;
    let main = 0;
    for (let t = 1; t < topics; t++)
      if (textShares[text * topics + t]! > textShares[text * topics + main]!) main = t;
    return main;
  });
}

/** What can be said of each topic. `ratings` have NaN for none. */
export function topicFigures(
  texts: readonly string[],
  vectors: CountVectors,
  found: Topics,
  main: Int32Array,
  ratings: ArrayLike<number> | null,
  periods: Periods | null,
): readonly TopicFigures[] {
  const all = ratings === null ? null : spreadOf(ratings, () => true);
  const totals = shareOfWords(vectors);
  return Array.from({ length: found.topics }, (_, topic) => {
    const isMain = (text: number): boolean => main[text] === topic;
    const own = ratings === null ? null : spreadOf(ratings, isMain);
    const relevant = relevantWords(found, totals, topic);
    const words = relevant
      .map((word) => ({ word: vectors.names[word]!, share: found.wordShares[topic * found.words + word]! }))
      .sort((a, b) => b.share - a.share || (a.word < b.word ? -1 : 1));
    const error = all === null || own === null ? 0 : all.deviation / Math.sqrt(own.count);
    return {
      name: relevant.slice(0, nameWords).map((word) => vectors.names[word]!),
      weight: found.weights[topic]!,
      texts: main.reduce((sum, each) => sum + Number(each === topic), 0),
      coherence: npmiOf(vectors, topWords(found, topic, coherenceWords)),
      words,
      typical: typicalOf(texts, vectors, found, topic, isMain, words),
      rated: own?.count ?? 0,
      mean: own === null || own.count === 0 ? null : own.mean,
      deviation: all !== null && own !== null && error > 0 ? (own.mean - all.mean) / error : null,
      byPeriod: periods === null ? new Int32Array(0) : countIn(periods, isMain),
    };
  });
}

/**
 * The words of the greatest relevance: λ · ln share in the topic + (1 − λ) · ln of that over the share in all texts.
 * Source: Sievert and Shirley, LDAvis, 2014, with their λ of 0.6.
 */
function relevantWords({ wordShares, words }: Topics, totals: Float64Array, topic: number): number[] {
  const score = new Float64Array(words);
  for (let w = 0; w < words; w++) {
    const share = wordShares[topic * words + w]!;
    score[w] = relevance * Math.log(share) + (1 - relevance) * Math.log(share / totals[w]!);
  }
  return Array.from(Int32Array.from(score.keys()).sort((a, b) => score[b]! - score[a]! || a - b)).slice(
    0,
    shownWords,
  );
}

function shareOfWords({ names, terms, counts }: CountVectors): Float64Array {
  const totals = new Float64Array(names.length);
  let all = 0;
  for (let at = 0; at < terms.length; at++) {
    totals[terms[at]!]! += counts[at]!;
    all += counts[at]!;
  }
  return totals.map((total) => total / all);
}

/** The texts with the greatest share of the topic, none twice with the same words. */
function typicalOf(
  texts: readonly string[],
  { start }: CountVectors,
  { textShares, topics }: Topics,
  topic: number,
  isMain: (text: number) => boolean,
  words: readonly TopicWord[],
): readonly TypicalText[] {
  const shareOf = (text: number): number => textShares[text * topics + topic]!;
  const rows = Int32Array.from(texts.keys())
    .filter((text) => isMain(text) && start[text + 1]! - start[text]! >= leastWords)
    .sort((a, b) => shareOf(b) - shareOf(a) || a - b);
  const seen = new Set<string>();
  const typical: TypicalText[] = [];
  const wanted = words.map(({ word }) => word);
  for (const row of rows) {
    const text = texts[row]!;
    if (typical.length === typicalTexts) break;
    if (seen.has(text)) continue;
    seen.add(text);
    typical.push({ row, text, share: shareOf(row), marks: wordRanges(text, wanted) });
  }
  return typical;
}

function spreadOf(
  values: ArrayLike<number>,
  isWanted: (i: number) => boolean,
): { readonly count: number; readonly mean: number; readonly deviation: number } {
  let [count, mean, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]) || !isWanted(i)) continue;
    count++;
    const step = values[i]! - mean;
    mean += step / count;
    squares += step * (values[i]! - mean);
  }
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0 };
}

function countIn({ starts, periodOf }: Periods, isWanted: (i: number) => boolean): Int32Array {
  const counts = new Int32Array(starts.length);
  periodOf.forEach((period, i) => {
    if (period >= 0 && isWanted(i)) counts[period]! += 1;
  });
  return counts;
}
