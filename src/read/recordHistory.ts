import { observe, type Live } from '../database/live.ts';
import type { HistoryRow } from '../database/schema.ts';
import { parseVersion, type RecordId } from '../domain/ids.ts';
import type { ReadHandle } from './live.ts';

export interface HistoryPage {
  /** Commands that touched the record, newest first; their `changes` hold only those of this record. */
  readonly entries: readonly HistoryRow[];
  readonly total: number;
}

/** The last `limit` commands that touched a record. */
export function liveHistory(db: ReadHandle, id: RecordId, limit: number): Live<HistoryPage> {
  return observe(async () => {
    const rows = await db.history.where('records').equals(id).toArray();
    rows.sort(newestFirst);
    const entries = rows.slice(0, limit).map((row) => onlyOf(row, id));
    return { entries, total: rows.length };
  });
}

function onlyOf(row: HistoryRow, id: RecordId): HistoryRow {
  return { ...row, records: [id], changes: row.changes.filter((change) => change.id === id) };
}

function newestFirst(a: HistoryRow, b: HistoryRow): number {
  return b.at - a.at || parseVersion(b.id).n - parseVersion(a.id).n;
}
