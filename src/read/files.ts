import { observe, type Live } from '../database/live.ts';
import type { FileRow } from '../database/schema.ts';
import type { RecordId } from '../domain/ids.ts';
import type { ReadHandle } from './live.ts';
import { readMergedWith } from '../database/merges.ts';

export type { FileRow };

/** Photos and files of a record, and of what was merged into it, on this device, the oldest first. */
export function liveFiles(db: ReadHandle, record: RecordId): Live<FileRow[]> {
  return observe(async () => {
    const records = await readMergedWith(db, record);
    return db.files.where('record').anyOf(records).sortBy('at');
  });
}

export interface FileTotals {
  readonly files: number;
  readonly bytes: number;
}

/** All photos and files on this device. Reads an index only. */
export function liveFileTotals(db: ReadHandle): Live<FileTotals> {
  return observe(async () => {
    const sizes = (await db.files.orderBy('size').keys()) as number[];
    return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
}
