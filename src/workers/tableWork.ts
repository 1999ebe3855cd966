import { readRow } from '../database/rows.ts';
import type { BookDatabase } from '../database/schema.ts';
import { columnsOf, type BookColumn, type TableCell } from '../domain/bookTable.ts';
import type { RecordId } from '../domain/ids.ts';
import { encodeChunk } from '../domain/importChunk.ts';
import { valuesOf } from '../domain/record.ts';
import { versionsSeen } from '../domain/register.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { partContentOf, rowsOfPart } from '../domain/tablePart.ts';
import { columnNames } from '../interchange/reading/header.ts';
import { readRows, type Reading } from '../interchange/reading/rows.ts';
import type { TextSource } from '../interchange/reading/source.ts';
import { newTableId, planTable, TableChunks } from '../interchange/tables/tableChunks.ts';
import {
  keyText,
  runTable,
  type TableRunReport,
  type TableSettings,
} from '../interchange/tables/tableRun.ts';
import { createTableSurvey, type TableSurvey } from '../interchange/tables/tableSurvey.ts';
import { csvBlob } from '../interchange/writing/csvWriter.ts';
import type { SheetValue } from '../interchange/writing/xlsx/sheetCells.ts';
import { readBookTable } from '../read/bookTable.ts';
import { readHiddenBatches } from '../read/live.ts';
import { currentGeneration, partsOf } from '../read/tableParts.ts';
import { profilesOfTable } from '../read/tableProfile.ts';
import { rowWriter } from '../read/tableTexts.ts';
import type { TableCalls, TableChanges, TableChecked, TableView, TableWorkError } from './tableMessages.ts';

