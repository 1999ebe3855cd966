import type { FieldDef } from '../../domain/objects.ts';
import type { Money } from '../../domain/money.ts';
import { isMoney } from '../fields/format.ts';
import { numberToText, textToNumber } from '../fields/numberText.ts';

const field: FieldDef = { key: 'amount', type: 'money' };

/** An amount as an input shows it. */
export function amountText({ minor, currency }: Money): string {
  return numberToText(field, { minor, currency });
}

/** What somebody typed as an amount above 0; undefined where it is none. */
export function readAmount(text: string, currency: string): Money | undefined {
  const value = textToNumber(field, text, currency);
  if (!isMoney(value) || !Number.isSafeInteger(value.minor) || value.minor <= 0) return undefined;
  return { minor: value.minor, currency };
}
