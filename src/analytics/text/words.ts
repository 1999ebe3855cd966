/** What a person has said about single words. */
export interface WordRules {
  /** Words and phrases that stay whole, whatever a dictionary says; the longest counts. */
  readonly whole?: readonly string[];
  /** Parts a run of a script without spaces; by default by the dictionary of the browser, and where it has none in pairs. */
  readonly segment?: (run: string) => readonly string[];
}

/** Scripts that put no space between words. */
const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}';
const runs = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])+(?:['’]\\p{L}+)?`, 'gu');
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u');

/**
 * What takes a text apart into words, in order and with repetitions, in small letters: runs of letters between spaces, of two
 * letters or more; Chinese and other scripts without spaces by the browser's dictionary. Linear in letters.
 * Source: Unicode Standard Annex 29, word boundaries, with the dictionaries of ICU.
 */
export function wordsOf({ whole = [], segment = segmentInto() }: WordRules = {}): (text: string) => string[] {
  const kept = wholeWords(whole);
  return (text) => {
    const lower = text.toLowerCase();
    if (kept === undefined) return plainWords(lower, segment);
    const words: string[] = [];
    let end = 0;
    for (const { 0: found, index } of lower.matchAll(kept)) {
      words.push(...plainWords(lower.slice(end, index), segment), found);
      end = index + found.length;
    }
    words.push(...plainWords(lower.slice(end), segment));
    return words;
  };
}

/** Where some words stand in a text, in order, as `[from, to)`; Latin ones only as whole words. */
export function wordRanges(
  text: string,
  words: readonly string[],
): readonly (readonly [from: number, to: number])[] {
  const lower = text.toLowerCase();
  const wanted = wholeWords(words);
  // A few letters change their length with their case; then places in one are no places in the other.
  if (wanted === undefined || lower.length !== text.length) return [];
  return Array.from(lower.matchAll(wanted), ({ 0: found, index }) => [index, index + found.length] as const);
}

/** Parts by the browser's dictionary, in pairs where the browser has none. */
function segmentInto(): (run: string) => readonly string[] {
  const { Segmenter } = Intl as { Segmenter?: typeof Intl.Segmenter };
  if (Segmenter === undefined) return pairsOf;
  const segmenter = new Segmenter('zh', { granularity: 'word' });
  return (run) => Array.from(segmenter.segment(run), ({ segment }) => segment);
}

/** Neighbouring letters two by two, which find every word of two without a dictionary; a single one as itself. */
function pairsOf(run: string): readonly string[] {
  const letters = Array.from(run);
  return letters.length < 2 ? letters : letters.slice(1).map((letter, i) => `${letters[i]!}${letter}`);
}

function plainWords(lower: string, segment: (run: string) => readonly string[]): string[] {
  const words: string[] = [];
  for (const [run] of lower.matchAll(runs)) {
    if (isUnspaced.test(run)) words.push(...segment(run));
    else if (run.length > 1) words.push(run);
  }
  return words;
}

/** Finds any of some words, the longest first; those that begin or end with a letter of a script with spaces only where no other letter touches. */
function wholeWords(words: readonly string[]): RegExp | undefined {
  const patterns = [...new Set(words.map((word) => word.trim().toLowerCase()))]
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length)
    .map((word) => {
      const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, (sign) => `\\${sign}`);
      const letter = `(?![${unspaced}])[\\p{L}\\p{N}]`;
      const before = new RegExp(`^${letter}`, 'u').test(word) ? `(?<!${letter})` : '';
      const after = new RegExp(`${letter}$`, 'u').test(word) ? `(?!${letter})` : '';
      return `${before}${escaped}${after}`;
    });
  return patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'gu');
}
