import { ZipWriter } from '../zipWriter.ts';
import {
  cellXml,
  CellFormats,
  headerStyle,
  placeOf,
  widthOf,
  xmlText,
  type CutCells,
  type SheetValue,
} from './sheetCells.ts';

/** A sheet to be written: its rows are asked for once, in order. */
export interface SheetOut {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly SheetValue[]> | Iterable<readonly SheetValue[]>;
}

export interface WrittenWorkbook {
  readonly file: Blob;
  /** Rows without headers. */
  readonly rows: number;
  /** Names of all sheets; a kind with more rows than a sheet holds has several. */
  readonly sheets: readonly string[];
  /** Cells that were longer than a cell may be, and end early. */
  readonly cutCells: number;
}

/** Rows of a sheet with its header. Source: Excel specifications and limits, as the length of names. */
export const maxSheetRows = 1_048_576;
const maxNameLength = 31;
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Rows that are looked at for the widths of columns. */
const measuredRows = 200;
const [narrowest, widest] = [6, 60];
/** Rows whose XML is handed on together. */
const rowsAtOnce = 100;

/**
 * An Excel workbook (ECMA-376), written row by row: memory holds some hundred rows and what is packed. Headers are bold and stay in
 * view, columns are as wide as their first rows ask. Texts are texts, so that nothing in them is ever a formula; days and moments are
 * dates, amounts numbers with their currency. Rows beyond what a sheet holds go on in a further one.
 */
export async function writeWorkbook(
  sheets: Iterable<SheetOut> | AsyncIterable<SheetOut>,
  rowsPerSheet = maxSheetRows,
): Promise<WrittenWorkbook> {
  const zip = new ZipWriter();
  const formats = new CellFormats();
  const cut: CutCells = { count: 0 };
  const names = new SheetNames();
  let rows = 0;
  for await (const sheet of sheets) {
    const reader = new RowReader(sheet.rows);
    for (let isFirst = true; isFirst || !reader.isDone; isFirst = false) {
      const path = `xl/worksheets/sheet${String(names.all.length + 1)}.xml`;
      names.add(sheet.name);
      await zip.add(path, sheetXml(sheet.header, reader, rowsPerSheet, formats, cut));
    }
    rows += reader.count;
  }
  for (const [path, xml] of Object.entries(partsOf(names.all, formats))) await zip.add(path, [xml]);
  return { file: zip.finish(workbookType), rows, sheets: names.all, cutCells: cut.count };
}

/** Rows that can be looked at before they are taken. */
class RowReader {
  readonly #rows: AsyncIterator<readonly SheetValue[]> | Iterator<readonly SheetValue[]>;
  #waiting: (readonly SheetValue[])[] = [];
  #isEnded = false;
  count = 0;

  constructor(rows: SheetOut['rows']) {
    this.#rows = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  }

  /** Of what has been looked at, nothing is left. */
  get isDone(): boolean {
    return this.#isEnded && this.#waiting.length === 0;
  }

  /** Up to so many of the next rows, which are not taken yet. */
  async next(count: number): Promise<readonly (readonly SheetValue[])[]> {
    while (this.#waiting.length < count && !this.#isEnded) {
      const next: IteratorResult<readonly SheetValue[], unknown> = await this.#rows.next();
      if (next.done === true) this.#isEnded = true;
      else this.#waiting.push(next.value);
    }
    return this.#waiting.slice(0, count);
  }

  take(count: number): void {
    this.#waiting = this.#waiting.slice(count);
    this.count += count;
  }
}

async function* sheetXml(
  header: readonly string[],
  reader: RowReader,
  maxRows: number,
  formats: CellFormats,
  cut: CutCells,
): AsyncGenerator<string> {
  const first = await reader.next(measuredRows);
  yield (
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  );
  if (header.length > 0)
    yield `<cols>${header.map((title, i) => columnXml(i, [title, ...first.map((row) => row[i])])).join('')}</cols>`;
  yield `<sheetData>${rowXml(0, header, formats, cut, headerStyle)}`;
  let written = 1;
  while (written < maxRows) {
    const rows = await reader.next(Math.min(rowsAtOnce, maxRows - written));
    if (rows.length === 0) break;
    const from = written;
    yield rows.map((cells, i) => rowXml(from + i, cells, formats, cut)).join('');
    reader.take(rows.length);
    written += rows.length;
  }
  // Whether a further sheet is needed is known only when one more row was asked for.
  await reader.next(1);
  yield '</sheetData></worksheet>';
}

function rowXml(
  row: number,
  cells: readonly SheetValue[],
  formats: CellFormats,
  cut: CutCells,
  style = 0,
): string {
  let xml = '';
  for (let column = 0; column < cells.length; column++)
    xml += cellXml(placeOf(column, row), cells[column], formats, cut, style);
  return `<row r="${String(row + 1)}">${xml}</row>`;
}

function columnXml(column: number, values: readonly SheetValue[]): string {
  const widthNeeded = values.reduce<number>((most, value) => Math.max(most, widthOf(value)), 0) + 2;
  const width = Math.min(widest, Math.max(narrowest, widthNeeded));
  const number = String(column + 1);
  return `<col min="${number}" max="${number}" width="${String(width)}" customWidth="1"/>`;
}

/** Names as spreadsheets allow them: 31 letters, none of `[]:*?/\`, no apostrophe at an end, no name twice. */
class SheetNames {
  readonly all: string[] = [];
  readonly #taken = new Set<string>(['history']);

  add(wanted: string): void {
    const plain =
      wanted
        .replace(/[[\]:*?/\\]|\p{Cc}/gu, ' ')
        .replace(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    for (let n = 1; ; n++) {
      const end = n === 1 ? '' : ` (${String(n)})`;
      const name = `${[...plain]
        .slice(0, maxNameLength - end.length)
        .join('')
        .slice(0, maxNameLength - end.length)}${end}`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      this.all.push(name);
      return;
    }
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** All parts but the sheets. */
function partsOf(names: readonly string[], formats: CellFormats): Readonly<Record<string, string>> {
  const numbers = names.map((_, i) => String(i + 1));
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`;
  return {
    '[Content_Types].xml':
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>` +
      numbers
        .map(
          (n) =>
            `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${contentType}.worksheet+xml"/>`,
        )
        .join('') +
      '</Types>',
    '_rels/.rels': `${declaration}<Relationships xmlns="${packageRelations}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${packageRelations}">${numbers
      .map((n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`))
      .join('')}${relation('styles', 'styles', 'styles.xml')}</Relationships>`,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
      .map(
        (name, i) => `<sheet name="${xmlText(name)}" sheetId="${String(i + 1)}" r:id="rId${String(i + 1)}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/styles.xml': stylesXml(formats),
  };
}

function stylesXml({ codes }: CellFormats): string {
  const own = codes.flatMap((code, i) => (code === '' ? [] : [[i, code] as const]));
  return (
    `${declaration}<styleSheet xmlns="${main}"><numFmts count="${String(own.length)}">${own
      .map(([i, code]) => `<numFmt numFmtId="${String(164 + i)}" formatCode="${xmlText(code)}"/>`)
      .join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${String(codes.length)}">${codes.map((code, i) => styleXml(code, i)).join('')}</cellXfs></styleSheet>`
  );
}

function styleXml(code: string, i: number): string {
  const format = code === '' ? '0' : String(164 + i);
  const font = i === headerStyle ? '1" applyFont="1' : '0';
  const applies = code === '' ? '' : ' applyNumberFormat="1"';
  return `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0"${applies}/>`;
}
