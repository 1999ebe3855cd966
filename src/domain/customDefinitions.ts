import type { Choice } from './choiceLists.ts';
import {
  customFieldOf,
  customisedKinds,
  customKeyOf,
  customTypes,
  referredKinds,
  type CustomisedKind,
  type CustomType,
} from './customFields.ts';
import type { RecordId } from './ids.ts';
import type { Json } from './json.ts';
import { fieldOf, type FieldDef, type ObjectKind } from './objects.ts';
import { elementsOf, valuesOf, type RecordRow, type RecordState } from './record.ts';

/** A custom field, as its record defines it. */
export interface CustomDefinition {
  readonly id: RecordId;
  readonly kind: CustomisedKind;
  readonly type: CustomType;
  readonly name: string;
  readonly help?: string;
  /** True for one that an analysis writes. */
  readonly isComputed?: true;
  /** Of a formula: its text, with other fields by their keys in braces. */
  readonly formula?: string;
  /** What it offers, in the order in which the choices were made; values are ids of elements. */
  readonly choices: readonly Choice[];
  /** With the ids of the choices, and whether a form asks for a value. */
  readonly field: FieldDef;
}

/** The definition in a `field` record; undefined for one that says no object or type that this program knows. */
export function definitionOf(row: RecordState): CustomDefinition | undefined {
  const values = valuesOf(row);
  const kind = oneOf(customisedKinds, values['object']);
  const type = oneOf(customTypes, values['type']);
  if (kind === undefined || type === undefined) return undefined;
  const key = customKeyOf(row.id, type, oneOf(referredKinds, values['to']));
  const shape = customFieldOf(kind, key);
  const choicesField = fieldOf('field', 'choices');
  if (shape === undefined || choicesField === undefined) return undefined;
  const hasChoices = type === 'choice' || type === 'multipleChoice';
  const choices = hasChoices
    ? elementsOf(row, choicesField).map(({ id, value }): Choice => ({ value: id, label: value }))
    : [];
  const { help, formula } = values;
  return {
    id: row.id,
    kind,
    type,
    name: textOf(values['name']),
    choices,
    ...(textOf(help) === '' ? {} : { help: textOf(help) }),
    ...(values['computed'] === true ? { isComputed: true } : {}),
    ...(type === 'formula' ? { formula: textOf(formula) } : {}),
    field: {
      ...shape,
      ...(hasChoices ? { choices: choices.map((choice) => choice.value) } : {}),
      ...(values['required'] === true && type !== 'formula' ? { required: true } : {}),
      ...(type === 'formula' || type === 'longText' ? {} : { bulk: true }),
    },
  };
}

/** The fields that a book has defined, of one object or of all, in the order in which they were made. Deleted ones are left out. */
export function definitionsOf(rows: readonly RecordRow[], kind?: ObjectKind): readonly CustomDefinition[] {
  return rows
    .filter((row) => row.deletedAt === undefined)
    .sort((a, b) => a.base[1] - b.base[1] || (a.id < b.id ? -1 : 1))
    .flatMap((row) => definitionOf(row) ?? [])
    .filter((definition) => kind === undefined || definition.kind === kind);
}

function oneOf<T extends string>(names: readonly T[], value: Json | undefined): T | undefined {
  return names.find((name) => name === value);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
