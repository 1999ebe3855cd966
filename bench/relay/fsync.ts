import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** Measures the disk beside what else uses it, in a thread of its own: 8 KiB and an fdatasync, ten times in a second. */
export class FsyncProbe {
  readonly #worker = new Worker(new URL(import.meta.url));

  /** All times in ms since it began. */
  async stop(): Promise<number[]> {
    const times = new Promise<number[]>((resolve) => this.#worker.once('message', resolve));
    this.#worker.postMessage('stop');
    return times;
  }
}

if (!isMainThread) measure();

function measure(): void {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-fsync-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const block = Buffer.alloc(8_192, 1);
  const times: number[] = [];
  const timer = setInterval(() => {
    writeSync(file, block);
    const begun = performance.now();
    fdatasyncSync(file);
    times.push(performance.now() - begun);
  }, 100);
  parentPort?.once('message', () => {
    clearInterval(timer);
    closeSync(file);
    rmSync(folder, { recursive: true });
    parentPort?.postMessage(times);
    parentPort?.close();
  });
}
