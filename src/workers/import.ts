import { beginImport, finishImport, redoBatch, undoBatch } from '../commands/batches.ts';
import type { CommandError } from '../commands/commit.ts';
import type { Book } from '../database/book.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Language } from '../i18n/dictionary.ts';
import type { ColumnMapping } from '../interchange/mapping/guess.ts';
import type { ImportKind } from '../interchange/mapping/targets.ts';
import type { Reading } from '../interchange/reading/rows.ts';
import type { GrantedShards, PackPlan } from '../interchange/records/chunkPacker.ts';
import type { RunReport } from '../interchange/records/importRun.ts';
import { createdKinds, type CreatedKind, type ImportSettings } from '../interchange/records/settings.ts';
import { writeChunks, type WriteOptions } from './chunkWriting.ts';
import type { EngineLink } from './engine.ts';
import { importLockName, type EngineFailure } from './engineMessages.ts';
import { ImportClient, type CallOptions } from './importClient.ts';
import type { MappedToNew, NewColumn, OpenedFile, WorkError } from './importMessages.ts';

export type ImportError = WorkError | CommandError | EngineFailure | { type: 'nothing-readable' };

/** What an unfinished import needs to go on: which file, how it was read and what was decided. */
interface ResumePlan {
  type: 'file';
  fileName: string;
  fingerprint: string;
  reading: Reading;
  settings: ImportSettings;
  plan: PackPlan;
  /** Wall clock in ms before the first record was created. */
  startedAt: number;
}

/** An import that stopped before its end, in this or another session; nothing of it shows. */
export interface UnfinishedImport {
  batch: RecordId;
  fileName: string;
  /** Chunks written, of `total`. */
  done: number;
  total: number;
  /** It becomes a table: it goes on from the page of tables. */
  isTable: boolean;
}

export interface FinishedImport {
  batch: RecordId;
  report: RunReport;
  tookMs: number;
}

/** Importing into the book of this tab: reads and converts in a worker, stores through the engine. Everything written belongs to one
 *  batch that is invisible until it is complete and can be undone as a whole. */
export class Importer {
  readonly #book: Book;
  readonly #engine: EngineLink;
  readonly #client: ImportClient;

  constructor(book: Book, engine: EngineLink) {
    this.#book = book;
    this.#engine = engine;
    this.#client = new ImportClient(book.name);
  }

