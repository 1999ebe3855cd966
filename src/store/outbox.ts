import { isSpokenFor, partsOfClient, readDevice } from '../database/counters.ts';
import { observe, type Live } from '../database/live.ts';
import {
  type BookDatabase,
  type HistoryRow,
  type OutboxRow,
  type SealedRow,
  type ShardBytes,
  type SyncRow,
} from '../database/schema.ts';
import type { HistoryEntry } from '../domain/history.ts';
import { kindOfId, parseVersion, recordOfText, type ShardId, type Version } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import { engineTransaction, readUpdates, type EngineState } from './engineTransaction.ts';
import { foldAllPending } from './fold.ts';
import { allShards, allTexts } from './projection.ts';
import { mergeShardUpdates } from './shard.ts';
import { nextShardPart } from './updateParts.ts';

/** What one entry of the log says of records: the plaintext that is sealed. At most one update per shard. */
export interface Payload {
  readonly updates: readonly ShardBytes[];
  readonly history: readonly HistoryEntry[];
}

/** A payload and the rows of the outbox that it stands for. */
export interface NextPayload {
  readonly payload: Payload;
  /** Steps of a person in it. */
  readonly changes: number;
  /** When the oldest of it was written, ms. */
  readonly at: number;
  /** Rows that leave the outbox when the payload is sealed. */
  readonly taken: readonly number[];
  /** What is left of the last of them: takes its place. */
  readonly replaced?: OutboxRow;
}

/** Accounts come before orders, so that a list can be used while the rest arrives; batches before what they hide. */
const sharingOrder: readonly ObjectKind[] = [
  'member',
  'tag',
  'batch',
  'field',
  'setting',
  'view',
  'segment',
  'table',
  'account',
  'task',
  'contact',
  'lead',
  'deal',
  'need',
  'product',
  'quote',
  'order',
  'payment',
  'activity',
  'behaviour',
  'run',
  'report',
  'tablePart',
];

/** Rows of the outbox that one payload takes at most. */
const maxRowsInPayload = 500;
const historyAtOnce = 200;
const rowsAtOnce = 32;

/** Makes the book a shared one: from this transaction on, everything that it holds and that is written to it is sent. */
export async function shareBook(state: EngineState, sync: SyncRow): Promise<void> {
  await engineTransaction(state, 'strict', ['history'], async (scope) => {
    const { db } = scope;
    await foldAllPending(scope);
    const shards = (await allShards(db)).sort(bySharingOrder);
    const texts = await allTexts(db);
    const at = Date.now();
    const rows = [...shards, ...texts].map((shard): OutboxRow => ({ type: 'shard', shard, at, changes: 1 }));
    await db.outbox.clear();
    await db.outbox.bulkAdd([...rows, { type: 'history', after: null, at, changes: 0 }]);
    await db.meta.put(sync);
    scope.counters.becomeFounder();
  });
  state.book.announce({ type: 'work' });
}

/**
 * What to seal next: the oldest rows of the outbox, at most `maxBytes` of updates and history and at least one row. Nothing
 * changes before `commitSealed`. Undefined where nothing waits.
 */
export async function nextPayload(state: EngineState, maxBytes: number): Promise<NextPayload | undefined> {
  for (;;) {
    const next = await state.inTurn(() => readNext(state, maxBytes));
    if (next === undefined || !isEmpty(next.payload)) return next;
    // Rows with nothing in them, such as a history that was erased since: they only leave.
    await commitSealed(state, [], next.taken, next.replaced);
  }
}

/** Puts the entries that a payload was sealed into, and takes its rows out of the outbox, in one strict transaction. */
export async function commitSealed(
  state: EngineState,
  sealed: readonly SealedRow[],
  taken: readonly number[],
  replaced?: OutboxRow,
): Promise<void> {
  await engineTransaction(state, 'strict', ['sealed'], async ({ db }) => {
    await db.sealed.bulkAdd([...sealed]);
    await db.outbox.bulkDelete([...taken]);
    if (replaced !== undefined) await db.outbox.put(replaced);
  });
}

