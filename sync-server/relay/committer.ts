import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Change, NewEntry, RelayStore } from '../store/relayStore.ts';

/** Whoever gave entries hears what became of them, in their order. */
export interface CommitListener {
  readonly stored: (entries: readonly NewEntry[]) => void;
  /** None of these is stored, and none that was given after them. */
  readonly failed: (entries: readonly NewEntry[]) => void;
}

interface Waiting {
  readonly change: Change;
  readonly listener: CommitListener | undefined;
}

/** One transaction, at most: larger ones would only keep acknowledgements waiting. */
const mostBytes = 8 << 20;
const mostChanges = 4_000;
const noteDelayMs = 1_000;

/** Group commit: everything that waits goes into one transaction; while it is on its way to the disk, the next one gathers. */
export class Committer {
  readonly #store: RelayStore;
  readonly #metrics: Metrics;
  readonly #log: Log;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #noteTimer: NodeJS.Timeout | undefined;
  #drained: (() => void)[] = [];
  #queuedBytes = 0;

  constructor(store: RelayStore, metrics: Metrics, log: Log) {
    this.#store = store;
    this.#metrics = metrics;
    this.#log = log;
  }

  /** Bytes of entries that are not on disk yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  append(change: NewEntry, listener: CommitListener): void {
    this.#waiting.push({ change, listener });
    this.#queuedBytes += change.bytes.length;
    this.#start();
  }

  /** What nobody waits for goes with the next transaction, or after a second. */
  note(change: Exclude<Change, NewEntry>): void {
    this.#waiting.push({ change, listener: undefined });
    this.#noteTimer ??= setTimeout(() => this.#start(), noteDelayMs);
  }

  /** Calls back once all that is queued now has been decided. */
  onceDrained(call: () => void): void {
    this.#drained.push(call);
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    while (this.#waiting.length > 0 || this.#running !== undefined) {
      this.#start();
      await this.#running;
    }
  }

  #start(): void {
    clearTimeout(this.#noteTimer);
    this.#noteTimer = undefined;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#waiting.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    // What arrives in the same turn of the event loop belongs together.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      if (!(await this.#commit(batch))) await this.#commitApart(batch);
      if (this.#queuedBytes > mostBytes) continue;
      for (const call of this.#drained.splice(0)) call();
    }
  }

  #take(): Waiting[] {
    let [count, bytes] = [0, 0];
    for (const { change } of this.#waiting) {
      if (count >= mostChanges || bytes >= mostBytes) break;
      if (change.type === 'entry') bytes += change.bytes.length;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(batch: readonly Waiting[]): Promise<boolean> {
    const begun = performance.now();
    const written = await this.#store.append(batch.map(({ change }) => change));
    this.#metrics.observe('commit_seconds', (performance.now() - begun) / 1_000);
    this.#metrics.count('commits_total', written.ok ? 'stored' : 'failed');
    if (!written.ok) {
      this.#log('error', 'commit-failed', { detail: written.error.detail, changes: batch.length });
      return false;
    }
    this.#report(batch, 'stored');
    return true;
  }

  /** One workspace's misfortune is none of the others'. */
  async #commitApart(batch: readonly Waiting[]): Promise<void> {
    const parts = Map.groupBy(batch, ({ change }) => change.workspace);
    for (const [workspace, part] of parts) {
      if (parts.size > 1 && (await this.#commit(part))) continue;
      // Later entries of the workspace build on those that failed.
      const later = this.#waiting.filter(({ change }) => change.workspace === workspace);
      this.#waiting = this.#waiting.filter(({ change }) => change.workspace !== workspace);
      this.#report([...part, ...later], 'failed');
    }
  }

  #report(waiting: readonly Waiting[], outcome: 'stored' | 'failed'): void {
    const byListener = new Map<CommitListener, NewEntry[]>();
    for (const { change, listener } of waiting) {
      if (listener === undefined || change.type !== 'entry') continue;
      this.#queuedBytes -= change.bytes.length;
      const entries = byListener.get(listener);
      if (entries === undefined) byListener.set(listener, [change]);
      else entries.push(change);
    }
    for (const [listener, entries] of byListener) listener[outcome](entries);
  }
}