/** A file that is open: how it is read, and how to be told and stopped. */
export interface OpenTableFile {
  readonly source: TextSource;
  readonly reading: Reading;
  readonly preferredOrder: 'dmy' | 'mdy';
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** Rows that a page of a table shows. */
const shownRows = 200;
/** Letters of a cell that it shows. */
const shownLetters = 300;

/** How the columns of an open file could be kept, by looking at every row. */
export async function surveyTable(file: OpenTableFile): Promise<Result<TableSurvey, TableWorkError>> {
  let survey: ReturnType<typeof createTableSurvey> | undefined;
  const { source, reading, signal, onBytes } = file;
  const read = await readRows(source, reading, (cells) => survey?.row(cells), {
    signal,
    onBytes,
    onHeader: (header) => {
      const names = columnNames(header, 0).map(({ name }) => name);
      survey = createTableSurvey(names, header !== undefined, file.preferredOrder);
    },
  });
  if (!read.ok) return read;
  return ok(survey?.survey() ?? createTableSurvey([], false, 'dmy').survey());
}

/** Reads all rows as they would be kept, and compares them with those of the table that they replace. */
export async function checkTable(
  db: BookDatabase,
  file: OpenTableFile,
  settings: TableSettings,
  replaces: RecordId | undefined,
): Promise<Result<TableChecked, TableWorkError>> {
  const earlier = replaces === undefined ? undefined : await rowsByKey(db, replaces, settings.keyColumn);
  const counts = { added: 0, changed: 0, same: 0 };
  const seen = new Set<string>();
  const ran = await runTable({
    ...file,
    settings,
    ...(earlier === undefined ? {} : { onRow: compare }),
  });
  if (!ran.ok) return ran;
  const plan = planTable(ran.value, replaces === undefined);
  if (earlier === undefined) return ok({ report: ran.value, plan });
  const changes: TableChanges = {
    before: earlier.rows,
    ...(settings.keyColumn === null
      ? {}
      : { byKey: { ...counts, removed: [...earlier.byKey.keys()].filter((key) => !seen.has(key)).length } }),
  };
  return ok({ report: ran.value, plan, changes });

  function compare(cells: readonly TableCell[], key: string | undefined): void {
    if (key === undefined || seen.has(key)) return;
    seen.add(key);
    const before = earlier?.byKey.get(key);
    if (before === undefined) counts.added += 1;
    else if (before === JSON.stringify(cells)) counts.same += 1;
    else counts.changed += 1;
  }
}

/**
 * Sends the chunks of a table from position `from` on, one after the other; `send` says whether a chunk was written. Errors:
 * `plan-differs` where the file is no longer what was checked.
 */
export async function writeTable(
  db: BookDatabase,
  file: OpenTableFile,
  args: TableCalls['tableWrite']['args'],
  send: (position: number, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>,
): Promise<Result<TableRunReport, TableWorkError>> {
  const { settings, plan, shards, from, generation, replaces } = args;
  const table = replaces ?? newTableId(shards);
  if (table === undefined) return err({ type: 'plan-differs' });
  const isStopped = { value: false };
  let position = 0;
  const put = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (isStopped.value || file.signal.aborted) return;
    if (position >= from && !(await send(position, bytes))) isStopped.value = true;
    position += 1;
  };
  const chunks = new TableChunks(table, generation, plan, shards);
  const drain = async (): Promise<void> => {
    for (const bytes of chunks.takeReady()) await put(bytes);
  };
  try {
    if (replaces === undefined) await put(newTable(args));
    const ran = await runTable({
      ...file,
      settings,
      onPart: (content, index) => chunks.add(content, index),
      onChunk: drain,
    });
    if (!ran.ok) return ran;
    chunks.end();
    await drain();
    if (ran.value.parts !== plan.parts || ran.value.rows !== plan.rows) return err({ type: 'plan-differs' });
    if (replaces !== undefined) {
      const bytes = await changedTable(db, replaces, args);
      if (bytes === undefined) return err({ type: 'table-missing' });
      await put(bytes);
    }
    return isStopped.value || file.signal.aborted ? err({ type: 'read-cancelled' }) : ran;
  } catch (thrown) {
    if (thrown instanceof RangeError) return err({ type: 'plan-differs' });
    throw thrown;
  }
}

/** The first rows of a table of the book, and what its columns hold. */
export async function viewTable(
  db: BookDatabase,
  id: RecordId,
  signal: AbortSignal,
): Promise<Result<TableView, TableWorkError>> {
  const read = await readBookTable(db, id, { signal });
  if (!read.ok) return read;
  const { table, columns, generation } = read.value;
  const profiles = profilesOfTable(table);
  const write = rowWriter(table, columns);
  const rows = table.ids.length;
  return ok({
    rows,
    generation,
    columns: columns.map((column, i) => ({ ...column, ...(profiles[i] ?? { filled: 0, distinct: 0 }) })),
    head: Array.from({ length: Math.min(rows, shownRows) }, (_, row) =>
      write(row).map((cell) => String(cell).slice(0, shownLetters)),
    ),
  });
}

/** All rows of a table of the book as a file that is safe to open in a spreadsheet. */
export async function tableFile(
  db: BookDatabase,
  { id, form, name }: TableCalls['tableFile']['args'],
  signal: AbortSignal,
): Promise<Result<Blob, TableWorkError>> {
  const read = await readBookTable(db, id, { signal });
  if (!read.ok) return read;
  const { table, columns } = read.value;
  const write = rowWriter(table, columns);
  const header = columns.map(({ label }) => label);
  const records = function* () {
    for (let row = 0; row < table.ids.length; row++) yield write(row);
  };
  if (form === 'csv') return ok(await csvBlob(header, records()));
  const { writeWorkbook } = await import('../interchange/writing/xlsx/writeWorkbook.ts');
  const rows = sheetRows(records(), columns);
  return ok((await writeWorkbook([{ name, header, rows }])).file);
}

/** Days and moments of a table as the dates of a sheet. */
function* sheetRows(
  rows: Iterable<readonly (string | number)[]>,
  columns: readonly BookColumn[],
): Generator<SheetValue[]> {
  for (const row of rows)
    yield row.map((cell, i) =>
      columns[i]?.type === 'date' && typeof cell === 'string' && cell !== '' ? { date: cell } : cell,
    );
}

function newTable({
  settings,
  shards,
  plan,
  fileName,
}: TableCalls['tableWrite']['args']): Uint8Array<ArrayBuffer> {
  const { name, columns, keyColumn } = settings;
  const values = {
    name,
    columns: columns.map(({ key, label, type }) => ({ key, label, type })),
    rows: plan.rows,
    ...(keyColumn === null ? {} : { keyColumn }),
    file: fileName,
  };
  return encodeChunk({ type: 'create', shard: shards.table?.[0] ?? '', records: [values] });
}

/** What the record of a table says of its new rows; undefined where the table is gone. */
async function changedTable(
  db: BookDatabase,
  id: RecordId,
  { plan, fileName }: TableCalls['tableWrite']['args'],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await readRow(db, id);
  if (row === undefined) return undefined;
  const writes = Object.entries({ rows: plan.rows, file: fileName }).map(([register, value]) => ({
    register,
    value,
    seen: versionsSeen(row.registers[register]),
  }));
  return encodeChunk({ type: 'update', records: [{ id, writes }] });
}

/** What the rows of a table hold, by key. */
async function rowsByKey(
  db: BookDatabase,
  id: RecordId,
  keyColumn: string | null,
): Promise<{ rows: number; byKey: ReadonlyMap<string, string> }> {
  const byKey = new Map<string, string>();
  const hidden = await readHiddenBatches(db);
  const row = await readRow(db, id);
  const columns = row === undefined ? [] : columnsOf(valuesOf(row)['columns']);
  const keyAt = columns.findIndex(({ key }) => key === keyColumn);
  const generation = await currentGeneration(db, id, hidden);
  let rows = 0;
  if (generation === undefined) return { rows, byKey };
  for await (const { base } of partsOf(db, id, generation)) {
    const content = partContentOf(base[0]['content'], columns);
    if (content === undefined) continue;
    rows += content.rows;
    if (keyAt < 0) continue;
    for (const cells of rowsOfPart(content, columns)) {
      const key = keyText(cells[keyAt] ?? null);
      if (key !== undefined && !byKey.has(key)) byKey.set(key, JSON.stringify(cells));
    }
  }
  return { rows, byKey };
}
