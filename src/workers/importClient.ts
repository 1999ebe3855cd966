import { err, ok, type Result } from '../domain/result.ts';
import type {
  FromImportWorker,
  ImportCall,
  ImportCalls,
  ImportProgress,
  ToImportWorker,
  WorkError,
} from './importMessages.ts';

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
  /** Stores a chunk; false stops the import. */
  onChunk?: (position: number, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>;
}

interface Waiting {
  options: CallOptions;
  resolve: (result: Result<unknown, WorkError>) => void;
  reject: (error: Error) => void;
}

/** A tab's calls to its import worker, started with the first and ended with `close`. Bugs in the worker reject. */
export class ImportClient {
  readonly #book: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #nextId = 0;

  constructor(book: string) {
    this.#book = book;
  }

  call<C extends ImportCall>(
    call: C,
    args: ImportCalls[C]['args'],
    options: CallOptions = {},
  ): Promise<Result<ImportCalls[C]['result'], WorkError>> {
    const { signal } = options;
    if (signal?.aborted === true) return Promise.resolve(err({ type: 'read-cancelled' }));
    const id = this.#nextId;
    this.#nextId += 1;
    const worker = this.#start();
    const cancel = () => worker.postMessage({ type: 'cancel', id } satisfies ToImportWorker);
    signal?.addEventListener('abort', cancel);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        options,
        resolve: (result) => {
          signal?.removeEventListener('abort', cancel);
          resolve(result as Result<ImportCalls[C]['result'], WorkError>);
        },
        reject,
      });
      worker.postMessage({ type: 'call', id, call, args } satisfies ToImportWorker);
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { resolve } of this.#waiting.values()) resolve(err({ type: 'read-cancelled' }));
    this.#waiting.clear();
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./import.worker.ts', import.meta.url), {
      type: 'module',
      name: 'import',
    });
    this.#worker = worker;
    worker.postMessage({ type: 'start', book: this.#book } satisfies ToImportWorker);
    worker.onmessage = (event: MessageEvent<FromImportWorker>) => void this.#hear(worker, event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#failAll(new Error(`import worker: ${event.message}`));
    };
    return worker;
  }

  async #hear(worker: Worker, message: FromImportWorker): Promise<void> {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    switch (message.type) {
      case 'progress':
        waiting.options.onProgress?.(message.progress);
        return;
      case 'chunk': {
        const { id, position, bytes } = message;
        const isWritten = (await waiting.options.onChunk?.(position, bytes)) ?? false;
        worker.postMessage({ type: 'chunk-written', id, position, isWritten } satisfies ToImportWorker);
        return;
      }
      case 'done':
        waiting.resolve(ok(message.result));
        break;
      case 'refused':
        waiting.resolve(err(message.error));
        break;
      case 'bug': {
        const error = new Error(message.message);
        error.stack = message.stack;
        waiting.reject(error);
        break;
      }
    }
    this.#waiting.delete(message.id);
  }

  #failAll(error: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
