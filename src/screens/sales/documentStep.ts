import { documentTexts } from '../../i18n/documents.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { SalesStep } from './salesStep.ts';

/** The document for the customer: whoever may only look may print it too. */
export function documentStep(onselect: () => void): SalesStep {
  return { id: 'document', label: t(documentTexts).dialog.action, icon: 'print', onselect };
}
