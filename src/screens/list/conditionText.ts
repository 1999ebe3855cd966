import type { FieldDef } from '../../domain/objects.ts';
import { formatDate, formatNumber } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { listTexts } from '../../i18n/list.ts';
import type { Condition, ListedKind } from '../../read/listQuery.ts';
import type { NamesById } from '../fields/format.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { choiceLabel, fieldLabel } from '../fields/labels.ts';

const words = t(listTexts);

/** The field a condition is about, as its chip names it. */
export function conditionField(kind: ListedKind, condition: Condition): string {
  return 'field' in condition ? fieldLabel(kind, condition.field) : words.segmentField;
}

/** What a condition asks, in the words of its chip: "within 90 days", "A or B". */
export function conditionText(kind: ListedKind, condition: Condition, names: NamesById): string {
  switch (condition.op) {
    case 'contains':
      return words.said.contains(condition.text);
    case 'is':
      return words.said.is(condition.text);
    case 'anyOf':
    case 'noneOf':
    case 'allOf': {
      const column = definitions().column(kind, condition.field);
      return words.said[condition.op](
        condition.values.map((value) => valueText(column, value, names)).join(words.or),
      );
    }
    case 'between':
      return betweenText(condition.from, condition.to);
    case 'lastDays':
      return words.said.lastDays(formatNumber(condition.days));
    case 'isTrue':
    case 'isFalse':
    case 'empty':
    case 'notEmpty':
      return words.said[condition.op];
    case 'inSegments':
      return condition.segments.map((id) => names.get(id) ?? '…').join(words.or);
    case 'inNoSegment':
      return words.said.noneOf(condition.segments.map((id) => names.get(id) ?? '…').join(words.or));
  }
}

/** One value of a filter as a person reads it. */
export function valueText(column: FieldDef | undefined, value: string, names: NamesById): string {
  if (column?.type === 'choice' || column?.element === 'choice') return choiceLabel(value, column);
  if (column?.type === 'reference' || column?.element === 'tag' || column?.element === 'reference') {
    return names.get(value) ?? '…';
  }
  return value;
}

function betweenText(from: number | string | undefined, to: number | string | undefined): string {
  const isDate = typeof (from ?? to) === 'string';
  const text = (end: number | string): string =>
    typeof end === 'string' ? formatDate(end) : formatNumber(end, 4);
  if (from !== undefined && to !== undefined) return words.said.between(text(from), text(to));
  if (from !== undefined) return isDate ? words.said.since(text(from)) : words.said.atLeast(text(from));
  if (to !== undefined) return isDate ? words.said.until(text(to)) : words.said.atMost(text(to));
  return '';
}
