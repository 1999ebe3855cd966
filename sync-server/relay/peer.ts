import type { RelayError, ToDevice } from '../../src/protocol/frames.ts';
import type { Hex } from '../../src/protocol/operations.ts';

/** Who sits at the other end of a connection, once it has shown that. */
export type Seat =
  | { readonly type: 'device'; readonly device: number }
  /** Reads operations and asks to join. */
  | { readonly type: 'invite'; readonly invite: Hex }
  /** A phrase on paper, as the device that it is: reads and signs operations. */
  | { readonly type: 'phrase'; readonly device: number };

/** A connection as its workspace sees it. */
export interface Peer {
  readonly seat: Seat;
  readonly say: (message: ToDevice) => void;
  /** Entries `first` to `last`, which are stored; goes out only to a peer that has asked for them and has caught up. */
  readonly deliver: (frame: Uint8Array, first: number, last: number) => void;
  /** What may be lost on the way to a peer that is slow. */
  readonly forward: (frame: Uint8Array) => void;
  /** Nothing after this position: its device is no member any more. */
  readonly endReading: (position: number) => void;
  readonly close: (error: RelayError) => void;
}

/** The number of the device that signs for a peer; undefined for a newcomer. */
export function deviceOf({ seat }: Peer): number | undefined {
  return seat.type === 'invite' ? undefined : seat.device;
}
