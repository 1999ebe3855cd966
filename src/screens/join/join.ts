import type { JoinHandle, JoinNames, JoinState } from '../../workers/joinState.ts';

type OnState = (state: JoinState) => void;

/** The ways into a book that others keep; made by the application. */
export interface JoinWays {
  /** What a link brought along, once: the text after `#join=`. */
  readonly takeInvitation: () => string | undefined;
  /** True if a text holds an invitation, as scanned or pasted. */
  readonly isInvitation: (text: string) => boolean;
  readonly begin: (invitation: string, names: JoinNames, onState: OnState) => JoinHandle;
  readonly recover: (seed: Uint8Array, names: JoinNames, onState: OnState) => JoinHandle;
  /** Opens the joined book; `mergeFrom` names the book whose records it takes in. */
  readonly open: (mergeFrom?: string) => void;
  readonly leave: () => void;
}
