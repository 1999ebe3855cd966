import { databaseErrorOf } from '../database/errors.ts';
import { BookDatabase } from '../database/schema.ts';
import { IndexFeed } from '../read/indexFeed.ts';
import { columnOf, listedKinds, type ListedKind, type ListQuery } from '../read/listQuery.ts';
import { MemoryIndex } from '../read/memoryIndex.ts';
import { derivedColumns } from '../read/pack.ts';
import type { SearchRequest } from '../read/searchRequest.ts';
import type { ListIndexCall, ListIndexCalls, ListIndexError, ListIndexReport } from './listIndexCalls.ts';

/** How long shards that were written as a whole may wait: an import writes each of them a dozen times. */
const waitingMs = 400;

/** What the index worker does, without the worker: reads a book, follows its changes, answers calls. */
export class ListIndexServer {
  readonly #name: string;
  readonly #post: (report: ListIndexReport) => void;
  readonly #index = new MemoryIndex();
  #db: BookDatabase;
  #feed: IndexFeed;
  #loaded: Readonly<Record<ListedKind, Promise<void>>>;
  /** Loading and catching up, one after the other. */
  #queue: Promise<void>;
  #isWoken = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, post: (report: ListIndexReport) => void) {
    this.#name = name;
    this.#post = post;
    this.#db = new BookDatabase(name, 'relaxed');
    this.#feed = new IndexFeed(this.#db, this.#index);
    this.#loaded = this.#load();
    this.#queue = this.#afterLoading();
  }

  /** To be called after rows changed. Wake-ups during a round lead to one more round. */
  wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    this.#queue = this.#queue.then(() => this.#catchUp());
  }

  async answer(id: number, call: ListIndexCall, args: readonly unknown[]): Promise<void> {
    try {
      await this.#ready(call, args);
      const run = this.#calls()[call] as (...args: readonly unknown[]) => unknown;
      this.#post({ type: 'answer', id, value: run(...args) });
    } catch (thrown) {
      this.#post({ type: 'failure', id, error: indexErrorOf(thrown) });
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#db.close();
  }

  #load(): Readonly<Record<ListedKind, Promise<void>>> {
    const start = this.#db.open().then(() => this.#feed.begin());
    let previous: Promise<void> = start;
    const loaded = Object.fromEntries(
      listedKinds.map((kind) => {
        previous = previous.then(() => this.#feed.loadKind(kind));
        // A failure is the answer to every call that waits for this kind.
        previous.catch(() => undefined);
        return [kind, previous];
      }),
    );
    return loaded as Record<ListedKind, Promise<void>>;
  }

  async #afterLoading(): Promise<void> {
    try {
      await Promise.all(Object.values(this.#loaded));
      this.#feed.end();
      this.#post({ type: 'changed', kinds: listedKinds });
    } catch {
      this.#reopen();
    }
    this.wake();
  }

  async #catchUp(): Promise<void> {
    this.#isWoken = false;
    try {
      this.#report(await this.#feed.catchUp());
      if (this.#feed.hasWaiting && this.#timer === undefined) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#queue = this.#queue.then(() => this.#readWaiting());
        }, waitingMs);
      }
    } catch (thrown) {
      if (databaseErrorOf(thrown) === undefined) throw thrown;
      this.#reopen();
    }
  }

  async #readWaiting(): Promise<void> {
    try {
      this.#report(await this.#feed.readWaiting());
    } catch (thrown) {
      if (databaseErrorOf(thrown) === undefined) throw thrown;
      this.#reopen();
    }
  }

  #report(kinds: ReadonlySet<ListedKind>): void {
    if (kinds.size > 0) this.#post({ type: 'changed', kinds: [...kinds] });
  }

  /** A lost connection does not come back by itself: the next wake-up or call finds a fresh one, read from the start. */
  #reopen(): void {
    this.#db.close();
    this.#db = new BookDatabase(this.#name, 'relaxed');
    this.#feed = new IndexFeed(this.#db, this.#index);
    this.#loaded = this.#load();
  }

  async #ready(call: ListIndexCall, args: readonly unknown[]): Promise<void> {
    await Promise.all(kindsNeeded(call, args).map((kind) => this.#loaded[kind]));
  }

  #calls(): ListIndexCalls {
    const index = this.#index;
    return {
      query: (query, window) => index.query(query, window),
      matchingIds: (query) => index.matchingIds(query),
      search: (request) => index.search(request),
      counts: () => index.counts(),
      segmentCounts: () => index.segmentCounts(),
      facets: (kind, column, options) => index.facets(kind, column, options),
      labels: (ids) => index.labels(ids),
      ordersOfAccount: (account, window) => index.ordersOfAccount(account, window),
      accountFigures: (ids) => index.accountFigures(ids),
    };
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
    case 'counts':
    case 'labels':
    case 'accountFigures':
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
