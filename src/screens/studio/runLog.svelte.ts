import { untrack } from 'svelte';
import type { RecordId } from '../../domain/ids.ts';
import type { ScreenBook } from '../book.ts';
import { following } from '../following.svelte.ts';
import { noteRun, runOf, type Run, type RunNote } from './runs.ts';

/** Results that are noted already, of this page's life. */
const noted = new WeakSet<object>();

/** The earlier analyses of the book: pages note theirs, and make one again. */
export class RunLog {
  readonly #book: ScreenBook;
  readonly #rows;
  readonly runs = $derived.by<readonly Run[]>(() =>
    (this.#rows.current ?? []).flatMap((row) => runOf(row) ?? []),
  );
  #opened: RecordId | undefined;

  constructor(book: ScreenBook) {
    this.#book = book;
    this.#rows = following(() => book.liveRuns());
  }

  /** The earlier ones are known. */
  get isRead(): boolean {
    return this.#rows.isRead;
  }

  /** Calls once with the run of an id, as soon as it is read. */
  open(id: RecordId | undefined, repeat: (run: Run) => void): void {
    const run = this.runs.find((each) => each.id === id);
    if (run === undefined || this.#opened === id) return;
    this.#opened = id;
    untrack(() => repeat(run));
  }

  /** Notes a result that was made at a moment, ms since 1970, once, as soon as the earlier ones are read. */
  note<T extends object>(found: T | undefined, at: number, noteOf: (found: T) => RunNote | undefined): void {
    if (found === undefined || !this.isRead || noted.has(found)) return;
    untrack(() => {
      const note = noteOf(found);
      if (note === undefined) return;
      noted.add(found);
      void noteRun(this.#book, note, at, this.runs);
    });
  }
}
