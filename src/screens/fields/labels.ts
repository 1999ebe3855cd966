import { isCustomKey } from '../../domain/customFields.ts';
import { fieldOf, type FieldDef, type ObjectKind } from '../../domain/objects.ts';
import type { FieldProblem } from '../../domain/validate.ts';
import { fieldTexts } from '../../i18n/fields.ts';
import { t } from '../../i18n/language.svelte.ts';
import { definitions, standardChoice, standardLabel } from './definitions.svelte.ts';

const words = t(fieldTexts);

/** The name of a field, standard or custom, or of a computed column on screen. */
export function fieldLabel(kind: ObjectKind, key: string): string {
  if (!isCustomKey(key)) return standardLabel(kind, key);
  return definitions().customLabel(key) ?? words.deletedField;
}

/** The name of a choice, with its field as the book calls it; a value that is no known choice shows itself. */
export function choiceLabel(value: string, field?: FieldDef): string {
  if (field === undefined) return standardChoice(value);
  const own = definitions().choiceLabel(field, value);
  if (own !== undefined) return own;
  return isCustomKey(field.key) ? words.deletedChoice : standardChoice(value);
}

/** The name of a choice of an object's field; the empty text for an empty value. */
export function choiceText(kind: ObjectKind, key: string, value: unknown): string {
  return typeof value !== 'string' || value === '' ? '' : choiceLabel(value, fieldOf(kind, key));
}

export function yesNo(value: boolean): string {
  return value ? words.yes : words.no;
}

export function problemText(problem: FieldProblem): string {
  return words.problems[problem];
}
