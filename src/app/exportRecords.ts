import type { BookDatabase } from '../database/schema.ts';
import { readRows } from '../database/rows.ts';
import { instantOf, localDateTime } from '../domain/dates.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import { isRecordId, type RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { minorToMajor, unitsPerMajor, type Money } from '../domain/money.ts';
import { fieldsOf, isExchanged, type FieldDef } from '../domain/objects.ts';
import { hasLines, linesOf } from '../domain/order.ts';
import { isHidden, valueOf, valuesOf, type RecordRow } from '../domain/record.ts';
import { fieldTexts } from '../i18n/fields.ts';
import { t } from '../i18n/language.svelte.ts';
import { csvBlob, type CsvValue } from '../interchange/writing/csvWriter.ts';
import type { SheetValue } from '../interchange/writing/xlsx/sheetCells.ts';
import {
  writeWorkbook,
  type SheetOut,
  type WrittenWorkbook,
} from '../interchange/writing/xlsx/writeWorkbook.ts';
import type { ListedKind } from '../read/listQuery.ts';
import type { KindRecords } from '../screens/book.ts';
import { definitions, type ShownField } from '../screens/fields/definitions.svelte.ts';
import { choiceLabel, fieldLabel } from '../screens/fields/labels.ts';
import { bookCurrency } from '../screens/settings/currency.svelte.ts';
import type { ListIndex } from '../workers/listIndex.ts';

/** Records read at a time. */
const recordsAtOnce = 500;
const lineColumns = ['product', 'text', 'quantity', 'price', 'discount', 'tax'] as const;

/** Hears how many records have been read. */
export type OnRecords = (done: number) => void;

/**
 * A file for spreadsheets with every field that files hold, formulas too, in the language on screen. What has lines has a row for each of
 * them, which repeats the rest, unless `withoutLines`. Lines of deals, which may have no number and one name, are counted.
 */
export async function exportRecords(
  db: BookDatabase,
  index: ListIndex,
  records: KindRecords,
  onRecords?: OnRecords,
): Promise<Blob> {
  const table = await recordTable(db, index, records, onRecords);
  return csvBlob(table.header, plainRows(table.rows));
}

/** The same as `exportRecords` as an Excel workbook, with a sheet for each kind. Amounts in the book's own currency are numbers, others say theirs in a text. */
export function exportWorkbook(
  db: BookDatabase,
  index: ListIndex,
  kinds: Iterable<KindRecords & { readonly name: string }>,
  onRecords?: OnRecords,
): Promise<WrittenWorkbook> {
  return writeWorkbook(sheetsOf(db, index, kinds, onRecords));
}

async function* sheetsOf(
  db: BookDatabase,
  index: ListIndex,
  kinds: Parameters<typeof exportWorkbook>[2],
  onRecords: OnRecords | undefined,
): AsyncGenerator<SheetOut> {
  for (const { name, ...records } of kinds)
    yield { name, ...(await recordTable(db, index, records, onRecords)) };
}

async function recordTable(
  db: BookDatabase,
  index: ListIndex,
  records: KindRecords,
  onRecords: OnRecords | undefined,
): Promise<Pick<SheetOut, 'header'> & { readonly rows: AsyncGenerator<SheetValue[]> }> {
  const fields = await exportedFields(records.kind);
  const words = t(fieldTexts).line;
  const extra = hasLineRows(records)
    ? [...(isCounted(records.kind) ? [words.position] : []), ...lineColumns.map((column) => words[column])]
    : [];
  return {
    header: [...fields.map((field) => field.label), ...extra],
    rows: recordLines(db, index, records, fields, onRecords),
  };
}

function hasLineRows({ kind, withoutLines }: KindRecords): boolean {
  return hasLines(kind) && withoutLines !== true;
}

/** Quotes and orders are told apart by their numbers. */
function isCounted(kind: ListedKind): boolean {
  return kind === 'deal';
}

/** Every field that files hold, once its formulas can be computed. */
export async function exportedFields(kind: ListedKind): Promise<readonly ShownField[]> {
  await definitions().formulasLoaded(kind);
  const beside = fieldsOf(kind).filter((field) => field.internal === true && isExchanged(field));
  return [
    ...definitions().fields(kind),
    ...beside.map((field): ShownField => ({ ...field, label: fieldLabel(kind, field.key) })),
  ];
}

/** Records page by page, with the names of all that they refer to. */
export async function* recordPages(
  db: BookDatabase,
  index: ListIndex,
  fields: readonly FieldDef[],
  ids: readonly RecordId[],
  onRecords: OnRecords | undefined,
): AsyncGenerator<{
  readonly rows: readonly RecordRow[];
  readonly nameOf: (id: string) => string | undefined;
}> {
  const tags = await tagNames(db);
  for (let start = 0; start < ids.length; start += recordsAtOnce) {
    const rows = (await readRows(db, ids.slice(start, start + recordsAtOnce))).filter(
      (row) => row !== undefined,
    );
    const labels = await labelsOf(index, rows, fields);
    yield { rows, nameOf: (id) => tags.get(id) ?? labels.get(id) };
    onRecords?.(Math.min(ids.length, start + recordsAtOnce));
  }
}

