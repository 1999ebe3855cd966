import type { RecordId } from '../domain/ids.ts';
import type { ListQuery } from '../read/listQuery.ts';
import type { ListIndex } from './listIndex.ts';
import type {
  PastTalk,
  PastTalksAnswer,
  PastTalksCall,
  PastTalksCalls,
  PastTalksQuestion,
  PastTalksRequest,
} from './pastTalksMessages.ts';

/** The part of `Worker` that is used, so that tests can stand in for it. */
export type PastTalksPort = Pick<Worker, 'terminate' | 'onmessage' | 'onerror'> & {
  postMessage(request: PastTalksRequest): void;
};

/** How many of the newest records of the book are compared, by kind. */
const newest: readonly { readonly query: ListQuery; readonly limit: number }[] = [
  { query: { kind: 'activity', sort: { by: 'at', descending: true } }, limit: 5_000 },
  { query: { kind: 'need', sort: { by: 'date', descending: true } }, limit: 1_500 },
];
/** The worker and what it has read go after this time without a question. */
const idleMs = 120_000;

interface Asked {
  readonly question: PastTalksQuestion;
  readonly settle: (found: readonly PastTalk[] | undefined) => void;
}

/**
 * Finds earlier conversations like the one being written, in a worker that starts with the first question. One question is under
 * way at a time and one waits: a newer one takes its place, so that a worker never works through what was typed meanwhile.
 */
export class PastTalks {
  readonly #book: string;
  readonly #index: ListIndex;
  readonly #start: () => PastTalksPort;
  readonly #onWider = new Set<() => void>();
  #port: PastTalksPort | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #pending = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  #lastId = 0;
  #isBusy = false;
  #next: Asked | undefined;
  #isWide = false;

  constructor(book: string, index: ListIndex, start: () => PastTalksPort = startWorker) {
    this.#book = book;
    this.#index = index;
    this.#start = start;
    index.onChange((kinds) => {
      if (kinds.has('activity') || kinds.has('need')) this.#isWide = false;
    });
  }

  /** Undefined where a newer question took the place of this one, or the worker broke down. */
  ask(question: PastTalksQuestion): Promise<readonly PastTalk[] | undefined> {
    return new Promise((resolve) => {
      this.#next?.settle(undefined);
      this.#next = { question, settle: resolve };
      if (!this.#isBusy) void this.#work();
    });
  }

  /** Called when more of the book can be compared than before: the same question may find more. Returns what ends it. */
  onWider(listener: () => void): () => void {
    this.#onWider.add(listener);
    return () => this.#onWider.delete(listener);
  }

  close(): void {
    this.#end();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let asked = this.#take(); asked !== undefined; asked = this.#take()) {
      if (!this.#isWide) void this.#widen();
      const { question, settle } = asked;
      settle(await this.#call('similar', question).catch((thrown: unknown) => this.#report(thrown)));
    }
    this.#isBusy = false;
  }

  #take(): Asked | undefined {
    const asked = this.#next;
    this.#next = undefined;
    return asked;
  }

  /** The newest of the book come from the index; until it has read them, only the customer's own are compared. */
  async #widen(): Promise<void> {
    this.#isWide = true;
    const ids: RecordId[] = [];
    for (const { query, limit } of newest) {
      const answer = await this.#index.query(query, { offset: 0, limit });
      if (!answer.ok) {
        this.#isWide = false;
        return;
      }
      ids.push(...answer.value.ids);
    }
    await this.#call('recent', ids).catch((thrown: unknown) => this.#report(thrown));
    for (const listener of this.#onWider) listener();
  }

  #call<C extends PastTalksCall>(
    call: C,
    ...args: Parameters<PastTalksCalls[C]>
  ): Promise<ReturnType<PastTalksCalls[C]>> {
    clearTimeout(this.#idle);
    const port = (this.#port ??= this.#begin());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      port.postMessage({ type: 'call', id, call, args });
    });
  }

  #begin(): PastTalksPort {
    const port = this.#start();
    port.onmessage = ({ data: { id, value, failure } }: MessageEvent<PastTalksAnswer>) => {
      const waiting = this.#pending.get(id);
      this.#pending.delete(id);
      if (failure === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(failure));
      if (this.#pending.size === 0) this.#idle = setTimeout(() => this.#end(), idleMs);
    };
    port.onerror = ({ message }) => this.#end(new Error(message));
    port.postMessage({ type: 'open', name: this.#book });
    return port;
  }

  /** What is under way answers nothing, or why it broke down. */
  #end(reason?: Error): void {
    clearTimeout(this.#idle);
    this.#port?.terminate();
    this.#port = undefined;
    this.#isWide = false;
    for (const { resolve, reject } of this.#pending.values())
      if (reason === undefined) resolve(undefined);
      else reject(reason);
    this.#pending.clear();
  }

  #report(thrown: unknown): undefined {
    reportError(thrown);
    return undefined;
  }
}

function startWorker(): PastTalksPort {
  return new Worker(new URL('./pastTalks.worker.ts', import.meta.url), {
    type: 'module',
    name: 'past talks',
  });
}
