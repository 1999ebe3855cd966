export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

/** A text cut at match ranges, in order; ranges that overlap or lie outside are clipped. */
export function pieces(text: string, ranges: readonly (readonly [number, number])[]): readonly Piece[] {
  const cut: Piece[] = [];
  let end = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(from, end);
    const stop = Math.min(to, text.length);
    if (stop <= start) continue;
    if (start > end) cut.push({ text: text.slice(end, start), isMatch: false });
    cut.push({ text: text.slice(start, stop), isMatch: true });
    end = stop;
  }
  if (end < text.length) cut.push({ text: text.slice(end), isMatch: false });
  return cut;
}

/** Where `query` stands in `text`, without regard to case; empty when it does not or when the query is empty. */
export function rangesOf(text: string, query: string): readonly (readonly [number, number])[] {
  const needle = query.trim().toLocaleLowerCase();
  if (needle === '') return [];
  const at = text.toLocaleLowerCase().indexOf(needle);
  return at < 0 ? [] : [[at, at + needle.length]];
}
