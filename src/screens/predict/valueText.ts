import { formatNumber } from '../../i18n/formats.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { choiceLabel, yesNo } from '../fields/labels.ts';

/** A label of a field of customers as a person reads it: the name of a choice, yes or no, or the text itself. */
export function labelText(key: string, label: string): string {
  const field = definitions().column('account', key);
  if (field?.type === 'boolean') return yesNo(label === '1');
  return field?.type === 'choice' ? choiceLabel(label, field) : label;
}

/** An amount with as many digits as its size asks for. */
export function amountText(value: number): string {
  return formatNumber(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3);
}
