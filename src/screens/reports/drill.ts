import type { ReportAnswer, ReportSplit } from '../../read/reports/answerReport.ts';
import {
  filteredKind,
  numberColumnKind,
  type Grouping,
  type ReportDefinition,
} from '../../read/reports/definition.ts';
import { columnOf, listedKinds, type Condition, type Filter } from '../../read/listQuery.ts';
import { daysOfPeriod } from '../../read/reports/periodKeys.ts';
import { reportFieldOf } from '../../read/reports/reportFields.ts';
import { bothOf, noFilter, withPart, type FilterPart } from '../list/filterParts.ts';

/** Parts of one filter at most. */
const maxParts = 100;

/** The list of exactly the records of a group; undefined where no filter can name them, as lines by their product. */
export function groupFilter(
  definition: ReportDefinition,
  answer: ReportAnswer,
  group: ReportSplit | undefined,
  split?: ReportSplit,
): Filter | undefined {
  const start = ownFilter(definition, answer);
  const named = [
    [definition.group, group, answer.groupType, answer.width] as const,
    [definition.split, split, answer.splitType, answer.splitWidth] as const,
  ];
  return named.reduce<Filter | undefined>((filter, [grouping, of, type, width]) => {
    if (filter === undefined || grouping === undefined || of === undefined) return filter;
    const part = partOf(definition, grouping, of, type, width);
    return part === undefined ? undefined : withPart(asAll(filter), part);
  }, start);
}

/** The filter of steps of a funnel from one on; of everything for the first. */
export function stepFilter(
  definition: ReportDefinition,
  answer: ReportAnswer,
  keys: readonly string[] | undefined,
): Filter {
  const start = ownFilter(definition, answer);
  const field = definition.group?.field;
  if (keys === undefined || field === undefined) return start;
  const standing: Condition = { field, op: 'anyOf', values: keys };
  if (answer.lostAt === undefined) return withPart(asAll(start), standing);
  const lost: Filter = {
    match: 'all',
    conditions: [
      { field, op: 'anyOf', values: ['lost'] },
      { field: 'closedFrom', op: 'anyOf', values: keys },
    ],
  };
  return withPart(asAll(start), { match: 'any', conditions: [standing, lost] });
}

/** The report's filter, and of amounts in several currencies the one that was counted. */
function ownFilter(
  { object, filter = noFilter }: ReportDefinition,
  { currency, currencies }: ReportAnswer,
): Filter {
  const isMixed = currencies.length > 1 && columnOf(filteredKind(object), 'currency') !== undefined;
  if (!isMixed || currency === undefined) return filter;
  const either: Filter = {
    match: 'any',
    conditions: [
      { field: 'currency', op: 'is', text: currency },
      { field: 'currency', op: 'empty' },
    ],
  };
  return withPart(asAll(filter), either);
}

function asAll(filter: Filter): Filter {
  return filter.match === 'all' ? filter : bothOf([], { match: 'all', conditions: [filter] });
}

function partOf(
  { object }: ReportDefinition,
  grouping: Grouping,
  { key, others }: ReportSplit,
  type: string | undefined,
  width: number | undefined,
): FilterPart | undefined {
  const field = reportFieldOf(object, grouping.field);
  if (field === undefined || field.kind === 'line') return undefined;
  const column = field.column.key;
  const conditions =
    others === undefined ? [conditionOf(column, key, type, width)] : ofOthers(column, others, type, width);
  if (conditions.length > maxParts) return undefined;
  const [first] = conditions;
  if (first === undefined) return undefined;
  const { through } = field;
  if (through === undefined) return conditions.length === 1 ? first : { match: 'any', conditions };
  const to = listedKinds.find((kind) => kind === field.kind);
  if (to === undefined) return undefined;
  const related = { op: 'related', kind: to, by: through, own: true } as const;
  if (key === null && others === undefined)
    return {
      ...related,
      quantifier: 'none',
      filter: { match: 'all', conditions: [{ field: column, op: 'notEmpty' }] },
    };
  return { ...related, quantifier: 'some', filter: { match: 'any', conditions } };
}

function ofOthers(
  field: string,
  others: readonly string[],
  type: string | undefined,
  width: number | undefined,
): readonly Condition[] {
  if (numberColumnKind(type) === undefined) return [{ field, op: 'anyOf', values: others }];
  return others.map((key) => conditionOf(field, key, type, width));
}

function conditionOf(
  field: string,
  key: string | null,
  type: string | undefined,
  width: number | undefined,
): Condition {
  if (key === null) return { field, op: 'empty' };
  switch (numberColumnKind(type)) {
    case 'date': {
      const days = daysOfPeriod(key);
      return days === undefined ? { field, op: 'empty' } : { field, op: 'between', ...days };
    }
    case 'boolean':
      return { field, op: key === 'true' ? 'isTrue' : 'isFalse' };
    case 'number':
      return { field, op: 'between', from: Number(key), to: lastBefore(Number(key) + (width ?? 1)) };
    case undefined:
      return { field, op: 'anyOf', values: [key] };
  }
}

/** Bins end below the next one, filters with what they name. */
function lastBefore(end: number): number {
  return Number((end - Math.abs(end || 1) * 1e-12).toPrecision(14));
}
