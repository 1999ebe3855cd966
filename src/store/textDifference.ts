/** One stretch in which a text differs from another. */
export interface Difference {
  readonly from: number;
  readonly deleted: number;
  readonly letters: string;
}

/** The one stretch that makes a text another. */
export function differenceOf(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  // Half of a letter outside the basic plane would become another letter.
  if (/[\ud800-\udbff]$/.test(before.slice(0, from))) from--;
  let same = 0;
  while (same < shorter - from && before.at(-1 - same) === after.at(-1 - same)) same++;
  if (same > 0 && /^[\udc00-\udfff]/.test(before.slice(before.length - same))) same--;
  return { from, deleted: before.length - same - from, letters: after.slice(from, after.length - same) };
}

/** Where a place of one text is in another. */
export function movedPlace(before: string, after: string, place: number): number {
  const { from, deleted, letters } = differenceOf(before, after);
  if (place <= from) return place;
  return place < from + deleted ? from : place - deleted + letters.length;
}
