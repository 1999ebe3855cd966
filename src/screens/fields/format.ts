import { isIsoDate } from '../../domain/dates.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { FieldDef } from '../../domain/objects.ts';
import { formatDate, formatInstant, formatMoney, formatNumber, formatUnitPrice } from '../../i18n/formats.ts';
import { reminderText, repeatText } from '../tasks/repeatText.ts';
import { choiceLabel, yesNo } from './labels.ts';

/** Names of members, tags and records that values refer to. */
export type NamesById = ReadonlyMap<RecordId, string>;
export type NameLookup = Pick<NamesById, 'get'>;

/** A value as a person reads it; the empty text for an empty value. Amounts without a currency of their own take `currency`. */
export function formatValue(
  field: FieldDef,
  value: Json | undefined,
  names: NameLookup,
  currency: string | undefined,
): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) return elementTexts(field, value, names).join(', ');
  if (field.format === 'repeat' && typeof value === 'string') return repeatText(value);
  if (field.format === 'reminder' && typeof value === 'number') return reminderText(value, true);
  switch (field.type) {
    case 'number':
    case 'integer':
      if (isRating(field) && typeof value === 'number') return ratingText(value);
      return typeof value === 'number' ? formatNumber(value) : plainText(value);
    case 'unitPrice':
      return typeof value === 'number' ? formatPrice(value, currency) : plainText(value);
    case 'money':
      return isMoney(value) ? formatMoney(value.minor, value.currency) : plainText(value);
    case 'date':
      return typeof value === 'string' ? formatDate(value, 'always') : plainText(value);
    case 'instant':
      return typeof value === 'number' ? formatInstant(value) : plainText(value);
    case 'choice':
      return choiceLabel(plainText(value), field);
    case 'formula':
      return formulaText(value);
    case 'boolean':
      return yesNo(value === true);
    case 'reference':
      return names.get(plainText(value)) ?? '…';
    default:
      return plainText(value);
  }
}

export const ratings = [1, 2, 3, 4, 5] as const;

/** True for a field that holds a rating from 1 to 5, 5 best. */
export function isRating({ type, min, max }: FieldDef): boolean {
  return type === 'integer' && min === 1 && max === ratings.length;
}

export function ratingText(rating: number): string {
  return `${formatNumber(rating)} / ${ratings.length}`;
}

/** What a formula gives, by what it is. */
function formulaText(value: Json): string {
  if (typeof value === 'number') return formatNumber(value, 4);
  if (typeof value === 'boolean') return yesNo(value);
  return typeof value === 'string' && isIsoDate(value) ? formatDate(value, 'always') : plainText(value);
}

/** The elements of a set as texts: names for tags and references, labels for choices. Deleted tags are left out. */
export function elementTexts(field: FieldDef, value: Json | undefined, names: NameLookup): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((element) => {
    const text = plainText(element);
    if (field.element === 'choice') return choiceLabel(text, field);
    if (field.element === 'tag') return names.get(text) ?? [];
    return field.element === 'reference' ? (names.get(text) ?? '…') : text;
  });
}

export function isMoney(value: Json): value is { minor: number; currency: string } {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

function formatPrice(units: number, currency: string | undefined): string {
  return currency === undefined ? formatNumber(units / 10_000, 4) : formatUnitPrice(units, currency);
}

function plainText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
