import { toHex } from '../protocol/bytes.ts';
import { decodeEntry } from '../protocol/entry.ts';
import type { PlacedEntry, RelayError, ToDevice } from '../protocol/frames.ts';
import type { Hex } from '../protocol/operations.ts';
import { verifySignature, type Verify } from '../protocol/keys.ts';
import {
  openConnection,
  type Connection,
  type ConnectionEnd,
  type Knock,
  type Welcome,
} from './connection.ts';
import { followOperations, type OperationChain } from './operationChain.ts';
import type { RelayPorts } from './shareTeam.ts';

/** Why somebody who is not in yet cannot go on. */
export type GuestFailure =
  | { readonly type: 'offline' }
  | { readonly type: 'expired' }
  | { readonly type: 'refused' }
  | { readonly type: 'unknown-workspace' }
  /** What the relay says does not fit what we were given: somebody may be in between. */
  | { readonly type: 'mismatch' }
  | { readonly type: 'too-old' }
  | { readonly type: 'failed'; readonly detail: string };

export interface GuestEvents {
  readonly connecting: () => void;
  /** All operations so far are read and verified; comes again when they are read anew. */
  readonly read: (chain: OperationChain, welcome: Welcome) => Promise<void>;
  readonly hear: (message: ToDevice) => Promise<void>;
  readonly failed: (failure: GuestFailure) => void;
}

/** Tried so often before the first welcome; once welcomed, a guest comes back for as long as it wants. */
const maxFirstTries = 3;
const retryMs = [500, 1_000, 2_000, 5_000, 10_000] as const;

/** The connection of somebody without a book: it reads the operations on the members, and comes back when it is cut. */
export class Guest {
  readonly #ports: RelayPorts;
  readonly #verify: Verify;
  readonly #knock: Knock;
  readonly #events: GuestEvents;
  #workspace: Hex | undefined;
  #connection: Connection | undefined;
  #welcome: Welcome | undefined;
  #chain: OperationChain | undefined;
  #entries: PlacedEntry[] = [];
  #tries = 0;
  #hasBeenWelcome = false;
  #isOver = false;
  #cancelRetry: () => void = () => undefined;
  #last: Promise<void> = Promise.resolve();

  /** `workspace` is undefined for a phrase: the relay finds it, and the genesis says which it is. */
  constructor(
    ports: RelayPorts & { readonly verify?: Verify },
    knock: Knock,
    workspace: Hex | undefined,
    events: GuestEvents,
  ) {
    this.#ports = ports;
    this.#verify = ports.verify ?? verifySignature;
    this.#knock = knock;
    this.#workspace = workspace;
    this.#events = events;
    this.#connect();
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Reads the operations that have come since. */
  readOn(): void {
    this.#connection?.sendControl({ t: 'operations', after: this.#chain?.position ?? 0 });
  }

  /** Knocks again: the relay says anew where it stands. */
  reconnect(): void {
    this.#connection?.close();
  }

  close(): void {
    this.#isOver = true;
    this.#cancelRetry();
    this.#connection?.close();
  }

  #connect(): void {
    this.#events.connecting();
    this.#tries++;
    this.#entries = [];
    this.#connection = openConnection(this.#ports, this.#knock, {
      onWelcome: (welcome) => {
        this.#welcome = welcome;
        this.#hasBeenWelcome = true;
        this.#tries = 0;
        this.readOn();
      },
      onEntries: (entries) => this.#entries.push(...entries),
      onControl: (message) => this.#inTurn(() => this.#hear(message)),
      onEnd: (end) => this.#ended(end),
    });
  }

  async #hear(message: ToDevice): Promise<void> {
    if (message.t !== 'caught-up') return this.#events.hear(message);
    const entries = this.#entries;
    this.#entries = [];
    const first = entries[0];
    this.#workspace ??= first && workspaceOfEntry(first);
    if (this.#workspace === undefined) return this.#fail({ type: 'mismatch' });
    const followed = await followOperations(this.#chain, entries, this.#workspace, this.#verify);
    if (!followed.ok) return this.#fail({ type: 'mismatch' });
    this.#chain = followed.value;
    if (this.#chain === undefined || this.#welcome === undefined) return this.#fail({ type: 'mismatch' });
    await this.#events.read(this.#chain, this.#welcome);
  }

  /** One thing at a time, in the order in which it came. */
  #inTurn(work: () => Promise<void>): void {
    this.#last = this.#last
      .then(() => (this.#isOver ? undefined : work()))
      .catch((thrown: unknown) => this.#fail({ type: 'failed', detail: String(thrown) }));
  }

  #ended(end: ConnectionEnd): void {
    if (this.#isOver) return;
    const failure = failureOf(end);
    if (failure !== undefined) return this.#fail(failure);
    if (!this.#hasBeenWelcome && this.#tries >= maxFirstTries) return this.#fail({ type: 'offline' });
    const ms = retryMs[Math.min(this.#tries, retryMs.length - 1)] ?? 0;
    this.#cancelRetry = this.#ports.clock.after(ms, () => this.#connect());
  }

  #fail(failure: GuestFailure): void {
    if (this.#isOver) return;
    this.close();
    this.#events.failed(failure);
  }
}

function workspaceOfEntry({ bytes }: PlacedEntry): Hex | undefined {
  const entry = decodeEntry(bytes);
  return entry.ok ? toHex(entry.value.header.workspace) : undefined;
}

function failureOf(end: ConnectionEnd): GuestFailure | undefined {
  if (end.type === 'malformed') return { type: 'failed', detail: end.detail };
  return end.type === 'error' ? failureOfRelay(end.error) : undefined;
}

function failureOfRelay(error: RelayError): GuestFailure | undefined {
  switch (error.type) {
    case 'unknown-workspace':
    case 'closed-to-new':
      return { type: 'unknown-workspace' };
    case 'authentication':
      return { type: 'expired' };
    case 'version':
      return { type: 'too-old' };
    case 'malformed':
      return { type: 'failed', detail: error.detail };
    case 'rate':
    case 'too-slow':
    case 'full':
    case 'shutting-down':
      return undefined;
  }
}
