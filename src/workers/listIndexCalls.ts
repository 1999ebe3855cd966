import type { DatabaseError } from '../database/errors.ts';
import type { RecordId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { Table } from '../domain/table.ts';
import type { AccountFigures, OrdersOfAccount } from '../read/accountFigures.ts';
import type { BookTable, BookTableError } from '../read/bookTable.ts';
import type { IndicesAnswer, IndicesRequest } from '../read/indexFigures.ts';
import type { Facet } from '../read/memoryIndex.ts';
import type { ColumnKey, ListAnswer, ListedKind, ListQuery, ListWindow } from '../read/listQuery.ts';
import type { Finding, QualityCheck, QualityOverview, QualityRequest } from '../read/qualityFindings.ts';
import type { Repairs } from '../read/repairs.ts';
import type { ReportAnswer, ReportRequest } from '../read/reports/answerReport.ts';
import type { SearchAnswer, SearchRequest } from '../read/searchRequest.ts';
import type { SilentAnswer, SilentRequest } from '../read/silence.ts';
import type { SimilarHit, SimilarRequest } from '../read/similar.ts';
import type { SlippingCustomer } from '../read/slipping.ts';
import type { SourceColumns, SourceRecords } from '../read/sourceTable.ts';
import type { WorkAndPayments } from '../read/overduePayments.ts';
import type { Counted, Reminder, TodayRequest } from '../read/today.ts';
import type { Packed } from './packing.ts';

/** What the index worker answers. Deleted and hidden records are in no answer, except of `labels`. */
export interface ListIndexCalls {
  query(query: ListQuery, window: ListWindow): ListAnswer;
  /** All matches in the order of the list: for "select all" and exports. */
  matchingIds(query: ListQuery): RecordId[];
  /** All matches with what the columns hold, for an analysis. A column that the kind does not have is left out. */
  table(query: ListQuery, columns: readonly ColumnKey[]): Table;
  /** The same for any number of records, packed for the way. */
  source(query: ListQuery, columns: SourceColumns): Packed<SourceRecords>;
  /** A table of the book with all its rows. */
  bookTable(id: RecordId): Packed<Result<BookTable, BookTableError>>;
  /** Where no kinds are named: of those that are in memory. */
  search(request: SearchRequest): SearchAnswer;
  /** Customers and contacts that a record being written may be the same as. */
  similar(request: SimilarRequest): SimilarHit[];
  /** Visible records of the kinds asked for; without them, of those that are in memory from the start. */
  counts(kinds?: readonly ListedKind[]): Partial<Record<ListedKind, number>>;
  /** Visible members by segment. */
  segmentCounts(): Record<RecordId, number>;
  /** Distinct values of a column and how many visible records have each, the most frequent first. */
  facets(
    kind: ListedKind,
    column: ColumnKey,
    options: { readonly contains?: string; readonly limit: number },
  ): Facet[];
  /** Names, or numbers of orders, in the order of the ids; undefined where there is no such record. */
  labels(ids: readonly RecordId[]): (string | undefined)[];
  ordersOfAccount(account: RecordId, window: ListWindow): OrdersOfAccount;
  /** In the order of the ids; undefined where there is no such account, and until orders and contacts are loaded: a change tells when. */
  accountFigures(ids: readonly RecordId[]): (AccountFigures | undefined)[];
  /** Values of a column that other records make, in the order of the ids: numbers, days since 1970-01-01 of dates, ms of
   *  instants; null without one. */
  derivedValues(kind: ListedKind, column: ColumnKey, ids: readonly RecordId[]): (number | null)[];
  /** S, R, T and C of an account or of the book. */
  indices(request: IndicesRequest): IndicesAnswer;
  /** What a report says; one about lines of orders reads them first. */
  report(request: ReportRequest): ReportAnswer;
  /** What a person has to do today. The next three are asked apart, because they wait for more to be loaded. */
  todayWork(request: TodayRequest): WorkAndPayments;
  /** `zoneMs`: what the person's clock is ahead of UTC. */
  slipping(request: TodayRequest, zoneMs: number): Counted<SlippingCustomer>;
  repairs(): Repairs;
  /** Customers or leads that go back to their pool by themselves. */
  silent(request: SilentRequest): SilentAnswer;
  /** The rules of the book's scoring that a lead meets, by their places. */
  scoreReasons(lead: RecordId): readonly number[];
  /** What could be better in the values of customers and contacts: how much of each kind, and all of one. */
  quality(request: QualityRequest): QualityOverview;
  qualityFindings(request: QualityRequest, check: QualityCheck): readonly Finding[];
  /** Of a member's tasks and of nobody's: what rings after `from` and up to `until`, ms. */
  /** `dayStart` is the `HH:MM` from which tasks without a time count; 09:00 without one. */
  reminders(owner: RecordId, from: number, until: number, dayStart?: string): Reminder[];
}

export type ListIndexCall = keyof ListIndexCalls;

export type ListIndexError =
  | DatabaseError
  /** The worker crashed twice on the same call, or could not be started. */
  | { readonly type: 'index-failed'; readonly detail: string };

/** From the tab to the worker. */
export type ListIndexRequest =
  | { readonly type: 'open'; readonly name: string }
  | {
      readonly type: 'call';
      readonly id: number;
      readonly call: ListIndexCall;
      readonly args: readonly unknown[];
    };

/** From the worker to the tab. */
export type ListIndexReport =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: ListIndexError }
  | { readonly type: 'changed'; readonly kinds: readonly ListedKind[] };
