/** How a delimited file is written. */
export interface Dialect {
  delimiter: string;
  /** The quote character, or an empty string where quotes are ordinary characters. */
  quote: '"' | "'" | '';
  /** Whether spaces may stand between a delimiter and an opening quote (`a, "b"`). */
  spaceBeforeQuote: boolean;
}

export interface ParserLimits {
  maxColumns: number;
  /** In UTF-16 code units, as JavaScript counts. */
  maxCellLength: number;
}

export const parserLimits: ParserLimits = { maxColumns: 1_000, maxCellLength: 1_000_000 };

/** What is wrong with the form of a row; the row is handed over all the same, as well as it could be read. */
export type RowDamage =
  | { type: 'unclosed-quote'; column: number }
  | { type: 'stray-quote'; column: number }
  | { type: 'cell-too-long'; column: number; maxLength: number }
  | { type: 'too-many-columns'; maxColumns: number };

/** One record. `row` counts records from 1 as a spreadsheet does (blank lines and the header count, line breaks inside
 *  quotes do not). A blank line is one empty cell. */
export type RowHandler = (cells: string[], row: number, damage: RowDamage | undefined) => void;

export interface CsvParser {
  write(text: string): void;
  /** Ends the file: hands over what is left. */
  end(): void;
}

/** Characters of a cell that was too long which are kept, so that a person can recognise it. */
const keptOfLongCell = 200;

const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/** Signs of the scanner in place of a position. */
const moreNeeded = -1;
const fileEnded = -2;

/** A streaming parser of delimited text (RFC 4180, with CR, LF and CRLF line ends in any mixture). Where chunks are cut
 *  makes no difference.
 *
 *  A quoted cell may hold line breaks or stray quotes, never both: with both, or with a line break and more than
 *  `maxCellLength` characters, or at the end of the file, the quote was never closed. It is then read again as an ordinary
 *  character, its row is marked `unclosed-quote`, and the rows after it are whole. A stray quote without a line break is
 *  kept as text (`"He said "hi" to me"`) and its row is marked. A cell of more than `maxCellLength` characters is cut to its
 *  first 200, cells after `maxColumns` are dropped, and the row is marked. Linear time; memory is one cell and one chunk. */
