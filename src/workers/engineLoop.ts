import type { JobRow } from '../database/schema.ts';
import { compactShard, shardsToCompact } from '../store/compaction.ts';
import type { EngineState } from '../store/engineTransaction.ts';
import { foldIntents } from '../store/fold.ts';
import { runJob } from '../store/jobs.ts';
import { projectMarked } from '../store/projection.ts';
import { packChangedShards, repackOrders, trimRowLog } from '../store/upkeep.ts';
import { packFormat } from '../read/pack.ts';
import { packRows } from '../read/packRows.ts';
import { importLockName } from './engineMessages.ts';

/** After this long without work, the engine tidies up. */
const idleMs = 1_500;

/** The engine's day: fold what people did, run jobs, and tidy up when nothing else waits. One thing at a time. */
export class EngineLoop {
  readonly #state: EngineState;
  readonly #onFailure: (thrown: unknown) => void;
  /** Something that others may have to hear of was written. */
  readonly #onWritten: () => void;
  #isAwake = false;
  #isRunning = false;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];
  #hasWritten = true;

  constructor(state: EngineState, onFailure: (thrown: unknown) => void, onWritten: () => void) {
    this.#state = state;
    this.#onFailure = onFailure;
    this.#onWritten = onWritten;
  }

  /** Puts right what an earlier engine left: half-made rows, and jobs that nobody runs any more. */
  async begin(): Promise<void> {
    await projectMarked(this.#state, () => this.#state.book.announce({ type: 'rows' }));
    await this.#markInterrupted();
    this.wake();
  }

  /** Something waits; returns at once. */
  wake(): void {
    this.#isAwake = true;
    if (!this.#isRunning) void this.#run();
  }

  /** A call wrote something: tidy up after it. */
  noteWrites(): void {
    this.#hasWritten = true;
    this.#onWritten();
    this.#scheduleUpkeep();
    this.#state.book.announce({ type: 'rows' });
  }

  /** Resolves when nothing waits. */
  settled(): Promise<void> {
    this.wake();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    clearTimeout(this.#idleTimer);
    try {
      while (this.#isAwake) {
        this.#isAwake = false;
        const folded = await foldIntents(this.#state);
        this.#hasWritten ||= folded > 0;
        if (folded > 0) this.#onWritten();
        const job = await this.#nextJob();
        if (job !== undefined) {
          await runJob(this.#state, job.id, () => false);
          this.#hasWritten = true;
          this.#onWritten();
          this.#isAwake = true;
        }
      }
    } catch (thrown) {
      this.#onFailure(thrown);
      return;
    }
    this.#isRunning = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
    this.#scheduleUpkeep();
  }

  async #nextJob(): Promise<JobRow | undefined> {
    const jobs = await this.#state.book.relaxed.jobs.toArray();
    return jobs.find((job) => job.kind !== 'import' && job.state === 'running');
  }

  #scheduleUpkeep(): void {
    clearTimeout(this.#idleTimer);
    if (this.#hasWritten) this.#idleTimer = setTimeout(() => void this.#tidyUp(), idleMs);
  }

  /** Stops between steps as soon as something waits. */
  async #tidyUp(): Promise<void> {
    this.#hasWritten = false;
    const isInterrupted = (): boolean => {
      this.#hasWritten ||= this.#isRunning;
      return this.#isRunning;
    };
    try {
      for (const shard of await shardsToCompact(this.#state)) {
        if (isInterrupted()) return;
        while (await compactShard(this.#state, shard));
      }
      await repackOrders(this.#state, isInterrupted);
      await packChangedShards(this.#state, { format: packFormat, pack: packRows }, isInterrupted);
      if (isInterrupted()) return;
      await trimRowLog(this.#state);
      await this.#state.forgetShards();
    } catch (thrown) {
      this.#onFailure(thrown);
    }
  }

  /** A job that had begun needs a person's word to go on; an import whose tab still lives goes on by itself. */
  async #markInterrupted(): Promise<void> {
    const db = this.#state.book.relaxed;
    const held = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    for (const job of await db.jobs.toArray()) {
      const isAlive = job.kind === 'import' ? held.has(importLockName(job.id)) : job.done === 0;
      if (!isAlive) await db.jobs.update(job.id, { state: 'interrupted' });
    }
  }
}
