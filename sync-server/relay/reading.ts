import type { Metrics } from '../metrics.ts';
import type { RelayStore } from '../store/relayStore.ts';
import type { Hex } from '../../src/protocol/operations.ts';
import type { Outgoing } from './outgoing.ts';

/** A frame with several entries holds so much at most. */
export const readFrameBytes = 256 << 10;

/** A device with more than this before it reads from the store again, at its own pace. */
const mostWaitingBytes = 512 << 10;

export interface ReadingPorts {
  readonly workspace: Hex;
  readonly store: RelayStore;
  readonly outgoing: Outgoing;
  readonly metrics: Metrics;
  /** The last entry on disk. */
  readonly position: () => number;
  readonly caughtUp: (position: number) => void;
  readonly failed: (error: unknown) => void;
}

/** One device's way through a log: it pulls from the store until it has caught up, then entries come as they are stored. */
export class Reading {
  readonly #ports: ReadingPorts;
  #after: number;
  #end = Infinity;
  #isPulling = false;
  #isStopped = false;

  constructor(ports: ReadingPorts, after: number) {
    this.#ports = ports;
    this.#after = Math.min(after, ports.position());
    this.#pull();
  }

  /** Entries that were just stored. Left to the store where the device is behind or slow. */
  deliver(frame: Uint8Array, first: number, last: number): void {
    if (this.#isPulling || this.#isStopped || last > this.#end) return;
    if (this.#after !== first - 1 || this.#ports.outgoing.waitingBytes > mostWaitingBytes)
      return this.#pull();
    this.#after = last;
    this.#ports.outgoing.send(frame);
    this.#ports.metrics.count('entries_delivered_total', '', last - first + 1);
  }

  /** This position is the last that the device gets. */
  endAt(position: number): void {
    this.#end = Math.min(this.#end, position);
  }

  stop(): void {
    this.#isStopped = true;
  }

  #pull(): void {
    if (this.#isPulling) return;
    this.#isPulling = true;
    this.#run().catch(this.#ports.failed);
  }

  async #run(): Promise<void> {
    const { workspace, store, outgoing, metrics, position } = this.#ports;
    while (!this.#isStopped) {
      const upTo = Math.min(position(), this.#end);
      if (this.#after >= upTo) break;
      const span = { after: this.#after, upTo, maxBytes: readFrameBytes, isOperations: false };
      const run = await store.read(workspace, span);
      metrics.count('entries_read_total', '', run.count);
      if (this.#isStopped) return;
      this.#after = run.upTo;
      await outgoing.sendAndWait(run.frame);
    }
    // From here to the end of the turn nothing can be stored unseen.
    this.#isPulling = false;
    if (!this.#isStopped) this.#ports.caughtUp(this.#after);
  }
}

/** The operations of a log after a position, once. */
export async function sendOperations(ports: ReadingPorts, after: number): Promise<void> {
  const { workspace, store, outgoing, position } = ports;
  const upTo = position();
  for (let at = after; at < upTo;) {
    const run = await store.read(workspace, {
      after: at,
      upTo,
      maxBytes: readFrameBytes,
      isOperations: true,
    });
    if (run.count > 0) await outgoing.sendAndWait(run.frame);
    at = run.upTo;
  }
  ports.caughtUp(upTo);
}