export function createCsvParser(
  dialect: Dialect,
  onRow: RowHandler,
  limits: ParserLimits = parserLimits,
): CsvParser {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
  const quoteText = dialect.quote;

  /** Text not consumed yet: it starts at the current cell. */
  let text = '';
  let at = 0;
  let row = 1;
  let cells: string[] = [];
  let column = 0;
  let damage: RowDamage | undefined;

  let state: 'start' | 'plain' | 'quoted' = 'start';
  /** Of the current quoted cell. */
  let opening = 0;
  let doubled = false;
  let stray = false;
  let lineBreak = false;
  /** The kept head of a cell that was too long, whose text is being dropped. */
  let longHead: string | undefined;

  const mark = (found: RowDamage) => {
    damage ??= found;
  };

  const pushCell = (value: string) => {
    if (column < limits.maxColumns) cells.push(longHead ?? value);
    else mark({ type: 'too-many-columns', maxColumns: limits.maxColumns });
    column += 1;
    longHead = undefined;
    state = 'start';
    doubled = false;
    stray = false;
    lineBreak = false;
  };

  const pushRow = () => {
    const whole = cells;
    const found = damage;
    cells = [];
    column = 0;
    damage = undefined;
    onRow(whole, row, found);
    row += 1;
  };

  /** Reads the quote that opened the current cell as an ordinary character. */
  const rewind = () => {
    mark({ type: 'unclosed-quote', column });
    at = opening + 1;
    state = 'plain';
    doubled = false;
    stray = false;
    lineBreak = false;
  };

  const unescaped = (raw: string) => (doubled ? raw.replaceAll(quoteText + quoteText, quoteText) : raw);

  /** Keeps the head of the current cell when it has passed the limit at `end`; its text is dropped from now on. */
  const noteLength = (from: number, end: number, quoted: boolean) => {
    if (longHead !== undefined || end - from <= limits.maxCellLength) return;
    const head = text.slice(from, from + 2 * keptOfLongCell + 1);
    longHead = (quoted ? unescaped(head) : head).slice(0, keptOfLongCell);
    mark({ type: 'cell-too-long', column, maxLength: limits.maxCellLength });
  };

  /** Scans `text` from `at`. Returns where the current cell starts, when it needs more text to go on. */
  const scan = (final: boolean): number => {
    let start = 0;
    for (;;) {
      const length = text.length;
      if (state === 'start') {
        let first = start;
        if (dialect.spaceBeforeQuote) {
          while (first < length && text.charCodeAt(first) === space) first += 1;
        }
        if (first >= length) {
          if (!final) {
            at = start;
            return start;
          }
          first = start;
        }
        if (quote >= 0 && first < length && text.charCodeAt(first) === quote) {
          opening = first;
          at = first + 1;
          state = 'quoted';
        } else {
          at = start;
          state = 'plain';
        }
      }

      if (state === 'plain') {
        let index = at;
        let code = -1;
        for (; index < length; index += 1) {
          code = text.charCodeAt(index);
          if (code === delimiter || code === lineFeed || code === carriageReturn) break;
        }
        at = index;
        noteLength(start, index, false);
        if (index >= length) {
          if (final) pushCell(text.slice(start));
          return longHead === undefined ? start : index;
        }
        if (code === carriageReturn && index + 1 >= length && !final) return start;
        pushCell(text.slice(start, index));
        start = index + 1;
        if (code !== delimiter) {
          if (code === carriageReturn && text.charCodeAt(start) === lineFeed) start += 1;
          pushRow();
        }
        at = start;
        if (start >= length && code !== delimiter) return start;
        continue;
      }

      const next = scanQuoted(start, final);
      if (next === moreNeeded) return longHead === undefined ? start : at;
      if (next === fileEnded) return text.length;
      start = next;
      if (start >= text.length && column === 0) return start;
    }
  };

  /** Scans inside quotes. Returns where the next cell starts, or one of the two signs; after a rewind, `start`. */
  const scanQuoted = (start: number, final: boolean): number => {
    let index = at;
    for (;;) {
      const length = text.length;
      let code = -1;
      for (; index < length; index += 1) {
        code = text.charCodeAt(index);
        if (code === quote || ((code === lineFeed || code === carriageReturn) && !lineBreak)) break;
      }
      if (!lineBreak) noteLength(opening + 1, index, true);
      if (index >= length) {
        at = index;
        if (final && longHead !== undefined) {
          pushCell('');
          return fileEnded;
        }
        if (final || (lineBreak && length - opening - 1 > limits.maxCellLength)) {
          rewind();
          return start;
        }
        return moreNeeded;
      }
      if (code !== quote) {
        if (longHead !== undefined) return endLongQuoted(index, final);
        if (stray) {
          rewind();
          return start;
        }
        lineBreak = true;
        index += 1;
        continue;
      }
      if (index + 1 >= length && !final) {
        at = index;
        return moreNeeded;
      }
      const after = index + 1 < length ? text.charCodeAt(index + 1) : -1;
      if (after === quote) {
        doubled = true;
        index += 2;
        continue;
      }
      if (after === delimiter || after === lineFeed || after === carriageReturn || after === -1) {
        if (after === carriageReturn && index + 2 >= length && !final) {
          at = index;
          return moreNeeded;
        }
        if (lineBreak && index - opening - 1 > limits.maxCellLength) {
          rewind();
          return start;
        }
        pushCell(longHead === undefined ? unescaped(text.slice(opening + 1, index)) : '');
        if (after === -1) return fileEnded;
        let next = index + 2;
        if (after !== delimiter) {
          if (after === carriageReturn && text.charCodeAt(next) === lineFeed) next += 1;
          pushRow();
        }
        at = next;
        return next;
      }
      if (lineBreak) {
        rewind();
        return start;
      }
      stray = true;
      mark({ type: 'stray-quote', column });
      index += 1;
    }
  };

  /** A line break ends a quoted cell whose text was already dropped: nothing is left to read again. */
  const endLongQuoted = (index: number, final: boolean): number => {
    if (text.charCodeAt(index) === carriageReturn && index + 1 >= text.length && !final) {
      at = index;
      return moreNeeded;
    }
    const next =
      text.charCodeAt(index) === carriageReturn && text.charCodeAt(index + 1) === lineFeed
        ? index + 2
        : index + 1;
    pushCell('');
    pushRow();
    at = next;
    return next;
  };

  const advance = (final: boolean) => {
    const start = scan(final);
    text = text.slice(start);
    at -= start;
    opening -= start;
  };

  return {
    write(more) {
      if (more === '') return;
      text += more;
      advance(false);
    },
    end() {
      const open = text.length > 0 || cells.length > 0 || state !== 'start' || longHead !== undefined;
      if (!open) return;
      advance(true);
      if (column > 0) pushRow();
    },
  };
}
