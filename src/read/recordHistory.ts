import { observe, type Live } from '../database/live.ts';
import type { HistoryRow } from '../database/schema.ts';
import { parseVersion, type RecordId } from '../domain/ids.ts';
import { mergedIntoRegister } from '../domain/merging.ts';
import { deletedRegister, keptRegister } from '../domain/record.ts';
import type { ReadHandle } from './live.ts';

export interface HistoryPage {
  /** Commands that changed the record, newest first; their `changes` hold only those of this record and field. */
  readonly entries: readonly HistoryRow[];
  readonly total: number;
  /** Fields of the record that ever changed; `lines` stands for all lines of an order. */
  readonly fields: readonly string[];
}

/** The last `limit` commands that changed a record, or one field of it. Its creation is in its base. */
export function liveHistory(db: ReadHandle, id: RecordId, limit: number, field?: string): Live<HistoryPage> {
  return observe(async () => {
    const rows = (await db.history.where('records').equals(id).toArray()).map((row) => onlyOf(row, id));
    const changed = rows.filter((row) => row.changes.length > 0);
    const wanted = field === undefined ? changed : changed.flatMap((row) => onlyField(row, field));
    wanted.sort(newestFirst);
    return { entries: wanted.slice(0, limit), total: wanted.length, fields: fieldsIn(changed) };
  });
}

function onlyOf(row: HistoryRow, id: RecordId): HistoryRow {
  return { ...row, records: [id], changes: row.changes.filter((change) => change.id === id) };
}

function onlyField(row: HistoryRow, field: string): HistoryRow[] {
  const changes = row.changes.filter(({ register }) => fieldOfRegister(register) === field);
  return changes.length === 0 ? [] : [{ ...row, changes }];
}

function fieldsIn(rows: readonly HistoryRow[]): readonly string[] {
  const fields = new Set(rows.flatMap((row) => row.changes.map(({ register }) => fieldOfRegister(register))));
  return [...fields].filter((field) => !unnamed.has(field));
}

/** Registers that are no fields. */
const unnamed: ReadonlySet<string> = new Set([
  deletedRegister,
  keptRegister,
  mergedIntoRegister,
  'merged',
  'distinct',
]);

/** `phones/<element>` belongs to `phones`. */
function fieldOfRegister(register: string): string {
  return register.split('/')[0] ?? register;
}

function newestFirst(a: HistoryRow, b: HistoryRow): number {
  return b.at - a.at || parseVersion(b.id).n - parseVersion(a.id).n;
}
