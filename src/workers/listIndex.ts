import { err, ok, type Result } from '../domain/result.ts';
import { listedKinds, type ListedKind } from '../read/listQuery.ts';
import type {
  ListIndexCall,
  ListIndexCalls,
  ListIndexError,
  ListIndexReport,
  ListIndexRequest,
} from './listIndexCalls.ts';

type Answer<C extends ListIndexCall> = Promise<Result<ReturnType<ListIndexCalls[C]>, ListIndexError>>;

/** The index of lists and search of one tab, in a worker of its own. Every call is a read and may be asked again. */
export type ListIndex = {
  readonly [C in ListIndexCall]: (...args: Parameters<ListIndexCalls[C]>) => Answer<C>;
} & {
  /** Called after rows changed, at most once a frame: screens ask again. Returns what ends it. */
  readonly onChange: (listener: (kinds: ReadonlySet<ListedKind>) => void) => () => void;
  readonly close: () => void;
};

/** What a test can put in place of a real worker. */
export interface WorkerPort {
  postMessage(request: ListIndexRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ListIndexReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Pending {
  readonly call: ListIndexCall;
  readonly args: readonly unknown[];
  readonly settle: (result: Result<unknown, ListIndexError>) => void;
  crashes: number;
}

/** A worker that crashes this often within the window is left alone until somebody asks again. */
const maxCrashes = 3;
const crashWindowMs = 60_000;

/** Starts the worker for a book that is already open in this tab. A crash starts it anew and repeats what it owed. */
export function openListIndex(bookName: string, start: () => WorkerPort = startWorker): ListIndex {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(kinds: ReadonlySet<ListedKind>) => void>();
  const changed = new Set<ListedKind>();
  let lastId = 0;
  let isClosed = false;
  let crashes: number[] = [];
  let port: WorkerPort | undefined = begin();

  function begin(): WorkerPort {
    const worker = start();
    worker.onmessage = (event) => receive(event.data);
    worker.onerror = (event) => recover(event.message);
    worker.postMessage({ type: 'open', name: bookName });
    return worker;
  }

  function receive(report: ListIndexReport): void {
    if (report.type === 'changed') return gather(report.kinds);
    const waiting = pending.get(report.id);
    pending.delete(report.id);
    waiting?.settle(report.type === 'answer' ? ok(report.value) : err(report.error));
  }

  /** What made the worker crash twice is given up; the rest is asked again. */
  function recover(detail: string): void {
    port?.terminate();
    port = undefined;
    if (isClosed) return;
    crashes = [...crashes.filter((at) => at > Date.now() - crashWindowMs), Date.now()];
    const isHopeless = crashes.length >= maxCrashes;
    for (const [id, waiting] of pending) {
      waiting.crashes++;
      if (waiting.crashes < 2 && !isHopeless) continue;
      pending.delete(id);
      waiting.settle(err({ type: 'index-failed', detail }));
    }
    if (isHopeless) return;
    port = begin();
    for (const [id, { call, args }] of pending) port.postMessage({ type: 'call', id, call, args });
    gather(listedKinds);
  }

  function gather(kinds: readonly ListedKind[]): void {
    if (changed.size === 0) nextFrame(notify);
    for (const kind of kinds) changed.add(kind);
  }

  function notify(): void {
    const kinds = new Set(changed);
    changed.clear();
    if (!isClosed) for (const listener of listeners) listener(kinds);
  }

  const ask =
    <C extends ListIndexCall>(call: C) =>
    (...args: Parameters<ListIndexCalls[C]>): Answer<C> =>
      new Promise((resolve) => {
        const id = ++lastId;
        const settle = resolve as (result: Result<unknown, ListIndexError>) => void;
        pending.set(id, { call, args, settle, crashes: 0 });
        port ??= begin();
        port.postMessage({ type: 'call', id, call, args });
      });

  return {
    query: ask('query'),
    matchingIds: ask('matchingIds'),
    table: ask('table'),
    source: ask('source'),
    bookTable: ask('bookTable'),
    search: ask('search'),
    similar: ask('similar'),
    counts: ask('counts'),
    segmentCounts: ask('segmentCounts'),
    facets: ask('facets'),
    labels: ask('labels'),
    ordersOfAccount: ask('ordersOfAccount'),
    accountFigures: ask('accountFigures'),
    derivedValues: ask('derivedValues'),
    indices: ask('indices'),
    todayWork: ask('todayWork'),
    report: ask('report'),
    slipping: ask('slipping'),
    repairs: ask('repairs'),
    silent: ask('silent'),
    scoreReasons: ask('scoreReasons'),
    quality: ask('quality'),
    qualityFindings: ask('qualityFindings'),
    reminders: ask('reminders'),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      port?.terminate();
    },
  };
}

/** A hidden tab draws no frames; it must hear of changes all the same. */
function nextFrame(run: () => void): void {
  if (typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible')
    requestAnimationFrame(run);
  else setTimeout(run, 16);
}

function startWorker(): WorkerPort {
  return new Worker(new URL('./listIndex.worker.ts', import.meta.url), { type: 'module', name: 'index' });
}
