import type { BookDatabase } from '../database/schema.ts';
import { isRecordId, kindOfId } from '../domain/ids.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Language } from '../i18n/dictionary.ts';
import { importTexts } from '../i18n/import.ts';
import { programExports, programWords } from '../i18n/importPrograms.ts';
import * as synonyms from '../i18n/importSynonyms.ts';
import {
  guessImportKind,
  guessMapping,
  mapColumn,
  type ColumnMapping,
  type RememberedMapping,
} from '../interchange/mapping/guess.ts';
import { recogniseExport } from '../interchange/mapping/programs.ts';
import { newFieldFor } from '../interchange/mapping/newField.ts';
import { createSurveyor, type ColumnSurvey, type Surveyor } from '../interchange/mapping/survey.ts';
import { importKinds, targetsOf, type ImportKind } from '../interchange/mapping/targets.ts';
import { importWords, joinedWords } from '../interchange/mapping/words.ts';
import { madeDialect } from '../interchange/reading/madeRows.ts';
import { detectDialect, workbookDialect } from '../interchange/reading/dialect.ts';
import { columnNames, headerSignature } from '../interchange/reading/header.ts';
import { readHead, readRows, type Reading } from '../interchange/reading/rows.ts';
import { openFile } from '../interchange/reading/openFile.ts';
import type { TextSource } from '../interchange/reading/source.ts';
import { ChunkPacker, type GrantedShards, type PackPlan } from '../interchange/records/chunkPacker.ts';
import { runImport, type RunReport } from '../interchange/records/importRun.ts';
import type { ImportSettings, RowProblem } from '../interchange/records/settings.ts';
import { hasDamagedText } from '../interchange/values/text.ts';
import { csvBlob } from '../interchange/writing/csvWriter.ts';
import { readExisting } from './importExisting.ts';
import type { ImportProgress, MappedToNew, NewColumn, OpenedFile, WorkError } from './importMessages.ts';
import { problemText } from './importProblems.ts';
import { readBookTargets } from './importTargets.ts';
import type { OpenTableFile } from './tableWork.ts';

/** Characters of the file's start from which the dialect is guessed. */
const sampleLength = 200_000;
const shownDamaged = 20;
const hashedBytes = 65_536;

export interface WorkOptions {
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
}

