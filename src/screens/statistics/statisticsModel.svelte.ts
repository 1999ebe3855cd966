import type { Analysis } from '../../workers/analysis.ts';
import type { AnalysisTasks, CallError } from '../../workers/analysisTasks.ts';
import type {
  AnswerColumn,
  StatisticsAnswer,
  StatisticsAsk,
  StatisticsKind,
} from '../../workers/tasks/statisticsTypes.ts';
import type { ScreenBook } from '../book.ts';
import { predictionFields } from '../predict/targets.ts';
import type { Run } from '../studio/runs.ts';
import { SourceModel, type SourceError, type SourceTable } from '../studio/source.svelte.ts';
import type { Kept } from '../studio/studio.svelte.ts';
import { askOfJson, isAskable, usualAsk } from './asks.ts';

export type StatisticsProblem = AnalysisTasks['statistics']['error'] | CallError | SourceError;

/** What was asked, and what came of it. */
export interface FoundStatistics {
  readonly data: SourceTable;
  readonly ask: StatisticsAsk;
  readonly answer: StatisticsAnswer;
}

/** What the page of statistics shows and does. */
export class StatisticsModel implements Kept {
  readonly reading: SourceModel;
  columns = $state.raw<readonly AnswerColumn[]>([]);
  kind = $state<StatisticsKind>('scale');
  /** The question as it stands; undefined where no column fits it. */
  ask = $state.raw<StatisticsAsk>();
  found = $state.raw<FoundStatistics>();
  error = $state.raw<StatisticsProblem>();
  /** 0 while it is computed: nobody knows how much is done of so short a work. */
  done = $state<number>();
  #abort = new AbortController();

  readonly #analysis: Analysis;

  constructor(book: ScreenBook, analysis: Analysis) {
    this.reading = new SourceModel(book, analysis);
    this.#analysis = analysis;
  }

  get data(): SourceTable | undefined {
    return this.reading.prepared;
  }

  /** Reads the source; a question whose columns are still there stays as it is. */
  async load(): Promise<void> {
    this.error = undefined;
    const data = await this.#read();
    if (data === undefined) return;
    const looked = await this.#analysis.run('answerColumns', { table: data.table });
    if (data !== this.data) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    const shown = new Set(
      predictionFields(data)
        .filter(({ isReference }) => !isReference)
        .map(({ key }) => key),
    );
    this.columns = looked.value.filter(({ key, type }) => shown.has(key) && type !== 'other');
    this.ask = askOfJson(this.ask, this.columns) ?? usualAsk(this.kind, this.columns);
  }

  choose(kind: StatisticsKind): void {
    this.kind = kind;
    this.ask = usualAsk(kind, this.columns);
    this.error = undefined;
  }

  /** Asks again what an earlier analysis asked, of the records as they are now. */
  async repeat(run: Run): Promise<void> {
    this.reading.use(run.source, run.steps);
    this.found = undefined;
    await this.load();
    const ask = askOfJson(run.settings, this.columns);
    if (ask === undefined) return;
    this.kind = ask.kind;
    this.ask = ask;
    await this.run();
  }

  async run(): Promise<void> {
    const { ask } = this;
    if (ask === undefined || !isAskable(ask)) return;
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.done = 0;
    const data = await this.#read();
    if (this.#abort.signal !== signal) return;
    if (data === undefined) {
      this.done = undefined;
      return;
    }
    const result = await this.#analysis.run('statistics', { table: data.table, ask }, { signal });
    if (this.#abort.signal !== signal) return;
    this.done = undefined;
    if (result.ok) this.found = { data, ask, answer: result.value };
    else this.error = result.error;
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #read(): Promise<SourceTable | undefined> {
    const read = await this.reading.read();
    if (read.ok) return read.value;
    if (read.error.type !== 'cancelled') this.error = read.error;
    return undefined;
  }
}
