import type { RecordId } from '../domain/ids.ts';
import type { JoinError, JoinNames, JoinState } from './joinState.ts';

/** By which way a device asks to come in. */
export type JoinWay =
  | { readonly type: 'invitation'; readonly link: string }
  | { readonly type: 'phrase'; readonly seed: Uint8Array };

/** To the worker, once: the address of the relay, and the name for the book's database. */
export interface JoinStart {
  readonly way: JoinWay;
  readonly names: JoinNames;
  readonly relay: string;
  readonly book: string;
}

/** A book that this device has just come into. */
export interface JoinedTeam {
  /** What people call it. */
  readonly title: string;
  readonly member: RecordId;
}

/** From the worker: states, and one end. */
export type JoinMessage =
  | { readonly type: 'state'; readonly state: Exclude<JoinState, { type: 'done' | 'failed' }> }
  | { readonly type: 'joined'; readonly joined: JoinedTeam }
  | { readonly type: 'failed'; readonly error: JoinError };
