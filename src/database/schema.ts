import { Dexie, type Table } from 'dexie';
import type { BulkEdit } from '../domain/bulkEdit.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { RecordId, ShardId, Version } from '../domain/ids.ts';
import { kindOfId } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { LineBlock, OrderBlock } from '../domain/orderBlock.ts';
import type { RecordChange, RecordRow } from '../domain/record.ts';

/**
 * Raised when code that does not know the new form of the data must not write to it. 2: what is written to the shards of a
 * shared book also stands in the outbox, or others would never hear of it. 3 and 4: kinds of records that it would not know.
 * 5: such kinds too, and records that were merged, which it would show as if they were not. 6: such kinds again. 7: fields that it
 * would refuse.
 */
export const schemaEpoch = 7;

/** What a person did and is not yet folded into its shards. Folded in the order of `seq`. */
export interface Intent {
  readonly seq?: number;
  readonly command: Version;
  readonly changes: readonly RecordChange[];
}

/** A Yjs update of a shard. Tier 0 is an edit as it came; higher tiers are merged. */
export interface ShardUpdate {
  readonly seq?: number;
  readonly shard: ShardId;
  readonly tier: number;
  readonly bytes: Uint8Array;
}

/** Which rows changed, so that an index in memory can catch up from where it stands. A shard stands for all its records. */
export interface RowLogEntry {
  readonly seq?: number;
  readonly kind: ObjectKind;
  readonly ids?: readonly RecordId[];
  readonly shards?: readonly ShardId[];
  /** Everything of the kind was made anew. */
  readonly all?: true;
}

/** A packed part of the search and list index, for one shard; it holds all changes up to and including `upTo` of the row log. */
export interface PackRow {
  readonly shard: ShardId;
  readonly kind: ObjectKind;
  readonly upTo: number;
  readonly data: unknown;
}

export interface HistoryRow extends HistoryEntry {
  /** Every record that the command touched, indexed. */
  readonly records: readonly RecordId[];
}

/** Work on many records that one transaction cannot hold; `id` is its batch. Finished jobs leave. */
export interface JobRow {
  readonly id: RecordId;
  readonly kind: 'import' | 'bulkEdit' | 'undo' | 'redo';
  readonly state: 'running' | 'interrupted';
  /** Records done, of `total`. For an import: its chunks written. */
  readonly done: number;
  readonly total: number;
  readonly startedAt: number;
}

/** What a job needs to go on, apart from its progress because it can be large. */
export interface JobWorkRow {
  readonly id: RecordId;
  readonly work: JobWork;
}

export interface ReverseWork {
  readonly kind: 'undo' | 'redo';
  /** Another device has undone the batch: only what this device did is left to it. */
  readonly onlyOwn?: true;
}

export type JobWork =
  | { readonly kind: 'bulkEdit'; readonly ids: readonly RecordId[]; readonly edit: BulkEdit }
  | ReverseWork
  /** `plan` is the importer's own: what it needs to make the same chunks again. */
  | { readonly kind: 'import'; readonly shards: readonly ShardId[]; readonly plan: unknown };

export interface DeviceRow {
  readonly key: 'device';
  /** The device's number in its book, from 1. */
  readonly device: number;
  /** The last counter drawn for a version. */
  readonly n: number;
  /** The last session number drawn for a Yjs client id. */
  readonly session: number;
  readonly member: RecordId;
  /** It shared the book, and speaks for the numbers below its own too: a restored book goes on under the next number. */
  readonly founder?: true;
}

export interface AllocationRow {
  readonly key: `allocation:${ObjectKind}`;
  /** The shard that takes new records, and how many it holds. */
  readonly shard: number;
  readonly records: number;
}

export interface EpochRow {
  readonly key: 'epoch';
  readonly epoch: number;
}

export interface TermRow {
  readonly key: 'term';
  readonly term: number;
}

/** Shards whose rows were being made when the engine stopped: the next one makes them again. */
export interface ProjectingRow {
  readonly key: 'projecting';
  readonly shards: readonly ShardId[];
}

