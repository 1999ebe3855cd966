import type { AnalysisSource } from '../../domain/analysisSource.ts';
import type { RecordId } from '../../domain/ids.ts';
import type { RecordRow } from '../../domain/record.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Table, TableColumn } from '../../domain/table.ts';
import { t } from '../../i18n/language.svelte.ts';
import { shellTexts } from '../../i18n/shell.ts';
import type { BookTableError } from '../../read/bookTable.ts';
import { listedKinds, type Filter, type ListedKind } from '../../read/listQuery.ts';
import type { PreparationStep } from '../../workers/analysisTasks.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import { unpacked } from '../../workers/packing.ts';
import type { ScreenBook } from '../book.ts';
import { definitions, type ShownField } from '../fields/definitions.svelte.ts';
import { choiceLabel, yesNo } from '../fields/labels.ts';
import { nameOfRow } from '../fields/names.svelte.ts';
import { choosableColumns } from '../list/columns.ts';

/** A column of what is analysed, as people see it. */
export interface SourceField {
  readonly key: string;
  readonly label: string;
  readonly type: 'number' | 'category' | 'date' | 'set';
  /** Made by the person or by an import. */
  readonly isCustom: boolean;
  /** Written by an analysis. */
  readonly isComputed: boolean;
  /** Names another record. */
  readonly isReference: boolean;
  /** Numbers of 0 and 1 are no and yes. */
  readonly format?: 'boolean';
  /** A label of the column as people read it. */
  readonly textOf: (label: string) => string;
}

/** What an analysis looks at, with its name. */
export interface SourceTable {
  readonly source: AnalysisSource;
  readonly label: string;
  readonly table: Table;
  readonly fields: readonly SourceField[];
  /** What was done to it since it was read. */
  readonly steps: readonly PreparationStep[];
}

export type SourceError =
  | ListIndexError
  | BookTableError
  /** What was looked at is gone. */
  | { readonly type: 'no-source' };

const words = t(shellTexts);

/** Reads a source as it is now, with every column that can be analysed. */
export async function readSource(
  book: ScreenBook,
  source: AnalysisSource,
): Promise<Result<SourceTable, SourceError>> {
  if (source.type === 'table') return readTableSource(book, source.id);
  const kind = listedKinds.find((each) => each === source.kind);
  if (kind === undefined) return err({ type: 'no-source' });
  const shown = choosableColumns(kind).filter(isAnalysed);
  const keysOf = (isMeant: (field: ShownField) => boolean) => shown.filter(isMeant).map(({ key }) => key);
  const read = await book.index.source(
    { kind, ...(source.segment === undefined ? {} : { filter: ofSegment(source.segment) }) },
    {
      all: keysOf(() => true),
      moments: keysOf(({ type }) => type === 'instant'),
      referring: keysOf(({ to }) => to !== undefined),
    },
  );
  if (!read.ok) return read;
  const { table, names } = unpacked(read.value);
  const fields = shown.flatMap((field): SourceField[] => {
    const column = table.columns.find(({ key }) => key === field.key);
    return column === undefined ? [] : [sourceField(field, column, namesOf(column, names))];
  });
  return ok({ source, label: sourceLabel(kind), table, fields, steps: [] });
}

/** Who a person is reached by, and who wrote a record down, says nothing about them. */
function isAnalysed({ key, element, format }: ShownField): boolean {
  const ways = ['phone', 'email', 'url'];
  return key !== 'createdBy' && !ways.includes(element ?? '') && !ways.includes(format ?? '');
}

async function readTableSource(book: ScreenBook, id: RecordId): Promise<Result<SourceTable, SourceError>> {
  const answer = await book.index.bookTable(id);
  if (!answer.ok) return answer;
  const read = unpacked(answer.value);
  if (!read.ok) return read.error.type === 'table-missing' ? err({ type: 'no-source' }) : read;
  const { name, columns, table } = read.value;
  const fields = columns.map(({ key, label, type }): SourceField => ({
    ...{ key, label, type: type === 'text' ? 'category' : type },
    ...{ isCustom: true, isComputed: false, isReference: false, textOf: asIs },
  }));
  return ok({ source: { type: 'table', id }, label: name, table, fields, steps: [] });
}

/** The fields of a table that was prepared: those of the source that are left, and those that steps made. */
export function madeFields(source: SourceTable, table: Table): readonly SourceField[] {
  return table.columns.map((column): SourceField => {
    const known = source.fields.find(({ key }) => key === column.key);
    if (known !== undefined)
      return known.type === 'date' && column.type === 'number' ? known : { ...known, type: column.type };
    const [from = '', ...what] = column.key.split(':');
    const origin = source.fields.find(({ key }) => key === from);
    const label = origin === undefined ? column.key : `${origin.label}: ${origin.textOf(what.join(':'))}`;
    return {
      key: column.key,
      label,
      type: column.type,
      isCustom: true,
      isComputed: false,
      isReference: false,
      textOf: asIs,
    };
  });
}

export function sourceLabel(kind: ListedKind): string {
  return words.pages[kind];
}

function sourceField(field: ShownField, column: TableColumn, nameOf: (label: string) => string): SourceField {
  const textOf = (label: string): string => {
    if (field.type === 'boolean') return yesNo(label === '1');
    if (field.type === 'choice' || field.element === 'choice') return choiceLabel(label, field);
    return nameOf(label);
  };
  return {
    key: field.key,
    label: field.label,
    type:
      (field.type === 'date' || field.type === 'instant') && column.type === 'number' ? 'date' : column.type,
    isCustom: field.custom !== undefined,
    isComputed: field.custom?.isComputed === true,
    isReference: field.to !== undefined,
    ...(field.type === 'boolean' ? { format: field.type } : {}),
    textOf,
  };
}

/** The names of the records that a column refers to, put in order when the first is asked for; of other columns the labels. */
function namesOf(
  column: TableColumn,
  names: Readonly<Record<string, readonly string[]>>,
): (label: string) => string {
  if (column.type === 'number' || !Object.hasOwn(names, column.key)) return asIs;
  let nameByLabel: ReadonlyMap<string, string> | undefined;
  return (label) => {
    nameByLabel ??= new Map(column.labels.map((each, i) => [each, names[column.key]?.[i] ?? '']));
    const name = nameByLabel.get(label) ?? label;
    return name === '' ? '…' : name;
  };
}

function ofSegment(segment: string): Filter {
  return { match: 'all', conditions: [{ op: 'inSegments', segments: [segment] }] };
}

function asIs(label: string): string {
  return label;
}

/** Tables of the book as sources, in the order of their names. */
export function tableSources(
  tables: readonly RecordRow[],
): readonly { readonly label: string; readonly source: AnalysisSource }[] {
  return tables.map((row) => ({ label: nameOfRow(row), source: { type: 'table', id: row.id } }));
}

/** The objects of the book that can be looked at. */
export function recordSources(): readonly { readonly label: string; readonly source: AnalysisSource }[] {
  return listedKinds
    .filter((kind) => !definitions().isOff(kind))
    .map((kind) => ({ label: sourceLabel(kind), source: { type: 'records', kind } }));
}
