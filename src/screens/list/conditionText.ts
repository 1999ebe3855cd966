import type { FieldDef } from '../../domain/objects.ts';
import { formatDate, formatNumber } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { filterTexts } from '../../i18n/filters.ts';
import { listTexts } from '../../i18n/list.ts';
import { isGroup } from '../../read/listQuery.ts';
import type { Condition, Filter, ListedKind, RelatedCondition } from '../../read/listQuery.ts';
import type { Relation } from '../../read/relations.ts';
import type { NamesById } from '../fields/format.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { choiceLabel, fieldLabel } from '../fields/labels.ts';
import { relationsShown } from './filterFields.ts';
import type { FilterPart } from './filterParts.ts';

const words = t(listTexts);
const filters = t(filterTexts);

/** The field a condition is about, as its chip names it. */
export function conditionField(kind: ListedKind, condition: Condition): string {
  if (condition.op === 'related') return relationLabel(kind, condition);
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
    case 'nextDays':
    case 'olderThanDays':
      return words.said[condition.op](formatNumber(condition.days));
    case 'isTrue':
    case 'isFalse':
    case 'empty':
    case 'notEmpty':
    case 'beforeToday':
      return words.said[condition.op];
    case 'inSegments':
      return condition.segments.map((id) => names.get(id) ?? '…').join(words.or);
    case 'inNoSegment':
      return words.said.noneOf(condition.segments.map((id) => names.get(id) ?? '…').join(words.or));
    case 'related':
      return relatedText(condition, names);
  }
}

/** Whether there are such records, and what is asked of them: "some with Status Done". */
function relatedText({ kind, quantifier, filter }: RelatedCondition, names: NamesById): string {
  const inner = filterText(kind, filter, names);
  return quantifier === 'some' ? filters.someOf(inner) : filters.noneOf(inner);
}

/** A whole filter in words, its groups in brackets; the empty text for one without conditions. */
export function filterText(kind: ListedKind, filter: Filter, names: NamesById): string {
  return filter.conditions
    .map((part) => {
      if (!isGroup(part)) return `${conditionField(kind, part)} ${conditionText(kind, part, names)}`;
      return filters.inGroup(filterText(kind, part, names));
    })
    .join(filter.match === 'all' ? filters.and : filters.or);
}

/** What a part of a filter is about: a field, related records, or how a group joins its conditions. */
export function partField(kind: ListedKind, part: FilterPart): string {
  if (isGroup(part)) return part.match === 'all' ? filters.all : filters.any;
  return conditionField(kind, part);
}

export function partText(kind: ListedKind, part: FilterPart, names: NamesById): string {
  return isGroup(part) ? filterText(kind, part, names) : conditionText(kind, part, names);
}

/** The related records by their kind, and by the field where there are several ways to them: "Orders (Returns)". */
export function relationLabel(kind: ListedKind, relation: Relation): string {
  const noun = capital(words.nouns[relation.kind]);
  const others = relationsShown(kind).filter((each) => each.kind === relation.kind);
  const isOnly = others.every((each) => each.by === relation.by && each.own === relation.own);
  if (isOnly) return noun;
  return filters.through(noun, fieldLabel(relation.own === true ? kind : relation.kind, relation.by));
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
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
