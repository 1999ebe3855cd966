import { dateToDay, isIsoDate, isWallTime } from '../../../domain/dates.ts';

/** A cell: texts stay texts, whatever they begin with. */
export type SheetValue =
  | string
  | number
  | boolean
  | null
  | undefined
  /** `2024-02-03`, or with the clock on the wall, `2024-02-03 14:05` or `14:05:09`. */
  | { readonly date: string }
  /** An amount in a currency (ISO 4217). */
  | { readonly amount: number; readonly currency: string };

/** Letters of one cell at most. Source: Excel specifications and limits. */
export const maxCellLength = 32_767;
/** Days before the 1st of March 1900 are texts: spreadsheets count a 29th of February of that year. */
const firstSerialDate = '1900-03-01';
/** The day number of 1899-12-30. */
const serialZero = -25_569;

/** The formats that the cells of a workbook have, in the order of their styles. */
export class CellFormats {
  /** Style 0 is none, 1 the bold one of headers, 2 a day, 3 a moment. */
  readonly codes: string[] = ['', '', 'yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd hh:mm', 'yyyy\\-mm\\-dd hh:mm:ss'];

  styleOf(code: string): number {
    const known = this.codes.indexOf(code, 2);
    return known >= 0 ? known : this.codes.push(code) - 1;
  }
}

export const headerStyle = 1;
const [dayStyle, minuteStyle, secondStyle] = [2, 3, 4] as const;

/** What of cells did not fit and was cut. */
export interface CutCells {
  count: number;
}

/** The XML of a cell; nothing for an empty one. */
export function cellXml(
  place: string,
  value: SheetValue,
  formats: CellFormats,
  cut: CutCells,
  style = 0,
): string {
  if (value === null || value === undefined || value === '') return '';
  const mark = style === 0 ? '' : ` s="${String(style)}"`;
  if (typeof value === 'string') return textXml(place, value, cut, mark);
  if (typeof value === 'boolean') return `<c r="${place}"${mark} t="b"><v>${value ? '1' : '0'}</v></c>`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? `<c r="${place}"${mark}><v>${String(value)}</v></c>` : '';
  if ('date' in value) return dateXml(place, value.date, cut);
  const format = formats.styleOf(`#,##0.00 [$${value.currency}]`);
  return `<c r="${place}" s="${String(format)}"><v>${String(value.amount)}</v></c>`;
}

/** How wide a column has to be to show a value, in digits; wide letters count twice. */
export function widthOf(value: SheetValue): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'object') return 'date' in value ? value.date.length : 14;
  const text = String(value);
  let width = 0;
  for (const letter of text.slice(0, 120)) {
    if (letter === '\n') break;
    width += (letter.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  }
  return width;
}

/** A day and its clock as the number of days since 1899-12-30; undefined for what a spreadsheet would count wrong. */
function serialOf(text: string): { serial: number; style: number } | undefined {
  const [day = '', clock = ''] = text.split(' ');
  if (!isIsoDate(day) || day < firstSerialDate) return undefined;
  const [minutes, seconds = '00'] = [clock.slice(0, 5), clock.slice(6) || undefined];
  if (clock !== '' && (!isWallTime(minutes) || !/^[0-5]\d$/.test(seconds))) return undefined;
  const [h = 0, m = 0] = minutes.split(':').map(Number);
  const share = clock === '' ? 0 : (h * 3_600 + m * 60 + Number(seconds)) / 86_400;
  const style = clock === '' ? dayStyle : clock.length > 5 ? secondStyle : minuteStyle;
  return { serial: dateToDay(day) - serialZero + share, style };
}

function dateXml(place: string, text: string, cut: CutCells): string {
  const found = serialOf(text);
  if (found === undefined) return textXml(place, text, cut, '');
  return `<c r="${place}" s="${String(found.style)}"><v>${String(found.serial)}</v></c>`;
}

function textXml(place: string, text: string, cut: CutCells, mark: string): string {
  let kept = text;
  if (text.length > maxCellLength) {
    cut.count += 1;
    kept = text.slice(0, maxCellLength);
  }
  return `<c r="${place}"${mark} t="inlineStr"><is><t xml:space="preserve">${xmlText(kept)}</t></is></c>`;
}

/** Characters that XML cannot hold, and those that it would change, stand as `_x000D_`; a text that looks so is escaped itself. ECMA-376, part 1, 22.9.2.19. */
export function xmlText(text: string): string {
  return text.replace(special, (sign, offset: number, whole: string) => {
    switch (sign) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      case '_':
        return /^_x[0-9A-Fa-f]{4}_/.test(whole.slice(offset, offset + 7)) ? '_x005F_' : '_';
      default:
        return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    }
  });
}

const special = /[&<>"_\ufffe\uffff]|(?![\t\n])\p{Cc}|\p{Cs}/gu;

/** `A1`; columns and rows count from 0. */
export function placeOf(column: number, row: number): string {
  return letters(column) + String(row + 1);
}

function letters(column: number): string {
  const rest = column % 26;
  const own = String.fromCharCode(65 + rest);
  return column < 26 ? own : letters((column - rest) / 26 - 1) + own;
}
