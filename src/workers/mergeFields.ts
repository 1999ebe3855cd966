import { definitionOf, type CustomDefinition } from '../domain/customDefinitions.ts';
import { customKeyOf, parseCustomKey } from '../domain/customFields.ts';
import { formulaFields, formulaToShown, formulaToStored } from '../domain/formulaSet.ts';
import { isRecordId, type RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { RecordRow, Values } from '../domain/record.ts';

/** How a custom field of another book is called here: its record, and the ids of its choices. */
interface MovedField {
  readonly id: RecordId;
  readonly choices: ReadonlyMap<string, string>;
}

/** What becomes of ids, custom fields and their choices when records of one book become records of another. */
export interface Moving {
  readonly idOf: (id: RecordId) => RecordId | undefined;
  /** By the id that a field has in the other book. */
  readonly fields: ReadonlyMap<RecordId, MovedField>;
  /** Definitions of the other book's fields. */
  readonly definitions: readonly CustomDefinition[];
}

/** The custom fields that come along. `own` are those of the book they come into. */
export function movingOf(
  rows: readonly RecordRow[],
  own: readonly CustomDefinition[],
  idOf: (id: RecordId) => RecordId | undefined,
): Moving {
  const definitions = rows.flatMap((row) => definitionOf(row) ?? []);
  const fields = definitions.flatMap((definition): (readonly [RecordId, MovedField])[] => {
    const id = idOf(definition.id);
    if (id === undefined) return [];
    const here = own.find((each) => each.id === id);
    const choices = definition.choices.map(
      // A new record counts its choices by their places.
      ({ value, label }, i) =>
        [value, here?.choices.find((each) => each.label === label)?.value ?? i.toString(36)] as const,
    );
    return [[definition.id, { id, choices: new Map(choices) }]];
  });
  return { idOf, fields: new Map(fields), definitions };
}

/** The field of a book that one of another is: same object, type and name, and all choices of the other. */
export function sameField(
  { kind, type, name, choices, field }: CustomDefinition,
  own: readonly CustomDefinition[],
): RecordId | undefined {
  const called = (text: string): string => text.trim().toLowerCase();
  return own.find(
    (each) =>
      each.kind === kind &&
      each.type === type &&
      each.field.to === field.to &&
      called(each.name) === called(name) &&
      type !== 'formula' &&
      choices.every(({ label }) => each.choices.some((choice) => choice.label === label)),
  )?.id;
}

/** The key of a custom field in the new book; undefined for one that does not come along. */
export function movedKey(key: string, { fields }: Moving): string | undefined {
  const parsed = parseCustomKey(key);
  const moved = parsed === undefined ? undefined : fields.get(parsed.field);
  return parsed === undefined || moved === undefined
    ? undefined
    : customKeyOf(moved.id, parsed.type, parsed.to);
}

/** Values of custom fields under their new keys: references and choices are those of the new book. Others go. */
export function movedCustomValues(values: Values, moving: Moving): Values {
  const entries = Object.entries(values).flatMap(([key, value]): (readonly [string, Json])[] => {
    const parsed = parseCustomKey(key);
    if (parsed === undefined) return [[key, value]];
    const to = movedKey(key, moving);
    const moved = to === undefined ? undefined : movedCustomValue(key, value, moving);
    return to === undefined || moved === undefined ? [] : [[to, moved]];
  });
  return Object.fromEntries(entries);
}

function movedCustomValue(key: string, value: Json, moving: Moving): Json | undefined {
  const parsed = parseCustomKey(key);
  if (parsed?.type === 'reference') return typeof value === 'string' ? moving.idOf(value) : undefined;
  if (parsed?.type === 'choice' || parsed?.type === 'multipleChoice') return movedChoices(key, value, moving);
  return value;
}

/** A choice or a list of them. */
function movedChoices(key: string, value: Json, { fields }: Moving): Json {
  const choices = fields.get(parseCustomKey(key)?.field ?? '')?.choices;
  const choice = (each: Json): Json => (typeof each === 'string' ? (choices?.get(each) ?? each) : each);
  return Array.isArray(value) ? value.map(choice) : choice(value);
}

/** What is kept as plain data, a filter, the definition of a view or a setting: ids, keys and choices in it are the new ones. */
export function movedJson(value: Json, moving: Moving): Json {
  if (typeof value === 'string') return movedText(value, moving);
  if (Array.isArray(value)) return value.map((each: Json) => movedJson(each, moving));
  if (typeof value !== 'object' || value === null) return value;
  const { field } = value as Readonly<Record<string, Json>>;
  const isAboutField = typeof field === 'string' && parseCustomKey(field) !== undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (isAboutField && name === 'values')
        return [name, movedChoices(field, movedJson(each, moving), moving)];
      return [movedText(name, moving), movedJson(each, moving)];
    }),
  );
}

