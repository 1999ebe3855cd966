import { findFolded, type OffsetRange } from './fold.ts';
import { segmentOfOrdinal, slotMask, type KindIndex, type Ordinal } from './kindIndex.ts';
import {
  detailsOf,
  inDetails,
  insidePinyin,
  noMatch,
  rankMatches,
  startOfPinyin,
  type SearchTerms,
} from './scan.ts';
import type { FoundIn, SearchHit } from './searchRequest.ts';
import type { SearchEntry } from './searchTexts.ts';

/** The best visible matches of a kind: by rank, then the shorter name, then the older record. */
export function searchKind(
  index: KindIndex,
  terms: SearchTerms,
  limit: number,
): { readonly hits: readonly SearchHit[]; readonly matched: number } {
  const ranks = rankMatches(index, terms);
  const best: { ordinal: Ordinal; weight: number }[] = [];
  let matched = 0;
  for (const number of index.creationOrder()) {
    const segment = index.segments[number];
    if (segment === undefined) continue;
    const from = number * (slotMask + 1);
    const { offsets } = segment.search.packed().names;
    for (let slot = 0; slot < segment.size; slot++) {
      const rank = ranks[from + slot] as number;
      if (rank === noMatch || segment.visible[slot] !== 1) continue;
      matched++;
      const weight = rank * 65_536 + ((offsets[slot + 1] as number) - (offsets[slot] as number));
      if (best.length < limit || weight < (best[best.length - 1]?.weight ?? Infinity)) {
        insert(best, { ordinal: from + slot, weight }, limit);
      }
    }
  }
  return {
    hits: best.map(({ ordinal }) => hitOf(index, ordinal, ranks[ordinal] ?? noMatch, terms)),
    matched,
  };
}

function insert<T extends { weight: number }>(best: T[], item: T, limit: number): void {
  let at = best.length;
  while (at > 0 && (best[at - 1]?.weight ?? 0) > item.weight) at--;
  best.splice(at, 0, item);
  if (best.length > limit) best.pop();
}

function hitOf(index: KindIndex, ordinal: Ordinal, rank: number, terms: SearchTerms): SearchHit {
  const name = index.labelOf(ordinal);
  const entry = index.segments[segmentOfOrdinal(ordinal)]?.search.entryOf(ordinal & slotMask);
  const ranges = entry === undefined ? [] : matchRanges(name, entry, terms);
  const detail = entry === undefined ? undefined : matchingDetail(entry, terms);
  return {
    kind: index.kind,
    id: index.idOf(ordinal),
    name,
    foundIn: foundInOf(rank),
    ranges,
    ...(rank === inDetails && detail !== undefined ? { detail } : {}),
  };
}

function foundInOf(rank: number): FoundIn {
  if (rank === inDetails) return 'detail';
  return rank === startOfPinyin || rank === insidePinyin ? 'pinyin' : 'name';
}

/** The parts of a name that the words stand for, joined where they touch. */
export function matchRanges(name: string, entry: SearchEntry, { words, phrase }: SearchTerms): OffsetRange[] {
  const whole = findFolded(name, phrase);
  if (whole !== undefined) return [whole];
  const ranges = words
    .map((word) => findFolded(name, word) ?? findInPinyin(entry, word))
    .filter((range) => range !== undefined)
    .sort((a, b) => a.from - b.from);
  const joined: OffsetRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last === undefined || range.from > last.to) joined.push(range);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return joined;
}

function findInPinyin({ full, initials, spans }: SearchEntry, word: string): OffsetRange | undefined {
  let start = 0;
  for (let token = 0; token < initials.length; token++) {
    if (full.startsWith(word, start)) {
      let last = token;
      let end = start + (spans[3 * token + 2] ?? 0);
      while (end < start + word.length) {
        last++;
        end += spans[3 * last + 2] ?? word.length;
      }
      return rangeOfTokens(spans, token, last);
    }
    start += spans[3 * token + 2] ?? 0;
  }
  const at = initials.indexOf(word);
  return at < 0 ? undefined : rangeOfTokens(spans, at, at + word.length - 1);
}

function rangeOfTokens(spans: ArrayLike<number>, first: number, last: number): OffsetRange {
  return { from: spans[3 * first] ?? 0, to: (spans[3 * last] ?? 0) + (spans[3 * last + 1] ?? 0) };
}

function matchingDetail(entry: SearchEntry, { words, digits }: SearchTerms): string | undefined {
  return detailsOf(entry.details).find(
    (detail) => (digits !== '' && detail.includes(digits)) || words.some((word) => detail.includes(word)),
  );
}
