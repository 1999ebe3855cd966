/** The first 18 symbols decide nearly every comparison, so that sorting 100,000 names touches few of the texts. */
const symbolsInWord = 6;
export const wordsInKey = 3;

/** 40⁶ < 2³²: six symbols stand in 32 bits. */
const base = 40;

const end = 0;
const space = 1;
const mark = 2;
const digit = 3;
const letter = 13;
const other = 39;

/**
 * Writes the order of a folded text (Han as pinyin, syllables parted by spaces) as three unsigned words:
 * space < marks < digits < a to z < everything else. Equal keys leave the order to the texts. Leading marks do not count.
 */
export function writeSortKey(text: string, keys: Uint32Array, entry: number): void {
  let start = 0;
  while (start < text.length && symbolOf(text.charCodeAt(start)) < digit) start++;
  for (let word = 0; word < wordsInKey; word++) {
    let packed = 0;
    for (let i = 0; i < symbolsInWord; i++) {
      const at = start + word * symbolsInWord + i;
      packed = packed * base + (at < text.length ? symbolOf(text.charCodeAt(at)) : end);
    }
    keys[wordsInKey * entry + word] = packed;
  }
}

function symbolOf(code: number): number {
  if (code >= 97 && code <= 122) return letter + code - 97;
  if (code >= 48 && code <= 57) return digit + code - 48;
  if (code === 32) return space;
  return code < 128 ? mark : other;
}
