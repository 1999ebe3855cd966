import { termsOf } from './terms.ts';

/** Texts as counts of terms: text i has the terms `terms[start[i] … start[i + 1])`, rising, `counts` times each. */
export interface CountVectors {
  readonly names: readonly string[];
  /** In how many texts each term occurs. */
  readonly documents: Int32Array;
  readonly start: Int32Array;
  readonly terms: Int32Array;
  readonly counts: Int32Array;
}

export interface CountOptions {
  /** Texts a term must occur in; 5 by default. */
  readonly leastTexts?: number;
  /** Share of the texts that a term may occur in at most; 0.5 by default. */
  readonly mostShare?: number;
  /** Terms kept at most, the most frequent; 5000 by default. */
  readonly mostTerms?: number;
  /** How a text is taken apart; `termsOf` by default. */
  readonly tokens?: (text: string) => readonly string[];
}

/** Counts of the terms of each text, terms in alphabetical order. Texts without any kept term have none. Linear in terms. */
export function countVectors(
  texts: readonly string[],
  { leastTexts = 5, mostShare = 0.5, mostTerms = 5000, tokens = termsOf }: CountOptions = {},
): CountVectors {
  const numbers = new Map<string, number>();
  const totals: number[] = [];
  const documents: number[] = [];
  const rows = texts.map((text) => {
    const row = new Map<number, number>();
    for (const name of tokens(text)) {
      let number = numbers.get(name);
      if (number === undefined) {
        number = totals.push(0) - 1;
        documents.push(0);
        numbers.set(name, number);
      }
      totals[number]! += 1;
      row.set(number, (row.get(number) ?? 0) + 1);
    }
    for (const number of row.keys()) documents[number]! += 1;
    return row;
  });
  const kept = [...numbers]
    .filter(([, n]) => documents[n]! >= leastTexts && documents[n]! <= mostShare * texts.length)
    .sort(([a, i], [b, j]) => totals[j]! - totals[i]! || (a < b ? -1 : 1))
    .slice(0, mostTerms)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const place = new Int32Array(totals.length).fill(-1);
  kept.forEach(([, number], i) => (place[number] = i));
  const start = new Int32Array(texts.length + 1);
  const [terms, counts]: [number[], number[]] = [[], []];
  rows.forEach((row, i) => {
    const own = [...row]
      .filter(([number]) => place[number]! >= 0)
      .map(([number, n]) => [place[number]!, n] as const);
    own.sort(([a], [b]) => a - b);
    for (const [term, count] of own) {
      terms.push(term);
      counts.push(count);
    }
    start[i + 1] = terms.length;
  });
  return {
    names: kept.map(([name]) => name),
    documents: Int32Array.from(kept, ([, number]) => documents[number]!),
    start,
    terms: Int32Array.from(terms),
    counts: Int32Array.from(counts),
  };
}