function movedText(text: string, moving: Moving): string {
  // A field of what a reference means: `reference>column`.
  if (text.includes('>'))
    return text
      .split('>')
      .map((part) => movedKey(part, moving) ?? part)
      .join('>');
  return movedKey(text, moving) ?? (isRecordId(text) ? moving.idOf(text) : undefined) ?? text;
}

/** A setting of a book. Those of a custom field's choices are called after its key. */
export function movedSetting(values: Values, moving: Moving): Values {
  const { name, value = null } = values;
  const key =
    typeof name === 'string' && name.startsWith(choicesPrefix) ? name.slice(choicesPrefix.length) : '';
  const to = movedKey(key, moving);
  if (to === undefined) return { ...values, value: movedJson(value, moving) };
  return { ...values, name: choicesPrefix + to, value: movedChoiceList(key, value, moving) };
}

const choicesPrefix = 'choices:';

/** What a setting of another book is called here; undefined for one about a field that is not here yet. */
export function settingHere(
  name: string,
  fieldHere: (id: RecordId) => RecordId | undefined,
): string | undefined {
  const parsed = name.startsWith(choicesPrefix)
    ? parseCustomKey(name.slice(choicesPrefix.length))
    : undefined;
  if (parsed === undefined) return name;
  const id = fieldHere(parsed.field);
  return id === undefined ? undefined : choicesPrefix + customKeyOf(id, parsed.type, parsed.to);
}

/** Order, hidden ones and labels of choices: they name choices in lists and as keys. */
function movedChoiceList(key: string, value: Json, moving: Moving): Json {
  if (typeof value === 'string') return movedChoices(key, value, moving);
  if (Array.isArray(value)) return movedChoices(key, value, moving);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const to = movedChoices(key, name, moving);
      // Labels are texts of people.
      return [
        typeof to === 'string' ? to : name,
        typeof each === 'string' ? each : movedChoiceList(key, each, moving),
      ];
    }),
  );
}

/** A formula that reads the fields under their new keys and compares them with their new choices. */
export function movedFormula(text: string, { kind }: Pick<CustomDefinition, 'kind'>, moving: Moving): string {
  const own = moving.definitions.filter((each) => each.kind === kind);
  const moved = own.flatMap((each): CustomDefinition[] => {
    const key = movedKey(each.field.key, moving);
    const choices = moving.fields.get(each.id)?.choices;
    if (key === undefined || choices === undefined) return [];
    const values = each.choices.map((choice) => ({
      ...choice,
      value: choices.get(choice.value) ?? choice.value,
    }));
    return [
      { ...each, choices: values, field: { ...each.field, key, choices: values.map(({ value }) => value) } },
    ];
  });
  const shown = formulaToShown(text, formulaFields(kind, own), (key) => key);
  const renamed = shown.replace(/\{([^{}]*)\}/g, (whole, key: string) => {
    const to = movedKey(key, moving);
    return to === undefined ? whole : `{${to}}`;
  });
  return formulaToStored(renamed, formulaFields(kind, moved), () => undefined);
}
