import type { Result } from '../domain/result.ts';
import type { Refusal } from './admission.ts';
import { ByteWriter, concatBytes, parseBytes, type Malformed } from './bytes.ts';
import type { JoinRequest } from './invitation.ts';
import type { Hex } from './operations.ts';

/** The first byte of a binary frame. Text frames are control messages in JSON. */
export const frameType = { append: 1, entries: 2, live: 3, cursors: 4 } as const;

/** Who knocks. */
export type Subject =
  | { readonly workspace: Hex; readonly device: number }
  /** Makes the workspace if it is not there, then is its first device; `genesis` is the whole entry. */
  | { readonly workspace: Hex; readonly device: number; readonly genesis: Hex }
  /** Reads operations and asks to join; signs with the seed of the invitation. */
  | { readonly workspace: Hex; readonly invite: Hex }
  /** Reads and signs operations; the relay finds the workspace by the key. */
  | { readonly recovery: Hex };

/** The subject as it is signed: the relay and the device write it alike. `workspace` is the one that the challenge names. */
export function subjectText(subject: Subject, workspace: Hex): string {
  if ('recovery' in subject) return `recovery ${workspace} ${subject.recovery}`;
  if ('invite' in subject) return `invite ${workspace} ${subject.invite}`;
  return `device ${workspace} ${subject.device}`;
}

export type ToRelay =
  | { readonly t: 'hello'; readonly v: number; readonly as: Subject }
  | { readonly t: 'auth'; readonly signature: Hex }
  /** Everything after this position, then whatever comes. */
  | { readonly t: 'read'; readonly after: number }
  /** Nothing more of the log until the next `read`: the device stores more slowly than it receives. */
  | { readonly t: 'pause' }
  /** Only operations on the members, once. All that newcomers, phrases and removed devices may read. */
  | { readonly t: 'operations'; readonly after: number }
  | { readonly t: 'ping'; readonly id: number }
  | { readonly t: 'join'; readonly request: JoinRequest }
  | { readonly t: 'reveal'; readonly secret: Hex }
  /** An owner answers a request: first one wins. */
  | { readonly t: 'challenge-join'; readonly invite: Hex; readonly challenge: Hex; readonly signature: Hex }
  | { readonly t: 'refuse-join'; readonly invite: Hex };

/** A request to join as the relay keeps it. */
export interface PendingJoin {
  readonly request: JoinRequest;
  readonly challenge?: { readonly device: number; readonly challenge: Hex; readonly signature: Hex };
  readonly secret?: Hex;
}

export type ToDevice =
  | {
      readonly t: 'challenge';
      readonly challenge: Hex;
      readonly v: number;
      readonly oldest: number;
      readonly workspace: Hex;
    }
  | {
      readonly t: 'welcome';
      /** Entries in the log. */
      readonly position: number;
      /** The device's own last entry; null before its first. */
      readonly last: { readonly sequence: number; readonly hash: Hex } | null;
      /** The relay's clock, in ms. */
      readonly now: number;
      readonly usedBytes: number;
      /** 0 where there is no limit. */
      readonly quotaBytes: number;
      readonly isRemoved: boolean;
    }
  /** Everything of this device up to `sequence` is stored for good; its last stands at `position`. */
  | { readonly t: 'stored'; readonly sequence: number; readonly position: number }
  | { readonly t: 'refused'; readonly sequence: number; readonly refusal: Refusal | RelayRefusal }
  | { readonly t: 'caught-up'; readonly position: number }
  | { readonly t: 'pong'; readonly id: number; readonly now: number }
  /** To owners, whenever the requests change. */
  | { readonly t: 'joins'; readonly joins: readonly PendingJoin[] }
  /** To a newcomer. */
  | {
      readonly t: 'join-state';
      readonly state: 'waiting' | 'refused' | 'joined' | 'invalid';
      readonly challenge?: PendingJoin['challenge'];
      /** The number of the new device, once it has joined. */
      readonly device?: number;
    }
  | { readonly t: 'error'; readonly error: RelayError };

/** What only the relay can find wrong with an entry. */
export type RelayRefusal =
  /** Other bytes are stored under this sequence. */
  | { readonly type: 'fork' }
  | { readonly type: 'quota'; readonly usedBytes: number; readonly quotaBytes: number }
  /** Too fast: to be sent again after a while. */
  | { readonly type: 'rate'; readonly retryAfterMs: number }
  | { readonly type: 'storage' };

/** Before the relay closes a connection, it says why. */
export type RelayError =
  | { readonly type: 'unknown-workspace' }
  | { readonly type: 'authentication' }
  | { readonly type: 'closed-to-new' }
  | { readonly type: 'version'; readonly oldest: number }
  | { readonly type: 'malformed'; readonly detail: string }
  | { readonly type: 'rate'; readonly retryAfterMs: number }
  | { readonly type: 'too-slow' }
  | { readonly type: 'full' }
  | { readonly type: 'shutting-down' };

/** Codes of closing, beside 1001 (shutting down), 1009 (too large) and 1013 (too slow, too fast, or full: try again later). */
export const closeCode = { malformed: 4400, authentication: 4401, unknown: 4404, version: 4426 } as const;

/** One entry in its place in the log. */
export interface PlacedEntry {
  readonly position: number;
  /** The relay's time, in ms. */
  readonly receivedAt: number;
  readonly bytes: Uint8Array;
}

export function appendFrame(entry: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(frameType.append), entry);
}

export function entriesFrame(entries: readonly PlacedEntry[]): Uint8Array {
  const writer = new ByteWriter().u8(frameType.entries);
  for (const { position, receivedAt, bytes } of entries) writer.u64(position).u64(receivedAt).bytes(bytes);
  return writer.finish();
}

/** Entries of a frame, without its first byte. */
export function decodeEntries(body: Uint8Array): Result<PlacedEntry[], Malformed> {
  return parseBytes(body, (reader) => {
    const entries: PlacedEntry[] = [];
    while (reader.left > 0) {
      entries.push({ position: reader.u64(), receivedAt: reader.u64(), bytes: reader.bytes() });
    }
    return entries;
  });
}

export function encodeControl(message: ToRelay | ToDevice): string {
  return JSON.stringify(message);
}
