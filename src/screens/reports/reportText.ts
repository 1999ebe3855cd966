import { dateToDay } from '../../domain/dates.ts';
import type { ReportObject } from '../../domain/objects.ts';
import { majorToMinor } from '../../domain/money.ts';
import {
  formatCount,
  formatDate,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRoundMoney,
  formatYearMonth,
} from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { listTexts } from '../../i18n/list.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { reportTexts } from '../../i18n/reports.ts';
import type { ReportAnswer, ReportSplit } from '../../read/reports/answerReport.ts';
import { numberColumnKind, type Measure, type ReportDefinition } from '../../read/reports/definition.ts';
import { daysOfPeriod } from '../../read/reports/periodKeys.ts';
import { reportFieldOf, stepSign } from '../../read/reports/reportFields.ts';
import type { NameLookup } from '../fields/format.ts';
import { choiceLabel, fieldLabel, yesNo } from '../fields/labels.ts';

const words = t(reportTexts);
const lists = t(listTexts);
const pages = t(shellTexts).pages;

export function objectText(object: ReportObject): string {
  return object === 'orderLine' ? words.lines : lists.nouns[object];
}

/** The name of a field, with the reference that leads to it. */
export function fieldText(object: ReportObject, key: string): string {
  const step = key.indexOf(stepSign);
  const own = step < 0 ? key : key.slice(0, step);
  const field = reportFieldOf(object, own);
  const made: Readonly<Record<string, string>> = words.fields;
  const kind = field === undefined || field.kind === 'line' ? undefined : field.kind;
  const isStandard = kind !== undefined && fieldLabel(kind, own) !== own;
  const label = isStandard ? fieldLabel(kind, own) : (made[own] ?? own);
  if (step < 0) return label;
  const there = reportFieldOf(object, key);
  if (there === undefined || there.kind === 'line') return label;
  return words.through(label, fieldLabel(there.kind, there.column.key));
}

/** The name of an object as one of several to choose from. */
export function objectTitle(object: ReportObject): string {
  return object === 'orderLine' ? words.lines : pages[object];
}

export function measureText(object: ReportObject, { op, field }: Measure): string {
  if (op === 'count') return words.measureText.count(objectText(object));
  if (op === 'rate' || field === undefined) return words.measureText.rate;
  return words.measureText[op](fieldText(object, field));
}

/** What a report says, in a few words: "Sum of amount by stage". */
export function reportSummary({ object, measure, group }: ReportDefinition): string {
  const what = measureText(object, measure);
  return group === undefined ? what : words.groupedBy(what, fieldText(object, group.field));
}

/** The name of a group or a part. */
export function keyText(
  definition: ReportDefinition,
  of: 'group' | 'split',
  answer: Pick<ReportAnswer, 'groupType' | 'splitType' | 'width' | 'splitWidth'>,
  { key, others }: ReportSplit,
  names: NameLookup,
): string {
  if (others !== undefined) {
    const isTime =
      of === 'group' && definition.sort === 'key' && numberColumnKind(answer.groupType) === 'date';
    return (isTime ? words.earlier : words.others)(others.length, formatCount(others.length));
  }
  const grouping = definition[of];
  if (key === null) return grouping?.field === 'closedFrom' ? words.unknownStage : words.empty;
  if (grouping === undefined) return key;
  const type = of === 'group' ? answer.groupType : answer.splitType;
  switch (numberColumnKind(type)) {
    case 'date':
      return periodText(key);
    case 'boolean':
      return yesNo(key === 'true');
    case 'number':
      return binText(Number(key), (of === 'group' ? answer.width : answer.splitWidth) ?? 1);
    case undefined:
      return valueText(definition, grouping.field, key, names);
  }
}

function valueText(definition: ReportDefinition, field: string, key: string, names: NameLookup): string {
  const column = reportFieldOf(definition.object, field)?.column;
  if (column?.to !== undefined || column?.element === 'reference' || column?.element === 'tag')
    return names.get(key) ?? '…';
  if (column?.type === 'choice' || column?.element === 'choice') return choiceLabel(key, column);
  return key;
}

/** A period as people read it. */
export function periodText(key: string): string {
  const [year = '', rest = ''] = key.split('-', 2);
  if (key.includes('W')) {
    const from = daysOfPeriod(key)?.from ?? '';
    return words.week(String(Number(rest.slice(1))), formatDate(from));
  }
  if (key.includes('Q')) return words.quarter(year, rest.slice(1));
  if (key.length === 4) return words.year(key);
  return key.length === 7 ? formatYearMonth(key) : formatDate(key);
}

function binText(from: number, width: number): string {
  const to = Number((from + width).toPrecision(12));
  if (width === 1 && Number.isInteger(from)) return formatNumber(from);
  return words.bin(formatNumber(from), formatNumber(to));
}

/** A value with its unit: an amount, a share, or a number. `short` for bars and cells. */
export function amountText(
  { measure }: ReportDefinition,
  value: number | null,
  currency: string | undefined,
  form: 'exact' | 'long' | 'short' = 'exact',
): string {
  if (value === null) return '–';
  if (measure.op === 'rate') return formatPercent(value);
  if (measure.op === 'count' || measure.op === 'distinct') return formatCount(value);
  if (currency === undefined) return formatNumber(value);
  if (form === 'exact') return formatMoney(majorToMinor(value, currency), currency);
  return formatRoundMoney(value, currency, form);
}

/** True where the parts of a whole add up to it, as counts and sums do. */
export function isAdditive({ op }: Measure): boolean {
  return op === 'count' || op === 'sum';
}

/** The last day of a period before today, so that it is over. */
export function isOver(key: string, today: string): boolean {
  const to = daysOfPeriod(key)?.to;
  return to !== undefined && dateToDay(to) < dateToDay(today);
}
