import type { FieldProblem } from '../../domain/validate.ts';
import type { ObjectKind } from '../../domain/objects.ts';
import { fieldTexts } from '../../i18n/fields.ts';
import { t } from '../../i18n/language.svelte.ts';

const words = t(fieldTexts);

/** The name of a field or computed column on screen; a key that has no text shows itself. */
export function fieldLabel(kind: ObjectKind, key: string): string {
  const labels: Readonly<Record<string, string>> = words[kind];
  return labels[key] ?? key;
}

/** The name of a choice; a value that is no known choice shows itself. */
export function choiceLabel(value: string): string {
  const labels: Readonly<Record<string, string>> = words.choices;
  return labels[value] ?? value;
}

export function yesNo(value: boolean): string {
  return value ? words.yes : words.no;
}

export function problemText(problem: FieldProblem): string {
  return words.problems[problem];
}
