import { beginImport, finishImport } from '../../src/commands/batches.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { newTableId } from '../../src/interchange/tables/tableChunks.ts';
import type { TableSettings } from '../../src/interchange/tables/tableRun.ts';
import { settingsOf } from '../../src/interchange/tables/tableSettings.ts';
import type { TableSurvey } from '../../src/interchange/tables/tableSurvey.ts';
import { readBookTable, type BookTable } from '../../src/read/bookTable.ts';
import { rowWriter } from '../../src/read/tableTexts.ts';
import { writeImportChunk } from '../../src/store/imports.ts';
import { ImportWork } from '../../src/workers/importWork.ts';
import type { OpenedFile } from '../../src/workers/importMessages.ts';
import type { TableChecked } from '../../src/workers/tableMessages.ts';
import { checkTable, surveyTable, writeTable, type OpenTableFile } from '../../src/workers/tableWork.ts';
import { quietly } from './imports.ts';
import { valueOfResult, type Replica } from './replica.ts';

export interface OpenedTable {
  readonly opened: OpenedFile;
  readonly file: OpenTableFile;
  readonly survey: TableSurvey;
  /** What a person would get who changes nothing. */
  readonly settings: TableSettings;
}

/** Opens a file as the page of tables does, with what it guesses. */
export async function openedTable(
  replica: Pick<Replica, 'book' | 'engine'>,
  file: string | Blob,
  sheet?: number,
): Promise<OpenedTable> {
  const work = new ImportWork(replica.book.relaxed);
  const blob = typeof file === 'string' ? new Blob([file]) : file;
  const first = valueOfResult(await work.open(blob, 'test.csv', undefined, 'dmy', quietly()));
  const opened =
    sheet === undefined
      ? first
      : valueOfResult(await work.open(blob, 'test.csv', { ...first.reading, sheet }, 'dmy', quietly()));
  const table = valueOfResult(work.tableFile(quietly()));
  const survey = valueOfResult(await surveyTable(table));
  const settings = settingsOf('Test', survey, (column) => `Column ${column}`);
  return { opened, file: table, survey, settings };
}

export interface Keeping {
  readonly replaces?: RecordId;
  readonly generation?: number;
  /** Chunks that are written before the tab is killed; by default all. */
  readonly chunks?: number;
}

/** Keeps an opened file as a table through the store. Cut off after some chunks it stays in the making. */
export async function keptTable(
  replica: Pick<Replica, 'book' | 'engine'>,
  { file, settings }: Pick<OpenedTable, 'file' | 'settings'>,
  { replaces, generation = 1_000, chunks = Infinity }: Keeping = {},
): Promise<{ table: RecordId; batch: RecordId; checked: TableChecked }> {
  const db = replica.book.relaxed;
  const checked = valueOfResult(await checkTable(db, file, settings, replaces));
  const { plan } = checked;
  const begun = valueOfResult(
    await beginImport(replica.book, {
      ...{ title: settings.name, command: 'import', shards: plan.shards, chunks: plan.chunks, resume: null },
    }),
  );
  const { batch, shards } = begun;
  const args = { settings, plan, shards, from: 0, generation, fileName: 'test.csv' };
  const send = async (position: number, bytes: Uint8Array): Promise<boolean> => {
    if (position >= chunks) return false;
    await writeImportChunk(replica.engine, batch, position, bytes);
    return true;
  };
  const written = await writeTable(
    db,
    file,
    { ...args, ...(replaces === undefined ? {} : { replaces }) },
    send,
  );
  const table = replaces ?? newTableId(shards) ?? '';
  if (chunks < plan.chunks) return { table, batch, checked };
  valueOfResult(written);
  valueOfResult(await finishImport(replica.book, batch, {}));
  return { table, batch, checked };
}

/** The rows of a table of the book as texts and numbers. */
export function rowsOf({ table, columns }: BookTable): (string | number)[][] {
  const write = rowWriter(table, columns);
  return table.ids.map((_, row) => write(row));
}

export async function readRowsOf(
  replica: Pick<Replica, 'book' | 'engine'>,
  id: RecordId,
): Promise<(string | number)[][]> {
  return rowsOf(valueOfResult(await readBookTable(replica.book.strict, id)));
}
