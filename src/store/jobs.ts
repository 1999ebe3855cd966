import { readDevice } from '../database/counters.ts';
import type { BookDatabase, JobRow, ReverseWork } from '../database/schema.ts';
import { candidatesOf, commandOf, writesOf, type BulkEdit } from '../domain/bulkEdit.ts';
import { redoChanges, undoChanges } from '../domain/history.ts';
import { kindOfId, parseVersion, type RecordId, type Version } from '../domain/ids.ts';
import { engineTransaction, type EngineScope, type EngineState } from './engineTransaction.ts';
import { changeRows, changeTables } from './engineWrite.ts';
import { keepReferenced } from './keepReferenced.ts';

/** Records changed in one transaction of a job. */
const recordsAtOnce = 100;

/**
 * Does what is left of a job, a transaction at a time; each records its progress. Ends early when `isStopped` says so, or
 * when the job has become another: a bulk edit that is discarded turns into its undo.
 */
export async function runJob(state: EngineState, id: RecordId, isStopped: () => boolean): Promise<void> {
  const db = state.book.relaxed;
  const work = (await db.jobWork.get(id))?.work;
  const job = await db.jobs.get(id);
  if (job === undefined || work === undefined || work.kind === 'import') return;
  const isDone =
    work.kind === 'bulkEdit'
      ? await editAll(state, job, work.ids, work.edit, isStopped)
      : await reverseAll(state, job, work, isStopped);
  if (isDone) await finishJob(state, job);
}

async function editAll(
  state: EngineState,
  job: JobRow,
  ids: readonly RecordId[],
  edit: BulkEdit,
  isStopped: () => boolean,
): Promise<boolean> {
  const command = commandOf(edit);
  for (let done = job.done; done < ids.length; done += recordsAtOnce) {
    if (isStopped()) return false;
    const some = ids.slice(done, done + recordsAtOnce);
    const isWritten = await jobStep(state, { ...job, done }, some, done + some.length, (scope) =>
      changeRows(scope, { command, batch: job.id }, some, (row, writer) => ({
        id: row.id,
        ...candidatesOf(writesOf(row, edit), writer),
      })),
    );
    if (!isWritten) return false;
  }
  return true;
}

/** Reverts or repeats every command of a batch that still stands, newest first, each with all of its records. */
async function reverseAll(
  state: EngineState,
  job: JobRow,
  { kind, onlyOwn }: ReverseWork,
  isStopped: () => boolean,
): Promise<boolean> {
  if (kind === 'undo') await keepReferenced(state, job.id);
  const db = state.book.relaxed;
  const { device } = await readDevice(db);
  const standing = await standingCommands(db, job.id, kind);
  const commands = standing.filter((command) => onlyOwn !== true || parseVersion(command).device === device);
  const total = job.done + commands.length;
  await engineTransaction(state, 'relaxed', ['jobs'], (scope) => scope.db.jobs.update(job.id, { total }));
  const reverse = kind === 'undo' ? undoChanges : redoChanges;
  for (const [i, of] of commands.entries()) {
    if (isStopped()) return false;
    const entry = await db.history.get(of);
    if (entry === undefined) continue;
    const done = job.done + i;
    const isWritten = await jobStep(state, { ...job, done }, entry.records, done + 1, (scope) =>
      changeRows(
        scope,
        { command: kind, batch: job.id, of },
        entry.records,
        (row, writer) => reverse(row, entry, writer).change,
      ),
    );
    if (!isWritten) return false;
  }
  return true;
}

/** Commands of a batch that an undo has to revert, or undos of it that a redo has to repeat; newest first. */
export async function standingCommands(
  db: BookDatabase,
  batch: RecordId,
  kind: 'undo' | 'redo',
): Promise<readonly Version[]> {
  const entries = await db.history.where('batch').equals(batch).sortBy('at');
  const reversed = new Set(entries.flatMap((entry) => (entry.command === kind ? [entry.of] : [])));
  const standing = entries.filter((entry) => {
    if (reversed.has(entry.id) || entry.records.some((id) => kindOfId(id) === 'batch')) return false;
    return kind === 'undo' ? entry.command !== 'undo' : entry.command === 'undo' && entry.of !== undefined;
  });
  return standing.map((entry) => entry.id).reverse();
}

/** One step of a job, if it is still the job that was begun and at the place where this step starts. */
async function jobStep(
  state: EngineState,
  job: JobRow,
  ids: readonly RecordId[],
  done: number,
  work: (scope: EngineScope) => Promise<unknown>,
): Promise<boolean> {
  const isWritten = await engineTransaction(
    state,
    'relaxed',
    ['jobs', ...changeTables(ids)],
    async (scope) => {
      const now = await scope.db.jobs.get(job.id);
      const isSame = now?.kind === job.kind && now.startedAt === job.startedAt && now.done === job.done;
      if (!isSame) return false;
      await work(scope);
      await scope.db.jobs.update(job.id, { done });
      return true;
    },
  );
  state.book.announce({ type: 'rows' });
  return isWritten;
}

async function finishJob(state: EngineState, job: JobRow): Promise<void> {
  await engineTransaction(state, 'relaxed', ['jobs', 'jobWork'], async ({ db }) => {
    const now = await db.jobs.get(job.id);
    if (now?.kind !== job.kind || now.startedAt !== job.startedAt) return;
    await db.jobs.delete(job.id);
    await db.jobWork.delete(job.id);
  });
  state.book.announce({ type: 'rows' });
}
