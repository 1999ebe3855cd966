import { createContext } from 'svelte';
import type { CommandError, Committed, UndoTarget } from '../commands/commit.ts';
import type { FileError, NewFile } from '../commands/files.ts';
import type { Merge } from '../commands/merges.ts';
import type { Act } from '../commands/records.ts';
import type { BulkEdit } from '../domain/bulkEdit.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { OrderLine } from '../domain/order.ts';
import type { RecordRow, RecordState, Values } from '../domain/record.ts';
import type { Result } from '../domain/result.ts';
import type { BinKind, BinPage } from '../read/bin.ts';
import type { FileRow, FileTotals } from '../read/files.ts';
import type { ListedKind } from '../read/listQuery.ts';
import type { JobRow, Live } from '../read/live.ts';
import type { PastMerge } from '../read/merges.ts';
import type { HistoryPage } from '../read/recordHistory.ts';
import type { Standing } from '../read/standing.ts';
import type { AboutKind } from '../read/timeline.ts';
import type { UnsentRecords } from '../read/unsent.ts';
import type { OpenText } from '../texts/opened.ts';
import type { TextOf } from '../texts/textSession.ts';
import type { EngineFailure, TextError } from '../workers/engineMessages.ts';
import type { ListIndex } from '../workers/listIndex.ts';
import type { DatabaseError, SavedNetwork } from '../workers/neural.ts';
import type { PastTalks } from '../workers/pastTalks.ts';

/** A command's answer: what was done and can be undone, or why not. */
export type Answer = Promise<Result<Committed, CommandError>>;

/** Records of a kind, to be exported. */
export interface KindRecords {
  readonly kind: ListedKind;
  readonly ids: readonly RecordId[];
  /** In tables, what has lines has one row and not one for each of them. */
  readonly withoutLines?: boolean;
}

/** What a screen shows as a table, to be exported. */
export interface TableFile {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly (
    string | number | null | { readonly amount: number; readonly currency: string }
  )[])[];
}

/** Why what is written to a text did not get into the book. */
export type TextFailure = TextError | EngineFailure;

export type OpenedText = OpenText<TextFailure>;

/** Everything the screens of lists and records do with a book. The application makes it from `read`, `commands` and the workers. */
export interface ScreenBook {
  /** Of its database on this device. */
  readonly name: string;
  /** The member who works on this device. */
  readonly member: RecordId;
  /** The number of this device in the book. */
  readonly device: number;
  /** Old code, a viewer and a device that is no longer in the team may look but not write; changes live. */
  readonly isReadOnly: boolean;
  /** Lists, search and figures, from the index of this tab. */
  readonly index: ListIndex;

  /** Finds earlier conversations and needs like one that is being written; one for the tab. */
  readonly pastTalks: () => Promise<PastTalks>;

  /** Rows in the order of the ids; undefined for one that does not exist. */
  readonly rows: (ids: readonly RecordId[]) => Promise<readonly (RecordRow | undefined)[]>;
  readonly liveRow: (id: RecordId) => Live<RecordRow | undefined>;
  readonly liveMembers: () => Live<RecordRow[]>;
  readonly liveTags: () => Live<RecordRow[]>;
  readonly liveSegments: () => Live<RecordRow[]>;
  /** Definitions of custom fields. */
  readonly liveFields: () => Live<RecordRow[]>;
  readonly liveViews: () => Live<RecordRow[]>;
  readonly liveSettings: () => Live<RecordRow[]>;
  /** Reports that people made. */
  readonly liveReports: () => Live<RecordRow[]>;
  /** Analyses that were made, the last one first. */
  readonly liveRuns: () => Live<RecordRow[]>;
  /** Tables that somebody keeps beside the objects, without their rows. */
  readonly liveTables: () => Live<RecordRow[]>;
  /** With `field` only what changed that field. */
  readonly liveHistory: (id: RecordId, limit: number, field?: string) => Live<HistoryPage>;
  /** Visible records of a kind that are about a record: its customers, contacts, orders, needs or products name it. */
  readonly liveAbout: (kind: AboutKind, id: RecordId) => Live<RecordRow[]>;
  /** Imports, samples and bulk edits, newest first. */
  readonly liveBatches: () => Live<RecordRow[]>;
  readonly liveJobs: () => Live<JobRow[]>;
  /** Batches that are undone to the end: what they created is hidden unless somebody has worked on it since. */
  readonly liveReversed: () => Live<ReadonlySet<RecordId>>;
  readonly liveStanding: (target: UndoTarget, limit: number) => Live<Standing>;
  readonly liveBin: (kind: BinKind, limit: number) => Live<BinPage>;
  /** What this device has changed and may not send. */
  readonly liveUnsentRecords: () => Live<UnsentRecords>;
  readonly liveBinCounts: () => Live<Readonly<Record<BinKind, number>>>;

