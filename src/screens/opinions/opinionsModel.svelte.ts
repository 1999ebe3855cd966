import { entryOf } from '../../domain/bookSettings.ts';
import type { Json } from '../../domain/json.ts';
import { ok, type Result } from '../../domain/result.ts';
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
import { PageModel, type SearchOptions } from '../studio/pageModel.svelte.ts';
import type { SourceError, SourceTable } from '../studio/source.svelte.ts';
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

/** What the page of opinions shows and does. */
export class OpinionsModel extends PageModel<Found, AnalysisTasks['opinions']['error']> {
  fields = $state.raw<readonly TextField[]>([]);
  field = $state.raw<TextField>();
  ratings = $state.raw<readonly ColumnChoice[]>([]);
  rating = $state.raw<ColumnChoice>();
  dates = $state.raw<readonly ColumnChoice[]>([]);
  date = $state.raw<ColumnChoice>();
  topics = $state<number | null>(usualTopics);
  /** The topic that the page speaks of. */
  picked = $state(0);
  readonly #bookName: string;

  constructor(book: ScreenBook, analysis: Analysis, bookName: string) {
    super(book, analysis, { type: 'records', kind: 'activity' });
    this.#bookName = bookName;
  }

  protected forget(): void {
    this.fields = [];
    this.field = undefined;
    this.rating = undefined;
    this.date = undefined;
  }

  protected async askAgain(settings: Json): Promise<void> {
    const asked = (key: string) => entryOf(settings, key);
    const field = this.fields.find(({ id }) => id === asked('text'));
    if (field === undefined) return;
    this.field = field;
    this.rating = this.ratings.find(({ key }) => key === asked('rating'));
    this.date = this.dates.find(({ key }) => key === asked('date'));
    const topics = asked('topics');
    this.topics = typeof topics === 'number' ? topics : null;
    await this.run();
  }

  run(): Promise<Found | undefined> {
    return this.searchSource(
      (data, options) => this.#look(data, options),
      ({ answer }) => (this.picked = complaintOf(answer) ?? 0),
    );
  }

  /** The texts that were looked at, one for each; undefined where they could not be read. */
  async textsOf({ source }: Found): Promise<readonly string[] | undefined> {
    const read = await this.analysis.run('texts', source);
    if (!read.ok) this.error = read.error;
    return read.ok ? read.value : undefined;
  }

  async #look(data: SourceTable, options: SearchOptions): Promise<Result<Found, OpinionsError> | undefined> {
    await this.lookAt(data);
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
    const result = await this.analysis.run(
      'opinions',
      {
        source,
        ratings: at(rating),
        days: at(date),
        ...{ topics, seed: this.seed, whole, leftOut },
      },
      options,
    );
    if (!result.ok) return result;
    const { value: answer } = result;
    return ok({ data, field, rating, date, topics, rows, all: all.length, source, answer });
  }

  /** Takes what was chosen before where it is still there. */
  protected async lookAt(data: SourceTable): Promise<void> {
    const [fields, ratings, dates] = [await textFieldsOf(data), await ratingsIn(data), await datesIn(data)];
    if (data !== this.data) return;
    const before = { field: this.field, rating: this.rating, date: this.date };
    const isSame = before.field !== undefined;
    this.fields = fields;
    this.ratings = ratings;
    this.dates = dates;
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
  const all = new Int32Array(table.rows).map((_, row) => row);
  if (from.type === 'book') return all;
  const column = columnOfTable(table, from.key);
  return column?.type === 'category'
    ? all.filter((row) => (column.codes[row] ?? -1) >= 0)
    : new Int32Array(0);
}
