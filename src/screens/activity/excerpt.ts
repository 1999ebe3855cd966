type Range = readonly [from: number, to: number];

/** Letters of an earlier text that are shown in a list. */
const shownLetters = 140;
/** Letters before the first mark where an excerpt does not begin at the beginning. */
const lead = 30;

/** The first words of a text, or the words around the first mark where that lies further on; marks in places of the excerpt. */
export function excerptOf(
  text: string,
  marks: readonly Range[],
): { readonly text: string; readonly marks: readonly Range[] } {
  const first = marks[0]?.[0] ?? 0;
  const from = first < shownLetters - lead ? 0 : startOfWord(text, first - lead);
  const to = Math.min(text.length, from + shownLetters);
  const before = from === 0 ? '' : '… ';
  const shift = before.length - from;
  return {
    text: `${before}${text.slice(from, to)}${to < text.length ? ' …' : ''}`,
    marks: marks
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start + shift, end + shift]),
  };
}

/** The beginning of the word at a place, if it is near. */
function startOfWord(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return space >= 0 && space - at < lead - 10 ? space + 1 : at;
}
