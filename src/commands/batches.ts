import type { Book } from '../database/book.ts';
import { readOnlyReason } from '../database/readOnly.ts';
import { readRow } from '../database/rows.ts';
import type { JobRow, JobWork } from '../database/schema.ts';
import { batchStatusOf } from '../domain/batch.ts';
import { candidatesOf, type BulkEdit } from '../domain/bulkEdit.ts';
import type { RecordId, ShardId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { BatchStatus, ObjectKind } from '../domain/objects.ts';
import { versionsSeen } from '../domain/register.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { commit, type CommandError, type Committed } from './commit.ts';
import { editRecords, maxRecordsInCommand } from './records.ts';

/** Changes any number of records as one undoable step: up to 100 at once, more as a job that shows its progress. */
export async function bulkEdit(
  book: Book,
  ids: readonly RecordId[],
  edit: BulkEdit,
  title: string,
): Promise<Result<Committed, CommandError>> {
  if (ids.length <= maxRecordsInCommand) return editRecords(book, ids, edit);
  const sorted = [...ids].sort();
  const values = { title, command: 'bulkEdit', status: 'committed' } as const;
  const begun = await beginBatch(book, values, sorted.length, { kind: 'bulkEdit', ids: sorted, edit });
  return begun.ok ? ok({ command: begun.value, ids: sorted, kept: [] }) : begun;
}

export interface ImportPlan {
  readonly title: string;
  readonly command: 'import' | 'sample';
  /** Shards that the new records will fill, per kind. */
  readonly shards: Readonly<Partial<Record<ObjectKind, number>>>;
  readonly chunks: number;
  /** What the importer needs to make the same chunks again after an interruption. */
  readonly resume: unknown;
}

export interface BegunImport {
  readonly batch: RecordId;
  readonly shards: Readonly<Partial<Record<ObjectKind, readonly ShardId[]>>>;
}

/** Begins an import: its batch is staging, so that nothing it creates is visible before `finishImport`. */
export async function beginImport(book: Book, plan: ImportPlan): Promise<Result<BegunImport, CommandError>> {
  const shards: Partial<Record<ObjectKind, ShardId[]>> = {};
  const { title, command, chunks } = plan;
  const begun = await commit(book, 'create', ['batch'], async ({ db, writer, newId, newShards }) => {
    for (const [kind, count] of Object.entries(plan.shards) as [ObjectKind, number][]) {
      shards[kind] = await newShards(kind, count);
    }
    const id = await newId('batch');
    const job: JobRow = {
      id,
      kind: 'import',
      state: 'running',
      done: 0,
      total: chunks,
      startedAt: writer.at,
    };
    await db.jobs.put(job);
    await db.jobWork.put({
      id,
      work: { kind: 'import', shards: Object.values(shards).flat(), plan: plan.resume },
    });
    const values = { title, command, status: 'staging' };
    return ok({
      changes: [{ id, base: [values, writer.at, writer.author], added: [], deleted: [] }],
      batch: id,
    });
  });
  if (!begun.ok) return begun;
  const batch = begun.value.ids[0];
  return batch === undefined ? err({ type: 'not-found', id: 'batch' }) : ok({ batch, shards });
}

/** Makes everything that an import created visible at once, unless it was undone meanwhile on another device. */
export function finishImport(
  book: Book,
  batch: RecordId,
  report: Json,
): Promise<Result<Committed, CommandError>> {
  return writeBatch(book, batch, 'committed', { report });
}

/** Hides what a batch created and reverts what it changed, except what others have changed or refer to since. */
export function undoBatch(book: Book, batch: RecordId): Promise<Result<Committed, CommandError>> {
  return writeBatch(book, batch, 'undone', {}, 'undo');
}

/** Brings an undone batch back. */
export function redoBatch(book: Book, batch: RecordId): Promise<Result<Committed, CommandError>> {
  return writeBatch(book, batch, 'committed', {}, 'redo');
}

/** Lets an interrupted bulk edit, undo or redo go on, where this device may still write. */
export async function resumeJob(book: Book, id: RecordId): Promise<void> {
  const db = book.strict;
  await db.transaction('rw', [db.meta, db.jobs], async () => {
    if ((await readOnlyReason(db)) === undefined) await db.jobs.update(id, { state: 'running' });
  });
  book.announce({ type: 'work' });
}

async function beginBatch(
  book: Book,
  values: { readonly title: string; readonly command: string; readonly status: BatchStatus },
  total: number,
  work: JobWork,
): Promise<Result<RecordId, CommandError>> {
  const begun = await commit(book, 'create', ['batch'], async ({ db, writer, newId }) => {
    const id = await newId('batch');
    await db.jobs.put({ id, kind: work.kind, state: 'running', done: 0, total, startedAt: writer.at });
    await db.jobWork.put({ id, work });
    return ok({
      changes: [{ id, base: [{ ...values }, writer.at, writer.author], added: [], deleted: [] }],
      batch: id,
    });
  });
  const id = begun.ok ? begun.value.ids[0] : undefined;
  if (!begun.ok) return begun;
  return id === undefined ? err({ type: 'not-found', id: 'batch' }) : ok(id);
}

/** Writes a batch's status and what else it should hold; its job ends, or becomes another. */
function writeBatch(
  book: Book,
  batch: RecordId,
  status: BatchStatus,
  values: Readonly<Record<string, Json>>,
  next?: 'undo' | 'redo',
): Promise<Result<Committed, CommandError>> {
  return commit(book, 'edit', ['batch'], async ({ db, writer }) => {
    const row = await readRow(db, batch);
    if (row === undefined) return err({ type: 'not-found', id: batch });
    if (next === undefined && batchStatusOf(row) === 'undone') return err({ type: 'batch-undone' });
    const writes = Object.entries({ ...values, status }).map(([register, value]) => ({
      register,
      value,
      seen: versionsSeen(row.registers[register]),
    }));
    await db.jobs.delete(batch);
    await db.jobWork.delete(batch);
    if (next !== undefined) {
      await db.jobs.put({ id: batch, kind: next, state: 'running', done: 0, total: 1, startedAt: writer.at });
      await db.jobWork.put({ id: batch, work: { kind: next } });
    }
    return ok({ changes: [{ id: batch, ...candidatesOf(writes, writer) }] });
  });
}
