import type { IncomingMessage } from 'node:http';
import type { RelayOptions } from './relayOptions.ts';
import { TokenBucket } from './tokenBucket.ts';

interface Caller {
  connections: number;
  readonly connects: TokenBucket;
  readonly makes: TokenBucket;
  seenAt: number;
}

const hourMs = 3_600_000;

/** How much comes from one address. Kept in memory only, for an hour after the last connection. */
export class Addresses {
  readonly #options: RelayOptions;
  readonly #callers = new Map<string, Caller>();

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Counts a connection; the answer names the caller in the other calls. */
  enter(request: IncomingMessage): string {
    const address = addressOf(request, this.#options.isBehindProxy);
    this.#caller(address).connections++;
    return address;
  }

  leave(address: string): void {
    this.#caller(address).connections--;
  }

  /** Asked once for each connection, after `enter`. */
  mayConnect(address: string): boolean {
    const { connections, connects } = this.#caller(address);
    return connections <= this.#options.connectionsPerAddress && connects.take(1, performance.now()) === 0;
  }

  mayMake(address: string): boolean {
    return this.#caller(address).makes.take(1, performance.now()) === 0;
  }

  forget(now: number): void {
    for (const [address, { connections, seenAt }] of this.#callers) {
      if (connections === 0 && now - seenAt > hourMs) this.#callers.delete(address);
    }
  }

  #caller(address: string): Caller {
    const now = performance.now();
    const { connectsPerSecond, newWorkspacesPerHour } = this.#options;
    const caller = this.#callers.get(address) ?? {
      connections: 0,
      connects: new TokenBucket(connectsPerSecond, 10 * connectsPerSecond, now),
      makes: new TokenBucket(newWorkspacesPerHour / 3_600, newWorkspacesPerHour, now),
      seenAt: now,
    };
    caller.seenAt = now;
    this.#callers.set(address, caller);
    return caller;
  }
}

/** An IPv6 customer has at least 2^64 addresses: they count as one. */
function addressOf(request: IncomingMessage, isBehindProxy: boolean): string {
  const forwarded = request.headers['x-forwarded-for'];
  const last = [forwarded ?? []]
    .flat()
    .join(',')
    .split(/\s*,\s*/)
    .at(-1);
  const address = (isBehindProxy && last) || (request.socket.remoteAddress ?? '');
  return address.includes('.') || !address.includes(':') ? address : address.split(':').slice(0, 4).join(':');
}
