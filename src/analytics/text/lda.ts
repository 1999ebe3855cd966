import { err, ok, type Result } from '../../domain/result.ts';
import { seededRandom } from '../../domain/random.ts';
import type { CountVectors } from './countVectors.ts';

export interface LdaOptions {
  readonly topics: number;
  /** The same seed and texts give the same topics on every device. */
  readonly seed: number;
  /** Rounds over all words; 200 by default. */
  readonly rounds?: number;
  /** How even the topics of a text are; 1 / topics by default. */
  readonly alpha?: number;
  /** How even the words of a topic are; 1 / topics by default. */
  readonly beta?: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

export interface Topics {
  readonly topics: number;
  readonly words: number;
  /** topics × words: share of each word in each topic; rows sum to 1. */
  readonly wordShares: Float64Array;
  /** texts × topics: share of each topic in each text; rows sum to 1. */
  readonly textShares: Float64Array;
  /** Share of all words in each topic. */
  readonly weights: Float64Array;
  /** e to the mean surprise of a word: lower is better. */
  readonly perplexity: number;
}

export type LdaError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-option'; readonly option: 'topics' | 'rounds' | 'alpha' | 'beta' }
  | { readonly type: 'too-large'; readonly cells: number; readonly most: number }
  | { readonly type: 'cancelled' };

const mostCells = 50_000_000;

/**
 * Topics of texts by collapsed Gibbs sampling; shares are means over samples of the last third of the rounds. Time is
 * words × topics a round. Sources: Blei, Ng and Jordan 2003; Griffiths and Steyvers, Finding Scientific Topics, 2004.
 */
export function fitLda(vectors: CountVectors, options: LdaOptions): Result<Topics, LdaError> {
  const { topics: k, seed, rounds = 200, signal, onProgress } = options;
  const { alpha = 1 / k, beta = 1 / k } = options;
  if (!Number.isInteger(k) || k < 1 || k > 500) return err({ type: 'bad-option', option: 'topics' });
  if (!Number.isInteger(rounds) || rounds < 1) return err({ type: 'bad-option', option: 'rounds' });
  if (!(alpha > 0)) return err({ type: 'bad-option', option: 'alpha' });
  if (!(beta > 0)) return err({ type: 'bad-option', option: 'beta' });
  const texts = vectors.start.length - 1;
  const words = vectors.names.length;
  if (vectors.terms.length === 0) return err({ type: 'no-rows' });
  const cells = (texts + words) * k;
  if (cells > mostCells) return err({ type: 'too-large', cells, most: mostCells });

  const state = startOf(vectors, k, seed);
  const random = state.random;
  const sums = { text: new Float64Array(texts * k), word: new Float64Array(words * k), samples: 0 };
  const cumulative = new Float64Array(k);
  const scale = new Float64Array(k);
  for (let t = 0; t < k; t++) scale[t] = 1 / (state.totals[t]! + words * beta);
  for (let round = 0; round < rounds; round++) {
    for (let text = 0; text < texts; text++) {
      if ((text & 255) === 0 && signal?.aborted === true) return err({ type: 'cancelled' });
      sampleText(state, text, { k, alpha, beta, words, cumulative, scale, random });
    }
    if (round >= rounds - Math.ceil(rounds / 3) && (rounds - 1 - round) % 5 === 0) {
      for (let i = 0; i < sums.text.length; i++) sums.text[i]! += state.byText[i]!;
      for (let i = 0; i < sums.word.length; i++) sums.word[i]! += state.byWord[i]!;
      sums.samples++;
    }
    onProgress?.((round + 1) / rounds);
  }
  return ok(sharesOf(vectors, sums, { k, alpha, beta }));
}

/** The words of a topic with the greatest shares, most first. */
export function topWords({ wordShares, words }: Topics, topic: number, count: number): Int32Array {
  const shares = wordShares.subarray(topic * words, (topic + 1) * words);
  return Int32Array.from(shares.keys())
    .sort((a, b) => shares[b]! - shares[a]! || a - b)
    .slice(0, count);
}

/** Which topic each word of each text is given to, and the counts that follow. */
interface State {
  readonly start: Int32Array;
  readonly word: Int32Array;
  readonly topic: Int32Array;
  readonly byText: Int32Array;
  /** words × topics. */
  readonly byWord: Int32Array;
  readonly totals: Int32Array;
  readonly random: () => number;
}

function startOf({ start, terms, counts, names }: CountVectors, k: number, seed: number): State {
  const random = seededRandom(seed);
  const texts = start.length - 1;
  const size = counts.reduce((sum, count) => sum + count, 0);
  const state = {
    start: new Int32Array(texts + 1),
    word: new Int32Array(size),
    topic: new Int32Array(size),
    byText: new Int32Array(texts * k),
    byWord: new Int32Array(names.length * k),
    totals: new Int32Array(k),
    random,
  };
  let place = 0;
  for (let text = 0; text < texts; text++) {
    for (let at = start[text]!; at < start[text + 1]!; at++) {
      for (let n = 0; n < counts[at]!; n++) {
        const topic = Math.floor(random() * k);
        state.word[place] = terms[at]!;
        state.topic[place++] = topic;
        state.byText[text * k + topic]! += 1;
        state.byWord[terms[at]! * k + topic]! += 1;
        state.totals[topic]! += 1;
      }
    }
    state.start[text + 1] = place;
  }
  return state;
}

interface Sampling {
  readonly k: number;
  readonly alpha: number;
  readonly beta: number;
  readonly words: number;
  readonly cumulative: Float64Array;
  /** 1 / (words in the topic + words · β). */
  readonly scale: Float64Array;
  readonly random: () => number;
}

function sampleText(state: State, text: number, sampling: Sampling): void {
  const { start, word, topic, byText, byWord, totals } = state;
  const { k, alpha, beta, words, cumulative, scale, random } = sampling;
  const smoothing = words * beta;
  const end = start[text + 1]!;
  const own = text * k;
  for (let at = start[text]!; at < end; at++) {
    const row = word[at]! * k;
    const before = topic[at]!;
    byText[own + before]! -= 1;
    byWord[row + before]! -= 1;
    totals[before]! -= 1;
    scale[before] = 1 / (totals[before]! + smoothing);
    let sum = 0;
    for (let t = 0; t < k; t++) {
      sum += (byText[own + t]! + alpha) * (byWord[row + t]! + beta) * scale[t]!;
      cumulative[t] = sum;
    }
    const drawn = random() * sum;
    let next = 0;
    while (next < k - 1 && cumulative[next]! <= drawn) next++;
    topic[at] = next;
    byText[own + next]! += 1;
    byWord[row + next]! += 1;
    totals[next]! += 1;
    scale[next] = 1 / (totals[next]! + smoothing);
  }
}

function sharesOf(
  { start, terms, counts, names }: CountVectors,
  sums: { readonly text: Float64Array; readonly word: Float64Array; readonly samples: number },
  { k, alpha, beta }: { k: number; alpha: number; beta: number },
): Topics {
  const words = names.length;
  const texts = start.length - 1;
  const totals = new Float64Array(k);
  sums.word.forEach((count, i) => (totals[i % k]! += count / sums.samples));
  const wordShares = new Float64Array(k * words);
  for (let w = 0; w < words; w++)
    for (let t = 0; t < k; t++)
      wordShares[t * words + w] = (sums.word[w * k + t]! / sums.samples + beta) / (totals[t]! + words * beta);
  const textShares = new Float64Array(texts * k);
  let [surprise, size] = [0, 0];
  for (let text = 0; text < texts; text++) {
    let length = 0;
    for (let t = 0; t < k; t++) length += sums.text[text * k + t]! / sums.samples;
    for (let t = 0; t < k; t++)
      textShares[text * k + t] = (sums.text[text * k + t]! / sums.samples + alpha) / (length + k * alpha);
    for (let at = start[text]!; at < start[text + 1]!; at++) {
      let chance = 0;
      for (let t = 0; t < k; t++) chance += textShares[text * k + t]! * wordShares[t * words + terms[at]!]!;
      surprise -= counts[at]! * Math.log(chance);
      size += counts[at]!;
    }
  }
  const all = totals.reduce((sum, total) => sum + total, 0);
  return {
    ...{ topics: k, words, wordShares, textShares },
    weights: totals.map((total) => total / all),
    perplexity: Math.exp(surprise / size),
  };
}
