import type { RecordId } from '../domain/ids.ts';
import type { KeptGroup } from '../sync/keptApart.ts';
import type { Role } from '../protocol/operations.ts';

export type { KeptGroup } from '../sync/keptApart.ts';

/** What a person sees of the synchronisation of a book; the engine tells it after each change, at most five times a second. */
export interface SyncView {
  readonly isShared: boolean;
  readonly connection: 'local' | 'connecting' | 'catching-up' | 'online' | 'offline' | 'stopped';
  readonly trouble?: SyncTrouble;
  /** Entries, while the device catches up or sends for the first time. */
  readonly progress?: { readonly done: number; readonly total: number };
  /** Changes that the relay has not stored yet, and since when, in ms. */
  readonly waiting: number;
  readonly oldestAt?: number;
  /** Changes from before this device became a viewer: they stay here and are not counted in `waiting`. */
  readonly unsent: number;
  /** Changes that the relay has stored and no other device has seen yet. */
  readonly notSeen: number;
  readonly lastStoredAt?: number;
  /** Devices, of `others`, that have seen this device's newest stored entry. */
  readonly seenBy: number;
  readonly others: number;
  readonly me?: { readonly device: number; readonly role: Role; readonly member: RecordId };
  readonly bookName?: string;
  readonly devices: readonly DeviceView[];
  readonly invites: readonly InviteView[];
  readonly joins: readonly JoinView[];
  /** Entries of others that were refused, and those that wait for what is missing. */
  readonly quarantined: number;
  readonly waitingForOthers: number;
  /** Both and the parts of unfinished changes, by device and reason. */
  readonly keptApart: readonly KeptGroup[];
  readonly presence: readonly PresenceView[];
  readonly hasPhrase: boolean;
  readonly phraseCheckedAt?: number;
  /** What the book takes on the relay, in bytes; a quota of 0 is none. Absent before the first connection. */
  readonly relay?: { readonly usedBytes: number; readonly quotaBytes: number };
}

/** Why synchronisation has stopped or cannot go on as it should. Edits stay on the device in each case. */
export type SyncTrouble =
  | { readonly type: 'removed' }
  | { readonly type: 'left' }
  | { readonly type: 'too-old' }
  /** The relay tells this device another past than it told before, or leaves something out. */
  | { readonly type: 'fork' }
  /** It tells another device another past; synchronisation goes on. */
  | { readonly type: 'two-logs'; readonly device: number; readonly position: number }
  /** This device has no room for what others wrote. */
  | { readonly type: 'device-full' }
  /** Another copy of this profile sends as this device. */
  | { readonly type: 'cloned' }
  | { readonly type: 'quota'; readonly usedBytes: number; readonly quotaBytes: number }
  /** This device's clock differs from the relay's by so much, in ms; ahead is positive. */
  | { readonly type: 'clock'; readonly byMs: number }
  /** The relay does not know the book: it was lost, or restored from before it was shared. */
  | { readonly type: 'unknown-workspace' }
  | { readonly type: 'refused'; readonly detail: string };

export interface DeviceView {
  readonly device: number;
  readonly memberId: RecordId;
  readonly memberName: string;
  readonly deviceName: string;
  readonly role: Role;
  readonly state: 'active' | 'removed' | 'left';
  /** A phrase on paper. */
  readonly isRecovery: boolean;
  readonly isThis: boolean;
  readonly isOnline: boolean;
  /** Entries of the log that it has not confirmed yet. */
  readonly seenBehind: number;
  readonly lastSeenAt?: number;
  readonly clockWrong: boolean;
}

export interface InviteView {
  readonly invite: string;
  readonly role: Role;
  readonly until: number;
  readonly state: 'open' | 'used' | 'revoked';
  /** The text after `#join=`; only the device that invited keeps it. */
  readonly link?: string;
}

export interface JoinView {
  readonly invite: string;
  readonly memberName: string;
  readonly deviceName: string;
  readonly role: Role;
  /** Six digits, once both devices have shown their part. */
  readonly code?: string;
  readonly state: 'asking' | 'comparing';
}

export interface PresenceView {
  readonly device: number;
  readonly memberId: RecordId;
  readonly record: RecordId | null;
  readonly screen: string;
  readonly at: number;
}
