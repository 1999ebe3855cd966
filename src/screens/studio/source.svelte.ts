import { dateToDay, localDate } from '../../domain/dates.ts';
import type { AnalysisSource } from '../../domain/analysisSource.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type { CallError, PreparationStep, StepReport } from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import { madeFields, readSource, type SourceError, type SourceTable } from './readSource.ts';

export type { SourceError, SourceTable } from './readSource.ts';

/** What a page looks at, and how it is prepared. */
export class SourceModel {
  source = $state.raw<AnalysisSource>() as AnalysisSource;
  steps = $state.raw<readonly PreparationStep[]>([]);
  /** The source before any step, and after all of them, as last read. */
  raw = $state.raw<SourceTable>();
  prepared = $state.raw<SourceTable>();
  /** What each step did when the source was last read. */
  reports = $state.raw<readonly StepReport[]>([]);
  error = $state.raw<SourceError | CallError>();
  #readings = 0;

  readonly #book: ScreenBook;
  readonly #analysis: Analysis;

  constructor(
    book: ScreenBook,
    analysis: Analysis,
    source: AnalysisSource = { type: 'records', kind: 'account' },
  ) {
    this.#book = book;
    this.#analysis = analysis;
    this.source = source;
  }

  /** Reads the source as it is now and does the steps on it. An answer that another reading has overtaken is `cancelled`. */
  async read(signal?: AbortSignal): Promise<Result<SourceTable, SourceError | CallError>> {
    const reading = ++this.#readings;
    const { source, steps } = this;
    const result = await this.#readNow(source, steps, signal);
    if (reading !== this.#readings) return err({ type: 'cancelled' });
    if (!result.ok) {
      this.error = result.error.type === 'cancelled' ? undefined : result.error;
      return result;
    }
    this.error = undefined;
    ({ raw: this.raw, prepared: this.prepared, reports: this.reports } = result.value);
    return ok(result.value.prepared);
  }

  /** Looks at something else, or otherwise. */
  use(source: AnalysisSource, steps: readonly PreparationStep[]): void {
    this.source = source;
    this.steps = steps;
  }

  async #readNow(
    source: AnalysisSource,
    steps: readonly PreparationStep[],
    signal: AbortSignal | undefined,
  ): Promise<
    Result<
      { readonly raw: SourceTable; readonly prepared: SourceTable; readonly reports: readonly StepReport[] },
      SourceError | CallError
    >
  > {
    const read = await readSource(this.#book, source);
    if (!read.ok) return read;
    const raw = read.value;
    if (steps.length === 0) return ok({ raw, prepared: raw, reports: [] });
    const others = await Promise.all(
      steps.map((step) =>
        step.type === 'join' ? readSource(this.#book, step.from) : Promise.resolve(undefined),
      ),
    );
    const prepared = await this.#analysis.run(
      'prepare',
      {
        table: raw.table,
        steps,
        today: dateToDay(localDate(new Date())),
        others: others.map((other) => (other?.ok === true ? other.value.table : undefined)),
      },
      signal === undefined ? {} : { signal },
    );
    if (!prepared.ok) return prepared;
    const { table, reports } = prepared.value;
    return ok({ raw, prepared: { ...raw, table, steps, fields: madeFields(raw, table) }, reports });
  }
}
