import { observe, type Live } from '../database/live.ts';
import { groupBy, readRow, readRows } from '../database/rows.ts';
import type { HistoryRow } from '../database/schema.ts';
import { batchStatusOf } from '../domain/batch.ts';
import { isRecordId, kindOfId, shardOfRecord, shardRange, type RecordId } from '../domain/ids.ts';
import { deletedRegister, isPristine, keptRegister, type RecordRow } from '../domain/record.ts';
import { resolveRegister } from '../domain/register.ts';
import type { ReadHandle } from './live.ts';

/** A record that an undone batch created and that shows all the same. */
export interface StandingRecord {
  readonly row: RecordRow;
  /** Fields that somebody has written since; the deletion's register stands for a restore from the bin. */
  readonly edited: readonly string[];
  /** The newest of those writes. */
  readonly lastEdit?: { readonly at: number; readonly author: string };
  /** Something outside the batch refers to it. */
  readonly isReferenced: boolean;
  /** Somebody asked for it back. */
  readonly isRestored: boolean;
}

/** A field that a reversal left alone because somebody had changed it since. */
export interface StandingField {
  readonly row: RecordRow;
  readonly register: string;
  readonly lastEdit?: { readonly at: number; readonly author: string };
}

/** What stands after an undo or a redo although that reversed the command which made it. */
export interface Standing {
  /** The reversal has not come to its end. */
  readonly isRunning: boolean;
  readonly records: readonly StandingRecord[];
  readonly recordTotal: number;
  readonly fields: readonly StandingField[];
  readonly fieldTotal: number;
}

const nothing: Standing = { isRunning: false, records: [], recordTotal: 0, fields: [], fieldTotal: 0 };
const entriesAtOnce = 20;
const rowsAtOnce = 200;

/**
 * What stands after the reversal `target`: an undone batch under its record id, or the undo or redo of a command under its
 * own version. The first `limit` records and fields. Nothing for a batch that is not undone. Linear in what the batch's
 * commands changed and in how many of its records somebody touched, not in how many it created.
 */
export function liveStanding(db: ReadHandle, target: string, limit: number): Live<Standing> {
  return observe(() => readStanding(db, target, limit));
}

export async function readStanding(db: ReadHandle, target: string, limit: number): Promise<Standing> {
  if (!isRecordId(target)) return standingOfCommand(db, target, limit);
  const batch = await db.batches.get(target);
  if (batch === undefined || batchStatusOf(batch) !== 'undone') return nothing;
  if ((await db.jobs.get(target)) !== undefined) return { ...nothing, isRunning: true };
  const records = await standingRecords(db, target);
  const fields = await notReversed(db, target);
  return {
    isRunning: false,
    records: records.slice(0, limit).map(toStandingRecord),
    recordTotal: records.length,
    fields: await toStandingFields(db, fields.slice(0, limit)),
    fieldTotal: fields.length,
  };
}

/** Batches that are undone to the end. */
export function liveReversed(db: ReadHandle): Live<ReadonlySet<RecordId>> {
  return observe(async () => {
    const undone = (await db.batches.toArray()).filter((batch) => batchStatusOf(batch) === 'undone');
    const running = new Set(await db.jobs.toCollection().primaryKeys());
    return new Set(undone.map((batch) => batch.id).filter((id) => !running.has(id)));
  });
}

async function standingOfCommand(db: ReadHandle, reversal: string, limit: number): Promise<Standing> {
  const entry = await db.history.get(reversal);
  const original = entry?.of === undefined ? undefined : await db.history.get(entry.of);
  if (entry === undefined || original === undefined) return nothing;
  const fields = keysWithout(original, new Set(keysOf(entry)));
  return {
    ...nothing,
    fields: await toStandingFields(db, fields.slice(0, limit)),
    fieldTotal: fields.length,
  };
}

/**
 * Rows of the batch that somebody has written to. Found in the index of the history, which names every record that was ever
 * written to; a batch has shards of its own, so one record of a shard tells whether the others are its.
 */
