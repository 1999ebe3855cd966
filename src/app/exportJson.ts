import type { BookDatabase } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { minorToMajor, unitsPerMajor, type Money } from '../domain/money.ts';
import type { FieldDef } from '../domain/objects.ts';
import { hasLines, linesOf } from '../domain/order.ts';
import { valuesOf } from '../domain/record.ts';
import type { ListedKind } from '../read/listQuery.ts';
import { definitions, type ShownField } from '../screens/fields/definitions.svelte.ts';
import { choiceLabel } from '../screens/fields/labels.ts';
import type { ListIndex } from '../workers/listIndex.ts';
import { exportedFields, momentText, recordPages, type OnRecords } from './exportRecords.ts';

/** An array of all records, or each on a line of its own. */
export type JsonForm = 'json' | 'jsonl';

/** Letters that become one part of the file. */
const partLength = 1_000_000;

/**
 * Records as JSON (RFC 8259), UTF-8. Names are the keys of fields, of custom fields what the book calls them; `rapportId` is the record.
 * What is empty is left out. Texts and numbers are themselves; days `2026-11-22`, moments `2026-11-22T14:05:00+08:00`; amounts
 * `{"amount": 12.5, "currency": "EUR"}`; choices by their keys, those of the book by their words; references and tags by name; sets are
 * lists. What has lines has its `lines`: `product`, `text`, `quantity`, `unitPrice`, `discount`, `tax`; of deals counted as `line`.
 */
export async function exportJson(
  db: BookDatabase,
  index: ListIndex,
  kind: ListedKind,
  ids: readonly RecordId[],
  form: JsonForm,
  onRecords?: OnRecords,
): Promise<Blob> {
  const fields = await exportedFields(kind);
  const names = namesOf(fields);
  const parts: Blob[] = [];
  const isArray = form === 'json';
  let part = isArray ? '[' : '';
  let count = 0;
  for await (const { rows, nameOf } of recordPages(db, index, fields, ids, onRecords)) {
    for (const row of rows) {
      const values = definitions().computed(kind, valuesOf(row));
      const record: [string, Json][] = [['rapportId', row.id]];
      fields.forEach((field, i) => {
        const value = jsonOf(values[field.key], field, nameOf);
        if (value !== undefined) record.push([names[i] ?? field.key, value]);
      });
      const lines = hasLines(kind) ? linesOf(row) : [];
      if (lines.length > 0)
        record.push([
          'lines',
          lines.map(({ product, text, quantity, price, discount, tax }, i) => ({
            ...(kind === 'deal' ? { line: i + 1 } : {}),
            ...(product === null ? {} : { product: nameOf(product) ?? product }),
            ...{ text, quantity, unitPrice: price / unitsPerMajor, discount, tax },
          })),
        ]);
      part += `${isArray ? (count === 0 ? '\n' : ',\n') : ''}${JSON.stringify(Object.fromEntries(record))}${isArray ? '' : '\n'}`;
      count += 1;
    }
    if (part.length < partLength) continue;
    parts.push(new Blob([part]));
    part = '';
  }
  parts.push(new Blob([part + (isArray ? '\n]\n' : '')]));
  return new Blob(parts, { type: isArray ? 'application/json' : 'application/x-ndjson' });
}

/** Keys of standard fields, names of custom ones; where a name is taken, its key. */
function namesOf(fields: readonly ShownField[]): readonly string[] {
  const taken = new Set([
    'rapportId',
    'lines',
    ...fields.filter(({ custom }) => !custom).map(({ key }) => key),
  ]);
  return fields.map(({ key, custom, label }) => {
    if (custom === undefined) return key;
    const name = taken.has(label) ? key : label;
    taken.add(name);
    return name;
  });
}

function jsonOf(
  value: Json | undefined,
  field: ShownField,
  nameOf: (id: string) => string | undefined,
): Json | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (field.type === 'instant' && typeof value === 'number') return momentText(value, true).replace(' ', 'T');
  if (field.type === 'unitPrice' && typeof value === 'number') return value / unitsPerMajor;
  if (field.type === 'money') {
    const { minor, currency } = value as unknown as Money;
    return { amount: minorToMajor(minor, currency), currency };
  }
  if (!Array.isArray(value))
    return elementOf(value, field.type === 'choice', field.type === 'reference', field, nameOf);
  const list = (value as readonly Json[]).map((each) =>
    elementOf(
      each,
      field.element === 'choice',
      field.element === 'reference' || field.element === 'tag',
      field,
      nameOf,
    ),
  );
  return list.length === 0 ? undefined : list;
}

function elementOf(
  value: Json,
  isChoice: boolean,
  isReference: boolean,
  field: FieldDef & Pick<ShownField, 'custom'>,
  nameOf: (id: string) => string | undefined,
): Json {
  if (typeof value !== 'string') return value;
  if (isReference) return nameOf(value) ?? value;
  const isOfBook = field.custom !== undefined || field.choices?.includes(value) !== true;
  return isChoice && isOfBook ? choiceLabel(value, field) : value;
}
