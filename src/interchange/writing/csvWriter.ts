/** What a spreadsheet would take for a formula (OWASP, CSV Injection): the same signs in full width too. */
const formulaStart = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const plainNumber = /^[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?$/;
/** A telephone number: digits and spaces only, so that a leading plus does no harm. */
const plainPhone = /^\+\d[\d -]*$/;

/** A cell that no spreadsheet executes: prefixed by an apostrophe when it starts like a formula, unless it is a plain number or
 *  telephone number. */
export function formulaSafe(cell: string): string {
  if (!formulaStart.test(cell)) return cell;
  return plainNumber.test(cell) || plainPhone.test(cell) ? cell : `'${cell}`;
}

/** One record as RFC 4180 writes it, ended by CRLF. `undefined` and `null` are empty cells. */
export function csvLine(
  cells: readonly (string | number | boolean | null | undefined)[],
  safe = true,
): string {
  return `${cells.map((cell) => csvCell(cell, safe)).join(',')}\r\n`;
}

/** A file for spreadsheets: with a byte order mark, or Excel would misread Chinese, and CRLF line ends. Written in parts of about a
 *  megabyte, so that a large list never stands in memory as one text. */
export async function csvBlob(
  header: readonly string[],
  records: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>,
): Promise<Blob> {
  const parts: Blob[] = [];
  let part = `\ufeff${csvLine(header)}`;
  for await (const record of records) {
    part += csvLine(record);
    if (part.length > 1_000_000) {
      parts.push(new Blob([part]));
      part = '';
    }
  }
  parts.push(new Blob([part]));
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

export type CsvValue = string | number | boolean | null | undefined;

function csvCell(value: CsvValue, safe: boolean): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? (safe ? formulaSafe(value) : value) : String(value);
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
