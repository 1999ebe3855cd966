import type { DatabaseError } from '../database/errors.ts';
import type { ReadOnlyError } from '../database/readOnly.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { TextError, TextWriting } from '../store/texts.ts';
import type { SyncView } from './syncView.ts';
import type { TeamCalls } from './teamCalls.ts';

export type { TextError };

/** What the part of the engine that synchronises answers. */
export type HostedCalls = Omit<TeamCalls, 'mergeBook'>;

/** What the engine does on request, beside folding what people did: arguments and results, by name. */
export interface EngineCalls extends TeamCalls {
  /** Writes one chunk of an import; see `ImportChunk`. Sending it again changes nothing. */
  writeChunk: { args: { batch: RecordId; position: number; bytes: Uint8Array }; result: null };
  /** Makes all rows anew from the shards. */
  rebuild: { args: null; result: { shards: number } };
  /** Keeps what a person has written to a text; durable when it is answered. Sending it again changes nothing. */
  writeText: { args: TextWriting; result: Result<null, TextError> };
  /** Resolves when everything that waited at the call is folded and no job runs. */
  settle: { args: null; result: null };
}

export type EngineCall = keyof EngineCalls;

export type EngineFailure =
  | DatabaseError
  | ReadOnlyError
  | { readonly type: 'superseded' }
  | { readonly type: 'cloned-profile' }
  /** The chunks of an import must come in order; it goes on at `expected`. */
  | { readonly type: 'chunk-order'; readonly expected: number }
  | { readonly type: 'batch-undone' }
  | { readonly type: 'unanswered' }
  | { readonly type: 'bug'; readonly message: string; readonly stack: string };

/** Between a tab and the engine, over a channel that all tabs of a book share. */
export type EngineMessage =
  | { readonly type: 'ping'; readonly from: string }
  | { readonly type: 'pong'; readonly to: string; readonly term: number }
  | {
      readonly type: 'call';
      readonly from: string;
      readonly id: number;
      readonly call: EngineCall;
      readonly args: unknown;
    }
  | { readonly type: 'taken'; readonly to: string; readonly id: number }
  | { readonly type: 'answer'; readonly to: string; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly to: string; readonly id: number; readonly error: EngineFailure }
  | { readonly type: 'progress'; readonly what: 'rebuild'; readonly done: number; readonly total: number }
  /** A new engine is at work: calls that were not answered may be sent again. */
  | { readonly type: 'ready'; readonly term: number }
  | { readonly type: 'stopped'; readonly error: EngineFailure }
  /** How the synchronisation stands; also the answer to a tab's question. */
  | { readonly type: 'sync'; readonly view: SyncView }
  | { readonly type: 'sync?' }
  /** A person has come back to a tab, or the network has. */
  | { readonly type: 'awake' };

/** From the tab that holds the lock to its engine worker, once. */
export interface EngineStart {
  readonly type: 'start';
  readonly book: string;
  readonly memberName: string;
}

export const engineChannelName = (book: string): string => `rapport-engine:${book}`;
export const engineLockName = (book: string): string => `rapport-engine:${book}`;
/** Held by the tab that runs an import, so that an engine can tell a running import from an abandoned one. */
export const importLockName = (batch: RecordId): string => `rapport-import:${batch}`;
