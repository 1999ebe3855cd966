import { withoutFunctionWords } from './functionWords.ts';

export interface KeyPhrase {
  readonly phrase: string;
  /** Texts that have it. */
  readonly texts: number;
  /** Times that it occurs × how firmly its parts hang together. */
  readonly score: number;
}

export interface PhraseOptions {
  /** Texts a phrase must occur in; 3 by default. */
  readonly leastTexts?: number;
  /** Han letters, or Latin words, in a phrase at most; 5 by default. */
  readonly mostParts?: number;
  readonly limit?: number;
  readonly signal?: { readonly aborted: boolean };
}

const runs =
  /\p{Script=Han}+|[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}'’-]*(?: [\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}'’-]*)*/gu;

/**
 * What texts speak of: runs of Han letters or Latin words that come often and together more often than their parts would by
 * chance; a run that mostly occurs inside a longer one is left to that. No dictionary is needed. Linear in letters for each length.
 * Null where it was aborted.
 * Sources: Church and Hanks 1990 for the cohesion of the weakest cut; Frantzi, Ananiadou and Mima 2000 for nested phrases.
 */
export function keyPhrases(
  texts: readonly string[],
  { leastTexts = 3, mostParts = 5, limit = 30, signal }: PhraseOptions = {},
): readonly KeyPhrase[] | null {
  const lines = texts.map(partsOf);
  const levels: Map<string, Found>[] = [];
  let all = 0;
  for (let length = 1; length <= mostParts; length++) {
    const found = countAt(lines, length, levels.at(-1), signal);
    if (found === null) return null;
    if (length === 1) for (const { count } of found.values()) all += count;
    for (const [phrase, { documents }] of found) if (documents < leastTexts) found.delete(phrase);
    levels.push(found);
    if (found.size === 0) break;
  }
  const inside = countInside(levels);
  const phrases: KeyPhrase[] = [];
  levels.slice(1).forEach((level) => {
    for (const [key, { count, documents }] of level) {
      if ((inside.get(key) ?? 0) > 0.6 * count) continue;
      const cohesion = cohesionOf(key, count, levels, all);
      if (cohesion > 1) phrases.push({ phrase: shown(key), texts: documents, score: count * cohesion });
    }
  });
  return phrases.sort((a, b) => b.score - a.score || (a.phrase < b.phrase ? -1 : 1)).slice(0, limit);
}

interface Found {
  count: number;
  documents: number;
  lastText: number;
}

/** A text's runs as lists of parts: letters of Han, words of Latin. Function words end a run. */
function partsOf(text: string): string[][] {
  return Array.from(
    withoutFunctionWords(text.toLowerCase()).replace(/ {2,}/g, ' | ').matchAll(runs),
    ([run]) => (/\p{Script=Han}/u.test(run) ? Array.from(run) : run.split(' ')),
  );
}

/** Runs of a length with how often they occur, of those only whose first and last but one parts were kept a length before. Null where it was
 *  aborted. */
function countAt(
  lines: readonly string[][][],
  length: number,
  before: Map<string, Found> | undefined,
  signal: { readonly aborted: boolean } | undefined,
): Map<string, Found> | null {
  const found = new Map<string, Found>();
  for (const [text, line] of lines.entries()) {
    if ((text & 255) === 0 && signal?.aborted === true) return null;
    for (const parts of line) {
      for (let i = 0; i + length <= parts.length; i++) {
        const key = keyOf(parts, i, length);
        if (
          before !== undefined &&
          !(before.has(keyOf(parts, i, length - 1)) && before.has(keyOf(parts, i + 1, length - 1)))
        )
          continue;
        const known = found.get(key);
        if (known === undefined) found.set(key, { count: 1, documents: 1, lastText: text });
        else {
          known.count++;
          if (known.lastText !== text) known.documents++;
          known.lastText = text;
        }
      }
    }
  }
  return found;
}

/** How often each phrase occurs inside the most frequent longer one. */
function countInside(levels: readonly Map<string, Found>[]): Map<string, number> {
  const inside = new Map<string, number>();
  levels.slice(2).forEach((level) => {
    for (const [key, { count }] of level) {
      const parts = key.split('\n');
      for (const part of [parts.slice(1), parts.slice(0, -1)].map((list) => list.join('\n')))
        inside.set(part, Math.max(inside.get(part) ?? 0, count));
    }
  });
  return inside;
}

/** ln of how much more often a phrase comes than its two halves would by chance, where it is cut weakest. */
function cohesionOf(key: string, count: number, levels: readonly Map<string, Found>[], all: number): number {
  const parts = key.split('\n');
  let least = Number.POSITIVE_INFINITY;
  for (let cut = 1; cut < parts.length; cut++) {
    const left = levels[cut - 1]!.get(parts.slice(0, cut).join('\n'))!.count;
    const right = levels[parts.length - cut - 1]!.get(parts.slice(cut).join('\n'))!.count;
    least = Math.min(least, Math.log((count * all) / (left * right)));
  }
  return least;
}

function keyOf(parts: readonly string[], from: number, length: number): string {
  return parts.slice(from, from + length).join('\n');
}

function shown(key: string): string {
  return key.split('\n').join(/\p{Script=Han}/u.test(key) ? '' : ' ');
}
