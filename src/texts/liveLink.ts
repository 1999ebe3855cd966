import type { TextId } from '../domain/ids.ts';
import type { TextDocument } from '../store/textDocument.ts';

/** A place in a text: beside a letter, or at its end. */
export interface Place {
  readonly item: { readonly client: number; readonly clock: number } | null;
  readonly assoc: number;
}

export interface CaretPlaces {
  readonly anchor: Place;
  readonly head: Place;
}

/** Another editor of the text that is open now. */
export interface Caret {
  /** The Yjs client: one editor. */
  readonly client: number;
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  /** Null where its person is somewhere else on the page. */
  readonly places: CaretPlaces | null;
}

/** A text that is open here, as others may take part in it. */
export interface LiveText {
  readonly id: TextId;
  readonly text: TextDocument;
  /** True for the clients that write for this editor. */
  readonly isMine: (client: number) => boolean;
  /** How far the book has what a client wrote. */
  readonly keptClock: (client: number) => number;
  /** Clients whose letters never came into the book, and how far it must have come before more of theirs is shown. */
  readonly distrusted: ReadonlyMap<number, number>;
  readonly onCarets: (carets: readonly Caret[]) => void;
}

/** The way to those who have the same text open; without a network or a team it leads to nobody. */
export interface LiveLink {
  readonly isConnected: boolean;
  readonly setCaret: (places: CaretPlaces | null) => void;
  /** While a word is composed nothing changes the text. */
  readonly hold: () => void;
  readonly release: () => void;
  readonly close: () => void;
}

export type GoLive = (text: LiveText) => LiveLink;