  open(
    file: File,
    reading: Reading | undefined,
    preferredOrder: 'dmy' | 'mdy',
    options: CallOptions,
  ): Promise<Result<OpenedFile, WorkError>> {
    return this.#client.call(
      'open',
      { file, name: file.name, preferredOrder, ...(reading === undefined ? {} : { reading }) },
      options,
    );
  }

  guess(kind: ImportKind): Promise<Result<ColumnMapping[], WorkError>> {
    return this.#client.call('guess', { kind });
  }

  newFields(columns: readonly number[]): Promise<Result<NewColumn[], WorkError>> {
    return this.#client.call('newFields', { columns });
  }

  mapToNew(
    kind: ImportKind,
    targets: readonly (readonly [column: number, target: string])[],
  ): Promise<Result<MappedToNew, WorkError>> {
    return this.#client.call('mapToNew', { kind, targets });
  }

  remap(kind: ImportKind, column: number, target: string | null): Promise<Result<ColumnMapping, WorkError>> {
    return this.#client.call('remap', { kind, column, target });
  }

  check(settings: ImportSettings, options: CallOptions): Promise<Result<RunReport, WorkError>> {
    return this.#client.call('check', { settings }, options);
  }

  failedRows(settings: ImportSettings, language: Language): Promise<Result<Blob, WorkError>> {
    return this.#client.call('failed', { settings, language });
  }

  /** Writes what `check` has counted. On cancellation nothing remains; on an error the batch stays unfinished, to go on or to
   *  discard. */
  async write(
    opened: OpenedFile,
    settings: ImportSettings,
    checked: RunReport,
    options: WriteOptions,
  ): Promise<Result<FinishedImport, ImportError>> {
    const startedAt = Date.now();
    const resume: ResumePlan = {
      type: 'file',
      fileName: opened.name,
      fingerprint: opened.fingerprint,
      reading: opened.reading,
      settings,
      plan: checked.plan,
      startedAt,
    };
    const begun = await beginImport(this.#book, {
      title: opened.name,
      command: 'import',
      shards: checked.plan.shards,
      chunks: checked.plan.chunks,
      resume,
    });
    if (!begun.ok) return begun;
    const shards = begun.value.shards as GrantedShards;
    return this.#run(begun.value.batch, resume, shards, 0, options);
  }

  /** Goes on with an unfinished import from the same file, chosen again. Errors: `plan-differs` for another file. */
  async resume(
    batch: RecordId,
    file: File,
    options: WriteOptions,
  ): Promise<Result<FinishedImport, ImportError>> {
    const job = await this.#book.strict.jobs.get(batch);
    const resume = await this.#planOf(batch);
    if (job === undefined || resume === undefined) return err({ type: 'not-found', id: batch });
    const { plan, shards } = resume;
    const opened = await this.open(file, plan.reading, 'dmy', options);
    if (!opened.ok) return opened;
    if (opened.value.fingerprint !== plan.fingerprint) return err({ type: 'plan-differs' });
    return this.#run(batch, plan, shards, job.done, options);
  }

  /** Imports of this book that stopped before their end and that no tab is running. */
  async unfinished(): Promise<UnfinishedImport[]> {
    const held = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    const jobs = (await this.#book.relaxed.jobs.toArray()).filter(
      (job) => job.kind === 'import' && !held.has(importLockName(job.id)),
    );
    const found = await Promise.all(
      jobs.map(async ({ id, done, total }) => {
        const work = (await this.#book.relaxed.jobWork.get(id))?.work;
        const plan: unknown = work?.kind === 'import' ? work.plan : undefined;
        if (!isFilePlan(plan)) return [];
        return [{ batch: id, fileName: plan.fileName, done, total, isTable: plan.type === 'table' }];
      }),
    );
    return found.flat();
  }

  /** Takes back an import, finished or not. */
  async undo(batch: RecordId): Promise<Result<null, CommandError>> {
    const undone = await undoBatch(this.#book, batch);
    return undone.ok ? ok(null) : undone;
  }

  async redo(batch: RecordId): Promise<Result<null, CommandError>> {
    const redone = await redoBatch(this.#book, batch);
    return redone.ok ? ok(null) : redone;
  }

  close(): void {
    this.#client.close();
  }

  /** Holds the import's lock while it runs, so that no other tab takes it for an abandoned one. */
  #run(
    batch: RecordId,
    resume: ResumePlan,
    shards: GrantedShards,
    from: number,
    options: WriteOptions,
  ): Promise<Result<FinishedImport, ImportError>> {
    return navigator.locks.request(importLockName(batch), async () => {
      const began = performance.now();
      const { plan, settings, startedAt } = resume;
      const written = await writeChunks(
        { book: this.#book, engine: this.#engine, batch, from, chunks: plan.chunks },
        options,
        (call) => this.#client.call('write', { settings, plan, shards, from, before: startedAt }, call),
      );
      if (!written.ok) return written;
      const tookMs = performance.now() - began;
      const finished = await finishImport(
        this.#book,
        batch,
        reportOf(written.value, resume.fileName, tookMs),
      );
      return finished.ok ? ok({ batch, report: written.value, tookMs }) : finished;
    });
  }

  async #planOf(batch: RecordId): Promise<{ plan: ResumePlan; shards: GrantedShards } | undefined> {
    const row = await this.#book.relaxed.batches.get(batch);
    const work = (await this.#book.relaxed.jobWork.get(batch))?.work;
    if (row === undefined || work?.kind !== 'import' || !isResumePlan(work.plan)) return undefined;
    const shards: Partial<Record<CreatedKind, string[]>> = {};
    for (const shard of work.shards) {
      const kind = createdKinds.find((each) => each === kindOfId(shard));
      if (kind !== undefined) (shards[kind] ??= []).push(shard);
    }
    return { plan: work.plan, shards };
  }
}

/** True for what reads a file: an import, or a table that is being kept. */
function isFilePlan(plan: unknown): plan is { readonly type: 'file' | 'table'; readonly fileName: string } {
  if (typeof plan !== 'object' || plan === null || !('type' in plan)) return false;
  return plan.type === 'file' || plan.type === 'table';
}

function isResumePlan(plan: unknown): plan is ResumePlan {
  return typeof plan === 'object' && plan !== null && 'type' in plan && plan.type === 'file';
}

/** What the batch keeps of the report: figures and reasons, no rows. */
function reportOf(report: RunReport, fileName: string, tookMs: number): Json {
  const { rows, blank, outcomes, reasons, plan, orders } = report;
  return {
    fileName,
    tookMs: Math.round(tookMs),
    rows,
    blank,
    outcomes,
    reasons: reasons.map(({ type, rows: count }) => ({ type, rows: count })),
    records: plan.records,
    ...(orders === undefined ? {} : { orders: { ...orders } }),
  };
}
