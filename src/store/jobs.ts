import type { JobRow, JobWork } from '../database/schema.ts';
import { candidatesOf, writesOf, type BulkEdit } from '../domain/bulkEdit.ts';
import { redoChanges, undoChanges } from '../domain/history.ts';
import type { RecordId } from '../domain/ids.ts';
import { engineTransaction, type EngineState } from './engineTransaction.ts';
import { changeRows, changeTables } from './engineWrite.ts';
import { keepReferenced } from './keepReferenced.ts';

/** Records changed in one transaction of a job. */
const recordsAtOnce = 100;

/** Does what is left of a job, a transaction at a time; each records its progress. Stops early when `isStopped` says so. */
export async function runJob(state: EngineState, id: RecordId, isStopped: () => boolean): Promise<void> {
  const db = state.book.relaxed;
  const work = (await db.jobWork.get(id))?.work;
  const job = await db.jobs.get(id);
  if (job === undefined || work === undefined || work.kind === 'import') return;
  let done = job.done;
  while (done < job.total && !isStopped()) {
    if (work.kind === 'bulkEdit') {
      done = await editSome(state, job, work.ids.slice(done, done + recordsAtOnce), work.edit, done);
    } else {
      if (done === 0 && work.kind === 'undo') await keepReferenced(state, id);
      done = await reverseOne(state, job, work, done);
    }
    state.book.announce({ type: 'rows' });
  }
  if (done >= job.total) await finishJob(state, id);
}

async function editSome(
  state: EngineState,
  job: JobRow,
  ids: readonly RecordId[],
  edit: BulkEdit,
  done: number,
): Promise<number> {
  const next = done + ids.length;
  const command = edit.op === 'delete' || edit.op === 'restore' ? edit.op : 'edit';
  await engineTransaction(state, 'relaxed', ['jobs', ...changeTables(ids)], async (scope) => {
    await changeRows(scope, { command, batch: job.id }, ids, (row, writer) => ({
      id: row.id,
      ...candidatesOf(writesOf(row, edit), writer),
    }));
    await scope.db.jobs.update(job.id, { done: next });
  });
  return next;
}

async function reverseOne(
  state: EngineState,
  job: JobRow,
  work: Extract<JobWork, { kind: 'undo' | 'redo' }>,
  done: number,
): Promise<number> {
  const of = work.commands[done];
  const entry = of === undefined ? undefined : await state.book.relaxed.history.get(of);
  const ids = entry?.records ?? [];
  await engineTransaction(state, 'relaxed', ['jobs', ...changeTables(ids)], async (scope) => {
    if (entry !== undefined) {
      const reverse = work.kind === 'undo' ? undoChanges : redoChanges;
      await changeRows(
        scope,
        { command: work.kind, batch: job.id, of: entry.id },
        ids,
        (row, writer) => reverse(row, entry, writer).change,
      );
    }
    await scope.db.jobs.update(job.id, { done: done + 1 });
  });
  return done + 1;
}

async function finishJob(state: EngineState, id: RecordId): Promise<void> {
  await engineTransaction(state, 'relaxed', ['jobs', 'jobWork'], async ({ db }) => {
    await db.jobs.delete(id);
    await db.jobWork.delete(id);
  });
  state.book.announce({ type: 'rows' });
}
