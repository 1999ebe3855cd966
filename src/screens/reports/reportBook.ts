import type { Json } from '../../domain/json.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import type { RecordId } from '../../domain/ids.ts';
import { reportTexts } from '../../i18n/reports.ts';
import { t } from '../../i18n/language.svelte.ts';
import { readReport, type ReportDefinition } from '../../read/reports/definition.ts';
import { isReadyKey, readyReports } from './readyReports.ts';

/** A report as screens show it: a record of the book, or one that every book has. */
export interface Report {
  /** The record's id, or the key of a ready one. */
  readonly id: string;
  readonly name: string;
  readonly isShared: boolean;
  /** Undefined where it uses what is not there any more. */
  readonly definition: ReportDefinition | undefined;
  /** Absent for a ready one. */
  readonly row?: RecordRow;
}

export function reportOf(row: RecordRow): Report {
  const { name, definition, shared } = valuesOf(row);
  return {
    id: row.id,
    name: typeof name === 'string' ? name : '',
    isShared: shared === true,
    definition: readReport(definition),
    row,
  };
}

export function readyReport(key: string): Report | undefined {
  if (!isReadyKey(key)) return undefined;
  return { id: key, name: t(reportTexts).readyNames[key], isShared: true, definition: readyReports[key] };
}

/** Shared ones and those of the member. */
export function reportsFor(rows: readonly RecordRow[], member: RecordId): readonly Report[] {
  return rows
    .filter((row) => {
      const { shared, owner } = valuesOf(row);
      return shared === true || owner === member;
    })
    .map(reportOf);
}

export function findReport(rows: readonly RecordRow[], id: string): Report | undefined {
  const row = rows.find((each) => each.id === id);
  return row === undefined ? readyReport(id) : reportOf(row);
}

export function definitionJson(definition: ReportDefinition): Json {
  return JSON.parse(JSON.stringify(definition)) as Json;
}

/** What a new report begins with. */
export const firstReport: ReportDefinition = {
  object: 'account',
  measure: { op: 'count' },
  group: { field: 'level' },
  sort: 'key',
  chart: 'bar',
};
