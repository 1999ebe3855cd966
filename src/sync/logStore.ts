import type { CursorRow, OutboxRow, SealedRow, StoredEntry, SyncRow } from '../database/schema.ts';
import type { RecordsPayload } from '../protocol/recordsPayload.ts';
import type { LogHashes } from './logHashes.ts';
import type { OpenBody, Received, ReceiverState } from './receiver.ts';
import type { OwnChain } from './sender.ts';
import type { KeptApart } from './keptApart.ts';

/** Where a device stands with its log, as it is stored. */
export interface StoredLog {
  readonly row: SyncRow;
  readonly device: number;
  readonly receiver: ReceiverState;
  readonly chain: OwnChain;
  readonly hashes: LogHashes;
  readonly cursors: readonly CursorRow[];
}

/** Entries that were judged one after another, and what follows from them; stored all at once or not at all. */
export interface ReceivedBatch {
  readonly received: readonly Received[];
  /** After the last of them. */
  readonly receiver: ReceiverState;
  readonly chain: OwnChain;
  readonly state: SyncRow['state'];
  readonly stored?: StoredEntry;
}

/** What waits to be sealed. */
export interface Waiting {
  readonly payload: RecordsPayload;
  readonly changes: number;
  readonly at: number;
  readonly taken: readonly number[];
  readonly replaced?: OutboxRow;
}

/** What keeps a log on a device. Each method is one transaction, and throws what the database throws. */
export interface LogStore {
  /** Undefined while the book is not shared. `open` reads the parts of payloads whose rest has not come. */
  readonly load: (open: OpenBody) => Promise<StoredLog | undefined>;
  /** True where something was applied to the records. */
  readonly apply: (batch: ReceivedBatch) => Promise<boolean>;
  readonly nextPayload: (maxBytes: number) => Promise<Waiting | undefined>;
  readonly commitSealed: (rows: readonly SealedRow[], waiting?: Waiting) => Promise<void>;
  /** Puts these in the place of all sealed entries from a sequence on. */
  readonly replaceSealed: (from: number, rows: readonly SealedRow[]) => Promise<void>;
  /**
   * Puts what is sealed from a sequence on back among what is not: this device may not write now. Operations on the members
   * leave.
   */
  readonly takeBack: (from: number, open: OpenBody) => Promise<void>;
  readonly sealedRows: () => Promise<readonly SealedRow[]>;
  /** The relay has everything of this device up to an entry: it leaves what is to be sent. */
  readonly confirm: (stored: StoredEntry) => Promise<void>;
  readonly setState: (state: SyncRow['state']) => Promise<void>;
  /** Another device was shown another log; undefined once a person has seen it. */
  readonly setFork: (fork: SyncRow['fork']) => Promise<void>;
  readonly putCursors: (rows: readonly CursorRow[]) => Promise<void>;
  /** Tries again what waits; with `all`, also what broke a rule that this code may judge otherwise now. */
  readonly retry: (open: OpenBody, all: boolean) => Promise<void>;
  readonly keptApart: () => Promise<KeptApart>;
}
