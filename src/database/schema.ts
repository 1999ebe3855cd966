import { Dexie, type Table } from 'dexie';
import type { BulkEdit } from '../domain/bulkEdit.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { RecordId, ShardId, Version } from '../domain/ids.ts';
import { kindOfId } from '../domain/ids.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { LineBlock, OrderBlock } from '../domain/orderBlock.ts';
import type { RecordChange, RecordRow } from '../domain/record.ts';

/** Raised when code that does not know the new form of the data must not write to it. */
export const schemaEpoch = 1;

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

export type JobWork =
  | { readonly kind: 'bulkEdit'; readonly ids: readonly RecordId[]; readonly edit: BulkEdit }
  | { readonly kind: 'undo' | 'redo' }
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

export type MetaRow = DeviceRow | AllocationRow | EpochRow | TermRow | ProjectingRow | BackupRow | SettingRow;

/** Kinds whose rows stand in a table each; orders are packed, with edited and new ones over the blocks. */
export const rowTables = {
  member: 'members',
  account: 'accounts',
  contact: 'contacts',
  product: 'products',
  order: 'orderOverlay',
  segment: 'segments',
  tag: 'tags',
  batch: 'batches',
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
  declare readonly products: Table<RecordRow, RecordId>;
  declare readonly orderOverlay: Table<RecordRow, RecordId>;
  declare readonly segments: Table<RecordRow, RecordId>;
  declare readonly tags: Table<RecordRow, RecordId>;
  declare readonly batches: Table<RecordRow, RecordId>;
  declare readonly orderBlocks: Table<OrderBlock, ShardId>;
  declare readonly columns: Table<LineBlock, ShardId>;

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
  }

  rowsOf(kind: ObjectKind): Table<RecordRow, RecordId> {
    return this.table(rowTables[kind]);
  }

  rowsOfRecord(id: RecordId): Table<RecordRow, RecordId> {
    return this.rowsOf(kindOfId(id));
  }
}
