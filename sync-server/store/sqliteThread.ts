import { Worker } from 'node:worker_threads';
import type { StoreAnswer, StoreCall } from './sqliteWorker.ts';

/** A thread with one connection to the file. Calls are answered in their order. */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #ended: Error | undefined;

  /** Rejects where the file cannot be opened. */
  static async start(path: string, role: 'writer' | 'reader'): Promise<SqliteThread> {
    const thread = new SqliteThread(path, role);
    await new Promise((resolve, reject) => thread.#waiting.set(0, { resolve, reject }));
    return thread;
  }

  private constructor(path: string, role: 'writer' | 'reader') {
    this.#worker = new Worker(new URL('./sqliteWorker.ts', import.meta.url), {
      workerData: { path, role },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#worker.on('message', (answer: StoreAnswer) => this.#take(answer));
    this.#worker.on('error', (error: unknown) => {
      const isStarting = this.#lastId === 0;
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      // A bug in the thread: a relay without its store is to end, and to be started again.
      if (!isStarting) throw error;
    });
    this.#worker.on('exit', () => this.#fail(new Error('The thread of the store has ended')));
  }

  /** Rejects where the call fails, or the thread has ended. */
  async ask<T>(call: StoreCall): Promise<T> {
    if (this.#ended !== undefined) throw this.#ended;
    const id = ++this.#lastId;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#worker.postMessage({ id, call });
    return (await answer) as T;
  }

  #take({ id, value, failure }: StoreAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(failure));
  }

  #fail(error: Error): void {
    this.#ended = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
