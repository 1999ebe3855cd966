import { createContext } from 'svelte';
import type { BulkEdit } from '../domain/bulkEdit.ts';
import type { InvalidField } from '../domain/validate.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { RecordId, Version } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { ObjectKind } from '../domain/objects.ts';
import type { OrderLine } from '../domain/order.ts';
import type { RecordRow, RecordState, Values } from '../domain/record.ts';
import type { Result } from '../domain/result.ts';
import type { ListKind } from './routes.ts';
import type { Filter } from './list/filter.ts';

/** Everything a screen may do with the book. The application makes it from `read`, `commands` and the engine; tests from memory. */
export interface ScreenBook {
  /** The member who works on this device. */
  readonly member: RecordId;
  /** ISO 4217 code that new amounts get. */
  readonly currency: string;

  /** Follows a list: `onchange` comes with the first answer and after every change of the book. Returns the end of it. */
  watchList(query: ListQuery, onchange: (list: ListAnswer) => void): () => void;
  /** Rows by id, in the order asked for; undefined for one that does not exist. */
  readRows(ids: readonly RecordId[]): Promise<readonly (RecordRow | undefined)[]>;
  /** Follows one record; undefined while or when there is none. */
  watchRecord(id: RecordId, onchange: (row: RecordRow | undefined) => void): () => void;
  /** Names for references, tags and members; unknown ids are left out. */
  namesOf(ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, string>>;
  /** Follows all members, tags or segments: there are few. */
  watchFew(kind: 'member' | 'tag' | 'segment', onchange: (rows: readonly RecordRow[]) => void): () => void;
  /** Records whose text contains the query, best first. */
  search(query: string, kinds: readonly ObjectKind[], limit: number): Promise<SearchAnswer>;
  /** Commands that touched a record, newest first. */
  watchHistory(id: RecordId, onchange: (entries: readonly HistoryEntry[]) => void): () => void;
  /** What the orders of an account come to; undefined for one without orders. */
  accountFigures(id: RecordId): Promise<AccountFigures | undefined>;
  watchBin(onchange: (rows: readonly RecordRow[]) => void): () => void;

  create(kind: ObjectKind, values: Values): Promise<Result<Done, BookError>>;
  update(shown: RecordState, values: Values): Promise<Result<Done, BookError>>;
  updateOrder(
    shown: RecordState,
    values: Values,
    lines: readonly OrderLine[],
  ): Promise<Result<Done, BookError>>;
  choose(shown: RecordState, register: string, value: Json): Promise<Result<Done, BookError>>;
  /** Changes many records as one undoable step. */
  editMany(target: ListTarget, edit: BulkEdit): Promise<Result<Done, BookError>>;
  undo(command: Version): Promise<Result<Done, BookError>>;
  redo(undo: Version): Promise<Result<Done, BookError>>;

  exportCsv(kind: ListKind, target: ListTarget): Promise<Blob>;
}

export interface ListQuery {
  readonly kind: ListKind;
  readonly filters: readonly Filter[];
  readonly sort: { readonly key: string; readonly descending: boolean };
  readonly search: string;
  /** Only members of this segment. */
  readonly segment?: RecordId | undefined;
}

export interface ListAnswer {
  readonly count: number;
  /** Records of the kind in the whole book. */
  readonly total: number;
  readonly idAt: (index: number) => RecordId | undefined;
}

/** The records that a bulk command is meant for. */
export type ListTarget =
  { readonly ids: readonly RecordId[] } | { readonly query: ListQuery; readonly except: readonly RecordId[] };

export interface SearchHit {
  readonly id: RecordId;
  readonly title: string;
  /** Where the query matched in the title: start and end offsets. */
  readonly ranges: readonly (readonly [number, number])[];
  /** A second line: company, phone, place. */
  readonly detail: string;
  readonly level?: string | undefined;
}

export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  /** Records searched, and how long it took. */
  readonly searched: number;
  readonly tookMs: number;
}

export interface AccountFigures {
  /** Net of returns, per currency. */
  readonly revenue: readonly { readonly currency: string; readonly minor: number }[];
  readonly orders: number;
  readonly firstOrder?: string | undefined;
  readonly lastOrder?: string | undefined;
}

/** A command that is done; `command` undoes it. */
export interface Done {
  readonly command: Version;
  readonly ids: readonly RecordId[];
  /** Fields that an undo left alone because they were changed since. */
  readonly kept: number;
}

export type BookError =
  | { readonly type: 'invalid'; readonly fields: readonly InvalidField[] }
  | { readonly type: 'not-found'; readonly id: string }
  | { readonly type: 'quota-exceeded' }
  | { readonly type: 'connection-lost' }
  | { readonly type: 'upgrade-blocked' }
  | { readonly type: 'newer-version' }
  | { readonly type: 'storage-unavailable'; readonly detail: string };

/** The book of this device, for every screen below the shell. */
export const [useBook, provideBook] = createContext<ScreenBook>();
