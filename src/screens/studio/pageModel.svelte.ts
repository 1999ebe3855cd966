import type { AnalysisSource } from '../../domain/analysisSource.ts';
import { localDate } from '../../domain/dates.ts';
import type { Json } from '../../domain/json.ts';
import type { Result } from '../../domain/result.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { CallError } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import type { Run } from './runs.ts';
import { SourceModel, type SourceError, type SourceTable } from './source.svelte.ts';
import type { Kept } from './studio.svelte.ts';

/** What a search is given: to be stopped by, and to say how far it is. They fit the call of a worker. */
export interface SearchOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** One result at a time, of type `F`; the last search counts. Results are raw: they go to workers and back. */
export abstract class ResultModel<F extends object, E extends { readonly type: string }> implements Kept {
  /** The same seed and records give the same result on every device. */
  seed = seedOfToday();
  error = $state.raw<E | CallError>();
  /** Share done, 0 to 1, while a result is looked for; stays 0 where nobody knows. */
  done = $state<number>();
  protected readonly analysis: Analysis;
  #found = $state.raw<F>();
  readonly #madeAt = new WeakMap<F, number>();
  #abort = new AbortController();

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  /** Reads what the page needs before anything can be asked. */
  abstract load(): Promise<void>;

  /** Nothing can be asked now. */
  get isBusy(): boolean {
    return this.done !== undefined;
  }

  /** Asks again what an earlier analysis asked, with its seed, of the records as they are now. */
  abstract repeat(run: Run): Promise<void>;

  get found(): F | undefined {
    return this.#found;
  }

  /** One that was shown before keeps the time at which it was made. */
  set found(found: F | undefined) {
    if (found !== undefined && !this.#madeAt.has(found)) this.#madeAt.set(found, Date.now());
    this.#found = found;
  }

  /** When the result was made, ms since 1970; 0 while there is none. */
  get foundAt(): number {
    return this.#found === undefined ? 0 : (this.#madeAt.get(this.#found) ?? 0);
  }

  /** Stops a search that is under way, which is said. */
  cancel(): void {
    this.#abort.abort();
    if (this.done === undefined) return;
    this.done = undefined;
    this.error = { type: 'cancelled' };
  }

  /**
   * Has a result looked for, in place of any search before. What was found, after `onfound` has made the page ready for it;
   * undefined where that failed (which is said), was stopped, or another search has overtaken it, or nothing could be asked.
   */
  protected async search(
    look: (options: SearchOptions) => Promise<Result<F, E | CallError> | undefined>,
    onfound?: (found: F) => void,
  ): Promise<F | undefined> {
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.done = 0;
    const result = await look({
      signal,
      onProgress: (done) => {
        if (!signal.aborted) this.done = done;
      },
    });
    if (signal.aborted) return undefined;
    this.done = undefined;
    if (result?.ok !== true) {
      // Another reading of the source has overtaken that of the search: there is nothing to complain about.
      if (result !== undefined && result.error.type !== 'cancelled') this.error = result.error;
      return undefined;
    }
    onfound?.(result.value);
    this.found = result.value;
    return result.value;
  }
}

/** A page that looks at a source: what it reads, what is asked of it, and what came out. */
export abstract class PageModel<F extends object, E extends { readonly type: string }> extends ResultModel<
  F,
  E | SourceError
> {
  readonly reading: SourceModel;
  /** The analysis that is being made again. */
  #repeated: Run | undefined;
  /** The source that the question as it stands is asked of. */
  #asked: string | undefined;
  #isLoading = $state(false);
  #loads = 0;

  constructor(book: ScreenBook, analysis: Analysis, source?: AnalysisSource) {
    super(analysis);
    this.reading = new SourceModel(book, analysis, source);
  }

  /** What is looked at, as last read; undefined before that. */
  get data(): SourceTable | undefined {
    return this.reading.prepared;
  }

  override get isBusy(): boolean {
    return this.#isLoading || super.isBusy;
  }

  /** Reads the source and finds out what can be asked of it. What was chosen before stays where it fits, but for another source. */
  async load(): Promise<void> {
    const load = ++this.#loads;
    this.#isLoading = true;
    this.error = undefined;
    try {
      const data = await this.read();
      if (data === undefined) return;
      const asked = JSON.stringify(data.source);
      if (asked !== this.#asked) this.forget();
      this.#asked = asked;
      await this.lookAt(data);
    } finally {
      if (load === this.#loads) this.#isLoading = false;
    }
  }

  /** Drops every choice that names a column: those of another source may have the same keys. */
  protected abstract forget(): void;

  /** Finds out what can be asked of a source that was just read, and chooses what is usual where nothing is chosen. */
  protected abstract lookAt(data: SourceTable): Promise<void>;

  /** Asks what the settings of an earlier analysis say; the source is read. */
  protected abstract askAgain(settings: Json): Promise<void>;

  async repeat(run: Run): Promise<void> {
    this.#repeated = run;
    this.reading.use(run.source, run.steps);
    this.seed = run.seed;
    this.found = undefined;
    this.error = undefined;
    await this.load();
    if (this.#repeated === run && this.error === undefined) await this.askAgain(run.settings);
  }

  /** The source as it is now; undefined where that failed, which is said, or another reading has overtaken it. */
  async read(): Promise<SourceTable | undefined> {
    const read = await this.reading.read();
    if (read.ok) return read.value;
    if (read.error.type !== 'cancelled') this.error = read.error;
    return undefined;
  }

  /** Has a result looked for in the source as it is now: somebody may have edited it since the page was opened. */
  protected searchSource(
    look: (
      data: SourceTable,
      options: SearchOptions,
    ) => Promise<Result<F, E | SourceError | CallError> | undefined>,
    onfound?: (found: F) => void,
  ): Promise<F | undefined> {
    return this.search(async (options) => {
      const read = await this.reading.read(options.signal);
      if (!read.ok) return read;
      return options.signal.aborted ? undefined : look(read.value, options);
    }, onfound);
  }
}

/** The local date as a number, such as 20261120. */
function seedOfToday(): number {
  return Number(localDate(new Date()).replaceAll('-', ''));
}
