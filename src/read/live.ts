import { observe, type Live } from '../database/live.ts';
import { readRow } from '../database/rows.ts';
import type { BookDatabase, JobRow } from '../database/schema.ts';
import { hiddenBatchesOf } from '../domain/batch.ts';
import type { RecordId } from '../domain/ids.ts';
import { isHidden, valuesOf, type RecordRow } from '../domain/record.ts';

export type { Live } from '../database/live.ts';
export type { JobRow } from '../database/schema.ts';

/** The handle that functions of this folder read from; screens pass it through. */
export type ReadHandle = BookDatabase;

/** One record, deleted or hidden ones too; undefined where there is none. */
export function liveRow(db: ReadHandle, id: RecordId): Live<RecordRow | undefined> {
  return observe(() => readRow(db, id));
}

export function liveMembers(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'members'));
}

export function liveTags(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'tags'));
}

/** Segments with their members; counts come from the index. */
export function liveSegments(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'segments'));
}

/** Definitions of custom fields, saved views, and settings of the book. */
export function liveFields(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'fields'));
}

export function liveViews(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'views'));
}

export function liveSettings(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'settings'));
}

/** What tables of the book are called and hold; their rows are parts. */
export function liveTables(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'bookTables'));
}

/** Analyses that were made, the last one first. */
export function liveReports(db: ReadHandle): Live<RecordRow[]> {
  return observe(() => readVisible(db, 'reports'));
}

export function liveRuns(db: ReadHandle): Live<RecordRow[]> {
  return observe(async () => (await readVisible(db, 'runs')).sort((a, b) => b.base[1] - a.base[1]));
}

/** Imports, samples and bulk edits, newest first, whatever their status. */
export function liveBatches(db: ReadHandle): Live<RecordRow[]> {
  return observe(async () => (await db.batches.toArray()).sort((a, b) => b.base[1] - a.base[1]));
}

/** Work in progress or interrupted, newest first. */
export function liveJobs(db: ReadHandle): Live<JobRow[]> {
  return observe(async () => (await db.jobs.toArray()).sort((a, b) => b.startedAt - a.startedAt));
}

/** Shards whose rows are being made, as after a restore; 0 when all is there. */
export function liveProjecting(db: ReadHandle): Live<number> {
  return observe(async () => {
    const row = await db.meta.get('projecting');
    return row?.key === 'projecting' ? row.shards.length : 0;
  });
}

/** When the last backup was made, in ms; undefined before the first. */
export function liveBackupTime(db: ReadHandle): Live<number | undefined> {
  return observe(async () => {
    const row = await db.meta.get('backup');
    return row?.key === 'backup' ? row.at : undefined;
  });
}

/** Batches whose records stay out of sight. */
export async function readHiddenBatches(db: ReadHandle): Promise<ReadonlySet<RecordId>> {
  return hiddenBatchesOf(await db.batches.toArray());
}

type SmallTable =
  'members' | 'tags' | 'segments' | 'fields' | 'views' | 'settings' | 'runs' | 'reports' | 'bookTables';

/** In the order of their names. */
async function readVisible(db: ReadHandle, table: SmallTable): Promise<RecordRow[]> {
  const hidden = await readHiddenBatches(db);
  const rows = await db.table<RecordRow, RecordId>(table).toArray();
  return rows.filter((row) => row.deletedAt === undefined && !isHidden(row, hidden)).sort(byName);
}

const names = new Intl.Collator(['zh-u-co-pinyin', 'en'], { numeric: true });

function byName(a: RecordRow, b: RecordRow): number {
  return names.compare(nameOf(a), nameOf(b));
}

function nameOf(row: RecordRow): string {
  const { name } = valuesOf(row);
  return typeof name === 'string' ? name : '';
}