/** A payload that was sealed and was not sent; `at` and `changes` as in the row of the outbox that it came from. */
export interface TakenBack extends Payload {
  readonly at: number;
  readonly changes: number;
}

/** Takes the sealed entries from a sequence on away and puts what they said before what waits already. */
export async function unseal(
  state: EngineState,
  from: number,
  payloads: readonly TakenBack[],
): Promise<void> {
  const rows = payloads.map(({ updates, history, at, changes }): OutboxRow => ({
    ...{ type: 'changes', updates, history: history.map(({ id }) => id) },
    ...{ at, changes },
  }));
  await engineTransaction(state, 'strict', ['sealed'], async ({ db }) => {
    const later = await db.outbox.orderBy('seq').toArray();
    await db.outbox.clear();
    await db.outbox.bulkAdd([...rows, ...later.map(({ seq: _seq, ...row }) => row)]);
    await db.sealed.where('seq').aboveOrEqual(from).delete();
  });
}

export interface OutboxCounts {
  /** Steps of a person that the relay has not acknowledged. */
  readonly changes: number;
  /** When the oldest of them was written, ms. */
  readonly oldestAt?: number;
}

/** What is on its way, sealed or not. Reads indexes only. */
export function liveOutboxCounts(db: BookDatabase): Live<OutboxCounts> {
  return observe(() => countOutbox(db));
}

export async function countOutbox(db: BookDatabase): Promise<OutboxCounts> {
  const keys = await Promise.all([
    db.outbox.orderBy('[at+changes]').keys(),
    db.sealed.orderBy('[at+changes]').keys(),
  ]);
  const waiting = keys.flat() as unknown as [at: number, changes: number][];
  const changes = waiting.reduce((sum, [, count]) => sum + count, 0);
  const oldestAt = waiting.reduce((least, [at]) => Math.min(least, at), Infinity);
  return waiting.length === 0 ? { changes } : { changes, oldestAt };
}

function bySharingOrder(a: ShardId, b: ShardId): number {
  const kinds = sharingOrder.indexOf(kindOfId(a)) - sharingOrder.indexOf(kindOfId(b));
  return kinds || a.length - b.length || (a < b ? -1 : 1);
}

function isEmpty({ updates, history }: Payload): boolean {
  return updates.length === 0 && history.length === 0;
}

async function readNext(state: EngineState, maxBytes: number): Promise<NextPayload | undefined> {
  const db = state.book.relaxed;
  return db.transaction('r', [db.outbox, db.updates, db.history, db.meta], async () => {
    const first = await db.outbox.orderBy('seq').first();
    switch (first?.type) {
      case undefined:
        return undefined;
      case 'changes':
        return changesPayload(db, maxBytes);
      case 'shard':
        return shardPayload(db, first, maxBytes);
      case 'history':
        return historyPayload(db, first, maxBytes);
    }
  });
}

type Changes = Extract<OutboxRow, { type: 'changes' }>;

async function changesPayload(db: BookDatabase, maxBytes: number): Promise<NextPayload> {
  const rows: Changes[] = [];
  const history: HistoryEntry[] = [];
  let size = 0;
  let isFull = false;
  let last = 0;
  // A few rows at a time: after weeks without a network the outbox can be long.
  while (!isFull) {
    const found = await db.outbox.where('seq').above(last).limit(rowsAtOnce).toArray();
    for (const row of found) {
      isFull = row.type !== 'changes' || rows.length === maxRowsInPayload;
      if (isFull || row.type !== 'changes') break;
      const entries = await readHistory(db, row.history);
      size += row.updates.reduce((sum, { bytes }) => sum + bytes.length, 0) + sizeOfHistory(entries);
      isFull = size > maxBytes && rows.length > 0;
      if (isFull) break;
      rows.push(row);
      history.push(...entries);
    }
    last = found.at(-1)?.seq ?? last;
    isFull ||= found.length < rowsAtOnce;
  }
  return {
    payload: { updates: mergedByShard(rows.flatMap((row) => row.updates)), history },
    changes: rows.reduce((sum, row) => sum + row.changes, 0),
    at: Math.min(...rows.map((row) => row.at)),
    taken: rows.flatMap((row) => row.seq ?? []),
  };
}

