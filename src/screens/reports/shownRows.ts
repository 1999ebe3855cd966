import { isRecordId, kindOfId } from '../../domain/ids.ts';
import { formatCount, formatPercent } from '../../i18n/formats.ts';
import { t } from '../../i18n/language.svelte.ts';
import { reportTexts } from '../../i18n/reports.ts';
import type { ReportAnswer, ReportSplit } from '../../read/reports/answerReport.ts';
import type { ReportDefinition } from '../../read/reports/definition.ts';
import { funnelOf } from '../../read/reports/funnel.ts';
import { reportFieldOf } from '../../read/reports/reportFields.ts';
import type { Filter } from '../../read/listQuery.ts';
import type { TableFile } from '../book.ts';
import type { NameLookup } from '../fields/format.ts';
import { hrefOf } from '../routes.ts';
import { groupFilter, stepFilter } from './drill.ts';
import { amountText, fieldText, keyText, measureText } from './reportText.ts';
import { stepsOf } from './steps.ts';

const words = t(reportTexts);

/** One bar or row of a report. */
export interface ShownRow {
  readonly id: string;
  readonly label: string;
  readonly value: number | null;
  readonly text: string;
  readonly rows: number;
  /** What has no value. */
  readonly isQuiet: boolean;
  /** All that is not shown by itself: no bar is drawn of it, which would dwarf the others. */
  readonly isRest: boolean;
  readonly parts: readonly ShownPart[];
  /** The list of exactly these records. */
  readonly filter?: Filter | undefined;
  /** Where no list can name them: the record that they are of. */
  readonly href?: string | undefined;
  /** Of a funnel: how many of the step before come here. */
  readonly conversion?: string;
}

export interface ShownPart {
  readonly label: string;
  readonly value: number | null;
  readonly text: string;
  readonly filter?: Filter | undefined;
}

/** What is drawn, in its order; of a funnel its steps. */
export function shownRows(
  definition: ReportDefinition,
  answer: ReportAnswer,
  names: NameLookup,
): readonly ShownRow[] {
  const { currency } = answer;
  if (definition.chart === 'funnel') return funnelRows(definition, answer, names);
  const amount = (value: number | null) => amountText(definition, value, currency, 'short');
  return answer.groups.map((group) => {
    const { key, others, value, rows, parts } = group;
    const filter = groupFilter(definition, answer, group);
    return {
      id: idOf(group),
      label: keyText(definition, 'group', answer, group, names),
      value,
      text: amount(value),
      rows,
      isQuiet: key === null,
      isRest: others !== undefined,
      parts: parts.map((part, i) => {
        const split = answer.splits[i] ?? { key: null };
        return {
          label: keyText(definition, 'split', answer, split, names),
          value: part.value,
          text: amount(part.value),
          filter: part.rows === 0 ? undefined : groupFilter(definition, answer, group, split),
        };
      }),
      filter: rows === 0 ? undefined : filter,
      href: filter === undefined ? recordHref(definition, key) : undefined,
    };
  });
}

function funnelRows(
  definition: ReportDefinition,
  answer: ReportAnswer,
  names: NameLookup,
): readonly ShownRow[] {
  return funnelOf(answer, stepsOf(definition)).map(({ key, value, ofBefore, keys }, i) => ({
    id: key,
    label: keyText(definition, 'group', answer, { key }, names),
    value,
    text: amountText(definition, value, answer.currency, 'short'),
    rows: value,
    isQuiet: false,
    isRest: false,
    parts: [],
    filter: stepFilter(definition, answer, keys),
    ...(i === 0 ? {} : { conversion: formatPercent(ofBefore) }),
  }));
}

/** The page of the record that a group is named after. */
function recordHref({ object, group }: ReportDefinition, key: string | null): string | undefined {
  const field = group === undefined ? undefined : reportFieldOf(object, group.field);
  if (key === null || field?.kind !== 'line' || !isRecordId(key)) return undefined;
  const kind = kindOfId(key);
  return kind === 'product' ? hrefOf({ page: 'list', kind, id: key }) : undefined;
}

function idOf({ key, others }: ReportSplit): string {
  return others === undefined ? `=${key ?? ''}` : '…';
}

export interface ShownTable {
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  readonly file: TableFile;
}

/** The table of a report, with the total where the groups do not stand for themselves, and as a file. */
export function shownTable(
  definition: ReportDefinition,
  answer: ReportAnswer,
  names: NameLookup,
  name: string,
): ShownTable {
  const rows = shownRows(definition, answer, names);
  const { currency, value } = answer;
  const exact = (of: number | null) => amountText(definition, of, currency);
  const isFunnel = definition.chart === 'funnel';
  const first =
    definition.group === undefined ? words.overall : fieldText(definition.object, definition.group.field);
  const splits = answer.splits.map((split) => keyText(definition, 'split', answer, split, names));
  const last = isFunnel ? [words.conversion] : definition.measure.op === 'count' ? [] : [words.rows];
  const header = [first, ...splits, measureText(definition.object, definition.measure), ...last];
  const lastOf = <T>(conversion: string | undefined, count: T): readonly (string | T)[] =>
    isFunnel ? [conversion ?? ''] : definition.measure.op === 'count' ? [] : [count];
  const total = { label: words.overall, value, parts: [], rows: answer.rows };
  const all = isFunnel ? rows : [...rows, total];
  const cell = (of: number | null) =>
    of === null || currency === undefined || definition.measure.op === 'rate' ? of : { amount: of, currency };
  const partsOf = (parts: readonly ShownPart[]) => splits.map((_, i) => parts[i]?.value ?? null);
  return {
    columns: header.map((label, i) => ({ label, isNumber: i > 0 })),
    rows: all.map((row) => [
      row.label,
      ...partsOf(row.parts).map((part) => (part === null ? '' : exact(part))),
      exact(row.value),
      ...lastOf('conversion' in row ? row.conversion : undefined, formatCount(row.rows)),
    ]),
    file: {
      name,
      header,
      rows: all.map((row) => [
        row.label,
        ...partsOf(row.parts).map(cell),
        cell(row.value),
        ...lastOf('conversion' in row ? row.conversion : undefined, row.rows),
      ]),
    },
  };
}
