import { recordOfText, shardOfRecord, type ShardId } from '../domain/ids.ts';
import type { RecordChange } from '../domain/record.ts';
import {
  BookDatabase,
  schemaEpoch,
  type DeviceRow,
  type FileRow,
  type HistoryRow,
  type SettingRow,
} from './schema.ts';

/**
 * What a backup holds: every shard and text with what waits to be folded into it, the history and the settings. Rows, blocks and
 * indexes are made anew from the shards. Nothing of a team is in it, no key and no place in the log: restoring makes a book
 * that is not shared. The format of a shard is Yjs's own, so a backup outlives this schema.
 */
export type BackupPart =
  | { readonly table: 'shards'; readonly rows: readonly BackupShard[] }
  | { readonly table: 'files'; readonly rows: readonly BackupFile[] }
  | { readonly table: 'history'; readonly rows: readonly HistoryRow[] }
  | { readonly table: 'settings'; readonly rows: readonly SettingRow[] }
  | { readonly table: 'book'; readonly rows: readonly BackupBook[] };

export interface BackupShard {
  readonly shard: ShardId;
  readonly updates: readonly Uint8Array[];
  readonly pending: readonly RecordChange[];
}

/** A photo or a file: the device's own, so a restored book has it again. */
export interface BackupFile extends Omit<FileRow, 'bytes'> {
  readonly bytes: Uint8Array;
}

export interface BackupBook {
  readonly epoch: number;
  readonly member: string;
  /** The highest device number that has written to the book: a restored copy goes on as the next one and repeats no counter. */
  readonly devices: number;
  /** Shards that follow. */
  readonly shards: number;
}

export type RestoreError =
  { readonly type: 'newer-version'; readonly epoch: number } | { readonly type: 'not-a-book' };

const historyAtOnce = 500;

/** Reads a whole book a shard at a time, each in a transaction of its own, so that people can go on working. */
export async function* readBackup(db: BookDatabase): AsyncGenerator<BackupPart> {
  const device = await deviceOf(db);
  const shards = await shardsOf(db);
  const devices = Math.max(device.device, ...(await db.heads.toCollection().primaryKeys()));
  const { member } = device;
  yield { table: 'book', rows: [{ epoch: schemaEpoch, member, devices, shards: shards.length }] };
  const settings = await db.meta.where('key').startsWith('setting:').toArray();
  yield { table: 'settings', rows: settings as SettingRow[] };
  for (const shard of shards) yield { table: 'shards', rows: [await readShard(db, shard)] };
  for (const id of await db.files.toCollection().primaryKeys()) {
    const row = await db.files.get(id);
    if (row === undefined) continue;
    const bytes = new Uint8Array(await row.bytes.arrayBuffer());
    yield { table: 'files', rows: [{ ...row, bytes }] };
  }
  let last = '';
  for (;;) {
    const rows = await db.history.where('id').above(last).limit(historyAtOnce).toArray();
    if (rows.length === 0) return;
    last = rows[rows.length - 1]?.id ?? last;
    yield { table: 'history', rows };
  }
}

/**
 * Writes a backup into a database of its own, which the engine fills with rows when it is first opened. Throws
 * `RestoreFailed` with a named error; the caller deletes what was written then.
 */
export async function writeBackup(name: string, parts: AsyncIterable<BackupPart>): Promise<void> {
  const db = new BookDatabase(name, 'relaxed');
  await db.open();
  try {
    const shards: ShardId[] = [];
    let hasBook = false;
    for await (const part of parts) {
      if (part.table === 'book') {
        await writeBook(db, part.rows[0]);
        hasBook = true;
      } else if (part.table === 'settings') await db.meta.bulkPut(part.rows);
      else if (part.table === 'files') await db.files.bulkPut(part.rows.map(fileRowOf));
      else if (part.table === 'history') await db.history.bulkPut(part.rows);
      else for (const row of part.rows) shards.push(await writeShard(db, row));
    }
    if (!hasBook) throw new RestoreFailed({ type: 'not-a-book' });
    // Rows are made of shards; a text is part of its record's row.
    await db.meta.put({ key: 'projecting', shards: shards.filter((id) => recordOfText(id) === undefined) });
  } finally {
    db.close();
  }
}

export class RestoreFailed extends Error {
  override readonly name = 'RestoreFailed';
  readonly error: RestoreError;

  constructor(error: RestoreError) {
    super(error.type);
    this.error = error;
  }
}

function fileRowOf({ bytes, ...file }: BackupFile): FileRow {
  return { ...file, bytes: new Blob([new Uint8Array(bytes)], { type: file.type }) };
}

async function deviceOf(db: BookDatabase): Promise<DeviceRow> {
  const row = await db.meta.get('device');
  if (row?.key !== 'device') throw new Error('the book has no device row');
  return row;
}

async function shardsOf(db: BookDatabase): Promise<ShardId[]> {
  const keys = (await db.updates.orderBy('[shard+tier]').uniqueKeys()) as unknown as [ShardId, number][];
  const pending = await pendingChanges(db);
  return [...new Set([...keys.map(([shard]) => shard), ...pending.map(({ id }) => shardOfRecord(id))])];
}

function readShard(db: BookDatabase, shard: ShardId): Promise<BackupShard> {
  return db.transaction('r', [db.updates, db.intents], async () => {
    const rows = await db.updates.where('[shard+tier]').between([shard, 0], [shard, Infinity]).toArray();
    const pending = (await pendingChanges(db)).filter(({ id }) => shardOfRecord(id) === shard);
    rows.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    return { shard, updates: rows.map((row) => row.bytes), pending };
  });
}

async function pendingChanges(db: BookDatabase): Promise<RecordChange[]> {
  return (await db.intents.orderBy('seq').toArray()).flatMap((intent) => [...intent.changes]);
}

async function writeBook(db: BookDatabase, book: BackupBook | undefined): Promise<void> {
  if (book === undefined) throw new RestoreFailed({ type: 'not-a-book' });
  if (book.epoch > schemaEpoch) throw new RestoreFailed({ type: 'newer-version', epoch: book.epoch });
  await db.meta.bulkPut([
    { key: 'epoch', epoch: schemaEpoch },
    { key: 'device', device: book.devices + 1, n: 0, session: 0, member: book.member },
  ]);
}

async function writeShard(db: BookDatabase, { shard, updates, pending }: BackupShard): Promise<ShardId> {
  await db.transaction('rw', [db.updates, db.intents], async () => {
    await db.updates.bulkAdd(updates.map((bytes) => ({ shard, tier: 1, bytes })));
    if (pending.length > 0) await db.intents.add({ command: '', changes: pending });
  });
  return shard;
}