  readonly create: (kind: ObjectKind, values: Values) => Answer;
  /** Several records created or changed as one undoable step. */
  readonly applyTogether: (acts: readonly Act[]) => Answer;
  readonly update: (shown: RecordState, values: Values) => Answer;
  readonly updateLined: (shown: RecordState, values: Values, lines: readonly OrderLine[]) => Answer;
  readonly choose: (shown: RecordState, register: string, value: Json) => Answer;
  /** Changes any number of records as one undoable step; `title` names the work while it runs. */
  readonly editMany: (ids: readonly RecordId[], edit: BulkEdit, title: string) => Answer;
  /** Brings back single records that an undone import hides. */
  readonly keep: (ids: readonly RecordId[]) => Answer;
  /** Merges records as a form left them. */
  readonly merge: (merge: Merge) => Answer;
  /** Many merges as one undoable step; `title` names the work while it runs. */
  readonly mergeMany: (merges: readonly Merge[], title: string) => Answer;
  /** Takes apart what was merged: the record is there again with its relations. */
  readonly unmerge: (loser: RecordId) => Answer;
  /** Settles a merge that two devices made in two ways, as it is shown. */
  readonly settleMerge: (loser: RecordId) => Answer;
  /** Says that records are not one; they are not offered again. */
  readonly markDistinct: (pairs: readonly (readonly [RecordId, RecordId])[]) => Answer;
  /** The record that stands for one that was merged, and otherwise itself. */
  readonly liveStandingFor: (id: RecordId) => Live<RecordId>;
  /** Merges that stand, those to review first. */
  readonly livePastMerges: (
    limit: number,
  ) => Live<{ readonly merges: readonly PastMerge[]; readonly total: number }>;
  /** With `only`, of a command on many records, in that record alone. */
  readonly undo: (target: UndoTarget, only?: RecordId) => Answer;
  readonly redo: (undone: UndoTarget) => Answer;

  /** Photos and files of a record, on this device only. */
  readonly liveFiles: (record: RecordId) => Live<FileRow[]>;
  readonly liveFileTotals: () => Live<FileTotals>;
  readonly addFile: (record: RecordId, file: NewFile) => Promise<Result<FileRow, FileError>>;
  readonly deleteFile: (file: FileRow) => Promise<Result<FileRow, FileError>>;
  readonly restoreFile: (file: FileRow) => Promise<Result<FileRow, FileError>>;

  /** The neural network that this device keeps for a question, if any. */
  readonly savedNetwork: (question: string) => Promise<Result<SavedNetwork | undefined, DatabaseError>>;
  readonly forgetNetwork: (question: string) => Promise<Result<undefined, DatabaseError>>;

  /** A calendar file of those of these tasks that are open and have a date, with alarms and series, or of conversations. */
  readonly exportCalendar: (ids: readonly RecordId[]) => Promise<Blob>;
  /** Opens a text to be written in; loads the editor. Undefined where the record is not there. */
  readonly editText: (of: TextOf) => Promise<OpenedText | undefined>;

  /** A table that a screen shows, as a file. */
  readonly exportTable: (format: 'csv' | 'xlsx', table: TableFile) => Promise<Blob>;
  /** A file of these records with every field; several kinds as a workbook with a sheet for each. `onRecords` hears how many are read. */
  readonly exportFile: (
    format: 'xlsx' | 'csv' | 'json' | 'jsonl',
    records: readonly KindRecords[],
    onRecords?: (done: number) => void,
  ) => Promise<{ readonly file: Blob; readonly sheets: number; readonly cutCells: number }>;
}

/** The book of this device, for every screen below the shell. */
export const [useBook, provideBook] = createContext<ScreenBook>();
