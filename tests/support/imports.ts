import { beginImport, finishImport } from '../../src/commands/batches.ts';
import { hiddenBatchesOf } from '../../src/domain/batch.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { ObjectKind } from '../../src/domain/objects.ts';
import { isHidden, valuesOf, type Values } from '../../src/domain/record.ts';
import { defaultMatch, type ImportSettings } from '../../src/interchange/records/settings.ts';
import type { RunReport } from '../../src/interchange/records/importRun.ts';
import { writeImportChunk } from '../../src/store/imports.ts';
import type { OpenedFile } from '../../src/workers/importMessages.ts';
import { ImportWork, type WorkOptions } from '../../src/workers/importWork.ts';
import { valueOfResult, type Replica } from './replica.ts';

export const quietly = (): WorkOptions => ({
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

export interface TestImport {
  work: ImportWork;
  opened: OpenedFile;
  settings: ImportSettings;
  report: RunReport;
}

/** Opens and checks a table as the wizard would, with what it guesses; `changes` are what a person decides. */
export async function checkedImport(
  replica: Replica,
  table: string | Blob,
  changes: Partial<ImportSettings> = {},
): Promise<TestImport> {
  const work = new ImportWork(replica.book.relaxed);
  const file = typeof table === 'string' ? new Blob([table]) : table;
  const opened = valueOfResult(await work.open(file, 'test.csv', undefined, 'dmy', quietly()));
  const kind = changes.kind ?? opened.kind;
  const mapping = kind === opened.kind ? opened.mapping : valueOfResult(await work.guess(kind));
  const settings: ImportSettings = {
    kind,
    mapping,
    currency: 'EUR',
    matchBy: defaultMatch(kind, mapping),
    policy: kind === 'orderLine' ? 'skip' : 'update',
    corrections: {},
    ofBook: opened.ofBook,
    ...changes,
  };
  return { work, opened, settings, report: valueOfResult(await work.check(settings, undefined, quietly())) };
}

/** Begins the batch of a checked import. */
export async function begunImport(replica: Replica, { report }: TestImport) {
  const { shards, chunks } = report.plan;
  return valueOfResult(
    await beginImport(replica.book, { title: 'test.csv', command: 'import', shards, chunks, resume: null }),
  );
}

/** Writes a checked import to its end through the store; the batch is committed. */
export async function writtenImport(
  replica: Replica,
  checked: TestImport,
): Promise<{ batch: RecordId; report: RunReport }> {
  const { batch, shards } = await begunImport(replica, checked);
  const send = async (position: number, bytes: Uint8Array) => {
    await writeImportChunk(replica.engine, batch, position, bytes);
    return true;
  };
  const { work, settings } = checked;
  const report = valueOfResult(
    await work.write(settings, checked.report.plan, shards, 0, Infinity, send, quietly()),
  );
  valueOfResult(await finishImport(replica.book, batch, { rows: report.rows }));
  return { batch, report };
}

/** Values of what a person would see of a kind, in the order of their ids; orders from blocks and overlay alike. */
export async function visibleValues(replica: Replica, kind: Exclude<ObjectKind, 'order'>): Promise<Values[]> {
  const hidden = hiddenBatchesOf(await replica.book.strict.batches.toArray());
  const rows = await replica.book.strict.rowsOf(kind).orderBy('id').toArray();
  return rows.filter((row) => row.deletedAt === undefined && !isHidden(row, hidden)).map(valuesOf);
}
