import type { RecordId } from '../domain/ids.ts';
import type { RecordRow } from '../domain/record.ts';

/** What somebody is writing, to be compared with what was written before. */
export interface PastTalksQuestion {
  readonly text: string;
  /** The customer it is about: everything said to them is compared, whenever it was. */
  readonly account?: RecordId | undefined;
  /** The record that is being written, which is no earlier one. */
  readonly except?: RecordId | undefined;
  readonly limit: number;
}

/** An earlier conversation or need that is like it. */
export interface PastTalk {
  readonly row: RecordRow;
  /** 0 to 1. */
  readonly cosine: number;
  /** The body of a conversation or the description of a need; without one, its subject or title. */
  readonly text: string;
  /** Where terms that both share stand in `text`, as `[from, to)`, in order. */
  readonly marks: readonly (readonly [number, number])[];
}

/** What the worker answers. */
export interface PastTalksCalls {
  /** The newest records of the book, which are compared whoever the customer is. They stand until the next call. */
  recent(ids: readonly RecordId[]): null;
  /** The most alike first. */
  similar(question: PastTalksQuestion): readonly PastTalk[];
}

export type PastTalksCall = keyof PastTalksCalls;

/** From the tab to the worker. */
export type PastTalksRequest =
  | { readonly type: 'open'; readonly name: string }
  | {
      readonly type: 'call';
      readonly id: number;
      readonly call: PastTalksCall;
      readonly args: readonly unknown[];
    };

/** From the worker to the tab; without a value where the call failed. */
export interface PastTalksAnswer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}
