import { isEqualJson, type Json } from '../../domain/json.ts';
import { valuesOf } from '../../domain/record.ts';
import type { RecordRow } from '../../domain/record.ts';
import { filterOf } from '../../read/filterForm.ts';
import { columnOf, type ColumnKey, type Filter, type ListedKind, type Sort } from '../../read/listQuery.ts';
import type { Density } from '../../ui/grid.ts';
import { firstColumnKeys, firstSort } from './columns.ts';
import { noFilter } from './filterParts.ts';

/** What a saved view keeps of a list. */
export interface ViewDefinition {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly columns: readonly ColumnKey[];
  readonly group?: ColumnKey | undefined;
  readonly density: Density;
}

/** What a list leaves out until the person asks for it. */
const firstFilter: Readonly<Partial<Record<ListedKind, Filter>>> = {
  task: { match: 'all', conditions: [{ field: 'status', op: 'noneOf', values: ['done', 'cancelled'] }] },
};

export function firstDefinition(kind: ListedKind): ViewDefinition {
  return {
    filter: firstFilter[kind] ?? noFilter,
    sort: firstSort[kind],
    columns: firstColumnKeys(kind),
    density: 'normal',
  };
}

/** A definition as any device wrote it. Columns that are gone are left out; undefined where the filter cannot be asked here. */
export function readDefinition(kind: ListedKind, json: Json | undefined): ViewDefinition | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const parts = json as Readonly<Record<string, Json>>;
  const filter = filterOf(kind, parts['filter']);
  if (filter === undefined) return undefined;
  return {
    filter,
    sort: readSort(kind, parts['sort']) ?? firstSort[kind],
    columns: readColumns(kind, parts['columns']) ?? firstColumnKeys(kind),
    group: readColumn(kind, parts['group']),
    density: parts['density'] === 'compact' ? 'compact' : 'normal',
  };
}

/** As the record of a view holds it. */
export function definitionJson({ filter, sort, columns, group, density }: ViewDefinition): Json {
  const json = { filter, sort, columns, density, ...(group === undefined ? {} : { group }) };
  return json as unknown as Json;
}

export function isSameDefinition(a: ViewDefinition, b: ViewDefinition): boolean {
  return isEqualJson(definitionJson(a), definitionJson(b));
}

const read = new WeakMap<RecordRow, ViewDefinition | undefined>();

/** What the record of a view says, read once. */
export function definitionOf(row: RecordRow, kind: ListedKind): ViewDefinition | undefined {
  if (!read.has(row)) read.set(row, readDefinition(kind, valuesOf(row)['definition']));
  return read.get(row);
}

export function readSort(kind: ListedKind, json: Json | undefined): Sort | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { by, descending } = json as Readonly<Record<string, Json>>;
  const key = readColumn(kind, by);
  if (key === undefined) return undefined;
  return typeof descending === 'boolean' ? { by: key, descending } : { by: key };
}

/** Columns that exist, each once; undefined when none is left. */
export function readColumns(kind: ListedKind, json: Json | undefined): readonly ColumnKey[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const keys = (json as readonly Json[]).flatMap((each) => readColumn(kind, each) ?? []);
  return keys.length === 0 ? undefined : [...new Set(keys)];
}

export function readColumn(kind: ListedKind, json: Json | undefined): ColumnKey | undefined {
  return typeof json === 'string' && columnOf(kind, json) !== undefined ? json : undefined;
}
