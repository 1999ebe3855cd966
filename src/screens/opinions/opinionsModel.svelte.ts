import { entryOf } from '../../domain/bookSettings.ts';
import { columnOfTable } from '../../domain/table.ts';
import { seededRandom } from '../../domain/random.ts';
import type { Analysis } from '../../workers/analysis.ts';
import {
  samplePositions,
  type AnalysisTasks,
  type CallError,
  type Opinions,
  type TextSource,
} from '../../workers/analysisTasks.ts';
import type { ScreenBook } from '../book.ts';
import type { Run } from '../studio/runs.ts';
import { SourceModel, type SourceError, type SourceTable } from '../studio/source.svelte.ts';
import type { Kept } from '../studio/studio.svelte.ts';
import { wordList } from './dictionary.ts';
import {
  datesIn,
  numbersOf,
  ratingsIn,
  textFieldsOf,
  usualDate,
  usualRating,
  type ColumnChoice,
  type TextField,
} from './textFields.ts';

export type OpinionsError = AnalysisTasks['opinions']['error'] | CallError | SourceError;

/** What was asked, and what came of it. */
export interface Found {
  readonly data: SourceTable;
  readonly field: TextField;
  readonly rating: ColumnChoice | undefined;
  readonly date: ColumnChoice | undefined;
  /** Null where the number of topics was left to their coherence. */
  readonly topics: number | null;
  /** The row of the table that each text is of. */
  readonly rows: Int32Array;
  /** Rows that could have been looked at. */
  readonly all: number;
  /** Where the texts are. */
  readonly source: TextSource;
  readonly answer: Opinions;
}

/** Of more texts so many are looked at. */
export const mostTexts = 20_000;
/** Letters of a text of a table that are sent to the worker. */
const mostLetters = 5_000;
const usualTopics = 8;

/** What the page of opinions shows and does. Tables and results are raw: they go to workers and back. */
export class OpinionsModel implements Kept {
  readonly reading: SourceModel;
  readonly seed: number;
  fields = $state.raw<readonly TextField[]>([]);
  field = $state.raw<TextField>();
  ratings = $state.raw<readonly ColumnChoice[]>([]);
  rating = $state.raw<ColumnChoice>();
  dates = $state.raw<readonly ColumnChoice[]>([]);
  date = $state.raw<ColumnChoice>();
  topics = $state<number | null>(usualTopics);
  found = $state.raw<Found>();
  /** The topic that the page speaks of. */
  picked = $state(0);
  error = $state.raw<OpinionsError>();
  /** Share done, 0 to 1, while topics are looked for. */
  done = $state<number>();
  #abort = new AbortController();

  readonly #analysis: Analysis;
  readonly #bookName: string;

  /** The same seed and texts give the same result on every device. */
  constructor(book: ScreenBook, analysis: Analysis, bookName: string, seed: number) {
    this.reading = new SourceModel(book, analysis, { type: 'records', kind: 'activity' });
    this.#analysis = analysis;
    this.#bookName = bookName;
    this.seed = seed;
  }

  get data(): SourceTable | undefined {
    return this.reading.prepared;
  }

  /** Reads the source, and takes what was chosen before where it is still there. */
  async load(): Promise<void> {
    this.error = undefined;
    const data = await this.#read();
    if (data !== undefined) this.#look(data);
  }

  /** Asks again what an earlier analysis asked, of the texts as they are now. */
  async repeat(run: Run): Promise<void> {
    this.reading.use(run.source, run.steps);
    this.found = undefined;
    await this.load();
    const asked = (key: string) => entryOf(run.settings, key);
    const field = this.fields.find(({ id }) => id === asked('text'));
    if (field === undefined) return;
    this.field = field;
    this.rating = this.ratings.find(({ key }) => key === asked('rating'));
    this.date = this.dates.find(({ key }) => key === asked('date'));
    const topics = asked('topics');
    this.topics = typeof topics === 'number' ? topics : null;
    await this.run();
  }

