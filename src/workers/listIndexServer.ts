import { readRows } from '../database/rows.ts';
import { databaseErrorOf } from '../database/errors.ts';
import { BookDatabase } from '../database/schema.ts';
import { localDate, zoneMsOf } from '../domain/dates.ts';
import { kindOfId, type RecordId } from '../domain/ids.ts';
import { loadOnce } from '../domain/loadOnce.ts';
import { valuesOf, type RecordRow } from '../domain/record.ts';
import { IndexFeed } from '../read/indexFeed.ts';
import { eagerKinds, lazyKinds, talkColumns, type ListedKind, type ListQuery } from '../read/listQuery.ts';
import { MemoryIndex } from '../read/memoryIndex.ts';
import { isListed, pinyinFor, preparePinyin } from '../read/packRows.ts';
import type { IndicesAnswer, IndicesRequest } from '../read/indexFigures.ts';
import type { ReportAnswer, ReportRequest } from '../read/reports/answerReport.ts';
import type { SearchRequest } from '../read/searchRequest.ts';
import type { SourceColumns } from '../read/sourceTable.ts';
import type { ListIndexCall, ListIndexCalls, ListIndexError, ListIndexReport } from './listIndexCalls.ts';
import { buffersIn } from './transfer.ts';

type Answers = {
  readonly [C in ListIndexCall]: (
    ...args: Parameters<ListIndexCalls[C]>
  ) => ReturnType<ListIndexCalls[C]> | Promise<ReturnType<ListIndexCalls[C]>>;
};

/** How long shards that were written as a whole may wait: an import writes each of them a dozen times. */
const waitingMs = 400;
/** While many follow one another, as in a first synchronisation, lists would otherwise do nothing but read again. */
const maxWaitingMs = 2_000;

/** The first answers go before what is made beforehand. */
const preparingAfterMs = 300;

/** The list that a person opened the app for comes first. */
const readingAheadMs = 1_000;

/** What the index worker does, without the worker: reads a book, follows its changes, answers calls. */
export class ListIndexServer {
  readonly #name: string;
  readonly #post: (report: ListIndexReport, transferred?: readonly Transferable[]) => void;
  readonly #onBug: (thrown: unknown) => void;
  readonly #index = new MemoryIndex();
  #db: BookDatabase;
  #feed: IndexFeed;
  /** Resolved when small records are known, which queries with segments depend on. */
  #begun: Promise<void>;
  /** Kinds that are loaded or being loaded. A failure is the answer to every call that waits for its kind. */
  #loaded: Map<ListedKind, Promise<void>>;
  /** What is read ahead of activities. */
  #talks: Promise<void> | undefined;
  /** Loading and catching up, one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #isComplete = false;
  /** The connection is lost: the next call or wake-up tries a fresh one. */
  #isLost = false;
  #isWoken = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingMs = waitingMs;
  /** When shards that waited were read last, ms of the worker's clock. */
  #readAt = -Infinity;
  #preparing: ReturnType<typeof setTimeout> | undefined;
  #readAhead: ReturnType<typeof setTimeout> | undefined;

