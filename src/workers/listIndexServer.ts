import { databaseErrorOf } from '../database/errors.ts';
import { BookDatabase } from '../database/schema.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import { IndexFeed } from '../read/indexFeed.ts';
import { columnOf, listedKinds, type ListedKind, type ListQuery } from '../read/listQuery.ts';
import { MemoryIndex } from '../read/memoryIndex.ts';
import { derivedColumns } from '../read/pack.ts';
import { isListed, preparePinyin } from '../read/packRows.ts';
import type { SearchRequest } from '../read/searchRequest.ts';
import type { ListIndexCall, ListIndexCalls, ListIndexError, ListIndexReport } from './listIndexCalls.ts';

/** How long shards that were written as a whole may wait: an import writes each of them a dozen times. */
const waitingMs = 400;

/** The first answers go before what is made beforehand. */
const preparingAfterMs = 300;

/** What the index worker does, without the worker: reads a book, follows its changes, answers calls. */
export class ListIndexServer {
  readonly #name: string;
  readonly #post: (report: ListIndexReport) => void;
  readonly #onBug: (thrown: unknown) => void;
  readonly #index = new MemoryIndex();
  #db: BookDatabase;
  #feed: IndexFeed;
  #loaded: Readonly<Record<ListedKind, Promise<void>>>;
  /** Loading and catching up, one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #isComplete = false;
  /** The connection is lost: the next call or wake-up tries a fresh one. */
  #isLost = false;
  #isWoken = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #preparing: ReturnType<typeof setTimeout> | undefined;

  /** `onBug` is given what nobody expected outside of a call. */
  constructor(name: string, post: (report: ListIndexReport) => void, onBug: (thrown: unknown) => void) {
    this.#name = name;
    this.#post = post;
    this.#onBug = onBug;
    this.#db = new BookDatabase(name, 'relaxed');
    this.#feed = new IndexFeed(this.#db, this.#index);
    this.#loaded = this.#load();
    this.#enqueue(() => this.#finishLoading());
    this.wake();
  }

  /** To be called after rows changed. Wake-ups during a round lead to one more round. */
  wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    this.#enqueue(async () => {
      this.#isWoken = false;
      if (this.#isLost) return this.#reconnect();
      this.#report(await this.#feed.catchUp());
      this.#waitForShards();
    });
  }

  async answer(id: number, call: ListIndexCall, args: readonly unknown[]): Promise<void> {
    if (this.#isLost) this.#reconnect();
    try {
      await Promise.all(kindsNeeded(call, args).map((kind) => this.#loaded[kind]));
      this.#post({ type: 'answer', id, value: this.#run(call, args) });
    } catch (thrown) {
      this.#post({ type: 'failure', id, error: indexErrorOf(thrown) });
    }
  }

  /** Resolves when what was known of at the call is in the index. */
  settled(): Promise<void> {
    return this.#queue;
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#preparing);
    this.#db.close();
  }

  #enqueue(work: () => Promise<void> | void): void {
    this.#queue = this.#queue.then(work).catch((thrown: unknown) => {
      if (databaseErrorOf(thrown) === undefined) this.#onBug(thrown);
      else this.#isLost = true;
    });
  }

  #load(): Readonly<Record<ListedKind, Promise<void>>> {
    let previous: Promise<void> = this.#db.open().then(() => this.#feed.begin());
    const loaded = listedKinds.map((kind) => {
      previous = previous.then(() => this.#feed.loadKind(kind));
      // A failure is the answer to every call that waits for this kind.
      previous.catch(() => undefined);
      return [kind, previous] as const;
    });
    return Object.fromEntries(loaded) as Record<ListedKind, Promise<void>>;
  }

  async #finishLoading(): Promise<void> {
    await Promise.all(Object.values(this.#loaded));
    this.#feed.end();
    this.#isComplete = true;
    this.#post({ type: 'changed', kinds: listedKinds });
    this.#preparing = setTimeout(() => this.#prepare(), preparingAfterMs);
  }

  #prepare(): void {
    this.#index.prepare();
    if (this.#index.hasPinyin) void preparePinyin();
  }

  /** A lost connection does not come back by itself. Until the book is read again, the index answers as it was. */
  #reconnect(): void {
    this.#isLost = false;
    this.#db.close();
    this.#db = new BookDatabase(this.#name, 'relaxed');
    this.#feed = new IndexFeed(this.#db, this.#index);
    this.#loaded = this.#load();
    this.#enqueue(() => this.#finishLoading());
    this.wake();
  }

  #waitForShards(): void {
    if (!this.#feed.hasWaiting || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#enqueue(async () => this.#report(await this.#feed.readWaiting()));
    }, waitingMs);
  }

  #report(kinds: ReadonlySet<ListedKind>): void {
    if (kinds.size > 0) this.#post({ type: 'changed', kinds: [...kinds] });
  }

  #run(call: ListIndexCall, args: readonly unknown[]): unknown {
    const index = this.#index;
    const calls: { readonly [C in ListIndexCall]: ListIndexCalls[C] } = {
      query: (query, window) => index.query(query, window),
      matchingIds: (query) => index.matchingIds(query),
      search: (request) => index.search(request),
      counts: () => index.counts(),
      segmentCounts: () => index.segmentCounts(),
      facets: (kind, column, options) => index.facets(kind, column, options),
      labels: (ids) => index.labels(ids),
      ordersOfAccount: (account, window) => index.ordersOfAccount(account, window),
      indices: (request) => index.indices(request),
      accountFigures: (ids) => (this.#isComplete ? index.accountFigures(ids) : ids.map(() => undefined)),
    };
    return (calls[call] as (...args: readonly unknown[]) => unknown)(...args);
  }
}

/** A list of accounts must not wait for orders that it does not show. */
function kindsNeeded(call: ListIndexCall, args: readonly unknown[]): readonly ListedKind[] {
  switch (call) {
    case 'query':
    case 'matchingIds':
      return kindsOfQuery(args[0] as ListQuery);
    case 'search':
      return (args[0] as SearchRequest).kinds ?? listedKinds;
    case 'facets':
      return [args[0] as ListedKind];
    case 'segmentCounts':
      return ['account'];
    case 'ordersOfAccount':
      return ['account', 'order'];
    case 'labels':
      return [...new Set((args[0] as readonly RecordId[]).map(kindOfId))].filter(isListed);
    case 'accountFigures':
      return ['account'];
    case 'indices':
      return ['account', 'need', 'order', 'activity'];
    case 'counts':
      return listedKinds;
  }
}

function kindsOfQuery({ kind, filter, sort }: ListQuery): readonly ListedKind[] {
  const fields = (filter?.conditions ?? []).map((condition) => ('field' in condition ? condition.field : ''));
  if (fields.some((field) => derivedColumns.has(field))) return listedKinds;
  if (sort === undefined) return [kind];
  const refersTo = columnOf(kind, sort.by)?.to;
  return derivedColumns.has(sort.by) || refersTo === 'account' || refersTo === 'order' ? listedKinds : [kind];
}

function indexErrorOf(thrown: unknown): ListIndexError {
  const known = databaseErrorOf(thrown);
  if (known !== undefined) return known;
  return {
    type: 'index-failed',
    detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  };
}
