import type { WebSocket } from 'ws';

/** What waits for one device. It never grows beyond a limit: who does not take it is cut off. */
export class Outgoing {
  readonly #socket: WebSocket;
  readonly #mostBytes: number;
  readonly #tooMuch: () => void;
  #handedBytes = 0;
  #takenBytes = 0;
  #progressAt = 0;

  constructor(socket: WebSocket, mostBytes: number, tooMuch: () => void) {
    this.#socket = socket;
    this.#mostBytes = mostBytes;
    this.#tooMuch = tooMuch;
  }

  /** Bytes that the device has not taken yet. */
  get waitingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(data: Uint8Array | string): void {
    if (!this.#isOpen(data)) return;
    this.#socket.send(data);
  }

  /** Resolves when the device has taken it, or is gone. */
  sendAndWait(data: Uint8Array): Promise<void> {
    if (!this.#isOpen(data)) return Promise.resolve();
    return new Promise((resolve) => this.#socket.send(data, () => resolve()));
  }

  /** Since when something waits and nothing of it has been taken; undefined where all is well. In ms, of `now`'s clock. */
  stalledSince(now: number): number | undefined {
    const waiting = this.waitingBytes;
    const taken = this.#handedBytes - waiting;
    if (waiting === 0 || taken > this.#takenBytes || this.#progressAt === 0) this.#progressAt = now;
    this.#takenBytes = taken;
    return waiting === 0 ? undefined : this.#progressAt;
  }

  #isOpen(data: Uint8Array | string): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    this.#handedBytes += data.length;
    if (this.waitingBytes <= this.#mostBytes) return true;
    this.#tooMuch();
    return false;
  }
}
