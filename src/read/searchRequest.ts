import type { RecordId } from '../domain/ids.ts';
import type { ListedKind } from './listQuery.ts';

export interface SearchRequest {
  readonly text: string;
  /** Unless given: those that are in memory from the start, and others once something has asked for them. */
  readonly kinds?: readonly ListedKind[];
  /** Hits of each kind at most. */
  readonly limit: number;
}

/** What of a record the text was found in. Orders are found by number, which counts as their name. */
export type FoundIn = 'name' | 'pinyin' | 'detail';

export interface SearchHit {
  readonly kind: ListedKind;
  readonly id: RecordId;
  /** A name, or the number of an order. */
  readonly name: string;
  readonly foundIn: FoundIn;
  /** Parts of the name to highlight: UTF-16 offsets, `to` excluded, in order. Empty where the match is a detail. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** The phone number, e-mail address or code that matched, where it was not the name. */
  readonly detail?: string;
}

export interface SearchAnswer {
  /** Best first within each kind; kinds in the order asked. */
  readonly hits: readonly SearchHit[];
  /** All matches of each kind, also those beyond the limit. */
  readonly matched: Readonly<Partial<Record<ListedKind, number>>>;
}
