import type { RecordId } from '../domain/ids.ts';
import { isRecordId, kindOfId } from '../domain/ids.ts';
import { valueOf, type RecordRow } from '../domain/record.ts';
import type { ScreenBook } from '../screens/book.ts';
import { definitions } from '../screens/fields/definitions.svelte.ts';
import { formatValue } from '../screens/fields/format.ts';
import { nameOfRow } from '../screens/fields/names.svelte.ts';
import { asText } from '../screens/fields/text.ts';

/** A record as lines of text, its name first and then each field that has a value, to be pasted elsewhere. */
export async function textOfRecord(book: Pick<ScreenBook, 'index'>, row: RecordRow): Promise<string> {
  const kind = kindOfId(row.id);
  const fields = definitions()
    .recordFields(kind)
    .filter((field) => field.type !== 'formula' && field.type !== 'json');
  const values = fields.map((field) => valueOf(row, field));
  const ids = values
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]))
    .filter((value): value is RecordId => typeof value === 'string' && isRecordId(value));
  const labels = await book.index.labels(ids);
  const names = new Map(ids.map((id, i) => [id, (labels.ok ? labels.value[i] : undefined) ?? '']));
  const currency = asText(valueOf(row, { key: 'currency', type: 'text' }));
  const name = nameOfRow(row);
  const lines = fields.flatMap((field, i) => {
    const text = formatValue(field, values[i], names, currency === '' ? undefined : currency);
    return text === '' || text === name ? [] : [`${field.label}: ${text}`];
  });
  return [name, ...lines].join('\n');
}