  /** `onBug` is given what nobody expected outside of a call. */
  constructor(
    name: string,
    post: (report: ListIndexReport, transferred?: readonly Transferable[]) => void,
    onBug: (thrown: unknown) => void,
  ) {
    this.#name = name;
    this.#post = post;
    this.#onBug = onBug;
    this.#db = new BookDatabase(name, 'relaxed');
    this.#feed = new IndexFeed(this.#db, this.#index);
    this.#begun = this.#begin();
    this.#loaded = this.#load(eagerKinds);
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
      await this.#begun;
      await Promise.all(this.#kindsNeeded(call, args).map((kind) => this.#whenLoaded(kind)));
      if (call === 'slipping') await this.#whenTalksAreHere();
      const value = await this.#answerTo(call, args);
      this.#post({ type: 'answer', id, value }, isHandedOver(call) ? buffersIn(value) : []);
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
    clearTimeout(this.#readAhead);
    this.#db.close();
  }

  #enqueue(work: () => Promise<void> | void): void {
    this.#queue = this.#queue.then(work).catch((thrown: unknown) => {
      if (databaseErrorOf(thrown) === undefined) this.#onBug(thrown);
      else this.#isLost = true;
    });
  }

  #begin(): Promise<void> {
    const begun = this.#db.open().then(() => this.#feed.begin());
    begun.catch(() => undefined);
    return begun;
  }

  #load(kinds: readonly ListedKind[]): Map<ListedKind, Promise<void>> {
    let previous = this.#begun;
    return new Map(
      kinds.map((kind) => {
        previous = previous.then(() => this.#feed.loadKind(kind));
        previous.catch(() => undefined);
        return [kind, previous] as const;
      }),
    );
  }

  /** Begins to load a kind that nothing has asked for before, between rounds of catching up. */
  #whenLoaded(kind: ListedKind): Promise<void> {
    const known = this.#loaded.get(kind);
    if (known !== undefined) return known;
    const loading = this.#loadNext(kind);
    loading.catch(() => this.#loaded.get(kind) === loading && this.#loaded.delete(kind));
    this.#loaded.set(kind, loading);
    return loading;
  }

  #loadNext(kind: ListedKind, columns?: ReadonlySet<string>): Promise<void> {
    const feed = this.#feed;
    const loading = this.#queue.then(() => feed.loadKind(kind, columns));
    this.#enqueue(() => loading);
    return loading;
  }

  /** When customers were spoken with: of all activities, unless those are in memory anyway. */
  #whenTalksAreHere(): Promise<void> {
    const known = this.#loaded.get('activity') ?? this.#talks;
    if (known !== undefined) return known;
    const loading = this.#loadNext('activity', talkColumns);
    loading.catch(() => (this.#talks = undefined));
    this.#talks = loading;
    return loading;
  }

  async #finishLoading(): Promise<void> {
    await Promise.all(this.#loaded.values());
    this.#feed.end();
    this.#isComplete = true;
    this.#post({ type: 'changed', kinds: eagerKinds });
    this.#preparing = setTimeout(() => this.#prepare(), preparingAfterMs);
  }

  #prepare(): void {
    this.#index.prepare();
    if (this.#index.hasPinyin) void preparePinyin();
    // A failure is the answer to who asks next.
    this.#readAhead = setTimeout(() => this.#prepareToday().catch(() => undefined), readingAheadMs);
  }

  /** What takes longest of Today. */
  async #prepareToday(): Promise<void> {
    await this.#whenTalksAreHere();
    const figures = await this.#bookFigures();
    const now = new Date();
    figures.rhythms(localDate(now), zoneMsOf(now));
    for (const _ of figures.lookForRepairs()) await new Promise((resolve) => setTimeout(resolve));
  }

  /** A lost connection does not come back by itself. Until the book is read again, the index answers as it was. */
  #reconnect(): void {
    this.#isLost = false;
    this.#db.close();
    this.#db = new BookDatabase(this.#name, 'relaxed');
    this.#feed = new IndexFeed(this.#db, this.#index);
    const asked = [...this.#loaded.keys()].filter((kind) => lazyKinds.has(kind));
    this.#begun = this.#begin();
    this.#talks = undefined;
    this.#loaded = this.#load([...eagerKinds, ...asked]);
    this.#enqueue(() => this.#finishLoading());
    this.wake();
  }

  #waitForShards(): void {
    if (!this.#feed.hasWaiting || this.#timer !== undefined) return;
    const isFirst = performance.now() - this.#readAt > 2 * maxWaitingMs;
    this.#waitingMs = isFirst ? waitingMs : Math.min(2 * this.#waitingMs, maxWaitingMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#readAt = performance.now();
      this.#enqueue(async () => this.#report(await this.#feed.readWaiting()));
    }, this.#waitingMs);
  }

  #report(kinds: ReadonlySet<ListedKind>): void {
    if (kinds.size > 0) this.#post({ type: 'changed', kinds: [...kinds] });
  }

  #answerTo(call: ListIndexCall, args: readonly unknown[]): unknown {
    return (this.#answers[call] as (...args: readonly unknown[]) => unknown)(...args);
  }

  readonly #answers: Answers = {
    query: (query, window) => this.#index.query(query, window),
    matchingIds: (query) => this.#index.matchingIds(query),
    table: (query, columns) => this.#index.table(query, columns),
    source: async (query, columns) => {
      const [{ sourceRecords }, { packed }] = await Promise.all([
        import('../read/sourceTable.ts'),
        import('./packing.ts'),
      ]);
      const table = this.#index.table(query, columns.all);
      return packed(await sourceRecords(table, columns, (ids) => this.#labels(ids)));
    },
    bookTable: async (id) => {
      const [{ readBookTable }, { packed }] = await Promise.all([
        import('../read/bookTable.ts'),
        import('./packing.ts'),
      ]);
      return packed(await readBookTable(this.#db, id));
    },
    search: (request) => this.#index.search(request),
    counts: (kinds) => this.#index.counts(kinds),
    segmentCounts: () => this.#index.segmentCounts(),
    facets: (kind, column, options) => this.#index.facets(kind, column, options),
    labels: (ids) => this.#labels(ids),
    ordersOfAccount: (account, window) => this.#index.ordersOfAccount(account, window),
    derivedValues: (kind, column, ids) => this.#index.derivedValues(kind, column, ids),
    accountFigures: (ids) => (this.#isComplete ? this.#index.accountFigures(ids) : ids.map(() => undefined)),
    similar: async (request) => {
      const figures = await this.#bookFigures();
      return figures.similar(request, await pinyinFor(request.name));
    },
    indices: (request) => this.#indices(request),
    todayWork: async (request) => (await this.#bookFigures()).todayWork(request),
    slipping: async (request, zoneMs) => (await this.#bookFigures()).slipping(request, zoneMs),
    silent: async (request) => (await this.#bookFigures()).silent(request),
    scoreReasons: (lead) => this.#index.scoreReasons(lead),
    repairs: async () => (await this.#bookFigures()).repairs(),
    quality: async (request) => (await this.#bookFigures()).quality(request),
    qualityFindings: async (...args) => (await this.#bookFigures()).qualityFindings(...args),
    report: (request) => this.#reportOf(request),
    reminders: async (...args) => (await this.#bookFigures()).reminders(...args),
  };

  /** Loaded with the first question that lists and search do not ask. */
  readonly #bookFigures = loadOnce(async () => {
    const { BookFigures } = await import('../read/bookFigures.ts');
    return new BookFigures(this.#index);
  });

  readonly #bookReports = loadOnce(async () => {
    const { BookReports } = await import('../read/reports/bookReports.ts');
    return new BookReports(this.#index, () => this.#db);
  });

  async #reportOf(request: ReportRequest): Promise<ReportAnswer> {
    const reports = await this.#bookReports();
    await Promise.all(reports.kindsOf(request.definition).map((kind) => this.#whenLoaded(kind)));
    return reports.answer(request);
  }

  /** The conversations of one account are read from its rows: they need not all be in memory for it. */
  async #indices(request: IndicesRequest): Promise<IndicesAnswer> {
    const figures = await this.#bookFigures();
    const { account } = request;
    if (account === undefined) return figures.indices(request);
    const { readTalks } = await import('../read/talks.ts');
    const talks = await readTalks(this.#db, account);
    const ordinal = this.#index.kinds.account.ordinalOf(account);
    return figures.indices(
      request,
      talks.map((talk) => ({ ...talk, account: ordinal })),
    );
  }

  /** A list of accounts must not wait for orders that it does not show. */
  #kindsNeeded(call: ListIndexCall, args: readonly unknown[]): readonly ListedKind[] {
    switch (call) {
      case 'query':
      case 'matchingIds':
        return this.#index.kindsOf(args[0] as ListQuery);
      case 'table':
        return this.#index.kindsOf(args[0] as ListQuery, args[1] as readonly string[]);
      case 'source':
        return this.#index.kindsOf(args[0] as ListQuery, (args[1] as SourceColumns).all);
      case 'search':
        return (args[0] as SearchRequest).kinds ?? eagerKinds;
      case 'facets':
        return [args[0] as ListedKind];
      case 'similar':
        return ['account', 'contact'];
      case 'segmentCounts':
        return this.#index.kindsOfSegments();
      case 'ordersOfAccount':
        return ['account', 'order'];
      case 'labels':
        return kindsOfIds(args[0] as readonly RecordId[]).filter((kind) => !lazyKinds.has(kind));
      case 'accountFigures':
        return ['account'];
      case 'derivedValues':
        return this.#index.kindsOf({ kind: args[0] as ListedKind, group: args[1] as string });
      case 'todayWork':
        return ['account', 'contact', 'task', 'need'];
      case 'slipping':
        return ['account', 'order', 'task'];
      case 'silent':
        return ['account', 'lead', 'order', 'deal', 'activity'];
      case 'scoreReasons':
        return ['lead', 'activity'];
      case 'reminders':
        return ['account', 'contact', 'task'];
      case 'repairs':
        return eagerKinds;
      case 'quality':
      case 'qualityFindings':
        return ['account', 'contact'];
      case 'indices':
        return (args[0] as IndicesRequest).account === undefined
          ? ['account', 'need', 'order', 'activity']
          : ['account', 'need', 'order'];
      // They are told by the definition, which is read by code that only reports load.
      case 'report':
      case 'bookTable':
        return [];
      case 'counts':
        return (args[0] as readonly ListedKind[] | undefined) ?? eagerKinds;
    }
  }

  /** A few names of a kind that is not in memory are read from its rows. */
  async #labels(ids: readonly RecordId[]): Promise<(string | undefined)[]> {
    const labels = this.#index.labels(ids);
    const apart = ids.filter((id, i) => labels[i] === undefined && isLazyId(id));
    if (apart.length === 0) return labels;
    const rows = (await readRows(this.#db, apart)).flatMap((row) => row ?? []);
    const read = new Map(rows.map((row) => [row.id, labelOfRow(row)]));
    return ids.map((id, i) => labels[i] ?? read.get(id));
  }
}

/** True for answers that are made for who asks: their buffers need not be copied. */
function isHandedOver(call: ListIndexCall): boolean {
  return call === 'source' || call === 'bookTable';
}

function kindsOfIds(ids: readonly RecordId[]): readonly ListedKind[] {
  return [...new Set(ids.map(kindOfId))].filter(isListed);
}

function isLazyId(id: RecordId): boolean {
  const kind = kindOfId(id);
  return isListed(kind) && lazyKinds.has(kind);
}

function labelOfRow(row: RecordRow): string {
  const { subject } = valuesOf(row);
  return typeof subject === 'string' ? subject : '';
}

function indexErrorOf(thrown: unknown): ListIndexError {
  const known = databaseErrorOf(thrown);
  if (known !== undefined) return known;
  return {
    type: 'index-failed',
    detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  };
}