async function standingRecords(db: ReadHandle, batch: RecordId): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  let from = '';
  for (;;) {
    const [next] = (await db.history.where('records').above(from).limit(1).keys()) as RecordId[];
    if (next === undefined) return rows;
    const first = await readRow(db, next);
    if (first === undefined) {
      from = next;
      continue;
    }
    const range = shardRange(shardOfRecord(next));
    if (first.batch === batch) {
      const touched = (await db.history
        .where('records')
        .between(next, range.to)
        .uniqueKeys()) as readonly RecordId[];
      for (let start = 0; start < touched.length; start += rowsAtOnce) {
        const some = await readRows(db, touched.slice(start, start + rowsAtOnce));
        for (const row of some) if (row !== undefined && isStanding(row, batch)) rows.push(row);
      }
    }
    from = range.to;
  }
}

function isStanding(row: RecordRow, batch: RecordId): boolean {
  return (
    row.batch === batch && row.deletedAt === undefined && row.mergedInto === undefined && !isPristine(row)
  );
}

function toStandingRecord(row: RecordRow): StandingRecord {
  const { [keptRegister]: kept = {}, ...written } = row.registers;
  const edits = Object.values(written).flatMap((register) => Object.values(register));
  const last = edits.reduce<(typeof edits)[number] | undefined>(
    (newest, edit) => (newest === undefined || edit[1] > newest[1] ? edit : newest),
    undefined,
  );
  const reasons = Object.values(kept).map(([value]) => value);
  return {
    row,
    edited: [...new Set(Object.keys(written).map(fieldOfRegister))],
    ...(last === undefined ? {} : { lastEdit: { at: last[1], author: last[2] } }),
    isReferenced: reasons.some((value) => value !== true),
    isRestored: reasons.includes(true),
  };
}

type RegisterKey = readonly [id: RecordId, register: string];

/** What the commands of a batch wrote and their undos did not take back. */
async function notReversed(db: ReadHandle, batch: RecordId): Promise<RegisterKey[]> {
  const ids = await db.history.where('batch').equals(batch).primaryKeys();
  const reversed = new Map<string, Set<string>>();
  await eachEntry(db, ids, (entry) => {
    if (entry.command !== 'undo' || entry.of === undefined) return;
    const keys = reversed.get(entry.of) ?? new Set();
    for (const key of keysOf(entry)) keys.add(key);
    reversed.set(entry.of, keys);
  });
  const left = new Map<string, RegisterKey>();
  await eachEntry(db, ids, (entry) => {
    if (entry.command === 'undo') return;
    for (const key of keysWithout(entry, reversed.get(entry.id) ?? new Set())) left.set(key.join('/'), key);
  });
  return [...left.values()];
}

async function eachEntry(
  db: ReadHandle,
  ids: readonly string[],
  take: (entry: HistoryRow) => void,
): Promise<void> {
  for (let start = 0; start < ids.length; start += entriesAtOnce) {
    const entries = await db.history.bulkGet(ids.slice(start, start + entriesAtOnce));
    for (const entry of entries) if (entry !== undefined) take(entry);
  }
}

function keysOf(entry: HistoryRow): string[] {
  return entry.changes.map(({ id, register }) => `${id}/${register}`);
}

function keysWithout(entry: HistoryRow, without: ReadonlySet<string>): RegisterKey[] {
  return entry.changes.flatMap(({ id, register }) => {
    const isListed = kindOfId(id) !== 'batch' && register !== deletedRegister;
    return !isListed || without.has(`${id}/${register}`) ? [] : [[id, register] as const];
  });
}

async function toStandingFields(db: ReadHandle, keys: readonly RegisterKey[]): Promise<StandingField[]> {
  const byRecord = groupBy(keys, ([id]) => id);
  const rows = await readRows(db, [...byRecord.keys()]);
  return rows.flatMap((row) => {
    if (row === undefined) return [];
    return (byRecord.get(row.id) ?? []).map(([, register]): StandingField => {
      const shown = resolveRegister(row.registers[register])?.shown;
      return {
        row,
        register,
        ...(shown === undefined ? {} : { lastEdit: { at: shown.at, author: shown.author } }),
      };
    });
  });
}

function fieldOfRegister(register: string): string {
  return register.split('/')[0] ?? register;
}
