import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { decodeEntry } from '../../src/protocol/entry.ts';
import { maxFrameBytes } from '../../src/protocol/limits.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import { workspaceTag, type Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { NewEntry, RelayStore } from '../store/relayStore.ts';
import { Addresses } from './addresses.ts';
import { Committer } from './committer.ts';
import { Connection, type Host } from './connection.ts';
import type { RelayOptions } from './relayOptions.ts';
import { sha256 } from './signatures.ts';
import { Workspace } from './workspace.ts';

const checkIntervalMs = 1_000;
const subprotocol = 'rapport.1';

/** Where devices connect. */
export const syncPath = '/sync';

/** What the app's pages get when they open the address with the token, and bring when they connect. */
export const createCookie = 'rapport-create';

export interface RelayPorts {
  readonly store: RelayStore;
  readonly options: RelayOptions;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Keeps and orders logs that it cannot read, and hands each entry to the devices of its workspace. */
export class Relay {
  readonly #ports: RelayPorts;
  readonly #committer: Committer;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #workspaces = new Map<Hex, Workspace>();
  /** On their way from the store, or into it. */
  readonly #opening = new Map<Hex, Promise<Workspace | undefined>>();
  readonly #addresses: Addresses;
  readonly #timer: NodeJS.Timeout;
  #isStopping = false;

  constructor(ports: RelayPorts) {
    const { store, options, metrics, log } = ports;
    this.#ports = ports;
    this.#committer = new Committer(store, metrics, log);
    this.#addresses = new Addresses(options);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: maxFrameBytes,
      perMessageDeflate: false,
      clientTracking: false,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
    });
    this.#timer = setInterval(() => this.#check(), checkIntervalMs);
    metrics.gauge('connections', () => this.#connections.size);
    metrics.gauge('workspaces_open', () => this.#workspaces.size);
    metrics.gauge('resident_bytes', () => process.memoryUsage.rss());
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Takes over a request to change the protocol. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#refusalOf(request);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#accept(opened, request));
  }

  /** Tells everybody, puts what has been accepted on disk, and closes the store. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#committer.settle();
    for (const connection of this.#connections) connection.close({ type: 'shutting-down' });
    await this.#committer.settle();
    await this.#ports.store.close();
  }

  #refusalOf({ url, headers }: IncomingMessage): string | undefined {
    if (this.#isStopping) return '503 Service Unavailable';
    if (url?.replace(/\?.*$/, '') !== syncPath) return '404 Not Found';
    const protocols = headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? [];
    if (!protocols.includes(subprotocol)) return '400 Bad Request';
    return isAllowedOrigin(headers.origin, headers.host, this.#ports.options.origins)
      ? undefined
      : '403 Forbidden';
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const { options, metrics, log, store } = this.#ports;
    const address = this.#addresses.enter(request);
    socket.once('close', () => this.#addresses.leave(address));
    const host: Host = {
      ...{ store, options, metrics, log },
      committer: this.#committer,
      token: cookieOf(request.headers.cookie),
      find: (workspace) => this.#find(workspace),
      make: (workspace, genesis) => this.#make(workspace, genesis),
      mayMake: () => this.#addresses.mayMake(address),
    };
    const connection = new Connection(socket, host);
    metrics.count('connections_total');
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
    if (this.#connections.size > options.connections || !this.#addresses.mayConnect(address)) {
      connection.close({ type: 'full' });
    }
  }

  /** The one object of a workspace. Whoever sits down in it does so in the turn in which this resolves. */
  #find(name: Hex): Promise<Workspace | undefined> {
    const known = this.#workspaces.get(name);
    known?.touch(performance.now());
    return known === undefined ? this.#once(name, () => this.#open(name)) : Promise.resolve(known);
  }

  #make(name: Hex, genesis: Uint8Array): Promise<Workspace | undefined> {
    return this.#once(name, () => this.#begin(name, genesis));
  }

  #once(name: Hex, open: () => Promise<Workspace | undefined>): Promise<Workspace | undefined> {
    const running = this.#opening.get(name);
    if (running !== undefined) return running;
    const opening = open().finally(() => this.#opening.delete(name));
    this.#opening.set(name, opening);
    return opening;
  }

  async #open(name: Hex): Promise<Workspace | undefined> {
    const { store, metrics } = this.#ports;
    const stored = await store.open(name);
    if (stored === undefined) return undefined;
    const workspace = new Workspace(name, stored, { store, committer: this.#committer, metrics });
    this.#workspaces.set(name, workspace);
    return workspace;
  }

  async #begin(name: Hex, genesis: Uint8Array): Promise<Workspace | undefined> {
    const decoded = decodeEntry(genesis);
    if (!decoded.ok) return undefined;
    const { device, sequence, kind } = decoded.value.header;
    const entry: NewEntry = {
      ...{ type: 'entry', workspace: name, position: 1, receivedAt: Date.now() },
      ...{ device, sequence, kind, hash: sha256(genesis), bytes: genesis },
    };
    const isStored = await new Promise<boolean>((resolve) => {
      this.#committer.append(entry, { stored: () => resolve(true), failed: () => resolve(false) });
    });
    if (isStored) {
      this.#ports.metrics.count('workspaces_made_total');
      this.#ports.log('info', 'workspace-made', { workspace: workspaceTag(name) });
    }
    return isStored ? this.#open(name) : undefined;
  }

  #check(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.check(now);
    this.#addresses.forget(now);
    for (const [name, workspace] of this.#workspaces) {
      workspace.dropExpiredJoins(Date.now());
      if (workspace.isIdle(now)) this.#workspaces.delete(name);
    }
  }
}

/** A page of another site has no business here; programs say no origin at all. */
function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  others: readonly string[],
): boolean {
  if (origin === undefined || others.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function cookieOf(header: string | undefined): string {
  const cookies = header?.split(/;\s*/) ?? [];
  return (
    cookies.find((cookie) => cookie.startsWith(`${createCookie}=`))?.slice(createCookie.length + 1) ?? ''
  );
}
