import { serialText, type DateSystem } from './dateFormats.ts';
import { attributeOf, XmlReader } from './xml.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  /** By the number of a cell's style: it shows a date. */
  readonly dates: readonly boolean[];
  readonly system: DateSystem;
}

/** Columns that a sheet can have, A to XFD. */
const lastColumn = 16_383;
const lastRow = 1_048_576;

/**
 * Reads the XML of a sheet row by row. Formulas give the value that was stored with them, dates ISO texts, booleans TRUE and FALSE,
 * errors such as #N/A nothing. Rows that the file leaves out come as empty ones, so that rows count as in the spreadsheet. The
 * answer is false for what is no sheet.
 */
export function sheetReader(context: SheetContext, onRow: (cells: readonly string[]) => void) {
  let cells: string[] = [];
  let row = 0;
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let isValue = false;
  let phonetic = 0;
  let isWrong = false;
  const reader = new XmlReader({
    open(name, attributes) {
      if (name === 'row') {
        const number = Number(attributeOf(attributes, 'r') ?? row + 1);
        if (!Number.isInteger(number) || number <= row || number > lastRow) isWrong = true;
        for (; !isWrong && row < number - 1; row++) onRow([]);
        row += 1;
        column = -1;
        cells = [];
      } else if (name === 'c') {
        const place = attributeOf(attributes, 'r');
        column = place === undefined ? column + 1 : columnOfPlace(place);
        if (column < 0 || column > lastColumn) isWrong = true;
        type = attributeOf(attributes, 't') ?? 'n';
        style = Number(attributeOf(attributes, 's') ?? 0);
        value = '';
      } else if (name === 'rPh') phonetic += 1;
      else if (name === 'v' || name === 't') isValue = phonetic === 0;
    },
    text(text) {
      if (isValue) value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c') {
        const text = cellText(type, style, value, context);
        if (text === '' || isWrong) return;
        while (cells.length < column) cells.push('');
        cells[column] = text;
      } else if (name === 'row' && !isWrong) onRow(cells);
    },
  });
  return {
    write: (text: string): boolean => reader.write(text) && !isWrong,
  };
}

/** Places are `AB12`; columns count from 0. */
function columnOfPlace(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length; i++) {
    const letter = (place.charCodeAt(i) & ~0x20) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > lastColumn + 1) break;
  }
  return column - 1;
}

function cellText(
  type: string,
  style: number,
  value: string,
  { strings, dates, system }: SheetContext,
): string {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'str':
    case 'inlineStr':
      return unescaped(value);
    case 'b':
      return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : '';
    case 'e':
      return '';
    case 'd':
      return value.replace('T', ' ').replace(/Z$/, '').replace(/\.0+$/, '');
    default: {
      const number = Number(value);
      if (value.trim() === '' || !Number.isFinite(number)) return '';
      return (dates[style] === true ? serialText(number, system) : undefined) ?? String(number);
    }
  }
}

/** Characters that XML cannot hold stand as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
