import { isRecordId, kindOfId, type RecordId } from './ids.ts';
import type { ElementType, FieldDef, FieldType, ObjectKind } from './kinds.ts';

/** The objects that can have custom fields, in the order in which people see them. */
export const customisedKinds = [
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'order',
  'payment',
  'product',
  'activity',
  'need',
  'task',
  'behaviour',
] as const satisfies readonly ObjectKind[];
export type CustomisedKind = (typeof customisedKinds)[number];

/** What a custom field may refer to. */
export const referredKinds = [
  'account',
  'contact',
  'lead',
  'deal',
  'quote',
  'product',
  'order',
  'need',
  'task',
  'member',
] as const satisfies readonly ObjectKind[];
export type ReferredKind = (typeof referredKinds)[number];

export const customTypes = [
  'text',
  'longText',
  'number',
  'money',
  'date',
  'choice',
  'multipleChoice',
  'checkbox',
  'phone',
  'email',
  'link',
  'reference',
  'formula',
] as const;
export type CustomType = (typeof customTypes)[number];

type Shape = Pick<FieldDef, 'type' | 'element' | 'format'>;

const shapes = {
  text: { type: 'text' },
  longText: { type: 'longText' },
  number: { type: 'number' },
  money: { type: 'money' },
  date: { type: 'date' },
  choice: { type: 'choice' },
  multipleChoice: { type: 'set', element: 'choice' },
  checkbox: { type: 'boolean' },
  phone: { type: 'text', format: 'phone' },
  email: { type: 'text', format: 'email' },
  link: { type: 'text', format: 'url' },
  reference: { type: 'reference' },
  formula: { type: 'formula' },
} as const satisfies Record<CustomType, { type: FieldType; element?: ElementType; format?: string }>;

/**
 * The key under which records hold a custom field: `<id of its record>:<type>`, and `:reference.<kind>` for references. The
 * type stands in the key and never changes, so that values can be checked and packed by whoever has not read the record of
 * the field, or not yet.
 */
export function customKeyOf(field: RecordId, type: CustomType, to?: ReferredKind): string {
  return type === 'reference' ? `${field}:reference.${to ?? 'account'}` : `${field}:${type}`;
}

/** True for a key that only a custom field can have. */
export function isCustomKey(key: string): boolean {
  return parseCustomKey(key) !== undefined;
}

/** The parts of a custom field's key; undefined for any other. */
export function parseCustomKey(
  key: string,
): { readonly field: RecordId; readonly type: CustomType; readonly to?: ReferredKind } | undefined {
  const colon = key.indexOf(':');
  if (colon < 0) return undefined;
  const field = key.slice(0, colon);
  if (!isRecordId(field) || kindOfId(field) !== 'field') return undefined;
  const [name, target] = key.slice(colon + 1).split('.');
  const type = customTypes.find((each) => each === name);
  if (type !== 'reference') return type === undefined || target !== undefined ? undefined : { field, type };
  const to = referredKinds.find((each) => each === target);
  return to === undefined ? undefined : { field, type, to };
}

/** The field of a custom key, with what the key itself says; undefined for other keys and objects without custom fields. */
export function customFieldOf(kind: ObjectKind, key: string): FieldDef | undefined {
  if (!customisedKinds.some((each) => each === kind)) return undefined;
  const parsed = parseCustomKey(key);
  if (parsed === undefined) return undefined;
  const shape: Shape = shapes[parsed.type];
  return { key, ...shape, ...(parsed.to === undefined ? {} : { to: parsed.to }) };
}
