import type { Book } from '../database/book.ts';
import { err, ok, type Result } from '../domain/result.ts';
import {
  engineChannelName,
  engineLockName,
  type EngineCall,
  type EngineCalls,
  type EngineFailure,
  type EngineMessage,
  type EngineStart,
} from './engineMessages.ts';

/** A visible tab that hears nothing from the engine for this long takes over. */
const silenceMs = 1_000;
const pingMs = 500;
/** A call that the engine has taken may take its time; one that it has not is sent again. */
const resendMs = 1_500;
const maxRestarts = 5;
/** A leading tab whose engine leaves so many pings in a row without an answer starts it anew: about six seconds. */
const maxUnansweredPings = 12;

type Waiting = {
  readonly message: Extract<EngineMessage, { type: 'call' }>;
  readonly settle: (result: Result<unknown, EngineFailure>) => void;
  sentAt: number;
  isTaken: boolean;
};

/** A tab's way to the engine of its book: runs it while this tab leads, watches it otherwise, and carries calls to it. */
export class EngineLink {
  readonly #book: Book;
  readonly #memberName: string;
  readonly #tab = crypto.randomUUID();
  readonly #channel: BroadcastChannel;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onStopped: (error: EngineFailure) => void;
  #worker: Worker | undefined;
  readonly #listening = new AbortController();
  #nextCall = 0;
  #heardAt = performance.now();
  #restarts = 0;
  #unansweredPings = 0;
  #isClosed = false;
  #timer: ReturnType<typeof setInterval>;
  #release: (() => void) | undefined;

