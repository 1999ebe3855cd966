import type { TableColumnType } from '../../domain/bookTable.ts';
import { decideDateOrder, emptyDateTally, parseDate, tallyDate, type DateTally } from '../values/date.ts';
import { decideNumberFormat, tallyNumber, type NumberTally } from '../values/number.ts';
import { cleanText } from '../values/text.ts';
import { isNoValue, numberOf, type CellReading } from './tableCells.ts';

/** Columns with a value each, or rows that are lists of words and have as many cells as they like. */
export type TableLayout = 'columns' | 'lists';

/** What a column holds, looked at in every row, and how it should be read. */
export interface ColumnGuess extends CellReading {
  /** Its place in the file. */
  readonly index: number;
  /** Empty where the file does not name it. */
  readonly name: string;
  readonly filled: number;
  /** Different values; `distinctKept` stands for as many or more. */
  readonly distinct: number;
  /** Days and months of its dates could be changed round, and no date decides. */
  readonly isUnsure: boolean;
}

export interface TableSurvey {
  readonly rows: number;
  readonly layout: TableLayout;
  readonly columns: readonly ColumnGuess[];
  /** Cells with something in them. */
  readonly filled: number;
  /** Cells of the longest row. */
  readonly widest: number;
  /** The first rows as they stand in the file. */
  readonly head: readonly (readonly string[])[];
}

export const distinctKept = 5_000;
const headRows = 20;
const longestWord = 60;

/** Looks at every cell of a file, in one pass; memory is `distinctKept` short values a column. */
export function createTableSurvey(names: readonly string[], hasHeader: boolean, preferred: 'dmy' | 'mdy') {
  const columns = names.map(emptyColumn);
  const widths = new Map<number, number>();
  const head: string[][] = [];
  let [rows, filled, widest] = [0, 0, 0];
  return {
    row(cells: readonly string[]): void {
      rows += 1;
      if (head.length < headRows) head.push([...cells]);
      let width = cells.length;
      while (width > 0 && (cells[width - 1] ?? '').trim() === '') width -= 1;
      widths.set(width, (widths.get(width) ?? 0) + 1);
      widest = Math.max(widest, width);
      for (let i = columns.length; !hasHeader && i < width; i++) columns.push(emptyColumn(''));
      columns.forEach((column, i) => {
        if (lookAt(column, cells[i] ?? '')) filled += 1;
      });
    },
    survey: (): TableSurvey => ({
      rows,
      layout: !hasHeader && isRagged(widths, rows) && !columns.some(isNumeric) ? 'lists' : 'columns',
      columns: columns.map((column, index) => guessOf(column, index, rows, preferred)),
      filled,
      widest,
      head,
    }),
  };
}

interface Column {
  readonly name: string;
  filled: number;
  /** Cells that say that there is no value. */
  missing: number;
  isNumber: boolean;
  isDate: boolean;
  /** Numbers that are days written in eight digits. */
  days: number;
  readonly numbers: NumberTally;
  readonly dates: DateTally;
  readonly seen: Set<string>;
  distinct: number;
  longest: number;
  letters: number;
}

function emptyColumn(name: string): Column {
  return {
    ...{ name, filled: 0, missing: 0, isNumber: true, isDate: true, days: 0 },
    numbers: { point: 0, comma: 0, ambiguous: 0 },
    dates: emptyDateTally(),
    seen: new Set(),
    ...{ distinct: 0, longest: 0, letters: 0 },
  };
}

/** False for an empty cell. */
function lookAt(column: Column, cell: string): boolean {
  const text = cleanText(cell);
  if (text === '') return false;
  column.filled += 1;
  column.letters += text.length;
  column.longest = Math.max(column.longest, text.length);
  if (column.seen.has(text)) {
    if (isNoValue(text)) column.missing += 1;
    else if (column.isNumber && isDay(text)) column.days += 1;
    return true;
  }
  if (column.seen.size < distinctKept && text.length <= longestWord) column.seen.add(text);
  if (column.distinct < distinctKept) column.distinct += 1;
  if (isNoValue(text)) {
    column.missing += 1;
    return true;
  }
  if (column.isNumber) {
    tallyNumber(text, column.numbers);
    column.isNumber = isPlainNumber(text);
    if (column.isNumber && isDay(text)) column.days += 1;
  }
  if (column.isDate) {
    tallyDate(text, column.dates);
    column.isDate = text.length <= longestWord && (parseDate(text, 'dmy').ok || parseDate(text, 'mdy').ok);
  }
  return true;
}

/** A number to compute with: `007` and figures of more than 15 digits are names of something. */
function isPlainNumber(text: string): boolean {
  if (text.length > 40 || /^0\d/.test(text)) return false;
  if (text.replace(/\D/g, '').length > 15 && !/[.,eE]/.test(text)) return false;
  return numberOf(text, 'point') !== undefined || numberOf(text, 'comma') !== undefined;
}

/** A day as some programs write it: `19970101`. */
function isDay(text: string): boolean {
  return /^(?:19|20)\d{6}$/.test(text) && parseDate(text, 'dmy').ok;
}

function isNumeric({ filled, missing, isNumber }: Column): boolean {
  return filled > missing && isNumber;
}

function guessOf(column: Column, index: number, rows: number, preferred: 'dmy' | 'mdy'): ColumnGuess {
  const { name, filled, distinct } = column;
  const { order, unsure } = decideDateOrder(column.dates, preferred);
  const type = typeOf(column, rows);
  return {
    ...{ index, name, filled, distinct, type },
    numberFormat: decideNumberFormat(column.numbers).format,
    dateOrder: order,
    isUnsure: type === 'date' && unsure,
  };
}

function typeOf(column: Column, rows: number): TableColumnType {
  const { filled, missing, isDate, days, distinct, longest, letters } = column;
  const values = filled - missing;
  if (values > 0 && isNumeric(column)) return days === values ? 'date' : 'number';
  if (values > 0 && isDate) return 'date';
  const isFew = distinct <= Math.max(20, rows / 20) && longest <= 200;
  return isFew || (longest <= longestWord && letters <= filled * 30) ? 'category' : 'text';
}

/** Rows of many different lengths: no length is that of four in five. */
function isRagged(widths: ReadonlyMap<number, number>, rows: number): boolean {
  return widths.size > 2 && Math.max(...widths.values()) < rows * 0.8;
}
