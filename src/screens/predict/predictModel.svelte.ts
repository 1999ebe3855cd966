import type { Table } from '../../domain/table.ts';
import type { Analysis } from '../../workers/analysis.ts';
import type {
  AnalysisTasks,
  CallError,
  ColumnReason,
  ColumnUse,
  PredictionAnswer,
} from '../../workers/analysisTasks.ts';
import { callNeural, type SavedNetwork } from '../../workers/neural.ts';
import type { ListIndexError } from '../../workers/listIndexCalls.ts';
import type { ScreenBook } from '../book.ts';
import { NetworkTraining } from './networkTraining.svelte.ts';
import { predictionColumns, targetsIn, type Target } from './targets.ts';

export type PredictError = AnalysisTasks['predict']['error'] | CallError | ListIndexError;

/** What was asked, and what came of it. */
export interface Found {
  readonly target: Target;
  /** The label that counts as "yes"; undefined for an amount. */
  readonly yes: string | undefined;
  readonly answer: PredictionAnswer;
  /** The kept network that says it, of customers whom it may have learnt from. */
  readonly saved?: SavedNetwork;
}

/** What the page of predictions shows and does. Tables and results are raw: they go to workers and back. */
export class PredictModel {
  table = $state.raw<Table>();
  targets = $state.raw<readonly Target[]>([]);
  target = $state.raw<Target>();
  yes = $state<string>();
  uses = $state.raw<readonly ColumnUse[]>([]);
  columns = $state.raw<readonly string[]>([]);
  found = $state.raw<Found>();
  error = $state.raw<PredictError>();
  /** Share done, 0 to 1, while a prediction is computed. */
  done = $state<number>();
  readonly network: NetworkTraining;
  #abort = new AbortController();

  readonly #book: ScreenBook;
  readonly #analysis: Analysis;
  readonly #seed: number;

  /** The same seed and customers give the same result on every device. */
  constructor(book: ScreenBook, analysis: Analysis, seed: number) {
    this.#book = book;
    this.#analysis = analysis;
    this.#seed = seed;
    this.network = new NetworkTraining(book, this);
  }

  get seed(): number {
    return this.#seed;
  }

  /** Reads the customers, and takes the first field that can be predicted. */
  async load(): Promise<void> {
    const table = await this.read();
    if (table === undefined) return;
    this.table = table;
    this.targets = targetsIn(table);
    const [first] = this.targets;
    if (first !== undefined) await this.choose(first);
  }

  /** Undefined where that failed, which is said. */
  async read(): Promise<Table | undefined> {
    const keys = predictionColumns().map(({ key }) => key);
    const read = await this.#book.index.table({ kind: 'account' }, keys);
    if (read.ok) return read.value;
    this.error = read.error;
    return undefined;
  }

  /** The rarer of two labels is what people ask for, and of more the most frequent. */
  async choose(target: Target, yes?: string): Promise<void> {
    const { labels } = target;
    const usual = labels.length === 2 ? labels[1]?.label : labels[0]?.label;
    this.target = target;
    this.yes = labels.some(({ label }) => label === yes) ? yes : usual;
    this.error = undefined;
    // Nothing can be asked before it is known what says something about the new target.
    this.uses = [];
    this.columns = [];
    await Promise.all([this.#lookAtColumns(), this.network.look()]);
  }

  /** Of the customers as they are now: somebody may have edited them since the page was opened. */
  async run(isAll = false): Promise<void> {
    const { target, yes, columns } = this;
    if (target === undefined || columns.length === 0) return;
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.done = 0;
    const table = await this.read();
    if (this.#abort.signal !== signal) return;
    if (table === undefined) {
      this.done = undefined;
      return;
    }
    const result = await this.#analysis.run(
      'predict',
      { table, target: recipeOf(target, yes), columns, seed: this.#seed, isAll },
      { signal, onProgress: (done) => (this.done = done) },
    );
    if (this.#abort.signal !== signal) return;
    this.done = undefined;
    if (result.ok) {
      this.table = table;
      this.found = { target, yes, answer: result.value };
    } else this.error = result.error;
  }

  /** Why the model says what it says of the records at some places of the table; undefined where that failed. */
  async reasons(rows: Int32Array): Promise<readonly (readonly ColumnReason[])[] | undefined> {
    const { table, found } = this;
    if (table === undefined || found === undefined) return undefined;
    const { encoding, model } = found.answer;
    const result =
      model.method === 'network'
        ? await callNeural('reasons', [table, rows, encoding, model])
        : await this.#analysis.run('reasons', { table, rows, encoding, model });
    return result.ok ? result.value : undefined;
  }

  cancel(): void {
    this.#abort.abort();
    this.network.cancel();
  }

  async #lookAtColumns(): Promise<void> {
    const { table, target, yes } = this;
    if (table === undefined || target === undefined) return;
    const columns = table.columns.map(({ key }) => key).filter((key) => key !== target.key);
    const looked = await this.#analysis.run('uses', { table, columns, target: recipeOf(target, yes) });
    if (this.target !== target || this.yes !== yes) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    const isFlawed = ({ flaw }: ColumnUse): number => Number(flaw !== undefined);
    this.uses = looked.value.toSorted((a, b) => isFlawed(a) - isFlawed(b));
    this.columns = this.uses.filter(({ flaw }) => flaw === undefined).map(({ key }) => key);
  }
}

export function recipeOf({ key }: Target, yes: string | undefined) {
  return { key, ...(yes === undefined ? {} : { yes }) };
}
