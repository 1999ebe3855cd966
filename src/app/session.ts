import { bulkEdit } from '../commands/batches.ts';
import { addFile, deleteFile, restoreFile } from '../commands/files.ts';
import {
  applyTogether,
  chooseValue,
  createRecord,
  keepRecords,
  updateLined,
  updateRecord,
} from '../commands/records.ts';
import { redo, undo } from '../commands/undo.ts';
import { enterBook, type Book } from '../database/book.ts';
import { currentBookName, deleteLeftovers, onBookChanged } from '../database/bookList.ts';
import { readDevice } from '../database/counters.ts';
import type { DatabaseError } from '../database/errors.ts';
import { later } from '../database/live.ts';
import type { OpenOptions } from '../database/open.ts';
import { loadOnce } from '../domain/loadOnce.ts';
import { ok, type Result } from '../domain/result.ts';
import { liveFiles, liveFileTotals } from '../read/files.ts';
import { liveBin, liveBinCounts } from '../read/bin.ts';
import {
  liveBatches,
  liveFields,
  liveJobs,
  liveMembers,
  liveRow,
  liveReports,
  liveRuns,
  liveSegments,
  liveSettings,
  liveTables,
  liveTags,
  liveViews,
} from '../read/live.ts';
import { livePastMerges, liveStandingFor } from '../read/merges.ts';
import { liveHistory } from '../read/recordHistory.ts';
import { rowsById } from '../read/rows.ts';
import { liveAbout } from '../read/timeline.ts';
import { liveUnsentRecords } from '../read/unsent.ts';
import { t } from '../i18n/language.svelte.ts';
import { shellTexts } from '../i18n/shell.ts';
import type { ScreenBook } from '../screens/book.ts';
import { EngineLink } from '../workers/engine.ts';
import type { EngineFailure } from '../workers/engineMessages.ts';
import { openListIndex, type ListIndex } from '../workers/listIndex.ts';
import { editText, recoverDrafts } from './texts.ts';

/** The book of this device, opened for one tab: its database, its engine, its index, and what screens do with them. */
export interface Session {
  readonly book: Book;
  readonly engine: EngineLink;
  readonly index: ListIndex;
  readonly screens: ScreenBook;
  readonly close: () => void;
}

export interface SessionOptions extends OpenOptions {
  readonly memberName: string;
  readonly onEngineStopped: (error: EngineFailure) => void;
}

export async function openSession(options: SessionOptions): Promise<Result<Session, DatabaseError>> {
  const opened = await enterBook(currentBookName(), options.memberName, options);
  if (!opened.ok) return opened;
  const book = opened.value;
  const engine = new EngineLink(book, options.memberName, options.onEngineStopped);
  const index = openListIndex(book.name);
  const { member, device } = await readDevice(book.strict);
  void recoverDrafts(book, engine).catch(reportError);
  const stopFollowing = onBookChanged(() => location.reload());
  void deleteLeftovers();
  return ok({
    book,
    engine,
    index,
    screens: screenBook(book, engine, index, { member, device }),
    close: () => {
      stopFollowing();
      index.close();
      engine.close();
      book.close();
    },
  });
}

function screenBook(
  book: Book,
  engine: EngineLink,
  index: ListIndex,
  { member, device }: Pick<ScreenBook, 'member' | 'device'>,
): ScreenBook {
  const db = book.strict;
  return {
    name: book.name,
    member,
    device,
    isReadOnly: book.readOnly,
    index,
    pastTalks: loadOnce(async () => {
      const { PastTalks } = await import('../workers/pastTalks.ts');
      return new PastTalks(book.name, index);
    }),
    rows: (ids) => rowsById(db, ids),
    liveRow: (id) => liveRow(db, id),
    liveMembers: () => liveMembers(db),
    liveTags: () => liveTags(db),
    liveSegments: () => liveSegments(db),
    liveFields: () => liveFields(db),
    liveViews: () => liveViews(db),
    liveSettings: () => liveSettings(db),
    liveReports: () => liveReports(db),
    liveRuns: () => liveRuns(db),
    liveTables: () => liveTables(db),
    liveHistory: (id, limit, field) => liveHistory(db, id, limit, field),
    liveAbout: (kind, id) => liveAbout(db, kind, id),
    liveBatches: () => liveBatches(db),
    liveJobs: () => liveJobs(db),
    liveReversed: () => later(async () => (await standing()).liveReversed(db)),
    liveStanding: (target, limit) => later(async () => (await standing()).liveStanding(db, target, limit)),
    liveUnsentRecords: () => liveUnsentRecords(db),
    liveBin: (kind, limit) => liveBin(db, kind, limit),
    liveBinCounts: () => liveBinCounts(db),
    create: (kind, values) => createRecord(book, kind, values),
    applyTogether: (acts) => applyTogether(book, acts),
    update: (shown, values) => updateRecord(book, shown, values),
    updateLined: (shown, values, lines) => updateLined(book, shown, values, lines),
    choose: (shown, register, value) => chooseValue(book, shown, register, value),
    editMany: (ids, edit, title) => bulkEdit(book, ids, edit, title),
    keep: (ids) => keepRecords(book, ids),
    merge: async (merge) => (await merging()).mergeRecords(book, merge),
    mergeMany: async (merges, title) => (await merging()).mergeMany(book, merges, title),
    unmerge: async (loser) => (await merging()).unmergeRecord(book, loser),
    settleMerge: async (loser) => (await merging()).settleMerge(book, loser),
    markDistinct: async (pairs) => (await merging()).markDistinct(book, pairs),
    liveStandingFor: (id) => liveStandingFor(db, id),
    livePastMerges: (limit) => livePastMerges(db, limit),
    undo: (target, only) => undo(book, target, only),
    redo: (target) => redo(book, target),
    liveFiles: (record) => liveFiles(db, record),
    liveFileTotals: () => liveFileTotals(db),
    addFile: (record, file) => addFile(book, record, file),
    deleteFile: (file) => deleteFile(book, file),
    restoreFile: (file) => restoreFile(book, file),
    exportCalendar: async (ids) =>
      (await import('./exportCalendar.ts')).exportCalendar(db, index, ids, t(shellTexts).product),
    editText: (of) => editText(book, engine, of),
    savedNetwork: async (question) => (await networks()).savedNetwork(db, question),
    forgetNetwork: async (question) => (await networks()).forgetNetwork(db, question),
    exportTable: async (...args) => (await import('./exportTable.ts')).exportTable(...args),
    exportFile: async (...args) => (await import('./exportFile.ts')).exportFile(db, index, ...args),
  };
}

/** What an undone import leaves behind is asked by few screens. */
const merging = () => import('../commands/merges.ts');
const standing = () => import('../read/standing.ts');
const networks = () => import('../workers/savedNetworks.ts');
