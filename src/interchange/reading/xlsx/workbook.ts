import { err, ok, type Result } from '../../../domain/result.ts';
import { maxFileBytes, SourceFailure, sourceErrorOf, type SourceError, type TextSource } from '../source.ts';
import { madeRow } from '../madeRows.ts';
import { isDateFormat, isDateFormatId, type DateSystem } from './dateFormats.ts';
import { sheetReader, unescaped, type SheetContext } from './sheetRows.ts';
import { attributeOf, XmlReader, type XmlHandler } from './xml.ts';
import { expand, readZip, type ZipEntry } from './zip.ts';

/** A workbook, in bytes; text files may be larger, because they are never in memory as a whole. */
export const maxWorkbookBytes = 100_000_000;
/** What one file of a workbook may grow to, in bytes. */
const maxPartBytes = 1_000_000_000;
/** Letters of all texts of a workbook, which stand in memory while it is read. */
const maxTextLength = 150_000_000;
const maxSheets = 1_000;
const chunkLength = 65_536;

interface Workbook {
  readonly file: Blob;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly maxBytes: number;
}

interface Sheet {
  readonly name: string;
  readonly path: string;
}

/**
 * Opens an Excel workbook as a text source: the rows of one sheet as comma-separated UTF-8. Without `sheet` it is the first that has
 * a row. Only the directory, the texts and the formats are in memory. Errors: every `SourceError`; `file-binary` for an archive that
 * is no workbook.
 */
export async function openWorkbook(
  file: Blob,
  name: string,
  sheet?: number,
  maxBytes = maxPartBytes,
): Promise<Result<TextSource, SourceError>> {
  if (file.size > Math.min(maxFileBytes, maxWorkbookBytes)) {
    return err({ type: 'file-too-large', bytes: file.size, maxBytes: maxWorkbookBytes });
  }
  try {
    const entries = await readZip(file);
    if (entries === undefined) return err({ type: 'file-workbook-damaged' });
    const book: Workbook = { file, entries, maxBytes };
    const main = await mainPart(book);
    if (main === undefined) return err({ type: 'file-binary', looksLike: 'xlsx-or-zip' });
    const { sheets, context } = await readBook(book, main);
    const chosen = sheet ?? (await firstFilled(book, sheets, context));
    const path = sheets[chosen]?.path;
    if (path === undefined) return err({ type: 'file-workbook-damaged' });
    return ok({
      name,
      bytes: file.size,
      compressed: true,
      encoding: 'utf-8',
      encodingWhy: 'valid-utf8',
      chunks: () => sheetChunks(book, path, context),
      sheets: sheets.map((each) => each.name),
      sheet: chosen,
    });
  } catch (failure) {
    return err(sourceErrorOf(failure));
  }
}

/** The path of the workbook itself; undefined for another kind of document or archive. */
async function mainPart(book: Workbook): Promise<string | undefined> {
  const relations = await relationsOf(book, '_rels/.rels', '');
  const main =
    [...relations.values()].find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  return main.endsWith('.xml') && main.includes('workbook') && book.entries.has(main) ? main : undefined;
}

async function readBook(book: Workbook, main: string): Promise<{ sheets: Sheet[]; context: SheetContext }> {
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = await relationsOf(book, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const found: (Sheet & { readonly isHidden: boolean })[] = [];
  let system: DateSystem = '1900';
  await readXml(book, main, {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(?:1|true)$/.test(attributeOf(attributes, 'date1904') ?? ''))
        system = '1904';
      if (name !== 'sheet' || found.length >= maxSheets) return;
      const relation = relations.get(attributeOf(attributes, 'id') ?? '');
      const isHidden = (attributeOf(attributes, 'state') ?? 'visible') !== 'visible';
      if (relation?.type === 'worksheet' && book.entries.has(relation.path)) {
        found.push({ name: attributeOf(attributes, 'name') ?? '', path: relation.path, isHidden });
      }
    },
    close: () => undefined,
  });
  const visible = found.filter(({ isHidden }) => !isHidden);
  const pathOf = (type: string): string | undefined =>
    [...relations.values()].find((relation) => relation.type === type)?.path;
  const strings = await readStrings(book, pathOf('sharedStrings'));
  const dates = await readDateStyles(book, pathOf('styles'));
  return { sheets: visible.length > 0 ? visible : found, context: { strings, dates, system } };
}

async function firstFilled(book: Workbook, sheets: readonly Sheet[], context: SheetContext): Promise<number> {
  for (const [i, { path }] of sheets.entries()) {
    for await (const chunk of sheetChunks(book, path, context)) {
      if (chunk.some((byte) => byte !== lineFeed)) return i;
    }
  }
  return 0;
}

const lineFeed = 10;

/** The rows of a sheet as comma-separated text. */
async function* sheetChunks(
  book: Workbook,
  path: string,
  context: SheetContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let text = '';
  const reader = sheetReader(context, (cells) => (text += madeRow(cells)));
  const entry = book.entries.get(path);
  if (entry === undefined) return;
  const decoder = new TextDecoder();
  for await (const bytes of expand(book.file, entry, book.maxBytes)) {
    if (!reader.write(decoder.decode(bytes, { stream: true }))) throw damaged();
    if (text.length < chunkLength) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

/** Texts that cells share, without the readings above them. */
async function readStrings(book: Workbook, path: string | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  let [text, length, phonetic, isText] = ['', 0, 0, false];
  await readXml(book, path, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') isText = phonetic === 0;
    },
    text(more) {
      if (!isText) return;
      text += more;
      length += more.length;
      if (length > maxTextLength)
        throw new SourceFailure({ type: 'file-expands-too-far', maxBytes: maxTextLength });
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

/** Which styles of cells show dates, in their order. */
async function readDateStyles(book: Workbook, path: string | undefined): Promise<readonly boolean[]> {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let isCellStyles = false;
  await readXml(book, path, {
    open(name, attributes) {
      if (name === 'numFmt') {
        codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
      } else if (name === 'cellXfs') isCellStyles = true;
      else if (name === 'xf' && isCellStyles) {
        const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
        const code = codes.get(id);
        styles.push(code === undefined ? isDateFormatId(id) : isDateFormat(code));
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false;
    },
  });
  return styles;
}

interface Relation {
  /** The last word of its type, such as `worksheet`. */
  readonly type: string;
  readonly path: string;
}

async function relationsOf(
  book: Workbook,
  path: string,
  folder: string,
): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readXml(book, path, {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const target = attributeOf(attributes, 'Target') ?? '';
      const full = target.startsWith('/') ? target.slice(1) : resolved(folder + target);
      const type = (attributeOf(attributes, 'Type') ?? '').split('/').at(-1) ?? '';
      relations.set(attributeOf(attributes, 'Id') ?? '', { type, path: full });
    },
    close: () => undefined,
  });
  return relations;
}

function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Reads a part of the workbook; one that is not there has nothing in it. */
async function readXml(book: Workbook, path: string | undefined, handler: XmlHandler): Promise<void> {
  const entry = path === undefined ? undefined : book.entries.get(path);
  if (entry === undefined) return;
  const reader = new XmlReader(handler);
  const decoder = new TextDecoder();
  for await (const bytes of expand(book.file, entry, book.maxBytes)) {
    if (!reader.write(decoder.decode(bytes, { stream: true }))) throw damaged();
  }
}

function damaged(): SourceFailure {
  return new SourceFailure({ type: 'file-workbook-damaged' });
}