/** The import of one file at a time, apart from any thread: what the import worker runs. */
export class ImportWork {
  readonly #db: BookDatabase;
  readonly #words = importWords({
    ...synonyms,
    choiceWords: joinedWords(synonyms.choiceWords, programWords),
  });
  #file: Blob | undefined;
  #source: TextSource | undefined;
  #opened: OpenedFile | undefined;
  #preferredOrder: 'dmy' | 'mdy' = 'dmy';
  /** Bytes of a packed file after expansion; 0 until it was read once. */
  #expandedBytes = 0;

  constructor(db: BookDatabase) {
    this.#db = db;
  }

  /** Opens a file and looks at all of it: once for its encoding, once for its columns. `reading` overrides what is guessed. */
  async open(
    file: Blob,
    name: string,
    reading: Reading | undefined,
    preferredOrder: 'dmy' | 'mdy',
    options: WorkOptions,
  ): Promise<Result<OpenedFile, WorkError>> {
    this.#preferredOrder = preferredOrder;
    this.#opened = undefined;
    this.#expandedBytes = 0;
    const source = await openFile(file, name, reading?.sheet);
    if (!source.ok) return source;
    this.#file = file;
    this.#source = source.value;
    const chosen = reading ?? (await this.#guessReading(source.value));
    if ('type' in chosen) return err(chosen);
    let surveyor: Surveyor | undefined;
    let damagedRows = 0;
    let expanded = 0;
    const firstDamaged: OpenedFile['firstDamaged'] = [];
    const read = await readRows(
      source.value,
      chosen,
      (cells, row, damage) => {
        surveyor?.row(cells);
        const found =
          damage ?? (cells.some(hasDamagedText) ? ({ type: 'text-damaged' } as const) : undefined);
        if (found === undefined) return;
        damagedRows += 1;
        if (firstDamaged.length < shownDamaged) firstDamaged.push({ row, damage: found });
      },
      {
        signal: options.signal,
        onHeader: (header) => (surveyor = createSurveyor(columnNames(header, 0), header !== undefined)),
        onBytes: (bytes) => {
          this.#report(bytes, options);
          expanded = bytes;
        },
      },
    );
    if (!read.ok) return read;
    this.#expandedBytes = expanded;
    const columns = surveyor?.columns() ?? [];
    const remembered = await this.#remembered(headerSignature(columns));
    const { form, sheet, calendar } = source.value;
    const ofCalendar = form === 'calendar' ? (sheet === 0 ? 'task' : 'activity') : undefined;
    const known = form === undefined ? recogniseExport(columns, programExports) : undefined;
    const kind =
      ofCalendar ??
      remembered?.kind ??
      known?.kind ??
      kindOfIds(columns) ??
      guessImportKind(columns, this.#words);
    const ofBook = await readBookTargets(this.#db);
    const opened: OpenedFile = {
      name,
      bytes: file.size,
      compressed: source.value.compressed,
      fingerprint: await fingerprintOf(file),
      reading: chosen,
      encodingWhy: reading === undefined ? source.value.encodingWhy : 'chosen',
      rows: read.value.rows,
      blank: read.value.blank,
      columns,
      damagedRows,
      firstDamaged,
      kind,
      mapping: guessMapping(
        ...([columns, kind, this.#words, remembered, preferredOrder, ofBook] as const),
        known?.kind === kind ? known.targets : undefined,
      ),
      ...(known?.kind === kind ? { program: known.program } : {}),
      ofBook,
      isRemembered: remembered !== undefined,
      ...(source.value.sheets === undefined ? {} : { sheets: source.value.sheets }),
      ...(form === undefined ? {} : { form }),
      ...(calendar === undefined ? {} : { calendar }),
    };
    this.#opened = opened;
    return ok(opened);
  }

  /** The open file, to be kept as a table. */
  tableFile(options: WorkOptions): Result<OpenTableFile, WorkError> {
    const [source, opened] = [this.#source, this.#opened];
    if (source === undefined || opened === undefined) return err({ type: 'no-file' });
    return ok({
      source,
      reading: opened.reading,
      preferredOrder: this.#preferredOrder,
      signal: options.signal,
      onBytes: (bytes) => this.#report(bytes, options),
    });
  }

  async guess(kind: ImportKind): Promise<Result<ColumnMapping[], WorkError>> {
    const opened = this.#opened;
    if (opened === undefined) return err({ type: 'no-file' });
    const remembered = await this.#remembered(headerSignature(opened.columns));
    const { columns, ofBook } = opened;
    const known = opened.form === undefined ? recogniseExport(columns, programExports) : undefined;
    const targets = known?.kind === kind ? known.targets : undefined;
    return ok(guessMapping(columns, kind, this.#words, remembered, this.#preferredOrder, ofBook, targets));
  }

  remap(kind: ImportKind, column: number, key: string | null): Result<ColumnMapping, WorkError> {
    const survey = this.#opened?.columns[column];
    if (survey === undefined) return err({ type: 'no-file' });
    const target = targetsOf(kind, this.#opened?.ofBook).find((candidate) => candidate.key === key);
    return ok(mapColumn(survey, target, 'chosen', this.#words, this.#preferredOrder));
  }

  /** The custom fields that people would make for columns, by their values. */
  newFields(columns: readonly number[]): Result<NewColumn[], WorkError> {
    const opened = this.#opened;
    if (opened === undefined) return err({ type: 'no-file' });
    const fields = columns.flatMap((column): NewColumn[] => {
      const survey = opened.columns[column];
      const field = survey && newFieldFor(survey, this.#words.booleans);
      return field === undefined ? [] : [{ column, field }];
    });
    return ok(fields);
  }

  /** Maps columns to targets that the book has just been given. */
  async mapToNew(
    kind: ImportKind,
    targets: readonly (readonly [column: number, target: string])[],
  ): Promise<Result<MappedToNew, WorkError>> {
    const opened = this.#opened;
    if (opened === undefined) return err({ type: 'no-file' });
    const ofBook = await readBookTargets(this.#db);
    this.#opened = { ...opened, ofBook };
    const mapping = targets.flatMap(([column, target]) => {
      const mapped = this.remap(kind, column, target);
      return mapped.ok ? [mapped.value] : [];
    });
    return ok({ ofBook, mapping });
  }

  async check(
    settings: ImportSettings,
    before: number | undefined,
    options: WorkOptions,
  ): Promise<Result<RunReport, WorkError>> {
    return this.#run(settings, new ChunkPacker(), before, options);
  }

  /** Sends chunks from position `from` on, one after the other; `send` says whether a chunk was written. Errors: `plan-differs` when
   *  what would be written is not what was planned, because file or book have changed since. */
  async write(
    settings: ImportSettings,
    plan: PackPlan,
    shards: GrantedShards,
    from: number,
    before: number,
    send: (position: number, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>,
    options: WorkOptions,
  ): Promise<Result<RunReport, WorkError>> {
    await this.#remember(settings);
    if (from > 0) {
      const again = await this.check(settings, before, options);
      if (!again.ok) return again;
      if (JSON.stringify(again.value.plan.records) !== JSON.stringify(plan.records))
        return err({ type: 'plan-differs' });
    }
    const packer = new ChunkPacker(shards);
    let position = 0;
    let isStopped = false;
    const drain = async () => {
      for (const bytes of packer.takeReady()) {
        if (isStopped || options.signal.aborted) return;
        if (position >= from && !(await send(position, bytes))) isStopped = true;
        position += 1;
      }
    };
    try {
      const report = await this.#run(settings, packer, before, options, drain);
      return isStopped || options.signal.aborted ? err({ type: 'read-cancelled' }) : report;
    } catch (thrown) {
      if (thrown instanceof RangeError) return err({ type: 'plan-differs' });
      throw thrown;
    }
  }

  /** The rows that stay out, with all their cells and what is wrong with them, in the order of the file. */
  async failed(
    settings: ImportSettings,
    language: Language,
    options: WorkOptions,
  ): Promise<Result<Blob, WorkError>> {
    const source = this.#source;
    const opened = this.#opened;
    if (source === undefined || opened === undefined) return err({ type: 'no-file' });
    const problems = new Map<number, RowProblem[]>();
    const run = await this.#run(settings, new ChunkPacker(), undefined, options, undefined, problems);
    if (!run.ok) return run;
    const texts = importTexts[language];
    const lines: string[][] = [];
    const width = opened.columns.length;
    const read = await readRows(source, opened.reading, (cells, row) => {
      const found = problems.get(row);
      if (found === undefined) return;
      const own = Array.from({ length: Math.max(width, cells.length) }, (_, index) => cells[index] ?? '');
      lines.push([
        ...own,
        String(row),
        found.map((problem) => problemText(problem, language, opened.columns, settings.ofBook)).join(' '),
      ]);
    });
    if (!read.ok) return read;
    const header = opened.columns.map(({ name, index }) =>
      name === '' ? texts.columnNumber(index + 1) : name,
    );
    return ok(await csvBlob([...header, texts.failedFile.row, texts.failedFile.reason], lines));
  }

  async #run(
    settings: ImportSettings,
    packer: ChunkPacker,
    before: number | undefined,
    options: WorkOptions,
    onReady?: () => Promise<void>,
    out?: Map<number, RowProblem[]>,
  ): Promise<Result<RunReport, WorkError>> {
    const source = this.#source;
    const opened = this.#opened;
    if (source === undefined || opened === undefined) return err({ type: 'no-file' });
    return runImport({
      source,
      reading: opened.reading,
      width: opened.columns.length,
      settings,
      words: this.#words,
      existing: await readExisting(this.#db, settings, before),
      packer,
      signal: options.signal,
      onBytes: (bytes) => this.#report(bytes, options),
      ...(onReady === undefined ? {} : { onReady }),
      ...(out === undefined ? {} : { onOut: ({ row, problems }) => out.set(row, problems) }),
    });
  }

  async #guessReading(source: TextSource): Promise<Reading | WorkError> {
    const head = await readHead(source, source.encoding, sampleLength);
    if (!head.ok) return head.error;
    const { text, whole } = head.value;
    const { encoding, sheet, form } = source;
    if (form !== undefined)
      return {
        ...madeDialect,
        header: true,
        directive: false,
        encoding,
        ...(sheet === undefined ? {} : { sheet }),
      };
    if (sheet !== undefined) return { ...workbookDialect(text, whole), encoding, sheet };
    return { ...detectDialect(text, whole), encoding };
  }

  #report(bytes: number, { onProgress }: WorkOptions): void {
    onProgress({
      doneBytes: bytes,
      totalBytes: this.#source?.compressed === true ? this.#expandedBytes : (this.#file?.size ?? 0),
    });
  }

  async #remembered(signature: string): Promise<RememberedMapping | undefined> {
    const row = await this.#db.meta.get(await mappingKey(signature));
    return row !== undefined && 'value' in row ? (row.value as RememberedMapping) : undefined;
  }

  async #remember(settings: ImportSettings): Promise<void> {
    const columns = this.#opened?.columns;
    if (columns === undefined) return;
    const value: RememberedMapping = { kind: settings.kind, columns: settings.mapping };
    await this.#db.meta.put({ key: await mappingKey(headerSignature(columns)), value });
  }
}

/** What the records of a file of ours are: it names them. */
function kindOfIds(columns: readonly ColumnSurvey[]): ImportKind | undefined {
  const [id = ''] = columns.find(({ name }) => name === 'rapportId')?.samples ?? [];
  if (!isRecordId(id)) return undefined;
  const kind = kindOfId(id);
  return kind === 'order' ? 'orderLine' : importKinds.find((each) => each === kind);
}

async function mappingKey(signature: string): Promise<`setting:${string}`> {
  return `setting:importMapping/${await hashOf(new TextEncoder().encode(signature))}`;
}

async function fingerprintOf(file: Blob): Promise<string> {
  const head = await file.slice(0, hashedBytes).arrayBuffer();
  const tail = await file.slice(Math.max(0, file.size - hashedBytes)).arrayBuffer();
  return `${file.size}-${await hashOf(head)}-${await hashOf(tail)}`;
}

async function hashOf(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
