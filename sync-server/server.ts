import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { BuiltFiles } from './builtFiles.ts';
import { serveFiles } from './serveFiles.ts';

export type RunningServer = {
  /** `http://127.0.0.1:4173`, with the port that was really taken. */
  address: string;
  /** Takes no more requests, lets open ones finish for `graceMs`, then cuts them off. */
  stop: (graceMs?: number) => Promise<void>;
};

/** What else answers at the address of the app. */
export type Attachment = {
  /** True if the request was its own. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

/** Serves what `currentFiles` gives at each request. Port 0 takes a free one. Rejects if the port cannot be taken. */
export async function startServer(
  currentFiles: () => BuiltFiles,
  { host, port }: { host: string; port: number },
  attachment?: Attachment,
): Promise<RunningServer> {
  let isStopping = false;
  const server = createServer((request, response) => {
    // A connection kept alive after its last answer would hold up the end for seconds.
    response.once('close', () => isStopping && setImmediate(() => server.closeIdleConnections()));
    if (attachment?.answer(request, response) === true) return;
    serveFiles(currentFiles(), request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  if (attachment !== undefined) {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // A client that goes away while it is refused is nobody's error.
      socket.on('error', () => undefined);
      attachment.upgrade(request, socket, head);
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    stop: (graceMs = 5_000) =>
      new Promise((resolve) => {
        isStopping = true;
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
