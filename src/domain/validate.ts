import type { Json } from './json.ts';
import { isAddedChoice } from './choiceLists.ts';
import { isIsoDate, isWallTime } from './dates.ts';
import { isRecordId, kindOfId } from './ids.ts';
import { fieldOf, fieldsOf, type FieldDef, type ObjectKind } from './objects.ts';
import { hasLines } from './order.ts';
import { isRepeatRule } from './repeatRule.ts';

/** Longest text of a field, of a note and of a list, in UTF-16 units and elements. */
export const maxTextLength = 2_000;
export const maxLongTextLength = 100_000;
export const maxElements = 200;

const maxChoiceLength = 200;
/** The greatest distance from 1970 that a Date can hold, ms. */
const maxInstant = 8.64e15;

export type FieldProblem =
  | 'required'
  | 'too-long'
  | 'too-many'
  | 'not-a-number'
  | 'out-of-range'
  | 'not-a-date'
  | 'not-a-time'
  | 'not-a-repeat'
  | 'not-a-choice'
  | 'not-a-phone'
  | 'not-an-email'
  | 'not-a-link'
  | 'not-a-currency'
  | 'not-a-reference'
  | 'wrong-type';

export interface InvalidField {
  readonly field: string;
  readonly problem: FieldProblem;
}

/**
 * Checks the values of a new record. Unknown fields are not values of it and count as `wrong-type`. Custom fields are
 * checked by their keys, those in `defined` by what their definitions ask as well.
 */
export function problemsOf(
  kind: ObjectKind,
  values: Readonly<Record<string, Json>>,
  defined: readonly FieldDef[] = [],
): InvalidField[] {
  const standard = fieldsOf(kind);
  const known = new Set(standard.map((field) => field.key));
  const others = Object.keys(values).filter((key) => !known.has(key) && !(hasLines(kind) && key === 'lines'));
  const byKey = others.flatMap((key) => fieldOf(kind, key) ?? []);
  const custom = [...defined, ...byKey.filter(({ key }) => !defined.some((field) => field.key === key))];
  const unknown = others.filter((key) => !custom.some((field) => field.key === key));
  const fields = [...standard, ...custom];
  return [
    ...unknown.map((field): InvalidField => ({ field, problem: 'wrong-type' })),
    ...fields.flatMap((field): InvalidField[] => {
      const problem = problemOf(field, Object.hasOwn(values, field.key) ? values[field.key] : undefined);
      return problem === undefined ? [] : [{ field: field.key, problem }];
    }),
  ];
}

/** Checks one value of a field; undefined and null mean empty. */
export function problemOf(field: FieldDef, value: Json | undefined): FieldProblem | undefined {
  if (value === undefined || value === null || value === '')
    return field.required === true ? 'required' : undefined;
  switch (field.type) {
    case 'text':
      return textProblem(field, value, maxTextLength);
    case 'longText':
    case 'document':
      return textProblem(field, value, maxLongTextLength);
    case 'instant':
      return typeof value === 'number' && Math.abs(value) <= maxInstant ? undefined : 'not-a-date';
    case 'number':
    case 'integer':
    case 'unitPrice':
      return numberProblem(field, value);
    case 'money':
      return isMoney(value) ? undefined : 'not-a-number';
    case 'date':
      return typeof value === 'string' && isIsoDate(value) ? undefined : 'not-a-date';
    case 'choice':
      return isChoice(field, value) ? undefined : 'not-a-choice';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'wrong-type';
    case 'reference':
      return referenceProblem(field, value);
    case 'set':
      return setProblem(field, value);
    case 'formula':
      return 'wrong-type';
    case 'json':
      return undefined;
  }
}

/** Checks one element of a set. */
export function elementProblem(field: FieldDef, element: Json): FieldProblem | undefined {
  if (typeof element !== 'string') return 'wrong-type';
  if (element.trim() === '') return 'required';
  if (element.length > maxTextLength) return 'too-long';
  if (field.element === 'phone') return isPhone(element) ? undefined : 'not-a-phone';
  if (field.element === 'email') return isEmail(element) ? undefined : 'not-an-email';
  if (field.element === 'choice') return isChoice(field, element) ? undefined : 'not-a-choice';
  if (field.element === 'reference') return referenceProblem(field, element);
  return undefined;
}

/** Digits with the usual separators, 3 (short numbers) to 20 of them. */
export function isPhone(text: string): boolean {
  if (!/^\+?[\d\s().\-/#*x]+$/i.test(text.trim())) return false;
  const digits = text.replace(/\D/g, '').length;
  return digits >= 3 && digits <= 20;
}

/** One @, something before it, and a domain with a dot; no spaces or commas. RFC 5321's lengths. */
export function isEmail(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length > 254) return false;
  const match = /^([^\s@,;<>()]+)@([^\s@,;<>()]+)$/.exec(trimmed);
  const domain = match?.[2] ?? '';
  return (match?.[1]?.length ?? 65) <= 64 && /^[^.]+(\.[^.]+)+$/.test(domain);
}

/** A web address that is safe to open: http or https only. */
export function isLink(text: string): boolean {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z\d+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) return false;
  const { protocol, hostname } = new URL(withScheme);
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
}

/** Choices of a custom field stand in its record; where they are not known here, any name of one may be meant. */
function isChoice(field: FieldDef, value: Json): boolean {
  if (typeof value !== 'string') return false;
  if (field.choices === undefined) return value.length <= maxChoiceLength;
  return field.choices.includes(value) || (field.extensible === true && isAddedChoice(value));
}

function textProblem(field: FieldDef, value: Json, maxLength: number): FieldProblem | undefined {
  if (typeof value !== 'string') return 'wrong-type';
  if (value.length > maxLength) return 'too-long';
  if (field.required === true && value.trim() === '') return 'required';
  if (field.format === 'url') return isLink(value) ? undefined : 'not-a-link';
  if (field.format === 'phone') return isPhone(value) ? undefined : 'not-a-phone';
  if (field.format === 'email') return isEmail(value) ? undefined : 'not-an-email';
  if (field.format === 'time') return isWallTime(value) ? undefined : 'not-a-time';
  if (field.format === 'repeat') return isRepeatRule(value) ? undefined : 'not-a-repeat';
  if (field.format === 'currency') return /^[A-Z]{3}$/.test(value) ? undefined : 'not-a-currency';
  return undefined;
}

function numberProblem(field: FieldDef, value: Json): FieldProblem | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'not-a-number';
  if (field.type !== 'number' && !Number.isSafeInteger(value)) return 'not-a-number';
  const isInside = value >= (field.min ?? -Infinity) && value <= (field.max ?? Infinity);
  return isInside ? undefined : 'out-of-range';
}

function isMoney(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { minor, currency } = value as Record<string, Json>;
  return Number.isSafeInteger(minor) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
}

function referenceProblem(field: FieldDef, value: Json): FieldProblem | undefined {
  const isReference = typeof value === 'string' && isRecordId(value) && kindOfId(value) === field.to;
  return isReference ? undefined : 'not-a-reference';
}

function setProblem(field: FieldDef, value: Json): FieldProblem | undefined {
  if (!Array.isArray(value)) return 'wrong-type';
  if (value.length > maxElements && field.internal !== true) return 'too-many';
  for (const element of value as readonly Json[]) {
    const problem = elementProblem(field, element);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
