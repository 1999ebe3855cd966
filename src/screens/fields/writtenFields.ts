import type { CommandError, Committed } from '../../commands/commit.ts';
import type { Act } from '../../commands/records.ts';
import { customKeyOf, type CustomType } from '../../domain/customFields.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from './definitions.svelte.ts';

/** A custom field of customers that an analysis writes, with its values by record. */
export interface WrittenField {
  readonly name: string;
  readonly type: Extract<CustomType, 'number' | 'date' | 'text'>;
  readonly values: Readonly<Record<RecordId, Json>>;
}

export interface WrittenFields extends Committed {
  /** The key of each field, in their order. */
  readonly keys: readonly string[];
}

/**
 * Gives customers values of their own: fields of these names and types are used again, others are made first, the first with
 * `help` beside it. All values are one undoable step, called `title` while it runs.
 */
export async function writeFields(
  book: ScreenBook,
  ids: readonly RecordId[],
  fields: readonly WrittenField[],
  { title, help }: { readonly title: string; readonly help: string },
): Promise<Result<WrittenFields, CommandError>> {
  const keys = await keysOf(book, fields, help);
  if (!keys.ok) return keys;
  const values = Object.fromEntries(fields.map((field, i) => [keys.value[i] ?? '', field.values]));
  const written = await book.editMany(ids, { op: 'setEach', values }, title);
  return written.ok ? ok({ ...written.value, keys: keys.value }) : written;
}

/** The key of a custom field of customers; undefined where there is none of that name and type. */
export function keyOfWritten(name: string, type: WrittenField['type']): string | undefined {
  return definitions()
    .custom('account')
    .find((each) => each.name === name && each.type === type)?.field.key;
}

async function keysOf(
  book: ScreenBook,
  fields: readonly WrittenField[],
  help: string,
): Promise<Result<readonly string[], CommandError>> {
  const known = fields.map(({ name, type }) => keyOfWritten(name, type));
  const missing = fields.filter((_, i) => known[i] === undefined);
  if (missing.length === 0) return ok(known.map((key) => key ?? ''));
  const acts = missing.map(({ name, type }, i): Act => ({
    create: 'field',
    values: { name, object: 'account', type, computed: true, ...(i === 0 ? { help } : {}) },
  }));
  const made = await book.applyTogether(acts);
  if (!made.ok) return made;
  const ids = [...made.value.ids];
  return ok(known.map((key, i) => key ?? customKeyOf(ids.shift() ?? '', fields[i]?.type ?? 'number')));
}
