import { readRows } from '../database/rows.ts';
import type { RecordId } from '../domain/ids.ts';
import type { RecordRow } from '../domain/record.ts';
import type { ReadHandle } from './live.ts';

/** The rows of a list's window, in the order of the ids; undefined where a record is gone. */
export function rowsById(db: ReadHandle, ids: readonly RecordId[]): Promise<(RecordRow | undefined)[]> {
  return readRows(db, ids);
}
