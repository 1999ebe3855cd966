const runs = /[\u4e00-\u9fff]+|[a-z0-9]{2,}/g;

/**
 * The terms of a text, in order and with repetitions: Latin words and numbers of two letters or more, in small letters; runs of
 * Han as overlapping pairs, a single one as itself. Pairs find every word without a dictionary; a text of n letters has at
 * most n terms. Source of pairs: Nie, Gao, Zhang and Zhou, On the use of words and n-grams for Chinese information retrieval,
 * IRAL 2000.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [run] of text.toLowerCase().matchAll(runs)) {
    if (run.charCodeAt(0) < 0x4e00 || run.length === 1) terms.push(run);
    else for (let i = 0; i + 1 < run.length; i++) terms.push(run.slice(i, i + 2));
  }
  return terms;
}

/** Where terms of a set stand in a text, in order, as `[from, to)`; ranges that overlap or touch are one. */
export function termRanges(
  text: string,
  wanted: ReadonlySet<string>,
): readonly (readonly [number, number])[] {
  const lower = text.toLowerCase();
  // A few letters change their length with their case; then places in one are no places in the other.
  if (lower.length !== text.length) return [];
  const ranges: [number, number][] = [];
  const add = (from: number, to: number): void => {
    const last = ranges.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else ranges.push([from, to]);
  };
  for (const { 0: run, index } of lower.matchAll(runs)) {
    const isWhole = run.charCodeAt(0) < 0x4e00 || run.length === 1;
    const size = isWhole ? run.length : 2;
    for (let i = 0; i + size <= run.length; i++)
      if (wanted.has(run.slice(i, i + size))) add(index + i, index + i + size);
  }
  return ranges;
}
