import { crc32, deflateRawSync } from 'node:zlib';

/** A cell of a test workbook: text is shared or inline, a date a serial number with a style. */
export type XlsxCell =
  | string
  | number
  | boolean
  | null
  | { readonly inline: string }
  | { readonly date: number; readonly style?: number }
  | { readonly formula: string; readonly value: string | number }
  | { readonly error: string };

export interface XlsxSheet {
  readonly name: string;
  readonly isHidden?: boolean;
  /** Rows by their numbers, from 1; those between are not in the file. */
  readonly rows: Readonly<Record<number, readonly XlsxCell[]>>;
}

/** Styles: 0 none, 1 day (built in), 2 day and time, 3 Chinese day, 4 duration, 5 percent, 6 time of day. */
const formats = [
  '',
  '',
  'yyyy\\-mm\\-dd hh:mm:ss',
  'yyyy"\u5e74"m"\u6708"d"\u65e5"',
  '[h]:mm',
  '0.00%',
  'h:mm AM/PM',
];

/** A workbook as Excel would write it, small enough to read in a test. */
export function workbook(sheets: readonly XlsxSheet[], options: { readonly is1904?: boolean } = {}): Blob {
  const shared: string[] = [];
  const parts: Record<string, string> = {};
  sheets.forEach(({ rows }, i) => (parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(rows, shared)));
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  parts['_rels/.rels'] =
    `<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`;
  parts['xl/workbook.xml'] = `<?xml version="1.0"?><workbook xmlns:r="r"><workbookPr${
    options.is1904 === true ? ' date1904="1"' : ''
  }/><sheets>${sheets
    .map(
      ({ name, isHidden }, i) =>
        `<sheet name="${escaped(name)}" sheetId="${i + 1}"${isHidden === true ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
    )
    .join('')}</sheets></workbook>`;
  parts['xl/_rels/workbook.xml.rels'] = `<Relationships>${sheets
    .map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`))
    .join(
      '',
    )}${relation('s', 'sharedStrings', 'sharedStrings.xml')}${relation('f', 'styles', '/xl/styles.xml')}</Relationships>`;
  parts['xl/sharedStrings.xml'] = `<sst>${shared.map((text) => `<si>${text}</si>`).join('')}</sst>`;
  parts['xl/styles.xml'] = `<styleSheet><numFmts>${formats
    .map((code, i) => (code === '' ? '' : `<numFmt numFmtId="${200 + i}" formatCode="${escaped(code)}"/>`))
    .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
    .map((code, i) => `<xf numFmtId="${code === '' ? (i === 1 ? 14 : 0) : 200 + i}"/>`)
    .join('')}</cellXfs></styleSheet>`;
  return zip(parts);
}

/** An archive of texts, packed. `lie` changes the size that the directory says of a file. */
export function zip(
  parts: Readonly<Record<string, string | Uint8Array>>,
  lie: (name: string, bytes: number) => number = (_name, bytes) => bytes,
): Blob {
  const blobs: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lie(name, bytes.length), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, entry, Buffer.from(name)]),
    );
    blobs.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Blob([Buffer.concat([...blobs, list, Buffer.from('PK\u0005\u0006'), end])]);
}

function sheetXml(rows: XlsxSheet['rows'], shared: string[]): string {
  const lines = Object.entries(rows).map(([number, cells]) => {
    const inner = cells.map((cell, column) => cellXml(cell, `${letters(column)}${number}`, shared)).join('');
    return `<row r="${number}" spans="1:3">${inner}</row>`;
  });
  return `<?xml version="1.0"?><worksheet><!-- a > b --><sheetData>${lines.join('\n')}</sheetData></worksheet>`;
}

function cellXml(cell: XlsxCell, place: string, shared: string[]): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'string') {
    const [head = '', ...rest] = cell.split('|');
    const runs = [
      `<t xml:space="preserve">${escaped(head)}</t>`,
      ...rest.map((run) => `<r><rPr/><t>${escaped(run)}</t></r>`),
    ];
    shared.push(`${runs.join('')}<rPh sb="0" eb="1"><t>reading</t></rPh>`);
    return `<c r="${place}" t="s"><v>${shared.length - 1}</v></c>`;
  }
  if ('inline' in cell) return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell.inline)}</t></is></c>`;
  if ('date' in cell) return `<c r="${place}" s="${cell.style ?? 1}"><v>${cell.date}</v></c>`;
  if ('error' in cell) return `<c r="${place}" t="e"><v>${cell.error}</v></c>`;
  const type = typeof cell.value === 'string' ? ' t="str"' : '';
  return `<c r="${place}"${type}><f>${escaped(cell.formula)}</f><v>${escaped(String(cell.value))}</v></c>`;
}

function letters(column: number): string {
  return (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
