import { beginImport, finishImport, undoBatch } from '../commands/batches.ts';
import type { CommandError, Committed } from '../commands/commit.ts';
import type { Book } from '../database/book.ts';
import { groupBy } from '../database/rows.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Reading } from '../interchange/reading/rows.ts';
import { newTableId, type TablePlan, type TableShards } from '../interchange/tables/tableChunks.ts';
import type { TableSettings } from '../interchange/tables/tableRun.ts';
import type { TableSurvey } from '../interchange/tables/tableSurvey.ts';
import { writeChunks, type WriteOptions } from './chunkWriting.ts';
import type { EngineLink } from './engine.ts';
import { importLockName, type EngineFailure } from './engineMessages.ts';
import { ImportClient, type CallOptions } from './importClient.ts';
import type { OpenedFile, WorkError } from './importMessages.ts';
import type { TableChecked, TableView, TableForm } from './tableMessages.ts';

export type KeepError = WorkError | CommandError | EngineFailure;

/** What an unfinished table needs to go on: which file, how it was read and what was decided. */
interface TableResume {
  readonly type: 'table';
  readonly fileName: string;
  readonly fingerprint: string;
  readonly reading: Reading;
  readonly settings: TableSettings;
  readonly plan: TablePlan;
  /** Wall clock in ms when keeping it began. */
  readonly generation: number;
  readonly replaces?: RecordId;
}

/** A table that stopped on its way into the book; nothing of it shows. */
export interface UnfinishedTable {
  readonly batch: RecordId;
  readonly name: string;
  readonly fileName: string;
  /** Chunks written, of `total`. */
  readonly done: number;
  readonly total: number;
}

export interface KeptTable {
  readonly table: RecordId;
  /** What one undo takes back. */
  readonly batch: RecordId;
}

/** Tables of the book of this tab: reads files in the import worker, stores through the engine as one batch that shows when it is whole. */
export class TableKeeper {
  readonly #book: Book;
  readonly #engine: EngineLink;
  readonly #client: ImportClient;

  constructor(book: Book, engine: EngineLink) {
    this.#book = book;
    this.#engine = engine;
    this.#client = new ImportClient(book.name);
  }

  /** Opens a file and looks at all of it. `reading` overrides what is guessed. */
  async open(
    file: File,
    reading: Reading | undefined,
    preferredOrder: 'dmy' | 'mdy',
    options: CallOptions,
  ): Promise<Result<{ opened: OpenedFile; survey: TableSurvey }, WorkError>> {
    const opened = await this.#client.call(
      'open',
      { file, name: file.name, preferredOrder, ...(reading === undefined ? {} : { reading }) },
      options,
    );
    if (!opened.ok) return opened;
    const survey = await this.#client.call('tableSurvey', {}, options);
    return survey.ok ? ok({ opened: opened.value, survey: survey.value }) : survey;
  }

  check(
    settings: TableSettings,
    replaces: RecordId | undefined,
    options: CallOptions,
  ): Promise<Result<TableChecked, WorkError>> {
    return this.#client.call(
      'tableCheck',
      { settings, ...(replaces === undefined ? {} : { replaces }) },
      options,
    );
  }

  /** Keeps the open file as `check` has read it. On cancellation nothing remains; on an error it stays unfinished. */
  async keep(
    opened: OpenedFile,
    settings: TableSettings,
    { plan }: TableChecked,
    replaces: RecordId | undefined,
    options: WriteOptions,
  ): Promise<Result<KeptTable, KeepError>> {
    const resume: TableResume = {
      type: 'table',
      fileName: opened.name,
      fingerprint: opened.fingerprint,
      reading: opened.reading,
      settings,
      plan,
      generation: Date.now(),
      ...(replaces === undefined ? {} : { replaces }),
    };
    const begun = await beginImport(this.#book, {
      title: settings.name,
      command: 'import',
      shards: plan.shards,
      chunks: plan.chunks,
      resume,
    });
    if (!begun.ok) return begun;
    return this.#run(begun.value.batch, resume, begun.value.shards, 0, options);
  }

  /** Goes on with an unfinished table from the same file, chosen again. Errors: `plan-differs` for another file. */
  async resume(batch: RecordId, file: File, options: WriteOptions): Promise<Result<KeptTable, KeepError>> {
    const job = await this.#book.strict.jobs.get(batch);
    const found = await this.#resumeOf(batch);
    if (job === undefined || found === undefined) return err({ type: 'not-found', id: batch });
    const { resume, shards } = found;
    const opened = await this.#client.call(
      'open',
      { file, name: file.name, preferredOrder: 'dmy', reading: resume.reading },
      options,
    );
    if (!opened.ok) return opened;
    if (opened.value.fingerprint !== resume.fingerprint) return err({ type: 'plan-differs' });
    return this.#run(batch, resume, shards, job.done, options);
  }

  /** Tables of this book that stopped before their end and that no tab is writing. */
  async unfinished(): Promise<readonly UnfinishedTable[]> {
    const held = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    const jobs = await this.#book.relaxed.jobs.toArray();
    const found = await Promise.all(
      jobs.map(async ({ id, kind, done, total }) => {
        if (kind !== 'import' || held.has(importLockName(id))) return [];
        const resume = (await this.#resumeOf(id))?.resume;
        if (resume === undefined) return [];
        return [{ batch: id, name: resume.settings.name, fileName: resume.fileName, done, total }];
      }),
    );
    return found.flat();
  }

  discard(batch: RecordId): Promise<Result<Committed, CommandError>> {
    return undoBatch(this.#book, batch);
  }

  view(id: RecordId, options: CallOptions): Promise<Result<TableView, WorkError>> {
    return this.#client.call('tableView', { id }, options);
  }

  /** `name` is that of the sheet. */
  file(id: RecordId, form: TableForm, name: string): Promise<Result<Blob, WorkError>> {
    return this.#client.call('tableFile', { id, form, name });
  }

  close(): void {
    this.#client.close();
  }

  /** Holds the batch's lock while it runs, so that no other tab takes it for an abandoned one. */
  #run(
    batch: RecordId,
    resume: TableResume,
    shards: TableShards,
    from: number,
    options: WriteOptions,
  ): Promise<Result<KeptTable, KeepError>> {
    const { plan, settings, generation, fileName, replaces } = resume;
    const table = replaces ?? newTableId(shards);
    if (table === undefined) return Promise.resolve(err({ type: 'plan-differs' }));
    return navigator.locks.request(importLockName(batch), async () => {
      const written = await writeChunks(
        { book: this.#book, engine: this.#engine, batch, from, chunks: plan.chunks },
        options,
        (call) =>
          this.#client.call(
            'tableWrite',
            {
              ...{ settings, plan, shards, from, generation, fileName },
              ...(replaces === undefined ? {} : { replaces }),
            },
            call,
          ),
      );
      if (!written.ok) return written;
      const { rows } = written.value;
      const finished = await finishImport(this.#book, batch, { fileName, rows, table });
      return finished.ok ? ok({ table, batch }) : finished;
    });
  }

  async #resumeOf(batch: RecordId): Promise<{ resume: TableResume; shards: TableShards } | undefined> {
    const work = (await this.#book.relaxed.jobWork.get(batch))?.work;
    if (work?.kind !== 'import' || !isTableResume(work.plan)) return undefined;
    return { resume: work.plan, shards: Object.fromEntries(groupBy(work.shards, kindOfId)) };
  }
}

function isTableResume(plan: unknown): plan is TableResume {
  return typeof plan === 'object' && plan !== null && 'type' in plan && plan.type === 'table';
}
