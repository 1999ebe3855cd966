import type { Committed, CommandError } from '../../commands/commit.ts';
import type { Act } from '../../commands/records.ts';
import { customKeyOf, type CustomType } from '../../domain/customFields.ts';
import { localDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Table } from '../../domain/table.ts';
import { t } from '../../i18n/language.svelte.ts';
import { formatDate } from '../../i18n/formats.ts';
import { predictTexts } from '../../i18n/predict.ts';
import type { ScreenBook } from '../book.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { scoreText } from './findings.ts';
import type { Found } from './predictModel.svelte.ts';

/** A custom field of customers that a prediction is written to, with its values by record. */
interface WrittenField {
  readonly name: string;
  readonly type: Extract<CustomType, 'number' | 'date'>;
  readonly values: Readonly<Record<RecordId, Json>>;
}

export interface WrittenPrediction extends Committed {
  /** The key of the field with the chance in percent, or the estimate. */
  readonly key: string;
}

/**
 * Writes what is said of every customer: the chance in percent or the estimate, of estimates the reach of nine in ten, and the
 * day. Fields of these names and types are used again, others are made first. All values are one undoable step.
 */
export async function writePrediction(
  book: ScreenBook,
  table: Table,
  found: Found,
  name: string,
): Promise<Result<WrittenPrediction, CommandError>> {
  const words = t(predictTexts);
  const { answer } = found;
  const today = localDate(new Date());
  const fields = fieldsOf(table, found, name, today);
  const help = words.help(words.methods[answer.chosen], scoreText(answer), formatDate(today, 'always'));
  const keys = await keysOf(book, fields, help);
  if (!keys.ok) return keys;
  const values = Object.fromEntries(fields.map((field, i) => [keys.value[i] ?? '', field.values]));
  const written = await book.editMany(table.ids, { op: 'setEach', values }, name);
  return written.ok ? ok({ ...written.value, key: keys.value[0] ?? '' }) : written;
}

/** True where the fields are there already. */
export function isKnownField(name: string): boolean {
  return keyOfField(name, 'number') !== undefined;
}

function fieldsOf(table: Table, { answer }: Found, name: string, today: string): readonly WrittenField[] {
  const words = t(predictTexts);
  const { quality, said } = answer;
  const by = (valueAt: (row: number) => Json): WrittenField['values'] =>
    Object.fromEntries(table.ids.map((id, row) => [id, valueAt(row)]));
  const day: WrittenField = { name: words.asOfField(name), type: 'date', values: by(() => today) };
  if (quality.type === 'class')
    return [{ name, type: 'number', values: by((row) => Math.round(1_000 * (said[row] ?? 0)) / 10) }, day];
  const around = (shift: number) => by((row) => rounded((said[row] ?? 0) + shift));
  return [
    { name, type: 'number', values: around(0) },
    { name: words.lowField(name), type: 'number', values: around(-quality.reach) },
    { name: words.highField(name), type: 'number', values: around(quality.reach) },
    day,
  ];
}

/** Five digits are more than an estimate knows. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

async function keysOf(
  book: ScreenBook,
  fields: readonly WrittenField[],
  help: string,
): Promise<Result<readonly string[], CommandError>> {
  const known = fields.map(({ name, type }) => keyOfField(name, type));
  const missing = fields.filter((_, i) => known[i] === undefined);
  const acts = missing.map(({ name, type }, i): Act => ({
    create: 'field',
    values: { name, object: 'account', type, ...(i === 0 ? { help } : {}) },
  }));
  if (acts.length === 0) return ok(known.map((key) => key ?? ''));
  const made = await book.applyTogether(acts);
  if (!made.ok) return made;
  const ids = [...made.value.ids];
  return ok(known.map((key, i) => key ?? customKeyOf(ids.shift() ?? '', fields[i]?.type ?? 'number')));
}

function keyOfField(name: string, type: CustomType): string | undefined {
  return definitions()
    .custom('account')
    .find((each) => each.name === name && each.type === type)?.field.key;
}
