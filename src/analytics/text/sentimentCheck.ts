import { err, ok, type Result } from '../../domain/result.ts';
import { rowsInside, rowsOutside, stratifiedFolds } from '../validation/folds.ts';
import { rankingOf, rocAuc } from '../validation/ranking.ts';
import { fitSentiment, sentimentOf, type SentimentError } from './sentiment.ts';

/** A word and how far it moves a text towards content (above 0) or discontent. */
export interface SpeakingWord {
  readonly word: string;
  readonly weight: number;
  /** Rated texts that have it. */
  readonly texts: number;
}

export interface CheckedSentiment {
  readonly content: number;
  readonly discontent: number;
  /** On texts that were not learnt from, five-fold. */
  readonly auc: number;
  readonly accuracy: number;
  /** What saying the more frequent answer to all would be right in. */
  readonly baseline: number;
  readonly speaksFor: readonly SpeakingWord[];
  readonly speaksAgainst: readonly SpeakingWord[];
  /** The chance that each of all texts, rated or not, is content. */
  readonly chance: Float64Array;
}

export type CheckedSentimentError =
  SentimentError | { readonly type: 'too-few-rated'; readonly content: number; readonly discontent: number };

export interface SentimentCheckOptions {
  readonly tokens: (text: string) => readonly string[];
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

const folds = 5;
/** Rated texts of each answer that it takes. */
export const leastRated = 20;
const shownWords = 12;

/**
 * Learns from the rated texts (label 1 content, 0 discontent, −1 not rated) and says of all what they are. The words shown are
 * those with the greatest weights among words of at least five rated texts.
 */
export function checkSentiment(
  texts: readonly string[],
  labels: ArrayLike<number>,
  { tokens, seed, onProgress, signal }: SentimentCheckOptions,
): Result<CheckedSentiment, CheckedSentimentError> {
  const rated = Int32Array.from(texts.keys()).filter((i) => labels[i]! >= 0);
  const truth = Int32Array.from(rated, (i) => labels[i]!);
  const content = truth.reduce((sum, label) => sum + label, 0);
  const discontent = truth.length - content;
  if (content < leastRated || discontent < leastRated)
    return err({ type: 'too-few-rated', content, discontent });
  const textsAt = (places: Int32Array): string[] => Array.from(places, (place) => texts[rated[place]!]!);
  const foldOf = stratifiedFolds(truth, folds, seed);
  const unseen = new Float64Array(truth.length);
  const options = { tokens, ...(signal === undefined ? {} : { signal }) };
  for (let fold = 0; fold < folds; fold++) {
    const [train, test] = [rowsOutside(foldOf, fold), rowsInside(foldOf, fold)];
    const labelsThere = Int32Array.from(train, (place) => truth[place]!);
    const model = fitSentiment(textsAt(train), labelsThere, options);
    if (!model.ok) return model;
    sentimentOf(model.value, textsAt(test), tokens).forEach((chance, i) => (unseen[test[i]!] = chance));
    onProgress?.((fold + 1) / (folds + 1));
  }
  const ratedTexts = Array.from(rated, (i) => texts[i]!);
  const model = fitSentiment(ratedTexts, truth, options);
  if (!model.ok) return model;
  const right = truth.reduce((sum, label, i) => sum + Number(unseen[i]! > 0.5 === (label === 1)), 0);
  const words = speakingWords(model.value, ratedTexts.length);
  return ok({
    content,
    discontent,
    auc: rocAuc(rankingOf(truth, unseen)) ?? 0.5,
    accuracy: right / truth.length,
    baseline: Math.max(content, discontent) / truth.length,
    speaksFor: words
      .filter(({ weight }) => weight > 0)
      .slice(-shownWords)
      .reverse(),
    speaksAgainst: words.filter(({ weight }) => weight < 0).slice(0, shownWords),
    chance: sentimentOf(model.value, texts, tokens),
  });
}

/** Words of enough texts by rising weight; in how many texts they are follows from their idf. */
function speakingWords(
  { names, idf, weights }: { names: readonly string[]; idf: Float64Array; weights: Float64Array },
  texts: number,
): SpeakingWord[] {
  return names
    .map((word, i) => ({
      word,
      weight: weights[i]!,
      texts: Math.round((1 + texts) / Math.exp(idf[i]! - 1) - 1),
    }))
    .filter((each) => each.texts >= 5)
    .sort((a, b) => a.weight - b.weight || (a.word < b.word ? -1 : 1));
}