async function* recordLines(
  db: BookDatabase,
  index: ListIndex,
  records: KindRecords,
  fields: readonly ShownField[],
  onRecords: OnRecords | undefined,
): AsyncGenerator<SheetValue[]> {
  const { kind, ids } = records;
  for await (const { rows, nameOf } of recordPages(db, index, fields, ids, onRecords)) {
    for (const row of rows) {
      const values = definitions().computed(kind, valuesOf(row));
      const cells = fields.map((field) => cellOf(values[field.key], field, nameOf));
      const lines = hasLineRows(records) ? linesOf(row) : [];
      if (lines.length === 0) yield cells;
      for (const [i, { product, text, quantity, price, discount, tax }] of lines.entries()) {
        const name = product === null ? null : (nameOf(product) ?? product);
        const counted = isCounted(kind) ? [i + 1] : [];
        yield [...cells, ...counted, name, text, quantity, price / unitsPerMajor, discount, tax];
      }
    }
  }
}

async function* plainRows(rows: AsyncIterable<readonly SheetValue[]>): AsyncGenerator<CsvValue[]> {
  for await (const row of rows) yield row.map(plainCell);
}

/** A cell as a file of texts has it. */
export function plainCell(cell: SheetValue): CsvValue {
  if (typeof cell !== 'object' || cell === null) return cell;
  return 'date' in cell ? cell.date : `${String(cell.amount)} ${cell.currency}`;
}

function cellOf(
  value: Json | undefined,
  field: FieldDef,
  nameOf: (id: string) => string | undefined,
): SheetValue {
  if (value === undefined || value === null) return null;
  if (field.type === 'choice') return choiceLabel(textOf(value), field);
  if (field.type === 'instant' && typeof value === 'number') return { date: momentText(value) };
  if (field.type === 'date') return { date: textOf(value) };
  if (field.type === 'reference') return nameOf(textOf(value)) ?? textOf(value);
  if (field.type === 'unitPrice' && typeof value === 'number') return value / unitsPerMajor;
  if (field.type === 'money') {
    const { minor, currency } = value as unknown as Money;
    const amount = minorToMajor(minor, currency);
    return currency === bookCurrency() ? { amount: Number(amount), currency } : `${amount} ${currency}`;
  }
  if (Array.isArray(value)) {
    const texts = value.map(textOf);
    if (field.element === 'choice') return texts.map((text) => choiceLabel(text, field)).join('; ');
    if (field.element === 'tag') return texts.flatMap((id) => nameOf(id) ?? []).join('; ');
    return (field.element === 'reference' ? texts.map((id) => nameOf(id) ?? id) : texts).join('; ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

/** A moment as the clock where the person is shows it, to the second; with its zone where the clock shows that time twice, or always. */
export function momentText(at: number, withZone = false): string {
  const seconds = new Date(at).getSeconds();
  const local = localDateTime(at) + (seconds === 0 ? '' : `:${String(seconds).padStart(2, '0')}`);
  const isTold = !withZone && instantOf(local) === at - new Date(at).getMilliseconds();
  return (isTold ? local : `${local}${zoneOf(at)}`).replace('T', ' ');
}

/** `+02:00`. */
function zoneOf(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const parts = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return (minutes < 0 ? '-' : '+') + parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** The names of all records that some rows refer to. */
async function labelsOf(
  index: ListIndex,
  rows: readonly RecordRow[],
  fields: readonly FieldDef[],
): Promise<ReadonlyMap<RecordId, string>> {
  const references = fields.filter((field) => field.to !== undefined);
  const ids = new Set<RecordId>();
  for (const row of rows) {
    for (const field of references) {
      const value = valueOf(row, field);
      const targets = Array.isArray(value) ? value.map(textOf) : [textOf(value ?? null)];
      for (const id of targets) if (isRecordId(id)) ids.add(id);
    }
    for (const line of linesOf(row)) if (line.product !== null) ids.add(line.product);
  }
  const wanted = [...ids];
  const labels = await index.labels(wanted);
  if (!labels.ok) return new Map();
  return new Map(wanted.flatMap((id, i) => (labels.value[i] === undefined ? [] : [[id, labels.value[i]]])));
}

/** Of tags and members that are to be seen. */
async function tagNames(db: BookDatabase): Promise<ReadonlyMap<RecordId, string>> {
  const hidden = hiddenBatchesOf(await db.batches.toArray());
  const tags = (await db.tags.toArray()).filter(
    (row) => row.deletedAt === undefined && !isHidden(row, hidden),
  );
  const names = [...tags, ...(await db.members.toArray())].map((row): readonly [RecordId, string] => {
    const { name } = valuesOf(row);
    return [row.id, typeof name === 'string' ? name : row.id];
  });
  return new Map(names);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}
