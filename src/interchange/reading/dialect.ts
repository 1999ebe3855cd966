import { createCsvParser, type Dialect } from './csvParser.ts';
import { madeDialect } from './madeRows.ts';

export const delimiters = [',', ';', '\t', '|'] as const;

export interface DialectGuess extends Dialect {
  /** Whether the first record names the columns. */
  header: boolean;
  /** A first line `sep=;`, as Excel writes and reads it, which is no record. */
  directive: boolean;
}

/** Records of the sample that are compared. */
const comparedRows = 200;

/** How a sample of the file's start is delimited and quoted, and whether it starts with a header. The delimiter is the one
 *  under which most records have the same number of cells, more than one; ties go to more cells. A file of one column is read
 *  with commas. `whole` says that the sample is the whole file; otherwise its last record may be cut and is left out. */
export function detectDialect(sample: string, whole: boolean): DialectGuess {
  const directive = /^sep=([,;\t|])\r?\n?/i.exec(sample);
  if (directive !== null) {
    const dialect = withQuotes(sample.slice(directive[0].length), directive[1] ?? ',');
    return {
      ...dialect,
      header: hasHeader(readSample(sample.slice(directive[0].length), dialect, whole)),
      directive: true,
    };
  }
  let best: { dialect: Dialect; rows: string[][]; score: number } | undefined;
  for (const delimiter of delimiters) {
    const dialect = withQuotes(sample, delimiter);
    const rows = readSample(sample, dialect, whole);
    const score = scoreOf(rows);
    if (best === undefined || score > best.score) best = { dialect, rows, score };
  }
  const { dialect, rows } = best ?? { dialect: withQuotes(sample, ','), rows: [] };
  return { ...dialect, header: hasHeader(rows), directive: false };
}

/** How the rows of a workbook come as text, and whether they start with a header. */
export function workbookDialect(sample: string, whole: boolean): DialectGuess {
  return { ...madeDialect, header: hasHeader(readSample(sample, madeDialect, whole)), directive: false };
}

/** The first records of a text, blank lines left out. */
export function readSample(sample: string, dialect: Dialect, whole: boolean): string[][] {
  const rows: string[][] = [];
  const parser = createCsvParser(dialect, (cells) => {
    if (rows.length <= comparedRows && !(cells.length === 1 && cells[0]?.trim() === '')) rows.push(cells);
  });
  parser.write(sample);
  if (whole) parser.end();
  else if (rows.length === 0) parser.end();
  return rows.slice(0, comparedRows);
}

function withQuotes(sample: string, delimiter: string): Dialect {
  const edge = `(?:^|[\\r\\n]|${delimiter === '|' ? '\\|' : delimiter})`;
  const end = `(?:$|[\\r\\n]|${delimiter === '|' ? '\\|' : delimiter})`;
  const doubleQuoted = new RegExp(`${edge} *"`).test(sample);
  const singleQuoted = !doubleQuoted && new RegExp(`${edge}'[^'\\r\\n]*'${end}`).test(sample);
  const spaceBeforeQuote = doubleQuoted && new RegExp(`${edge} +"[^"\\r\\n]*" *${end}`).test(sample);
  return { delimiter, quote: singleQuoted ? "'" : '"', spaceBeforeQuote };
}

/** Share of records with the most frequent number of cells, weighted a little by that number; 0 for one cell. */
function scoreOf(rows: readonly string[][]): number {
  const byCount = new Map<number, number>();
  for (const row of rows) byCount.set(row.length, (byCount.get(row.length) ?? 0) + 1);
  let mode = 1;
  let most = 0;
  for (const [count, times] of byCount) {
    if (times > most || (times === most && count > mode)) {
      mode = count;
      most = times;
    }
  }
  if (mode < 2 || rows.length === 0) return 0;
  return most / rows.length + Math.min(mode, 50) / 1_000;
}

/** A header names every column once, in words: no cell of it is empty (but trailing ones), a number, a date or an address. Equal to a
 *  record in form, it counts as a header when a column of numbers or dates stands under it, or when there is nothing else to go by. */
function hasHeader(rows: readonly string[][]): boolean {
  const [first, ...rest] = rows;
  if (first === undefined) return false;
  const names = first.map((cell) => cell.trim().toLowerCase());
  while (names.length > 1 && names.at(-1) === '') names.pop();
  if (names.some((name) => isData(name))) return false;
  const filled = names.filter((name) => name !== '');
  if (filled.length === 0 || filled.length < names.length / 2) return false;
  if (rest.length === 0) return true;
  const isDataBelow = names.some((_name, column) => {
    const below = rest
      .slice(0, 50)
      .map((row) => (row[column] ?? '').trim())
      .filter((cell) => cell !== '');
    return below.length > 0 && below.filter(isData).length * 2 > below.length;
  });
  if (isDataBelow) return true;
  const repeated = names.some(
    (name, column) => name !== '' && rest.some((row) => (row[column] ?? '').trim().toLowerCase() === name),
  );
  return !repeated && names.every((name) => name.length <= 60);
}

function isData(cell: string): boolean {
  if (cell === '') return false;
  if (/^[\s\d.,:;/()+\-\u00a5$\u20ac\u00a3%]*\d[\s\d.,:;/()+\-\u00a5$\u20ac\u00a3%]*$/.test(cell))
    return true;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell)) return true;
  return /^\d{1,4}[-/.\u5e74][\da-z]{1,9}[-/.\u6708]\d{1,4}/i.test(cell);
}
