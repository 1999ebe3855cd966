import type { RecordId } from '../domain/ids.ts';
import { withDays, type Table } from '../domain/table.ts';
import type { ColumnKey } from './listQuery.ts';

/** What an analysis looks at, with the names of what it refers to. */
export interface SourceRecords {
  /** Moments are the days on which they were here. */
  readonly table: Table;
  /** For columns that name other records, the name of each of their labels; '' where there is no such record. */
  readonly names: Readonly<Record<ColumnKey, readonly string[]>>;
}

export interface SourceColumns {
  readonly all: readonly ColumnKey[];
  readonly moments: readonly ColumnKey[];
  /** Those that name other records. */
  readonly referring: readonly ColumnKey[];
}

/** A table as an analysis reads it. */
export async function sourceRecords(
  table: Table,
  { moments, referring }: SourceColumns,
  labelsOf: (ids: readonly RecordId[]) => Promise<readonly (string | undefined)[]>,
): Promise<SourceRecords> {
  const named = table.columns.flatMap((column) =>
    column.type !== 'number' && referring.includes(column.key) ? [column] : [],
  );
  const names = await Promise.all(
    named.map(async ({ key, labels }) => {
      const found = await labelsOf(labels);
      return [key, found.map((name) => name ?? '')] as const;
    }),
  );
  return { table: withDays(table, moments), names: Object.fromEntries(names) };
}