export interface BackupRow {
  readonly key: 'backup';
  readonly at: number;
}

/** A remembered choice of a screen, such as the mapping of an import, under `setting:<name>`. */
export interface SettingRow {
  readonly key: `setting:${string}`;
  readonly value: unknown;
}

/** Where a shared book stands with its log. The row exists exactly while the book is shared. */
export interface SyncRow {
  readonly key: 'sync';
  /** `joining`: the log has not been read to its end once. `removed`: the team has taken this device out. */
  readonly state: 'sharing' | 'joining' | 'joined' | 'removed';
  /**
   * What this device may do, as the operations read so far say; written with each of them, so that a command reads it in its
   * own transaction. Absent until the members are known: then it may write.
   */
  readonly role?: 'owner' | 'editor' | 'viewer' | 'removed' | 'left';
  /** Id of the workspace, in hex. */
  readonly workspace: string;
  /** Position in the log up to which everything is applied or stands in `waiting`; 0 at first. */
  readonly cursor: number;
  /** Chained hash of the log up to the cursor. */
  readonly logHash: Uint8Array;
  /** The last entry of this device that the relay has confirmed. */
  readonly stored?: StoredEntry;
  /** Another device was shown another log: which one, and where. Stays until a person has seen it. */
  readonly fork?: { readonly device: number; readonly position: number };
}

/** An entry of this device that the relay keeps; its place in the log is known once it has been read back. */
export interface StoredEntry {
  readonly sequence: number;
  readonly hash: Uint8Array;
  readonly position?: number;
  /** When it was confirmed, ms. */
  readonly at: number;
}

/** Records that were erased for good: nothing of them may come back, in whatever order it arrives. */
export interface ErasedRow {
  readonly key: 'erased';
  readonly ids: readonly RecordId[];
}

/** The form in which packs are made, and whether every shard has been packed in it. */
export interface PackingRow {
  readonly key: 'packing';
  readonly format: number;
  readonly isComplete: boolean;
}

export type MetaRow =
  | DeviceRow
  | AllocationRow
  | EpochRow
  | TermRow
  | ProjectingRow
  | BackupRow
  | SettingRow
  | SyncRow
  | ErasedRow
  | PackingRow;

/**
 * What this device wrote and has not sealed yet, in the order of `seq`. `at` is when it was written, `changes` how many
 * steps of a person it holds.
 */
export type OutboxRow = {
  readonly seq?: number;
  readonly at: number;
  readonly changes: number;
} & OutboxContent;

export type OutboxContent =
  /** Updates as they were written, and the ids of the history entries that tell what they mean. */
  | {
      readonly type: 'changes';
      readonly updates: readonly ShardBytes[];
      readonly history: readonly Version[];
    }
  /** All that this device wrote to a shard, as stored when it is sealed, after what is sent already. */
  | { readonly type: 'shard'; readonly shard: ShardId; readonly sent?: ClientClocks }
  /** The whole history of a book that is being shared, after an id; `null` for its beginning. */
  | { readonly type: 'history'; readonly after: Version | null };

/** A Yjs update of one shard. */
export interface ShardBytes {
  readonly shard: ShardId;
  readonly bytes: Uint8Array;
}

/** The next clock of each Yjs client: a state vector as plain data. */
export type ClientClocks = readonly (readonly [client: number, clock: number])[];

/** A sealed entry of this device that the relay has not acknowledged. `seq` is the device sequence, `hash` the entry's. */
export interface SealedRow {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  /** The key epoch it is sealed under: after a rotation it is sealed anew. */
  readonly epoch: number;
  /** When the oldest change in it was written, ms. */
  readonly at: number;
  /** Steps of a person in it. */
  readonly changes: number;
  /** More entries of the same payload follow. */
  readonly isPart?: true;
}

