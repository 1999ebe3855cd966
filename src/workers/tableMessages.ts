import type { BookColumn } from '../domain/bookTable.ts';
import type { RecordId } from '../domain/ids.ts';
import type { TablePlan, TableShards } from '../interchange/tables/tableChunks.ts';
import type { TableRunError, TableRunReport, TableSettings } from '../interchange/tables/tableRun.ts';
import type { TableSurvey } from '../interchange/tables/tableSurvey.ts';
import type { BookTableError } from '../read/bookTable.ts';
import type { ColumnProfile } from '../read/tableProfile.ts';

/** How the rows of a file differ from those that the table has. Without a key column only how many they are. */
export interface TableChanges {
  readonly before: number;
  /** By key: rows that are new, gone, changed and the same. */
  readonly byKey?: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly same: number;
  };
}

export interface TableChecked {
  readonly report: TableRunReport;
  readonly plan: TablePlan;
  /** Of a table that is replaced. */
  readonly changes?: TableChanges;
}

/** A table as its page shows it. */
export interface TableView {
  readonly rows: number;
  readonly columns: readonly (BookColumn & ColumnProfile)[];
  /** The first rows, cell by cell as texts. */
  readonly head: readonly (readonly string[])[];
  readonly generation: number;
}

export type TableWorkError = TableRunError | BookTableError | { type: 'no-file' } | { type: 'plan-differs' };

/** As what a table of the book is written. */
export type TableForm = 'csv' | 'xlsx';

/** What the import worker does with tables of the book. */
export interface TableCalls {
  /** How the open file could be kept as a table. */
  tableSurvey: { args: Record<never, never>; result: TableSurvey };
  /** Reads every row and writes nothing. `replaces` is the table whose rows these become. */
  tableCheck: { args: { settings: TableSettings; replaces?: RecordId }; result: TableChecked };
  /** Makes all chunks and sends those from `from` on; `plan` is that of the check. */
  tableWrite: {
    args: {
      settings: TableSettings;
      plan: TablePlan;
      shards: TableShards;
      from: number;
      generation: number;
      fileName: string;
      replaces?: RecordId;
    };
    result: TableRunReport;
  };
  tableView: { args: { id: RecordId }; result: TableView };
  tableFile: { args: { id: RecordId; form: TableForm; name: string }; result: Blob };
}
