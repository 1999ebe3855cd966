import { termsOf } from './terms.ts';

/** Texts as rows of weights: row `i` has the terms `terms[start[i] … start[i + 1])`, ascending, with `weights`; rows have length 1. */
export interface TfidfModel {
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Of each term. */
  readonly idf: Float64Array;
  readonly start: Uint32Array;
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
  /** The same by term: texts that have term `t` are `texts[first[t] … first[t + 1])`, with their weights. */
  readonly first: Uint32Array;
  readonly texts: Uint32Array;
  readonly textWeights: Float32Array;
}

/** A text and how like another it is: the cosine of their weights, 0 to 1. */
export interface Similar {
  readonly text: number;
  readonly cosine: number;
}

/**
 * Weighs the terms of texts: tf · idf with tf the raw count and idf = ln((1 + n) / (1 + df)) + 1, each row divided by its
 * Euclidean length. Terms of fewer than `leastTexts` texts are left out; a text without any has an empty row. Linear in terms.
 * Source: the smoothed form of Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988, as
 * scikit-learn's TfidfVectorizer computes it.
 */
export function tfidfOf(texts: readonly string[], leastTexts = 2): TfidfModel {
  const found = countTerms(texts);
  const kept = Array.from(found.documents.entries()).filter(([, count]) => count >= leastTexts);
  const numberOf = new Int32Array(found.names.length).fill(-1);
  kept.forEach(([name], number) => (numberOf[name] = number));
  const idf = Float64Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1);
  const size = found.counts.reduce(
    (sum, _, i) => sum + ((numberOf[found.rows[i] ?? 0] ?? -1) >= 0 ? 1 : 0),
    0,
  );
  const start = new Uint32Array(texts.length + 1);
  const terms = new Uint32Array(size);
  const weights = new Float32Array(size);
  let place = 0;
  for (let text = 0; text < texts.length; text++) {
    start[text] = place;
    const row: [term: number, weight: number][] = [];
    for (let i = found.start[text] ?? 0; i < (found.start[text + 1] ?? 0); i++) {
      const term = numberOf[found.rows[i] ?? 0] ?? -1;
      if (term >= 0) row.push([term, (found.counts[i] ?? 0) * (idf[term] ?? 0)]);
    }
    row.sort(([a], [b]) => a - b);
    const length = Math.hypot(...row.map(([, weight]) => weight));
    for (const [term, weight] of row) {
      terms[place] = term;
      weights[place++] = weight / length;
    }
  }
  start[texts.length] = place;
  const vocabulary = new Map(kept.map(([name], number) => [found.names[name] ?? '', number]));
  return { vocabulary, idf, start, terms, weights, ...byTerm(idf.length, start, terms, weights) };
}

/**
 * The texts most like a new one, best first, at most `limit`, none below `least`. Looks only at texts that share a term. What
 * the new one says and no other text says counts in its length, as a term of no text.
 */
export function mostSimilar(
  model: TfidfModel,
  text: string,
  limit: number,
  least = 0.05,
): readonly Similar[] {
  const query = new Map<number, number>();
  const unknown = new Map<string, number>();
  const unknownIdf = Math.log(model.start.length) + 1;
  for (const name of termsOf(text)) {
    const term = model.vocabulary.get(name);
    if (term === undefined) unknown.set(name, (unknown.get(name) ?? 0) + unknownIdf);
    else query.set(term, (query.get(term) ?? 0) + (model.idf[term] ?? 0));
  }
  const length = Math.hypot(...query.values(), ...unknown.values());
  const cosines = new Float64Array(model.start.length - 1);
  for (const [term, weight] of query) {
    for (let i = model.first[term] ?? 0; i < (model.first[term + 1] ?? 0); i++) {
      const other = model.texts[i] ?? 0;
      cosines[other] = (cosines[other] ?? 0) + ((model.textWeights[i] ?? 0) * weight) / length;
    }
  }
  const best: Similar[] = [];
  cosines.forEach((cosine, each) => {
    if (cosine >= least) best.push({ text: each, cosine: Math.min(1, cosine) });
  });
  return best.sort((a, b) => b.cosine - a.cosine || b.text - a.text).slice(0, limit);
}

/** The terms that a text and a new one share, those that make them most alike first, at most `limit`. */
export function sharedTerms(
  model: TfidfModel,
  text: number,
  query: string,
  limit: number,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of termsOf(query)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const weights = new Map<number, number>();
  for (let i = model.start[text] ?? 0; i < (model.start[text + 1] ?? 0); i++)
    weights.set(model.terms[i] ?? 0, model.weights[i] ?? 0);
  return Array.from(counts)
    .flatMap(([name, count]) => {
      const term = model.vocabulary.get(name) ?? -1;
      const weight = weights.get(term);
      return weight === undefined ? [] : [{ name, share: count * (model.idf[term] ?? 0) * weight }];
    })
    .sort((a, b) => b.share - a.share)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** The cosine of two rows. */
export function cosineOf({ start, terms, weights }: TfidfModel, a: number, b: number): number {
  let [i, j, sum] = [start[a] ?? 0, start[b] ?? 0, 0];
  while (i < (start[a + 1] ?? 0) && j < (start[b + 1] ?? 0)) {
    const difference = (terms[i] ?? 0) - (terms[j] ?? 0);
    if (difference === 0) sum += (weights[i] ?? 0) * (weights[j] ?? 0);
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return sum;
}

interface Counted {
  readonly names: readonly string[];
  /** In how many texts each name occurs. */
  readonly documents: readonly number[];
  readonly start: Uint32Array;
  readonly rows: readonly number[];
  readonly counts: readonly number[];
}

function countTerms(texts: readonly string[]): Counted {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const documents: number[] = [];
  const start = new Uint32Array(texts.length + 1);
  const [rows, counts]: [number[], number[]] = [[], []];
  texts.forEach((text, i) => {
    start[i] = rows.length;
    const inText = new Map<number, number>();
    for (const name of termsOf(text)) {
      let number = numbers.get(name);
      if (number === undefined) {
        number = names.push(name) - 1;
        numbers.set(name, number);
        documents.push(0);
      }
      inText.set(number, (inText.get(number) ?? 0) + 1);
    }
    for (const [number, count] of inText) {
      documents[number] = (documents[number] ?? 0) + 1;
      rows.push(number);
      counts.push(count);
    }
  });
  start[texts.length] = rows.length;
  return { names, documents, start, rows, counts };
}

function byTerm(
  count: number,
  start: Uint32Array,
  terms: Uint32Array,
  weights: Float32Array,
): Pick<TfidfModel, 'first' | 'texts' | 'textWeights'> {
  const first = new Uint32Array(count + 1);
  for (const term of terms) first[term + 1] = (first[term + 1] ?? 0) + 1;
  for (let term = 0; term < count; term++) first[term + 1] = (first[term + 1] ?? 0) + (first[term] ?? 0);
  const next = first.slice();
  const texts = new Uint32Array(terms.length);
  const textWeights = new Float32Array(terms.length);
  for (let text = 0; text + 1 < start.length; text++) {
    for (let i = start[text] ?? 0; i < (start[text + 1] ?? 0); i++) {
      const place = next[terms[i] ?? 0] ?? 0;
      next[terms[i] ?? 0] = place + 1;
      texts[place] = text;
      textWeights[place] = weights[i] ?? 0;
    }
  }
  return { first, texts, textWeights };
}