/** The last entry that was read of each device: its sequence and hash. */
export interface HeadRow {
  readonly device: number;
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** A membership operation as it stands in the log. */
export interface OperationRow {
  readonly position: number;
  /** Wall clock of the relay, ms. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
}

/** A key, in a row of its own because some browsers refuse to store one beside others. Never part of a backup. */
export interface KeyRow {
  readonly id: string;
  readonly key: CryptoKey | Uint8Array;
}

/** An entry of the log that cannot be applied: it waits for what is missing, or it broke a rule and is kept apart. */
export interface WaitingRow {
  readonly id?: number;
  readonly device: number;
  readonly seq: number;
  readonly position: number;
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
  /**
   * `part`: the rest of its payload has not come. `quarantined`: authentic, but its content broke a rule. `refused`: no part
   * of its device's chain.
   */
  readonly state: 'waiting' | 'part' | 'quarantined' | 'refused';
  /** The rule, or the shard that it waits for. */
  readonly reason: string;
  /** What its device could do at that place of the log. */
  readonly role: 'owner' | 'editor' | 'viewer';
  readonly founder: boolean;
}

/** The hashes of the log at the positions up to `last`, 32 bytes each: what other devices have seen is compared with them. */
export interface LogHashRow {
  readonly last: number;
  readonly hashes: Uint8Array;
}

/** How far another device has said that it has read, and when. */
export interface CursorRow {
  readonly device: number;
  readonly position: number;
  readonly at: number;
  /** Its clock was ahead of the relay's when it said so. */
  readonly isAhead?: true;
}

/**
 * What somebody has written to a text and may not be part of the book yet: kept, keystroke by keystroke, in a database of its
 * own. The row comes before that database and goes after it.
 */
export interface DraftRow {
  /** The name of that database, and of the lock that the tab which writes it holds. */
  readonly id: string;
  /** Its record; empty while that is not created. */
  readonly record: string;
  /** Of a text without a record: where it is being written. */
  readonly place: string;
  readonly at: number;
  /** The Yjs clients whose writing it keeps; without them, all of this device. What it has of others came live. */
  readonly clients?: readonly number[];
  /** Nothing of it may be kept: its record was erased, or another draft has taken over from it. */
  readonly isGone?: true;
}

/** A photo or a small file about a record, on this device only. */
export interface FileRow {
  readonly id: string;
  readonly record: RecordId;
  readonly name: string;
  /** As the browser names it, such as `image/jpeg`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly at: number;
  readonly bytes: Blob;
}

/** Kinds whose rows stand in a table each; orders are packed, with edited and new ones over the blocks. */
export const rowTables = {
  member: 'members',
  account: 'accounts',
  contact: 'contacts',
  lead: 'leads',
  deal: 'deals',
  quote: 'quotes',
  product: 'products',
  order: 'orderOverlay',
  payment: 'payments',
  segment: 'segments',
  activity: 'activities',
  need: 'needs',
  task: 'tasks',
  behaviour: 'behaviours',
  tag: 'tags',
  batch: 'batches',
  table: 'bookTables',
  tablePart: 'tableParts',
  field: 'fields',
  view: 'views',
  setting: 'settings',
  run: 'runs',
  report: 'reports',
} as const satisfies Record<ObjectKind, string>;

export class BookDatabase extends Dexie {
  declare readonly meta: Table<MetaRow, string>;
  declare readonly intents: Table<Intent, number>;
  declare readonly updates: Table<ShardUpdate, number>;
  declare readonly rowLog: Table<RowLogEntry, number>;
  declare readonly packs: Table<PackRow, ShardId>;
  declare readonly history: Table<HistoryRow, Version>;
  declare readonly jobs: Table<JobRow, RecordId>;
  declare readonly jobWork: Table<JobWorkRow, RecordId>;
  declare readonly members: Table<RecordRow, RecordId>;
  declare readonly accounts: Table<RecordRow, RecordId>;
  declare readonly contacts: Table<RecordRow, RecordId>;
  declare readonly leads: Table<RecordRow, RecordId>;
  declare readonly deals: Table<RecordRow, RecordId>;
  declare readonly quotes: Table<RecordRow, RecordId>;
  declare readonly payments: Table<RecordRow, RecordId>;
  declare readonly products: Table<RecordRow, RecordId>;
  declare readonly orderOverlay: Table<RecordRow, RecordId>;
  declare readonly segments: Table<RecordRow, RecordId>;
  declare readonly activities: Table<RecordRow, RecordId>;
  declare readonly needs: Table<RecordRow, RecordId>;
  declare readonly tasks: Table<RecordRow, RecordId>;
  declare readonly behaviours: Table<RecordRow, RecordId>;
  declare readonly tags: Table<RecordRow, RecordId>;
  declare readonly batches: Table<RecordRow, RecordId>;
  declare readonly bookTables: Table<RecordRow, RecordId>;
  declare readonly tableParts: Table<RecordRow, RecordId>;
  declare readonly fields: Table<RecordRow, RecordId>;
  declare readonly views: Table<RecordRow, RecordId>;
  declare readonly settings: Table<RecordRow, RecordId>;
  declare readonly runs: Table<RecordRow, RecordId>;
  declare readonly reports: Table<RecordRow, RecordId>;
  declare readonly orderBlocks: Table<OrderBlock, ShardId>;
  declare readonly columns: Table<LineBlock, ShardId>;
  declare readonly outbox: Table<OutboxRow, number>;
  declare readonly sealed: Table<SealedRow, number>;
  declare readonly heads: Table<HeadRow, number>;
  declare readonly operations: Table<OperationRow, number>;
  declare readonly keys: Table<KeyRow, string>;
  declare readonly waiting: Table<WaitingRow, number>;
  declare readonly cursors: Table<CursorRow, number>;
  declare readonly logHashes: Table<LogHashRow, number>;
  declare readonly drafts: Table<DraftRow, string>;
  declare readonly files: Table<FileRow, string>;

