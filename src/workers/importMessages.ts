import type { Language } from '../i18n/dictionary.ts';
import type { ColumnMapping } from '../interchange/mapping/guess.ts';
import type { NewField } from '../interchange/mapping/newField.ts';
import type { Program } from '../interchange/mapping/programs.ts';
import type { ColumnSurvey } from '../interchange/mapping/survey.ts';
import type { ImportKind, Target } from '../interchange/mapping/targets.ts';
import type { RowDamage } from '../interchange/reading/csvParser.ts';
import type { EncodingWhy } from '../interchange/reading/encoding.ts';
import type { CalendarFacts, SourceForm } from '../interchange/reading/source.ts';
import type { Reading } from '../interchange/reading/rows.ts';
import type { GrantedShards, PackPlan } from '../interchange/records/chunkPacker.ts';
import type { RunReport } from '../interchange/records/importRun.ts';
import type { ImportSettings } from '../interchange/records/settings.ts';
import type { TableCalls, TableWorkError } from './tableMessages.ts';

/** A file as it was read and understood. */
export interface OpenedFile {
  name: string;
  bytes: number;
  compressed: boolean;
  /** Tells the file again after a restart: its size and a hash of its head and tail. */
  fingerprint: string;
  reading: Reading;
  encodingWhy: EncodingWhy;
  rows: number;
  blank: number;
  columns: ColumnSurvey[];
  /** Rows whose form or characters are damaged: how many, and the first of them. */
  damagedRows: number;
  firstDamaged: { row: number; damage: RowDamage | { type: 'text-damaged' } }[];
  kind: ImportKind;
  mapping: ColumnMapping[];
  /** Targets that only this book has. */
  ofBook: Target[];
  /** The mapping is that of an earlier import of a file with these columns. */
  isRemembered: boolean;
  /** Its columns are those of an export of this program. */
  program?: Program;
  /** Of a workbook: the names of its sheets. */
  sheets?: readonly string[];
  /** What its rows were made of, where it is no table. */
  form?: SourceForm;
  calendar?: CalendarFacts;
}

export type WorkError = TableWorkError;

/** A column of the file, and the custom field that it asks for. */
export interface NewColumn {
  readonly column: number;
  readonly field: NewField;
}

/** Columns mapped to fields that have just been made, and all targets that the book has now. */
export interface MappedToNew {
  readonly ofBook: readonly Target[];
  readonly mapping: readonly ColumnMapping[];
}

/** What the import worker does, by name. */
export interface ImportCalls extends TableCalls {
  open: {
    args: { file: File; name: string; reading?: Reading; preferredOrder: 'dmy' | 'mdy' };
    result: OpenedFile;
  };
  /** The mapping of the open file to rows of another kind. */
  guess: { args: { kind: ImportKind }; result: ColumnMapping[] };
  /** The mapping of one column to a field that a person chose. */
  remap: { args: { kind: ImportKind; column: number; target: string | null }; result: ColumnMapping };
  newFields: { args: { columns: readonly number[] }; result: NewColumn[] };
  mapToNew: {
    args: { kind: ImportKind; targets: readonly (readonly [column: number, target: string])[] };
    result: MappedToNew;
  };
  /** Converts and matches every row and writes nothing. `before` leaves out records that were made later. */
  check: { args: { settings: ImportSettings; before?: number }; result: RunReport };
  /** Makes all chunks and sends those from `from` on; `plan` is that of the check. */
  write: {
    args: { settings: ImportSettings; plan: PackPlan; shards: GrantedShards; from: number; before: number };
    result: RunReport;
  };
  /** Rows that stay out, as they stand in the file, with the reason. */
  failed: { args: { settings: ImportSettings; language: Language }; result: Blob };
}

export type ImportCall = keyof ImportCalls;

export interface ImportProgress {
  /** Rows cannot be known while a packed file is read, so that progress is in bytes; `total` is 0 while it is unknown. */
  doneBytes: number;
  totalBytes: number;
}

export type ToImportWorker =
  | { type: 'start'; book: string }
  | { type: 'call'; id: number; call: ImportCall; args: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'chunk-written'; id: number; position: number; isWritten: boolean };

export type FromImportWorker =
  | { type: 'progress'; id: number; progress: ImportProgress }
  | { type: 'chunk'; id: number; position: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'done'; id: number; result: unknown }
  | { type: 'refused'; id: number; error: WorkError }
  | { type: 'bug'; id: number; message: string; stack: string };