  constructor(book: Book, memberName: string, onStopped: (error: EngineFailure) => void) {
    this.#book = book;
    this.#memberName = memberName;
    this.#onStopped = onStopped;
    this.#channel = new BroadcastChannel(engineChannelName(book.name));
    this.#channel.onmessage = (event: MessageEvent<EngineMessage>) => this.#hear(event.data);
    this.#timer = setInterval(() => this.#watch(), pingMs);
    const { signal } = this.#listening;
    addEventListener('online', () => this.#tellAwake(), { signal });
    document.addEventListener('visibilitychange', () => this.#tellAwake(), { signal });
    void this.#lead({});
  }

  /** True while the engine runs in this tab. */
  get isLeading(): boolean {
    return this.#worker !== undefined;
  }

  call<C extends EngineCall>(
    call: C,
    args: EngineCalls[C]['args'],
  ): Promise<Result<EngineCalls[C]['result'], EngineFailure>> {
    const id = this.#nextCall++;
    const message = { type: 'call', from: this.#tab, id, call, args } as const;
    return new Promise((resolve) => {
      this.#waiting.set(id, {
        message,
        settle: (result) => resolve(result as Result<EngineCalls[C]['result'], EngineFailure>),
        sentAt: performance.now(),
        isTaken: false,
      });
      this.#channel.postMessage(message);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#listening.abort();
    clearInterval(this.#timer);
    this.#stopWorker();
    this.#release?.();
    this.#channel.close();
    for (const { settle } of this.#waiting.values()) settle(err({ type: 'unanswered' }));
  }

  #hear(message: EngineMessage): void {
    switch (message.type) {
      case 'pong':
        this.#heardAt = performance.now();
        this.#unansweredPings = 0;
        return;
      case 'ready':
        this.#heardAt = performance.now();
        for (const waiting of this.#waiting.values()) this.#send(waiting);
        return;
      case 'taken':
        if (message.to === this.#tab) this.#markTaken(message.id);
        return;
      case 'answer':
        if (message.to === this.#tab) this.#settle(message.id, ok(message.result));
        return;
      case 'failed':
        if (message.to === this.#tab) this.#fail(message.id, message.error);
        return;
      case 'stopped':
        if (message.error.type !== 'superseded') this.#onStopped(message.error);
        return;
      case 'ping':
      case 'call':
      case 'progress':
      case 'sync':
      case 'sync?':
      case 'awake':
        return;
    }
  }

  /** Waits for the lock, runs the engine while it is held, and lets go of it when another tab steals it. */
  async #lead(options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(engineLockName(this.#book.name), options, () => {
        if (this.#isClosed) return undefined;
        this.#startWorker();
        return new Promise<void>((resolve) => {
          this.#release = resolve;
        });
      });
    } catch (thrown) {
      if (!(thrown instanceof DOMException) || thrown.name !== 'AbortError') throw thrown;
      this.#stopWorker();
      this.#release = undefined;
      if (!this.#isClosed) void this.#lead({});
    }
  }

  #watch(): void {
    const now = performance.now();
    for (const waiting of this.#waiting.values()) {
      if (!waiting.isTaken && now - waiting.sentAt > resendMs) this.#send(waiting);
    }
    if (this.isLeading) this.#watchOwnEngine();
    const isVisible = document.visibilityState === 'visible';
    if (!isVisible || this.isLeading || this.#book.readOnly) {
      this.#heardAt = now;
      return;
    }
    if (now - this.#heardAt > silenceMs + pingMs) {
      this.#heardAt = now;
      void this.#lead({ steal: true });
      return;
    }
    this.#ping();
  }

  /** A worker that the browser has ended says nothing. Counts pings, because timers of a hidden tab are slow. */
  #watchOwnEngine(): void {
    if (this.#unansweredPings < maxUnansweredPings) {
      this.#unansweredPings++;
      this.#ping();
      return;
    }
    this.#restart({ type: 'bug', message: 'the engine does not answer', stack: '' });
  }

  #tellAwake(): void {
    if (document.visibilityState === 'visible') {
      this.#channel.postMessage({ type: 'awake' } satisfies EngineMessage);
    }
  }

  #ping(): void {
    this.#channel.postMessage({ type: 'ping', from: this.#tab } satisfies EngineMessage);
  }

  #startWorker(): void {
    if (this.#book.readOnly) return;
    const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
      type: 'module',
      name: 'engine',
    });
    this.#worker = worker;
    this.#unansweredPings = 0;
    const start: EngineStart = { type: 'start', book: this.#book.name, memberName: this.#memberName };
    worker.postMessage(start);
    worker.onmessage = (event: MessageEvent<{ type: 'stopped'; error: EngineFailure }>) => {
      if (this.#worker === worker) this.#restart(event.data.error);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const error: EngineFailure = {
        type: 'bug',
        message: event.message,
        stack: `${event.filename}:${event.lineno}`,
      };
      if (this.#worker === worker) this.#restart(error);
    };
  }

  /** An engine that failed starts anew, a few times: what it had not committed is still there as intents. */
  #restart(error: EngineFailure): void {
    this.#stopWorker();
    if (error.type === 'superseded' || this.#isClosed) return;
    this.#restarts++;
    if (error.type === 'newer-version' || this.#restarts > maxRestarts) {
      this.#onStopped(error);
      return;
    }
    setTimeout(
      () => {
        if (this.#release !== undefined && this.#worker === undefined && !this.#isClosed) this.#startWorker();
      },
      200 * 2 ** this.#restarts,
    );
  }

  #stopWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #send(waiting: Waiting): void {
    waiting.sentAt = performance.now();
    waiting.isTaken = false;
    this.#channel.postMessage(waiting.message);
  }

  #markTaken(id: number): void {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) waiting.isTaken = true;
  }

  #settle(id: number, result: Result<unknown, EngineFailure>): void {
    this.#waiting.get(id)?.settle(result);
    this.#waiting.delete(id);
  }

  /** What a superseded engine could not do is asked of the next one. */
  #fail(id: number, error: EngineFailure): void {
    const waiting = this.#waiting.get(id);
    if (error.type !== 'superseded') this.#settle(id, err(error));
    else if (waiting !== undefined) waiting.isTaken = false;
  }
}
