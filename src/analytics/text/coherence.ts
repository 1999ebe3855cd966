import type { CountVectors } from './countVectors.ts';

/**
 * How far words of a topic stand in the same texts, −1 to 1: the mean normalised pointwise mutual information of all pairs, by
 * texts; −1 for a pair that never meets. 0 for fewer than two words.
 * Source: Bouma, Normalized (Pointwise) Mutual Information in Collocation Extraction, 2009; Lau, Newman and Baldwin 2014.
 */
export function npmiOf({ start, terms, documents }: CountVectors, words: ArrayLike<number>): number {
  const texts = start.length - 1;
  const size = words.length;
  const place = new Map(Array.from(words, (word, i) => [word, i]));
  const both = new Float64Array(size * size);
  const present: number[] = [];
  for (let text = 0; text < texts; text++) {
    present.length = 0;
    for (let at = start[text]!; at < start[text + 1]!; at++) {
      const i = place.get(terms[at]!);
      if (i !== undefined) present.push(i);
    }
    for (const i of present) for (const j of present) both[i * size + j]! += 1;
  }
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      pairs++;
      const share = both[i * size + j]! / texts;
      const [left, right] = [documents[words[i]!]! / texts, documents[words[j]!]! / texts];
      sum += share === 0 ? -1 : share === 1 ? 1 : Math.log(share / (left * right)) / -Math.log(share);
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
