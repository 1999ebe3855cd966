import type { Json } from '../../domain/json.ts';
import {
  currencyDigits,
  majorToMinor,
  majorToUnits,
  minorToMajor,
  unitsPerMajor,
} from '../../domain/money.ts';
import type { FieldDef } from '../../domain/objects.ts';
import { isMoney } from './format.ts';

/** A number as an input shows it: plain digits, no grouping, the currency's decimals for amounts. */
export function numberToText(field: FieldDef, value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (isMoney(value))
    return minorToMajor(value.minor, value.currency).toFixed(currencyDigits(value.currency));
  if (typeof value !== 'number') return typeof value === 'string' ? value : '';
  return String(field.type === 'unitPrice' ? value / unitsPerMajor : value);
}

/** What a person typed as the value of a field. Grouping commas and spaces are left out; the empty text is null. What is no number
 *  comes back as the text, which validation refuses with a reason. */
export function textToNumber(field: FieldDef, text: string, currency: string): Json {
  const plain = text.replace(/[\s,']/g, '');
  if (plain === '') return null;
  const number = Number(plain);
  if (!Number.isFinite(number)) return text;
  if (field.type === 'unitPrice') return majorToUnits(number);
  if (field.type === 'money') return { minor: majorToMinor(number, currency), currency };
  return number;
}
