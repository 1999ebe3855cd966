import { detailSeparator, type PackedLines, type PackedSearch } from './searchTexts.ts';
import { digitsOf, fold, isPhoneLike } from './fold.ts';
import { slotsPerSegment, type KindIndex } from './kindIndex.ts';

/** How well a record matches, 0 best. */
export const exactName = 0;
export const prefixOfName = 1;
export const startOfWord = 2;
export const startOfPinyin = 3;
export const insideName = 4;
export const insidePinyin = 5;
export const inDetails = 6;
export const noMatch = 255;

/** What a person typed, ready to compare. All `words` have to be found; the `phrase` as a whole ranks higher. */
export interface SearchTerms {
  readonly words: readonly string[];
  readonly phrase: string;
  /** Digits of a phone number or part of one; empty where the text is none. */
  readonly digits: string;
}

/** Undefined for a text that says nothing. */
export function searchTermsOf(text: string): SearchTerms | undefined {
  const phrase = fold(text).trim().replace(/\s+/g, ' ');
  if (phrase === '') return undefined;
  return { words: phrase.split(' '), phrase, digits: isPhoneLike(text) ? digitsOf(text) : '' };
}

/** A rank for every ordinal of a kind, hidden records too. Linear in the length of all texts. */
export function rankMatches(index: KindIndex, terms: SearchTerms): Uint8Array {
  const ranks = new Uint8Array(index.capacity).fill(noMatch);
  index.segments.forEach((segment, number) => {
    const packed = segment.search.packed();
    const from = number * slotsPerSegment;
    rankSegment(packed, terms, ranks.subarray(from, from + slotsPerSegment));
  });
  return ranks;
}

function rankSegment(packed: PackedSearch, { words, phrase, digits }: SearchTerms, ranks: Uint8Array): void {
  const [first = ''] = words;
  if (words.length === 1) scanWord(packed, first, ranks);
  else {
    const ofWord = new Uint8Array(ranks.length);
    ranks.fill(startOfWord);
    for (const word of words) {
      ofWord.fill(noMatch);
      scanWord(packed, word, ofWord);
      for (let slot = 0; slot < ranks.length; slot++)
        ranks[slot] = Math.max(ranks[slot] ?? 0, ofWord[slot] ?? 0);
    }
    scanNames(packed.names, phrase, ranks);
  }
  if (digits !== '' && digits !== phrase) scanDetails(packed.details, digits, ranks);
}

function scanWord(packed: PackedSearch, word: string, ranks: Uint8Array): void {
  scanNames(packed.names, word, ranks);
  if (isAscii(word)) {
    scanFull(packed, word, ranks);
    scanInitials(packed.initials, word, ranks);
    scanDetails(packed.details, word, ranks);
  }
}

function scanNames({ joined, offsets }: PackedLines, term: string, ranks: Uint8Array): void {
  let slot = 0;
  let at = joined.indexOf(term);
  while (at >= 0) {
    while ((offsets[slot + 1] as number) <= at) slot++;
    const start = offsets[slot] as number;
    const end = (offsets[slot + 1] as number) - 1;
    const rank =
      at === start
        ? at + term.length === end
          ? exactName
          : prefixOfName
        : isWordPart(joined.charCodeAt(at - 1))
          ? insideName
          : startOfWord;
    if (rank < (ranks[slot] as number)) ranks[slot] = rank;
    at = joined.indexOf(term, rank <= startOfWord ? end : at + 1);
  }
}

/** 1 for each slot whose text contains the term; all that have a text, for an empty term. */
export function slotsContaining({ joined, offsets }: PackedLines, term: string): Uint8Array {
  const found = new Uint8Array(offsets.length - 1);
  if (term === '')
    return found.map((_, slot) => ((offsets[slot + 1] ?? 0) - (offsets[slot] ?? 0) > 1 ? 1 : 0));
  let slot = 0;
  let at = joined.indexOf(term);
  while (at >= 0) {
    while ((offsets[slot + 1] as number) <= at) slot++;
    found[slot] = 1;
    at = joined.indexOf(term, (offsets[slot + 1] as number) - 1);
  }
  return found;
}

/** A match in pinyin begins with a syllable. */
function scanFull({ full, initials, spans }: PackedSearch, term: string, ranks: Uint8Array): void {
  const { joined, offsets } = full;
  let slot = 0;
  let at = joined.indexOf(term);
  while (at >= 0) {
    while ((offsets[slot + 1] as number) <= at) slot++;
    const start = offsets[slot] as number;
    const isStart = at === start;
    const isFound = isStart || isTokenStart(spans, initials.offsets, slot, at - start);
    if (isFound) {
      const rank = isStart ? startOfPinyin : insidePinyin;
      if (rank < (ranks[slot] as number)) ranks[slot] = rank;
    }
    at = joined.indexOf(term, isFound ? (offsets[slot + 1] as number) - 1 : at + 1);
  }
}

function scanInitials({ joined, offsets }: PackedLines, term: string, ranks: Uint8Array): void {
  let slot = 0;
  let at = joined.indexOf(term);
  while (at >= 0) {
    while ((offsets[slot + 1] as number) <= at) slot++;
    const rank = at === offsets[slot] ? startOfPinyin : insidePinyin;
    if (rank < (ranks[slot] as number)) ranks[slot] = rank;
    at = joined.indexOf(term, (offsets[slot + 1] as number) - 1);
  }
}

function scanDetails({ joined, offsets }: PackedLines, term: string, ranks: Uint8Array): void {
  let slot = 0;
  let at = joined.indexOf(term);
  while (at >= 0) {
    while ((offsets[slot + 1] as number) <= at) slot++;
    if (inDetails < (ranks[slot] as number)) ranks[slot] = inDetails;
    at = joined.indexOf(term, (offsets[slot + 1] as number) - 1);
  }
}

/** True where a token of a name's pinyin begins at this offset of its `full` text. */
function isTokenStart(spans: Uint8Array, initialOffsets: Uint32Array, slot: number, offset: number): boolean {
  const from = (initialOffsets[slot] ?? 0) - slot;
  const to = (initialOffsets[slot + 1] ?? 0) - slot - 1;
  let start = 0;
  for (let token = from; token < to && start <= offset; token++) {
    if (start === offset) return true;
    start += spans[3 * token + 2] ?? 0;
  }
  return false;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function isWordPart(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  return /[\p{L}\p{N}]/u.test(String.fromCharCode(code));
}

export function detailsOf(details: string): string[] {
  return details === '' ? [] : details.split(detailSeparator);
}
