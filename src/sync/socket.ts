/** One connection as a browser's WebSocket gives it, and as a simulation makes it up. */
export interface Socket {
  readonly send: (data: string | Uint8Array) => void;
  readonly close: () => void;
  /** What was given to `send` and has not left this device, where that is known. */
  readonly bufferedBytes?: () => number;
}

export interface SocketEvents {
  readonly onOpen: () => void;
  readonly onMessage: (data: string | Uint8Array) => void;
  /** Once; nothing comes after it. `code` as in RFC 6455. */
  readonly onClose: (code: number) => void;
}

export type OpenSocket = (events: SocketEvents) => Socket;

/** The WebSocket subprotocol: something that answers without it is no relay. */
export const subprotocol = 'rapport.1';

/** The relay of an origin: `ws://127.0.0.1:4173/sync` for `http://127.0.0.1:4173`. */
export function relayAddress(origin: string): string {
  const url = new URL('/sync', origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Closed without a word of why, as a lost network does. */
const lostCode = 1006;

export function webSocketTo(address: string): OpenSocket {
  return ({ onOpen, onMessage, onClose }) => {
    const socket = new WebSocket(address, subprotocol);
    socket.binaryType = 'arraybuffer';
    let isOver = false;
    const end = (code: number): void => {
      if (isOver) return;
      isOver = true;
      onClose(code);
    };
    socket.onopen = () => {
      // A portal that answers for the relay does not know the subprotocol.
      if (socket.protocol === subprotocol) return onOpen();
      socket.close();
      end(lostCode);
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      if (isOver) return;
      onMessage(typeof event.data === 'string' ? event.data : new Uint8Array(event.data));
    };
    socket.onclose = (event) => end(event.code);
    return {
      send: (data) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(data as string | Uint8Array<ArrayBuffer>);
      },
      bufferedBytes: () => socket.bufferedAmount,
      close: () => {
        socket.close();
        // A network that is gone would let the closing wait for minutes.
        end(lostCode);
      },
    };
  };
}
