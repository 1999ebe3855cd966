/** Characters that nobody sees. Removed from values: zero-width space, word joiner, byte order mark, soft hyphen, controls
 *  that turn the direction of what follows (U+202A–202E, U+2066–2069) and C0/C1 controls other than tab and line ends.
 *  Kept in values: zero-width joiner and non-joiner (emoji, Persian, Indic scripts) and the single direction marks. */
const invisible = /(?![\t\n\r\u0085])[\p{Cc}\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** The same, and joiners and marks too: in headers, codes, phone numbers and addresses they only make equal things differ. */
const invisibleInKeys = /[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

const onlyPlain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** A cell as a value: invisible characters out, NFC, white space around it (the ideographic one too) cut, CR and CRLF to
 *  LF. Empty for white space alone. */
export function cleanText(cell: string): string {
  if (cell === '' || onlyPlain.test(cell)) return cell;
  return cell.replace(invisible, '').replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/** A cell as a key to compare by: `cleanText` without any invisible character, full-width forms made narrow (NFKC) and runs
 *  of white space made one space. */
export function cleanKey(cell: string): string {
  if (cell === '' || (onlyPlain.test(cell) && !cell.includes('  '))) return cell;
  return cell
    .replace(/[\t\r\n]+/g, ' ')
    .replace(invisibleInKeys, '')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The replacement character: a byte here was damaged, or does not belong to the encoding the file was read in. */
export function hasDamagedText(cell: string): boolean {
  return cell.includes('\ufffd');
}
