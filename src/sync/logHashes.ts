import type { LogHead } from '../protocol/entry.ts';

/** How many hashes of the log are kept, to compare with what other devices say that they have seen. */
export const keptLogHashes = 10_000;

const hashBytes = 32;

/** The hash of the log at each of its last positions. Writing a position again replaces it. */
export class LogHashes {
  readonly #hashes = new Uint8Array(keptLogHashes * hashBytes);
  readonly #positions = new Float64Array(keptLogHashes).fill(-1);

  add({ position, hash }: LogHead): void {
    const slot = position % keptLogHashes;
    this.#positions[slot] = position;
    this.#hashes.set(hash, slot * hashBytes);
  }

  /** Undefined for a position that is too long ago or not there yet. */
  at(position: number): Uint8Array | undefined {
    const slot = position % keptLogHashes;
    if (this.#positions[slot] !== position) return undefined;
    return this.#hashes.slice(slot * hashBytes, (slot + 1) * hashBytes);
  }

  /** Hashes one after another, the last of them at `last`: as a row of the database holds them. */
  addRun(last: number, run: Uint8Array): void {
    const count = run.length / hashBytes;
    for (let i = 0; i < count; i++) {
      const hash = run.subarray(i * hashBytes, (i + 1) * hashBytes);
      this.add({ position: last - count + 1 + i, hash });
    }
  }
}
