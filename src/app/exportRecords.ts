import type { BookDatabase } from '../database/schema.ts';
import { readRows } from '../database/rows.ts';
import { instantOf, localDateTime } from '../domain/dates.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import { isRecordId, type RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { minorToMajor, unitsPerMajor, type Money } from '../domain/money.ts';
import { fieldsOf, isExchanged, type FieldDef } from '../domain/objects.ts';
import { linesOf } from '../domain/order.ts';
import { isHidden, valueOf, valuesOf, type RecordRow } from '../domain/record.ts';
import { csvBlob, type CsvValue } from '../interchange/writing/csvWriter.ts';
import type { ListedKind } from '../read/listQuery.ts';
import { definitions, type ShownField } from '../screens/fields/definitions.svelte.ts';
import { choiceLabel, fieldLabel } from '../screens/fields/labels.ts';
import type { ListIndex } from '../workers/listIndex.ts';

/** Records read at a time. */
const recordsAtOnce = 500;
const lineColumns = ['product', 'text', 'quantity', 'unitPrice', 'discount', 'tax'] as const;

/** A file for spreadsheets with every field that files hold, formulas too, in the language on screen; an order has a row for each of its lines. */
export async function exportRecords(
  db: BookDatabase,
  index: ListIndex,
  kind: ListedKind,
  ids: readonly RecordId[],
): Promise<Blob> {
  await definitions().formulasLoaded(kind);
  const beside = fieldsOf(kind).filter((field) => field.internal === true && isExchanged(field));
  const fields = [
    ...definitions().fields(kind),
    ...beside.map((field): ShownField => ({ ...field, label: fieldLabel(kind, field.key) })),
  ];
  const header = fields.map((field) => field.label);
  const extra = kind === 'order' ? lineColumns.map((column) => fieldLabel('order', column)) : [];
  return csvBlob([...header, ...extra], recordLines(db, index, kind, fields, ids));
}

async function* recordLines(
  db: BookDatabase,
  index: ListIndex,
  kind: ListedKind,
  fields: readonly ShownField[],
  ids: readonly RecordId[],
): AsyncGenerator<CsvValue[]> {
  const tags = await tagNames(db);
  for (let start = 0; start < ids.length; start += recordsAtOnce) {
    const rows = (await readRows(db, ids.slice(start, start + recordsAtOnce))).filter(
      (row) => row !== undefined,
    );
    const labels = await labelsOf(index, rows, fields);
    const nameOf = (id: string): string | undefined => tags.get(id) ?? labels.get(id);
    for (const row of rows) {
      const values = definitions().computed(kind, valuesOf(row));
      const cells = fields.map((field) => cellOf(values[field.key], field, nameOf));
      const lines = kind === 'order' ? linesOf(row) : [];
      if (lines.length === 0) yield cells;
      for (const { product, text, quantity, price, discount, tax } of lines) {
        const name = product === null ? null : (nameOf(product) ?? product);
        yield [...cells, name, text, quantity, price / unitsPerMajor, discount, tax];
      }
    }
  }
}

function cellOf(
  value: Json | undefined,
  field: FieldDef,
  nameOf: (id: string) => string | undefined,
): CsvValue {
  if (value === undefined || value === null) return null;
  if (field.type === 'choice') return choiceLabel(textOf(value), field);
  if (field.type === 'instant' && typeof value === 'number') return momentText(value);
  if (field.type === 'reference') return nameOf(textOf(value)) ?? textOf(value);
  if (field.type === 'unitPrice' && typeof value === 'number') return value / unitsPerMajor;
  if (field.type === 'money') {
    const { minor, currency } = value as unknown as Money;
    return `${minorToMajor(minor, currency)} ${currency}`;
  }
  if (Array.isArray(value)) {
    const texts = value.map(textOf);
    if (field.element === 'choice') return texts.map((text) => choiceLabel(text, field)).join('; ');
    if (field.element === 'tag') return texts.flatMap((id) => nameOf(id) ?? []).join('; ');
    return (field.element === 'reference' ? texts.map((id) => nameOf(id) ?? id) : texts).join('; ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

/** A moment as the clock where the person is shows it, to the second; with its zone where the clock shows that time twice. */
function momentText(at: number): string {
  const seconds = new Date(at).getSeconds();
  const local = localDateTime(at) + (seconds === 0 ? '' : `:${String(seconds).padStart(2, '0')}`);
  const isTold = instantOf(local) === at - new Date(at).getMilliseconds();
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
