/**
 * How many letters must be added, left out, replaced or swapped with their neighbour to make one text of another, no part edited
 * twice; `most + 1` where it is more than `most`. Linear in length × most.
 * Source: the restricted distance of Damerau (1964) and Levenshtein (1966), in the band of Ukkonen (1985).
 */
export function editDistance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast = new Array<number>(b.length + 1).fill(most + 1);
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = new Array<number>(b.length + 1).fill(most + 1);
    current[0] = i;
    let least = i;
    const to = Math.min(b.length, i + most);
    for (let j = Math.max(1, i - most); j <= to; j++) {
      const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let edits = Math.min(at(last, j - 1) + (isSame ? 0 : 1), at(last, j) + 1, at(current, j - 1) + 1);
      const isSwapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (isSwapped) edits = Math.min(edits, at(beforeLast, j - 2) + 1);
      current[j] = edits;
      if (edits < least) least = edits;
    }
    if (least > most) return most + 1;
    [beforeLast, last] = [last, current];
  }
  return Math.min(at(last, b.length), most + 1);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
