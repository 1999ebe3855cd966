import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What the network between a browser and the relay does. */
export type Weather =
  | 'clear'
  /** Nothing answers. */
  | 'down'
  /** Connections stand, and nothing passes through them. */
  | 'silent'
  /** A few kilobytes a second. */
  | 'slow'
  /** Something else answers with a page of its own. */
  | 'portal';

const slowBytes = 16 << 10;
const slowMs = 100;

const portalPage = '<html><body>Please accept the terms of this network</body></html>';

/** Stands before a relay on a port of its own, and lets a test spoil the network. */
export class Proxy {
  readonly port: number;
  target = 0;
  weather: Weather = 'clear';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #silenced = new WeakSet<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(): Promise<Proxy> {
    const ready: { proxy?: Proxy } = {};
    const server = createServer((socket) => ready.proxy?.accept(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ready.proxy = new Proxy(server);
    return ready.proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  accept(client: Socket): void {
    this.#keep(client);
    if (this.weather === 'down') {
      client.destroy();
      return;
    }
    if (this.weather === 'portal') return this.#answerAsPortal(client);
    const relay = connect(this.target, '127.0.0.1');
    this.#keep(relay);
    this.#pass(client, relay);
    this.#pass(relay, client);
  }

  /** Ends every connection at once: with `reset`, without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #pass(from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      // What a silent network has taken never arrives, nor does what comes after it.
      if (this.weather === 'silent') this.#silenced.add(from);
      if (this.#silenced.has(from)) return;
      if (this.weather !== 'slow') return void to.write(chunk);
      from.pause();
      to.write(chunk);
      setTimeout(() => from.resume(), (chunk.length / slowBytes) * 1_000 + slowMs);
    });
    from.once('close', () => to.destroy());
  }

  #answerAsPortal(client: Socket): void {
    const head = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${portalPage.length}\r\nconnection: close\r\n\r\n`;
    client.once('data', () => client.end(head + portalPage));
  }
}