  async run(): Promise<Found | undefined> {
    this.cancel();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.error = undefined;
    this.done = 0;
    const found = await this.#find(signal);
    if (this.#abort.signal !== signal) return undefined;
    this.done = undefined;
    if (found === undefined) return undefined;
    this.found = found;
    this.picked = complaintOf(found.answer) ?? 0;
    return found;
  }

  /** The texts that were looked at, one for each; undefined where they could not be read. */
  async textsOf({ source }: Found): Promise<readonly string[] | undefined> {
    const read = await this.#analysis.run('texts', source);
    if (!read.ok) this.error = read.error;
    return read.ok ? read.value : undefined;
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #find(signal: AbortSignal): Promise<Found | undefined> {
    const data = await this.#read();
    if (data === undefined || this.#abort.signal !== signal) return undefined;
    this.#look(data);
    const { field, rating, date, topics } = this;
    if (field === undefined) return undefined;
    const all = rowsWithText(data, field);
    const rows = samplePositions(all.length, mostTexts, seededRandom(this.seed)).map((i) => all[i] ?? 0);
    const source = this.#sourceOf(data, field, rows);
    const at = (choice: ColumnChoice | undefined) => {
      const column = choice === undefined ? undefined : columnOfTable(data.table, choice.key);
      if (column === undefined) return null;
      const values = numbersOf(column);
      return Float64Array.from(rows, (row) => values[row] ?? NaN);
    };
    const { whole, leftOut } = wordList();
    const result = await this.#analysis.run(
      'opinions',
      {
        source,
        ratings: at(rating),
        days: at(date),
        ...{ topics, seed: this.seed, whole, leftOut },
      },
      { signal, onProgress: (done) => (this.done = done) },
    );
    if (this.#abort.signal !== signal) return undefined;
    if (!result.ok) {
      this.error = result.error;
      return undefined;
    }
    return { data, field, rating, date, topics, rows, all: all.length, source, answer: result.value };
  }

  #look(data: SourceTable): void {
    const before = { field: this.field, rating: this.rating, date: this.date };
    const isSame = before.field !== undefined;
    this.fields = textFieldsOf(data);
    this.ratings = ratingsIn(data);
    this.dates = datesIn(data);
    const field = this.fields.find(({ id }) => id === before.field?.id);
    const isKept = isSame && field !== undefined;
    const byKey = (choices: readonly ColumnChoice[], key: string | undefined) =>
      choices.find((each) => each.key === key);
    this.field = field ?? this.fields[0];
    this.rating = byKey(this.ratings, isKept ? before.rating?.key : usualRating(data, this.ratings));
    this.date = byKey(this.dates, isKept ? before.date?.key : usualDate(data, this.dates));
  }

  #sourceOf({ table }: SourceTable, { from }: TextField, rows: Int32Array): TextSource {
    if (from.type === 'book') {
      const ids = Array.from(rows, (row) => table.ids[row] ?? '');
      return { type: 'book', name: this.#bookName, ids, keys: from.keys };
    }
    const column = columnOfTable(table, from.key);
    const textAt = (row: number): string =>
      column?.type === 'category' ? (column.labels[column.codes[row] ?? -1] ?? '').slice(0, mostLetters) : '';
    return { type: 'texts', texts: Array.from(rows, textAt) };
  }

  async #read(): Promise<SourceTable | undefined> {
    const read = await this.reading.read();
    if (read.ok) return read.value;
    if (read.error.type !== 'cancelled') this.error = read.error;
    return undefined;
  }
}

/** A mean so many standard errors below that of all is clearly worse. */
const clearly = 2;
const leastRated = 5;

/** The topic that is rated worst, where it is clearly worse than the others. */
export function complaintOf({ topics }: Opinions): number | undefined {
  const worse = topics
    .map(({ mean, deviation, rated }, topic) => ({ topic, mean, deviation, rated }))
    .filter(({ deviation, rated }) => rated >= leastRated && (deviation ?? 0) <= -clearly)
    .sort((a, b) => (a.mean ?? 0) - (b.mean ?? 0));
  return worse[0]?.topic;
}

/** Rows that have a text; of texts in the book only reading them tells. */
function rowsWithText({ table }: SourceTable, { from }: TextField): Int32Array {
  const all = Int32Array.from(table.ids.keys());
  if (from.type === 'book') return all;
  const column = columnOfTable(table, from.key);
  return column?.type === 'category'
    ? all.filter((row) => (column.codes[row] ?? -1) >= 0)
    : new Int32Array(0);
}
