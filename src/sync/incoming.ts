import type { StoredEntry, SyncRow } from '../database/schema.ts';
import { databaseErrorOf } from '../database/errors.ts';
import type { PlacedEntry } from '../protocol/frames.ts';
import type { Verify } from '../protocol/keys.ts';
import type { Membership } from '../protocol/membership.ts';
import type { LogHashes } from './logHashes.ts';
import type { Clock } from './clock.ts';
import type { LogStore } from './logStore.ts';
import type { Standing } from './outgoing.ts';
import { receive, type ForkAlarm, type OpenBody, type Received } from './receiver.ts';
import { lastOf, returned, type OwnChain } from './sender.ts';
import type { SyncTrouble } from './trouble.ts';

export interface IncomingPorts {
  readonly standing: Standing;
  readonly store: LogStore;
  readonly clock: Clock;
  readonly hashes: LogHashes;
  readonly verify: Verify;
  readonly open: OpenBody;
  /** Learns what an operation wraps to this device, before entries after it are opened. */
  readonly learn: (membership: Membership) => Promise<void>;
  readonly stateAfter: (membership: Membership | undefined) => SyncRow['state'];
  /** Entries are stored, with what follows from them. */
  readonly onStored: (received: readonly Received[], isApplied: boolean) => void;
  readonly onAlarm: (alarm: ForkAlarm) => void;
  /** Nothing more can be read. */
  readonly onTrouble: (trouble: SyncTrouble) => void;
  readonly onFailure: (thrown: unknown) => void;
}

/** Small entries are stored together; a large one waits for no other. */
const maxBatchEntries = 50;
const maxBatchBytes = 96 << 10;

/** Judges entries in their order and has them stored, a batch at a time. */
export class Incoming {
  readonly #ports: IncomingPorts;
  #queue: PlacedEntry[] = [];
  #queuedBytes = 0;
  #lastPosition = 0;
  #isRunning = false;
  #finished: Promise<void> = Promise.resolve();

  constructor(ports: IncomingPorts) {
    this.#ports = ports;
  }

  /** Bytes that were received and are not stored yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** The place of the entry that was received last. */
  get lastPosition(): number {
    return this.#lastPosition;
  }

  add(entries: readonly PlacedEntry[]): void {
    for (const entry of entries) {
      this.#queue.push(entry);
      this.#queuedBytes += entry.bytes.length;
    }
    this.#lastPosition = entries.at(-1)?.position ?? this.#lastPosition;
    if (!this.#isRunning) this.#finished = this.#run();
  }

  /** Forgets what is not stored: it comes again with the next connection. Resolves when nothing is at work. */
  async clear(): Promise<void> {
    this.#drop();
    await this.#finished;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#queue.length > 0 && (await this.#storeBatch(this.#take())));
    } catch (thrown) {
      this.#drop();
      if (databaseErrorOf(thrown)?.type === 'quota-exceeded') this.#ports.onTrouble({ type: 'device-full' });
      else this.#ports.onFailure(thrown);
    }
    this.#isRunning = false;
  }

  #drop(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #take(): readonly PlacedEntry[] {
    let [count, bytes] = [0, 0];
    for (const entry of this.#queue) {
      if (count >= maxBatchEntries || (count > 0 && bytes + entry.bytes.length > maxBatchBytes)) break;
      count++;
      bytes += entry.bytes.length;
    }
    this.#queuedBytes -= bytes;
    return this.#queue.splice(0, count);
  }

  /** False where nothing after these entries is worth reading. */
  async #storeBatch(batch: readonly PlacedEntry[]): Promise<boolean> {
    const { standing, store, clock } = this.#ports;
    const judged = await this.#judge(batch);
    const { received, receiver, chain } = judged;
    if (received.length > 0) {
      const state = this.#ports.stateAfter(receiver.ledger.membership);
      const stored = storedOf(received, chain, standing.device, clock.now());
      const isApplied = await store.apply({ received, receiver, chain, state, ...stored });
      standing.receiver = receiver;
      // Others may have been confirmed or sealed meanwhile.
      for (const each of received) this.#readBack(each);
      this.#ports.onStored(received, isApplied);
      for (const { alarm } of received) if (alarm !== undefined) this.#ports.onAlarm(alarm);
    }
    if (judged.trouble === undefined) return true;
    this.#drop();
    this.#ports.onTrouble(judged.trouble);
    return false;
  }

  async #judge(batch: readonly PlacedEntry[]) {
    const { standing, verify, open, hashes } = this.#ports;
    let { receiver, chain } = standing;
    const received: Received[] = [];
    let trouble: SyncTrouble | undefined;
    for (const placed of batch) {
      // The relay may say something twice.
      if (placed.position <= receiver.head.position) continue;
      const own = { device: standing.device, sequence: lastOf(chain).sequence };
      const result = await receive(receiver, placed, { verify, open, hashes, own });
      if (!result.ok) {
        trouble = result.error;
        break;
      }
      const { header, hash, verdict, state } = result.value;
      const isInChain = verdict.type !== 'quarantined' || verdict.isAuthentic;
      if (header?.device === standing.device && isInChain) {
        const back = returned(chain, { sequence: header.sequence, hash });
        const isCopied = back.type === 'foreign' && header.sequence > standing.fetchUntil;
        if (back.type === 'fork' || isCopied) {
          trouble = { type: 'cloned' };
          break;
        }
        chain = back.chain;
      }
      if (verdict.type === 'operation') await this.#ports.learn(verdict.membership);
      received.push(result.value);
      receiver = state;
    }
    return { received, receiver, chain, trouble };
  }

  #readBack({ header, hash, verdict }: Received): void {
    const { standing } = this.#ports;
    const isInChain = verdict.type !== 'quarantined' || verdict.isAuthentic;
    if (header?.device !== standing.device || !isInChain) return;
    const back = returned(standing.chain, { sequence: header.sequence, hash });
    if (back.type !== 'fork') standing.chain = back.chain;
  }
}

/** The last entry of ours that was read back, with its place. */
function storedOf(
  received: readonly Received[],
  { stored: { sequence, hash } }: OwnChain,
  device: number,
  at: number,
): { readonly stored?: StoredEntry } {
  const own = received.findLast(({ header }) => header?.device === device && header.sequence === sequence);
  return own === undefined ? {} : { stored: { sequence, hash, position: own.placed.position, at } };
}
