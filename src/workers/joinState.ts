/** What a newcomer calls itself. */
export interface JoinNames {
  readonly member: string;
  readonly device: string;
}

/** How far a device has come on its way into a book. */
export type JoinState =
  | { readonly type: 'connecting' }
  /** The request has arrived; an owner's device has to answer. */
  | { readonly type: 'waiting' }
  /** Six digits that both devices must show. */
  | { readonly type: 'compare'; readonly code: string }
  /** Entries of the log; the total is 0 until it is known. */
  | { readonly type: 'joining'; readonly done: number; readonly total: number }
  /** The book is on this device and is the current one. `previous` is the one that was, if it holds records. */
  | { readonly type: 'done'; readonly bookName: string; readonly book: string; readonly previous?: string }
  | { readonly type: 'failed'; readonly error: JoinError };

export type JoinError =
  | { readonly type: 'not-an-invitation' }
  | { readonly type: 'offline' }
  | { readonly type: 'timeout' }
  /** Run out, used up or revoked. */
  | { readonly type: 'expired' }
  | { readonly type: 'refused' }
  /** No relay knows this book, or this phrase. */
  | { readonly type: 'unknown-workspace' }
  /** What the relay says does not fit the invitation: somebody may be in between. */
  | { readonly type: 'mismatch' }
  | { readonly type: 'too-old' }
  | { readonly type: 'storage'; readonly detail: string }
  | { readonly type: 'failed'; readonly detail: string };

export interface JoinHandle {
  /** Gives up, and forgets what was begun. */
  readonly cancel: () => void;
}
