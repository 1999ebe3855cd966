import { maxTableText, secondsPerDay, type TableCell, type TableColumnType } from '../../domain/bookTable.ts';
import { dateToDay } from '../../domain/dates.ts';
import { parseDate, type DateOrder } from '../values/date.ts';
import { parseNumber, type NumberFormat } from '../values/number.ts';
import { cleanText } from '../values/text.ts';

/** How the cells of one column are read. */
export interface CellReading {
  readonly type: TableColumnType;
  readonly numberFormat: NumberFormat;
  readonly dateOrder: DateOrder;
}

/** A cell as its column reads it. `unread` is text where a number or date should be: the value is empty. */
export interface ReadCell {
  readonly value: TableCell;
  readonly problem?: 'unread' | 'cut';
}

const empty: ReadCell = { value: null };
const unread: ReadCell = { value: null, problem: 'unread' };

/** What people and programs write where there is no number. */
const noValue = new Set(['na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', '-', '--', '.', '?']);

export function isNoValue(text: string): boolean {
  return text.length <= 4 && noValue.has(text.toLowerCase());
}

/** Reads the cells of a column; equal ones that come often are read once. */
export function cellReader({ type, numberFormat, dateOrder }: CellReading): (cell: string) => ReadCell {
  const read = (cell: string): ReadCell => {
    const text = cleanText(cell);
    if (text === '') return empty;
    switch (type) {
      case 'number': {
        if (isNoValue(text)) return empty;
        const value = numberOf(text, numberFormat);
        return value === undefined ? unread : { value };
      }
      case 'date': {
        if (isNoValue(text)) return empty;
        const value = secondsOf(text, dateOrder);
        return value === undefined ? unread : { value };
      }
      case 'set': {
        const words = wordsOf(text.split(separators));
        return words.length === 0 ? empty : { value: words };
      }
      default:
        return textCell(text);
    }
  };
  const known = new Map<string, ReadCell>();
  return (cell) => {
    if (cell.length > longestKept) return read(cell);
    const before = known.get(cell);
    if (before !== undefined) return before;
    const now = read(cell);
    if (known.size < keptCells) known.set(cell, now);
    return now;
  };
}

const keptCells = 5_000;
const longestKept = 40;

/** Between the words of one cell: `;`, `|`, `,` and their Chinese forms. */
const separators = /[;|,\u3001\uff0c\uff1b]/;

/** Cells of a row as the words of one set: each once, none empty. */
export function wordsOf(cells: readonly string[]): readonly string[] {
  return [
    ...new Set(
      cells.map((cell) => textOf(cleanText(cell)).slice(0, maxTableText)).filter((word) => word !== ''),
    ),
  ];
}

/** A number with or without a currency sign; undefined for anything else. */
export function numberOf(text: string, format: NumberFormat): number | undefined {
  const plain = /^\p{Sc}|\p{Sc}$/u.test(text) ? text.replace(/^(-?)\p{Sc}\s*|\s*\p{Sc}$/gu, '$1') : text;
  const parsed = parseNumber(plain, format);
  return parsed.ok ? parsed.value : undefined;
}

/** Seconds since 1970-01-01 of a date and its time of day, as on the clock where it was written. */
export function secondsOf(text: string, order: DateOrder): number | undefined {
  const parsed = parseDate(text, order);
  if (!parsed.ok) return undefined;
  const { date, time = '00:00', second = '0' } = parsed.value;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return dateToDay(date) * secondsPerDay + hours * 3_600 + minutes * 60 + Number(second);
}

function textCell(text: string): ReadCell {
  const whole = textOf(text);
  return whole.length > maxTableText ? { value: cut(whole), problem: 'cut' } : { value: whole };
}

/** Without halves of pairs of letters, which no transport keeps. */
function textOf(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

function cut(text: string): string {
  const last = text.charCodeAt(maxTableText - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxTableText - 1 : maxTableText);
}
