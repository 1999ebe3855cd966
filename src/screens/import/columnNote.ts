import { importTexts } from '../../i18n/import.ts';
import { currentLanguage } from '../../i18n/language.svelte.ts';
import { choiceText } from '../fields/labels.ts';
import {
  wordOf,
  wordsOf,
  type ColumnMapping,
  type ColumnSurvey,
  type Target,
} from '../../workers/importView.ts';

/** How the cells of a column are read, where there is something to choose; `isUnsure` where the person should look. */
export function columnNote(
  survey: ColumnSurvey,
  mapping: ColumnMapping,
  target: Target | undefined,
): { text: string; isUnsure: boolean } | undefined {
  const texts = importTexts[currentLanguage()];
  if (target === undefined || survey.filled === 0) return undefined;
  if (target.type === 'date' || target.type === 'instant') {
    const { dayFirst, monthFirst, either, serials } = survey.dates;
    if (dayFirst + monthFirst + either + serials === 0) return undefined;
    return { text: texts.dateOrders[mapping.dateOrder], isUnsure: mapping.dateUnsure };
  }
  if (target.choices !== undefined) {
    const todo = wordsWithout(survey, mapping, target).length;
    if (todo > 0) return { text: texts.choicesTodo(todo), isUnsure: true };
    const left = Object.values(mapping.choices).filter((choice) => choice === null).length;
    if (target.to === 'member' && left > 0)
      return { text: texts.membersLeft(left), isUnsure: mapping.why !== 'chosen' };
    const meanings = Object.entries(mapping.choices).filter(([, choice]) => choice !== null);
    const [first] = meanings.filter(([word, choice]) => word !== choice?.toLowerCase());
    if (first === undefined) return undefined;
    return {
      text: texts.choicesLink(`${first[0]} → ${choiceName(target, first[1] ?? '')}`, meanings.length - 1),
      isUnsure: false,
    };
  }
  if (mapping.numberUnsure && ['number', 'integer', 'money', 'unitPrice'].includes(target.type)) {
    return { text: texts.numberFormats[mapping.numberFormat], isUnsure: true };
  }
  const isComma = mapping.numberFormat === 'comma' && ['number', 'money', 'unitPrice'].includes(target.type);
  return isComma ? { text: texts.numberFormats.comma, isUnsure: false } : undefined;
}

/** Words of a column that mean none of its field's choices yet. */
export function wordsWithout(survey: ColumnSurvey, mapping: ColumnMapping, target: Target): string[] {
  const known = new Set([
    ...(target.choices ?? []).map((choice) => choice.toLowerCase()),
    ...Object.keys(target.words ?? {}),
  ]);
  const words = new Set([...wordsOf(survey, target)].map(wordOf).filter((word) => word !== ''));
  return [...words].filter((word) => !Object.hasOwn(mapping.choices, word) && !known.has(word));
}

/** How a choice of a target is called. */
export function choiceName({ labels, record, field }: Target, choice: string): string {
  return labels?.[choice] ?? (record === 'line' ? choice : choiceText(record, field, choice));
}
