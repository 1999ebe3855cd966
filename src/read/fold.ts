/** Letters that carry no mark to strip but that people type as plain ones. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
};
const plainPattern = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/** ASCII and common Han: lower case is all that folding does to it. */
const simplePattern = /^[\x20-\x7e\u4e00-\u9fff]*$/;

const hanPattern = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

/** Text as search compares it: lower case, without accents, full-width forms made plain, control characters as spaces. */
export function fold(text: string): string {
  if (simplePattern.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(plainPattern, (letter) => plainLetters[letter] ?? letter)
    .replace(/\p{Cc}/gu, ' ');
}

export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Where a folded term first stands in a text, as UTF-16 offsets of the text itself; undefined where it does not. */
export function findFolded(text: string, term: string): OffsetRange | undefined {
  let folded = '';
  const sources: number[] = [];
  let source = 0;
  for (const character of text) {
    const piece = fold(character);
    for (let i = 0; i < piece.length; i++) sources.push(source);
    folded += piece;
    source += character.length;
  }
  const found = folded.indexOf(term);
  if (found < 0 || term === '') return undefined;
  const last = sources[found + term.length - 1] ?? 0;
  return { from: sources[found] ?? 0, to: last + lengthAt(text, last) };
}

export function hasHan(text: string): boolean {
  return hanPattern.test(text);
}

export function digitsOf(text: string): string {
  const plain = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFKC');
  return plain.replace(/\D+/g, '');
}

/** True for what could be a phone number or part of one, as people type them; an extension may follow it. */
export function isPhoneLike(text: string): boolean {
  return /\d/.test(text) && /^[\d\s()+./-]+(?:(?:x|ext\.?|#)\s*\d*)?$/i.test(text.normalize('NFKC'));
}

/** A character and the accents that follow it. */
function lengthAt(text: string, offset: number): number {
  return /^.\p{M}*/su.exec(text.slice(offset))?.[0].length ?? 1;
}
