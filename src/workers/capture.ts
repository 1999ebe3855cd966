import type { CaptureAnswer, CaptureCall, CaptureCalls, CaptureRequest } from './captureMessages.ts';

type Answer<C extends CaptureCall> = Promise<ReturnType<CaptureCalls[C]>>;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/** The worker ends after this time without work. */
const idleMs = 60_000;

/** Reads cards, signatures and lines off the page's thread. The worker starts with the first call; what it fails at is thrown here. */
export class CaptureReader {
  #worker: Worker | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  readonly #pending = new Map<number, Pending>();

  ask<C extends CaptureCall>(call: C, ...args: Parameters<CaptureCalls[C]>): Answer<C> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, call, args } satisfies CaptureRequest);
    });
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./capture.worker.ts', import.meta.url), {
      type: 'module',
      name: 'capture',
    });
    worker.onmessage = ({ data: { id, value } }: MessageEvent<CaptureAnswer>) => {
      const waiting = this.#pending.get(id);
      this.#pending.delete(id);
      waiting?.resolve(value as never);
      if (this.#pending.size === 0) this.#idle = setTimeout(() => this.close(), idleMs);
    };
    worker.onerror = ({ message }) => {
      this.close();
      for (const { reject } of this.#pending.values()) reject(new Error(message));
      this.#pending.clear();
    };
    return worker;
  }
}