  constructor(name: string, durability: 'strict' | 'relaxed') {
    super(name, { chromeTransactionDurability: durability, autoOpen: false });
    const rows = 'id, deletedAt';
    this.version(1).stores({
      meta: 'key',
      intents: '++seq',
      updates: '++seq, [shard+tier]',
      rowLog: '++seq',
      packs: 'shard, [shard+upTo]',
      history: 'id, *records, batch, at',
      jobs: 'id',
      jobWork: 'id',
      members: 'id',
      accounts: rows,
      contacts: `${rows}, *accountIds`,
      products: rows,
      orderOverlay: `${rows}, *accountIds`,
      segments: rows,
      tags: rows,
      batches: 'id',
      orderBlocks: 'shard',
      columns: 'shard',
    });
    this.version(2).stores({
      // The index lets a count of what waits leave the bytes where they are.
      outbox: '++seq, [at+changes]',
      sealed: 'seq, [at+changes]',
      heads: 'device',
      operations: 'position',
      keys: 'id',
      waiting: '++id, [device+seq]',
      cursors: 'device',
      logHashes: 'last',
    });
    const about = `${rows}, *refs`;
    this.version(3).stores({
      activities: about,
      needs: about,
      tasks: about,
      behaviours: about,
      fields: rows,
      views: rows,
      settings: rows,
      drafts: 'id, record',
      // The index lets the total be counted while the bytes stay where they are.
      files: 'id, record, size',
    });
    this.version(4).stores({ runs: rows, bookTables: rows, tableParts: 'id, part' });
    this.version(5).stores({
      leads: about,
      deals: about,
      quotes: about,
      payments: about,
      // Only records that were merged stand in the index.
      accounts: `${rows}, mergedInto`,
      contacts: `${rows}, mergedInto, *accountIds`,
    });
    this.version(6).stores({ reports: rows });
  }

  rowsOf(kind: ObjectKind): Table<RecordRow, RecordId> {
    return this.table(rowTables[kind]);
  }

  rowsOfRecord(id: RecordId): Table<RecordRow, RecordId> {
    return this.rowsOf(kindOfId(id));
  }
}
