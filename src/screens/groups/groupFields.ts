import type { GroupColumn } from '../../workers/analysisTasks.ts';
import { predictionFields } from '../predict/targets.ts';
import type { SourceField, SourceTable } from '../studio/readSource.ts';

/** Columns that are taken without being asked for, at most. */
const mostUsual = 6;
/** Choices of a column that is taken where there are no numbers, and of one that groups are compared with, at most. */
const mostLabels = { usual: 10, compared: 30 };

/** Columns that can be grouped by: not names, nor what an analysis has written. Those that say something come first. */
export function groupableColumns(data: SourceTable, columns: readonly GroupColumn[]): readonly GroupColumn[] {
  const fields = new Set(
    predictionFields(data)
      .filter(({ isReference }) => !isReference)
      .map(({ key }) => key),
  );
  const isFlawed = ({ flaw }: GroupColumn): number => Number(flaw !== undefined);
  return columns.filter(({ key }) => fields.has(key)).toSorted((a, b) => isFlawed(a) - isFlawed(b));
}

/** Numbers that differ, those that the person made before others; without any, choices. */
export function usualColumns(data: SourceTable, uses: readonly GroupColumn[]): readonly string[] {
  const fields = new Map(data.fields.map((field) => [field.key, field]));
  const fit = uses.flatMap((use) => {
    const field = fields.get(use.key);
    return field === undefined || use.flaw !== undefined ? [] : [{ use, field }];
  });
  const isNumber = ({ field }: { field: SourceField }) =>
    field.type === 'number' && field.format === undefined;
  const numbers = fit.filter(isNumber);
  const own = numbers.filter(({ field }) => field.isCustom);
  const choices = fit.filter(({ field, use }) => field.type === 'category' && use.labels <= mostLabels.usual);
  const taken = own.length >= 2 ? own : numbers.length > 0 ? numbers : choices.length > 0 ? choices : fit;
  return taken.slice(0, mostUsual).map(({ use }) => use.key);
}

/** Fields whose values groups can be compared with. */
export function comparedFields(data: SourceTable, uses: readonly GroupColumn[]): readonly SourceField[] {
  const labels = new Map(uses.map((use) => [use.key, use.labels]));
  return data.fields.filter(({ key, type, format }) => {
    const count = labels.get(key) ?? 0;
    return format === 'boolean' || (type === 'category' && count >= 2 && count <= mostLabels.compared);
  });
}
