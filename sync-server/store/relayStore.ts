import type { Result } from '../../src/domain/result.ts';
import type { PendingJoin, PlacedEntry } from '../../src/protocol/frames.ts';
import type { Hex } from '../../src/protocol/operations.ts';

/** An entry in the place that the relay has given it. */
export interface NewEntry extends PlacedEntry {
  readonly type: 'entry';
  readonly workspace: Hex;
  readonly device: number;
  readonly sequence: number;
  readonly kind: number;
  /** SHA-256 of `bytes`. */
  readonly hash: Uint8Array;
  /** The key of the recovery phrase that this operation brings. */
  readonly phrase?: Hex;
}

/** What changes in the store. */
export type Change =
  | NewEntry
  /** The last signed cursor of a device, as `encodeCursor` wrote it. */
  | { readonly type: 'cursor'; readonly workspace: Hex; readonly device: number; readonly bytes: Uint8Array }
  /** A request to join as it stands now. */
  | { readonly type: 'join'; readonly workspace: Hex; readonly join: PendingJoin }
  | { readonly type: 'drop-join'; readonly workspace: Hex; readonly invite: Hex };

/** A full or failing disk. */
export interface StorageFailure {
  readonly type: 'storage';
  readonly detail: string;
}

/** All that the relay needs in order to judge the next entry of a workspace. */
export interface StoredWorkspace {
  /** Entries in the log. */
  readonly position: number;
  /** Bytes of all entries. */
  readonly usedBytes: number;
  readonly operations: readonly PlacedEntry[];
  readonly heads: readonly StoredHead[];
  readonly cursors: readonly { readonly device: number; readonly bytes: Uint8Array }[];
  readonly joins: readonly PendingJoin[];
}

/** The last entry of a device, and where it stands in the log. */
export interface StoredHead {
  readonly device: number;
  readonly sequence: number;
  readonly hash: Uint8Array;
  readonly position: number;
}

/** Which part of a log. */
export interface Span {
  /** Not this position, but what follows it. */
  readonly after: number;
  /** This position is the last at most. */
  readonly upTo: number;
  /** The run ends before it grows beyond this, unless its first entry alone does. */
  readonly maxBytes: number;
  /** Only operations on the members. */
  readonly isOperations: boolean;
}

/** Consecutive entries of a log as a frame for a device; `upTo` is the position to go on after. */
export interface Run {
  readonly frame: Uint8Array;
  readonly count: number;
  readonly upTo: number;
}

/** Where the relay keeps its logs. Implementations pass `tests/support/storeContract.ts`. */
export interface RelayStore {
  /** Undefined where there is no such workspace. */
  readonly open: (workspace: Hex) => Promise<StoredWorkspace | undefined>;
  /** All of the changes or none, on disk before it resolves. An entry in a place or under a sequence that is taken fails. */
  readonly append: (changes: readonly Change[]) => Promise<Result<undefined, StorageFailure>>;
  readonly read: (workspace: Hex, span: Span) => Promise<Run>;
  /** The hash of what is stored under a sequence of a device. */
  readonly hashOf: (workspace: Hex, device: number, sequence: number) => Promise<Uint8Array | undefined>;
  /** The workspace that a recovery phrase was first added to. */
  readonly workspaceOfPhrase: (key: Hex) => Promise<Hex | undefined>;
  readonly close: () => Promise<void>;
}
