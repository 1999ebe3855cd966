import { formatNumber } from '../../i18n/formats.ts';
import type { SourceTable } from '../studio/readSource.ts';

/** A field by the name that people know. */
export function nameOfField({ fields }: SourceTable, key: string): string {
  return fields.find((field) => field.key === key)?.label ?? key;
}

/** A label of a field as a person reads it: the name of a choice, yes or no, or the text itself. */
export function labelText({ fields }: SourceTable, key: string, label: string): string {
  return fields.find((field) => field.key === key)?.textOf(label) ?? label;
}

/** An amount with as many digits as its size asks for. */
export function amountText(value: number): string {
  return formatNumber(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3);
}
