/** What a `LiveSocket` is connected to, instead of a server. */
export interface SocketEnd {
  /** A socket waits to be opened; it is the only one from now on. */
  readonly attach: (socket: LiveSocket) => void;
  readonly detach: (socket: LiveSocket) => void;
  /** y-websocket sends a message. */
  readonly take: (message: Uint8Array) => void;
}

/** As much of a WebSocket as y-websocket uses, over something that is not one. */
export class LiveSocket {
  static readonly OPEN = 1;
  /** y-websocket asks the instance. */
  readonly OPEN = LiveSocket.OPEN;
  binaryType = 'arraybuffer';
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: Uint8Array }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #end: SocketEnd;

  constructor(end: SocketEnd) {
    this.#end = end;
    end.attach(this);
  }

  send(message: Uint8Array): void {
    if (this.readyState === this.OPEN) this.#end.take(message);
  }

  close(): void {
    this.readyState = 3;
    this.#end.detach(this);
  }

  /** What it stands for is there. */
  open(): void {
    if (this.readyState !== 0) return;
    this.readyState = this.OPEN;
    this.onopen?.();
  }

  deliver(message: Uint8Array): void {
    if (this.readyState === this.OPEN) this.onmessage?.({ data: message });
  }

  /** What it stands for is gone: y-websocket makes another. */
  lose(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.onclose?.({ code: 1006, reason: '' });
  }
}

/** A class as y-websocket wants one. */
export function webSocketOver(end: SocketEnd): typeof WebSocket {
  return class extends LiveSocket {
    constructor() {
      super(end);
    }
  } as unknown as typeof WebSocket;
}