/** This device's updates follow one another without gaps in the outbox, so those of a shard merge into one. */
function mergedByShard(updates: readonly ShardBytes[]): ShardBytes[] {
  const byShard = new Map<ShardId, Uint8Array[]>();
  for (const { shard, bytes } of updates) byShard.set(shard, [...(byShard.get(shard) ?? []), bytes]);
  return Array.from(byShard, ([shard, all]) => ({
    shard,
    bytes: all.length === 1 && all[0] !== undefined ? all[0] : mergeShardUpdates(all),
  }));
}

async function shardPayload(
  db: BookDatabase,
  row: Extract<OutboxRow, { type: 'shard' }>,
  maxBytes: number,
): Promise<NextPayload> {
  const { shard, sent = [], at, changes } = row;
  const stored = await readUpdates(db, shard);
  const own = await readDevice(db);
  const isOwn = (client: number): boolean => isSpokenFor(partsOfClient(client).device, own);
  const whole = mergeShardUpdates(stored.map((update) => update.bytes));
  const isText = recordOfText(shard) !== undefined;
  // Letters of a text stand beside those of others: it goes as a whole.
  const part =
    stored.length === 0 ? undefined : isText ? { bytes: whole } : nextShardPart(whole, isOwn, sent, maxBytes);
  const isLast = part?.sent === undefined;
  return {
    payload: { updates: part === undefined ? [] : [{ shard, bytes: part.bytes }], history: [] },
    changes: isLast ? changes : 0,
    at,
    taken: isLast ? seqsOf(row) : [],
    ...(isLast ? {} : { replaced: { ...row, sent: part.sent } }),
  };
}

async function historyPayload(
  db: BookDatabase,
  row: Extract<OutboxRow, { type: 'history' }>,
  maxBytes: number,
): Promise<NextPayload> {
  const own = await readDevice(db);
  const history: HistoryEntry[] = [];
  let [size, after, isFull] = [0, row.after, false];
  while (!isFull) {
    const rows = await db.history
      .where('id')
      .above(after ?? '')
      .limit(historyAtOnce)
      .toArray();
    if (rows.length === 0) break;
    for (const each of rows) {
      const entry = toEntry(each);
      size += sizeOfHistory([entry]);
      isFull = size > maxBytes && history.length > 0;
      if (isFull) break;
      after = each.id;
      if (isSpokenFor(parseVersion(each.id).device, own)) history.push(entry);
    }
  }
  return {
    payload: { updates: [], history },
    changes: isFull ? 0 : row.changes,
    at: row.at,
    taken: isFull ? [] : seqsOf(row),
    ...(isFull ? { replaced: { ...row, after } } : {}),
  };
}

function seqsOf({ seq }: OutboxRow): number[] {
  return seq === undefined ? [] : [seq];
}

async function readHistory(db: BookDatabase, ids: readonly Version[]): Promise<HistoryEntry[]> {
  const rows = await db.history.bulkGet([...ids]);
  return rows.flatMap((row) => (row === undefined ? [] : [toEntry(row)]));
}

function toEntry({ records: _records, ...entry }: HistoryRow): HistoryEntry {
  return entry;
}

/** Bytes of an entry as JSON, near enough: a text's length counts its letters once. */
function sizeOfHistory(entries: readonly HistoryEntry[]): number {
  return JSON.stringify(entries).length;
}
