import type { RecordId } from '../../domain/ids.ts';
import { compareIds } from '../../domain/merging.ts';
import { isEqualJson, type Json } from '../../domain/json.ts';
import { valuesOf, type RecordRow, type Values } from '../../domain/record.ts';
import type { ShownField } from '../fields/definitions.svelte.ts';

/** One of the values that a field may take in a merge. */
export interface MergeOption {
  /** `both`, or the id of the first record that has it. */
  readonly id: string;
  readonly value: Json;
}

/** A field of which the records to merge say different things. */
export interface MergeField {
  readonly field: ShownField;
  /** The first is what a merge would take if nobody chose. */
  readonly options: readonly MergeOption[];
}

/**
 * The fields in which the records differ, and the values to choose from. Sets and notes can take all that the records say; of other
 * fields the value of the record that stays comes first, and where it has none that of another.
 */
export function mergeFields(
  fields: readonly ShownField[],
  winner: RecordRow,
  losers: readonly RecordRow[],
): readonly MergeField[] {
  const rows = [winner, ...losers].map((row) => ({ id: row.id, values: valuesOf(row) }));
  return fields.flatMap((field): MergeField[] => {
    if (field.type === 'formula' || field.type === 'document') return [];
    const options: MergeOption[] = [];
    for (const { id, values } of rows) {
      const value = values[field.key] ?? null;
      if (!options.some((option) => isEqualJson(option.value, value))) options.push({ id, value });
    }
    const filled = options.filter(({ value }) => value !== null);
    const isNew = losers.some((row) => (valuesOf(row)[field.key] ?? null) !== null);
    if (options.length < 2 || !isNew) return [];
    const joined = joinedValue(
      field,
      filled.map(({ value }) => value),
    );
    if (joined !== undefined && !filled.some(({ value }) => isEqualJson(value, joined)))
      return [{ field, options: [{ id: 'both', value: joined }, ...filled] }];
    const full = filled.find(({ value }) => isEqualJson(value, joined ?? null));
    return [
      { field, options: full === undefined ? filled : [full, ...filled.filter((each) => each !== full)] },
    ];
  });
}

/** All elements of sets, all paragraphs of notes, of one phone number in two forms the first; undefined for a field that holds one value. */
function joinedValue(field: ShownField, values: readonly Json[]): Json | undefined {
  if (field.type === 'longText')
    return [...new Set(values.filter((value) => typeof value === 'string'))].join('\n\n');
  if (field.type !== 'set') return undefined;
  const known = new Set<string>();
  return values
    .flatMap((value) => (Array.isArray(value) ? (value as string[]) : []))
    .filter((element) => {
      const key = field.element === 'phone' ? phoneKey(element) : element;
      const isNew = !known.has(key);
      known.add(key);
      return isNew;
    });
}

/** The end of a number, which is the same with and without a country code. */
function phoneKey(phone: string): string {
  const digits = phone.replace(/\D+/g, '');
  return digits.length < 7 ? phone : digits.slice(-8);
}

/** What the record that stays holds after the merge, of the fields in which the records differ. */
export function mergedValues(
  fields: readonly MergeField[],
  chosen: Readonly<Record<string, string>>,
): Values {
  return Object.fromEntries(
    fields.map(({ field, options }) => {
      const option = options.find(({ id }) => id === chosen[field.key]) ?? options[0];
      return [field.key, option?.value ?? null];
    }),
  );
}

/** The record that stays unless somebody chooses another: the fullest, of equals the older. */
export function fullest(rows: readonly RecordRow[]): RecordRow | undefined {
  return [...rows].sort((a, b) => filledOf(b) - filledOf(a) || compareIds(a.id, b.id))[0];
}

function filledOf(row: RecordRow): number {
  return Object.values(valuesOf(row)).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 1),
    0,
  );
}

/** What a merge of many takes over without asking: what the record that stays lacks, and all elements of sets. */
export function takenOver(
  fields: readonly ShownField[],
  winner: RecordRow,
  losers: readonly RecordRow[],
): Values {
  const own = valuesOf(winner);
  return Object.fromEntries(
    mergeFields(fields, winner, losers).flatMap(({ field, options }): [string, Json][] => {
      const value = options[0]?.value ?? null;
      const isTaken = field.type === 'set' || own[field.key] === undefined || own[field.key] === null;
      return isTaken ? [[field.key, value]] : [];
    }),
  );
}

export function byIds(rows: readonly (RecordRow | undefined)[]): ReadonlyMap<RecordId, RecordRow> {
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.id, row]])));
}
