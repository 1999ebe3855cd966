import type { ReportObject } from '../../domain/objects.ts';
import { t } from '../../i18n/language.svelte.ts';
import { reportTexts } from '../../i18n/reports.ts';
import { listedKinds } from '../../read/listQuery.ts';
import { filteredKind, type MeasureOp } from '../../read/reports/definition.ts';
import {
  dateFieldsOf,
  isAmount,
  isDate,
  isDimension,
  ownColumns,
  referenceFieldOf,
  stepSign,
} from '../../read/reports/reportFields.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';
import { fieldText } from './reportText.ts';

const words = t(reportTexts);

export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly FieldOption[];
}

/** What nobody groups by: what names one record, and what says how the record came to be here. */
const left = new Set([
  'conflict',
  'batch',
  'number',
  'subject',
  'website',
  'address',
  'wechat',
  'time',
  'lastActivity',
]);

/** Fields to group by: those of the object, then those of what it refers to. */
export function dimensionOptions(object: ReportObject): readonly OptionGroup[] {
  const own = keysOf(object).filter((key) => !left.has(key));
  const kind = filteredKind(object);
  const references = [
    ...(object === 'orderLine' ? [{ key: 'product', to: 'product' as const }] : []),
    ...definitions()
      .columns(kind)
      .filter(({ type }) => type === 'reference'),
  ];
  return [
    {
      title: words.setup.field,
      options: optionsOf(
        object,
        own.filter((key) => isGroupable(object, key)),
      ),
    },
    ...references.flatMap((reference): OptionGroup[] => {
      const to = listedKinds.find((each) => each === reference.to);
      if (to === undefined) return [];
      const keys = definitions()
        .columns(to)
        .filter((column) => isBrief(column))
        .map(({ key }) => `${reference.key}${stepSign}${key}`);
      return keys.length === 0
        ? []
        : [{ title: fieldText(object, reference.key), options: optionsOf(object, keys) }];
    }),
  ];
}

/** Of others: what has few values. */
function isBrief(column: ShownField): boolean {
  if (left.has(column.key) || column.required === true) return false;
  const isFew = column.type === 'choice' || column.type === 'boolean' || column.to === 'member';
  return isFew || (column.type === 'text' && isDimension(column)) || column.element === 'tag';
}

/** Numbers that a measure can be taken of; of different ones, references. */
export function measureOptions(object: ReportObject, op: MeasureOp): readonly FieldOption[] {
  if (op === 'count') return [];
  const keys = keysOf(object);
  if (op === 'distinct')
    return optionsOf(
      object,
      keys.filter((key) => !left.has(key) && referenceFieldOf(object, key)),
    );
  return optionsOf(
    object,
    keys.filter((key) => {
      const column = columnOf(object, key);
      return (
        column !== undefined &&
        (isAmount(column) || (column.type === 'formula' && isNumberFormula(object, key)))
      );
    }),
  );
}

export function dateOptions(object: ReportObject): readonly FieldOption[] {
  return optionsOf(object, dateFieldsOf(object));
}

export function isDateField(object: ReportObject, key: string): boolean {
  const column = columnOf(object, key.split(stepSign)[0] ?? key);
  return column !== undefined && !key.includes(stepSign) && isDate(column);
}

export function isNumberField(object: ReportObject, key: string): boolean {
  const column = key.includes(stepSign) ? undefined : columnOf(object, key);
  return column !== undefined && isAmount(column);
}

/** Keys of the object's columns: the program's, and custom ones of the book. */
function keysOf(object: ReportObject): readonly string[] {
  const own = ownColumns(object).map(({ key }) => key);
  const custom = definitions()
    .columns(filteredKind(object))
    .filter((column) => column.custom !== undefined)
    .map(({ key }) => key);
  return [...new Set([...own, ...custom])];
}

function columnOf(object: ReportObject, key: string) {
  return (
    ownColumns(object).find((column) => column.key === key) ?? definitions().column(filteredKind(object), key)
  );
}

function isGroupable(object: ReportObject, key: string): boolean {
  const column = columnOf(object, key);
  return column !== undefined && isDimension(column) && column.required !== true
    ? true
    : isRequiredFew(column);
}

/** A type or a date is required and still shared by many. */
function isRequiredFew(column: ReturnType<typeof columnOf>): boolean {
  return column !== undefined && ['choice', 'date', 'instant'].includes(column.type);
}

function isNumberFormula(object: ReportObject, key: string): boolean {
  const formula = definitions()
    .formulas(filteredKind(object))
    .formulas.find((each) => each.key === key);
  return formula?.type === 'number';
}

function optionsOf(object: ReportObject, keys: readonly string[]): readonly FieldOption[] {
  return keys.map((value) => ({ value, label: fieldText(object, value) }));
}
