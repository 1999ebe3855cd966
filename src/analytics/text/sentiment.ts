import { err, ok, type Result } from '../../domain/result.ts';
import { countVectors } from './countVectors.ts';
import { fitPlane, marginsOf, type SparseTable } from './sparseLogistic.ts';
import { termsOf } from './terms.ts';

/** What words tell of a text's class, learnt from the user's own ratings. */
export interface SentimentModel {
  readonly method: 'sentiment';
  readonly names: readonly string[];
  readonly idf: Float64Array;
  /** Of each term; above 0 speaks for class 1. */
  readonly weights: Float64Array;
  readonly intercept: number;
}

export type SentimentError =
  | { readonly type: 'no-rows' }
  | { readonly type: 'bad-label'; readonly row: number }
  | {
      readonly type: 'too-few-of-class';
      readonly label: number;
      readonly rows: number;
      readonly needed: number;
    }
  /** No word stands in enough texts. */
  | { readonly type: 'no-columns' }
  | { readonly type: 'bad-option'; readonly option: 'c' }
  | { readonly type: 'cancelled' };

/** A term of a text and how far it moves its margin: its weight × its share of the text. */
export interface Reason {
  readonly term: string;
  readonly push: number;
}

export interface SentimentOptions {
  /** Texts a term must occur in; 2 by default. */
  readonly leastTexts?: number;
  /** The greater, the closer to the texts that were learnt from; 1 by default. */
  readonly c?: number;
  /** How a text is taken apart, and must be again when the model is asked; `termsOf` by default. */
  readonly tokens?: (text: string) => readonly string[];
  readonly signal?: { readonly aborted: boolean };
}

/**
 * Learns to tell texts of label 1 (content) from those of 0 by TF-IDF weights of length 1 and logistic regression with penalty.
 * Terms of fewer than `leastTexts` texts are left out. Source: Pang, Lee and Vaithyanathan, Thumbs up?, 2002.
 */
export function fitSentiment(
  texts: readonly string[],
  labels: ArrayLike<number>,
  { leastTexts = 2, c = 1, tokens = termsOf, signal }: SentimentOptions = {},
): Result<SentimentModel, SentimentError> {
  if (texts.length === 0) return err({ type: 'no-rows' });
  if (!(c > 0)) return err({ type: 'bad-option', option: 'c' });
  const rows = [0, 0];
  for (let i = 0; i < texts.length; i++) {
    const label = labels[i]!;
    if (label !== 0 && label !== 1) return err({ type: 'bad-label', row: i });
    rows[label]! += 1;
  }
  for (const label of [0, 1])
    if (rows[label]! < 2) return err({ type: 'too-few-of-class', label, rows: rows[label]!, needed: 2 });
  const { names, documents } = countVectors(texts, {
    leastTexts,
    mostShare: 1,
    mostTerms: Infinity,
    tokens,
  });
  if (names.length === 0) return err({ type: 'no-columns' });
  const idf = Float64Array.from(documents, (count) => Math.log((1 + texts.length) / (1 + count)) + 1);
  const plane = fitPlane(tableOf(texts, names, idf, tokens), labels, c, signal);
  return plane === null ? err({ type: 'cancelled' }) : ok({ method: 'sentiment', names, idf, ...plane });
}

/** The chance that each text is of label 1; that of no known word where it has none. */
export function sentimentOf(
  model: SentimentModel,
  texts: readonly string[],
  tokens: (text: string) => readonly string[] = termsOf,
): Float64Array {
  const margins = marginsOf(tableOf(texts, model.names, model.idf, tokens), model);
  return margins.map((margin) => 1 / (1 + Math.exp(-margin)));
}

/** The terms that speak most for or against a text, most first. */
export function sentimentReasons(model: SentimentModel, text: string, limit: number): readonly Reason[] {
  const { columns, values } = tableOf([text], model.names, model.idf, termsOf);
  return Array.from(columns, (term, i) => ({
    term: model.names[term]!,
    push: model.weights[term]! * values[i]!,
  }))
    .sort((a, b) => Math.abs(b.push) - Math.abs(a.push) || (a.term < b.term ? -1 : 1))
    .slice(0, limit);
}

/** TF-IDF rows of length 1 over known terms, as `tfidfOf` weighs them. */
function tableOf(
  texts: readonly string[],
  names: readonly string[],
  idf: Float64Array,
  tokens: (text: string) => readonly string[],
): SparseTable {
  const place = new Map(names.map((name, i) => [name, i]));
  const start = new Int32Array(texts.length + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  texts.forEach((text, i) => {
    const row = new Map<number, number>();
    for (const name of tokens(text)) {
      const term = place.get(name);
      if (term !== undefined) row.set(term, (row.get(term) ?? 0) + idf[term]!);
    }
    let square = 0;
    for (const weight of row.values()) square += weight * weight;
    const length = Math.sqrt(square);
    for (const [term, weight] of row) {
      columns.push(term);
      values.push(weight / length);
    }
    start[i + 1] = columns.length;
  });
  return { width: names.length, start, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}
