import { dayToDate } from '../../domain/dates.ts';
import { formatDate } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { predictCardTexts } from '../../i18n/predictCards.ts';
import type { FeatureName, TreeQuestion } from '../../workers/analysisTasks.ts';
import { yesNo } from '../fields/labels.ts';
import type { SourceTable } from '../studio/readSource.ts';
import { amountText, labelText, nameOfField } from './valueText.ts';

/** What a feature says, as a person reads it: a field, or a field and one of its values. */
export function featureText(data: SourceTable, { key, label, part }: FeatureName): string {
  const words = t(predictCardTexts);
  const field = nameOfField(data, key);
  if (label !== undefined) return words.feature(field, labelText(data, key, label));
  if (part === undefined) return field;
  return words.feature(field, part === 'missing' ? words.missing : words.rare);
}

export function questionText(data: SourceTable, question: TreeQuestion): string {
  const words = t(predictCardTexts);
  const { key, most } = question;
  if (most === undefined) return featureText(data, question);
  const field = data.fields.find((each) => each.key === key);
  const name = nameOfField(data, key);
  if (field?.format === 'boolean') return words.feature(name, yesNo(false));
  return words.treeAtMost(name, field?.type === 'date' ? formatDate(dayToDate(most)) : amountText(most));
}
